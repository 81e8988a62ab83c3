"""Header texts: what counts as the same header, and the unit that one carries."""

from __future__ import annotations

import re
from functools import lru_cache

from tierctl.model.currency import foreign_currency
from tierctl.model.quantity import Dimension, Unit, half_width, unit_named

_SPACE = re.compile(r"\s+|_x000d_")
_BRACKETS = re.compile(r"[(\[【〔{《〈]([^)\]】〕}》〉]*)[)\]】〕}》〉]?")
_EDGES = " *:：_-/、,.。#|"
_SPLIT = re.compile(r"[,，、;；/|\s]+")
_UNIT_LABEL = re.compile(r"^(?:单位|unit)[:：]?")
_CURRENCY = r"(?:人民币|rmb|cny)?[:：]?\s*"
_UNIT_NOTE = re.compile(
    rf"(?:单\s*位\s*[:：为是]?|\bunits?\s*:|^[(\[【]?金额[:：])\s*{_CURRENCY}([^\s,;、。()\[\]【】|:]+)"
)
# A multiple that is none of our units must not be read past.
_MULTIPLE = re.compile(
    r"(?<![\d.])(?:10,?000|1,?000|'?000)s?(?!\d)|thousand|million|billion"
    r"|(?<![a-z])(?:mn|mm|mio|bn|w|k|m)(?![a-z])"
)
_MULTIPLE_NOTE = re.compile(
    r"\b(?:in|rmb|cny|yuan)\s*(?:rmb|cny|yuan)?\s*(?:thousand|million|billion|10,?000|'?000)"
)
_LETTERS = frozenset("km")
_CURRENCIES = frozenset(["rmb", "cny", "yuan"])
_COUNTED = frozenset([*"%‰件台套吨个箱瓶只支辆人户家次笔单天月倍", "kg", "pcs"])
# Words in brackets, or over the column, that make another thing of it.
_QUALIFIED = re.compile(
    r"目标|计划|预算|预计|预测|同比|环比|增长|增幅|增速|占比|比重|排名|差异|差额|完成率"
    r"|target|plan|budget|forecast|growth|share|rank|yoy"
)
# 含税万元 counts in 万元; 10万元 and 萬元 do not count in 元.
_SUFFIX = re.compile(
    r"(?<![\d.十拾百佰千仟万萬亿億])(千万元|百万元|十万元|亿元|万元|千元|元|亿|万|%)$"
)


@lru_cache(maxsize=4096)
def name_of(text: str) -> str:
    """Return what a header names: without spaces, width, case, line breaks and brackets."""
    plain = _SPACE.sub("", half_width(text).casefold())
    return _BRACKETS.sub("", plain).strip(_EDGES) or plain


def same_text(a: str, b: str) -> bool:
    """Tell whether two headers say the same, brackets included."""
    return _SPACE.sub("", half_width(a).casefold()) == _SPACE.sub("", half_width(b).casefold())


def qualified(text: str) -> bool:
    """Tell whether what stands in brackets makes another thing of a header: 销售额（目标）."""
    plain = half_width(text).casefold()
    return any(_QUALIFIED.search(content) for content in _BRACKETS.findall(plain))


def unitless_name(text: str) -> str | None:
    """Return the name without a unit that is written at its end, or None where there is none."""
    name = name_of(text)
    end = _SUFFIX.search(name)
    return name[: end.start()].strip(_EDGES) if end and end.start() else None


def unit_words(text: str) -> list[str]:
    """Return the parts of a header that may be its unit: bracket contents, then its end."""
    plain = _SPACE.sub("", half_width(text).casefold())
    words = []
    for content in _BRACKETS.findall(plain):
        parts = [_UNIT_LABEL.sub("", part) for part in _SPLIT.split(content)]
        # A lone letter among others says something else: (M/Y).
        words += [part for part in parts if len(parts) == 1 or part not in _LETTERS]
    outside = _BRACKETS.sub("", plain).strip(_EDGES)
    words += _SUFFIX.findall(outside)
    return [word for word in words if word]


def header_unit(text: str, dimension: Dimension) -> Unit | None:
    """Return the one unit that a header carries: `年平均销售额（万元）`, `销售额（RMB, 万元）`.

    A currency says no multiple, and two different units are none.
    """
    found: dict[int, Unit] = {}
    for word in unit_words(text):
        unit = None if word in _CURRENCIES else unit_named(word, dimension)
        if unit is None:
            end = _SUFFIX.search(word)
            unit = unit_named(end[1], dimension) if end and not foreign_currency(word) else None
        if unit is not None:
            found[unit.shift] = unit
    return next(iter(found.values())) if len(found) == 1 else None


def unclear_unit(text: str) -> bool:
    """Tell whether a header of money counts in what is no unit of money, as far as we can read."""
    plain = half_width(text).casefold()
    contents = _BRACKETS.findall(plain)
    words = {part for content in contents for part in _SPLIT.split(content)}
    if words & _COUNTED:
        return True
    if header_unit(text, Dimension.MONEY) is not None:
        return False
    return any(re.search("[千仟万萬亿億]", c) for c in contents) or any(
        _MULTIPLE.search(c) for c in [*contents, _BRACKETS.sub(" ", plain)]
    )


def is_unit(text: str) -> bool:
    """Tell whether a text is nothing but a unit: `万元`, `（元）`, `单位：%`."""
    plain = _SPACE.sub("", half_width(text).casefold()).strip("()[]【】")
    word = _UNIT_LABEL.sub("", plain)
    if plain in _LETTERS:
        return False
    return any(unit_named(word, dimension) for dimension in Dimension) or word in _COUNTED


def note_unit(text: str, dimension: Dimension) -> Unit | None:
    """Return the unit that a note above a table gives: `单位：万元`, `销售表（单位：万元）`."""
    word = _noted(text)
    return unit_named(word, dimension) if word and word not in _CURRENCIES else None


def unclear_note(text: str) -> bool:
    """Tell whether a note above a table gives a unit of money that is none of ours."""
    word = _noted(text)
    if word and unit_named(word, Dimension.MONEY) is None:
        return foreign_currency(word) or (word.endswith("元") and len(word) <= 5)
    return _MULTIPLE_NOTE.search(half_width(text).casefold()) is not None


def _noted(text: str) -> str | None:
    plain = half_width(text).casefold().strip()
    if is_unit(plain):
        return _UNIT_LABEL.sub("", _SPACE.sub("", plain).strip("()[]【】"))
    match = _UNIT_NOTE.search(plain)
    return match[1].split("/")[0] if match else None


def is_chinese(text: str) -> bool:
    """Tell whether a text has a Chinese character."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)
