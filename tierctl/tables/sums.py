"""Running sums of the amounts read so far: what a total would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import accumulate
from operator import add

from tierctl.model.address import Area
from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import Dimension
from tierctl.tables.columns import ColumnReader

# Fewer or rounder amounts may add up to another by chance: 100万, 200万, 300万; 1, 2, 3, 6.
_SMALLEST = 1000
_ROUND = 10_000


class Sums:
    """The sums of every amount: from the first customer on, and from the last total on."""

    def __init__(self, columns: Sequence[ColumnReader]) -> None:
        self._columns = [c for c in columns if c.unit.dimension is not Dimension.RATIO]
        self._whole = [_Run() for _ in self._columns]
        self._group = [_Run() for _ in self._columns]
        self._last = [_Run() for _ in self._columns]
        self._found = False

    @property
    def cols(self) -> list[int]:
        """The columns whose amounts are added up."""
        return [column.col for column in self._columns]

    def start_group(self, *, found: bool = False) -> None:
        """Begin a new group, below a total; where one was `found`, two addends make the next."""
        self._found |= found
        self._group = [_Run() for _ in self._columns]

    def add(self, row: int, cells: Mapping[int, Cell]) -> None:
        """Add a customer's amounts."""
        for at, column in enumerate(self._columns):
            value = _amount(column, cells)
            if value is not None:
                self._last[at] = _Run()
                for run in (self._whole[at], self._group[at], self._last[at]):
                    run.add(row, value)

    def add_run(self, rows: Sequence[int], amounts: Sequence[Sequence[float]]) -> None:
        """Add the amounts of many customers at once, column by column."""
        for at, values in enumerate(amounts):
            self._last[at] = _Run()
            self._last[at].add(rows[-1], values[-1])
            for run in (self._whole[at], self._group[at]):
                run.extend(rows, values)

    def first_suspect(self, amounts: Sequence[Sequence[float]], asked: Sequence[bool]) -> int:
        """Return the first place at which an amount may be the sum of those before it.

        `asked` says where it matters. No sum that `addends` would find is missed.
        """
        first = len(asked)
        for at, (column, values) in enumerate(zip(self._columns, amounts, strict=True)):
            slack = 10.0**column.unit.shift
            for run in (self._whole[at], self._group[at]):
                sums = accumulate(values, initial=run.sum)
                near = (
                    place
                    for place, (ask, value, total) in enumerate(
                        zip(asked, values, sums, strict=False)
                    )
                    if ask and abs(total - value) <= slack + 1e-9 * abs(value)
                )
                first = min(first, next(near, first))
        return first

    def addends(self, cells: Mapping[int, Cell], fewest: int = 2) -> tuple[int, Area] | None:
        """Return the cells that a row's amount is the sum of, and its column; None for none.

        The sum may be rounded to the decimals that the row shows. Round amounts must be the sum
        of three at least, unless `fewest` is 1: then the amount above alone will do.
        """
        for at, column in enumerate(self._columns):
            value = _amount(column, cells)
            if value is None or abs(value) < _SMALLEST:
                continue
            slack = _slack(column, cells[column.col])
            by_chance = fewest > 1 and value % _ROUND == 0 and not self._found
            needed = max(fewest, 3) if by_chance else fewest
            for run in (self._group[at], self._whole[at], self._last[at]):
                if run.count >= needed and abs(run.sum - value) <= slack + 1e-12 * abs(value):
                    return column.col, Area(run.first, column.col, run.last, column.col)
        return None


class _Run:
    """A running sum: of how many amounts, in which rows."""

    def __init__(self) -> None:
        self.sum, self.count, self.first, self.last = 0.0, 0, 0, 0

    def add(self, row: int, value: float) -> None:
        self.first = row if not self.count else self.first
        self.sum, self.count, self.last = self.sum + value, self.count + 1, row

    def extend(self, rows: Sequence[int], values: Sequence[float]) -> None:
        self.first = rows[0] if not self.count else self.first
        # One after the other, as `add` would: no other order gives the very same sum.
        self.sum = reduce(add, values, self.sum)
        self.count, self.last = self.count + len(values), rows[-1]


def _amount(column: ColumnReader, cells: Mapping[int, Cell]) -> float | None:
    cell = cells.get(column.col)
    return column.number(cell) if cell is not None else None


def _slack(column: ColumnReader, cell: Cell) -> float:
    """Return half of the last decimal that a cell shows, in the base unit."""
    if cell.kind is not Kind.NUMBER:
        return 0.005
    digits = f"{float(cell.text):.15g}"
    decimals = len(digits.partition(".")[2]) if "e" not in digits else 0
    return 0.5 * 10.0 ** (column.unit.shift - decimals) * (1 + 1e-9)
