"""What is to be written into a workbook: columns of text beside its customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

REASON = "reason"
"""The role of the column that holds the reasons, be there a policy's id before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationColumn:
    """One column to write. `values` and `marked` go by position in `Annotation.rows`; a value is a
    text, a number, or None for an empty cell.
    """

    role: str
    header: str
    values: Sequence[str | float | None]
    fills: Mapping[str, str] = field(default_factory=dict)
    """Value → the colour of its cell, RRGGBB."""
    marked: Set[int] = frozenset()
    """Positions whose cell gets `MARK` instead."""
    col: int | None = None
    """The existing column to write to; None appends one."""

    @property
    def says_why(self) -> bool:
        """Whether it holds the reasons."""
        return self.role.rpartition(":")[2] == REASON


MARK = "FFC000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Columns for one sheet; rows and columns zero-indexed."""

    sheet: str
    header_row: int
    rows: Sequence[int]
    columns: Sequence[AnnotationColumn]
    data_cols: Sequence[int]
    """The columns that hold the customers: what the policy reads."""
    used_last_col: int
    """Last column with content from the header down."""
    last_row: int
    """Last row with content."""
    policy: str
    policy_version: str
    policy_digest: str
