"""The look of a rating form, and cells that hold what they are given."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from tierctl.model.text import Lang
from tierctl.workbook.color import is_dark
from tierctl.workbook.page_look import FONTS

HEAD, BAND = "E7ECF3", "F3F5F8"
_INK = "262626"
_EDGE = Side(style="thin", color="7F7F7F")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_CHINESE = 134
"""The charset by which a program without the font finds another Chinese one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a cell looks."""

    size: float = 9.5
    bold: bool = False
    color: str = _INK
    fill: str | None = None
    horizontal: str | None = None
    number_format: str = "General"
    boxed: bool = True


class FormCells:
    """Write the cells of one workbook's forms; a look is made once and then shared."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang
        self._made: dict[Look, StyleArray] = {}

    def put(
        self,
        sheet: Worksheet,
        row: int,
        first: int,
        last: int,
        value: str | float | None,
        look: Look,
    ) -> None:
        """Write a run of cells of a row as one, columns from 1; a text never becomes a formula."""
        cell = sheet.cell(row, first)
        self._dress(cell, look)
        if isinstance(value, str):
            # What XML cannot hold, such as a control character, would break the file.
            text = ILLEGAL_CHARACTERS_RE.sub("", value)
            if text:
                cell.value = text
                cell.data_type = "s"
                cell.quotePrefix = text[0] in "=+-@"
        else:
            cell.value = value
        for col in range(first + 1, last + 1):
            self._dress(sheet.cell(row, col), look)
        if last > first:
            # `merge_cells` would work out again what the borders are, at three times the cost.
            sheet.merged_cells.add(CellRange(None, first, row, last, row))

    def tier(self, color: str) -> Look:
        """Return the look of a grade on its tier's colour."""
        ink = "FFFFFF" if is_dark(color) else _INK
        return replace(Look(), size=14, bold=True, color=ink, fill=color, horizontal="center")

    def _dress(self, cell: Cell, look: Look) -> None:
        made = self._made.get(look)
        if made is not None:
            cell._style = copy(made)
            return
        chinese = self._lang == "zh"
        cell.font = Font(
            name=FONTS[self._lang],
            size=look.size,
            bold=look.bold,
            color=look.color,
            family=2,
            charset=_CHINESE if chinese else None,
        )
        cell.alignment = Alignment(
            horizontal=look.horizontal,
            vertical="center",
            wrap_text=True,
            indent=1 if look.horizontal == "left" and look.boxed else 0,
        )
        cell.number_format = look.number_format
        if look.boxed:
            cell.border = _BOX
        if look.fill:
            cell.fill = PatternFill("solid", start_color=look.fill)
        self._made[look] = copy(cell._style)
