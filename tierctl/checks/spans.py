"""Spans: what arithmetic makes of sets of numbers that do not depend on one another.

A set is a union of intervals, most of them one number: the points that a table gives. What people
judge fills an interval, or every step of one, and its sum with anything does so, too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from tierctl.checks.attainable import Attainable
from tierctl.model.quantity import rounded
from tierctl.policy.formulas import Binary, Formula, Name, Operator, Undefined, evaluate
from tierctl.policy.intervals import Interval, merged
from tierctl.policy.sets import DateSet, NumberSet

_MOST = 5_000
MOST_PAIRS = 50_000
"""Pairs of intervals that one operation may combine."""


class TooMany(Exception):
    """There are too many intervals, or what becomes of them is not simply told."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Disjoint intervals, ascending. No two numbers of a wide one are further apart than `mesh`."""

    intervals: tuple[Interval, ...]
    mesh: float = 0.0

    @property
    def numbers(self) -> list[float] | None:
        """All its numbers; None where they are infinitely many."""
        if any(i.low != i.high for i in self.intervals):
            return None
        return [i.low for i in self.intervals]

    def rounded(self, decimals: int, *, blank: bool) -> NumberSet:
        """Return the set as its numbers are rounded to decimals; every end is attained then."""
        return NumberSet.of(*(_rounded(i, decimals) for i in self.intervals), blank=blank)

    def fills(self, decimals: int) -> bool:
        """Tell whether every number with so many decimals between the ends is attained."""
        return self.mesh <= 10.0**-decimals * (1 + 1e-9)


def one(number: float) -> Spans:
    """Return the set of one number."""
    return Spans((_point(number),))


def listed(numbers: Iterable[float]) -> Spans:
    """Return the set of some numbers. Raises TooMany."""
    return _limited(merged([_point(number) for number in numbers]), 0.0)


def of_attainable(read: Attainable) -> Spans:
    """Return the numbers that a value may have. Raises TooMany."""
    values = read.values
    if not isinstance(values, NumberSet) or isinstance(values, DateSet):
        raise TooMany
    wide = any(i.low != i.high for i in values.intervals)
    mesh = 10.0**-read.decimals if wide and read.decimals is not None else 0.0
    return _limited(values.intervals, mesh)


def negative(spans: Spans) -> Spans:
    """Return the numbers with the other sign."""
    turned = [Interval(-i.high, -i.low, i.high_closed, i.low_closed) for i in spans.intervals]
    return Spans(tuple(reversed(turned)), spans.mesh)


def combined(op: Operator, first: Spans, second: Spans) -> Spans:
    """Return what an operation makes of every number of one set and of the other one.

    Raises TooMany.
    """
    if len(first.intervals) * len(second.intervals) > MOST_PAIRS:
        raise TooMany
    formula = Formula(Binary(op, Name("a"), Name("b")))
    a, b = first.numbers, second.numbers
    if a is not None and b is not None:
        return listed(_each(formula, a, b))
    if op in "+-":
        second = negative(second) if op == "-" else second
        pairs = product(first.intervals, second.intervals)
        return _limited(merged([_sum(x, y) for x, y in pairs]), max(first.mesh, second.mesh))
    if op == "*" and a is not None and len(a) == 1:
        return _scaled(formula, second, a[0], turned=True)
    if b is not None and len(b) == 1 and (op == "*" or b[0] != 0):
        return _scaled(formula, first, b[0], turned=False)
    raise TooMany


def _each(formula: Formula, first: Iterable[float], second: list[float]) -> Iterator[float]:
    for a in first:
        for b in second:
            try:
                value = evaluate(formula, {"a": a, "b": b})
            except Undefined:
                continue  # such a customer has no value, and stays ungraded
            assert value is not None
            yield value


def _scaled(formula: Formula, spans: Spans, by: float, *, turned: bool) -> Spans:
    def at(end: float) -> float:
        if not math.isfinite(end):
            raise TooMany
        a, b = (by, end) if turned else (end, by)
        value = evaluate(formula, {"a": a, "b": b})
        assert value is not None
        return value

    found, mesh = [], 0.0
    for i in spans.intervals:
        ends = sorted([(at(i.low), i.low_closed), (at(i.high), i.high_closed)])
        (low, low_closed), (high, high_closed) = ends
        found.append(_point(low) if low == high else Interval(low, high, low_closed, high_closed))
    if spans.mesh:
        mesh = abs(at(spans.mesh) - at(0.0))
    return _limited(merged(found), mesh)


def _sum(a: Interval, b: Interval) -> Interval:
    low, high = a.low + b.low, a.high + b.high
    if math.isnan(low) or math.isnan(high) or low == math.inf or high == -math.inf:
        raise TooMany
    return Interval(
        low,
        high,
        a.low_closed and b.low_closed and math.isfinite(low),
        a.high_closed and b.high_closed and math.isfinite(high),
    )


def _rounded(interval: Interval, decimals: int) -> Interval:
    """Return the ends as numbers next to them inside are rounded."""
    low, high = interval.low, interval.high
    if math.isfinite(low):
        low = rounded(low if interval.low_closed else math.nextafter(low, math.inf), decimals)
    if math.isfinite(high):
        high = rounded(high if interval.high_closed else math.nextafter(high, -math.inf), decimals)
    return Interval(low, high, math.isfinite(low), math.isfinite(high))


def _limited(intervals: tuple[Interval, ...], mesh: float) -> Spans:
    if len(intervals) > _MOST:
        raise TooMany
    return Spans(intervals, mesh)


def _point(number: float) -> Interval:
    return Interval(number, number, True, True)
