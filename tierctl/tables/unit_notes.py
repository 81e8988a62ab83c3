"""The units and currencies that notes, titles and sheet names state: 单位：万元, 统计表（美元）."""

from __future__ import annotations

import re

from tierctl.model.currency import foreign_currency, names_currency
from tierctl.model.folding import folded
from tierctl.model.header_text import BRACKETS, CURRENCIES, LETTERS, SPLIT, plain_text
from tierctl.model.quantity import Dimension, Unit, unit_named
from tierctl.tables.headers import COUNTED, is_unit

_CURRENCY = r"(?:(?:人民币|rmb|cny)(?!\s*单)[:：]?)?\s*"
_WORD = r"([^\s;。()\[\]【】|:,，、]+(?:[、/,，][^\s;。()\[\]【】|:,，、]+)*)"
_LABEL = (
    r"(?:(?:金额|货币|计量|记账|结算)?单\s*位|币\s*[种别]|(?:本位|记账|结算)?货币|currency|units?)"
)
_LABELLED = re.compile(
    rf"(?:单\s*位\s*[:：为是(\[【]?|(?:币\s*[种别]|货币|currency|\bunits?)\s*[:：为是(\[【]"
    rf"|^[(\[【]?金额[:：])\s*{_CURRENCY}{_WORD}"
)
_ONLY_LABEL = re.compile(
    r"(?:(?:金额|货币|计量|记账|结算)?单\s*位|币\s*[种别]|(?:本位|记账|结算)?货币|currency|units?)\s*:?"
)
_SENTENCE = re.compile(
    r"(?:金额|数[据字额值]|销售额|货币|以上|amounts?|figures?|values?|numbers?|all|sales|stated|expressed)"
    rf"[^。;]{{0,16}}?(?:[为是以按]|\bin\b)\s*{_CURRENCY}{_WORD}"
)
_BEHIND = re.compile(r"(?:为(?:计量)?单位|计价?|列示|表示|结算|填[报列写]?)?[.!]?$")
# A multiple that is none of our units must not be read past.
_MULTIPLE_NOTE = re.compile(
    r"\b(?:in|rmb|cny|yuan)\s*(?:rmb|cny|yuan)?\s*(?:thousand|million|billion|10,?000|'?000)"
)
_TITLE = re.compile(r"表|统计|汇总|一览|明细|清单|名单|台账|report|list|summary|sales|customers?")
_LAST_WORD = re.compile(r"(?<!\d)[\s_\-—]+([^\s_\-—()\[\]【】]+)$")


def note_unit(text: str, dimension: Dimension) -> Unit | None:
    """Return the one unit that a note gives: `单位：万元`, `销售表（万元）`, `以上金额为万元`."""
    units = _units(_noted(text), dimension)
    return units[0] if len(units) == 1 else None


def foreign_note(text: str) -> bool:
    """Tell whether a note counts in another currency than 元."""
    return any(foreign_currency(word) for word in _noted(text))


def unclear_note(text: str) -> bool:
    """Tell whether a note gives a unit of money that is none of ours, or two, or a currency."""
    words = _noted(text)
    units = _units(words, Dimension.MONEY)
    if any(foreign_currency(word) for word in words):
        return True
    if len(units) == 1:
        # 元/吨 is a price.
        return "/" in text and any(word in COUNTED - {"%", "年"} for word in words)
    if units or any(word.endswith("元") and len(word) <= 5 for word in words):
        return True
    return _MULTIPLE_NOTE.search(folded(text)) is not None


def states_unit(text: str) -> bool:
    """Tell whether a text says in which unit or currency amounts are, and tells nothing else."""
    plain = folded(text).strip()
    words = _whole(plain) or _stated(plain)
    return any(_names_unit(word) for word in words) or _MULTIPLE_NOTE.search(plain) is not None


def only_label(text: str) -> bool:
    """Tell whether a text announces the unit that stands in the next cell: 币别, 单位."""
    return _ONLY_LABEL.fullmatch(folded(text).strip()) is not None


def titles(text: str) -> bool:
    """Tell whether a text is a title, whose brackets may state a unit."""
    return _TITLE.search(folded(text)) is not None


def title_note(text: str) -> str:
    """Return what a title or a sheet's name states as a note would: 统计表（美元）, 销售_USD."""
    plain = folded(text).strip()
    words = [part for content in BRACKETS.findall(plain) for part in _split(content)]
    outside = BRACKETS.sub("", plain).strip()
    last = _LAST_WORD.search(outside)
    words += [last[1]] if last is not None else []
    found = [word for word in words if _names_unit(word)]
    return f"单位:{'、'.join(found)}" if found else ""


def _split(content: str) -> list[str]:
    """Return the parts of a bracket: 人民币千元 is one of them, K is none."""
    parts = [re.sub(rf"^{_CURRENCY}", "", part) or part for part in SPLIT.split(content)]
    return [part for part in parts if part not in LETTERS]


def _names_unit(word: str) -> bool:
    return (
        names_currency(word)
        or word in CURRENCIES
        or (word not in LETTERS and unit_named(word, Dimension.MONEY) is not None)
    )


def _units(words: list[str], dimension: Dimension) -> list[Unit]:
    """Return the different units that a note names."""
    named = (unit_named(word, dimension) for word in words if word not in CURRENCIES)
    return list({unit.shift: unit for unit in named if unit is not None}.values())


def _noted(text: str) -> list[str]:
    """Return the words that a note gives as units, or nothing where it is no such note."""
    plain = folded(text).strip()
    return _whole(plain) or _stated(plain)


def _whole(plain: str) -> list[str]:
    """Return the unit or currency that a text is, with nothing else in it."""
    bare = plain_text(plain).strip("()[]【】")
    if is_unit(plain):
        return [re.sub(r"^(?:单位|unit)[:：]?", "", bare)]
    return [bare] if names_currency(bare) else []


def _stated(plain: str) -> list[str]:
    words = [word for match in _LABELLED.finditer(plain) for word in SPLIT.split(match[1])]
    for match in _SENTENCE.finditer(plain):
        word = _BEHIND.sub("", match[1])
        words += [word] if _names_unit(word) else []
    return [word for word in words if word]
