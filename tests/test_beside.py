"""Several policies in one workbook: each with its own columns, the summary with a table of two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import run

URGENCY = """
id = "urgent"
version = "1"
title = { zh = "紧急程度划分", en = "Urgency" }
[params.soon]
label = { zh = "紧急天数", en = "Urgent within" }
unit = "天"
value = 7
[inputs.days]
label = { zh = "需处理天数", en = "Days to act" }
type = "number"
unit = "天"
[results.tier]
label = { zh = "紧急程度", en = "Urgency" }
tiers = [
    { id = "slow", label = { zh = "不紧急", en = "Not urgent" }, color = "E7E6E6" },
    { id = "fast", label = { zh = "紧急", en = "Urgent" }, color = "F8CBAD" },
]
[[steps]]
name = "urgency"
rules = [
    { id = "fast", when = { days = "<={soon}" }, then = { tier = "fast" } },
    { id = "slow", when = { days = ">{soon}" }, then = { tier = "slow" } },
]
"""
# Code, sales in 元, days to act.
CUSTOMERS = [
    ("A1", 7_000_000, 3),
    ("A2", 6_000_000, 8),
    ("A3", 2_000_000, 7),
    ("A4", 500_000, 30),
    ("A5", 600_000, None),
    ("A6", None, 1),
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.worksheets[0]
    sheet.append(["客户编号", "年平均销售额（元）", "需处理天数"])
    for customer in CUSTOMERS:
        sheet.append(list(customer))
    workbook.save(tmp_path / "a.xlsx")
    (tmp_path / "urgent.toml").write_text(URGENCY, encoding="utf-8")
    return tmp_path / "a.xlsx"


def both(book: Path, *options: str) -> list[str | Path]:
    urgent = book.with_name("urgent.toml")
    return ["classify", book, "--policy", "sales-size", "--policy", urgent, *options]


def columns(path: Path) -> dict[str, list[Any]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return {str(col[0]): list(col[1:]) for col in sheet.iter_cols(min_col=4, values_only=True)}


def test_each_policy_has_columns_of_its_own(book: Path) -> None:
    assert 0 == run(*both(book)).code
    found = columns(book.with_name("a.tiered.xlsx"))
    assert ["客户等级", "依据", "紧急程度", "依据（紧急程度）"] == list(found)
    assert ["大客户", "大客户", "中客户", "小客户", "小客户", "未定级"] == found["客户等级"]
    assert ["紧急", "不紧急", "紧急", "不紧急", "未定级", "紧急"] == found["紧急程度"]
    assert "年平均销售额 7,000,000 > 500万" == found["依据"][0]
    assert "需处理天数 3 ≤ 7" == found["依据（紧急程度）"][0]


def test_a_table_of_two_counts_everybody_once(book: Path) -> None:
    [file] = run(*both(book, "--json")).json["files"]
    [cross] = file["cross_tables"]
    assert ("sales-size", "urgent") == (cross["down"], cross["across"])
    assert ["large", "medium", "small", "ungraded"] == cross["rows"]
    assert ["fast", "slow", "ungraded"] == cross["columns"]
    assert [[1, 1, 0], [1, 0, 0], [0, 1, 1], [1, 0, 0]] == cross["counts"]
    [beside] = file["beside"]
    assert {"graded": 5, "ungraded": 1} == {k: beside["rows"][k] for k in ("graded", "ungraded")}


def test_a_rerun_writes_the_same_columns(book: Path) -> None:
    run(*both(book))
    copy = book.with_name("a.tiered.xlsx")
    assert 0 == run(*both(book, "--param", "soon=8")).code, "the copy is ours and unchanged"
    changed = columns(copy)
    assert "紧急" == changed["紧急程度"][1]
    command = [str(part) if part != book else str(copy) for part in both(book)]
    assert 0 == run(*command).code
    again = columns(book.with_name("a.tiered.tiered.xlsx"))
    assert list(changed) == list(again)
    assert "不紧急" == again["紧急程度"][1]


def test_one_policy_over_the_copy_of_two_writes_its_own_columns_anew(book: Path) -> None:
    run(*both(book))
    copy = book.with_name("a.tiered.xlsx")
    policy = book.with_name("urgent.toml")
    done = run("classify", copy, "--policy", policy, "--param", "soon=30", "--json")
    assert 0 == done.code
    found = columns(book.with_name("a.tiered.tiered.xlsx"))
    assert ["客户等级", "依据", "紧急程度", "依据（紧急程度）"] == list(found)
    assert ["紧急", "紧急", "紧急", "紧急", "未定级", "紧急"] == found["紧急程度"]
    told = [d for d in done.json["files"][0]["diagnostics"] if d["code"] == "stale-column"]
    assert ["D1", "E1"] == [d["cell"] for d in told]


def test_two_after_one_keep_the_first_one_s_columns(book: Path) -> None:
    run("classify", book)
    copy = book.with_name("a.tiered.xlsx")
    command = [str(part) if part != book else str(copy) for part in both(book)]
    assert 0 == run(*command).code
    found = columns(book.with_name("a.tiered.tiered.xlsx"))
    assert ["客户等级", "依据", "紧急程度", "依据（紧急程度）"] == list(found)


def test_the_page_has_both_policies_and_their_table(book: Path) -> None:
    run(*both(book, "--param", "soon=8"))
    page = openpyxl.load_workbook(book.with_name("a.tiered.xlsx"))["等级汇总"]
    said = [cell for row in page.iter_rows(values_only=True) for cell in row if cell is not None]
    assert "客户等级划分（按年平均销售额）、紧急程度划分" == said[0]
    assert "紧急天数 8（策略原值 7）" in said
    assert "客户等级 × 紧急程度" in said
    at = said.index("客户等级 × 紧急程度")
    assert ["客户等级", "紧急", "不紧急", "未定级", "合计"] == said[at + 1 : at + 6]
    assert ["大客户", 2, 0, 0, 2] == said[at + 6 : at + 11]


def test_two_policies_of_one_id_are_refused(book: Path) -> None:
    done = run("classify", book, "--policy", "sales-size", "--policy", "sales-size")
    assert 78 == done.code
    assert not book.with_name("a.tiered.xlsx").exists()


def test_two_policies_that_read_different_tables_are_refused(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook.worksheets[0].delete_cols(3)
    other: Any = workbook.create_sheet("待办")
    other.append(["客户编号", "需处理天数"])
    other.append(["A1", 3])
    workbook.save(book)
    done = run(*both(book, "--lang", "en"))
    assert 65 == done.code
    assert "reads the table at" in done.err


def test_what_an_option_says_of_one_policy_s_column_is_for_that_one(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet: Any = workbook.worksheets[0]
    sheet["B1"], sheet["C1"] = "年销", "限期"
    workbook.save(book)
    maps = ["--map", "年销=annual_sales", "--map", "限期=days", "--unit", "annual_sales=元"]
    assert 0 == run(*both(book, *maps)).code
    assert "紧急" == columns(book.with_name("a.tiered.xlsx"))["紧急程度"][0]


def test_customers_to_be_seen_first_are_listed_by_name(book: Path) -> None:
    policy = book.with_name("urgent.toml")
    watch = """
[summary.watch]
title = { zh = "马上处理", en = "Act now" }
tiers = ["fast"]
"""
    policy.write_text(URGENCY + watch, encoding="utf-8")
    done = run("classify", book, "--policy", policy, "--lang", "zh")
    assert "马上处理（3）" in done.out
    assert "A2 A1　紧急" in done.out
    page = openpyxl.load_workbook(book.with_name("a.tiered.xlsx"))["等级汇总"]
    said = [cell for row in page.iter_rows(values_only=True) for cell in row if cell is not None]
    at = said.index("马上处理（3）")
    assert ["A2", "A1　紧急", "A4", "A3　紧急", "A7", "A6　紧急"] == said[at + 1 : at + 7]
    links = [c.hyperlink.location for row in page.iter_rows() for c in row if c.hyperlink]
    assert ["'Sheet'!A2", "'Sheet'!A4", "'Sheet'!A7"] == links[:3]
