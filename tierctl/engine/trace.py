"""The whole way to a decision: every step, every rule, and which of its conditions held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tierctl.engine.compute import computed
from tierctl.engine.derived import with_derived
from tierctl.engine.hits import Hit, hit
from tierctl.model.table import Value
from tierctl.policy.formulas import Undefined
from tierctl.policy.policy import Policy
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import DecisionTable, FormulaStep, Rule, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One condition against the value that it read."""

    name: str
    value: Value
    condition: ValueSet
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTrace:
    """One rule: its conditions, whether all held, and whether it is one that decided."""

    rule: Rule
    checks: tuple[Check, ...]
    decided: bool

    @property
    def matched(self) -> bool:
        """Whether every condition held."""
        return all(check.holds for check in self.checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTrace:
    """One step: the values before it, its rules, and what it gave (nothing where it could not)."""

    step: Step
    values: Mapping[str, Value]
    rules: tuple[RuleTrace, ...]
    results: Mapping[str, Value]


def trace(policy: Policy, values: Mapping[str, Value], start: int = 0) -> list[StepTrace]:
    """Return the way of one customer's values through the policy, to the step that stops.

    It begins at the step in place `start`, with the results of those before it among the values.
    """
    known = with_derived(policy, values)
    steps: list[StepTrace] = []
    for step in policy.steps[start:]:
        if isinstance(step, FormulaStep):
            steps.append(_formula(policy, step, known))
        else:
            steps.append(_table(policy, step, known))
        if not steps[-1].results:
            break
        known.update(steps[-1].results)
    return steps


def _table(policy: Policy, table: DecisionTable, known: Mapping[str, Value]) -> StepTrace:
    checks = [
        tuple(
            Check(name=n, value=known.get(n), condition=c, holds=c.holds(known.get(n)))
            for n, c in rule.conditions.items()
        )
        for rule in table.rules
    ]
    matching = [
        rule
        for rule, tested in zip(table.rules, checks, strict=True)
        if all(check.holds for check in tested)
    ]
    found = hit(table, matching, policy.results)
    deciding = [rule.id for rule in found.rules] if isinstance(found, Hit) else []
    return StepTrace(
        step=table,
        values=dict(known),
        rules=tuple(
            RuleTrace(rule=rule, checks=tested, decided=rule.id in deciding)
            for rule, tested in zip(table.rules, checks, strict=True)
        ),
        results=found.results if isinstance(found, Hit) else {},
    )


def _formula(policy: Policy, step: FormulaStep, known: Mapping[str, Value]) -> StepTrace:
    try:
        given = computed(policy, step, known)
    except Undefined:
        given = {}
    return StepTrace(step=step, values=dict(known), rules=(), results=given)
