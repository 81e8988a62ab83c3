"""Cases for a policy's owner to approve: customers at every bound, with what comes out today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tierctl.app.case_table import case_table
from tierctl.app.policies import PolicySource, read_policy
from tierctl.app.policy_test import try_cases
from tierctl.checks.boundary_cases import BoundaryCase, boundary_cases
from tierctl.engine.reference import decide
from tierctl.model.decision import Decision, Status
from tierctl.model.quantity import Dimension, shifted
from tierctl.model.table import Value
from tierctl.model.text import Lang
from tierctl.policy.cases import Case, case_of
from tierctl.policy.cases_form import STATUSES
from tierctl.policy.document import CaseDocument
from tierctl.policy.parameters import known_parameters
from tierctl.policy.policy import Policy, Result, ResultType
from tierctl.policy.settings import Settings
from tierctl.policy.shown import choice_text

Given = str | int | float | bool | date


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedCases:
    """A policy with its cases, and those that it might have besides."""

    source: PolicySource
    policy: Policy
    documents: Sequence[CaseDocument]
    left_out: int
    """How many further ones there would be."""
    results: Sequence[str]
    """Results of earlier steps on whose bounds there is no case."""


def suggest_cases(reference: str, settings: Settings, lang: Lang) -> SuggestedCases:
    """Return cases at every bound of a policy that it does not have yet.

    What must come out is what does, by the reference evaluator. Raises PolicyInvalid.
    """
    source = read_policy(reference, settings.as_of).with_cases()
    known_parameters([source.document], settings)
    policy = source.policy(settings)
    known = [_filled(result.values) for result in try_cases(source, settings)]
    found = boundary_cases(policy)
    drafts = [case for case in found.cases if dict(case.values) not in known]
    return SuggestedCases(
        source=source,
        policy=policy,
        documents=case_documents(policy, drafts, lang),
        left_out=found.left_out,
        results=found.results,
    )


def _filled(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None}


def case_documents(
    policy: Policy, drafts: Sequence[BoundaryCase], lang: Lang
) -> list[CaseDocument]:
    """Return customers as cases that expect what the policy gives them."""
    main = policy.main_result.name
    changed = [p for p in policy.parameters if p.changed]
    documents = [
        CaseDocument(
            name=draft.said.to(lang),
            given={n: _written(policy, n, v, lang) for n, v in draft.values.items()},
            then={main: STATUSES[Status.UNGRADED].to(lang)},
            as_of=policy.as_of,
            params={parameter.name: parameter.text for parameter in changed},
        )
        for draft in drafts
    ]
    cases: list[Case] = [case_of(document, policy, "", str) for document in documents]
    table = case_table(policy, cases)
    decisions = decide(policy, table)
    return [
        document.model_copy(
            update={
                "then": _then(policy, decisions[place], lang),
                "warns": True if decisions[place].warnings else None,
            }
        )
        for place, document in enumerate(documents)
        # What a cell cannot hold in its 15 digits is no case.
        if all(table.value(n, place) == v for n, v in _readable(policy, drafts[place]))
    ]


def _readable(policy: Policy, draft: BoundaryCase) -> list[tuple[str, Value]]:
    """Return the values that a cell must give back; a text that is no choice gives none."""
    return [
        (name, value)
        for name, value in draft.values.items()
        if isinstance(value, float) or not policy.inputs[name].choices
    ]


def _written(policy: Policy, name: str, value: Value, lang: Lang) -> Given:
    """Return a value as somebody would write it into a case."""
    read = policy.inputs[name]
    if isinstance(value, str):
        return choice_text(read, value).to(lang)
    assert value is not None
    if read.unit.dimension is Dimension.DATE:
        return date.fromordinal(int(value))
    if read.unit.dimension is Dimension.RATIO and read.unit.shift:
        return f"{_number(value, read.unit.shift)}%"
    return _number(value, read.unit.shift)


def _number(value: float, shift: int) -> int | float:
    """Return a number in the unit whose shift this is."""
    number = shifted(repr(value), -shift)
    assert number is not None
    return int(number) if number == int(number) and abs(number) < 1e15 else number


def _then(policy: Policy, decision: Decision, lang: Lang) -> dict[str, str | int | float]:
    if decision.status is not Status.GRADED:
        return {policy.main_result.name: STATUSES[decision.status].to(lang)}
    return {
        name: _given(result, value, lang)
        for name, result in policy.results.items()
        # A least number of none is no number.
        if not result.hidden
        and ((value := decision.results.get(name)) is not None or result.type is ResultType.TEXT)
    }


def _given(result: Result, value: Value, lang: Lang) -> str | int | float:
    if isinstance(value, float):
        if result.unit.dimension is Dimension.RATIO and result.unit.shift:
            return f"{_number(value, result.unit.shift)}%"
        return _number(value, result.unit.shift)
    if result.type is ResultType.TIER:
        label = result.tier(str(value)).label.to(lang)
        same = [tier.id for tier in result.tiers if label in tier.names]
        return label if same == [value] else str(value)
    return value or ""
