"""Amounts whose unit is in doubt: refused where the other unit would tell the customers apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sheets import write

from tierctl.app.classify import Classified, ClassifyOptions, classify
from tierctl.app.policies import resolve_policy
from tierctl.model.errors import InputRefused
from tierctl.policy.load import load_policy
from tierctl.tables.options import TableOptions


def grade(folder: Path, header: str, amounts: list[Any], **units: str) -> Classified:
    """Grade customers with these amounts under a header."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["客户编号", header])
    for number, amount in enumerate(amounts, start=1):
        sheet.append([f"C{number}", amount])
    path = folder / "客户.xlsx"
    book.save(path)
    options = ClassifyOptions(dry_run=True, table=TableOptions(units=units))
    return classify(path, load_policy("sales-size"), options)


BARE, WRITTEN = "年平均销售额", "年平均销售额（万元）"
REFUSED = {
    "万元 would spread them": (BARE, [658.5, 98, 300]),
    "all alike, and too small for 元": (BARE, [658.5, 700, 900]),
    "one customer": (BARE, [658.5]),
    "as text": (BARE, ["658.5", "98"]),
    "beside cells that carry 万": (BARE, ["658.5万", 658.5, 98]),
    "in a currency that says no multiple": (BARE, ["¥658.5", "¥98"]),
    "under a currency that is no unit": ("年平均销售额（RMB）", [658.5, 98]),
    "元 shown as 万元 by a format": (WRITTEN, [6_585_000, 980_000, 3_000_000]),
    "some above 10,000 in 万元": (BARE, [650, 12_000, 8_800]),
    "only one would move, but all are small": (BARE, [5, 8, 12, 3, 6, 9, 4, 7, 2, 1, 650]),
    "a zero among 元 under 万元": (WRITTEN, [6_585_000, 980_000, 3_000_000, 0]),
    "a return among 元 under 万元": (WRITTEN, [6_585_000, 980_000, 3_000_000, -5]),
    "one 万元 among 元 under 万元": (WRITTEN, [6_585_000, 980_000, 3_000_000, 450]),
    "one 元 among 万元": (BARE, [658.5, 125, 98, 6_585_000]),
    "nothing sold by some": (BARE, [658.5, 0, 0, 0, 0, 125]),
}
GRADED = {
    "ordinary amounts": (BARE, [6_585_000, 980_000]),
    "small customers only": (BARE, [800_000, 900_000, 999_999]),
    "nothing sold": (BARE, [0, 0]),
    "the header says 元": ("年平均销售额（元）", [658.5, 98]),
    "the header says 万元 beside the currency": ("年平均销售额（RMB, 万元）", [658.5, 98]),
    "the header says 万元": (WRITTEN, [658.5, 98]),
    "large customers only, in 万元": (WRITTEN, [658.5, 700]),
    "every cell says 万": (BARE, ["58.5万", "98万"]),
    "few large customers and many small ones": (
        BARE,
        [6_585_000, 2_000_000, 990_000, 80_000, 45_000, 20_000, 9_000],
    ),
    "large 万元, and one that sold little": (WRITTEN, [658.5, 700, 900, 0.5]),
    "small shops, one of them tiny": (BARE, [*range(300_000, 980_000, 10_000), 85]),
    "too small for any unit to matter": (BARE, [5, 8, 12]),
    "nobody graded": (BARE, ["待定", None, 7_000_000]),
}


@pytest.mark.parametrize(("header", "amounts"), REFUSED.values(), ids=REFUSED)
def test_doubt_is_refused_with_the_options_that_decide(
    tmp_path: Path, header: str, amounts: list[Any]
) -> None:
    with pytest.raises(InputRefused) as refusal:
        grade(tmp_path, header, amounts)
    assert refusal.value.code == "undecided-unit"
    assert "!B1" in refusal.value.message.en
    assert refusal.value.hint is not None
    assert "--unit annual_sales=元" in refusal.value.hint.en
    assert "--unit annual_sales=万元" in refusal.value.hint.en


@pytest.mark.parametrize(("header", "amounts"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_the_option_decides(tmp_path: Path, header: str, amounts: list[Any], unit: str) -> None:
    result = grade(tmp_path, header, amounts, annual_sales=unit)
    assert result.figures.graded == len(amounts)
    assert result.table.columns["annual_sales"].unit.symbol == unit


@pytest.mark.parametrize(("header", "amounts"), GRADED.values(), ids=GRADED)
def test_no_doubt_is_no_refusal(tmp_path: Path, header: str, amounts: list[Any]) -> None:
    result = grade(tmp_path, header, amounts)
    assert result.figures.graded == sum(amount not in ("待定", None) for amount in amounts)


@pytest.mark.parametrize(
    "unit", ["元，千", "RMB, million", "CNY/K", "CNY, mn", "元，含税，单位万", "不含税元，万"]
)
def test_two_units_or_an_unknown_multiple_are_refused(tmp_path: Path, unit: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        grade(tmp_path, f"年平均销售额（{unit}）", [600, 200, 50])
    assert refusal.value.code == "unclear-unit"


def rows(folder: Path, *given: list[Any]) -> Classified:
    """Grade the customers of these rows."""
    book = openpyxl.Workbook()
    for row in given:
        book.worksheets[0].append(row)
    path = folder / "客户.xlsx"
    book.save(path)
    return classify(path, load_policy("sales-size"), ClassifyOptions(dry_run=True))


@pytest.mark.parametrize("reverse", [False, True], ids=["highest first", "lowest first"])
def test_rules_from_small_amounts_up_hide_no_doubt(tmp_path: Path, reverse: bool) -> None:
    """Without an order of tiers the first rule counts as the highest, be it for small amounts."""
    rules = [[">500万", "大客户"], ["100万-500万", "中客户"], ["<100万", "小客户"]]
    block = [["年平均销售额", "等级"], *(reversed(rules) if reverse else rules)]
    policy = resolve_policy(str(write(tmp_path / "rules.xlsx", [{"rows": block}])))
    source = write(
        tmp_path / "客户.xlsx",
        [{"rows": [["客户编号", "年平均销售额"], ["K1", 658.5], ["K2", 125], ["K3", 98]]}],
    )
    with pytest.raises(InputRefused) as refusal:
        classify(source, policy, ClassifyOptions(dry_run=True))
    assert refusal.value.code == "undecided-unit"


CONTRADICTED = {
    "a note of 万元 above a header in 元": [["单位：万元"], ["客户编号", "年平均销售额（元）"]],
    "a title of 万元 above a header in 元": [
        ["销售表（万元）"],
        ["客户编号", "年平均销售额（元）"],
    ],
}


@pytest.mark.parametrize("top", CONTRADICTED.values(), ids=CONTRADICTED)
def test_a_header_that_a_note_contradicts_is_checked(tmp_path: Path, top: list[Any]) -> None:
    with pytest.raises(InputRefused) as refusal:
        rows(tmp_path, *top, ["K1", 658.5], ["K2", 125], ["K3", 98])
    assert refusal.value.code == "undecided-unit"
    graded = rows(tmp_path, *top, ["K1", 6_585_000], ["K2", 1_250_000], ["K3", 980_000])
    assert graded.figures.graded == 3


def test_a_header_that_a_note_below_contradicts_is_checked(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refusal:
        rows(
            tmp_path, ["客户编号", "年平均销售额（元）"], ["K1", 658.5], ["K2", 98], ["单位：万元"]
        )
    assert refusal.value.code == "undecided-unit"


STRAY = {
    "one in 万元 among 元": (BARE, [6_585_000, 1_250_000, 658.5, 7_200_000, 3_300_000], "B4"),
    "a little beyond the others": (BARE, [6_585_000, 1_250_000, 800, 7_200_000], "B4"),
    "one in 元 under 万元": (WRITTEN, [658.5, 320, 1_250_000, 98, 700], "B4"),
    "one in 万元 under 元": ("年平均销售额（元）", [6_585_000, 1_250_000, 658.5, 7_200_000], "B4"),
}


@pytest.mark.parametrize(("header", "amounts", "cell"), STRAY.values(), ids=STRAY)
def test_an_amount_in_another_unit_than_the_others_is_doubted(
    tmp_path: Path, header: str, amounts: list[Any], cell: str
) -> None:
    result = grade(tmp_path, header, amounts)
    [found] = [d for d in result.diagnostics if d.code == "unit-doubt"]
    assert found.cell is not None
    assert cell == found.cell.a1
    assert found.hint is not None
    assumed = header == BARE
    assert (len(amounts) - 1 if assumed else len(amounts)) == result.figures.graded
    assert assumed == ("--unit annual_sales=元" in found.hint.zh)


def test_several_amounts_in_another_unit_are_all_doubted(tmp_path: Path) -> None:
    many = [6_585_000, 1_250_000, 7_200_000, 3_300_000, 980_000, 2_000_000]
    result = grade(tmp_path, BARE, [*many, 658.5, 125])
    assert [6, 7] == [p for p, d in enumerate(result.decisions) if d.problems]


NO_STRAY = {
    "too few others": (BARE, [6_585_000, 1_250_000, 120]),
    "in the other unit far beyond the others": (BARE, [1_250_000, 1_300_000, 1_400_000, 1, 1_300]),
    "the same tier in either unit": (BARE, [6_585_000, 1_250_000, 3_300_000, 85]),
    "nothing sold, and returns": (BARE, [6_585_000, 1_250_000, 3_300_000, 0, -5]),
    "a unit of its own": (BARE, [6_585_000, 1_250_000, 3_300_000, "658.5元"]),
    "a giant": (BARE, [300_000, 1_250_000, 3_300_000, 9_000_000_000]),
    "a small one under 万元": (WRITTEN, [6585, 9000, 7000, 0.5]),
}


@pytest.mark.parametrize(("header", "amounts"), NO_STRAY.values(), ids=NO_STRAY)
def test_an_amount_that_may_well_be_in_the_columns_unit_is_not_doubted(
    tmp_path: Path, header: str, amounts: list[Any]
) -> None:
    result = grade(tmp_path, header, amounts)
    assert "unit-doubt" not in {d.code for d in result.diagnostics}
    assert len(amounts) == result.figures.graded


def test_an_option_settles_the_doubt_of_an_amount(tmp_path: Path) -> None:
    amounts = [6_585_000, 1_250_000, 658.5, 7_200_000, 3_300_000]
    result = grade(tmp_path, BARE, amounts, annual_sales="元")
    assert len(amounts) == result.figures.graded
    assert "unit-doubt" in {d.code for d in result.diagnostics}
