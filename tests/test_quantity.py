"""What is a number, and that a unit moves its decimal point exactly."""

import math
import sys
import time
import tomllib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import CASES

from tierctl.model.quantity import (
    PERCENT,
    PLAIN,
    YUAN,
    Dimension,
    Unit,
    base_unit,
    parse_quantity,
    shifted,
    shown,
    shown_short,
    stored,
    unit_named,
)

FILE = tomllib.loads((CASES / "quantities.toml").read_text(encoding="utf-8"))
COLUMNS = {"money": YUAN, "ratio": PERCENT, "plain": PLAIN}


def value_of(text: str, unit: Unit) -> float | None:
    quantity = parse_quantity(text, unit.dimension)
    return shifted(quantity.digits, (quantity.unit or unit).shift) if quantity else None


@pytest.mark.parametrize("case", FILE["number"], ids=lambda case: repr(case["text"]))
def test_a_text_that_is_a_number_has_its_value_in_the_base_unit(case: dict[str, Any]) -> None:
    found = value_of(case["text"], COLUMNS[case.get("column", "money")])
    assert repr(case["value"]) == repr(found)  # repr: -0.0 is not 0.0


@pytest.mark.parametrize("case", FILE["refused"], ids=lambda case: repr(case["text"]))
def test_any_other_text_is_refused(case: dict[str, Any]) -> None:
    assert parse_quantity(case["text"], COLUMNS[case.get("column", "money")].dimension) is None


cents = st.integers(-(10**11), 10**11)


@given(cents, st.sampled_from([4, 8, -2, 0]))
def test_a_unit_is_an_exact_decimal_shift_then_the_nearest_double(n: int, shift: int) -> None:
    text = str(Decimal(n).scaleb(-2))
    assert float(Decimal(text).scaleb(shift)) == shifted(text, shift)


@given(cents, st.sampled_from([4, 8, -2]))
def test_a_cell_double_shifts_like_its_shortest_text(n: int, shift: int) -> None:
    """Some programs write 17 digits: 1.1500000000000001 is the double that people see as 1.15."""
    value = n / 100
    expected = float(Decimal(repr(value)).scaleb(shift))
    assert expected == shifted(repr(value), shift) == shifted(f"{value:.17g}", shift)


@given(cents, st.sampled_from([4, 8, -2]))
def test_a_cell_is_the_number_that_its_15_digits_say(n: int, shift: int) -> None:
    """Formulas leave noise behind the 15th digit, which no spreadsheet shows."""
    value = n / 100
    noisy = math.nextafter(value, math.inf) if abs(n) > 100 else value
    assert shifted(f"{value:.15g}", shift) == stored(repr(value), shift)
    assert stored(repr(value), shift) == stored(f"{noisy:.17g}", shift)


def test_multiplying_would_be_wrong_where_shifting_is_right() -> None:
    assert shifted("1.15", 4) == 11500.0
    wrong = [n for n in range(100, 100_000) if n / 100 * 10_000 != shifted(f"{n / 100:.2f}", 4)]
    assert len(wrong) > 1_000


@pytest.mark.parametrize("digits", ["1e400", "9" * 65, "1e308", "", "abc"])
def test_what_is_no_finite_double_has_no_value(digits: str) -> None:
    assert shifted(digits, 4) is None


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "1" + ",111" * 25_000,
        "(" * 100_000,
        " " * 100_000 + "5",
        "1 " * 50_000,
        "¥" * 100_000,
        "0." + "0" * 100_000,
        "5" + "万" * 100_000,
        "--" * 50_000,
        "１" * 100_000,
    ],
    ids=lambda text: text[:6],
)
def test_no_text_takes_longer_than_a_millisecond(text: str) -> None:
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        assert parse_quantity(text, Dimension.MONEY) is None
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.001


@given(st.text(alphabet="0123456789.,+-() ¥%万亿元KＲｅE_²½\u00a0", max_size=70))
def test_a_number_is_read_or_refused_but_never_raises(text: str) -> None:
    for unit in COLUMNS.values():
        value = value_of(text, unit)
        assert value is None or value == value


@given(st.integers(-(10**14), 10**14))
def test_a_number_is_shown_as_it_can_be_read_again(n: int) -> None:
    value = n / 100
    assert value == value_of(shown(value), YUAN)
    assert value == value_of(shown_short(value, Dimension.MONEY, True), YUAN)


@pytest.mark.parametrize(
    ("word", "dimension", "shift"),
    [
        ("万元", Dimension.MONEY, 4),
        ("万", Dimension.MONEY, 4),
        ("千元", Dimension.MONEY, 3),
        ("百万元", Dimension.MONEY, 6),
        ("亿", Dimension.MONEY, 8),
        ("％", Dimension.RATIO, -2),
        ("ratio", Dimension.RATIO, 0),
        ("K", Dimension.PLAIN, 3),
        ("万", Dimension.RATIO, None),
        ("%", Dimension.MONEY, None),
        ("美元", Dimension.MONEY, None),
        ("", Dimension.MONEY, None),
    ],
)
def test_a_unit_is_named_in_its_own_dimension_only(
    word: str, dimension: Dimension, shift: int | None
) -> None:
    unit = unit_named(word, dimension)
    assert shift == (unit.shift if unit else None)


def test_a_bare_number_and_a_condition_in_k_count_alike() -> None:
    """Column and threshold of a policy in K must meet: 100 is 100K, and so is 100K."""
    assert 100_000.0 == value_of("100", base_unit("K")) == value_of("100K", base_unit("K"))


@pytest.mark.parametrize("dimension", Dimension)
def test_every_double_is_shown(dimension: Dimension) -> None:
    for value in (1e307, -sys.float_info.max, 5e-324, 0.1 + 0.2):
        assert shown_short(value, dimension, True)
