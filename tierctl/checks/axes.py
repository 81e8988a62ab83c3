"""An axis: the values that one input may have, cut into cells that no condition of a table divides.

A set of cells is a number, a bit for each, so that conditions are united, met and taken from one
another in no time.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from tierctl.checks.attainable import Attainable
from tierctl.checks.boxes import cells_of
from tierctl.checks.round_number import digits, round_number
from tierctl.model.table import Value
from tierctl.policy import patterns
from tierctl.policy.intervals import Interval, overlaps
from tierctl.policy.patterns import ANYTHING, NOTHING, Pattern, TooComplex
from tierctl.policy.sets import DateSet, NumberSet, ValueSet
from tierctl.policy.text_sets import TextSet

_MOST_KINDS = 200
"""Kinds of text that conditions on contained parts may tell apart."""
_OTHER = ("其他", "other")


class Axis(Protocol):
    """What boxes need of an axis."""

    full: int
    """All cells that have a value."""

    def cells(self, values: ValueSet) -> int:
        """Return the cells in a set that is one of the conditions, or made of them."""

    def values(self, cells: int) -> ValueSet:
        """Return the values of cells."""

    def pick(self, cells: int) -> Value:
        """Return a value of the cells that a person would name."""


def axis(attainable: Attainable, conditions: Sequence[ValueSet]) -> Axis:
    """Return the axis of an input and of all conditions on it. Raises TooComplex."""
    if isinstance(attainable.values, TextSet):
        texts = [c for c in conditions if isinstance(c, TextSet)]
        return TextAxis(attainable.values, texts)
    return NumberAxis(attainable, [c for c in conditions if not isinstance(c, TextSet)])


class NumberAxis:
    """Numbers: by turns the open interval before a bound and the bound; blank comes last."""

    def __init__(self, attainable: Attainable, conditions: Sequence[NumberSet]) -> None:
        assert not isinstance(attainable.values, TextSet)
        self._domain = attainable.values
        self._listed = attainable.numbers is not None
        ends = {b for c in conditions for i in c.intervals for b in (i.low, i.high)}
        self._bounds = sorted(b for b in ends if math.isfinite(b))
        edges = [-math.inf, *self._bounds, math.inf]
        parts = []
        for low, high in pairwise(edges):
            parts += [Interval(low, high, False, False), Interval(high, high, True, True)]
        self._parts = parts[:-1]
        self._blank = 1 << len(self._parts)
        self.full = self._blank if self._domain.blank else 0
        for position, part in enumerate(self._parts):
            common = overlaps((part,), self._near(part))
            if any(attainable.on_grid(i) for i in common if not i.vacant):
                self.full |= 1 << position

    def _near(self, part: Interval) -> tuple[Interval, ...]:
        """Return the intervals of the domain that may meet a part."""
        intervals = self._domain.intervals
        start = bisect_left(intervals, part.low, key=lambda i: i.high)
        end = bisect_left(intervals, math.nextafter(part.high, math.inf), key=lambda i: i.low)
        return intervals[start:end]

    def cells(self, values: ValueSet) -> int:
        """Return the cells in a set."""
        assert not isinstance(values, TextSet)
        found = self._blank if values.blank else 0
        for i in values.intervals:
            low = self._position(i.low, 1 if i.low_closed else 2)
            high = self._position(i.high, 2 if i.high_closed else 1)
            found |= (1 << high) - (1 << low)
        return found & self.full

    def _position(self, bound: float, behind: int) -> int:
        if math.isinf(bound):
            return 0 if bound < 0 else len(self._parts)
        return 2 * bisect_left(self._bounds, bound) + behind

    def _common(self, cells: int) -> NumberSet:
        chosen = [self._parts[position] for position in cells_of(cells & ~self._blank)]
        return type(self._domain).of(*chosen, blank=bool(cells & self._blank))

    def values(self, cells: int) -> ValueSet:
        """Return the numbers of cells; where they are finitely many, the conditions between."""
        common = self._common(cells)
        return common if self._listed else common.intersection(self._domain)

    def pick(self, cells: int) -> Value:
        """Return a bound, else the roundest number; blank where there is nothing else."""
        numbers = []
        for position in cells_of(cells & ~self._blank):
            part = self._parts[position]
            numbers += [
                (part.low != part.high, digits(number), abs(number), number)
                for i in overlaps((part,), self._near(part))
                if not i.vacant
                for number in self._chosen(i)
            ]
        return min(numbers)[-1] if numbers else None

    def _chosen(self, interval: Interval) -> list[float]:
        """Return the number to name of an interval; none where no day lies between two moments."""
        if not isinstance(self._domain, DateSet):
            return [round_number(interval)]
        day = DateSet.of(interval).witness()
        return [day] if isinstance(day, float) else []


class TextAxis:
    """Texts: those that are named, each by itself, then the other kinds; blank comes last."""

    def __init__(self, domain: TextSet, conditions: Sequence[TextSet]) -> None:
        sets = [domain, *conditions]
        self._domain = domain
        self._texts = sorted({text for s in sets for text in s.exceptions})
        # A listed domain has no other kinds of text.
        self._kinds = _kinds({s.pattern for s in sets}) if domain.pattern else []
        self._blank = 1 << (len(self._texts) + len(self._kinds))
        self.full = (1 << (len(self._texts) + len(self._kinds) + 1)) - 1
        self.full = self.cells(domain)

    def cells(self, values: ValueSet) -> int:
        """Return the cells in a set."""
        assert isinstance(values, TextSet)
        found = self._blank if values.blank else 0
        for position, text in enumerate(self._texts):
            found |= values.holds(text) << position
        for position, (_, within) in enumerate(self._kinds, start=len(self._texts)):
            found |= (values.pattern in within) << position
        return found & self.full

    def values(self, cells: int) -> ValueSet:
        """Return the texts of cells. Raises TooComplex."""
        number = len(self._texts)
        chosen = [kind for n, (kind, _) in enumerate(self._kinds, number) if cells >> n & 1]
        every = bool(chosen) and len(chosen) == len(self._kinds)
        pattern = ANYTHING if every else patterns.any_of(chosen)
        exceptions = frozenset(
            text
            for n, text in enumerate(self._texts)
            if bool(cells >> n & 1) != patterns.holds(pattern, text)
        )
        return TextSet(pattern, exceptions, bool(cells & self._blank))

    def pick(self, cells: int) -> Value:
        """Return a text that is named, else one that is not; blank where there is nothing else."""
        named = next((text for n, text in enumerate(self._texts) if cells >> n & 1), None)
        if named is not None:
            return named
        kinds = enumerate(self._kinds, len(self._texts))
        kind = next((kind for n, (kind, _) in kinds if cells >> n & 1), None)
        if kind is None:
            return None
        values = TextSet(kind, frozenset(t for t in self._texts if patterns.holds(kind, t)))
        plain = self._texts and all(text.isascii() for text in self._texts)
        other = _OTHER[1] if plain else _OTHER[0]
        return other if values.holds(other) else values.witness()


def _kinds(wanted: set[Pattern]) -> list[tuple[Pattern, set[Pattern]]]:
    """Return kinds of text that no pattern divides, each with the patterns that it is in."""
    kinds: list[tuple[Pattern, set[Pattern]]] = [(ANYTHING, {ANYTHING})]
    for pattern in sorted(wanted - {ANYTHING, NOTHING}, key=str):
        parted = []
        for kind, within in kinds:
            parted.append((patterns.both(kind, pattern), {*within, pattern}))
            parted.append((patterns.both(kind, patterns.neither(pattern)), within))
        kinds = [(kind, within) for kind, within in parted if kind]
        if len(kinds) > _MOST_KINDS:
            raise TooComplex
    return kinds
