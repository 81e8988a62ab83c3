"""A scorecard of somebody's own, written in a sheet: what it means, or the cell that is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import run
from policies import table

from tierctl.app.policies import resolve_policy
from tierctl.engine.reference import decide
from tierctl.model.errors import PolicyInvalid
from tierctl.policy.card import Characteristic, Scorecard
from tierctl.policy.policy import Policy

Rows = Sequence[Sequence[object]]

HEADER = ["部分", "项目", "企业类型", "条件", "得分", "满分", "缺失", "扣分原因", "等级"]
FULL: Rows = [
    ["策略名称", "客户评分卡"],
    HEADER,
    ["A 素质", "领导者素质", None, "评审分", "0-10", None, "拒绝", "评审偏低"],
    ["B 财务", "资产负债率", "生产", "<=50%", 8, 8, "拒绝", "负债率高"],
    [None, None, "生产", ">50% 且 <=70%", 6],
    [None, None, "生产", ">70%", 0],
    [None, None, "流通", "<=60%", 8],
    [None, None, "流通", ">60%", 4],
    [None, "合作态度", None, "好", 4, None, "零分"],
    [None, None, None, "一般", 2],
    [None, None, None, "差", 0],
    ["C 规模", "员工人数", None, ">=20", 6, 6, "3"],
    [None, None, None, ">=10", 4],
    [None, None, None, "<10", 0],
    [None, "总分", None, ">=22", None, 28, None, None, "AAA"],
    [None, None, None, "[15..22)", None, None, None, None, "AA"],
    [None, None, None, "<15", None, None, None, None, "A"],
]
PLAIN: Rows = [
    ["Item", "Condition", "Points"],
    ["Current ratio", ">=2", 10],
    [None, "[1..2)", 5],
    [None, "<1", 0],
    ["Management", "judged", "0-10"],
    ["Total score", ">=12", "A"],
    [None, "<12", "B"],
]


def write(path: Path, rows: Rows, merges: Sequence[str] = ()) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "评分卡"
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    book.save(path)
    return path


def read(folder: Path, rows: Rows, merges: Sequence[str] = ()) -> Policy:
    return resolve_policy(f"{write(folder / 'card.xlsx', rows, merges)}#评分卡")


def card_of(policy: Policy) -> Scorecard:
    assert policy.card is not None
    return policy.card


def by_label(policy: Policy) -> Mapping[str, Characteristic]:
    return {item.label.zh: item for item in card_of(policy).characteristics}


def changed(rows: Rows, at: tuple[int, int], value: object) -> list[list[object]]:
    """Return rows with another value in one cell, both counted from 1."""
    made = [[*row, *[None] * (len(HEADER) - len(row))] for row in rows]
    made[at[0] - 1][at[1] - 1] = value
    return made


def test_a_sheet_with_every_column(tmp_path: Path) -> None:
    policy = read(tmp_path, FULL)
    card, items = card_of(policy), by_label(policy)
    assert ("card", "客户评分卡", 28.0) == (policy.id, policy.title.zh, card.out_of)
    assert ["A 素质", "B 财务", "C 规模"] == [section.label.zh for section in card.sections]
    assert [10.0, 8.0, 4.0, 6.0] == [item.most for item in items.values()]
    assert [None, None, 0.0, 3.0] == [item.missing for item in items.values()]
    assert all(item.missing_stated for item in items.values())
    assert items["领导者素质"].judged
    assert "负债率高" == items["资产负债率"].reason.zh
    assert "合作态度" == items["合作态度"].reason.zh
    assert ["A", "AA", "AAA"] == [tier.label.zh for tier in policy.main_result.tiers]
    debt = policy.inputs["debt_asset_ratio"]
    assert ("资产负债率", "%") == (debt.label.zh, debt.unit.symbol)


def test_it_grades_as_it_is_written(tmp_path: Path) -> None:
    policy = read(tmp_path, FULL)
    names = {read.label.zh: name for name, read in policy.inputs.items()}
    choices = {
        label: policy.inputs[names[label]].choice(text)
        for label, text in (("企业类型", "流通"), ("合作态度", "一般"))
    }
    customer: dict[str, Any] = {
        names[label]: choice.id for label, choice in choices.items() if choice is not None
    }
    customer |= {names["领导者素质"]: 9.0, "debt_asset_ratio": 0.61, names["员工人数"]: None}
    [decision] = decide(policy, table(policy, customer))
    assert 9 + 4 + 2 + 3 == decision.results["total_score"]
    assert "AA" == policy.main_result.tier(str(decision.results["grade"])).label.zh


def test_the_least_that_a_card_needs_in_english(tmp_path: Path) -> None:
    policy = read(tmp_path, PLAIN)
    card = card_of(policy)
    assert (20.0, 10.0) == (card.out_of, by_label(policy)["Management"].most)
    assert ["B", "A"] == [tier.label.en for tier in policy.main_result.tiers]
    assert "Grade" == policy.main_result.label.en
    assert not any(item.missing_stated for item in card.characteristics)


def test_merged_cells_go_on_with_the_item_above(tmp_path: Path) -> None:
    merged = read(tmp_path, PLAIN, ["A2:A4", "A6:A7"])
    assert [3, 0] == [len(item.rungs) for item in card_of(merged).characteristics]


def test_blank_rows_and_headings_of_sections(tmp_path: Path) -> None:
    """A row of an item alone is a section; blank rows stand anywhere."""
    rows: Rows = [
        PLAIN[0],
        ["财务"],
        *PLAIN[1:4],
        [],
        ["管理"],
        PLAIN[4],
        [],
        *PLAIN[5:],
        ["注：试行"],
    ]
    card = card_of(read(tmp_path, rows))
    assert ["财务", "管理"] == [section.label.zh for section in card.sections]
    assert ["section_1", "section_2"] == [item.section for item in card.characteristics]


@pytest.mark.parametrize(
    ("condition", "points"),
    [("评审分", "0-10"), ("评审", 10), (None, "0～10"), ("judged 0-10", None), ("-", "0 到 10")],
)
def test_an_item_that_a_person_judges(tmp_path: Path, condition: str, points: object) -> None:
    rows = [*PLAIN[:4], ["Management", condition, points], *PLAIN[5:]]
    item = by_label(read(tmp_path, rows))["Management"]
    assert (True, 10.0) == (item.judged, item.most)


def test_the_last_rung_may_be_otherwise(tmp_path: Path) -> None:
    """Otherwise is any other value, and no blank."""
    rows = [*PLAIN[:3], [None, "否则", 1], *PLAIN[4:]]
    policy = read(tmp_path, rows)
    results = decide(
        policy,
        table(
            policy,
            {"current_ratio": 0.5, "input_row_5": 5.0},
            {"current_ratio": None, "input_row_5": 5.0},
        ),
    )
    assert [6.0, None] == [decision.results.get("total_score") for decision in results]


@pytest.mark.parametrize(
    ("rows", "cell", "said"),
    [
        (changed(FULL, (4, 5), "八"), "E4", "这里需要一个分数"),
        (changed(FULL, (4, 5), None), "E4", "这里需要一个分数"),
        (changed(FULL, (5, 4), ">>70%"), "D5", ">>70%"),
        (changed(FULL, (6, 4), None), None, ""),
        (changed(FULL, (4, 7), "平均"), "G4", "写 拒绝、零分，或一个分数"),
        (changed(FULL, (3, 6), 12), "F3", "满分 12 与得分 0–10 不同"),
        (changed(FULL, (9, 2), "资产负债率"), "D9", "好"),
        (changed(FULL, (12, 2), "领导者素质"), "B12", "已在上面写过"),
        (changed(FULL, (5, 5), 9), "E5", "超过满分"),
        (FULL[:14], "B14", "没有“总分”的行"),
        ([*PLAIN[:4], ["Management", "judged", None], *PLAIN[5:]], "C5", "评审项要写明满分"),
        ([PLAIN[0], [None, ">=2", 10], *PLAIN[4:]], "B2", "没有写项目"),
        (changed(FULL, (2, 3), "适用条件"), "C2", "写成客户表里的表头"),
        ([*PLAIN[:2], [None, None, 5], *PLAIN[3:]], "B3", "没有条件"),
    ],
)
def test_what_cannot_be_read_names_its_cell(
    tmp_path: Path, rows: Rows, cell: str | None, said: str
) -> None:
    if cell is None:
        read(tmp_path, rows)
        return
    with pytest.raises(PolicyInvalid) as refused:
        read(tmp_path, rows)
    assert f"card.xlsx#评分卡!{cell}" in refused.value.message.zh
    assert said in refused.value.message.zh


def test_findings_name_the_cell(tmp_path: Path) -> None:
    write(tmp_path / "card.xlsx", changed(changed(FULL, (15, 6), 30), (13, 4), ">=12"))
    done = run("policy", "check", tmp_path / "card.xlsx", "--json").json
    found = {f["code"]: f["where"].split("!")[1] for f in done["findings"]}
    assert {"weights-total": "F15", "gap": "B12"} == found


def test_a_sheet_of_rules_is_still_one(tmp_path: Path) -> None:
    rows: Rows = [
        ["项目", "得分"],
        ["甲", 5],
        ["乙", 3],
        [],
        ["得分", "等级"],
        [">=5", "A"],
        ["<5", "B"],
    ]
    assert read(tmp_path, rows).card is None


def test_the_card_among_other_sheets_is_found(tmp_path: Path) -> None:
    path = write(tmp_path / "card.xlsx", FULL)
    book = openpyxl.load_workbook(path)
    book.create_sheet("客户").append(["客户名称", "企业类型", "资产负债率"])
    book.save(path)
    assert 4 == len(card_of(resolve_policy(str(path))).characteristics)


def test_customers_are_scored_by_it(tmp_path: Path) -> None:
    write(tmp_path / "card.xlsx", FULL)
    customers: Rows = [
        ["客户名称", "企业类型", "领导者素质", "资产负债率", "合作态度", "员工人数"],
        ["甲", "生产", 9, "55%", "好", 25],
        ["乙", "流通", 5, "65%", None, None],
        ["丙", "流通", 5, None, "一般", 12],
    ]
    write(tmp_path / "customers.xlsx", customers)
    done = run(
        *("score-credit", tmp_path / "customers.xlsx", "--json", "--force"),
        *("--policy", f"{tmp_path / 'card.xlsx'}#评分卡", "-o", tmp_path / "out.xlsx"),
    )
    assert done.code in (0, 1), done.err
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    header = [cell.value for cell in sheet[1]]
    totals = [sheet.cell(row, header.index("总分") + 1).value for row in (2, 3, 4)]
    grades = [sheet.cell(row, header.index("等级") + 1).value for row in (2, 3, 4)]
    assert [25, 12, None] == totals
    assert ["AAA", "A", "未定级"] == grades


def test_cases_stand_beside_a_card(tmp_path: Path) -> None:
    write(tmp_path / "card.xlsx", FULL)
    cases = tmp_path / "cases.xlsx"
    drafted = run("policy", "test", tmp_path / "card.xlsx", "--suggest", "-o", cases)
    assert 0 == drafted.code, drafted.err
    done = run("policy", "test", cases, "--json")
    assert 0 == done.code, done.out


def test_a_negative_ratio_is_no_low_one(tmp_path: Path) -> None:
    policy = read(tmp_path, FULL)
    domain = policy.inputs["debt_asset_ratio"].domain
    assert domain is not None
    assert not domain.holds(-0.2)
