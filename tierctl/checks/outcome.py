"""What a table gives where some of its rules match, as far as checks must know: same or not.

The meaning is that of the hit policies in `policy`; the tests hold it against the reference
evaluator.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tierctl.model.quantity import rounded
from tierctl.model.table import Value
from tierctl.policy.policy import Result
from tierctl.policy.precedence import rank
from tierctl.policy.steps import Aggregate, DecisionTable, HitPolicy, Rule

Outcome = tuple[tuple[str, Value], ...] | None
"""What a customer gets, by result; None where it stays ungraded."""


def outcome(table: DecisionTable, matched: Sequence[int], results: Mapping[str, Result]) -> Outcome:
    """Return what the rules give together that match, by their positions.

    An optional table gives blanks where none does.
    """
    found = _outcome(table, matched, results)
    if found is None and not matched and table.optional:
        return tuple(sorted((name, None) for name in table.gives))
    return found


def _outcome(
    table: DecisionTable, matched: Sequence[int], results: Mapping[str, Result]
) -> Outcome:
    rules = [table.rules[n] for n in matched]
    rules = [rule for rule in rules if not rule.default] or rules
    if table.hit_policy is HitPolicy.COLLECT:
        return _collected(table, rules, results)
    if not rules:
        return None
    if table.hit_policy is HitPolicy.UNIQUE and len(rules) > 1:
        return None
    given = [tuple(sorted(table.deciding(rule).items())) for rule in rules]
    if table.hit_policy is HitPolicy.ANY and any(other != given[0] for other in given):
        return None
    if table.hit_policy is HitPolicy.PRIORITY:
        return max(zip(rules, given, strict=True), key=lambda each: rank(each[0], results))[1]
    return given[0]


def with_texts(table: DecisionTable, matched: Sequence[int], given: Outcome) -> Outcome:
    """Return what rules give together, and the texts that come from every rule that matches."""
    if given is None or not table.collected:
        return given
    rules = [table.rules[n] for n in matched]
    rules = [rule for rule in rules if not rule.default] or rules
    texts: list[tuple[str, Value]] = []
    for name in table.collected:
        listed = [str(rule.results[name]) for rule in rules if name in rule.results]
        texts.append((name, "、".join(dict.fromkeys(listed)) if listed else None))
    return tuple(sorted((*given, *texts)))


def _collected(
    table: DecisionTable, rules: Sequence[Rule], results: Mapping[str, Result]
) -> Outcome:
    if not rules and table.aggregate is not Aggregate.COUNT:
        return None
    given: list[tuple[str, Value]] = []
    for name in table.gives:
        values = [rule.results[name] for rule in rules]
        if table.aggregate is None:
            given.append((name, "、".join(dict.fromkeys(str(value) for value in values))))
        else:
            numbers = [value for value in values if isinstance(value, float)]
            given.append((name, _aggregate(table.aggregate, numbers, results[name].decimals)))
    return tuple(sorted(given))


def _aggregate(aggregate: Aggregate, numbers: Sequence[float], decimals: int) -> float:
    match aggregate:
        case Aggregate.SUM:
            return rounded(math.fsum(numbers), decimals)
        case Aggregate.MIN:
            return min(numbers)
        case Aggregate.MAX:
            return max(numbers)
        case Aggregate.COUNT:
            return float(len(numbers))
