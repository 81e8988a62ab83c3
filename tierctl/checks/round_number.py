"""The number in an interval that a person would name: a bound, else the roundest one."""

from __future__ import annotations

import math

from tierctl.policy.intervals import Interval

_FINEST = 16


def round_number(interval: Interval) -> float:
    """Return a number between the bounds of an interval that is not vacant, as round as can be."""
    if interval.holds(0.0):
        return 0.0
    if interval.low_closed:
        return interval.low
    if interval.high_closed:
        return interval.high
    sizes = [abs(b) for b in (interval.low, interval.high) if math.isfinite(b) and b != 0]
    power = math.floor(math.log10(max(sizes))) if sizes else 0
    for step in range(power, power - _FINEST, -1):
        number = _multiple(interval, step)
        if number is not None:
            return number
    return interval.witness()


def digits(number: float) -> int:
    """Return how many digits a number has that are not zeros at its end: how little round it is."""
    mantissa = repr(abs(number)).partition("e")[0].replace(".", "")
    return len(mantissa.strip("0"))


def _multiple(interval: Interval, power: int) -> float | None:
    """Return the multiple of a power of ten between the bounds that is nearest to zero."""
    upwards = interval.low >= 0
    near = interval.low if upwards else interval.high
    count = abs(near) / 10.0**power
    if count > 2**53:
        return None
    start = math.floor(count)
    found = (float(f"{'' if upwards else '-'}{n}e{power}") for n in (start, start + 1, start + 2))
    return next((number for number in found if interval.holds(number)), None)
