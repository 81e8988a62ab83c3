"""A condition on one input is a set of values: union of intervals, set of texts, or complement.

Two spellings of one condition are equal as sets, and a set prints back in one canonical form.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

from tierctl.model.quantity import Dimension, shown_short
from tierctl.model.table import Value
from tierctl.model.text import Lang
from tierctl.policy.tokens import quoted


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
        """Whether no number lies between the bounds."""
        return self.low > self.high or (
            self.low == self.high and not (self.low_closed and self.high_closed)
        )

    def holds(self, value: float) -> bool:
        """Tell whether a number lies between the bounds."""
        above = value > self.low or (self.low_closed and value == self.low)
        below = value < self.high or (self.high_closed and value == self.high)
        return above and below


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
        merged: list[Interval] = []
        for part in sorted(
            (i for i in intervals if not i.empty), key=lambda i: (i.low, not i.low_closed)
        ):
            last = merged[-1] if merged else None
            if last is None or not _touch(last, part):
                merged.append(part)
                continue
            high = max((last.high, last.high_closed), (part.high, part.high_closed))
            merged[-1] = Interval(last.low, high[0], last.low_closed, high[1])
        return cls(tuple(merged), blank)

    @classmethod
    def everything(cls) -> Self:
        """Return the set of all numbers, and blank."""
        return cls.of(Interval(-math.inf, math.inf, False, False), blank=True)

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
        parts = [_common(a, b) for a in self.intervals for b in other.intervals]
        return self.of(*parts, blank=self.blank and other.blank)

    def complement(self) -> Self:
        """Return the values that are not in it."""
        parts = []
        low, closed = -math.inf, False
        for interval in self.intervals:
            parts.append(Interval(low, interval.low, closed, not interval.low_closed))
            low, closed = interval.high, not interval.high_closed
        parts.append(Interval(low, math.inf, closed, False))
        finite = [
            Interval(
                p.low,
                p.high,
                p.low_closed and p.low > -math.inf,
                p.high_closed and p.high < math.inf,
            )
            for p in parts
        ]
        return self.of(*finite, blank=not self.blank)


@dataclass(frozen=True, slots=True)
class TextSet:
    """A set of texts, or with `complement` all texts but those; and whether blank is in."""

    texts: frozenset[str]
    complement: bool = False
    blank: bool = False

    def holds(self, value: Value) -> bool:
        """Tell whether a value is in the set; a number never is."""
        if value is None:
            return self.blank
        return isinstance(value, str) and (value in self.texts) is not self.complement


ValueSet = NumberSet | TextSet


def _touch(a: Interval, b: Interval) -> bool:
    return b.low < a.high or (b.low == a.high and (b.low_closed or a.high_closed))


def _common(a: Interval, b: Interval) -> Interval:
    low = max((a.low, not a.low_closed), (b.low, not b.low_closed))
    high = min((a.high, a.high_closed), (b.high, b.high_closed))
    return Interval(low[0], high[0], not low[1], high[1])


def canonical(values: ValueSet, dimension: Dimension, lang: Lang) -> str:
    """Return the condition in its one canonical spelling: `> 100万 且 ≤ 500万`."""
    if isinstance(values, TextSet):
        return _canonical_texts(values, lang)
    if values == NumberSet.everything():
        return "-"
    return _alternatives(
        [_canonical_interval(i, dimension, lang) for i in values.intervals], values.blank, lang
    )


def _canonical_interval(interval: Interval, dimension: Dimension, lang: Lang) -> str:
    def number(value: float) -> str:
        return shown_short(value, dimension, lang == "zh")

    if interval.low == interval.high:
        return f"= {number(interval.low)}"
    parts = []
    if interval.low > -math.inf:
        parts.append(f"{'≥' if interval.low_closed else '>'} {number(interval.low)}")
    if interval.high < math.inf:
        parts.append(f"{'≤' if interval.high_closed else '<'} {number(interval.high)}")
    if not parts:
        return "非空" if lang == "zh" else "not blank"
    return (" 且 " if lang == "zh" else " and ").join(parts)


def _canonical_texts(values: TextSet, lang: Lang) -> str:
    listed = ", ".join(quoted(text) for text in sorted(values.texts))
    if not values.complement:
        return _alternatives([listed] if listed else [], values.blank, lang)
    if not values.texts:
        return "-" if values.blank else ("非空" if lang == "zh" else "not blank")
    excluded = f"非 {listed}" if lang == "zh" else f"not {listed}"
    # Blank goes first: behind the list it would read as one more thing that is excluded.
    if values.blank:
        return f"空 或 {excluded}" if lang == "zh" else f"blank or {excluded}"
    return excluded


def _alternatives(parts: list[str], blank: bool, lang: Lang) -> str:
    if blank:
        parts = [*parts, "空" if lang == "zh" else "blank"]
    if not parts:
        return "永不" if lang == "zh" else "never"
    return (" 或 " if lang == "zh" else " or ").join(parts)
