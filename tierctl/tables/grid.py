"""The first rows of a sheet, as a grid of cells that a header is looked for in."""

from __future__ import annotations

from dataclasses import dataclass, field

from tierctl.model.address import Area
from tierctl.model.cell import Cell, Kind
from tierctl.ooxml.sheet import CellReader, SheetPart

SURVEYED = 200


@dataclass(slots=True)
class Grid:
    """Cells by row and column, the blank ones left out; and the merged areas."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)

    def text(self, row: int, col: int) -> str:
        """Return a header cell's text: its own, or that of the merged area it lies in."""
        cell = self.rows.get(row, {}).get(col)
        if cell is None:
            for area in self.merges:
                if area.holds(row, col):
                    cell = self.rows.get(area.first_row, {}).get(area.first_col)
                    break
        return cell.text.strip() if cell is not None and cell.kind is Kind.TEXT else ""

    def merged_down(self, row: int, col: int) -> bool:
        """Tell whether the cell is in a merged area that starts in a row above."""
        return any(a.holds(row, col) and a.first_row < row for a in self.merges)


def survey(sheet: SheetPart, reader: CellReader, rows: int = SURVEYED) -> Grid:
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
