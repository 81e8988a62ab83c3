"""Amounts whose unit nothing decides: 658.5 could be 元 or 万元, and every tier hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tierctl.app import messages
from tierctl.engine.reference import decide
from tierctl.model.address import CellRef
from tierctl.model.decision import Decision
from tierctl.model.quantity import TEN_THOUSAND_YUAN, Dimension, shifted
from tierctl.model.table import BoundColumn, BoundTable, UnitSource, Value
from tierctl.policy.policy import Policy

# All amounts below this many 元 are suspicious by themselves: they look like 万元.
_SMALL = 10_000


def refuse_undecided_money(
    policy: Policy, table: BoundTable, decisions: Sequence[Decision]
) -> None:
    """Refuse a table in which everybody is in the lowest tier, and in 万元 would not be.

    It is refused where 万元 would spread the customers over several tiers, or where it would move
    them and no amount reaches 10,000 元. Raises InputRefused.
    """
    result = policy.main_result
    given = {d.results.get(result.name) for d in decisions if d.results}
    if given != {result.tiers[0].id}:
        return
    for column in table.columns.values():
        if column.unit.dimension is not Dimension.MONEY or column.unit_source in (
            UnitSource.OPTION,
            UnitSource.HEADER,
            UnitSource.NOTE,
        ):
            continue
        amounts = [abs(v) for v in column.values if isinstance(v, float)]
        again = decide(policy, _scaled(table, column))
        moved = {d.results.get(result.name) for d in again if d.results}
        small = max(amounts, default=_SMALL) < _SMALL
        if len(moved) > 1 or (small and moved != given):
            raise messages.undecided_money(
                policy.inputs[column.input].label,
                " ".join(column.header.split()),
                CellRef(table.sheet, table.header_row, column.col),
                column.input,
            )


def _scaled(table: BoundTable, column: BoundColumn) -> BoundTable:
    values: list[Value] = [
        shifted(repr(v), TEN_THOUSAND_YUAN.shift) if isinstance(v, float) else v
        for v in column.values
    ]
    columns = {**table.columns, column.input: replace(column, values=values)}
    return replace(table, columns=columns)
