"""One input's column: each cell's value in the base unit, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import (
    RATIO,
    Dimension,
    Unit,
    parse_quantity,
)
from tierctl.model.table import BoundColumn, UnitSource, Value
from tierctl.policy.policy import Input, InputType
from tierctl.tables import diagnostics, unit_messages
from tierctl.tables.cell_values import number_in, value_in
from tierctl.tables.header import Header
from tierctl.tables.units import ColumnUnit, noted_below, unit_of
from tierctl.tables.values import Values

if TYPE_CHECKING:
    import polars as pl

_LARGEST_RATIO = 1.5
LONG_IDENTIFIER = 16
"""A number of so many digits is more than a cell keeps."""


class ColumnReader:
    """Read one input's column, cell after cell, into values and problems by position."""

    def __init__(self, read: Input, header: Header, col: int, given: Unit | None) -> None:
        self.read = read
        self.col = col
        self._header = header
        self.values = Values()
        self.problems: dict[int, Diagnostic] = {}
        self.warnings: list[Diagnostic] = []
        if read.type is InputType.NUMBER:
            self._stated = unit_of(read, header, col, given)
        else:
            self._stated = ColumnUnit(read.unit, UnitSource.POLICY)
        self.unit, self.source = self._stated.unit, self._stated.source
        self.counts_money = self.unit.dimension is Dimension.MONEY
        self._own_units: set[int] = set()
        # Bare ratios cannot be told from percents by one cell: watch the largest.
        self._largest_bare = -1.0

    def add(self, row: int, cell: Cell | None) -> None:
        """Take the next customer's cell; None where the row has none."""
        at = CellRef(self._header.sheet.name, row, self.col)
        if cell is None or cell.blank:
            if self.read.needs_value:
                self.problems[len(self.values)] = diagnostics.missing(self.read.label, at)
            self.values.append(None)
            return
        value = self._value(cell, at)
        if value is None:
            self.problems[len(self.values)] = diagnostics.unusable(
                self.read.label, self.read.counted_in, cell, at
            )
        self.values.append(value)

    def _value(self, cell: Cell, at: CellRef) -> Value:
        if self.read.type is InputType.NUMBER:
            value = self.number(cell)
            if value is not None:
                self._watch(cell)
            return value
        if self.read.type is InputType.TEXT and _is_long(cell):
            self.warnings.append(diagnostics.long_identifier(self.read.label, at))
        return value_in(cell, self.read, self.unit)

    def extend(self, values: pl.Series, own_units: Iterable[int], largest: float) -> None:
        """Take the values of many customers at once.

        `own_units` are the places among them of texts with a unit of their own; `largest` is the
        largest number without one.
        """
        self._own_units.update(len(self.values) + place for place in own_units)
        self._largest_bare = max(self._largest_bare, largest)
        self.values.extend(values)

    def number(self, cell: Cell) -> float | None:
        """Return a cell's number in the base unit; None where it holds none that can be used."""
        return number_in(cell, self.unit, in_yuan=self.source is UnitSource.OPTION)

    def _watch(self, cell: Cell) -> None:
        """Note whether a number carries a unit of its own, and how large the bare ones are."""
        quantity = parse_quantity(cell.text, self.unit.dimension)
        if cell.kind is Kind.TEXT and quantity is not None and quantity.unit is not None:
            self._own_units.add(len(self.values))
        elif self.unit.dimension is Dimension.RATIO and not cell.percent:
            digits = quantity.digits if quantity is not None else cell.text
            self._largest_bare = max(self._largest_bare, abs(float(digits)))

    def note_below(self, cells: Mapping[int, Cell]) -> None:
        """Take a row below the customers that may state a unit. Raises InputRefused where it does.

        It is refused where the unit was assumed; a header's unit stays, to be checked.
        """
        if self.read.type is InputType.NUMBER:
            sheet = self._header.sheet.name
            self._stated = noted_below(self.read, self._stated, cells, sheet)

    def bound(self) -> BoundColumn:
        """Return the column. Raises InputRefused where its unit cannot be told."""
        if (
            self.unit.dimension is Dimension.RATIO
            and self.unit != RATIO
            and self.source is UnitSource.POLICY
            and 0 <= self._largest_bare <= _LARGEST_RATIO
        ):
            raise unit_messages.undecided_ratio(
                self.read.label, self._header.ref(self.col), self.read.spoken
            )
        values = self.values.all()
        if self.read.required and self._undecided_count(values):
            raise unit_messages.undecided_count(
                self.read.label, self._header.ref(self.col), self.read.spoken, self.unit.symbol
            )
        return BoundColumn(
            input=self.read.name,
            col=self.col,
            header=self._header.texts.get(self.col, ""),
            unit=self.unit,
            unit_source=self.source,
            contradicted=self._stated.contradicted,
            values=values,
            problems=self.problems,
            own_units=self._own_units,
        )

    def _undecided_count(self, values: Sequence[Value]) -> bool:
        """Tell whether numbers without a unit could be single pieces or thousands of them."""
        if self.source is not UnitSource.POLICY or self.unit.dimension is not Dimension.PLAIN:
            return False
        bare = (value for i, value in enumerate(values) if i not in self._own_units)
        return self.unit.shift != 0 and any(bare)


def _is_long(cell: Cell) -> bool:
    """Tell whether a cell holds a whole number of so many digits that Excel rounds the last."""
    value = float(cell.text) if cell.kind is Kind.NUMBER else 0.0
    return value == int(value) and len(str(abs(int(value)))) >= LONG_IDENTIFIER
