"""`tierctl policy check`: what is wrong with a policy, and that `classify` refuses errors."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import run

OVERLAPPING = """
id = "twice"
version = "1"
title = { zh = "例", en = "Case" }
[inputs.annual_sales]
label = { zh = "年平均销售额", en = "Average annual sales" }
type = "number"
unit = "元"
[results.tier]
label = { zh = "客户等级", en = "Customer tier" }
tiers = [
    { id = "low", label = { zh = "低", en = "Low" }, color = "E7E6E6" },
    { id = "high", label = { zh = "高", en = "High" }, color = "C6E0B4" },
]
[[steps]]
name = "size"
rules = [
    { id = "key", when = { annual_sales = ">= 300万" }, then = { tier = "high" } },
    { id = "normal", when = { annual_sales = "<= 300万" }, then = { tier = "low" } },
]
"""


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    path = tmp_path / "twice.toml"
    path.write_text(OVERLAPPING, encoding="utf-8")
    return path


def test_a_policy_with_errors_is_told_and_gives_1(twice: Path) -> None:
    done = run("policy", "check", twice, "--lang", "zh")
    assert (1, "") == (done.code, done.err)
    assert "规则 key 与 normal 同时适用且结果不同（size）：年平均销售额 = 3,000,000" in done.out
    assert "steps[0].rules[1]" in done.out


def test_a_clean_policy_says_how_much_was_checked() -> None:
    done = run("policy", "check", "sales-size", "--lang", "en")
    assert 0 == done.code
    assert "no findings; tables checked: 1" in done.out


def test_warnings_alone_give_0(twice: Path) -> None:
    twice.write_text(OVERLAPPING.replace("<= 300万", "< 200万"), encoding="utf-8")
    done = run("policy", "check", twice, "--lang", "en", "--ascii")
    assert 0 == done.code
    assert ">= 2,000,000 and < 3,000,000; for example" in " ".join(done.out.split())


def test_a_narrow_terminal_loses_no_word(twice: Path) -> None:
    wide, narrow = (
        run("policy", "check", twice, "--lang", "zh", env={"COLUMNS": width}).out.split()
        for width in ("200", "40")
    )
    assert "".join(wide) == "".join(narrow)


def test_the_json_has_the_witness_in_base_units(twice: Path) -> None:
    found = run("policy", "check", twice, "--json").json
    assert ("tierctl/1", "policy check", 1) == (found["schema"], found["command"], found["tables"])
    undated = {"effective_from": None, "effective_to": None}
    assert {"id": "twice", "version": "1", **undated} == found["policy"]
    [finding] = found["findings"]
    assert ("overlap", "error") == (finding["code"], finding["severity"])
    assert {"annual_sales": 3000000.0} == finding["witness"]
    assert ["key", "normal"] == finding["rules"]


def test_a_policy_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    done = run("policy", "check", tmp_path / "nothing.toml", "--json")
    assert (78, "unknown-policy") == (done.code, done.json["error"]["code"])


def test_classify_refuses_a_policy_with_errors(samples: Path, twice: Path) -> None:
    done = run("classify", samples / "customers.xlsx", "--policy", twice, "--lang", "en")
    assert 78 == done.code
    assert "rules key and normal of size both apply" in done.err
    assert "tierctl policy check" in done.err
    assert not (samples / "customers.tiered.xlsx").exists()


def test_a_finding_in_a_rules_sheet_names_its_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "规则"
    for row in (
        ["年平均销售额", "等级"],
        [">500万", "重点"],
        [">100万", "普通"],
        ["<=50万", "一般"],
    ):
        sheet.append(row)
    book.save(tmp_path / "r.xlsx")
    done = run("policy", "check", tmp_path / "r.xlsx", "--json", "--lang", "en")
    assert 1 == done.code
    found = {finding["code"]: finding["where"] for finding in done.json["findings"]}
    assert "r.xlsx#规则!A3" == found["overlap"]
    assert found["gap"].startswith("r.xlsx#规则")


def test_what_is_odd_in_a_cell_of_rules_is_told_with_the_findings(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["客户类型", "等级"], ["“媒体”", "A"], ["否则", "B"]):
        sheet.append(row)
    book.save(tmp_path / "rules.xlsx")
    done = run("policy", "check", tmp_path / "rules.xlsx", "--json")
    [found] = done.json["findings"]
    assert ("curly-quotes", "note") == (found["code"], found["severity"])
    assert found["where"].endswith("rules.xlsx#Sheet!A2")
    assert 0 == done.code


GAPS = OVERLAPPING.replace(
    'when = { annual_sales = "<= 300万" }, then = { tier = "low" } },',
    'when = { annual_sales = "<= 300万 且 > 100万" }, then = { tier = "low" } },\n'
    '    { id = "rest", when = { annual_sales = "< 50万" }, then = { tier = "low" },'
    " fills_gap = true },",
).replace("[[steps]]", '[summary]\nmeasure = "annual_sales"\n[[steps]]')


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.worksheets[0]
    sheet.append(["客户编号", "客户名称", "年平均销售额（元）"])
    for place, amount in enumerate([3_000_000, 1_000_000, 600_000.5, 400_000, 9_000_000, None]):
        sheet.append([f"C{place}", f"甲{place}", amount])
    workbook.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_the_customers_in_gaps_and_overlaps_are_told_with_their_money(
    tmp_path: Path, book: Path
) -> None:
    policy = tmp_path / "gaps.toml"
    policy.write_text(GAPS, encoding="utf-8")
    done = run("policy", "check", policy, "--on", book, "--json")
    assert 1 == done.code
    rows = done.json["rows"]
    assert 6 == rows["customers"]
    told = {
        (f["kind"], *f["rules"]): ([c["row"] for c in f["customers"]], f["total"])
        for f in rows["found"]
    }
    assert {
        ("overlap", "key", "normal"): ([2], 3_000_000),
        ("gap",): ([3, 4], 1_600_000.5),
        ("gap-filled", "rest"): ([5], 400_000),
    } == told
    page = run("policy", "check", policy, "--on", book, "--lang", "zh").out
    assert "2 位没有规则适用（size），年平均销售额合计 1,600,000.5" in page
    assert "C1 甲1" in page
    strict = run("policy", "check", policy, "--on", book, "--strict", "--json").json["rows"]
    assert [3, 4, 5] == [c["row"] for f in strict["found"][1:] for c in f["customers"]]
    assert not book.with_name("a.tiered.xlsx").exists()


def test_a_workbook_without_gaps_is_told_so(book: Path) -> None:
    done = run("policy", "check", "sales-size", "--on", book, "--lang", "en")
    assert 0 == done.code
    assert "None of the 6 customers of a.xlsx sits in a gap or an overlap" in done.out
