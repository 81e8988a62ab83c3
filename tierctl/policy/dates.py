"""Dates as whole days: the proleptic Gregorian ordinal, 1 is 0001-01-01."""

from __future__ import annotations

import re
from datetime import date, timedelta

FIRST = date.min.toordinal()
LAST = date.max.toordinal()

_SPELLED = re.compile(r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})[日号]?\Z")
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


def day_of(text: str) -> int | None:
    """Return the day that `2024-01-15`, `2024/1/15` or `2024年1月15日` names, or None."""
    match = _SPELLED.match(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).toordinal()
    except ValueError:
        return None


def iso(day: int) -> str:
    """Return a day as `2024-01-15`."""
    return date.fromordinal(day).isoformat()


def day_of_serial(serial: float, date1904: bool = False) -> int | None:
    """Return the day of a spreadsheet's serial number (days since its epoch), or None."""
    try:
        return (_EPOCHS[date1904] + timedelta(days=int(serial // 1))).toordinal()
    except OverflowError:
        return None
