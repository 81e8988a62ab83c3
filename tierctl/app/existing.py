"""The tier column that a sheet already has: fill it, keep it beside ours, or replace it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tierctl.app import messages
from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import half_width
from tierctl.model.table import UNKNOWN, BoundTable, ResultColumn, Value
from tierctl.policy.policy import Result


class OnExisting(StrEnum):
    """What happens to a tier column that holds something: it stays, or is replaced."""

    APPEND = "append"
    OVERWRITE = "overwrite"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a result goes: a column of the sheet, or a new one."""

    col: int | None
    header: str


def place_of(
    result: Result, label: str, table: BoundTable, own: ResultColumn | None, mode: OnExisting
) -> Place:
    """Return where a result goes: our own earlier column, an empty one, or a new one."""
    if own is not None:
        return Place(own.col, own.header)
    column = table.result_columns.get(result.name)
    if column is None:
        return Place(None, label)
    empty = not column.formulas and not any(column.texts)
    if empty or mode is OnExisting.OVERWRITE:
        return Place(column.col, column.header)
    return Place(None, f"{label}(tierctl)")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The results that the sheet had against ours. `differing` goes by position; `unknown` are
    formulas whose value was never saved.
    """

    column: ResultColumn
    differing: dict[int, str]
    same: int
    blank: int
    unknown: int = 0


def compare(
    result: Result, column: ResultColumn, values: Sequence[str], given: Sequence[Value]
) -> Comparison:
    """Compare what stood in a filled column with our results; blank and unknown ones are neither.

    `values` are our results as they are shown, `given` as the policy gives them.
    """
    names: dict[Value, set[str]] = {
        tier.id: {_plain(text) for text in (tier.label.zh, tier.label.en, tier.id, *tier.aliases)}
        for tier in result.tiers
    }
    differing, same, blank, unknown = {}, 0, 0, 0
    for position, (old, new, id) in enumerate(zip(column.texts, values, given, strict=True)):
        if not old:
            blank += 1
        elif old == UNKNOWN and column.formulas:
            unknown += 1
        elif _plain(old) == _plain(new) or _plain(old) in names.get(id, ()):
            same += 1
        else:
            differing[position] = old
    return Comparison(column, differing, same, blank, unknown)


def differences(
    comparison: Comparison, values: Sequence[str], table: BoundTable
) -> list[Diagnostic]:
    """Return a diagnostic for every customer whose tier differs."""
    return [
        messages.tier_differs(
            old, values[position], CellRef(table.sheet, table.rows[position], comparison.column.col)
        )
        for position, old in comparison.differing.items()
    ]


def _plain(text: str) -> str:
    return "".join(half_width(text).casefold().split())
