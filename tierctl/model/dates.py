"""Dates as whole days: the proleptic Gregorian ordinal, 1 is 0001-01-01."""

from __future__ import annotations

import re
from datetime import date, timedelta

FIRST = date.min.toordinal()
LAST = date.max.toordinal()

_SPELLED = re.compile(
    r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})[日号]?(?:[T ][0-9:.]+)?\Z"
)
_DIGITS = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})\Z")
_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_NO_SUCH_DAY = 60
"""The serial of 29 February 1900, which was never; the days before it count from one day later."""
_MINUTES = 24 * 60


def day_of(text: str) -> int | None:
    """Return the day that `2024-01-15`, `2024/1/15`, `2024年1月15日` or `20240115` names, or None.

    A time behind it says nothing about the day.
    """
    match = _SPELLED.match(text) or _DIGITS.match(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).toordinal()
    except ValueError:
        return None


def iso(day: int) -> str:
    """Return a day as `2024-01-15`."""
    return date.fromordinal(day).isoformat()


def moment_of_serial(serial: float, *, date1904: bool) -> str | None:
    """Return what a spreadsheet's serial number shows: `2024-01-15`, `2024-01-15 13:30`, `13:30`.

    Serials are days since the workbook's epoch; None where there is no such day.
    """
    if not 0 <= serial < LAST or (int(serial) == _NO_SUCH_DAY and not date1904):
        return None
    days = int(serial)
    # 08:30 is stored a little short of itself.
    minute = int((serial - days) * _MINUTES + 0.001)
    time = f"{minute // 60:02}:{minute % 60:02}" if minute else ""
    if days == 0 and (time or not date1904):
        return time or None
    early = not date1904 and days < _NO_SUCH_DAY
    try:
        day = (_EPOCH_1904 if date1904 else _EPOCH) + timedelta(days=days + early)
    except OverflowError:
        return None
    return f"{day.isoformat()} {time}".rstrip()
