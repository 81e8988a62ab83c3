"""Customers whose row is in doubt: they stay ungraded, with what would settle it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.tables import row_diagnostics as diagnostics
from tierctl.tables.columns import ColumnReader
from tierctl.tables.groups import group_heads
from tierctl.tables.layout import Layout, RowFacts
from tierctl.tables.merged import shared
from tierctl.tables.repeats import Repeats
from tierctl.tables.row_words import is_example, is_grand, is_nobody, is_sum
from tierctl.tables.sums import Sums
from tierctl.tables.totals import refers_to_others, total_like

if TYPE_CHECKING:
    import polars as pl

# So many customers with a code make a row without one stand out.
_MANY = 2


class Doubts:
    """Watch the customers as they are read, and tell in the end who is in doubt."""

    def __init__(
        self,
        sheet: str,
        layout: Layout,
        columns: Sequence[ColumnReader],
        sums: Sums,
        serials: set[int],
    ) -> None:
        self._sheet = sheet
        self._layout = layout
        self._required = [column for column in columns if column.read.required]
        self._sums = sums
        self._serials = serials
        self.repeats = Repeats(sheet, layout, self._required, serials)
        self._rows: list[int] = []
        self._codes: list[str] = []
        self._identified = bytearray()
        self._found: dict[int, Diagnostic] = {}
        self._least: int | None = None
        self._coded = 0
        self._totalled = False
        self._below: dict[int, Diagnostic] = {}
        self._open: int | None = None
        """The customer whose further lines may follow: the named one right above."""

    def total(self, label: str) -> None:
        """Take note of a total: what stands between two of them is not below the last."""
        self._open = None
        if not is_sum(label):
            return
        self._below.clear()
        self._totalled |= is_grand(label) and bool(self._rows)
        self._sums.start_group()

    def repeated_header(self) -> None:
        """Take note of the header's copy: what follows is not below a total."""
        self._below.clear()
        self._totalled = False
        self._open = None

    def add(self, facts: RowFacts, *, other_block: bool) -> None:
        """Take the next customer, whose cells the columns have just read."""
        position = len(self._rows)
        self._rows.append(facts.row)
        self._codes.append(facts.code)
        self._identified.append(False)
        found = self._doubt(facts)
        self._below_total(position, facts)
        if found is None and other_block:
            found = diagnostics.other_block(self._at(facts))
        if found is None or found.code != "total-or-customer":
            self._sums.add(facts.row, facts.cells)
        else:
            self._sums.start_group(found=True)
        if found is None:
            self.repeats.add(position, facts)
            self._coded += facts.coded
            if facts.identified:
                self._identified[position] = True
            self._open = position
            return
        self._found[position] = found
        if found.code == "unnamed-customer" and self._open is not None and self._continues(facts):
            self._found[self._open] = diagnostics.several_lines(self._name(self._open), found.cell)
        self._open = None

    @property
    def clean(self) -> bool:
        """Whether no total above puts those that follow in doubt."""
        return not self._totalled

    def add_run(
        self,
        rows: Sequence[int],
        *,
        codes: Sequence[str],
        coded: Sequence[bool],
        least: int,
        amounts: Sequence[Sequence[float]],
        repeats: pl.DataFrame,
    ) -> None:
        """Take many customers who are in no doubt by themselves.

        `codes` are those of nothing but digits, `coded` says where a customer's code stands; each
        of these is identified. `least` is the fewest cells by which one is described.
        """
        self.repeats.add_run(len(self._rows), rows, repeats)
        self._rows += rows
        self._codes += codes
        self._identified += bytes(coded)
        self._coded += sum(coded)
        self._least = least if self._least is None else min(self._least, least)
        self._sums.add_run(rows, amounts)
        self._open = len(self._rows) - 1

    def settled(self) -> tuple[dict[int, Diagnostic], list[Diagnostic]]:
        """Return the doubts by position, and warnings."""
        self.repeats.settle()
        found = {**self._below, **self.repeats.doubts, **self._found}
        for column in self._required[:1]:
            for position in group_heads(column.values.all(), self._codes, self._identified):
                at = CellRef(self._sheet, self._rows[position], column.col)
                found.setdefault(position, diagnostics.group_head(column.read.label, at))
        cols = [*self._layout.identity, *self._layout.required]
        for area, positions in shared(self._layout.merges, cols, self._rows):
            for column in self._required:
                for position in positions:
                    at = CellRef(self._sheet, self._rows[position], column.col)
                    found[position] = diagnostics.merged_customers(column.read.label, area.a1, at)
        return found, self.repeats.warnings()

    def _at(self, facts: RowFacts, col: int | None = None) -> CellRef:
        return CellRef(self._sheet, facts.row, min(facts.cells) if col is None else col)

    def _name(self, position: int) -> CellRef:
        return CellRef(self._sheet, self._rows[position], self._layout.identity[0])

    def _below_total(self, position: int, facts: RowFacts) -> None:
        """Doubt a row below the last grand total, unless a code or much else tells a customer."""
        if not self._totalled:
            if facts.named:
                least = self._least
                self._least = facts.filled if least is None else min(least, facts.filled)
        elif not facts.coded and facts.filled < max(self._least or 0, 2):
            self._below[position] = diagnostics.below_total(self._at(facts))

    def _doubt(self, facts: RowFacts) -> Diagnostic | None:
        identity = self._layout.identity
        summed = self._summed(facts)
        if summed is not None:
            return summed
        if identity and not any(col in facts.cells for col in identity):
            return diagnostics.unnamed_customer(self._at(facts, identity[0]))
        word = total_like(facts)
        if word is not None:
            return diagnostics.total_like(word, self._at(facts))
        return self._nobody(facts)

    def _continues(self, facts: RowFacts) -> bool:
        """Tell whether an unnamed row may be one more line of the customer above.

        Not below a gap, with a number of its own, or where a new group begins.
        """
        before = [col for col in facts.cells if col < min(self._layout.identity)]
        numbered = bool(self._serials & facts.cells.keys())
        return not (facts.gap or facts.unsaid or before or numbered)

    def _summed(self, facts: RowFacts) -> Diagnostic | None:
        """Doubt a row that no code and name identify, and whose amount is a sum of others."""
        if facts.identified:
            return None
        if not facts.coded and refers_to_others(facts):
            return diagnostics.computed_from_others(self._at(facts))
        # Beside customers who have them, a row without a code or name may total a group of one.
        lacking = (self._coded > 0 and not facts.code) or not facts.named
        found = self._sums.addends(facts.cells, fewest=1 if lacking else 2)
        if found is None:
            return None
        col, area = found
        label = next(c.read.label for c in self._required if c.col == col)
        return diagnostics.sum_of_others(label, area.a1, self._at(facts, col))

    def _nobody(self, facts: RowFacts) -> Diagnostic | None:
        """Doubt a row whose words name nobody: 其他, 示例, 大客户, or 汇率 for a code."""
        layout = self._layout
        names = [facts.texts[col] for col in layout.naming if col in facts.texts]
        word = next((n for n in names if is_example(n)), None)
        if facts.coded:
            return diagnostics.nobody(word, self._at(facts)) if word is not None else None
        word = word or next((n for n in names if is_nobody(n)), None)
        word = word or next((n for n in names if n in layout.tier_names), None)
        alone = layout.customer_name is not None and layout.customer_name not in facts.cells
        if word is None and facts.code and alone and self._coded >= _MANY:
            word = facts.code
        if word is None and facts.gap and self._least and facts.filled < self._least:
            word = names[0] if names else ""
        return diagnostics.nobody(word, self._at(facts)) if word is not None else None
