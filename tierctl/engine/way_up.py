"""The cheapest way up one grade: the fewest items that have to give more points.

Of ways with as many items the one with the fewest judged items counts, then that with the fewest
points, then the first on the card. A judged item can give any points up to its most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from tierctl.engine.card_reading import CardReader, CardReading, Item
from tierctl.model.quantity import rounded
from tierctl.model.table import Value
from tierctl.policy.policy import Policy
from tierctl.policy.sets import NumberSet
from tierctl.policy.steps import Rule


@dataclass(frozen=True, slots=True)
class Raise:
    """One item that has to give more points, and the rule that would give them."""

    item: Item
    points: float
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class WayUp:
    """The way to a grade: the items that have to rise, and the total that they lead to."""

    grade: str
    total: float
    needed: float
    raises: tuple[Raise, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """What one item could give more: `rule` None where it is judged, and any gain will do."""

    position: int
    gain: int
    rule: Rule | None


class WaysUp:
    """Find the cheapest way up for customers of one card."""

    def __init__(self, policy: Policy, reader: CardReader) -> None:
        self._policy = policy
        self._reader = reader
        card = reader.card
        self._scale = 10**card.decimals
        self._tiers = [tier.id for tier in policy.results[card.grade].tiers]
        self._least = {grade: self._bound(grade) for grade in self._tiers}
        self._fixed = {c.id: reader.fixed_inputs(c) for c in card.characteristics if not c.judged}
        self._gains: dict[tuple[object, ...], list[_Step]] = {}
        self._known: dict[tuple[object, ...], tuple[tuple[int, int, Rule | None], ...] | None] = {}

    def of(self, reading: CardReading, values: Mapping[str, Value], grade: str) -> WayUp | None:
        """Return the way up from a grade; None at the top, and where points change nothing."""
        above = self._tiers[self._tiers.index(grade) + 1 :]
        if not above or reading.total is None:
            return None
        limit = reading.limit
        if limit is not None and (not limit.cap or limit.grade == grade):
            return None
        least = self._least[above[0]]
        if least is None:
            return None
        need = round((least - reading.total) * self._scale)
        fixed = tuple(values.get(n) for names in self._fixed.values() for n in names)
        key = (need, fixed, *(item.points for item in reading.items))
        if key not in self._known:
            self._known[key] = self._cheapest(reading, values, need)
        found = self._known[key]
        if found is None:
            return None
        raises = tuple(
            Raise(
                reading.items[position],
                rounded((reading.items[position].points or 0) + gain / self._scale, 4),
                rule,
            )
            for position, gain, rule in found
        )
        gained = sum(gain for _, gain, _ in found) / self._scale
        total = rounded(reading.total + gained, self._reader.card.decimals)
        return WayUp(above[0], total, rounded(need / self._scale, 4), raises)

    def _bound(self, grade: str) -> float | None:
        """Return the least total that gives a grade."""
        card, policy = self._reader.card, self._policy
        table = next(t for t in policy.tables if t.name == card.grades)
        lows = []
        for rule in table.rules:
            asked = rule.conditions.get(card.total)
            if rule.results[card.by_score] == grade and isinstance(asked, NumberSet):
                for interval in asked.intervals:
                    step = 0.0 if interval.low_closed else 1 / self._scale
                    lows.append(max(interval.low + step, -1e9))
        return min(lows, default=None)

    def _steps(self, item: Item, position: int, values: Mapping[str, Value]) -> list[_Step]:
        """Return what an item could give more, the least first."""
        fixed = self._fixed.get(item.characteristic.id, [])
        key = (position, item.points, *(values.get(name) for name in fixed))
        if key not in self._gains:
            self._gains[key] = self._found_steps(item, position, values)
        return self._gains[key]

    def _found_steps(self, item: Item, position: int, values: Mapping[str, Value]) -> list[_Step]:
        given, points = item.characteristic, item.points or 0.0
        if given.judged:
            gain = round((given.most - points) * self._scale)
            return [_Step(position, gain, None)] if gain > 0 else []
        steps: dict[int, _Step] = {}
        for rule in self._reader.possible(given, values, self._fixed[given.id]):
            value = rule.results[given.points]
            gain = round((float(value or 0) - points) * self._scale)
            if gain > 0 and not any(c.holds(None) for c in rule.conditions.values()):
                steps.setdefault(gain, _Step(position, gain, rule))
        return [steps[gain] for gain in sorted(steps)]

    def _cheapest(
        self, reading: CardReading, values: Mapping[str, Value], need: int
    ) -> tuple[tuple[int, int, Rule | None], ...] | None:
        every = [self._steps(item, i, values) for i, item in enumerate(reading.items)]
        most = sorted((steps[-1].gain for steps in every if steps), reverse=True)
        for count in range(1, len(most) + 1):
            if sum(most[:count]) < need:
                continue
            ladders = [steps for steps in every if steps and steps[0].rule is not None]
            only = _fewest_on_ladders(ladders, count, need)
            if only is not None:
                return only
            for judged in range(1, count + 1):
                found = _fewest_points(_ways(every, count, judged, need), need)
                if found is not None:
                    return found
        return None


def _fewest_on_ladders(
    ladders: Sequence[Sequence[_Step]], count: int, need: int
) -> tuple[tuple[int, int, Rule | None], ...] | None:
    """Return the way over so many ladders with the fewest points, the first of equal ones.

    They come in card order, so that a way which gives just what is needed ends the search.
    """
    best: Sequence[_Step] | None = None
    least = 0
    for chosen in combinations(ladders, count):
        if sum([steps[-1].gain for steps in chosen]) < need:
            continue
        for way in product(*chosen):
            gain = sum([step.gain for step in way])
            if gain >= need and (best is None or gain < least):
                best, least = way, gain
                if gain == need:
                    return tuple((step.position, step.gain, step.rule) for step in best)
    return None if best is None else tuple((s.position, s.gain, s.rule) for s in best)


def _ways(
    every: Sequence[Sequence[_Step]], count: int, judged: int, need: int
) -> Iterator[Sequence[Sequence[_Step]]]:
    """Give the sets of so many items, in card order, that can give what is needed."""
    ladders = [steps for steps in every if steps and steps[0].rule is not None]
    open = [steps for steps in every if steps and steps[0].rule is None]
    for chosen in combinations(ladders, count - judged):
        for free in combinations(open, judged):
            if sum(steps[-1].gain for steps in (*chosen, *free)) >= need:
                yield (*chosen, *free)


def _fewest_points(
    ways: Iterator[Sequence[Sequence[_Step]]], need: int
) -> tuple[tuple[int, int, Rule | None], ...] | None:
    best: tuple[int, tuple[int, ...], tuple[tuple[int, int, Rule | None], ...]] | None = None
    for way in ways:
        ladders = [steps for steps in way if steps[0].rule is not None]
        free = [steps[0] for steps in way if steps[0].rule is None]
        room = sum(step.gain for step in free)
        for chosen in product(*ladders):
            given = sum(step.gain for step in chosen)
            # Every judged item has to rise a little, or it would be no part of the way.
            rest = max(need - given, len(free))
            if given + room < need or rest > room:
                continue
            raises = [(step.position, step.gain, step.rule) for step in chosen]
            raises += _shared(free, rest)
            raises.sort(key=lambda one: one[0])
            found = (sum(gain for _, gain, _ in raises), tuple(p for p, _, _ in raises), (*raises,))
            if best is None or found[:2] < best[:2]:
                best = found
    return best[2] if best is not None else None


def _shared(free: Sequence[_Step], rest: int) -> Iterator[tuple[int, int, Rule | None]]:
    """Give the judged items what is left, the first on the card as much as it can give."""
    for i, step in enumerate(free):
        gain = min(step.gain, rest - (len(free) - i - 1))
        rest -= gain
        yield step.position, gain, None
