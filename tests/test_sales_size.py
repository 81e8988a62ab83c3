"""The sales tiers: every boundary, and what must hold for any list of customers."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import CASES, Case, read

from tierctl.engine.reasons import Reasons
from tierctl.engine.reference import decide
from tierctl.model.decision import Decision
from tierctl.model.quantity import YUAN
from tierctl.model.table import BoundColumn, BoundTable, UnitSource
from tierctl.policy.load import load_policy

FILE = tomllib.loads((CASES / "sales_size.toml").read_text(encoding="utf-8"))
POLICY = load_policy("sales-size")
RANKS = {"small": 0, "medium": 1, "large": 2}


@pytest.mark.parametrize("case", FILE["case"], ids=lambda case: repr(case["sales"]))
def test_a_cell_gets_its_tier(case: Case, tmp_path: Path) -> None:
    table, [decision] = read(
        {"rows": [["客户编号", "年平均销售额"], ["K1", case["sales"]]], "header_row": 1}, tmp_path
    )
    assert list(table.rows) == [1]
    found = decision.results.get("tier") or decision.problems[0].code
    assert case["tier"] == found
    expected = [case["warning"]] if "warning" in case else []
    assert expected == [warning.code for warning in decision.warnings]


def graded(sales: list[float]) -> list[Decision]:
    column = BoundColumn(
        input="annual_sales",
        col=0,
        header="年平均销售额",
        unit=YUAN,
        unit_source=UnitSource.POLICY,
        values=sales,
        problems={},
    )
    table = BoundTable(
        sheet="客户",
        header_rows=(0, 0),
        rows=range(1, len(sales) + 1),
        columns={"annual_sales": column},
        result_columns={},
        own_columns={},
        skipped={},
        hidden_rows=0,
        last_row=len(sales),
        first_col=0,
        last_col=0,
        used_last_col=0,
        chinese=True,
    )
    return decide(POLICY, table)


amounts = st.one_of(
    st.integers(-(10**9), 10**9).map(lambda n: n / 100),
    st.sampled_from([1e6, 5e6, 1000000.01, 5000000.01, 0.0, -0.01, 1e15]),
)


@given(st.lists(amounts, min_size=1, max_size=30))
def test_every_amount_has_a_tier_and_more_sales_never_a_lower_one(sales: list[float]) -> None:
    ranks = [RANKS[str(d.results["tier"])] for d in graded(sorted(sales))]
    assert ranks == sorted(ranks)


@given(st.lists(amounts, max_size=30))
def test_the_order_of_the_rows_does_not_matter(sales: list[float]) -> None:
    by_amount = dict(zip(sales, graded(sales), strict=True))
    for amount, decision in zip(sales[::-1], graded(sales[::-1]), strict=True):
        assert by_amount[amount].results == decision.results


def test_a_reason_says_the_rule_and_the_value() -> None:
    zh, en = (Reasons(POLICY, lang) for lang in ("zh", "en"))
    large, medium, small = graded([6585000.0, 5000000.0, 995200.5])
    assert zh.of(large) == "年平均销售额 6,585,000 > 500万"
    assert zh.of(medium) == "年平均销售额 5,000,000 > 100万 且 ≤ 500万"
    assert en.of(small) == "Average annual sales 995,200.5 ≤ 1,000,000"
