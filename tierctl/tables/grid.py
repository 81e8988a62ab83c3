"""The first rows of a sheet, as a grid of cells that a header is looked for in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from tierctl.model.address import Area
from tierctl.model.cell import Cell, Kind
from tierctl.ooxml.sheet import CellReader, SheetPart

SURVEYED = 200


@dataclass
class Grid:
    """Cells by row and column, the blank ones left out; and the merged areas."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)

    @cached_property
    def near(self) -> list[Area]:
        """The merged areas that reach into these rows; a long sheet may have thousands below."""
        last = max(self.rows, default=-1)
        return [area for area in self.merges if area.first_row <= last]

    def text(self, row: int, col: int) -> str:
        """Return a header cell's text: its own, or that of the merged area it lies in."""
        cell = self.rows.get(row, {}).get(col)
        if cell is None:
            for area in self.near:
                if area.holds(row, col):
                    cell = self.rows.get(area.first_row, {}).get(area.first_col)
                    break
        return cell.text.strip() if cell is not None and cell.kind is Kind.TEXT else ""

    def used_below(self, row: int, col: int) -> bool:
        """Tell whether a column holds anything under a row, as far as the sheet was surveyed."""
        return any(col in cells for index, cells in self.rows.items() if index > row)

    def merged_down(self, row: int, col: int) -> bool:
        """Tell whether the cell is in a merged area that starts in a row above."""
        return any(a.holds(row, col) and a.first_row < row for a in self.near)


def survey(sheet: SheetPart, reader: CellReader, rows: int) -> Grid:
    """Read the first rows of a sheet that hold anything."""
    grid = Grid(merges=sheet.merges())
    for block in sheet.blocks():
        for row in block.rows:
            cells = (reader.read(row.index, raw) for raw in row.cells if raw.has_content)
            found = {cell.col: cell for cell in cells if not cell.blank}
            if found:
                grid.rows.setdefault(row.index, found)
            if len(grid.rows) >= rows:
                return grid
    return grid
