"""Decide the customers of a table: few by the reference evaluator, many by columns.

Both give the same; importing Polars takes as long as deciding some thousands one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.engine import reference
from tierctl.engine.reasons import Reasons
from tierctl.model.decision import Decisions
from tierctl.model.table import BoundTable, Value
from tierctl.model.text import Lang
from tierctl.policy.policy import Policy

MANY = 20_000
"""From as many customers on, columns are faster."""


def decide(policy: Policy, table: BoundTable) -> Decisions:
    """Return one decision per customer, in the order of `table.rows`."""
    if len(table.rows) < MANY:
        return Decisions(reference.decide(policy, table))
    from tierctl.engine.decided_columns import decide_columns

    return decide_columns(policy, table)


def reasons_of(policy: Policy, decisions: Decisions, lang: Lang) -> Sequence[Value]:
    """Return one sentence per customer: why it has its tier, or why it has none."""
    if len(decisions) >= MANY:
        from tierctl.engine.decided_columns import ColumnDecisions

        if isinstance(decisions, ColumnDecisions):
            return decisions.reasons(lang)
    reasons = Reasons(policy, lang)
    return [reasons.of(decision) for decision in decisions]
