"""What is marked in a copy: cells with a fill, each with a note."""

from __future__ import annotations

from dataclasses import dataclass

from tierctl.model.address import CellRef


@dataclass(frozen=True, slots=True, kw_only=True)
class CellMark:
    """One cell: the colour that it gets, RRGGBB, and what its note says."""

    cell: CellRef
    color: str
    note: str
