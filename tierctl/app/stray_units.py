"""A few amounts in another unit than the rest: 658.5 among millions of 元 is surely 万元."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tierctl.app import messages
from tierctl.app.undecided import in_unit
from tierctl.engine.decide import decide
from tierctl.model.address import CellRef
from tierctl.model.decision import Decision
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import TEN_THOUSAND_YUAN, YUAN, Dimension, Unit
from tierctl.model.table import BoundColumn, BoundTable, UnitSource
from tierctl.policy.policy import Policy

# So many times away from all the others, an amount is likelier in the other unit.
_AWAY = 1000
_FEWEST = 3
# In the other unit it must lie among the others, give or take an order of magnitude.
_NEAR = 10


def doubt_stray_units(
    policy: Policy, table: BoundTable, decisions: Sequence[Decision]
) -> BoundTable:
    """Return the table with its doubts of amounts that are in another unit than the rest.

    An amount is one where it is a thousand times away from all others, of which there are more (and
    at least three), and in the other unit would lie among them and give another tier. Its customer
    is in doubt where the unit was assumed, and is warned of where the sheet or the user gives it.
    """
    doubts = dict(table.doubts)
    warnings: list[Diagnostic] = []
    for column in table.columns.values():
        other = _other(column)
        assumed = column.unit_source is UnitSource.POLICY
        if other is None:
            continue
        for position in _strays(policy, table, column, other, decisions):
            found = messages.stray_unit(
                policy.inputs[column.input].label,
                (column.unit.symbol, other.symbol),
                CellRef(table.sheet, table.rows[position], column.col),
                column.input,
                assumed=assumed,
            )
            if assumed:
                doubts.setdefault(position, found)
            else:
                warnings.append(found)
    return replace(table, doubts=doubts, diagnostics=[*table.diagnostics, *warnings])


def _other(column: BoundColumn) -> Unit | None:
    """Return the unit that a few amounts may be in: 万元 in a column of 元, 元 in one of 万元."""
    if column.unit.dimension is not Dimension.MONEY:
        return None
    return YUAN if column.unit.shift > 0 else TEN_THOUSAND_YUAN


def _strays(
    policy: Policy,
    table: BoundTable,
    column: BoundColumn,
    other: Unit,
    decisions: Sequence[Decision],
) -> list[int]:
    amounts = {
        position: value
        for position, value in enumerate(column.values)
        if isinstance(value, float) and value > 0 and position not in column.own_units
    }
    moved = in_unit(table, column, other)
    values = moved.columns[column.input].values
    strays = _apart(amounts, smaller=other.shift > column.unit.shift)
    many = [value for position, value in amounts.items() if position not in strays]
    near = [
        position
        for position in strays
        if isinstance(value := values[position], float)
        and min(many) / _NEAR <= value <= max(many) * _NEAR
    ]
    if not near:
        return []
    again = decide(policy, moved)
    tier = policy.main_result.name
    return [
        position
        for position in near
        if decisions[position].results
        and decisions[position].results.get(tier) != again[position].results.get(tier)
    ]


def _apart(amounts: Mapping[int, float], smaller: bool) -> list[int]:
    """Return the few amounts that are far below (or above) all the others; none where none are."""
    ordered = sorted(amounts, key=lambda position: amounts[position], reverse=not smaller)
    for few, (near, far) in enumerate(itertools.pairwise(ordered), start=1):
        many = len(ordered) - few
        if many < _FEWEST or few >= many:
            break
        low, high = sorted((amounts[near], amounts[far]))
        if high >= _AWAY * low:
            return ordered[:few]
    return []
