"""Two policies in one set of names: the second one's inputs, results and tiers as the first's."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from tierctl.model.header_text import name_of
from tierctl.model.table import Value
from tierctl.model.text import Text
from tierctl.policy.formulas import renamed
from tierctl.policy.patterns import ANYTHING, NOTHING
from tierctl.policy.policy import Input, Policy, Result, Tier
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import FormulaStep, Rule, Step
from tierctl.policy.text_sets import TextSet

# A sheet numbers its tiers: such an id says where a tier stands, not which one it is.
_BY_PLACE = re.compile(r"tier_\d+")

T = TypeVar("T", Input, Result)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """Two policies, the second one in the names of the first; `both` labels what either has."""

    a: Policy
    b: Policy
    both: Policy

    @property
    def pairs(self) -> list[tuple[Step | None, Step | None]]:
        """The steps that give the same results, in order; None where one side has no such step."""
        rest = list(self.b.steps)
        found: list[tuple[Step | None, Step | None]] = []
        for step in self.a.steps:
            other = next((s for s in rest if set(s.gives) & set(step.gives)), None)
            if other is not None:
                rest.remove(other)
            found.append((step, other))
        return [*found, *((None, step) for step in rest)]


def aligned(a: Policy, b: Policy) -> Aligned:
    """Return two policies in the names of the first.

    Inputs and results are the same by their name, else by a header that both know; tiers by their
    label, else by their id. What differs in type or dimension is never the same.
    """
    names = {
        **_matched(a.inputs, b.inputs),
        **_matched(a.results, b.results),
    }
    # Whatever they are called, the tiers that the summaries count are what is compared.
    if a.main_result.name not in names.values():
        names.setdefault(b.main_result.name, a.main_result.name)
    taken = {*a.inputs, *a.results, *names.values()}
    for name in (*b.inputs, *b.results):
        names.setdefault(name, _fresh(name, taken))
        taken.add(names[name])
    tiers = {
        name: _tier_ids(a.results.get(names[name]), result) for name, result in b.results.items()
    }
    other = _Renaming(names, tiers).policy(b)
    return Aligned(a=a, b=other, both=_both(a, other))


def _kind(one: Input | Result) -> Hashable:
    return one.type, one.unit.dimension


def _matched(a: Mapping[str, Input | Result], b: Mapping[str, Input | Result]) -> dict[str, str]:
    """Return the names of b's inputs, or results, that a has too, each with a's name."""
    found = {n: n for n, one in b.items() if n in a and _kind(one) == _kind(a[n])}
    for name, one in b.items():
        headers = set(map(name_of, one.headers))
        for other, theirs in a.items():
            if name in b.keys() & a.keys() or other in found.values() or name in found:
                continue
            if _kind(one) == _kind(theirs) and headers & set(map(name_of, theirs.headers)):
                found[name] = other
    return found


def _fresh(name: str, taken: Collection[str]) -> str:
    while name in taken:
        name += "_b"
    return name


def _tier_ids(a: Result | None, b: Result) -> dict[str, str]:
    """Return a's id for each of b's tiers, and for one that a has not an id of its own."""
    rest = list(a.tiers) if a is not None else []
    found: dict[str, str] = {}
    for same in (_same_label, _same_alias, _same_id):
        for tier in b.tiers:
            other = next((t for t in rest if same(t, tier)), None)
            if tier.id not in found and other is not None:
                found[tier.id] = other.id
                rest.remove(other)
    taken = {t.id for t in a.tiers} if a is not None else set()
    for tier in b.tiers:
        found.setdefault(tier.id, _fresh(tier.id, taken | set(found.values())))
    return found


def _same_label(a: Tier, b: Tier) -> bool:
    return a.label.zh == b.label.zh or a.label.en == b.label.en


def _same_alias(a: Tier, b: Tier) -> bool:
    names = [{t.label.zh, t.label.en, *t.aliases} for t in (a, b)]
    return bool(names[0] & names[1])


def _same_id(a: Tier, b: Tier) -> bool:
    return a.id == b.id and not _BY_PLACE.fullmatch(a.id)


class _Renaming:
    """Names of inputs and results, and ids of tiers by b's own name of their result."""

    def __init__(self, names: Mapping[str, str], tiers: Mapping[str, Mapping[str, str]]) -> None:
        self._names = names
        self._tiers = tiers

    def policy(self, policy: Policy) -> Policy:
        """Return a policy in the new names."""
        names = self._names
        return replace(
            policy,
            inputs={names[n]: self._input(given) for n, given in policy.inputs.items()},
            results={names[n]: self._result(result) for n, result in policy.results.items()},
            steps=tuple(self._step(step) for step in policy.steps),
            measure=names[policy.measure] if policy.measure is not None else None,
            segment=names[policy.segment] if policy.segment is not None else None,
            scope=self._conditions(policy.scope),
            remarks=tuple(
                replace(r, conditions=self._conditions(r.conditions)) for r in policy.remarks
            ),
        )

    def _input(self, given: Input) -> Input:
        formula = renamed(given.formula, self._names) if given.formula is not None else None
        return replace(given, name=self._names[given.name], formula=formula)

    def _result(self, result: Result) -> Result:
        ids = self._tiers[result.name]
        tiers = tuple(replace(tier, id=ids[tier.id]) for tier in result.tiers)
        return replace(result, name=self._names[result.name], tiers=tiers)

    def _step(self, step: Step) -> Step:
        if isinstance(step, FormulaStep):
            formula = renamed(step.formula, self._names)
            return replace(step, result=self._names[step.result], formula=formula)
        return replace(
            step,
            rules=tuple(self._rule(rule) for rule in step.rules),
            collected=tuple(self._names[name] for name in step.collected),
        )

    def _rule(self, rule: Rule) -> Rule:
        given = {n: self._value(n, value) for n, value in rule.results.items()}
        return replace(
            rule,
            conditions=self._conditions(rule.conditions),
            results={self._names[name]: value for name, value in given.items()},
        )

    def _value(self, name: str, value: Value) -> Value:
        return self._tiers[name].get(value, value) if isinstance(value, str) else value

    def _conditions(self, conditions: Mapping[str, ValueSet]) -> dict[str, ValueSet]:
        return {self._names[n]: self._set(n, values) for n, values in conditions.items()}

    def _set(self, name: str, values: ValueSet) -> ValueSet:
        ids = self._tiers.get(name)
        same = all(id == new for id, new in (ids or {}).items())
        if not ids or same or not isinstance(values, TextSet):
            return values
        if values.pattern in (ANYTHING, NOTHING):
            return replace(values, exceptions=frozenset(ids.get(t, t) for t in values.exceptions))
        # What an id contains says nothing once it is another one: the tiers themselves do.
        return TextSet.of(*(new for id, new in ids.items() if values.holds(id)), blank=values.blank)


def _both(a: Policy, b: Policy) -> Policy:
    """Return a policy whose labels name all that either reads or gives."""
    inputs = {name: _marked(a, name, given) for name, given in b.inputs.items()}
    for name, read in a.inputs.items():
        known = {choice.id for choice in read.choices}
        others = b.inputs[name].choices if name in b.inputs else ()
        choices = (*read.choices, *(choice for choice in others if choice.id not in known))
        inputs[name] = replace(read, choices=choices)
    results = {name: _marked(a, name, given) for name, given in b.results.items()}
    for name, result in a.results.items():
        ids = {tier.id for tier in result.tiers}
        more = results[name].tiers if name in results else ()
        tiers = (*result.tiers, *(tier for tier in more if tier.id not in ids))
        results[name] = replace(result, tiers=tiers)
    return replace(a, inputs=inputs, results=results)


def _marked(a: Policy, name: str, given: T) -> T:
    """Return an input or a result of b's own, marked where a has another one of its label."""
    labels = [*(i.label for i in a.inputs.values()), *(r.label for r in a.results.values())]
    if name in a.inputs or name in a.results or given.label not in labels:
        return given
    return replace(given, label=Text(f"{given.label.zh}（B）", f"{given.label.en} (B)"))
