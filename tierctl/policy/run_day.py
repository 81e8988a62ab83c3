"""Days that count from the day of the run: `as_of+1个月`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

AS_OF = "as_of"
DAY = re.compile(
    r"as_of\s*(?:(?P<sign>[+-])\s*(?P<count>\d{1,4}|[a-z][a-z0-9_-]*)\s*"
    r"(?P<unit>天|日|周|个月|月|年|days?|weeks?|months?|years?)?)?\Z"
)
_UNITS = {"天": "d", "日": "d", "周": "w", "个月": "m", "月": "m", "年": "y"}


def moved(day: date, count: int, unit: str) -> date:
    """Return the day so many 天, 周, 个月 or 年 later: the same day of a month, or its last one."""
    kind = _UNITS.get(unit, unit[:1] or "d")
    if kind in "dw":
        return day + timedelta(days=count * (7 if kind == "w" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if kind == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
