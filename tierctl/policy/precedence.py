"""Which rules of a table have precedence over which, where several match."""

from __future__ import annotations

from collections.abc import Mapping

from tierctl.policy.policy import Result, ResultType
from tierctl.policy.steps import DecisionTable, HitPolicy, Rule


def keeps_from_deciding(
    table: DecisionTable, other: int, rule: int, results: Mapping[str, Result]
) -> bool:
    """Tell whether a rule decides nothing where another one matches too; by their positions."""
    first, second = table.rules[other], table.rules[rule]
    if first.default or second.default:
        return not first.default
    match table.hit_policy:
        case HitPolicy.UNIQUE:
            return True
        case HitPolicy.FIRST:
            return other < rule
        case HitPolicy.ANY:
            return first.results != second.results
        case HitPolicy.PRIORITY:
            ranks = rank(first, results), rank(second, results)
            return ranks[0] > ranks[1] or (ranks[0] == ranks[1] and other < rule)
        case HitPolicy.COLLECT:
            return False


def rank(rule: Rule, results: Mapping[str, Result]) -> tuple[float, ...]:
    """Return how high the tiers of a rule stand, then its numbers: the highest has priority."""
    ids = {n: [tier.id for tier in results[n].tiers] for n in rule.results}
    tiers = [float(ids[n].index(str(v))) for n, v in rule.results.items() if _is_tier(results[n])]
    return (*tiers, *(value for value in rule.results.values() if isinstance(value, float)))


def _is_tier(result: Result) -> bool:
    return result.type is ResultType.TIER
