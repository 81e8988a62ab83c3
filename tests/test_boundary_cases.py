"""Suggested cases: by hand for small policies, and what must hold for any policy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from cli import run
from hypothesis import given, settings
from openpyxl import load_workbook
from policies import HEAD, NOTES, POINTS, step
from random_policies import policies
from sheets import cases
from test_policy_test import TRIAL

from tierctl.app.case_table import case_table
from tierctl.app.policies import read_policy
from tierctl.app.policy_test import try_policy
from tierctl.app.suggest_cases import case_documents, suggest_cases
from tierctl.checks.boundary_cases import MOST, BoundaryCase, boundary_cases
from tierctl.checks.survey import Survey
from tierctl.engine.decided_columns import decide_columns
from tierctl.engine.reference import decide
from tierctl.policy.cases import case_of
from tierctl.policy.document import CaseDocument
from tierctl.policy.policy import Policy
from tierctl.policy.sets import DateSet, ValueSet
from tierctl.policy.settings import Settings
from tierctl.policy.text_sets import TextSet
from tierctl.policy.toml_text import case_lines

Data = Mapping[str, Any]
INPUTS = {
    "sales": ("number", "元"), "cost": ("number", "元"), "rate": ("number", "%"),
    "orders": ("number", "次"), "score": ("number", "分"), "volume": ("number", "K"),
    "kind": ("text", ""), "day": ("date", ""), "size": ("choice", ""),
}  # fmt: skip
CHOICES = (
    'choices = [{ id = "big", label = { zh = "大", en = "Big" } },'
    ' { id = "small", label = { zh = "小", en = "Small" } }]\n'
)
TIERS = {"低": "low", "中": "middle", "高": "high"}


def written(folder: Path, case: Data) -> Path:
    text = HEAD[: HEAD.index("[inputs.")]
    for name, (type, unit) in INPUTS.items():
        text += f'[inputs.{name}]\nlabel = {{ zh = "{name}", en = "{name}" }}\ntype = "{type}"\n'
        text += f'unit = "{unit}"\n' if unit else ""
        text += CHOICES if type == "choice" else ""
        text += "" if name == "sales" else "required = false\n"
    text += HEAD[HEAD.index("[results.") :]
    rules = [(when, {"tier": TIERS[tier]}) for when, tier in case["rules"]]
    path = folder / "small.toml"
    path.write_text(text + step("size", "first", rules), encoding="utf-8")
    return path


def in_order(pairs: Iterable[tuple[Data, object]]) -> list[tuple[dict[str, object], object]]:
    named = [({n: given[n] for n in INPUTS if n in given}, tier) for given, tier in pairs]
    return sorted(named, key=str)


@pytest.mark.parametrize("case", cases("boundary_cases.toml"))
def test_a_case_is_suggested_at_every_bound(case: Data, tmp_path: Path) -> None:
    found = suggest_cases(str(written(tmp_path, case)), Settings(), "zh")
    assert in_order(case["suggests"]) == in_order(
        (c.given, c.then["tier"]) for c in found.documents
    )
    assert (0, []) == (found.left_out, list(found.results))
    names = [document.name for document in found.documents]
    assert len(set(names)) == len(names)


@settings(max_examples=60, deadline=None)
@given(policies())
def test_suggested_cases_hold_in_both_engines_and_as_text(policy: Policy) -> None:
    documents = case_documents(policy, boundary_cases(policy).cases, "zh")
    for document in documents:
        [read] = tomllib.loads("\n".join(case_lines(document, "x")))["cases"]
        assert document == CaseDocument.model_validate(read)
    tried = [case_of(document, policy, "x", str) for document in documents]
    table = case_table(policy, tried)
    columns = decide_columns(policy, table)
    for place, decision in enumerate(decide(policy, table)):
        assert tried[place].holds(decision)
        assert tried[place].holds(columns[place])


@settings(max_examples=60, deadline=None)
@given(policies())
def test_every_bound_of_a_rule_that_decides_has_a_customer_on_it_and_beside(policy: Policy) -> None:
    found = boundary_cases(policy)
    if found.left_out:
        return
    survey = Survey(policy)
    for table in survey.tables:
        for place, rule in enumerate(table.table.rules):
            if table.decides[place] is not True:
                continue
            for name, allowed in rule.conditions.items():
                if name in policy.inputs and allowed != allowed.everything():
                    _assert_told_apart(found.cases, name, allowed)


def _assert_told_apart(found: Sequence[BoundaryCase], name: str, allowed: ValueSet) -> None:
    values = {case.values.get(name) for case in found}
    if isinstance(allowed, TextSet):
        assert allowed.exceptions <= values
        assert {True, False} == {allowed.holds(v) for v in values} or allowed.empty
        return
    numbers = [v for v in values if isinstance(v, float)]
    for interval in allowed.days if isinstance(allowed, DateSet) else allowed.intervals:
        for bound in (interval.low, interval.high):
            if abs(bound) < 1e13:  # beyond, a cell holds nothing so near
                assert bound in numbers
                # A whole step where numbers are counted, or are days.
                assert any(bound < v <= bound + 1 for v in numbers)
                assert any(bound - 1 <= v < bound for v in numbers)


# -------------------------------------------------------------------- on the command line


def test_suggestions_are_printed_to_be_pasted_behind_the_policy(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(read_policy("sales-size").toml, encoding="utf-8")
    done = run("policy", "test", path, "--suggest", "--lang", "zh")
    assert (0, "") == (done.code, done.err)
    assert 4 == done.out.count("[[cases]]  # 未确认\n")
    assert done.out.startswith("# 以下 4 个用例按各个界限拟出")
    assert (
        '[[cases]]  # 未确认\nname = "年平均销售额 略低于 500万"\n'
        'given = { annual_sales = 4999999.99 }\nthen = { tier = "中客户" }\n'
    ) in done.out
    path.write_text(path.read_text(encoding="utf-8") + done.out, encoding="utf-8")
    assert 11 == run("policy", "test", path, "--json").json["count"]
    again = run("policy", "test", path, "--suggest", "--json").json
    assert [] == again["suggested"]


def test_the_json_has_the_cases_as_a_policy_has_them() -> None:
    found = run("policy", "test", "sales-size", "--suggest", "--json", "--lang", "en").json
    assert ("tierctl/1", "policy test", None) == (
        found["schema"],
        found["command"],
        found["output"],
    )
    assert {
        "name": "Average annual sales just below 0",
        "given": {"annual_sales": -0.01},
        "then": {"tier": "Small"},
        "warns": True,
    } in found["suggested"]
    assert (0, []) == (found["left_out"], found["no_case_on"])


SCORE = step(
    "score",
    "collect",
    [({"sales": ">500万"}, {"points": 60}), ({"kind": "媒体, 律师"}, {"points": 7.5})],
    aggregate="sum",
) + step("grade", "first", [({"points": ">=60"}, {"tier": "high"}), ({}, {"tier": "low"})])
# In a sheet every input is required.
REQUIRED = HEAD.replace("required = false\n", "")
UNREAD = re.compile(r"\[inputs\.(?:cost|day)\]\n(?:[a-z].*\n)*")
SOURCES = {
    "trial": TRIAL,
    "score": UNREAD.sub("", REQUIRED) + POINTS + SCORE,
    "sheet": REQUIRED
    + POINTS
    + NOTES.replace("Notes", "Advice")
    + step(
        "size",
        "priority",
        [
            ({"sales": ">500万", "kind": "媒体"}, {"tier": "high", "points": 0.5, "notes": "=1+1"}),
            ({"cost": "<-10", "day": "> 2026-01-31"}, {"tier": "low", "points": 1, "notes": "a"}),
        ],
    ),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("suffix", [".toml", ".xlsx"])
@pytest.mark.parametrize("name", list(SOURCES))
def test_a_copy_with_suggestions_holds(name: str, suffix: str, lang: str, tmp_path: Path) -> None:
    source, target = tmp_path / f"{name}.toml", tmp_path / f"copy{suffix}"
    source.write_text(SOURCES[name], encoding="utf-8")
    done = run("policy", "test", source, "--suggest", "-o", target, "--lang", lang)
    if (name, suffix) == ("trial", ".xlsx"):
        assert 78 == done.code  # a sheet knows neither days of the run nor warnings
        assert not target.exists()
        return
    assert 0 == done.code, done.err
    assert target.name in done.out
    assert (name == "score") is ("得分" in done.err or "Points" in done.err)
    tested = try_policy(str(target), Settings())
    assert tested.passed, [(r.case.where, r.case.name) for r in tested.failed]
    assert len(tested.results) == len(suggest_cases(str(source), Settings(), "zh").documents)
    assert 73 == run("policy", "test", source, "--suggest", "-o", target).code
    assert 0 == run("policy", "test", source, "--suggest", "-o", target, "--force", "-q").code


def test_a_sheet_tells_which_cases_nobody_has_approved(tmp_path: Path) -> None:
    target = tmp_path / "rules.xlsx"
    run("policy", "test", "sales-size", "--suggest", "-o", target, "--lang", "zh", "-q")
    rows = list(load_workbook(target)["用例"].values)
    assert ("用例", "说明", "已确认") == (rows[0][0], rows[0][-2], rows[0][-1])
    assert ["是"] * 7 + [None] * 4 == [row[-1] for row in rows[1:]]


def test_a_copy_is_a_policy_file_or_a_workbook(tmp_path: Path) -> None:
    target = tmp_path / "cases.csv"
    assert 2 == run("policy", "test", "sales-size", "--suggest", "-o", target).code
    assert not target.exists()


def test_a_file_with_cases_in_brackets_gets_its_blocks_all_the_same(tmp_path: Path) -> None:
    source, target = tmp_path / "a.toml", tmp_path / "b.toml"
    listed = 'cases = [{ given = { need = "明显" }, then = { tier = "b" } }]\n'
    source.write_text(listed + TRIAL, encoding="utf-8")
    assert 0 == run("policy", "test", source, "--suggest", "-o", target, "-q").code
    tested = try_policy(str(target), Settings())
    assert tested.passed
    assert len(tested.results) > 20


def test_values_of_the_run_stand_in_the_cases(tmp_path: Path) -> None:
    """What depends on a day, or on a parameter, is to hold on another day as well."""
    source, target = tmp_path / "a.toml", tmp_path / "b.toml"
    source.write_text(TRIAL.replace('value = "100万"\n', ""), encoding="utf-8")
    assert 78 == run("policy", "test", source, "--suggest").code
    options = ("--param", "limit=200万", "--as-of", "2024-02-29")
    assert 0 == run("policy", "test", source, "--suggest", *options, "-o", target, "-q").code
    assert 0 == run("policy", "test", target, "--as-of", "2030-01-01").code
    text = target.read_text(encoding="utf-8")
    assert "as_of = 2024-02-29\n" in text
    assert 'params = { limit = "200万元" }\n' in text


def test_more_than_anybody_reads_is_cut_and_told(tmp_path: Path) -> None:
    rules = [({"sales": f"{n}万..{n + 1}万"}, {"tier": "low"}) for n in range(1, 301, 3)]
    source = tmp_path / "many.toml"
    source.write_text(HEAD + step("size", "first", rules), encoding="utf-8")
    done = run("policy", "test", source, "--suggest", "--lang", "en")
    assert MOST == done.out.count("[[cases]]")
    assert "401 more are not listed" in done.err
