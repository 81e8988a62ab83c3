"""One bound of a condition: its value, whether it is in, and which side of it is meant."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from tierctl.model.quantity import Unit
from tierctl.policy.intervals import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundWords:
    """How a policy reads words: whether 以上 以下 (of a date 以前 以后) include their bound.

    What says it by itself is not concerned: signs, (含), (不含), 及以上, 至少, 超过, ranges.
    """

    inclusive: bool = True


class Bound(NamedTuple):
    """A value, where it stands (zero-based, end exclusive), and what was said about it."""

    value: float
    unit: Unit | None
    """The unit that was written with it."""
    included: bool | None
    """Whether (含) or (不含) stands behind it."""
    start: int
    digits_end: int
    end: int


class Side(NamedTuple):
    """A bound, and the sign that says which side of it is meant: > >= < <=."""

    sign: str
    bound: Bound

    @property
    def lower(self) -> bool:
        """Whether the values above are meant."""
        return self.sign in (">", ">=")

    def interval(self) -> Interval:
        """Return the values on this side."""
        return compared(self.sign, self.bound.value)[0]


def compared(sign: str, value: float) -> list[Interval]:
    """Return the numbers that stand to `value` as the sign says."""
    closed = sign in (">=", "<=")
    above = Interval(value, math.inf, closed, False)
    below = Interval(-math.inf, value, False, closed)
    if sign == "=":
        return [Interval(value, value, True, True)]
    if sign == "!=":
        return [below, above]
    return [above] if sign in (">", ">=") else [below]


def between(low: Side, high: Side) -> Interval:
    """Return the values on both sides."""
    return low.interval().common(high.interval())


def ranged(low: Bound, high: Bound) -> tuple[Side, Side]:
    """Return the sides of `a-b`: both bounds are in, unless (不含) says otherwise."""
    return (
        Side(">" if low.included is False else ">=", low),
        Side("<" if high.included is False else "<=", high),
    )
