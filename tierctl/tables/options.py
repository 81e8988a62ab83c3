"""What a user may say about where the table stands and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """`header_row` is zero-indexed; `maps` header or column letter → input name; `units` header,
    input name or label → unit; `own_headers` header → what an earlier run of ours wrote there.
    """

    sheet: str | None = None
    header_row: int | None = None
    maps: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    own_headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Sheet name → header text → result name, or `reason`."""
    own_sheet: str | None = None
    """The sheet that an earlier run of ours wrote: it holds no customers."""
    again: bool = False
    """Whether the sheet will be read once more: what is kept of its cells stays, then."""
    closely: date | None = None
    """The day on which what does no harm to a decision is looked at as well; None does not."""
    set_aside: Set[str] = frozenset()
    """Inputs that are known to have no certain column: nothing more is told of it."""
