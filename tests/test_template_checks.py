"""The checks of a template's cells let in what the policy lets in, and nothing else."""

from __future__ import annotations

import operator
import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.datavalidation import DataValidation
from random_policies import DATE_CONDITIONS, DAYS

from tierctl.model.quantity import DAY, PERCENT, PLAIN, TEN_THOUSAND_YUAN, Unit, shifted
from tierctl.policy.conditions import parse_condition
from tierctl.policy.sets import DateSet, NumberSet
from tierctl.workbook.template_checks import day_check, inline, number_check

one_of = st.sampled_from
_COMPARED = {
    "greaterThan": operator.gt,
    "greaterThanOrEqual": operator.ge,
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
}
_SAID = {"AND": "all_of", "OR": "any_of", "ISNUMBER": "bool", "DATE": "day_of"}


def lets_in(check: DataValidation, number: float) -> bool:
    """Say what a spreadsheet program would, of a number in cell C2."""
    words = {
        "all_of": lambda *parts: all(parts),
        "any_of": lambda *parts: any(parts),
        "bool": lambda _: True,
        "day_of": lambda *ymd: date(*ymd).toordinal(),
        "TRUE": True,
        "C2": number,
    }

    def value(formula: str) -> object:
        return eval(re.sub(r"[A-Z]+(?=\()", lambda m: _SAID[m[0]], formula), words)

    if check.type == "custom":
        return bool(value(check.formula1))
    low = value(check.formula1)
    assert isinstance(low, int | float)
    if check.operator in _COMPARED:
        return bool(_COMPARED[check.operator](number, low))
    high = value(check.formula2)
    assert check.operator == "between"
    assert isinstance(high, int | float)
    return low <= number <= high


bounds = one_of(["0", "0.1", "1.005", "2.5", "-3", "100", "1万"])
ranges = one_of(["0..0.1", "-3..100", "1.005..2.5"])
conditions = st.one_of(
    st.builds("{}{}".format, one_of([">", ">=", "<", "<=", "=", "!="]), bounds),
    st.builds(
        "{}{}{}".format, one_of("[("), one_of(["0..0.1", "-3..100", "1.005..2.5"]), one_of("])")
    ),
    one_of(["<0 或 >100", "= 1, 2, 3", "(0..1] 或 [2..3) 或 >=100", "- ", "非空"]),
)
numbers = one_of([-3.0, 0.0, 0.1, 1.0, 1.005, 2.0, 2.5, 3.0, 50.0, 100.0, 1e4, 1e9]).flatmap(
    lambda n: one_of([n, round(n + 1e-4, 6), round(n - 1e-4, 6)])
)


@settings(max_examples=300, deadline=None)
@given(conditions, numbers, one_of([PLAIN, PERCENT, TEN_THOUSAND_YUAN]))
def test_a_number_is_let_in_where_the_domain_holds_it(
    condition: str, number: float, unit: Unit
) -> None:
    """What is typed counts in the unit of the column."""
    values = parse_condition(condition, PLAIN)
    assert isinstance(values, NumberSet)
    typed = shifted(repr(number), -unit.shift)
    assert typed is not None
    check = number_check(values, unit, "C2", strict=True)
    assert values.holds(number) == lets_in(check, typed)
    assert "stop" == check.errorStyle


@settings(max_examples=200, deadline=None)
@given(one_of([c for c in DATE_CONDITIONS if c != "空"]), one_of(DAYS), st.integers(-2, 2))
def test_a_day_is_let_in_where_the_domain_holds_it(condition: str, day: str, later: int) -> None:
    values = parse_condition(condition, DAY)
    assert isinstance(values, DateSet)
    typed = float(date.fromisoformat(day).toordinal() + later)
    assert values.holds(typed) == lets_in(day_check(values, "C2", strict=True), typed)


def test_any_number_and_any_day_are_only_warned_of() -> None:
    for check in (
        number_check(None, PLAIN, "C2", strict=True),
        day_check(None, "C2", strict=True),
    ):
        assert "warning" == check.errorStyle
        assert lets_in(check, 7e5)


def test_a_list_stands_in_the_check_where_it_fits() -> None:
    assert '"是,否"' == inline(["是", "否"])
    assert inline(["a,b", "c"]) is inline(['a"b']) is inline(["x" * 120, "y" * 140]) is None
