"""Customers whose total is on a bound between two grades of a scorecard, and just below and above.

The judged points are raised or lowered until the total is there; the ladders stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from tierctl.checks.fate import Fate, fate_of
from tierctl.checks.kinds import kinds
from tierctl.model.quantity import rounded, shown
from tierctl.model.table import Value
from tierctl.model.text import Text
from tierctl.policy.card import Scorecard
from tierctl.policy.policy import Policy
from tierctl.policy.sets import NumberSet

_TOTAL = Text("{label} {total}", "{label} {total}")


def total_cases(
    policy: Policy, card: Scorecard, base: Mapping[str, Value]
) -> Iterator[tuple[Text, dict[str, Value]]]:
    """Give customers at the bounds of the grades, by what they are called."""
    base = _unlimited(policy, card, base)
    fate = fate_of(policy, base)
    now = fate.get(card.total) if isinstance(fate, Mapping) else None
    if not isinstance(now, float):
        return
    step = 10.0**-card.decimals
    for bound in _bounds(policy, card):
        for total in (bound, bound - step, bound + step):
            wanted = rounded(total, card.decimals)
            found = _with_total(card, base, wanted - now)
            got = fate_of(policy, found) if found is not None else None
            if found is not None and isinstance(got, Mapping) and got.get(card.total) == wanted:
                label = policy.results[card.total].label
                yield _TOTAL.fill(label=label, total=shown(wanted)), found


def _unlimited(policy: Policy, card: Scorecard, base: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return a customer like another one whose points count: no limit goes before them."""
    table = next(table for table in policy.tables if table.name == card.grade)
    limits = [rule for rule in table.rules if rule.id in card.limits]
    if _by_points(card, fate_of(policy, base)):
        return base
    for name in dict.fromkeys(name for rule in limits for name in rule.conditions):
        for value in kinds(policy, policy.inputs[name]) if name in policy.inputs else ():
            other = {**base, name: value}
            if _by_points(card, fate_of(policy, other)):
                return other
    return base


def _by_points(card: Scorecard, fate: Fate) -> bool:
    return isinstance(fate, Mapping) and fate.get(card.grade) == fate.get(card.by_score)


def _bounds(policy: Policy, card: Scorecard) -> list[float]:
    table = next(table for table in policy.tables if table.name == card.grades)
    asked = [rule.conditions.get(card.total) for rule in table.rules]
    intervals = [i for values in asked if isinstance(values, NumberSet) for i in values.intervals]
    ends = {end for i in intervals for end in (i.low, i.high) if math.isfinite(end)}
    return sorted(ends, reverse=True)


def _with_total(
    card: Scorecard, base: Mapping[str, Value], change: float
) -> dict[str, Value] | None:
    """Return a customer whose total differs by so much; None where judged points do not do it."""
    found = dict(base)
    judged = [item for item in card.characteristics if item.judged]
    for item in sorted(judged, key=lambda item: -item.most):
        before = found.get(item.points)
        if not isinstance(before, float):
            continue
        after = rounded(min(max(before + change, 0.0), item.most), card.decimals)
        found[item.points] = after
        change = rounded(change - (after - before), card.decimals)
    return found if change == 0 else None
