"""From when until when a version of a policy holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tierctl.policy.period import ALWAYS, Period

FIRST = date(2026, 1, 1)
days = st.integers(0, 12).map(lambda n: FIRST + timedelta(n))
periods = st.builds(Period, st.none() | days, st.none() | days).filter(
    lambda p: p.first is None or p.last is None or p.first <= p.last
)


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        (Period(FIRST, date(2026, 6, 30)), "2026-01-01 至 2026-06-30", "2026-01-01 to 2026-06-30"),
        (Period(FIRST), "自 2026-01-01 起", "from 2026-01-01"),
        (Period(None, FIRST), "至 2026-01-01 止", "until 2026-01-01"),
        (ALWAYS, "未注明日期", "undated"),
    ],
)
def test_it_says_its_days(period: Period, zh: str, en: str) -> None:
    assert (zh, en) == (period.text.zh, period.text.en)


@given(periods, days)
def test_both_ends_are_in(period: Period, day: date) -> None:
    if period.first is not None:
        assert period.holds(period.first)
        assert not period.holds(period.first - timedelta(1))
    if period.last is not None:
        assert period.holds(period.last)
        assert not period.holds(period.last + timedelta(1))
    near = period.nearest(day)
    assert period.holds(near)
    assert (near == day) == period.holds(day)


@given(periods, periods, days)
def test_what_two_have_in_common_holds_where_both_do(a: Period, b: Period, day: date) -> None:
    common = a.common(b)
    assert (a.holds(day) and b.holds(day)) == (common is not None and common.holds(day))
