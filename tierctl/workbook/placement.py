"""Where our columns go: to the place that they have, or right of all data."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tierctl.model.address import MAX_COLUMNS, Area, CellRef
from tierctl.ooxml.excel_tables import TablePart
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.workbook import messages
from tierctl.workbook.annotation import Annotation
from tierctl.workbook.formulas import spilled_areas
from tierctl.workbook.regions import taken_columns
from tierctl.workbook.row_edits import PlacedColumn


class Placement:
    """The places of an annotation's columns in a sheet."""

    def __init__(self, workbook: WorkbookFile, sheet: SheetPart, annotation: Annotation) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._annotation = annotation

    def columns(self, tables: Sequence[TablePart]) -> list[PlacedColumn]:
        """Give every column its place: the one it has, or the next one right of all data."""
        annotation = self._annotation
        taken = taken_columns(self._sheet, tables, annotation.header_row)
        spilled = spilled_areas(self._sheet)
        below = [area.last_col for area in spilled if area.last_row >= annotation.header_row]
        next_col = max(annotation.used_last_col, taken, *below, -1) + 1
        kept = {
            c.col
            for c in annotation.columns
            if c.col is not None and not self._merged(c.col) and not self._spilled(c.col, spilled)
        }
        new = [column for column in annotation.columns if column.col not in kept]
        if next_col + len(new) > MAX_COLUMNS:
            raise messages.no_room(CellRef(annotation.sheet, annotation.header_row, 0), len(new))
        names = self.header_names()
        placed = []
        for column in annotation.columns:
            if column.col is not None and column.col in kept:
                placed.append(PlacedColumn(column, column.col, column.header, False))
                continue
            header = _unique(column.header, names)
            names.add(header.casefold())
            placed.append(PlacedColumn(column, next_col, header, True))
            next_col += 1
        return placed

    def _merged(self, col: int) -> bool:
        """Tell whether cells of a column are merged: covered ones show nothing, and merged
        downwards one tier would stand for several.
        """
        return any(
            area.first_col <= col <= area.last_col
            and (area.last_row > area.first_row or area.first_col < col)
            and self._holds_customers(area)
            for area in self._sheet.merges()
        )

    def _spilled(self, col: int, areas: Sequence[Area]) -> bool:
        """Tell whether a formula fills cells of a column from outside: it would fill them again."""
        return any(a.first_col <= col <= a.last_col and self._holds_customers(a) for a in areas)

    def _holds_customers(self, area: Area) -> bool:
        rows = self._annotation.rows
        return bisect_left(rows, area.first_row) < bisect_right(rows, area.last_row)

    def header_names(self) -> set[str]:
        """Return what the header row says, without regard to case."""
        reader = self._workbook.cells
        for block in self._sheet.blocks():
            for row in block.rows:
                if row.index == self._annotation.header_row:
                    cells = (reader.read(row.index, raw) for raw in row.cells)
                    return {cell.text.strip().casefold() for cell in cells if not cell.blank}
        return set()


def _unique(header: str, names: set[str]) -> str:
    """Return a header that no other column has: 依据, or else 依据(tierctl)."""
    if header.casefold() not in names:
        return header
    header = f"{header.removesuffix('(tierctl)')}(tierctl)"
    number = 1
    candidate = header
    while candidate.casefold() in names:
        number += 1
        candidate = f"{header}{number}"
    return candidate
