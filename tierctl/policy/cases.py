"""Cases of a policy: what a customer's cells hold, and what must come out for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from tierctl.model.cell import Cell, Kind
from tierctl.model.decision import Decision, Status
from tierctl.model.errors import PolicyInvalid
from tierctl.model.folding import folded
from tierctl.model.quantity import Dimension, parse_quantity
from tierctl.model.table import Value
from tierctl.policy.bounds import BoundWords
from tierctl.policy.build_steps import StepBuilder
from tierctl.policy.document import CaseDocument, PolicyDocument
from tierctl.policy.policy import Policy, ResultType
from tierctl.policy.reading import Place, Reading

_STATUSES = {
    "未定级": Status.UNGRADED, "ungraded": Status.UNGRADED,
    "不适用": Status.NOT_APPLICABLE, "notapplicable": Status.NOT_APPLICABLE,
}  # fmt: skip
LARGEST_RATIO = 1.5
"""Up to here a bare number of an input in % may as well be a ratio."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of a policy; `where` tells where it stands, `cells` are what its inputs hold."""

    where: str
    name: str
    note: str
    cells: Mapping[str, Cell]
    status: Status
    """Whether there must be results, and why there are none."""
    results: Mapping[str, Value]
    """The results that must come out; others may be anything."""
    warns: bool | None
    """Whether there must be a warning; None where it does not matter."""

    def holds(self, decision: Decision) -> bool:
        """Tell whether a decision is what must come out."""
        if self.warns is not None and self.warns != bool(decision.warnings):
            return False
        got = decision.results
        return decision.status is self.status and all(
            # A text that no rule gives is the same as an empty one.
            (got.get(name) or "") == value if isinstance(value, str) else got.get(name) == value
            for name, value in self.results.items()
        )


def case_of(document: CaseDocument, policy: Policy, path: str, place: Place) -> Case:
    """Return what a case means that stands at a key path.

    Raises PolicyInvalid for an input, a result or a tier that there is not.
    """
    reading = Reading(place, BoundWords())
    for name in document.given:
        if name not in policy.inputs:
            raise _unknown(reading, f"{path}.given.{name}", ("输入", "input"), policy.inputs)
    statuses: set[Status] = set()
    results: dict[str, Value] = {}
    values = StepBuilder(reading, policy.inputs, policy.results)
    for name, value in document.then.items():
        at = f"{path}.then.{name}"
        if name not in policy.results:
            raise _unknown(reading, at, ("结果", "result"), policy.results)
        status = status_of(policy, name, value)
        statuses.add(status)
        if len(statuses) > 1:
            zh, en = "有结果与没有结果不能并存", "there is a result and none at once"
            raise reading.fail(at, zh, en)
        if status is Status.GRADED:
            results[name] = values.given_value(at, name, value)
    return Case(
        where=place(path),
        name=document.name,
        note=document.note,
        cells={name: cell_of(value) for name, value in document.given.items()},
        status=statuses.pop(),
        results=results,
        warns=document.warns,
    )


def refuse_unknown_parameters(document: PolicyDocument, place: Place) -> None:
    """Refuse values of parameters that the policy does not have. Raises PolicyInvalid."""
    reading = Reading(place, BoundWords())
    for number, case in enumerate(document.cases):
        for name in case.params:
            if name not in document.params:
                path = f"cases[{number}].params.{name}"
                raise _unknown(reading, path, ("参数", "parameter"), document.params)


def refuse_undecided_ratios(
    documents: Sequence[CaseDocument], policy: Policy, place: Place
) -> None:
    """Refuse bare numbers of an input in % that may all be ratios: 0.48 for 48%.

    As in a column of a sheet, one number that is larger decides. Raises PolicyInvalid.
    """
    for name, read in policy.inputs.items():
        if read.unit.dimension is not Dimension.RATIO or not read.unit.shift:
            continue
        bare = dict(_bare(documents, name))
        if any(bare.values()) and max(map(abs, bare.values())) <= LARGEST_RATIO:
            path, number = next((path, number) for path, number in bare.items() if number)
            zh = f"{read.label.zh} {number:g} 是 {number:g}% 还是 {number:g} 倍？请写明单位"
            en = f"{read.label.en} {number:g}: is it {number:g}% or a ratio? Write {number:g}%, or"
            raise Reading(place, BoundWords()).fail(path, zh, f"{en} {number:g} ratio")


def _bare(documents: Sequence[CaseDocument], name: str) -> Iterator[tuple[str, float]]:
    """Give the numbers of an input that carry no unit, by their key paths."""
    for number, document in enumerate(documents):
        if name in document.given:
            cell = cell_of(document.given[name])
            quantity = parse_quantity(cell.text, Dimension.RATIO)
            if quantity is not None and quantity.unit is None:
                yield f"cases[{number}].given.{name}", float(quantity.digits)


def cell_of(value: str | float | bool | date) -> Cell:
    """Return the cell of a sheet that would hold a value."""
    if isinstance(value, bool):
        return Cell(0, 0, Kind.BOOLEAN, str(value).upper())
    if isinstance(value, date):
        return Cell(0, 0, Kind.DATE, value.isoformat())
    if isinstance(value, str):
        return Cell(0, 0, Kind.TEXT, value)
    return Cell(0, 0, Kind.NUMBER, repr(value))


def status_of(policy: Policy, name: str, value: str | float) -> Status:
    """Return what a text says of a customer without results; a tier may be called so, too."""
    result = policy.results[name]
    taken = result.type is ResultType.TEXT or any(value in tier.names for tier in result.tiers)
    if taken or not isinstance(value, str):
        return Status.GRADED
    return _STATUSES.get(folded(value).replace(" ", "").replace("-", ""), Status.GRADED)


def _unknown(
    reading: Reading, path: str, what: tuple[str, str], known: Mapping[str, object]
) -> PolicyInvalid:
    name = path.rpartition(".")[2]
    close = get_close_matches(name, known, n=1)
    zh, en = f"没有{what[0]} {name}", f"there is no {what[1]} {name}"
    if close:
        return reading.fail(
            path, f"{zh}（您要找的是 {close[0]} 吗？）", f"{en} (did you mean {close[0]}?)"
        )
    names = "、".join(known), ", ".join(known)
    return reading.fail(path, f"{zh}（可用：{names[0]}）", f"{en} (it may be {names[1]})")
