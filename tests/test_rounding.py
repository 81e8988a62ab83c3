"""Rounding as every engine does it: spelled out on doubles."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tierctl.model.quantity import rounded


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1.005, 2, 1.0),  # the double lies below, and so does a hundred times it
        (2.675, 2, 2.68),  # the double lies below, a hundred times it does not
        (0.5, 0, 1.0),
        (-0.5, 0, -1.0),
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (-0.4, 0, 0.0),
        (-0.0, 2, 0.0),
        (0.1 + 0.2, 9, 0.3),
        (0.1 + 0.2, 2, 0.3),
        (18.000000000000004, 4, 18.0),
        (60.00005, 4, 60.0001),
        (-1234.565, 2, -1234.57),
        (1e16, 2, 1e16),
        (-1e16, 0, -1e16),
        (1e300, 9, 1e300),
        (9007199254740993.0, 0, 9007199254740992.0),
        (45035996273704.955, 2, 45035996273704.96),  # just below 2^52 hundredths
        (5e-324, 9, 0.0),
    ],
)
def test_a_number_is_rounded_in_our_own_way(value: float, decimals: int, expected: float) -> None:
    assert repr(expected) == repr(rounded(value, decimals))


@given(st.floats(-1e15, 1e15), st.integers(0, 9))
def test_rounding_is_symmetric_and_near(value: float, decimals: int) -> None:
    found = rounded(value, decimals)
    assert found == -rounded(-value, decimals)
    assert abs(found - value) <= 0.5 / 10**decimals + math.ulp(value)


@given(st.integers(0, 9), st.data())
def test_rounding_once_is_enough(decimals: int, data: st.DataObject) -> None:
    """Up to 22 trillion in money: from 2^51 cents on, a double is too coarse for a cent."""
    most = 2.0**51 / 10**decimals
    found = rounded(data.draw(st.floats(-most, most)), decimals)
    assert found == rounded(found, decimals)
