"""Amounts whose unit is in doubt: 658.5 could be 元 or 万元, and every tier hangs on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from tierctl.app import messages
from tierctl.engine.reference import decide
from tierctl.model.address import CellRef
from tierctl.model.decision import Decision
from tierctl.model.quantity import TEN_THOUSAND_YUAN, YUAN, Dimension, Unit, shifted
from tierctl.model.table import BoundColumn, BoundTable, UnitSource, Value
from tierctl.policy.policy import Policy

# All amounts below this many 元 are suspicious by themselves: they look like 万元.
_SMALL = 10_000


def refuse_undecided_money(
    policy: Policy, table: BoundTable, decisions: Sequence[Decision]
) -> None:
    """Refuse amounts that put everybody at one end of the tiers, and in the other unit would not.

    Without a unit in the sheet, everybody in the lowest tier: refused where 万元 would spread the
    customers over several tiers, or would move them and no amount reaches 10,000 元. Under a header
    or note of 万元, everybody in the highest: refused where 元 would spread them (a format may show
    元 as 万元). Cells with a unit of their own are left out. Raises InputRefused.
    """
    for column in table.columns.values():
        if column.unit.dimension is Dimension.MONEY:
            other = _other_unit(policy, column, _tiers(policy, column, decisions))
            if other is not None and _would_tell(policy, table, column, decisions, other):
                raise messages.undecided_money(
                    policy.inputs[column.input].label,
                    " ".join(column.header.split()),
                    (column.unit.symbol, other.symbol),
                    CellRef(table.sheet, table.header_row, column.col),
                    column.input,
                )


def _tiers(policy: Policy, column: BoundColumn, decisions: Sequence[Decision]) -> set[Value]:
    """Return the tiers of the customers whose amount has no unit of its own."""
    name = policy.main_result.name
    return {
        decision.results[name]
        for position, decision in enumerate(decisions)
        if name in decision.results and position not in column.own_units
    }


def _other_unit(policy: Policy, column: BoundColumn, given: set[Value]) -> Unit | None:
    """Return the unit that the amounts may be in as well, or None where there is no doubt."""
    tiers = policy.main_result.tiers
    if column.unit_source is UnitSource.POLICY and column.unit == YUAN:
        return TEN_THOUSAND_YUAN if given == {tiers[0].id} else None
    if column.unit_source in (UnitSource.HEADER, UnitSource.NOTE) and column.unit.shift > 0:
        return YUAN if given == {tiers[-1].id} else None
    return None


def _would_tell(
    policy: Policy,
    table: BoundTable,
    column: BoundColumn,
    decisions: Sequence[Decision],
    other: Unit,
) -> bool:
    """Tell whether the other unit gives tiers that make more sense."""
    again = decide(policy, _in_unit(table, column, other))
    moved = _tiers(policy, column, again)
    if len(moved) > 1 or other == YUAN:
        return len(moved) > 1
    amounts = [
        abs(value)
        for position, value in enumerate(column.values)
        if isinstance(value, float) and position not in column.own_units
    ]
    return max(amounts, default=math.inf) < _SMALL and moved != _tiers(policy, column, decisions)


def _in_unit(table: BoundTable, column: BoundColumn, unit: Unit) -> BoundTable:
    shift = unit.shift - column.unit.shift
    values: list[Value] = [
        shifted(repr(value), shift)
        if isinstance(value, float) and position not in column.own_units
        else value
        for position, value in enumerate(column.values)
    ]
    columns = {**table.columns, column.input: replace(column, values=values)}
    return replace(table, columns=columns)
