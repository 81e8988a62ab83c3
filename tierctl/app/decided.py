"""The decisions of a policy on a table, after the doubts that only tiers can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tierctl.app.strange_texts import strange_texts
from tierctl.app.stray_units import doubt_stray_units
from tierctl.app.undecided import refuse_undecided_money
from tierctl.engine.decide import decide
from tierctl.model.decision import Decision
from tierctl.model.table import BoundTable
from tierctl.policy.policy import Policy


def decided(policy: Policy, table: BoundTable) -> tuple[BoundTable, Sequence[Decision]]:
    """Return the table with its last doubts, and a decision for each customer.

    Raises InputRefused where the unit of all amounts is in doubt.
    """
    decisions = decide(policy, table)
    refuse_undecided_money(policy, table, decisions)
    doubted = doubt_stray_units(policy, table, decisions)
    if doubted.doubts.keys() != table.doubts.keys():
        decisions = decide(policy, doubted)
    told = [*doubted.diagnostics, *strange_texts(policy, doubted)]
    return replace(doubted, diagnostics=told), decisions
