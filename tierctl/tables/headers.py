"""Header texts: what counts as the same header, and the unit that one carries."""

from __future__ import annotations

import re
from functools import lru_cache

from tierctl.model.quantity import Dimension, Unit, half_width, unit_named

_SPACE = re.compile(r"\s+|_x000d_")
_BRACKETS = re.compile(r"[(\[【〔{《〈]([^)\]】〕}》〉]*)[)\]】〕}》〉]?")
_EDGES = " *:：_-/、,.。#|"
_SPLIT = re.compile(r"[,，、;；/|\s]+")
_UNIT_LABEL = re.compile(r"^(?:单位|unit)[:：]?")
_UNIT_NOTE = re.compile(
    r"^[(\[【]?(?:金额)?(?:单位|unit)[:：](?:人民币)?[:：]?([^)\]】]+)[)\]】]?$"
)
_FOREIGN = re.compile(
    r"usd|us\$|\$|hkd|hk\$|eur|€|gbp|£|jpy|krw|美元|美金|港币|港元|欧元|英镑|日元|日圆|韩元|台币|卢布"
)
_SUFFIXES = ("千万元", "百万元", "十万元", "亿元", "万元", "千元", "元", "亿", "万", "%")


@lru_cache(maxsize=4096)
def name_of(text: str) -> str:
    """Return what a header names: without spaces, width, case, line breaks and brackets."""
    plain = _SPACE.sub("", half_width(text).casefold())
    return _BRACKETS.sub("", plain).strip(_EDGES) or plain


def unitless_name(text: str) -> str | None:
    """Return the name without a unit that is written at its end, or None where there is none."""
    name = name_of(text)
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name.removesuffix(suffix).strip(_EDGES)
    return None


def unit_words(text: str) -> list[str]:
    """Return the parts of a header that may be its unit: bracket contents, then its end."""
    plain = _SPACE.sub("", half_width(text).casefold())
    words = []
    for content in _BRACKETS.findall(plain):
        words += [_UNIT_LABEL.sub("", part) for part in _SPLIT.split(content)]
    outside = _BRACKETS.sub("", plain).strip(_EDGES)
    words += [suffix for suffix in _SUFFIXES if outside.endswith(suffix)][:1]
    return [word for word in words if word]


def header_unit(text: str, dimension: Dimension) -> Unit | None:
    """Return the unit that a header carries: `年平均销售额（万元）`, `销售额/万元`."""
    for word in unit_words(text):
        unit = unit_named(word, dimension)
        if unit is None:
            ends = [s for s in _SUFFIXES if word.endswith(s) and not foreign_currency(word)]
            unit = unit_named(ends[0], dimension) if ends else None
        if unit is not None:
            return unit
    return None


def foreign_currency(text: str) -> bool:
    """Tell whether a header counts in another currency than 元."""
    return _FOREIGN.search(half_width(text).casefold()) is not None


def note_unit(text: str, dimension: Dimension) -> Unit | None:
    """Return the unit that a note above a table gives: `单位：万元`."""
    match = _UNIT_NOTE.match(_SPACE.sub("", half_width(text).casefold()))
    return unit_named(match[1], dimension) if match else None


def is_chinese(text: str) -> bool:
    """Tell whether a text has a Chinese character."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)
