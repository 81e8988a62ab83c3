"""A unit is read where it stands, and never guessed."""

from pathlib import Path

import pytest
from sheets import Case, cases, check, read

from tierctl.app.decided import refuse_undecided_money
from tierctl.model.decision import Decisions
from tierctl.model.errors import InputRefused
from tierctl.policy.load import load_policy


@pytest.mark.parametrize("case", cases("units.toml"))
def test_a_unit_is_read_where_it_stands(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)


def sheet(header: str, *amounts: object, **options: object) -> Case:
    rows = [["客户编号", header], *([f"K{n}", amount] for n, amount in enumerate(amounts))]
    return {"rows": rows, **options}


def graded(case: Case, folder: Path) -> None:
    table, decisions = read(case, folder)
    refuse_undecided_money(load_policy("sales-size"), table, Decisions(decisions))


@pytest.mark.parametrize(
    "amounts",
    [(658.5, 125, 98), (658.5,), (0.5, 658.5, None), (980000, 100), ("658.5", "125")],
    ids=str,
)
def test_amounts_that_could_be_in_ten_thousands_are_refused(
    amounts: tuple[object, ...], tmp_path: Path
) -> None:
    with pytest.raises(InputRefused) as refusal:
        graded(sheet("年平均销售额", *(a if a is not None else "" for a in amounts)), tmp_path)
    assert refusal.value.code == "undecided-unit"
    assert "客户!B1" in refusal.value.message.en
    assert refusal.value.hint is not None
    assert "--unit annual_sales=元" in refusal.value.hint.zh
    assert "--unit annual_sales=万元" in refusal.value.hint.zh


@pytest.mark.parametrize(
    "case",
    [
        sheet("年平均销售额（元）", 658.5, 125),
        sheet("年平均销售额", 658.5, 125, unit_option={"annual_sales": "元"}),
        sheet("年平均销售额", 658.5, 125, unit_option={"年平均销售额": "万元"}),
        sheet("年平均销售额", 6585000, 125),
        sheet("年平均销售额", 0, 0),
        sheet("年平均销售额", -5, 0),
    ],
    ids=["header", "option 元", "option 万元", "one is large", "zeros", "negative"],
)
def test_amounts_whose_unit_is_decided_or_does_not_matter_are_graded(
    case: Case, tmp_path: Path
) -> None:
    graded(case, tmp_path)  # must not raise
    table, _ = read(case, tmp_path)
    assert len(case["rows"]) - 1 == len(table.rows)
