"""The day that a cell names."""

from __future__ import annotations

from tierctl.model.cell import Cell, Kind
from tierctl.model.dates import day_of
from tierctl.model.quantity import half_width


def day_in(cell: Cell) -> float | None:
    """Return the ordinal of a cell's day: a date, a text like one, or a number such as 20240115."""
    if cell.kind not in (Kind.DATE, Kind.TEXT, Kind.NUMBER):
        return None
    day = day_of(half_width(cell.text).strip())
    return None if day is None else float(day)
