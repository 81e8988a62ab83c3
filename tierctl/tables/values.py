"""The values of a column while it is read: one by one, or many at once, which stay a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tierctl.model.table import Value, ValueColumn

if TYPE_CHECKING:
    import polars as pl


class Values:
    """Values in the order of the customers."""

    def __init__(self) -> None:
        self._columns: list[pl.Series] = []
        self._last: list[Value] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, value: Value) -> None:
        """Take one more."""
        self._last.append(value)
        self._count += 1

    def extend(self, values: pl.Series) -> None:
        """Take many more, all texts or all numbers, as those before them."""
        self._flush(values.dtype)
        self._columns.append(values)
        self._count += len(values)

    def _flush(self, type: pl.DataType) -> None:
        if self._last:
            import polars as pl

            self._columns.append(pl.Series(self._last, dtype=type))
            self._last = []

    def all(self) -> Sequence[Value]:
        """Return all of them."""
        if not self._columns:
            return self._last
        import polars as pl

        self._flush(self._columns[0].dtype)
        self._columns = [pl.concat(self._columns)]
        return ValueColumn(self._columns[0])
