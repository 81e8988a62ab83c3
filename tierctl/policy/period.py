"""A period: from which day until which day a version of a policy holds, both days in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tierctl.model.text import Text

_BETWEEN = Text("{first} 至 {last}", "{first} to {last}")
_FROM = Text("自 {first} 起", "from {first}")
_UNTIL = Text("至 {last} 止", "until {last}")
_UNDATED = Text("未注明日期", "undated")


@dataclass(frozen=True, slots=True)
class Period:
    """The days between two days, both in; without one of them, all days on that side."""

    first: date | None = None
    last: date | None = None

    @property
    def dated(self) -> bool:
        """Whether it has a first or a last day."""
        return self.first is not None or self.last is not None

    def holds(self, day: date) -> bool:
        """Tell whether a day is in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def common(self, other: Period) -> Period | None:
        """Return the days that both hold; None where there is none."""
        firsts = [p.first for p in (self, other) if p.first is not None]
        lasts = [p.last for p in (self, other) if p.last is not None]
        first, last = max(firsts, default=None), min(lasts, default=None)
        if first is not None and last is not None and first > last:
            return None
        return Period(first, last)

    def nearest(self, day: date) -> date:
        """Return the day of it that is nearest to a day."""
        if self.first is not None and day < self.first:
            return self.first
        return self.last if self.last is not None and day > self.last else day

    @property
    def text(self) -> Text:
        """The days in words: 2026-01-01 至 2026-12-31, 自 2026-01-01 起."""
        if self.first is None:
            return _UNTIL.fill(last=self.last) if self.last is not None else _UNDATED
        return (_BETWEEN if self.last is not None else _FROM).fill(first=self.first, last=self.last)


ALWAYS = Period()
