"""The looks of the summary page: its fonts, and a format for every kind of cell."""

from __future__ import annotations

from dataclasses import replace

from tierctl.model.diagnostic import Severity
from tierctl.model.text import Lang
from tierctl.workbook.cell_format import CellFormat, NumberFormat
from tierctl.workbook.color import is_dark

FONTS: dict[Lang, str] = {"zh": "微软雅黑", "en": "Arial"}
"""微软雅黑 comes with Windows and with Excel for Mac; where it is missing, WPS and LibreOffice put
the system's own Chinese sans serif for it, told by family and charset. Arial is everywhere, or a
font of the same widths is."""

_INK, _GREY = "262626", "737373"
_BAND = "F3F5F8"
_RULE = ("thin", "D9D9D9")
_STRONG = ("medium", "8497B0")

TITLE = CellFormat(size=18, bold=True, color=_INK, wrap=True)
FACT = CellFormat(size=9, color=_GREY, shrink=True)
NOTE = CellFormat(size=9, color=_GREY, wrap=True)
HEADING = CellFormat(size=12, bold=True, color=_INK, bottom=_STRONG)
KEY_LABEL = CellFormat(size=9, color=_GREY, fill=_BAND, horizontal="center", shrink=True)
KEY_FIGURE = CellFormat(
    size=16, bold=True, color=_INK, fill=_BAND, horizontal="center", shrink=True
)
LABEL = CellFormat(wrap=True, indent=1, bottom=_RULE)
VALUE = CellFormat(horizontal="right", bottom=_RULE, number=NumberFormat.WHOLE, shrink=True)
TEXT = CellFormat(wrap=True, indent=1, bottom=_RULE)
LINK = CellFormat(color="0563C1", underline=True, indent=1, bottom=_RULE)
STEP = CellFormat(bold=True, color=_GREY, bottom=_RULE, shrink=True)
HEADER_LABEL = replace(LABEL, bold=True, fill=_BAND)
HEADER_VALUE = replace(VALUE, bold=True, wrap=True, shrink=False, fill=_BAND)
FINDINGS = {
    Severity.ERROR: replace(HEADING, color="C00000"),
    Severity.WARNING: replace(HEADING, color="9C5700"),
}


def total(look: CellFormat) -> CellFormat:
    """Return a look for the row of totals."""
    return replace(look, bold=True, top=("thin", "8497B0"))


def colored(look: CellFormat, fill: str | None) -> CellFormat:
    """Return a look on a tier's colour; on a dark one the text is white."""
    if fill is None:
        return replace(look, fill=None)
    return replace(look, fill=fill, color="FFFFFF" if is_dark(fill) else look.color)


def numbered(look: CellFormat, number: NumberFormat) -> CellFormat:
    """Return a look with another number format."""
    return replace(look, number=number)
