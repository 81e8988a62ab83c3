"""One bound of a condition: its value, whether it is in, and which side of it is meant."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from tierctl.model.quantity import Unit, shifted
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


def unsaid_unit(low: Bound, high: Bound, column: Unit) -> Bound | None:
    """Return the bound that may be meant in the other's unit, as 100 in 100-500万; or None.

    0 is 0 in any unit, and in 5000000-1亿 the first number in 亿 would be above the second.
    """
    if math.isinf(low.value) or math.isinf(high.value) or low.value == high.value:
        return None
    if low.unit is None and high.unit is not None and low.value != 0:
        moved = shifted(repr(low.value), high.unit.shift - column.shift)
        differs = high.unit.shift != column.shift
        return low if differs and moved is not None and moved < high.value else None
    # Above 0 the letter is clear: 1万-50000, and 1万-5 is the wrong way round.
    if high.unit is None and low.unit is not None and low.value < 0 < high.value:
        return high if low.unit.shift > column.shift else None
    return None
