"""The cells of a row that say something: a dash for a name, or the 0 of a link, says nothing."""

from __future__ import annotations

from collections.abc import Collection

from tierctl.model.cell import Cell, Kind


def said_cells(cells: dict[int, Cell], naming: Collection[int]) -> dict[int, Cell]:
    """Return a row's cells but for those that name a customer by nothing: 0 of a link, -.

    `naming` are the columns that name a customer. Of a row of links to blank rows nothing is left.
    """
    empty = [col for col in naming if col in cells and _says_nothing(cells[col])]
    if not empty:
        return cells
    told = {col: cell for col, cell in cells.items() if col not in empty}
    return {} if all(_is_linked_zero(cell) for cell in told.values()) else told


def _says_nothing(cell: Cell) -> bool:
    """Tell whether a cell stands where a name would, and is none: -, or the 0 of a link."""
    return _is_linked_zero(cell) or (cell.kind is Kind.TEXT and not cell.text.strip(" -－—–/／"))


def _is_linked_zero(cell: Cell) -> bool:
    return cell.kind is Kind.NUMBER and cell.formula is not None and float(cell.text) == 0
