"""The column that tells who a customer is where no header says so: the first that holds texts."""

from __future__ import annotations

from collections.abc import Collection

from tierctl.model.cell import Kind
from tierctl.tables.header import Header


def stand_in(header: Header, taken: Collection[int]) -> int | None:
    """Return the leftmost column below a header, none of `taken`, that mostly holds texts."""
    below = [cells for row, cells in header.grid.rows.items() if row > header.row]
    for col in sorted(set(header.texts) - set(taken)):
        kinds = [cells[col].kind for cells in below if col in cells]
        if kinds and kinds.count(Kind.TEXT) * 2 > len(below):
            return col
    return None
