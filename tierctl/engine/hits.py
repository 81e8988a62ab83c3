"""What a decision table gives where some of its rules match: the hit policies."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tierctl.model.quantity import rounded
from tierctl.model.table import Value
from tierctl.policy.policy import Result
from tierctl.policy.precedence import rank
from tierctl.policy.steps import Aggregate, DecisionTable, HitPolicy, Rule

SEPARATOR = "、"
"""What stands between collected texts."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a table gives, and the rules that it gives it by."""

    rules: Sequence[Rule]
    results: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules of which the hit policy allows only one."""

    rules: Sequence[Rule]


def hit(
    table: DecisionTable, matching: Sequence[Rule], results: Mapping[str, Result]
) -> Hit | Conflict | None:
    """Return what the matching rules give together; None where none matches.

    A default rule counts only where no other one matches. `count` is 0 where none does.
    An optional table gives blanks where none does.
    """
    matching = [rule for rule in matching if not rule.default] or matching
    if table.hit_policy is HitPolicy.COLLECT:
        return _collected(table, matching, results)
    if not matching:
        return Hit([], dict.fromkeys(table.gives)) if table.optional else None
    found = _chosen(table, matching, results)
    if isinstance(found, Hit) and table.collected:
        listed = {name: _listed(matching, name) for name in table.collected}
        return Hit(found.rules, {**found.results, **listed})
    return found


def _chosen(
    table: DecisionTable, matching: Sequence[Rule], results: Mapping[str, Result]
) -> Hit | Conflict:
    if table.hit_policy is HitPolicy.PRIORITY:
        chosen = max(matching, key=lambda rule: rank(rule, results))
        return Hit([chosen], chosen.results)
    if table.hit_policy is HitPolicy.UNIQUE and len(matching) > 1:
        return Conflict(matching)
    if table.hit_policy is HitPolicy.ANY and any(
        table.deciding(rule) != table.deciding(matching[0]) for rule in matching
    ):
        return Conflict(matching)
    return Hit(matching[:1], matching[0].results)


def _collected(
    table: DecisionTable, matching: Sequence[Rule], results: Mapping[str, Result]
) -> Hit | None:
    if not matching and table.aggregate is not Aggregate.COUNT:
        return None
    given: dict[str, Value] = {}
    for name in table.gives:
        if table.aggregate is None:
            given[name] = _listed(matching, name)
            continue
        values = [rule.results[name] for rule in matching]
        numbers = [value for value in values if isinstance(value, float)]
        match table.aggregate:
            case Aggregate.SUM:
                number = rounded(math.fsum(numbers), results[name].decimals)
            case Aggregate.MIN:
                number = min(numbers)
            case Aggregate.MAX:
                number = max(numbers)
            case Aggregate.COUNT:
                number = float(len(numbers))
        given[name] = number
    return Hit(matching, given)


def _listed(matching: Sequence[Rule], name: str) -> str | None:
    """Return the texts that rules give, each once; None where no rule gives any."""
    values = [str(rule.results[name]) for rule in matching if name in rule.results]
    return SEPARATOR.join(dict.fromkeys(values)) if values else None


def matches(rule: Rule, values: Mapping[str, Value]) -> bool:
    """Tell whether every condition of a rule holds."""
    return all(allowed.holds(values.get(name)) for name, allowed in rule.conditions.items())


def blanks_for(table: DecisionTable, values: Mapping[str, Value]) -> list[str]:
    """Return the blank values for want of which no rule matches."""
    found: dict[str, None] = {}
    for rule in table.rules:
        failing = [n for n, c in rule.conditions.items() if not c.holds(values.get(n))]
        # A rule that asks for a blank, too, is one for when the value is not known.
        if failing and all(values.get(name) is None for name in failing):
            found |= dict.fromkeys(failing)
    return list(found)
