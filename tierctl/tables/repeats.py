"""Customers that stand on several rows: copies, lines of one customer, or two of one name."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import half_width
from tierctl.tables import row_diagnostics as diagnostics
from tierctl.tables.columns import ColumnReader
from tierctl.tables.layout import Layout, RowFacts


class _Kind(Enum):
    COPY = auto()
    LINES = auto()
    NAMESAKE = auto()


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
        self._ignored = {*layout.results, *serials}
        self._rows: list[int] = []
        self._codes: list[str] = []
        self._contents: list[int] = []
        self._first: dict[tuple[int, str], int] = {}
        self.doubts: dict[int, Diagnostic] = {}
        self._warned: dict[int, Diagnostic] = {}

    def add(self, facts: RowFacts) -> None:
        """Take the next customer, whose cells the columns have just read."""
        position = len(self._rows)
        self._rows.append(facts.row)
        self._codes.append(facts.code if facts.coded else "")
        told = facts.coded or not facts.code
        ignored = self._ignored if told else {*self._ignored, self._layout.customer_id}
        content = ((col, c.text.strip()) for col, c in facts.cells.items() if col not in ignored)
        self._contents.append(hash(tuple(sorted(content))))
        for col in self._layout.naming:
            cell = facts.cells.get(col)
            if cell is None or (col == self._layout.customer_id and not facts.coded):
                continue
            text = "".join(half_width(cell.text).casefold().split())
            first = self._first.setdefault((col, text), position)
            if first != position:
                self._told(first, position, col, cell.text.strip())

    def skip(self, facts: RowFacts) -> None:
        """Take a customer that is in doubt for another reason: it says nothing of the others."""
        self._rows.append(facts.row)
        self._codes.append("")
        self._contents.append(0)

    def warnings(self) -> list[Diagnostic]:
        """Return a warning for every copy and namesake that is in no doubt."""
        return [found for p, found in sorted(self._warned.items()) if p not in self.doubts]

    def _told(self, first: int, position: int, col: int, name: str) -> None:
        kind = self._kind(first, position, col)
        for here, other in ((first, position), (position, first)):
            at, there = (CellRef(self._sheet, self._rows[p], col) for p in (here, other))
            if kind is _Kind.LINES:
                self.doubts.setdefault(here, diagnostics.repeated_customer(name, there, at))
            elif kind is _Kind.COPY:
                self._warned.setdefault(here, diagnostics.same_customer(name, there, at))
            else:
                self._warned.setdefault(here, diagnostics.namesake(name, there, at))

    def _kind(self, first: int, position: int, col: int) -> _Kind:
        a, b = self._codes[first], self._codes[position]
        if self._contents[first] == self._contents[position]:
            return _Kind.COPY
        own_codes = self._layout.says_customer and a and b and a.casefold() != b.casefold()
        return _Kind.NAMESAKE if own_codes and col != self._layout.customer_id else _Kind.LINES
