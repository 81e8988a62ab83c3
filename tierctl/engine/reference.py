"""The reference evaluator: the meaning of a policy, one customer at a time, in plain Python.

Every other engine is tested against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace

from tierctl.engine import messages
from tierctl.engine.compute import computed, numbers_read
from tierctl.engine.hits import Conflict, hit
from tierctl.engine.shown import allowed_text, reading, shown_value
from tierctl.model.address import CellRef
from tierctl.model.decision import Decision, Match, Status
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.table import BoundTable, Value
from tierctl.model.text import joined
from tierctl.policy.formulas import Undefined
from tierctl.policy.policy import DecisionTable, FormulaStep, Policy, Rule, Step


def decide(policy: Policy, table: BoundTable) -> list[Decision]:
    """Return one decision per customer, in the order of `table.rows`."""
    return list(decisions(policy, table, range(len(table.rows))))


def decisions(policy: Policy, table: BoundTable, positions: Iterable[int]) -> Iterator[Decision]:
    """Give the decisions on the customers at some positions."""
    read = {name for step in policy.steps for name in step.names}
    for position in positions:
        yield _Customer(policy, table, read, position).decision()


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
        self.results: dict[str, Value] = {}
        self.matches: list[Match] = []
        self.problems: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []

    def decision(self) -> Decision:
        self._check()
        for step in self.policy.steps:
            if self.problems:
                break
            given = self._given(step)
            self.results.update(given)
            self.values.update(given)
        ungraded = bool(self.problems)
        return Decision(
            status=Status.UNGRADED if ungraded else Status.GRADED,
            results={} if ungraded else self.results,
            matches=tuple(self.matches),
            problems=tuple(self.problems),
            warnings=tuple(self.warnings),
        )

    def _at(self, name: str) -> CellRef | None:
        column = self.table.columns.get(name)
        if column is None:
            return None
        return CellRef(self.table.sheet, self.table.rows[self.position], column.col)

    def _check(self) -> None:
        """Find what stands in the way, and what is only worth a warning."""
        doubt = self.table.doubts.get(self.position)
        if doubt is not None:
            self.problems.append(doubt)
        for name, read in self.policy.inputs.items():
            column = self.table.columns.get(name)
            if column is None:
                continue
            problem = column.problems.get(self.position)
            if problem is not None:
                # A name or a region that cannot be read matters only where a step reads it.
                if read.required or name in self.read:
                    self.problems.append(problem)
                else:
                    self.warnings.append(replace(problem, severity=Severity.WARNING))
                continue
            value = self.values[name]
            if value is None:
                continue
            shown, at = shown_value(self.policy, name, value, chinese=False), self._at(name)
            if read.domain is not None and not read.domain.holds(value):
                allowed = allowed_text(read, read.domain)
                self.problems.append(messages.outside_domain(read.label, shown, allowed, at))
            elif read.expected is not None and not read.expected.holds(value):
                expected = allowed_text(read, read.expected)
                self.warnings.append(messages.unexpected(read.label, shown, expected, at))

    def _given(self, step: Step) -> Mapping[str, Value]:
        """Return what a step gives, or report why it gives nothing."""
        if isinstance(step, FormulaStep):
            return self._computed(step)
        return self._decided(step)

    def _decided(self, table: DecisionTable) -> Mapping[str, Value]:
        matching = [rule for rule in table.rules if matches(rule, self.values)]
        found = hit(table, matching, self.policy.results)
        if found is None:
            read = joined([reading(self.policy, n, self.values.get(n)) for n in table.names])
            self.problems.append(messages.no_rule(table.name, read, self._place(table)))
            return {}
        if isinstance(found, Conflict):
            ids = [rule.id for rule in found.rules]
            self.problems.append(messages.several_rules(table.name, ids, self._place(table)))
            return {}
        for rule in found.rules:
            read_values = {name: self.values.get(name) for name in rule.conditions}
            self.matches.append(Match(step=table.name, rule=rule.id, values=read_values))
        return found.results

    def _computed(self, step: FormulaStep) -> Mapping[str, Value]:
        numbers = numbers_read(step, self.values)
        try:
            given = computed(self.policy, step, self.values)
        except Undefined as e:
            read = joined([reading(self.policy, name, numbers[name]) for name in step.names])
            label = self.policy.results[step.result].label
            self.problems.append(messages.undefined(e.kind, label, read, self._place(step)))
            return {}
        self.matches.append(Match(step=step.name, rule=None, values=numbers))
        return given

    def _place(self, step: Step) -> CellRef | None:
        """Return the first cell that a step reads."""
        return next((ref for ref in map(self._at, step.names) if ref is not None), None)


def matches(rule: Rule, values: Mapping[str, Value]) -> bool:
    """Tell whether every condition of a rule holds."""
    return all(allowed.holds(values.get(name)) for name, allowed in rule.conditions.items())
