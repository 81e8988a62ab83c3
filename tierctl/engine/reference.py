"""The reference evaluator: the meaning of a policy, one customer at a time, in plain Python.

Every other engine is tested against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from tierctl.engine import messages
from tierctl.model.address import CellRef
from tierctl.model.decision import Decision, Match, Status
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.quantity import shown_short
from tierctl.model.table import BoundTable, Value
from tierctl.model.text import Text, joined
from tierctl.policy.canonical import canonical
from tierctl.policy.policy import DecisionTable, HitPolicy, Input, Policy, Rule
from tierctl.policy.sets import ValueSet


def decide(policy: Policy, table: BoundTable) -> list[Decision]:
    """Return one decision per customer, in the order of `table.rows`."""
    read = {name for step in policy.steps for rule in step.rules for name in rule.conditions}
    return [
        _Customer(policy, table, read, position).decision() for position in range(len(table.rows))
    ]


class _Customer:
    """One customer's way through the steps."""

    def __init__(self, policy: Policy, table: BoundTable, read: Set[str], position: int) -> None:
        self.policy = policy
        self.table = table
        self.position = position
        self.read = read
        self.values: dict[str, Value] = {
            name: column.values[position] for name, column in table.columns.items()
        }

    def at(self, name: str) -> CellRef | None:
        column = self.table.columns.get(name)
        if column is None:
            return None
        return CellRef(self.table.sheet, self.table.rows[self.position], column.col)

    def decision(self) -> Decision:
        problems, warnings = self._check()
        results: dict[str, Value] = {}
        matches: list[Match] = []
        if not problems:
            for step in self.policy.steps:
                rule = self._rule(step, problems)
                if rule is None:
                    break
                results.update(rule.results)
                read = {name: self.values.get(name) for name in rule.conditions}
                matches.append(Match(step=step.name, rule=rule.id, values=read))
        return Decision(
            status=Status.UNGRADED if problems else Status.GRADED,
            results={} if problems else results,
            matches=tuple(matches),
            problems=tuple(problems),
            warnings=tuple(warnings),
        )

    def _check(self) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """Return what stands in the way, and what is only worth a warning."""
        problems, warnings = [], []
        for name, read in self.policy.inputs.items():
            column = self.table.columns.get(name)
            if column is None:
                continue
            problem = column.problems.get(self.position)
            if problem is not None:
                # A name or a region that cannot be read matters only where a rule reads it.
                if read.required or name in self.read:
                    problems.append(problem)
                else:
                    warnings.append(replace(problem, severity=Severity.WARNING))
                continue
            value = self.values[name]
            if value is None:
                continue
            if read.domain is not None and not read.domain.holds(value):
                problems.append(
                    messages.outside_domain(
                        read.label, _shown(read, value), _allowed(read, read.domain), self.at(name)
                    )
                )
            elif read.expected is not None and not read.expected.holds(value):
                warnings.append(
                    messages.unexpected(
                        read.label,
                        _shown(read, value),
                        _allowed(read, read.expected),
                        self.at(name),
                    )
                )
        return problems, warnings

    def _rule(self, step: DecisionTable, problems: list[Diagnostic]) -> Rule | None:
        """Return the rule that decides a step, or report why none does."""
        matching = [rule for rule in step.rules if _matches(rule, self.values)]
        names = list(dict.fromkeys(name for rule in step.rules for name in rule.conditions))
        at = next((ref for ref in map(self.at, names) if ref is not None), None)
        if not matching:
            read = joined([_reading(self.policy.inputs[n], self.values.get(n)) for n in names])
            problems.append(messages.no_rule(step.name, read, at))
            return None
        if len(matching) > 1 and step.hit_policy is HitPolicy.UNIQUE:
            problems.append(messages.several_rules(step.name, [r.id for r in matching], at))
            return None
        return matching[0]


def _matches(rule: Rule, values: Mapping[str, Value]) -> bool:
    return all(allowed.holds(values.get(name)) for name, allowed in rule.conditions.items())


def _shown(read: Input, value: Value) -> str:
    return shown_value(read, value, chinese=False)


def shown_value(read: Input, value: Value, chinese: bool) -> str:
    """Return a value as a sentence shows it, in its input's base unit."""
    if value is None:
        return "空" if chinese else "blank"
    if isinstance(value, str):
        return value
    return shown_short(value, read.unit.dimension, chinese=False)


def _allowed(read: Input, values: ValueSet) -> Text:
    dimension = read.unit.dimension
    return Text(canonical(values, dimension, "zh"), canonical(values, dimension, "en"))


def _reading(read: Input, value: Value) -> Text:
    return Text(
        f"{read.label.zh} {shown_value(read, value, True)}",
        f"{read.label.en} {shown_value(read, value, False)}",
    )
