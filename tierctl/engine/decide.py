"""Decide the customers of a table: few by the reference evaluator, many by columns.

Both give the same; importing Polars takes as long as deciding some thousands one by one.
"""

from __future__ import annotations

from tierctl.engine import reference
from tierctl.model.decision import Decision
from tierctl.model.table import BoundTable
from tierctl.policy.policy import Policy

MANY = 20_000
"""From as many customers on, columns are faster."""


def decide(policy: Policy, table: BoundTable) -> list[Decision]:
    """Return one decision per customer, in the order of `table.rows`."""
    if len(table.rows) < MANY:
        return reference.decide(policy, table)
    from tierctl.engine.decided_columns import decide_columns

    return decide_columns(policy, table)
