"""Number formats: which styles show a date, a percentage, or another currency than 元."""

from __future__ import annotations

import re
from enum import Enum, auto

from tierctl.model.currency import foreign_format
from tierctl.ooxml.document import Document
from tierctl.ooxml.markup import whole_number

_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_BUILT_IN_PERCENT = {9, 10}
# Quoted text, escaped characters, fill and padding, colours, conditions and locale tags say
# nothing about the kind; elapsed time ([h], [mm], [s]) does.
_NOISE = re.compile(r'"[^"]*"|\\.|[_*].|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


class Format(Enum):
    """How a number is shown, as far as its meaning depends on it."""

    PLAIN = auto()
    DATE = auto()
    PERCENT = auto()
    FOREIGN = auto()
    """An amount in another currency than 元."""


def format_of(code: str) -> Format:
    """Return what a number format code makes of a number."""
    kind = _NOISE.sub("", code).split(";")[0].casefold()
    if "%" in kind:
        return Format.PERCENT
    if "general" not in kind and re.search("[ymdhs]|aaa", kind):
        return Format.DATE
    return Format.FOREIGN if foreign_format(code) else Format.PLAIN


def formats_of(styles: Document | None) -> list[Format]:
    """Return the format of every cell style (`cellXfs`) by its index."""
    if styles is None:
        return []
    codes = {
        number: format_of(element.get("formatCode") or "")
        for group in styles.root.all("numFmts")
        for element in group.all("numFmt")
        if (number := whole_number(element.get("numFmtId") or "")) is not None
    }
    formats = []
    for group in styles.root.all("cellXfs"):
        for xf in group.all("xf"):
            number = whole_number(xf.get("numFmtId") or "0")
            if number in codes:
                formats.append(codes[number])
            elif number in _BUILT_IN_DATES:
                formats.append(Format.DATE)
            elif number in _BUILT_IN_PERCENT:
                formats.append(Format.PERCENT)
            else:
                formats.append(Format.PLAIN)
    return formats
