"""Bind inputs to columns: the unit of each, and each cell's value or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import (
    RATIO,
    Dimension,
    Unit,
    parse_quantity,
    shifted,
    unit_named,
)
from tierctl.model.table import BoundColumn, UnitSource, Value
from tierctl.policy.policy import Input, InputType, Policy
from tierctl.tables import messages
from tierctl.tables.find import Header
from tierctl.tables.headers import foreign_currency, header_unit, name_of, note_unit

_LARGEST_RATIO = 1.5
_LONG_IDENTIFIER = 16


def units_given(policy: Policy, header: Header, units: Mapping[str, str]) -> dict[str, Unit]:
    """Return input → unit for every --unit, which may name a header, an input or its label."""
    given = {}
    for column, word in units.items():
        name = _input_named(policy, header, column)
        read = policy.inputs[name]
        unit = unit_named(word, read.unit.dimension)
        if unit is None:
            raise messages.unknown_unit(word, read.label, read.unit.dimension)
        given[name] = unit
    return given


def _input_named(policy: Policy, header: Header, column: str) -> str:
    wanted = name_of(column)
    for name, cols in header.inputs.items():
        if name_of(header.texts.get(cols[0], "")) == wanted:
            return name
    for read in policy.inputs.values():
        if wanted in {name_of(text) for text in read.headers}:
            return read.name
    names = list(policy.inputs)
    close = get_close_matches(column, names, n=1)
    raise messages.unknown_input(column, names, close[0] if close else None)


def unit_of(read: Input, header: Header, col: int, given: Unit | None) -> tuple[Unit, UnitSource]:
    """Return the unit of a column of numbers, and where it was found.

    Raises InputRefused where the header counts in another currency.
    """
    if given is not None:
        return given, UnitSource.OPTION
    text = header.texts.get(col, "")
    dimension = read.unit.dimension
    if dimension is Dimension.MONEY and foreign_currency(text):
        raise messages.foreign_unit(read.label, text, header.ref(col), read.name)
    unit = header_unit(text, dimension)
    if unit is not None:
        return unit, UnitSource.HEADER
    for row in sorted((r for r in header.grid.rows if r < header.row), reverse=True):
        for cell in header.grid.rows[row].values():
            unit = note_unit(cell.text, dimension) if cell.kind is Kind.TEXT else None
            if unit is not None:
                return unit, UnitSource.NOTE
    return read.unit, UnitSource.POLICY


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
        # Bare ratios cannot be told from percents by one cell: watch the largest.
        self._largest_bare = -1.0

    def add(self, row: int, cell: Cell | None) -> None:
        """Take the next customer's cell; None where the row has none."""
        at = CellRef(self._header.sheet.name, row, self.col)
        if cell is None or cell.blank:
            if self.read.required:
                self.problems[len(self.values)] = messages.missing(self.read.label, at)
            self.values.append(None)
            return
        number = self.read.type is InputType.NUMBER
        value: Value = self._number(cell) if number else self._text(cell, at)
        if value is None and (number or self.read.required):
            dimension = self.read.unit.dimension if number else None
            self.problems[len(self.values)] = messages.unusable(
                self.read.label, dimension, cell, at
            )
        self.values.append(value)

    def _number(self, cell: Cell) -> float | None:
        ratio = self.unit.dimension is Dimension.RATIO
        if cell.kind is Kind.NUMBER:
            if cell.percent and not ratio:
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
        if quantity.unit is None and ratio:
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
            self.warnings.append(messages.long_identifier(self.read.label, at))
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
                self.read.label, self._header.ref(self.col), self.read.name
            )
        return BoundColumn(
            input=self.read.name,
            col=self.col,
            header=self._header.texts.get(self.col, ""),
            unit=self.unit,
            unit_source=self.source,
            values=self.values,
            problems=self.problems,
        )
