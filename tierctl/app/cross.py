"""The customers by the tiers of two policies at once: urgency by importance is a queue of work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tierctl.app.outcome import Outcome
from tierctl.model.table import Value
from tierctl.policy.policy import Policy, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossTable:
    """Customers by the main tier of one policy, down, and of another, across.

    Tiers descend from the highest; the ungraded, tier None, come last and only where there are
    any. Whoever is outside the scope of either policy is not counted.
    """

    down: Policy
    across: Policy
    rows: Sequence[Tier | None]
    cols: Sequence[Tier | None]
    counts: Sequence[Sequence[int]]


def cross_tables(outcomes: Sequence[Outcome]) -> list[CrossTable]:
    """Return a table for any two policies."""
    return [_cross(first, second) for first, second in combinations(outcomes, 2)]


def _cross(down: Outcome, across: Outcome) -> CrossTable:
    second = dict(_tiers(across))
    pairs = Counter((tier, second[row]) for row, tier in _tiers(down) if row in second)
    rows = _listed(down.policy, {tier for tier, _ in pairs})
    cols = _listed(across.policy, {tier for _, tier in pairs})
    return CrossTable(
        down=down.policy,
        across=across.policy,
        rows=rows,
        cols=cols,
        counts=[[pairs[_id(row), _id(col)] for col in cols] for row in rows],
    )


def _tiers(outcome: Outcome) -> Iterator[tuple[int, Value]]:
    """Give the sheet's row and the main tier of every customer within the policy's scope."""
    outside = set(outcome.decisions.outside())
    values = outcome.decisions.values(outcome.policy.main_result.name)
    for position, (row, tier) in enumerate(zip(outcome.table.rows, values, strict=True)):
        if position not in outside:
            yield row, tier


def _listed(policy: Policy, found: set[Value]) -> list[Tier | None]:
    tiers: list[Tier | None] = [*reversed(policy.main_result.tiers)]
    return [*tiers, None] if None in found else tiers


def _id(tier: Tier | None) -> Value:
    return tier.id if tier is not None else None
