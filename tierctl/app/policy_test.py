"""Try a policy on the cases that it carries: what must come out, against what does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tierctl.app.case_table import case_table, without_cells
from tierctl.app.policies import PolicySource, read_policy
from tierctl.engine.reference import decide
from tierctl.model.decision import Decision
from tierctl.model.errors import PolicyInvalid
from tierctl.model.table import BoundTable, Value
from tierctl.policy.cases import Case, case_of, refuse_undecided_ratios, refuse_unknown_parameters
from tierctl.policy.document import CaseDocument, PolicyDocument
from tierctl.policy.parameters import known_parameters
from tierctl.policy.policy import Policy
from tierctl.policy.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """A case, the policy that it was tried on, what was read, and what came out."""

    case: Case
    policy: Policy
    values: Mapping[str, Value]
    decision: Decision

    @property
    def passed(self) -> bool:
        """Whether what came out is what must."""
        return self.case.holds(self.decision)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedPolicy:
    """A policy's cases in their order, each with what came out."""

    document: PolicyDocument
    results: Sequence[CaseResult]

    @property
    def failed(self) -> list[CaseResult]:
        """The cases for which something else came out."""
        return [result for result in self.results if not result.passed]

    @property
    def passed(self) -> bool:
        """Whether there are cases, and the policy holds for each: none prove nothing."""
        return bool(self.results) and not self.failed


class CaseRun(NamedTuple):
    """The cases that need one and the same day and parameters, with their places."""

    policy: Policy
    positions: Sequence[int]
    cases: Sequence[Case]
    table: BoundTable


def try_policy(reference: str, settings: Settings) -> TestedPolicy:
    """Try the policy that a reference names on its cases, by the reference evaluator.

    Raises PolicyInvalid where the policy or a case cannot be read.
    """
    source = read_policy(reference, settings.as_of).with_cases()
    known_parameters([source.document], settings)
    if not source.document.cases:
        _read_all_the_same(source, settings)
    return TestedPolicy(document=source.document, results=try_cases(source, settings))


def _read_all_the_same(source: PolicySource, settings: Settings) -> None:
    """Refuse a policy that is wrong; one that only needs values may have none here."""
    try:
        source.policy(settings)
    except PolicyInvalid as e:
        if e.code != "missing-parameters":
            raise


def try_cases(source: PolicySource, settings: Settings) -> list[CaseResult]:
    """Return what comes out for each case of a policy. Raises PolicyInvalid."""
    results: dict[int, CaseResult] = {}
    for run in case_runs(source, settings):
        decisions = decide(run.policy, run.table)
        for place, position in enumerate(run.positions):
            found = decisions[place]
            results[position] = CaseResult(
                case=run.cases[place],
                policy=run.policy,
                values={name: run.table.value(name, place) for name in run.table.columns},
                decision=replace(
                    found,
                    problems=without_cells(found.problems),
                    warnings=without_cells(found.warnings),
                ),
            )
    return [results[position] for position in sorted(results)]


def case_runs(source: PolicySource, settings: Settings) -> Iterator[CaseRun]:
    """Give the cases of a policy as tables, one for each day and each set of parameters."""
    documents = source.document.cases
    refuse_unknown_parameters(source.document, source.place)
    groups: dict[tuple[date | None, str], list[int]] = {}
    for position, document in enumerate(documents):
        groups.setdefault((document.as_of, repr(document.params)), []).append(position)
    for positions in groups.values():
        own = _settings(source.document.id, documents[positions[0]], settings)
        policy = source.policy(own)
        refuse_undecided_ratios(documents, policy, source.place)
        cases = [case_of(documents[p], policy, f"cases[{p}]", source.place) for p in positions]
        yield CaseRun(policy, positions, cases, case_table(policy, cases))


def _settings(id: str, case: CaseDocument, settings: Settings) -> Settings:
    """Return the settings of a run as a case has them: its own come before those of the run."""
    own = {f"{id}.{name}": str(value) for name, value in case.params.items()}
    return replace(settings, params={**settings.params, **own}, as_of=case.as_of or settings.as_of)
