"""What a decision table gives where some of its rules match: the hit policies."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tierctl.model.quantity import rounded
from tierctl.model.table import Value
from tierctl.policy.policy import Aggregate, DecisionTable, HitPolicy, Result, Rule
from tierctl.policy.precedence import rank

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
    """
    matching = [rule for rule in matching if not rule.default] or matching
    if table.hit_policy is HitPolicy.COLLECT:
        return _collected(table, matching, results)
    if not matching:
        return None
    if table.hit_policy is HitPolicy.PRIORITY:
        chosen = max(matching, key=lambda rule: rank(rule, results))
        return Hit([chosen], chosen.results)
    if table.hit_policy is HitPolicy.UNIQUE and len(matching) > 1:
        return Conflict(matching)
    if table.hit_policy is HitPolicy.ANY and any(
        rule.results != matching[0].results for rule in matching
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
        values = [rule.results[name] for rule in matching]
        if table.aggregate is None:
            given[name] = SEPARATOR.join(dict.fromkeys(str(value) for value in values))
            continue
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
