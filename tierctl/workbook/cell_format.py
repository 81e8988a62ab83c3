"""How a cell of a new sheet looks: font, fill, lines, alignment, number format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NumberFormat(StrEnum):
    """The format codes that new cells use."""

    GENERAL = "General"
    WHOLE = "#,##0"
    CENTS = "#,##0.00"
    SHARE = "0.0%"


BUILT_IN = {NumberFormat.GENERAL: 0, NumberFormat.WHOLE: 3, NumberFormat.CENTS: 4}
"""The formats that every workbook has, by their ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFormat:
    """The look of a cell; colours are RRGGBB, lines a style and a colour."""

    size: int = 10
    bold: bool = False
    underline: bool = False
    color: str = "404040"
    fill: str | None = None
    top: tuple[str, str] | None = None
    bottom: tuple[str, str] | None = None
    horizontal: str = "left"
    vertical: str = "center"
    indent: int = 0
    wrap: bool = False
    shrink: bool = False
    number: NumberFormat = NumberFormat.GENERAL


def font_markup(look: CellFormat, font: str, chinese: bool, prefix: str) -> str:
    """Return the font of a look; `chinese` tells programs without the font what to put for it."""
    p = prefix
    parts = [f"<{p}b/>" if look.bold else "", f"<{p}u/>" if look.underline else ""]
    parts += [f'<{p}sz val="{look.size}"/><{p}color rgb="FF{look.color}"/>']
    parts += [f'<{p}name val="{font}"/><{p}family val="2"/>']
    parts += [f'<{p}charset val="134"/>' if chinese else ""]
    return f"<{p}font>{''.join(parts)}</{p}font>"


def border_markup(look: CellFormat, prefix: str) -> str:
    """Return the lines above and below a look."""
    p = prefix
    sides = [f"<{p}left/><{p}right/>"]
    for name, line in (("top", look.top), ("bottom", look.bottom)):
        if line is None:
            sides.append(f"<{p}{name}/>")
        else:
            style, color = line
            sides.append(f'<{p}{name} style="{style}"><{p}color rgb="FF{color}"/></{p}{name}>')
    return f"<{p}border>{''.join(sides)}<{p}diagonal/></{p}border>"


def alignment_markup(look: CellFormat, prefix: str) -> str:
    """Return how a look aligns."""
    attributes = {
        "horizontal": look.horizontal,
        "vertical": look.vertical,
        "wrapText": "1" if look.wrap else "",
        "indent": str(look.indent) if look.indent else "",
        "shrinkToFit": "1" if look.shrink else "",
    }
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items() if value)
    return f"<{prefix}alignment {written}/>"
