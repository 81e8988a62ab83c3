"""How far a customer is from another tier: the least that would have to change."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tierctl.engine.reach import Reach
from tierctl.engine.trace import RuleTrace, StepTrace, trace
from tierctl.model.table import Value
from tierctl.policy.intervals import Interval
from tierctl.policy.policy import Policy
from tierctl.policy.sets import DateSet, NumberSet, ValueSet
from tierctl.policy.steps import DecisionTable, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that would have to be in another set.

    A number has a `way` there, and the set is the part that it leads to: it must become `bound`, or
    lie `beyond` it, a signed distance `by` from where it is, all in the base unit, and in days for
    a date. A text, or a number that is blank, has none.
    """

    name: str
    needed: ValueSet
    way: Way | None = None

    @property
    def least(self) -> Value:
        """The value in the set that is nearest, or for want of a distance one of them."""
        return self.way.there if self.way is not None else self.needed.witness()


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


class Gaps:
    """Find how far customers of one policy are from the tiers that they do not have.

    Only the table that gives the tier is looked at: what it reads may be the result of earlier
    steps. A value that another one is calculated from does not change alone, and is left as it is.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        name = policy.main_result.name
        self._place = next(i for i, step in enumerate(policy.steps) if name in step.gives)
        table = policy.steps[self._place]
        assert isinstance(table, DecisionTable)
        self._reach = Reach(policy, table)
        bound = {n for name in table.names for n in _sources(policy, name)}
        self._free = [name for name in table.names if name not in bound]

    def of(self, steps: Sequence[StepTrace]) -> list[Gap]:
        """Return the gap to every tier that a customer does not have, from the lowest tier up.

        It is one value that changes if that is enough, otherwise all those that a rule still asks
        for. A tier that no such change gives (an earlier rule takes it away, say) is left out.
        """
        if len(steps) <= self._place:
            return []
        traced = steps[self._place]
        result = self._policy.main_result
        had = traced.results.get(result.name)
        reached = {name: self._reach.of(name, traced.values) for name in self._free}
        found = []
        for tier in result.tiers:
            if tier.id == had:
                continue
            single = [
                _change(name, traced.values.get(name), tiers[tier.id])
                for name, tiers in reached.items()
                if tier.id in tiers
            ]
            ways = self._giving(traced, tier.id, [(change,) for change in single if change])
            if not ways:
                rules = [r for r in traced.rules if r.rule.results[result.name] == tier.id]
                ways = self._giving(traced, tier.id, [self._asked(rule) for rule in rules])
            if ways:
                found.append(min(ways, key=_size))
        return found

    def _asked(self, rule: RuleTrace) -> tuple[Change, ...]:
        """Return what must change for a rule to match; nothing where that cannot be."""
        missing = [check for check in rule.checks if not check.holds]
        changes = [
            _change(check.name, check.value, check.condition)
            for check in missing
            if check.name in self._free
        ]
        told = tuple(change for change in changes if change is not None)
        return told if len(told) == len(missing) else ()

    def _giving(
        self, traced: StepTrace, tier: str, ways: Iterable[tuple[Change, ...]]
    ) -> list[Gap]:
        """Return the ways that give a tier, tried with the least that each of them asks for."""
        gaps = []
        for changes in ways:
            values = {**traced.values, **{change.name: change.least for change in changes}}
            steps = trace(self._policy, values, self._place)
            ended = len(steps) == len(self._policy.steps) - self._place and steps[-1].results
            told = changes and ended and all(self._may_be(c.name, c.least) for c in changes)
            if told and steps[0].results[self._policy.main_result.name] == tier:
                rule = next(rule.rule for rule in steps[0].rules if rule.decided)
                gaps.append(Gap(tier=tier, rule=rule, changes=changes))
        return gaps

    def _may_be(self, name: str, value: Value) -> bool:
        """Tell whether an input may have a value; a result may have any."""
        read = self._policy.inputs.get(name)
        if read is None:
            return True
        return (
            not read.needs_value
            if value is None
            else read.domain is None or read.domain.holds(value)
        )


def _sources(policy: Policy, name: str) -> set[str]:
    """Return what a result is calculated from, in however many steps."""
    step = next((step for step in policy.steps if name in step.gives), None)
    read = set(step.names) if step is not None else set()
    return read.union(*(_sources(policy, name) for name in read))


def _size(gap: Gap) -> tuple[int, float]:
    ways = [change.way for change in gap.changes]
    return len(ways), sum(abs(way.by) if way is not None else math.inf for way in ways)


def _change(name: str, value: Value, needed: ValueSet) -> Change | None:
    """Return how a value gets into a set that it is not in; None where it cannot."""
    if isinstance(needed, NumberSet):
        needed = needed.but_blank()
    if needed.empty:
        return None
    if not isinstance(needed, NumberSet) or not isinstance(value, float):
        return Change(name=name, needed=needed)
    parts = needed.days if isinstance(needed, DateSet) else needed.intervals
    ways = [(_way(part, value), part) for part in parts if not part.vacant]
    way, part = min(ways, key=lambda way: (abs(way[0].by), way[0].beyond))
    return Change(name=name, needed=needed.of(part), way=way)


def _way(interval: Interval, value: float) -> Way:
    upwards = value <= interval.low
    bound = interval.low if upwards else interval.high
    closed = interval.low_closed if upwards else interval.high_closed
    by = float(Decimal(repr(bound)) - Decimal(repr(value)))  # as written: 5.1 is 0.1 from 5.2
    return Way(bound=bound, by=by, beyond=not closed, upwards=upwards)
