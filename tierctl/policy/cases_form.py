"""A policy's cases as a sheet beside its rules, which reads as the same cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tierctl.model.decision import Status
from tierctl.model.header_text import plain_text
from tierctl.model.text import Lang, Text
from tierctl.policy.case_columns import EXPECTED, WORDS, CaseRole
from tierctl.policy.cases import status_of
from tierctl.policy.document import CaseDocument
from tierctl.policy.policy import Policy
from tierctl.policy.rules_form import FormCell

_MAIN = Text("期望等级", "Expected")
_YES, _NO = Text("是", "Yes"), Text("否", "No")
STATUSES = {
    Status.UNGRADED: Text("未定级", "Ungraded"),
    Status.NOT_APPLICABLE: Text("不适用", "Not applicable"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesTable:
    """A sheet of cases: its header, its rows, and which columns are of results (zero-indexed)."""

    header: tuple[str, ...]
    rows: tuple[tuple[FormCell, ...], ...]
    results: frozenset[int]


def cases_form(
    policy: Policy, documents: Sequence[CaseDocument], lang: Lang, suggested: int = 0
) -> CasesTable | None:
    """Return the sheet of some cases; None where there are none.

    The last `suggested` ones are to be approved. A case with values of its own for parameters is
    left out: the rules of a sheet have theirs.
    """
    known = len(documents) - suggested
    cases = [(case, n < known) for n, case in enumerate(documents) if not case.params]
    return _Form(policy, cases, lang).table() if cases else None


class _Form:
    def __init__(
        self, policy: Policy, cases: Sequence[tuple[CaseDocument, bool]], lang: Lang
    ) -> None:
        self._policy = policy
        self._cases = cases
        self._lang = lang
        read = {name for step in policy.steps for name in step.names} | policy.sources
        self._inputs = [name for name in policy.inputs if name in read]
        expected = {name for case, _ in cases for name in case.then}
        self._results = [name for name in policy.results if name in expected]

    def table(self) -> CasesTable:
        """Return the sheet."""
        named = any(case.name for case, _ in self._cases)
        warned = any(case.warns is not None for case, _ in self._cases)
        asked = any(not approved for _, approved in self._cases)
        header = [self._word(CaseRole.NAME)] if named else []
        header += map(self._input, self._inputs)
        first = len(header)
        header += map(self._result, self._results)
        results = frozenset(range(first, len(header)))
        header += [self._word(CaseRole.WARNS)] if warned else []
        header += [self._word(CaseRole.NOTE)]
        header += [self._word(CaseRole.APPROVED)] if asked else []
        rows = []
        for case, approved in self._cases:
            row: list[FormCell] = [case.name] if named else []
            row += [_cell(case.given.get(name, "")) for name in self._inputs]
            row += [self._expected(name, case.then.get(name, "")) for name in self._results]
            row += [self._yes_or_no(case.warns)] if warned else []
            row += [case.note]
            row += [self._yes_or_no(approved or None)] if asked else []
            rows.append(tuple(row))
        return CasesTable(header=tuple(header), rows=tuple(rows), results=results)

    def _word(self, role: CaseRole) -> str:
        """Return what a column is called that is of no input and no result."""
        headers = [text for read in self._policy.inputs.values() for text in read.headers]
        headers += [text for result in self._policy.results.values() for text in result.headers]
        taken = set(map(plain_text, headers))
        words = WORDS[role]
        chinese = self._lang == "zh"
        ordered = [w for w in words if w.isascii() is not chinese] + list(words)
        return next(word for word in ordered if plain_text(word) not in taken)

    def _input(self, name: str) -> str:
        label, symbol = self._policy.label(name).to(self._lang), self._policy.unit(name).symbol
        return f"{label}（{'倍' if symbol == 'ratio' else symbol}）" if symbol else label

    def _result(self, name: str) -> str:
        if name == self._policy.main_result.name:
            return _MAIN.to(self._lang)
        return EXPECTED.to(self._lang) + self._policy.label(name).to(self._lang)

    def _expected(self, name: str, value: str | float) -> FormCell:
        if not isinstance(value, str):
            return value
        status = status_of(self._policy, name, value)
        if status is not Status.GRADED:
            return STATUSES[status].to(self._lang)
        tiers = self._policy.results[name].tiers
        found = (tier.label.to(self._lang) for tier in tiers if value in tier.names)
        return next(found, value)

    def _yes_or_no(self, value: bool | None) -> str:
        return "" if value is None else (_YES if value else _NO).to(self._lang)


def _cell(value: str | float | bool | date) -> FormCell:
    if isinstance(value, bool):
        return str(value).upper()
    return value.isoformat() if isinstance(value, date) else value
