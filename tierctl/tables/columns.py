"""One input's column: each cell's value in the base unit, or why there is none."""

from __future__ import annotations

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import (
    RATIO,
    Dimension,
    Unit,
    parse_quantity,
    shifted,
)
from tierctl.model.table import BoundColumn, UnitSource, Value
from tierctl.policy.policy import Input, InputType
from tierctl.tables import diagnostics, messages
from tierctl.tables.header import Header
from tierctl.tables.units import unit_of

_LARGEST_RATIO = 1.5
_LONG_IDENTIFIER = 16


class ColumnReader:
    """Read one input's column, cell after cell, into values and problems by position."""

    def __init__(self, read: Input, header: Header, col: int, given: Unit | None) -> None:
        self.read = read
        self.col = col
        self._header = header
        self.values: list[Value] = []
        self.problems: dict[int, Diagnostic] = {}
        self.warnings: list[Diagnostic] = []
        if read.type is InputType.NUMBER:
            self.unit, self.source = unit_of(read, header, col, given)
        else:
            self.unit, self.source = read.unit, UnitSource.POLICY
        self._counts_money = self.unit.dimension is Dimension.MONEY
        self._own_units: set[int] = set()
        # Bare ratios cannot be told from percents by one cell: watch the largest.
        self._largest_bare = -1.0

    def add(self, row: int, cell: Cell | None) -> None:
        """Take the next customer's cell; None where the row has none."""
        at = CellRef(self._header.sheet.name, row, self.col)
        if cell is None or cell.blank:
            if self.read.required:
                self.problems[len(self.values)] = diagnostics.missing(self.read.label, at)
            self.values.append(None)
            return
        number = self.read.type is InputType.NUMBER
        value: Value = self._number(cell) if number else self._text(cell, at)
        if value is None:
            dimension = self.read.unit.dimension if number else None
            self.problems[len(self.values)] = diagnostics.unusable(
                self.read.label, dimension, cell, at
            )
        self.values.append(value)

    def _number(self, cell: Cell) -> float | None:
        ratio = self.unit.dimension is Dimension.RATIO
        if cell.kind is Kind.NUMBER:
            if cell.percent and not ratio:
                return None
            if cell.foreign and self._counts_money and self.source is not UnitSource.OPTION:
                return None
            value = shifted(cell.text, 0 if cell.percent else self.unit.shift)
            if ratio and not cell.percent:
                self._largest_bare = max(self._largest_bare, abs(float(cell.text)))
            return value
        if cell.kind is not Kind.TEXT:
            return None
        quantity = parse_quantity(cell.text, self.unit.dimension)
        if quantity is None:
            return None
        if quantity.unit is not None:
            self._own_units.add(len(self.values))
        elif ratio:
            self._largest_bare = max(self._largest_bare, abs(float(quantity.digits)))
        return shifted(quantity.digits, (quantity.unit or self.unit).shift)

    def _text(self, cell: Cell, at: CellRef) -> str | None:
        if cell.kind is Kind.TEXT:
            return cell.text.strip()
        if cell.kind is not Kind.NUMBER:
            return None
        value = float(cell.text)
        whole = value == int(value)
        text = str(int(value)) if whole else repr(value)
        if whole and len(text.lstrip("-")) >= _LONG_IDENTIFIER:
            self.warnings.append(diagnostics.long_identifier(self.read.label, at))
        return text

    def bound(self) -> BoundColumn:
        """Return the column. Raises InputRefused where its unit cannot be told."""
        if (
            self.unit.dimension is Dimension.RATIO
            and self.unit != RATIO
            and self.source is UnitSource.POLICY
            and 0 <= self._largest_bare <= _LARGEST_RATIO
        ):
            raise messages.undecided_ratio(
                self.read.label, self._header.ref(self.col), self.read.spoken
            )
        return BoundColumn(
            input=self.read.name,
            col=self.col,
            header=self._header.texts.get(self.col, ""),
            unit=self.unit,
            unit_source=self.source,
            values=self.values,
            problems=self.problems,
            own_units=self._own_units,
        )
