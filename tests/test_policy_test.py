"""`tierctl policy test`: cases of policy files and rules sheets, as people write them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cli import run
from conftest import ROOT
from openpyxl import load_workbook
from sheets import CASES, cases, write

from tierctl.app.policies import read_policy
from tierctl.app.policy_test import case_runs, try_policy
from tierctl.engine.decided_columns import decide_columns
from tierctl.engine.reference import decide
from tierctl.model.errors import PolicyInvalid
from tierctl.policy.load import parse_document, shipped
from tierctl.policy.settings import Settings
from tierctl.policy.toml_text import toml_text
from tierctl.tables.rule_block import rule_cells

Data = Mapping[str, Any]
TRIAL = tomllib.loads((CASES / "policy_cases.toml").read_text(encoding="utf-8"))["policy"]
NOT_THE_CASE = ("name", "came", "refused", "mentions")
RULES = [
    ["合作类型", "年平均销售额（万元）", "客户等级", "折扣"],
    ["媒体", ">=100", "A", 0.9],
    ["媒体", "<100", "B", 1],
    ["否则", "", "C", 1],
]


def toml(value: object) -> str:
    """Return a value as TOML."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {toml(item)}' for key, item in value.items())} }}"
    if isinstance(value, str | bool | int | float):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def with_cases(folder: Path, *given: Data) -> Path:
    """Write the trial policy with some cases."""
    path = folder / "trial.toml"
    text = TRIAL
    for case in given:
        text += "\n[[cases]]\n"
        text += "".join(f"{k} = {toml(v)}\n" for k, v in case.items() if k not in NOT_THE_CASE)
    path.write_text(text, encoding="utf-8")
    return path


def refused(reference: Path | str) -> PolicyInvalid:
    with pytest.raises(PolicyInvalid) as error:
        try_policy(str(reference), Settings())
    return error.value


@pytest.mark.parametrize("case", cases("policy_cases.toml"))
def test_a_case_is_read_and_tried_as_it_says(case: Data, tmp_path: Path) -> None:
    path = with_cases(tmp_path, case)
    if "refused" in case:
        error = refused(path)
        assert f"{path}: {case['refused']}：" in error.message.zh
        assert case["mentions"] in error.message.zh
        assert 78 == run("policy", "test", path).code
        return
    tested = try_policy(str(path), Settings())
    assert ("came" not in case) is tested.passed
    done = run("policy", "test", path, "--lang", "zh")
    assert (0 if tested.passed else 1, "") == (done.code, done.err)
    if "came" in case:
        [came] = re.findall("实际 +(.*)", done.out)
        assert case["came"] == came


def test_all_cases_at_once_hold_as_each_one_does(tmp_path: Path) -> None:
    """Days and parameters of their own do not leak from one case into another."""
    given = [p.values[0] for p in cases("policy_cases.toml")]
    told = [case for case in given if "refused" not in case]
    tested = try_policy(str(with_cases(tmp_path, *told)), Settings())
    assert ["came" not in case for case in told] == [result.passed for result in tested.results]


def references() -> list[str]:
    """Return every shipped policy, and every table of rules in the samples."""
    found = shipped()
    for path in sorted((ROOT / "sample_data").glob("*.xlsx")):
        found += [f"{path}#{sheet.sheet}" for sheet in rule_cells(path, "")]
    return found


@pytest.mark.parametrize("reference", references(), ids=lambda text: Path(text).name)
def test_what_is_shipped_holds_for_its_own_cases_in_both_engines(reference: str) -> None:
    try:
        source = read_policy(reference).with_cases()
    except PolicyInvalid:
        assert "sample_data" in reference  # a sheet of customers
        return
    assert not try_policy(reference, Settings()).failed
    for tried in case_runs(source, Settings()):
        columns = decide_columns(tried.policy, tried.table)
        for place, decision in enumerate(decide(tried.policy, tried.table)):
            assert decision == columns[place]


def test_the_sales_tiers_have_a_case_for_every_bound() -> None:
    tested = try_policy("sales-size", Settings())
    found = {r.values["annual_sales"]: r.decision.results.get("tier") for r in tested.results}
    assert found == {
        5000000.0: "medium",
        5000000.01: "large",
        1000000.0: "small",
        1000000.01: "medium",
        0.0: "small",
        -5000.0: "small",
        None: None,
    }
    assert tested.passed


# -------------------------------------------------------------------- on the command line


@pytest.fixture
def failing(tmp_path: Path) -> Path:
    one = {"name": "老客户", "given": {"need": "明显", "years": 2}, "then": {"tier": "乙"}}
    good = {"given": {"need": "潜在"}, "then": {"tier": "丙"}}
    path = with_cases(tmp_path, good, one)
    text = path.read_text(encoding="utf-8") + 'name = "老客户"\nnote = "见合同第 5 条"\n'
    path.write_text(text, encoding="utf-8")
    return path


def test_a_failing_case_tells_where_what_was_expected_what_came_and_why(failing: Path) -> None:
    done = run("policy", "test", failing.name, "--lang", "zh", cwd=failing.parent)
    assert (1, "") == (done.code, done.err)
    assert [
        "试用  trial 1",
        "用例 2 个：相符 1，不符 1",
        f"{failing.name}: cases[1]  老客户",
        "  输入 需求 明显，合作年限 2",
        "  期望 等级 乙",
        "  实际 等级 甲",
        "  依据 需求 明显 明显，合作年限 2 ≥ 2",
        "  说明 见合同第 5 条",
    ] == done.out.replace('"', "").splitlines()
    english = run("policy", "test", failing, "--lang", "en", "--ascii").out
    assert "came     Tier A" in english
    assert "Years 2 >= 2" in english


def test_the_json_has_every_case(failing: Path) -> None:
    done = run("policy", "test", failing, "--json", "--lang", "zh")
    found = done.json
    assert 1 == done.code
    assert ("tierctl/1", "policy test") == (found["schema"], found["command"])
    assert (False, 2, 1) == (found["passed"], found["count"], found["failed"])
    first, second = found["cases"]
    assert [True, False] == [first["passed"], second["passed"]]
    assert f"{failing}: cases[1]" == second["where"]
    assert {"need": "clear", "years": 2.0} == second["given"]
    assert {"status": "graded", "results": {"tier": "b"}, "warns": None} == second["expected"]
    assert ("graded", "a") == (second["status"], second["results"]["tier"])
    assert "≥ 2" in second["reason"]


def test_quiet_says_nothing_where_all_cases_hold(failing: Path) -> None:
    done = run("policy", "test", "sales-size", "-q")
    assert (0, "", "") == (done.code, done.out, done.err)
    assert "cases[1]" in run("policy", "test", failing, "-q").out


def test_a_policy_without_cases_has_not_passed(tmp_path: Path) -> None:
    done = run("policy", "test", with_cases(tmp_path), "--lang", "en")
    assert (1, "") == (done.code, done.out)
    assert "the policy trial has no cases" in done.err
    assert "--suggest" in done.err
    done = run("policy", "test", tmp_path / "trial.toml", "--json")
    assert (1, 0, False) == (done.code, done.json["count"], done.json["passed"])


def test_values_of_the_run_change_what_comes_out() -> None:
    done = run("policy", "test", "sales-size", "--json")
    assert 0 == done.code
    done = run("policy", "test", "sales-size", "--param", "nothing=1")
    assert 78 == done.code


def test_an_output_is_for_suggestions_only(tmp_path: Path) -> None:
    done = run("policy", "test", "sales-size", "-o", tmp_path / "x.toml", "--lang", "en")
    assert 2 == done.code
    assert "-o goes with --suggest" in done.err


def test_a_bad_case_stops_no_run(samples: Path) -> None:
    rules = samples / "rules.toml"
    text = read_policy("sales-size").toml + '\n[[cases]]\ngiven = {}\nthen = { tear = "x" }\n'
    rules.write_text(text, encoding="utf-8")
    assert 0 == run("classify", samples / "customers.xlsx", "--policy", rules, "-q").code
    assert 78 == run("policy", "test", rules).code


# -------------------------------------------------------------------- in a rules workbook


def book(folder: Path, case: Data, sheet: str = "用例", *settings: list[str]) -> Path:
    rules = {"name": "规则", "rows": [*settings, *RULES]}
    return write(folder / "rules.xlsx", [rules, {"name": sheet, "rows": case["rows"]}])


@pytest.mark.parametrize("case", cases("policy_cases.toml", "sheet"))
def test_a_sheet_of_cases_is_read_as_its_writer_means_it(case: Data, tmp_path: Path) -> None:
    path = book(tmp_path, case)
    if "refused" in case:
        message = refused(path).message.zh
        assert case["refused"] in message.partition("：")[0]
        assert case.get("mentions", "") in message
        return
    document = read_policy(str(path)).with_cases().document
    first = document.cases[0]
    assert case["given"] == first.given
    assert case["then"] == first.then
    assert (case.get("called", ""), case.get("note", "")) == (first.name, first.note)
    assert case.get("warns") is first.warns
    assert document == parse_document(toml_text(document).encode(), "x")
    tested = try_policy(str(path), Settings())
    assert [] == [result.case.where for result in tested.failed]


def test_a_failing_row_is_named_by_its_cell(tmp_path: Path) -> None:
    rows = [
        ["合作类型", "年平均销售额（万元）", "期望等级"],
        ["媒体", 99.99, "A"],
        ["个人", 1, "C"],
    ]
    done = run("policy", "test", book(tmp_path, {"rows": rows}), "--lang", "zh")
    assert 1 == done.code
    assert "rules.xlsx#用例!A2" in done.out
    assert "输入 合作类型 媒体，年平均销售额 999,900" in done.out


@pytest.mark.parametrize("sheet", ["用例", "cases", "Test cases", "测试用例"])
def test_the_sheet_is_found_by_its_name(sheet: str, tmp_path: Path) -> None:
    rows = [["合作类型", "期望等级"], ["个人", "C"]]
    for reference in (path := book(tmp_path, {"rows": rows}, sheet), f"{path}#规则!A1:D4"):
        assert 1 == len(try_policy(str(reference), Settings()).results)
    assert not read_policy(str(path)).document.cases


def test_the_sheet_is_found_by_the_setting(tmp_path: Path) -> None:
    rows = [["合作类型", "年平均销售额", "期望等级"], ["个人", "10万", "C"]]
    path = book(tmp_path, {"rows": rows}, "核对", ["用例", "核对"], ["版本", "2"])
    assert try_policy(str(path), Settings()).passed
    path = book(tmp_path, {"rows": rows}, "核对", ["用例", "别处"], ["版本", "2"])
    assert "规则!B1" in refused(f"{path}#规则").message.zh


def test_rules_and_their_digest_are_the_same_with_cases_and_without(tmp_path: Path) -> None:
    rows = [["合作类型", "期望等级"], ["个人", "C"]]
    source = read_policy(str(book(tmp_path, {"rows": rows})))
    settings = Settings()
    plain, full = source.policy(settings), source.with_cases().policy(settings)
    assert plain.digest == full.digest


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_workbook_has_the_cases_of_its_source(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.xlsx"
    assert 0 == run("policy", "new", path, "--lang", lang, "-q").code
    tested, own = (try_policy(name, Settings()) for name in (str(path), "sales-size"))
    assert tested.passed
    assert [r.values["annual_sales"] for r in own.results] == [
        r.values["annual_sales"] for r in tested.results
    ]
    assert [r.case.warns for r in own.results] == [r.case.warns for r in tested.results]
    sheet = load_workbook(path)["用例" if lang == "zh" else "Cases"]
    expected = {
        "zh": ["年平均销售额（元）", "期望等级", "提醒", "说明"],
        "en": ["Average annual sales（元）", "Expected", "Warns", "Note"],
    }
    assert expected[lang] == [cell.value for cell in sheet[1]]


def test_a_changed_rule_of_a_new_workbook_fails_the_cases_at_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "rules.xlsx"
    run("policy", "new", path, "--lang", "zh", "-q")
    workbook = load_workbook(path)
    for row in workbook.worksheets[0].iter_rows():
        for cell in row:
            if "500万" in str(cell.value):
                cell.value = cell.value.replace("500万", "600万")
    workbook.save(path)
    tested = try_policy(str(path), Settings())
    assert [5000000.01] == [result.values["annual_sales"] for result in tested.failed]


def test_a_text_result_that_no_rule_gives_is_an_empty_one(tmp_path: Path) -> None:
    given = {"given": {"need": "潜在"}, "then": {"care": ""}}
    [result] = try_policy(str(with_cases(tmp_path, given)), Settings()).results
    nothing = replace(result.decision, results={**result.decision.results, "care": None})
    assert result.case.holds(nothing)
    assert result.case.holds(result.decision)
