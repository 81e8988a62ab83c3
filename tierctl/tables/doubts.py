"""Customers whose row is in doubt: they stay ungraded, with what would settle it."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.model.address import Area, CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import Dimension, half_width
from tierctl.tables import diagnostics
from tierctl.tables.columns import ColumnReader
from tierctl.tables.merged import shared
from tierctl.tables.row_words import is_grand, is_sum
from tierctl.tables.rows import Layout, RowFacts, total_like

# Codes of so few digits may be serial numbers, which start again in every group.
_SERIAL = 3
# Fewer amounts may add up to another by chance, and small ones: 100万, 200万, 300万; 1, 2, 3, 6.
_FEWEST_ADDENDS = 3
_SMALLEST_SUM = 1000


class Doubts:
    """Watch the customers as they are read, and tell in the end who is in doubt."""

    def __init__(self, sheet: str, layout: Layout, columns: Sequence[ColumnReader]) -> None:
        self._sheet = sheet
        self._layout = layout
        self._required = [column for column in columns if column.read.required]
        self._rows: list[int] = []
        self._found: dict[int, Diagnostic] = {}
        self._warnings: list[Diagnostic] = []
        self._sums = [
            _Sums(column)
            for column in self._required
            if column.unit.dimension is not Dimension.RATIO
        ]
        self._customers: dict[tuple[str, ...], int] = {}
        self._least: int | None = None
        self._totalled = False
        self._below: dict[int, Diagnostic] = {}

    def total(self, label: str) -> None:
        """Take note of a total: what stands between two of them is not below the last."""
        if not is_sum(label):
            return
        self._below.clear()
        self._totalled |= is_grand(label) and bool(self._rows)
        for sums in self._sums:
            sums.start_group()

    def repeated_header(self) -> None:
        """Take note of the header's copy: what follows is not below a total."""
        self._below.clear()
        self._totalled = False

    def add(self, facts: RowFacts) -> None:
        """Take the next customer, whose cells the columns have just read."""
        position = len(self._rows)
        self._rows.append(facts.row)
        self._below_total(position, facts)
        found = self._unnamed(facts) or self._total_like(facts) or self._sum_of_others(facts)
        if found is not None:
            self._found[position] = found
        else:
            self._repeated(position, facts)

    def settled(self) -> tuple[dict[int, Diagnostic], list[Diagnostic]]:
        """Return the doubts by position, and warnings."""
        found = {**self._below, **self._found}
        cols = [*self._layout.identity, *self._layout.required]
        for area, positions in shared(self._layout.merges, cols, self._rows):
            for column in self._required:
                for position in positions:
                    at = CellRef(self._sheet, self._rows[position], column.col)
                    found[position] = diagnostics.merged_customers(column.read.label, area.a1, at)
        return found, self._warnings

    def _below_total(self, position: int, facts: RowFacts) -> None:
        """Doubt a row below the last grand total, unless a code or much else tells a customer."""
        if not self._totalled:
            if facts.named:
                least = self._least
                self._least = facts.filled if least is None else min(least, facts.filled)
        elif not facts.coded and facts.filled < max(self._least or 0, 2):
            at = CellRef(self._sheet, facts.row, min(facts.cells))
            self._below[position] = diagnostics.below_total(at)

    def _unnamed(self, facts: RowFacts) -> Diagnostic | None:
        identity = self._layout.identity
        if not identity or any(col in facts.cells for col in identity):
            return None
        return diagnostics.unnamed_customer(CellRef(self._sheet, facts.row, identity[0]))

    def _total_like(self, facts: RowFacts) -> Diagnostic | None:
        word = total_like(facts)
        if word is None:
            return None
        return diagnostics.total_like(word, CellRef(self._sheet, facts.row, min(facts.cells)))

    def _sum_of_others(self, facts: RowFacts) -> Diagnostic | None:
        """Doubt a row without a code whose amount is exactly the sum of those above it."""
        id = self._layout.customer_id
        fewest = _FEWEST_ADDENDS - (id is not None and id not in facts.cells)
        for sums in self._sums:
            area = None if facts.coded else sums.addends(fewest)
            if area is not None:
                at = CellRef(self._sheet, facts.row, sums.column.col)
                return diagnostics.sum_of_others(sums.column.read.label, area.a1, at)
        for sums in self._sums:
            sums.add(facts.row)
        return None

    def _repeated(self, position: int, facts: RowFacts) -> None:
        """Doubt a customer on two rows whose amounts differ; warn where they are the same."""
        key = self._key(facts)
        first = self._customers.setdefault(key, position) if key else position
        if first == position:
            return
        name, col = " ".join(key), self._layout.identity[0]
        here, there = (CellRef(self._sheet, self._rows[p], col) for p in (position, first))
        if all(column.values[first] == column.values[position] for column in self._required):
            self._warnings.append(diagnostics.same_customer(name, there, here))
            return
        self._found.setdefault(first, diagnostics.repeated_customer(name, here, there))
        self._found[position] = diagnostics.repeated_customer(name, there, here)

    def _key(self, facts: RowFacts) -> tuple[str, ...]:
        """Return what tells one customer from another; empty where nothing does for certain."""
        id, name = self._layout.customer_id, self._layout.customer_name
        known = [col for col in (id, name) if col is not None]
        if not all(col in facts.cells for col in known):
            return ()
        key = tuple(half_width(facts.cells[col].text).strip() for col in known)
        serial = name is None and key and key[0].isdigit() and len(key[0]) <= _SERIAL
        return () if serial else key


class _Sums:
    """The running sums of an amount: from the first customer on, and from the last total on."""

    def __init__(self, column: ColumnReader) -> None:
        self.column = column
        self._whole = _Run()
        self._group = _Run()

    def start_group(self) -> None:
        self._group = _Run()

    def add(self, row: int) -> None:
        """Add the amount that was read last."""
        value = self.column.values[-1]
        if isinstance(value, float):
            self._whole.add(row, value)
            self._group.add(row, value)

    def addends(self, fewest: int) -> Area | None:
        """Return the cells whose sum was read last, or None where it is no sum of those above."""
        value = self.column.values[-1]
        if isinstance(value, float) and abs(value) >= _SMALLEST_SUM:
            for run in (self._group, self._whole):
                if run.count >= fewest and abs(run.sum - value) <= max(0.005, 1e-12 * abs(value)):
                    return Area(run.first, self.column.col, run.last, self.column.col)
        return None


class _Run:
    """A running sum: of how many amounts, in which rows."""

    def __init__(self) -> None:
        self.sum, self.count, self.first, self.last = 0.0, 0, 0, 0

    def add(self, row: int, value: float) -> None:
        self.first = row if not self.count else self.first
        self.sum, self.count, self.last = self.sum + value, self.count + 1, row
