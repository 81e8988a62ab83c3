"""One sentence per customer, in either language."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tierctl.engine.reason_columns import _grouped
from tierctl.engine.reasons import Reasons, rule_text
from tierctl.model.address import CellRef
from tierctl.model.decision import Decision, Match, Status
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.quantity import shown
from tierctl.model.table import Value
from tierctl.model.text import Lang, Text
from tierctl.policy.load import parse_policy

POLICY = parse_policy(
    """
id = "test"
version = "1"
title = { zh = "试", en = "Test" }
[inputs.sales]
label = { zh = "销售额", en = "Sales" }
type = "number"
unit = "元"
[inputs.ratio]
label = { zh = "负债率", en = "Debt ratio" }
type = "number"
unit = "%"
[inputs.kind]
label = { zh = "类型", en = "Kind" }
type = "text"
required = false
[results.tier]
label = { zh = "等级", en = "Tier" }
tiers = [
    { id = "low", label = { zh = "低", en = "Low" }, color = "E7E6E6" },
    { id = "high", label = { zh = "高", en = "High" }, color = "C6E0B4" },
]
[[steps]]
name = "size"
[[steps.rules]]
id = "all"
when = { sales = ">500万", ratio = "<=60", kind = "甲" }
then = { tier = "high" }
[[steps.rules]]
id = "free"
when = { sales = ">500万", kind = "-" }
then = { tier = "low" }
[[steps.rules]]
id = "rest"
when = {}
then = { tier = "low" }
""".encode(),
    "test.toml",
)
RULES = {rule.id: rule for rule in POLICY.tables[0].rules}


def graded(rule: str, **values: Value) -> Decision:
    match = Match(step="size", rule=rule, values=values)
    return Decision(status=Status.GRADED, results={"tier": "low"}, matches=(match,))


@pytest.mark.parametrize(
    ("decision", "zh", "en"),
    [
        (
            graded("all", sales=6585000.0, ratio=0.48, kind="甲"),
            '销售额 6,585,000 > 500万，负债率 48% ≤ 60%，类型 甲 "甲"',
            'Sales 6,585,000 > 5,000,000, Debt ratio 48% ≤ 60%, Kind 甲 "甲"',
        ),
        (
            graded("free", sales=5000000.01, kind=None),
            "销售额 5,000,000.01 > 500万，类型 空",
            "Sales 5,000,000.01 > 5,000,000, Kind blank",
        ),
        (graded("rest"), "", ""),
    ],
    ids=["three inputs", "any kind", "no condition"],
)
def test_a_reason_is_each_value_with_its_condition(decision: Decision, zh: str, en: str) -> None:
    assert zh == Reasons(POLICY, "zh").of(decision)
    assert en == Reasons(POLICY, "en").of(decision)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("zh", "G7 是空的；没有规则"), ("en", "G7 is blank; no rule")],
)
def test_an_ungraded_customer_is_told_why_and_where(lang: Lang, expected: str) -> None:
    at = CellRef("客户", 6, 6)
    problems = (
        Diagnostic(
            code="missing-value",
            severity=Severity.ERROR,
            message=Text("是空的", "is blank"),
            cell=at,
        ),
        Diagnostic(code="no-rule", severity=Severity.ERROR, message=Text("没有规则", "no rule")),
    )
    decision = Decision(status=Status.UNGRADED, problems=problems)
    assert expected == Reasons(POLICY, lang).of(decision)


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            "all",
            '销售额 > 500万，负债率 ≤ 60%，类型 "甲"',
            'Sales > 5,000,000, Debt ratio ≤ 60%, Kind "甲"',
        ),
        ("free", "销售额 > 500万", "Sales > 5,000,000"),
        ("rest", "否则", "otherwise"),
    ],
)
def test_a_rule_reads_as_its_conditions(rule: str, zh: str, en: str) -> None:
    assert zh == rule_text(POLICY, RULES[rule], "zh")
    assert en == rule_text(POLICY, RULES[rule], "en")


@given(
    st.one_of(
        st.floats(allow_nan=False, allow_infinity=False),
        st.floats(-1e9, 1e9).map(lambda amount: round(amount, 2)),
        st.integers(-(10**17), 10**17).map(float),
    )
)
def test_numbers_are_shown_at_once_as_one_by_one(value: float) -> None:
    [text] = _grouped(pl.Series([value]))
    assert text in (None, shown(value))


def test_ordinary_amounts_are_shown_at_once() -> None:
    amounts = pl.Series([6_585_000.0, 1234.5, -1_000_000.25, 980.0])
    assert ["6,585,000", "1,234.5", "-1,000,000.25", "980"] == _grouped(amounts).to_list()
