"""Header texts: what counts as the same header, and the unit that one carries."""

from __future__ import annotations

import re
from functools import lru_cache

from tierctl.model.currency import foreign_currency
from tierctl.model.folding import folded
from tierctl.model.quantity import Dimension, Unit, unit_named

# Zero-width characters come with texts pasted from web pages.
SPACE = re.compile("[\\s\u200b-\u200d\u2060\ufeff]+|_x000d_")
BRACKETS = re.compile(r"[(\[【〔{《〈]([^)\]】〕}》〉]*)[)\]】〕}》〉]?")
EDGES = " *:：_-/、,.。#|"
SPLIT = re.compile(r"[,，、;；/|\s]+")
UNIT_LABEL = re.compile(r"^(?:单位|unit)[:：]?")
LETTERS = frozenset("km")
CURRENCIES = frozenset(["rmb", "cny", "yuan", "cn¥", "¥", "人民币"])
# 含税万元 counts in 万元; 10万元 and 萬元 do not count in 元.
_SUFFIX = re.compile(
    r"(?<![\d.十拾百佰千仟万萬亿億])(千万元|百万元|十万元|亿元|万元|千元|元|亿|万|%)$"
)


_ZH, _EN = "[^a-z]*[\u4e00-\u9fff][^a-z]*", "[a-z][a-z .'_-]*"
_BILINGUAL = re.compile(rf"({_ZH}?)[\s/|·-]*({_EN})|({_EN}?)[\s/|·-]*({_ZH})")


def plain_text(text: str) -> str:
    """Return a text folded and without spaces: what two spellings of one header share."""
    return SPACE.sub("", folded(text))


@lru_cache(maxsize=4096)
def name_of(text: str) -> str:
    """Return what a header names: without spaces, width, case, line breaks and brackets."""
    plain = plain_text(text)
    return BRACKETS.sub("", plain).strip(EDGES) or plain


def same_text(a: str, b: str) -> bool:
    """Tell whether two headers say the same, brackets included."""
    return plain_text(a) == plain_text(b)


def bilingual_names(text: str) -> tuple[str, str] | None:
    """Return the two names of a header in two languages: 年平均销售额 Annual sales."""
    plain = BRACKETS.sub("", folded(text))
    match = _BILINGUAL.fullmatch(plain.strip(EDGES + "\n\r\t"))
    if match is None:
        return None
    first, second = (name_of(part) for part in match.groups() if part is not None)
    return first, second


def unitless_name(text: str) -> str | None:
    """Return the name without a unit that is written at its end, or None where there is none."""
    name = name_of(text)
    end = _SUFFIX.search(name)
    return name[: end.start()].strip(EDGES) if end and end.start() else None


def unit_words(text: str) -> list[str]:
    """Return the parts of a header that may be its unit: bracket contents, then its end."""
    plain = plain_text(text)
    words = []
    for content in BRACKETS.findall(plain):
        parts = [UNIT_LABEL.sub("", part) for part in SPLIT.split(content)]
        # A lone letter among others says something else: (M/Y).
        words += [part for part in parts if len(parts) == 1 or part not in LETTERS]
    outside = BRACKETS.sub("", plain).strip(EDGES)
    words += _SUFFIX.findall(outside)
    return [word for word in words if word]


def header_unit(text: str, dimension: Dimension) -> Unit | None:
    """Return the one unit that a header carries: `年平均销售额（万元）`, `销售额（RMB, 万元）`.

    A currency says no multiple, and two different units are none.
    """
    found: dict[int, Unit] = {}
    for word in unit_words(text):
        unit = None if word in CURRENCIES else unit_named(word, dimension)
        if unit is None:
            end = _SUFFIX.search(word)
            unit = unit_named(end[1], dimension) if end and not foreign_currency(word) else None
        if unit is not None:
            found[unit.shift] = unit
    return next(iter(found.values())) if len(found) == 1 else None


def is_chinese(text: str) -> bool:
    """Tell whether a text has a Chinese character."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)
