"""How far a customer is from another tier: the least that would have to change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tierctl.engine.hits import Hit, hit
from tierctl.engine.reference import matches
from tierctl.engine.trace import Check, RuleTrace, StepTrace
from tierctl.model.table import Value
from tierctl.policy.intervals import Interval
from tierctl.policy.policy import DecisionTable, Policy, Rule
from tierctl.policy.sets import DateSet, NumberSet, ValueSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that would have to be in another set.

    A number has a `way` there: it must become `bound`, or lie `beyond` it, a signed distance `by`
    from where it is, all in the base unit, and in days for a date. A text, or a number that is
    blank, has none.
    """

    name: str
    needed: ValueSet
    way: Way | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The shortest way of a number into a set."""

    bound: float
    by: float
    beyond: bool
    upwards: bool

    @property
    def there(self) -> float:
        """The nearest number that is in the set."""
        if not self.beyond:
            return self.bound
        return math.nextafter(self.bound, math.inf if self.upwards else -math.inf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The least change that gives a tier: through which rule, and what must change."""

    tier: str
    rule: Rule
    changes: tuple[Change, ...]


def gaps(policy: Policy, steps: Sequence[StepTrace]) -> list[Gap]:
    """Return the gap to every tier that the customer does not have, from the lowest tier up.

    Only the table that gives the tier is looked at: what it reads may be the result of earlier
    steps. A tier that no single rule would give alone (an earlier rule comes first, say) is left
    out.
    """
    result = policy.main_result
    traced = next((s for s in steps if result.name in s.step.gives), None)
    if traced is None or not isinstance(traced.step, DecisionTable):
        return []
    had = traced.results.get(result.name)
    found = []
    for tier in result.tiers:
        if tier.id == had:
            continue
        ways = [
            Gap(tier=tier.id, rule=rule.rule, changes=changes)
            for rule in traced.rules
            if rule.rule.results[result.name] == tier.id
            and (changes := _changes(rule)) is not None
            and _gives(policy, traced, changes, tier.id)
        ]
        if ways:
            found.append(min(ways, key=_size))
    return found


def _size(gap: Gap) -> tuple[int, float]:
    ways = [change.way for change in gap.changes]
    return len(ways), sum(abs(way.by) if way is not None else math.inf for way in ways)


def _changes(rule: RuleTrace) -> tuple[Change, ...] | None:
    """Return what must change for a rule to match; None where it already does, or never can."""
    changes = []
    for check in rule.checks:
        if check.holds:
            continue
        change = _change(check)
        if change is None:
            return None
        changes.append(change)
    return tuple(changes) or None


def _change(check: Check) -> Change | None:
    needed, value = check.condition, check.value
    if not isinstance(needed, NumberSet) or not isinstance(value, float):
        return Change(name=check.name, needed=needed)
    intervals = needed.days if isinstance(needed, DateSet) else needed.intervals
    ways = [_way(interval, value) for interval in intervals]
    if not ways:
        return None
    way = min(ways, key=lambda way: (abs(way.by), way.beyond))
    return Change(name=check.name, needed=needed, way=way)


def _way(interval: Interval, value: float) -> Way:
    upwards = value <= interval.low
    bound = interval.low if upwards else interval.high
    closed = interval.low_closed if upwards else interval.high_closed
    return Way(bound=bound, by=bound - value, beyond=not closed, upwards=upwards)


def _gives(policy: Policy, traced: StepTrace, changes: Sequence[Change], tier: str) -> bool:
    """Tell whether the table gives the tier once the values have changed as little as that."""
    values: dict[str, Value] = dict(traced.values)
    for change in changes:
        if change.way is None:
            return True  # a text may be any of many: the rule is told, and not tried
        values[change.name] = change.way.there
    table = traced.step
    assert isinstance(table, DecisionTable)
    found = hit(table, [rule for rule in table.rules if matches(rule, values)], policy.results)
    return isinstance(found, Hit) and found.results[policy.main_result.name] == tier
