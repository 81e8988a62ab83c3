"""The unit of a column: by option, in its header, in a note beside the table, or the policy's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.counts import header_count, piece_unit
from tierctl.model.currency import foreign_currency
from tierctl.model.header_text import header_unit, name_of, unitless_name
from tierctl.model.quantity import Dimension, Unit, unit_named
from tierctl.model.table import UnitSource
from tierctl.policy.policy import Input, Policy
from tierctl.tables import messages, unit_messages
from tierctl.tables.bind import input_named
from tierctl.tables.header import Header
from tierctl.tables.headers import unclear_unit
from tierctl.tables.unit_notes import (
    foreign_note,
    note_unit,
    only_label,
    states_unit,
    title_note,
    titles,
    unclear_note,
)


@dataclass(frozen=True, slots=True)
class ColumnUnit:
    """A column's unit, where it was found, and another one that the sheet states as well."""

    unit: Unit
    source: UnitSource
    contradicted: Unit | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A text that may state a unit, as it is to be read and as it stands there."""

    text: str
    shown: str
    at: CellRef
    between: CellRef | None = None
    """What stands between it and the table."""


def units_given(policy: Policy, header: Header, units: Mapping[str, str]) -> dict[str, Unit]:
    """Return input → unit for every --unit, which may name a header, an input or its label."""
    given = {}
    for column, word in units.items():
        name = _input_named(policy, header, column)
        read = policy.inputs[name]
        unit = unit_named(word, read.unit.dimension)
        if unit is None and read.unit.shift and read.unit.dimension is Dimension.PLAIN:
            unit = piece_unit(word)
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


def unit_of(read: Input, header: Header, col: int, given: Unit | None) -> ColumnUnit:
    """Return the unit of a column of numbers, and where it was found.

    Raises InputRefused where the header or a note counts in another currency, in what is not known,
    or in a unit where the policy has none; a header is nearer than a note that gives another unit.
    """
    if given is not None:
        return ColumnUnit(given, UnitSource.OPTION)
    dimension = read.unit.dimension
    found: list[Unit] = []
    # A group title over the column may carry the unit for all the columns under it.
    for text in dict.fromkeys((header.texts.get(col, ""), header.above(col))):
        if dimension is Dimension.MONEY and foreign_currency(text):
            raise unit_messages.foreign_unit(read.label, text, header.ref(col), read.spoken)
        if dimension is Dimension.MONEY and unclear_unit(text) and not found:
            raise unit_messages.unclear_unit(read.label, text, header.ref(col), read.spoken)
        counted = None
        if dimension is Dimension.PLAIN:
            _refuse_another_dimension(read, text, header.ref(col))
            counted, word = header_count(text, read.unit)
            if word is not None:
                raise unit_messages.other_count(read.label, text, header.ref(col), read.unit.symbol)
        unit = header_unit(text, dimension) or counted
        found += [unit] if unit is not None else []
    if not found:
        return _noted(read, header) or ColumnUnit(read.unit, UnitSource.POLICY)
    near = [note for note in _notes(read, header) if note.between is None]
    for note in near:
        if dimension is Dimension.MONEY and foreign_note(note.text):
            raise unit_messages.foreign_unit(read.label, note.shown, note.at, read.spoken)
    noted = [note_unit(note.text, dimension) for note in near]
    others = [u for u in (*found, *noted) if u is not None and u.shift != found[0].shift]
    return ColumnUnit(found[0], UnitSource.HEADER, others[0] if others else None)


def _refuse_another_dimension(read: Input, text: str, at: CellRef) -> None:
    """Refuse 年销（万元） where the policy has bare numbers, or counts in what is no money."""
    for dimension in (Dimension.MONEY, Dimension.RATIO):
        unit = header_unit(text, dimension)
        if unit is not None and header_unit(text, Dimension.PLAIN) is None:
            counted = read.unit.symbol
            raise unit_messages.another_unit(read.label, text, at, unit.symbol, counted)


def _noted(read: Input, header: Header) -> ColumnUnit | None:
    """Return the unit that the notes around the table state.

    Raises InputRefused where a note is not clear, or two disagree, or where figures or a rule block
    on the same input stand between: it may be those that the note is about.
    """
    nearest: tuple[Unit, CellRef] | None = None
    for note in _notes(read, header):
        if nearest is not None and note.between is not None:
            break
        if read.unit.dimension is Dimension.MONEY:
            _refuse_unclear(read, note)
        unit = note_unit(note.text, read.unit.dimension)
        if unit is None:
            continue
        if note.between is not None and unit != read.unit:
            raise unit_messages.distant_note(read.label, note.at, note.between, read.spoken)
        if nearest is not None and unit.shift != nearest[0].shift:
            near, at = nearest
            raise unit_messages.two_notes(
                read.label, near.symbol, at, unit.symbol, note.at, read.spoken
            )
        nearest = nearest or (unit, note.at)
    return ColumnUnit(nearest[0], UnitSource.NOTE) if nearest else None


def _notes(read: Input, header: Header) -> Iterator[Note]:
    """Yield what may state a unit: from the header upwards, and the sheet's name."""
    names = {name_of(text) for text in read.headers}
    between: CellRef | None = None
    rows = header.grid.rows
    for row in sorted((r for r in rows if r <= header.row), reverse=True):
        cells = [cell for _, cell in sorted(rows[row].items()) if cell.kind is Kind.TEXT]
        if row >= header.first_row:
            # Beside the column names only a note that says nothing else is one.
            cells = [
                cell
                for cell in cells
                if states_unit(cell.text) and not header.grid.used_below(header.row, cell.col)
            ]
        for note in stating(cells, names, header.sheet.name):
            yield replace(note, between=between)
        for cell in rows[row].values():
            if row < header.first_row and (_is_figure(cell) or _names(cell, names)):
                between = CellRef(header.sheet.name, row, cell.col)
    name = header.sheet.name
    # A sheet that is called USD states it like a word behind a dash.
    yield Note(title_note(f"- {name}"), name, CellRef(name, header.row, min(header.texts)))


def stating(cells: Sequence[Cell], names: Collection[str], sheet: str) -> Iterator[Note]:
    """Yield a row's texts that may be notes: a label with the next cell, a title's brackets."""
    for number, cell in enumerate(cells):
        at = CellRef(sheet, cell.row, cell.col)
        text = cell.text
        if only_label(text) and number + 1 < len(cells):
            text = f"{text}：{cells[number + 1].text}"
        yield Note(text, text, at)
        title = len(cells) == 1 or titles(cell.text)
        if title and not _names(cell, names):
            yield Note(title_note(cell.text), cell.text, at)


def _is_figure(cell: Cell) -> bool:
    """Tell whether a cell holds a number that is no year: another table stands there."""
    return cell.kind is Kind.NUMBER and not 1900 <= float(cell.text) <= 2100


def _names(cell: Cell, names: Collection[str]) -> bool:
    return cell.kind is Kind.TEXT and (
        name_of(cell.text) in names or unitless_name(cell.text) in names
    )


def noted_below(
    read: Input, bound: ColumnUnit, cells: Mapping[int, Cell], sheet: str
) -> ColumnUnit:
    """Return a column's unit with what a note below the customers states besides.

    Raises InputRefused where the note contradicts a unit that was assumed, or counts in another
    currency.
    """
    if bound.source is UnitSource.OPTION or any(c.kind is not Kind.TEXT for c in cells.values()):
        return bound
    for note in stating([cell for _, cell in sorted(cells.items())], (), sheet):
        if read.unit.dimension is Dimension.MONEY:
            if bound.source is UnitSource.POLICY:
                _refuse_unclear(read, note)
            elif foreign_note(note.text):
                raise unit_messages.foreign_unit(read.label, note.shown, note.at, read.spoken)
        noted = note_unit(note.text, read.unit.dimension)
        if noted is None or noted.shift == bound.unit.shift:
            continue
        if bound.source is UnitSource.POLICY:
            raise unit_messages.note_below(read.label, noted.symbol, note.at, read.spoken)
        bound = ColumnUnit(bound.unit, bound.source, bound.contradicted or noted)
    return bound


def _refuse_unclear(read: Input, note: Note) -> None:
    if foreign_note(note.text):
        raise unit_messages.foreign_unit(read.label, note.shown, note.at, read.spoken)
    if unclear_note(note.text):
        raise unit_messages.unclear_unit(read.label, note.shown, note.at, read.spoken)
