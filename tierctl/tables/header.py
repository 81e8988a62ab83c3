"""A header: its one or two lines, its texts by column, and the columns that each input could be."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.header_text import name_of, same_text
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.workbook import Sheet
from tierctl.policy.policy import Policy
from tierctl.tables.grid import Grid
from tierctl.tables.layout import plain
from tierctl.tables.row_words import is_example_code

IDENTITY = ("customer_id", "customer_name")
_CUSTOMER = ("客户", "会员", "customer", "client", "account")
# Names that anybody and anything may have: staff, products, regions.
_WEAK = frozenset(["姓名", "名称", "name", "编号", "代码", "id", "code", "no"])


@dataclass(slots=True)
class Header:
    """A header row: its lines, its texts by column, and the columns that each input could be."""

    sheet: Sheet
    part: SheetPart
    grid: Grid
    first_row: int
    row: int
    texts: dict[int, str]
    uppers: Mapping[int, str] = field(default_factory=dict)
    """The first line's texts over the columns of a header of two lines."""
    inputs: dict[str, list[int]] = field(default_factory=dict)
    results: dict[str, list[int]] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)
    other_identity: list[int] = field(default_factory=list)
    """Columns of which two or more could be the one that tells who a customer is."""
    set_aside: dict[str, list[int]] = field(default_factory=dict)
    """Columns that bear the name of a number, and something in brackets that is not known."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)
    """Visible sheets with content that are not read."""
    unsettled: set[str] = field(default_factory=set)
    """Inputs and results of which it is told that no column is certain; none is read."""

    def ref(self, col: int) -> CellRef:
        """Return the address of a column's header."""
        return CellRef(self.sheet.name, self.row, col)

    @property
    def place(self) -> str:
        """The header's address, for messages."""
        return str(self.ref(min(self.texts)))

    @property
    def score(self) -> int:
        """How many inputs and results it names."""
        return len(self.inputs) + len(self.results)

    @property
    def names_customers(self) -> bool:
        """Whether it has a column that tells who a customer is."""
        return any(name in self.inputs for name in IDENTITY)

    @property
    def says_customer(self) -> bool:
        """Whether a header itself says that its column names customers."""
        cols = [self.inputs[name][0] for name in IDENTITY if name in self.inputs]
        return any(map(self.says_customer_in, cols))

    def says_customer_in(self, col: int) -> bool:
        """Tell whether a column's header says that it is about customers."""
        return any(word in name_of(self.texts[col]) for word in _CUSTOMER)

    @property
    def weakly_named(self) -> bool:
        """Whether its columns tell who somebody is, but hardly that it is a customer."""
        return all(
            name_of(self.texts[self.inputs[name][0]]) in _WEAK
            for name in IDENTITY
            if name in self.inputs
        )

    @property
    def is_example(self) -> bool:
        """Whether it is the row that shows how a form is filled in: its code says so."""
        return is_example_code(plain(self.texts[min(self.texts)]))

    def binds(self, policy: Policy, aside: Set[str]) -> bool:
        """Tell whether the inputs have columns that decide, those set aside left out."""
        return policy.decidable({*self.inputs, *aside})

    def reads_like(self, other: Header) -> bool:
        """Tell whether another header says the same in the same columns.

        Columns that an earlier run of ours added have their header once, in the first.
        """
        ours = {*self.own.values()} - other.texts.keys()
        texts = {col: text for col, text in self.texts.items() if col not in ours}
        return texts.keys() == other.texts.keys() and all(
            same_text(text, other.texts[col]) for col, text in texts.items()
        )

    def lines(self) -> list[Mapping[int, str]]:
        """Return what a copy of the header further down may read like: it, or a line of it."""
        if self.first_row == self.row:
            return [self.texts]
        rows = [self.grid.rows.get(row, {}) for row in range(self.first_row, self.row + 1)]
        lines = [{col: self.grid.text(c.row, col) for col, c in cells.items()} for cells in rows]
        return [self.texts, *({c: t for c, t in line.items() if t} for line in lines)]

    def above(self, col: int) -> str:
        """Return the first line's text over a column of a header of two lines."""
        return self.uppers.get(col, "")
