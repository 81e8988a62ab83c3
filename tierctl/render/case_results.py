"""How a policy does on its cases, as a page for the terminal and as a JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.policy_test import CaseResult, TestedPolicy
from tierctl.app.suggest_cases import SuggestedCases
from tierctl.engine.reasons import Reasons
from tierctl.model.decision import Status
from tierctl.model.table import Value
from tierctl.model.text import Lang, Text, joined
from tierctl.policy.cases_form import STATUSES
from tierctl.policy.policy import Policy
from tierctl.policy.shown import plain_value, reading
from tierctl.render import words
from tierctl.render.json_head import head
from tierctl.render.json_object import diagnostic
from tierctl.render.safe import safe_text
from tierctl.render.view import View


def case_results(tested: TestedPolicy, view: View) -> RenderableType:
    """Return the page: how many cases hold, and all about each that does not."""
    document = tested.document
    title = RichText(view.file_text(document.title.text.to(view.lang)), style="bold")
    title.append(f"  {document.id} {view.file_text(document.version)}", style="dim")
    count, failed = len(tested.results), len(tested.failed)
    said = view.say(words.CASES, count=count, passed=count - failed, failed=failed)
    parts = [part for result in tested.failed for part in _failed(result, view)]
    return Group(title, RichText(said, style="bold"), *parts)


def _failed(result: CaseResult, view: View) -> tuple[RenderableType, RenderableType]:
    case, policy, decision = result.case, result.policy, result.decision
    head = view.text(case.where, style="red")
    if case.name:
        head.append(view.text(f"  {case.name}", style="default"))
    grid = Table.grid(padding=(0, 1))
    named = [name for name in result.values if name in case.cells]
    given = _listed([_given(result, name) for name in named]) or words.NOTHING_GIVEN
    expected = [_outcome(policy, case.status, case.results)]
    came = [_outcome(policy, decision.status, _same(case.results, decision.results, policy))]
    if case.warns is not None:
        expected.append(words.WITH_WARNING[case.warns])
        came.append(words.WITH_WARNING[bool(decision.warnings)])
    grid.add_row(view.say(words.GIVEN), view.text(view.say(given)))
    grid.add_row(view.say(words.EXPECTED), view.text(view.say(joined(expected, "，"))))
    grid.add_row(view.say(words.CAME), view.text(view.say(joined(came, "，"))))
    grid.add_row(view.say(words.REASON), view.text(Reasons(policy, view.lang).of(decision)))
    for warning in decision.warnings:
        grid.add_row(view.say(words.WARNINGS), view.text(view.say(warning.message)))
    if case.note:
        grid.add_row(view.say(words.NOTE), view.text(case.note))
    return head, Padding(grid, (0, 0, 0, 2), expand=False)


def _given(result: CaseResult, name: str) -> Text:
    """Return what an input holds; a cell that cannot be used, as it is written."""
    value, cell = result.values[name], result.case.cells[name]
    if value is None and not cell.blank:
        label = result.policy.label(name)
        return Text(f"{label.zh} {cell.text}", f"{label.en} {cell.text}")
    return reading(result.policy, name, value)


def _same(
    expected: Mapping[str, Value], got: Mapping[str, Value], policy: Policy
) -> Mapping[str, Value]:
    """Return the results that are compared; where none is expected, the main one."""
    names = expected or [policy.main_result.name]
    return {name: got.get(name) for name in names}


def _outcome(policy: Policy, status: Status, results: Mapping[str, Value]) -> Text:
    if status is not Status.GRADED:
        return STATUSES[status]
    # A text that no rule gives is as good as an empty one.
    said = [reading(policy, n, None if value == "" else value) for n, value in results.items()]
    return joined(said, "，")


def _listed(texts: list[Text]) -> Text | None:
    return joined(texts, "，") if texts else None


def tested_json(tested: TestedPolicy, lang: Lang, unmask: bool) -> dict[str, Any]:
    """Return the object that `policy test --json` prints."""
    document = tested.document
    return {
        **head("policy test"),
        "policy": {"id": document.id, "version": document.version},
        "passed": tested.passed,
        "count": len(tested.results),
        "failed": len(tested.failed),
        "cases": [_case_json(result, lang, unmask) for result in tested.results],
    }


def _case_json(result: CaseResult, lang: Lang, unmask: bool) -> dict[str, Any]:
    case, policy, decision = result.case, result.policy, result.decision
    return {
        "where": case.where,
        "name": safe_text(case.name, unmask),
        "passed": result.passed,
        "given": {n: plain_value(policy, n, result.values[n]) for n in case.cells},
        "expected": {
            "status": case.status.value,
            "results": dict(case.results),
            "warns": case.warns,
        },
        "status": decision.status.value,
        "results": dict(decision.results),
        "reason": safe_text(Reasons(policy, lang).of(decision), unmask),
        "problems": [diagnostic(problem, lang, unmask) for problem in decision.problems],
        "warnings": [diagnostic(warning, lang, unmask) for warning in decision.warnings],
    }


def suggested_json(suggested: SuggestedCases, output: Path | None) -> dict[str, Any]:
    """Return the object that `policy test --suggest --json` prints."""
    document = suggested.source.document
    return {
        **head("policy test"),
        "policy": {"id": document.id, "version": document.version},
        "output": str(output) if output is not None else None,
        "suggested": [
            case.model_dump(mode="json", exclude_defaults=True) for case in suggested.documents
        ],
        "left_out": suggested.left_out,
        "no_case_on": list(suggested.results),
    }
