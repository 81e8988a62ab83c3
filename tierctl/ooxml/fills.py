"""Fills: which cell styles have a colour of their own."""

from __future__ import annotations

import re

from tierctl.ooxml.document import Document, Element
from tierctl.ooxml.markup import whole_number

_RGB = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")


def fills_of(styles: Document | None) -> list[str | None]:
    """Return the solid colour (RRGGBB) of every cell style by its index; None for all others.

    Colours of a theme or an old palette are left out: they have no fixed value here.
    """
    if styles is None:
        return []
    group = styles.root.first("fills")
    fills = [_color(fill) for fill in group.all("fill")] if group is not None else []
    formats = styles.root.first("cellXfs")
    colors: list[str | None] = []
    for xf in formats.all("xf") if formats is not None else ():
        number = whole_number(xf.get("fillId") or "0")
        colors.append(fills[number] if number is not None and number < len(fills) else None)
    return colors


def _color(fill: Element) -> str | None:
    pattern = fill.first("patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return None
    foreground = pattern.first("fgColor")
    match = _RGB.fullmatch(foreground.get("rgb") or "") if foreground is not None else None
    return match[1].upper() if match else None
