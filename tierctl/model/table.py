"""A sheet's customers, bound to a policy's inputs: what `tables` hands to `engine` and `app`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, overload

from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import Unit
from tierctl.model.text import Text

Value = float | str | None
"""A value in its input's base unit; None is a blank, or what could not be used."""

UNKNOWN = "?"

EXAMPLE_CODE = Text("示例", "EXAMPLE")
"""What a template's example row has for a customer's code: no customer bears it."""


class ValueColumn(Sequence[Value]):
    """Very many values, kept as the column that they were read into: `held`, a Polars series."""

    def __init__(self, held: Any) -> None:
        self.held = held

    def __len__(self) -> int:
        return len(self.held)

    @overload
    def __getitem__(self, position: int) -> Value: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[Value]: ...

    def __getitem__(self, position: int | slice) -> Value | Sequence[Value]:
        if isinstance(position, slice):
            return ValueColumn(self.held[position])
        value: Value = self.held[position]
        return value

    def __iter__(self) -> Iterator[Value]:
        return iter(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment] # equal by what it holds, so no key


class UnitSource(StrEnum):
    """Where a column's unit was read."""

    OPTION = "option"
    HEADER = "header"
    NOTE = "note"
    POLICY = "policy"
    """Nothing in the sheet says it: the policy's own unit is assumed."""


class Skip(StrEnum):
    """Why a row that holds something is no customer."""

    TOTAL = "total"
    REPEATED_HEADER = "repeated-header"
    NOTE = "note"
    AFTER_TOTAL = "after-total"
    OTHER_TABLE = "other-table"
    EXAMPLE = "example"
    """The row of a template that shows how it is filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundColumn:
    """One input's column. `values` and `problems` go by position in `BoundTable.rows`."""

    input: str
    col: int
    header: str
    unit: Unit
    unit_source: UnitSource
    values: Sequence[Value]
    problems: Mapping[int, Diagnostic]
    """Positions whose cell holds something that cannot be used."""
    own_units: Set[int] = frozenset()
    """Positions whose cell carries a unit of its own: 658.5万."""
    contradicted: Unit | None = None
    """Another unit that the sheet states for these amounts: 单位：万元 over a header in 元."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultColumn:
    """A column that the sheet already has for one of the policy's results."""

    result: str
    col: int
    header: str
    texts: Sequence[str]
    """What stands there, by position: empty where the cell is blank, UNKNOWN for a formula whose
    value was never saved.
    """
    formulas: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundTable:
    """The customers of one sheet, column by column; rows and columns zero-indexed."""

    sheet: str
    header_rows: tuple[int, int]
    """First and last line of the header."""
    rows: Sequence[int]
    """The sheet row of each customer, ascending."""
    columns: Mapping[str, BoundColumn]
    result_columns: Mapping[str, ResultColumn]
    own_columns: Mapping[str, ResultColumn]
    """Columns that an earlier run of ours wrote: by result name, or `reason`."""
    doubts: Mapping[int, Diagnostic] = field(default_factory=dict)
    """Positions whose row may be no customer, or another's: they stay ungraded."""
    skipped: Mapping[int, Skip]
    """Rows that hold something and are no customers."""
    hidden_rows: int
    last_row: int
    """Last row below the header that holds anything."""
    first_col: int
    last_col: int
    """First and last column of the header."""
    used_last_col: int
    """Last column with content in any row from the header down."""
    chinese: bool
    """Whether the matched headers are Chinese."""
    diagnostics: Sequence[Diagnostic] = field(default=())
    other_sheets: Sequence[str] = ()
    """Visible sheets with content that were not read, where the user has not named the sheet."""

    @property
    def header_row(self) -> int:
        """The header's last line: the one that names columns."""
        return self.header_rows[1]

    def value(self, name: str, position: int) -> Value:
        """Return the value of input `name` for a customer; None where it is not bound."""
        column = self.columns.get(name)
        return column.values[position] if column is not None else None
