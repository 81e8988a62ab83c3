"""Cells merged downwards among the customers: what one text stands for, and what is in doubt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tierctl.model.address import Area
from tierctl.model.cell import Cell


class FilledDown:
    """The text of a cell merged downwards, for every row that it covers."""

    def __init__(self, merges: Iterable[Area], cols: Iterable[int]) -> None:
        wanted = set(cols)
        self._areas = {
            (area.first_row, area.first_col): area
            for area in merges
            if area.last_row > area.first_row and area.first_col in wanted
        }
        self._cols = {area.first_col for area in self._areas.values()}
        self._open: dict[int, tuple[Area, Cell | None]] = {}

    @property
    def ranges(self) -> list[range]:
        """The rows into which a text may be filled."""
        return [range(area.first_row, area.last_row + 1) for area in self._areas.values()]

    def fill(self, row: int, cells: Mapping[int, Cell]) -> Mapping[int, Cell]:
        """Return a row's cells with those added that are merged into it from above."""
        if not self._areas:
            return cells
        for col in self._cols:
            area = self._areas.get((row, col))
            if area is not None:
                self._open[col] = (area, cells.get(col))
        filled = {
            col: cell
            for col, (area, cell) in self._open.items()
            if cell is not None and area.first_row < row <= area.last_row
        }
        return {**filled, **cells}


def shared(
    merges: Iterable[Area], cols: Iterable[int], rows: Sequence[int]
) -> Iterator[tuple[Area, range]]:
    """Yield each area over one of the columns that covers several customers, and which.

    `rows` are the customers' rows, ascending; the range goes by position in them.
    """
    wanted = set(cols)
    for area in merges:
        if area.last_row > area.first_row and wanted & set(
            range(area.first_col, min(area.last_col, max(wanted, default=0)) + 1)
        ):
            first, end = bisect_left(rows, area.first_row), bisect_right(rows, area.last_row)
            if end - first > 1:
                yield area, range(first, end)
