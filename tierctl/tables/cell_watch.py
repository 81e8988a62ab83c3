"""What is worth a look in the customers' cells and hinders no decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.dates import iso
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import Dimension, parse_quantity
from tierctl.policy.policy import InputType, Policy
from tierctl.tables import watch_diagnostics as diagnostics
from tierctl.tables.columns import LONG_IDENTIFIER, ColumnReader
from tierctl.tables.days import day_in
from tierctl.tables.header import Header
from tierctl.tables.missing_columns import missing_columns

_FIRST_YEAR, _YEARS_AHEAD = 1950, 50


class CellWatch:
    """Watch the cells of the customers' rows. `as_of` is the day from which dates are far; `others`
    are columns that nothing may be bound to.
    """

    def __init__(
        self,
        header: Header,
        policy: Policy,
        columns: Sequence[ColumnReader],
        others: Collection[int],
        as_of: date,
    ) -> None:
        self._header = header
        self.columns = {column.col: column for column in columns}
        self._others = [col for col in sorted(others) if col not in self.columns]
        self._percent: dict[int, list[int]] = {}
        self._bare: dict[int, list[int]] = {}
        self.first = date(_FIRST_YEAR, 1, 1).toordinal()
        self.last = date(min(as_of.year + _YEARS_AHEAD, date.max.year), 12, 31).toordinal()
        self._found: list[Diagnostic] = [*missing_columns(header, policy)]

    def add(self, row: int, cells: Mapping[int, Cell]) -> None:
        """Take the next customer's cells."""
        for col, column in self.columns.items():
            cell = cells.get(col)
            if cell is not None and not cell.blank:
                self._found += self._read(column, cell, self._at(row, col))
        for col in self._others:
            cell = cells.get(col)
            if cell is not None and not cell.blank:
                self._found += self._unread(cell, self._at(row, col))

    def found(self) -> list[Diagnostic]:
        """Return all that was found, once every customer is read."""
        return [*self._found, *self._mixed()]

    def _at(self, row: int, col: int) -> CellRef:
        return CellRef(self._header.sheet.name, row, col)

    def _read(self, column: ColumnReader, cell: Cell, at: CellRef) -> Iterator[Diagnostic]:
        if column.read.type is InputType.NUMBER:
            yield from self._number(column, cell, at)
        elif column.read.type is InputType.DATE:
            yield from self._date(column, cell, at)

    def _number(self, column: ColumnReader, cell: Cell, at: CellRef) -> Iterator[Diagnostic]:
        if column.number(cell) is None:
            return
        quantity = parse_quantity(cell.text, column.unit.dimension)
        united = cell.kind is Kind.TEXT and quantity is not None and quantity.unit is not None
        if column.unit.dimension is Dimension.RATIO:
            percent = cell.percent or united
            (self._percent if percent else self._bare).setdefault(at.col, []).append(at.row)
        if cell.kind is not Kind.TEXT or quantity is None:
            return
        label, unit = column.read.label, column.unit
        own = quantity.unit
        ratio = unit.dimension is Dimension.RATIO
        if own is not None and own.shift != unit.shift and not ratio:
            yield diagnostics.unit_in_cell(label, cell.text, unit.symbol, at)
        else:
            yield diagnostics.number_as_text(label, cell.text, at)

    def _date(self, column: ColumnReader, cell: Cell, at: CellRef) -> Iterator[Diagnostic]:
        day = day_in(cell)
        if day is None:
            return
        label = column.read.label
        if cell.kind is not Kind.DATE:
            yield diagnostics.date_as_text(label, cell.text, at)
        if not self.first <= day <= self.last:
            first, last = iso(self.first), iso(self.last)
            yield diagnostics.far_date(label, iso(int(day)), first, last, at)

    def _unread(self, cell: Cell, at: CellRef) -> Iterator[Diagnostic]:
        header = " ".join(self._header.texts.get(at.col, "").split())
        if cell.kind in (Kind.ERROR, Kind.UNCACHED):
            yield diagnostics.unread_cell(header, cell, at)
        elif cell.kind is Kind.NUMBER and _is_long(cell.text):
            yield diagnostics.unread_identifier(header, at)

    def _mixed(self) -> Iterator[Diagnostic]:
        """Give the ratios that are written in another way than most of their column."""
        for col in self._percent.keys() & self._bare.keys():
            percent, bare = self._percent[col], self._bare[col]
            label = self.columns[col].read.label
            few, told = bare, diagnostics.bare_among_percents
            if len(percent) < len(bare):
                few, told = percent, diagnostics.percent_among_bare
            for row in few:
                yield told(label, self._at(row, col))


def _is_long(text: str) -> bool:
    value = float(text)
    return value == int(value) and len(str(abs(int(value)))) >= LONG_IDENTIFIER
