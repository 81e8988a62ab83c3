"""The number that stands for an interval: a person would name it."""

import math

import pytest
from hypothesis import given
from test_sets import intervals

from tierctl.checks.round_number import digits, round_number
from tierctl.policy.intervals import Interval


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (5e6, math.inf, 6e6),
        (1e6, 5e6, 2e6),
        (-math.inf, 0.0, -1.0),
        (-math.inf, -5e6, -6e6),
        (-math.inf, 7.0, 0.0),
        (0.0, 0.5, 0.1),
        (89.0, 90.0, 89.1),
        (0.79, 0.8, 0.791),
        (-90.0, -89.0, -89.1),
        (1.0, 1.0 + 4e-16, math.nextafter(1.0, 2.0)),
    ],
)
def test_an_open_interval_is_told_by_its_roundest_number(
    low: float, high: float, expected: float
) -> None:
    assert expected == round_number(Interval(low, high, False, False))


def test_a_bound_that_is_in_comes_first() -> None:
    assert 3.25 == round_number(Interval(3.25, 9.0, True, False))
    assert 9.5 == round_number(Interval(3.25, 9.5, False, True))


@given(intervals())
def test_the_number_lies_between_the_bounds(interval: Interval) -> None:
    assert interval.vacant or interval.holds(round_number(interval))


@pytest.mark.parametrize(("number", "expected"), [(5e6, 1), (0.25, 2), (0.0, 0), (-101.5, 4)])
def test_a_round_number_has_few_digits(number: float, expected: int) -> None:
    assert expected == digits(number)
