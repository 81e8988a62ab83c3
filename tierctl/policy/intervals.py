"""An interval: the numbers between two bounds, each bound in or out."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The numbers between two bounds; an infinite bound is never closed."""

    low: float
    high: float
    low_closed: bool
    high_closed: bool

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high):
            raise ValueError("a bound is not a number")

    @property
    def empty(self) -> bool:
        """Whether no real number lies between the bounds."""
        return self.low > self.high or (
            self.low == self.high and not (self.low_closed and self.high_closed)
        )

    @property
    def vacant(self) -> bool:
        """Whether no double lies between the bounds: it is empty, or they are neighbours."""
        both_open = not (self.low_closed or self.high_closed)
        return self.empty or (both_open and math.nextafter(self.low, math.inf) >= self.high)

    def holds(self, value: float) -> bool:
        """Tell whether a number lies between the bounds."""
        above = value > self.low or (self.low_closed and value == self.low)
        below = value < self.high or (self.high_closed and value == self.high)
        return above and below

    def touches(self, later: Interval) -> bool:
        """Tell whether an interval that begins no earlier leaves no gap behind this one."""
        return later.low < self.high or (
            later.low == self.high and (later.low_closed or self.high_closed)
        )

    def common(self, other: Interval) -> Interval:
        """Return the numbers that both hold; it may be empty."""
        low = max((self.low, not self.low_closed), (other.low, not other.low_closed))
        high = min((self.high, self.high_closed), (other.high, other.high_closed))
        return Interval(low[0], high[0], not low[1], high[1])

    def witness(self) -> float:
        """Return a number between the bounds of an interval that is not vacant."""
        if self.low_closed:
            return self.low
        if self.high_closed:
            return self.high
        if math.isinf(self.low) and math.isinf(self.high):
            return 0.0
        if math.isinf(self.high):
            return max(self.low + 1, math.nextafter(self.low, math.inf))
        if math.isinf(self.low):
            return min(self.high - 1, math.nextafter(self.high, -math.inf))
        middle = self.low / 2 + self.high / 2
        return middle if self.holds(middle) else math.nextafter(self.low, math.inf)


WHOLE_LINE = Interval(-math.inf, math.inf, False, False)


def merged(intervals: list[Interval]) -> tuple[Interval, ...]:
    """Return the union of intervals as disjoint ones, ascending, none touching the next."""
    result: list[Interval] = []
    kept = [i for i in intervals if not i.empty]
    for part in sorted(kept, key=lambda i: (i.low, not i.low_closed)):
        last = result[-1] if result else None
        if last is None or not last.touches(part):
            result.append(part)
            continue
        high = max((last.high, last.high_closed), (part.high, part.high_closed))
        result[-1] = Interval(last.low, high[0], last.low_closed, high[1])
    return tuple(result)


def gaps(intervals: tuple[Interval, ...]) -> list[Interval]:
    """Return what lies between, before and behind ascending disjoint intervals."""
    found = []
    low, closed = -math.inf, False
    for part in intervals:
        found.append(Interval(low, part.low, closed, not part.low_closed and part.low > -math.inf))
        low, closed = part.high, not part.high_closed and part.high < math.inf
    found.append(Interval(low, math.inf, closed, False))
    return found


def overlaps(a: tuple[Interval, ...], b: tuple[Interval, ...]) -> list[Interval]:
    """Return the common parts of two ascending lists of disjoint intervals, in one pass."""
    found = []
    i = j = 0
    while i < len(a) and j < len(b):
        found.append(a[i].common(b[j]))
        if (a[i].high, a[i].high_closed) < (b[j].high, b[j].high_closed):
            i += 1
        else:
            j += 1
    return found
