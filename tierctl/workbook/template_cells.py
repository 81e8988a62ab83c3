"""The look of a template: its font, its fills, and cells that hold what they are given."""

from __future__ import annotations

from datetime import date

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

FONT = "微软雅黑"
REQUIRED, OPTIONAL, HEADING, QUIET = "1F4E78", "DDEBF7", "F2F2F2", "FAFAFA"
WHITE, GREY, DARK = "FFFFFF", "808080", "404040"
_LINE = Side(style="thin", color="BFBFBF")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)

TemplateValue = str | float | date | None


def put(
    sheet: Worksheet,
    row: int,
    col: int,
    value: TemplateValue,
    *,
    fill: str | None = None,
    color: str = "000000",
    bold: bool = False,
    italic: bool = False,
    size: float = 11,
    boxed: bool = True,
    centred: bool = False,
    wrapped: bool = True,
    number_format: str | None = None,
) -> Cell:
    """Write one cell, row and column counted from 1; a text never becomes a formula."""
    cell = sheet.cell(row, col, value if value != "" else None)
    if isinstance(value, str) and value:
        cell.data_type = "s"
        cell.quotePrefix = value[0] in "=+-@"
    cell.font = Font(name=FONT, size=size, bold=bold, italic=italic, color=color)
    left = "left" if isinstance(value, str) else None
    cell.alignment = Alignment(
        horizontal="center" if centred else left,
        vertical="center",
        wrap_text=wrapped,
        indent=1 if left and not centred else 0,
    )
    if boxed:
        cell.border = BOX
    if fill:
        cell.fill = PatternFill("solid", start_color=fill)
    if number_format:
        cell.number_format = number_format
    return cell
