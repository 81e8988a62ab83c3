"""Customers that stand on several rows: copies, lines of one customer, or two of one name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import half_width
from tierctl.tables import row_diagnostics as diagnostics
from tierctl.tables.columns import ColumnReader
from tierctl.tables.layout import Layout, RowFacts

if TYPE_CHECKING:
    import polars as pl


class _Kind(Enum):
    COPY = auto()
    LINES = auto()
    NAMESAKE = auto()


class Told(NamedTuple):
    """A customer, and what tells it: its code if it is one, all of its row, the names."""

    position: int
    row: int
    code: str
    content: str | int
    names: Mapping[int, str]


class Repeats:
    """Watch who stands where, by every column that tells who a customer is.

    Rows that say the same in every cell are copies: a warning on each. Rows that differ are lines
    of one customer, of which none gives the whole: all are in doubt. Two customers' codes beside
    one name may be two customers: a warning on each.
    """

    def __init__(
        self, sheet: str, layout: Layout, required: Sequence[ColumnReader], serials: set[int]
    ) -> None:
        self._sheet = sheet
        self._layout = layout
        self._required = required
        self.ignored = {*layout.results, *serials}
        """The columns that say nothing of whether two rows are copies."""
        self._told: list[Told] = []
        self._runs: list[pl.DataFrame] = []
        self._first: dict[tuple[int, str], Told] = {}
        self.doubts: dict[int, Diagnostic] = {}
        self._warned: dict[int, Diagnostic] = {}

    def add(self, position: int, facts: RowFacts) -> None:
        """Take a customer who is in no other doubt."""
        told = facts.coded or not facts.code
        ignored = self.ignored if told else {*self.ignored, self._layout.customer_id}
        cells = ((col, c.text.strip()) for col, c in facts.cells.items() if col not in ignored)
        content = "".join(content_part(col, text) for col, text in sorted(cells))
        names = {
            col: facts.cells[col].text.strip()
            for col in self._layout.naming
            if col in facts.cells and (facts.coded or col != self._layout.customer_id)
        }
        code = facts.code if facts.coded else ""
        self._told.append(Told(position, facts.row, code, content, names))

    def add_run(self, position: int, rows: Sequence[int], frame: pl.DataFrame) -> None:
        """Take many customers, from a position on: code, content, and the name by each column."""
        from tierctl.tables.bulk_repeats import placed

        self._runs.append(placed(frame, position, rows))

    def settle(self) -> None:
        """Find who stands on several rows, once all customers are known."""
        told = self._told
        if self._runs:
            from tierctl.tables.bulk_repeats import repeated

            told = repeated(told, self._runs)
        for customer in told:
            for col, name in customer.names.items():
                first = self._first.setdefault((col, key_of(name)), customer)
                if first is not customer:
                    self._note(first, customer, col)

    def warnings(self) -> list[Diagnostic]:
        """Return a warning for every copy and namesake that is in no doubt."""
        return [found for p, found in sorted(self._warned.items()) if p not in self.doubts]

    def _note(self, first: Told, again: Told, col: int) -> None:
        kind = self._kind(first, again, col)
        for here, other in ((first, again), (again, first)):
            at, there = (CellRef(self._sheet, told.row, col) for told in (here, other))
            name = again.names[col]
            if kind is _Kind.LINES:
                found = diagnostics.repeated_customer(name, there, at)
                self.doubts.setdefault(here.position, found)
            elif kind is _Kind.COPY:
                self._warned.setdefault(here.position, diagnostics.same_customer(name, there, at))
            else:
                self._warned.setdefault(here.position, diagnostics.namesake(name, there, at))

    def _kind(self, first: Told, again: Told, col: int) -> _Kind:
        a, b = first.code, again.code
        if first.content == again.content:
            return _Kind.COPY
        own_codes = self._layout.says_customer and a and b and a.casefold() != b.casefold()
        return _Kind.NAMESAKE if own_codes and col != self._layout.customer_id else _Kind.LINES


def key_of(name: str) -> str:
    """Return what two spellings of one name or code have in common."""
    return "".join(half_width(name).casefold().split())


def content_part(col: int, text: str) -> str:
    """Return what a cell adds to the content by which copies are told."""
    return f"\x1f{col}\x1e{text}"
