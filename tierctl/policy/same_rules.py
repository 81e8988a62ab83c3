"""Whether two policies have the same rules, whatever their inputs and tiers are called."""

from __future__ import annotations

from collections.abc import Hashable

from tierctl.policy.policy import Policy, ResultType
from tierctl.policy.steps import DecisionTable, FormulaStep, Rule


def same_rules(a: Policy, b: Policy) -> bool:
    """Tell whether two policies have the same tables of rules.

    Columns count by their places, tiers by their places in the scale. A formula is never the same.
    """
    return len(a.steps) == len(b.steps) and all(
        not isinstance(one, FormulaStep)
        and not isinstance(other, FormulaStep)
        and _shape(a, one) == _shape(b, other)
        for one, other in zip(a.steps, b.steps, strict=True)
    )


def _shape(policy: Policy, table: DecisionTable) -> Hashable:
    units = tuple(policy.unit(name).dimension for name in table.names)
    rules = tuple(_rule(policy, table, rule) for rule in table.rules)
    return table.hit_policy, table.aggregate, units, rules


def _rule(policy: Policy, table: DecisionTable, rule: Rule) -> Hashable:
    conditions = []
    for name in table.names:
        values = rule.conditions.get(name)
        conditions.append(None if values is None or values == values.everything() else values)
    results = []
    for name, value in rule.results.items():
        result = policy.results[name]
        tier = result.type is ResultType.TIER
        results.append([t.id for t in result.tiers].index(str(value)) if tier else value)
    return tuple(conditions), rule.default, tuple(results)
