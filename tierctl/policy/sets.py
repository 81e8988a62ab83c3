"""A condition on one input is a set of values: numbers, days, or texts, and maybe blank.

Every kind of set has `holds`, `union`, `intersection`, `complement`, `empty` and `witness`, and
one normal form: two spellings of one condition are equal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from tierctl.model.dates import FIRST, LAST
from tierctl.model.table import Value
from tierctl.policy.intervals import WHOLE_LINE, Interval, gaps, merged, overlaps
from tierctl.policy.text_sets import TextSet


@dataclass(frozen=True, slots=True)
class NumberSet:
    """A union of disjoint intervals, ascending, none touching the next; and whether blank is in.

    Build with `of`, which normalises.
    """

    intervals: tuple[Interval, ...]
    blank: bool = False

    @classmethod
    def of(cls, *intervals: Interval, blank: bool = False) -> Self:
        """Return the union of intervals, normalised."""
        return cls(merged(list(intervals)), blank)

    @classmethod
    def everything(cls) -> Self:
        """Return the set of all numbers, and blank."""
        return cls.of(WHOLE_LINE, blank=True)

    @classmethod
    def any_of(cls, sets: Iterable[Self]) -> Self:
        """Return the values that are in at least one of many sets."""
        listed = list(sets)
        return cls.of(*(i for s in listed for i in s.intervals), blank=any(s.blank for s in listed))

    @classmethod
    def all_of(cls, sets: Iterable[Self]) -> Self:
        """Return the values that are in every one of many sets."""
        return cls.any_of(s.complement() for s in sets).complement()

    def holds(self, value: Value) -> bool:
        """Tell whether a value is in the set; a text never is."""
        if value is None:
            return self.blank
        if isinstance(value, str):
            return False
        return any(interval.holds(value) for interval in self.intervals)

    def union(self, other: Self) -> Self:
        """Return the values that are in either."""
        return self.of(*self.intervals, *other.intervals, blank=self.blank or other.blank)

    def intersection(self, other: Self) -> Self:
        """Return the values that are in both."""
        common = overlaps(self.intervals, other.intervals)
        return self.of(*common, blank=self.blank and other.blank)

    def complement(self) -> Self:
        """Return the values that are not in it."""
        return self.of(*gaps(self.intervals), blank=not self.blank)

    def but_blank(self) -> Self:
        """Return the set without blank."""
        return self if not self.blank else type(self)(self.intervals)

    @property
    def empty(self) -> bool:
        """Whether no value is in it, blank included."""
        return not self.blank and all(interval.vacant for interval in self.intervals)

    def witness(self) -> Value:
        """Return a number in the set; None where only blank is in it, or nothing."""
        return next((i.witness() for i in self.intervals if not i.vacant), None)


class DateSet(NumberSet):
    """A set of days, each the ordinal of its date; a moment belongs to its day.

    An interval runs from its first day to the midnight that ends its last: `[first, last + 1)`,
    open towards the first and last date that there is.
    """

    __slots__ = ()

    @classmethod
    def of(cls, *intervals: Interval, blank: bool = False) -> Self:
        """Return the union of intervals, in whole days."""
        return cls(merged([days for i in intervals for days in _whole_days(i)]), blank)

    @property
    def days(self) -> tuple[Interval, ...]:
        """The intervals from their first day to their last, both in."""
        ends = [(i.low, i.high - 1) for i in self.intervals]
        return tuple(
            Interval(low, high, math.isfinite(low), math.isfinite(high)) for low, high in ends
        )

    def witness(self) -> Value:
        """Return a day in the set; None where only blank is in it, or nothing."""
        if not self.intervals:
            return None
        first = self.intervals[0]
        if first.low_closed:
            return first.low
        return float(date(2000, 1, 1).toordinal() if first == WHOLE_LINE else first.high - 1)


def _whole_days(interval: Interval) -> list[Interval]:
    if interval.empty:
        return []
    low, high = interval.low, interval.high
    if math.isfinite(low):
        low = float(math.ceil(low) if interval.low_closed else math.floor(low) + 1)
    if math.isfinite(high):
        high = float(math.floor(high) + 1 if interval.high_closed else math.ceil(high))
    low = -math.inf if low <= FIRST else low
    high = math.inf if high > LAST else high
    if low >= high or low > LAST or high <= FIRST:
        return []
    return [Interval(low, high, low > -math.inf, False)]


ValueSet = NumberSet | TextSet
