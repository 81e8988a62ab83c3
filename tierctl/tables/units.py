"""The unit of a column: by option, in its header, in a note above the table, or the policy's."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.currency import foreign_currency
from tierctl.model.header_text import header_unit, name_of, unitless_name
from tierctl.model.quantity import Dimension, Unit, unit_named
from tierctl.model.table import UnitSource
from tierctl.policy.policy import Input, Policy
from tierctl.tables import messages
from tierctl.tables.bind import input_named
from tierctl.tables.header import Header
from tierctl.tables.headers import is_unit, note_unit, unclear_note, unclear_unit


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
    return input_named(policy, column)


def unit_of(read: Input, header: Header, col: int, given: Unit | None) -> tuple[Unit, UnitSource]:
    """Return the unit of a column of numbers, and where it was found.

    Raises InputRefused where the header or a note counts in another currency, or in what is not
    known.
    """
    if given is not None:
        return given, UnitSource.OPTION
    dimension = read.unit.dimension
    # A group title over the column may carry the unit for all the columns under it.
    for text in dict.fromkeys((header.texts.get(col, ""), header.above(col))):
        if dimension is Dimension.MONEY and foreign_currency(text):
            raise messages.foreign_unit(read.label, text, header.ref(col), read.spoken)
        if dimension is Dimension.MONEY and unclear_unit(text):
            raise messages.unclear_unit(read.label, text, header.ref(col), read.spoken)
        unit = header_unit(text, dimension)
        if unit is not None:
            return unit, UnitSource.HEADER
    return _noted(read, header) or (read.unit, UnitSource.POLICY)


def _noted(read: Input, header: Header) -> tuple[Unit, UnitSource] | None:
    """Return the unit of the nearest note above the header.

    Raises InputRefused where the note is not clear, or where figures or a rule block on the same
    input stand between: it may be those that the note is about.
    """
    names = {name_of(text) for text in read.headers}
    between: CellRef | None = None
    rows = header.grid.rows
    for row in sorted((r for r in rows if r <= header.row), reverse=True):
        cells = [cell for cell in rows[row].values() if cell.kind is Kind.TEXT]
        if row >= header.first_row:
            # Beside the column names only a note that says nothing else is one.
            cells = [
                cell
                for cell in cells
                if is_unit(cell.text) and not header.grid.used_below(header.row, cell.col)
            ]
        for cell in cells:
            at = CellRef(header.sheet.name, row, cell.col)
            if read.unit.dimension is Dimension.MONEY:
                _refuse_unclear(read, cell, at)
            unit = note_unit(cell.text, read.unit.dimension)
            if unit is not None and between is not None and unit != read.unit:
                raise messages.distant_note(read.label, at, between, read.spoken)
            if unit is not None:
                return unit, UnitSource.NOTE
        for cell in rows[row].values():
            if row < header.first_row and (_is_figure(cell) or _names(cell, names)):
                between = CellRef(header.sheet.name, row, cell.col)
    return None


def _is_figure(cell: Cell) -> bool:
    """Tell whether a cell holds a number that is no year: another table stands there."""
    return cell.kind is Kind.NUMBER and not 1900 <= float(cell.text) <= 2100


def _names(cell: Cell, names: Collection[str]) -> bool:
    return cell.kind is Kind.TEXT and (
        name_of(cell.text) in names or unitless_name(cell.text) in names
    )


def refuse_note_below(read: Input, bound: tuple[Unit, UnitSource], cell: Cell, at: CellRef) -> None:
    """Raise InputRefused where a note below the customers contradicts a unit that was assumed."""
    unit, source = bound
    if source is not UnitSource.POLICY or cell.kind is not Kind.TEXT:
        return
    if read.unit.dimension is Dimension.MONEY:
        _refuse_unclear(read, cell, at)
    noted = note_unit(cell.text, read.unit.dimension)
    if noted is not None and noted != unit:
        raise messages.note_below(read.label, noted.symbol, at, read.spoken)


def _refuse_unclear(read: Input, cell: Cell, at: CellRef) -> None:
    if unclear_note(cell.text):
        if foreign_currency(cell.text):
            raise messages.foreign_unit(read.label, cell.text, at, read.spoken)
        raise messages.unclear_unit(read.label, cell.text, at, read.spoken)
