"""Rules written in a sheet: what each spelling means, or the cell at which it is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill
from sheets import CASES, write

from tierctl.app.policies import resolve_policy
from tierctl.engine.reasons import rule_text
from tierctl.engine.shown import shown_value
from tierctl.model.errors import PolicyInvalid
from tierctl.policy.policy import Policy, ResultType

FILE = tomllib.loads((CASES / "rules_sheets.toml").read_text(encoding="utf-8"))
Case = Mapping[str, Any]


def opened(case: Case, folder: Path) -> Policy:
    """Write a case's sheet and read it as a policy."""
    path = folder / "rules.xlsx"
    write(path, [{**case, "name": case.get("sheet", "规则")}, *case.get("more", ())])
    if "fills" in case:
        book = load_workbook(path)
        for cell, color in case["fills"].items():
            book.worksheets[0][cell].fill = PatternFill("solid", start_color=color)
        book.save(path)
    return resolve_policy(f"{path}{case.get('at', '')}")


def printed(policy: Policy) -> list[str]:
    """Return every rule as `年平均销售额 > 500万 → 大客户`, tables after one another."""
    lines = []
    for table in policy.tables:
        for rule in table.rules:
            given = [shown_value(policy, name, value, True) for name, value in rule.results.items()]
            lines.append(f"{rule_text(policy, rule, 'zh')} → {', '.join(given)}")
    return lines


def seen(policy: Policy) -> dict[str, Any]:
    table = policy.tables[0]
    aggregate = f" {table.aggregate.value}" if table.aggregate else ""
    return {
        "rules": printed(policy),
        "inputs": [name for name in policy.inputs if name not in ("customer_id", "customer_name")],
        "units": [
            policy.inputs[name].unit.symbol or policy.inputs[name].type.value
            for name in table.names
        ],
        "tiers": [t.label.zh for r in policy.results.values() for t in r.tiers],
        "tier_ids": [t.id for r in policy.results.values() for t in r.tiers],
        "colors": [t.color for t in policy.main_result.tiers],
        "results": [r.type.value for r in policy.results.values()],
        "hit_policy": table.hit_policy.value + aggregate,
        "title": f"{policy.id} {policy.version} {policy.title.zh}",
        "told": [f"{n.severity} {n.code} {n.cell.a1 if n.cell else ''}" for n in policy.notes],
    }


@pytest.mark.parametrize("case", FILE["case"], ids=lambda case: case["name"])
def test_a_sheet_of_rules_is_read_as_its_writer_means_it(case: Case, tmp_path: Path) -> None:
    if "refused" in case:
        with pytest.raises(PolicyInvalid) as refusal:
            opened(case, tmp_path)
        told = refusal.value
        zh = told.message.zh + (told.hint.zh if told.hint else "")
        en = told.message.en + (told.hint.en if told.hint else "")
        for said in (zh, en):
            assert case["refused"] in said
        for word in case.get("mentions", ()):
            assert word in zh
        return
    found = seen(opened(case, tmp_path))
    expected = {key: case[key] for key in found if key in case}
    assert expected, "the case expects nothing"
    assert expected == {key: found[key] for key in expected}


def test_case_names_are_different() -> None:
    names = [case["name"] for case in FILE["case"]]
    assert len(names) == len(set(names))


def test_the_types_of_results_are_all_covered() -> None:
    """The cases show a result of every type."""
    shown = {kind for case in FILE["case"] for kind in case.get("results", ())}
    assert {kind.value for kind in ResultType} == shown
