"""A decision table as layers of expressions: what matches, what stands in the way, what follows.

Hit policies end here: what is left are cases in an order, sums and counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tierctl.engine.expressions import (
    BLANK,
    And,
    Arithmetic,
    Case,
    Column,
    Compare,
    Constant,
    CountTrue,
    Expression,
    Joined,
    Not,
    Or,
    SumOf,
)
from tierctl.engine.hits import SEPARATOR
from tierctl.engine.plan_conditions import condition
from tierctl.model.table import Value
from tierctl.policy.policy import Result
from tierctl.policy.precedence import rank
from tierctl.policy.steps import Aggregate, DecisionTable, HitPolicy, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """`matches` names per rule whether it counts; the rest reads them."""

    matches: Sequence[Mapping[str, Expression]]
    rules: Mapping[str, str]
    """Rule → the name of whether it counts."""
    problem: Expression
    rule: Expression
    """The id of the first rule that decides."""
    results: Mapping[str, Expression]


def table_plan(table: DecisionTable, results: Mapping[str, Result]) -> TablePlan:
    """Return what a table asks and gives."""
    names = {rule.id: f"{table.name}#{i}" for i, rule in enumerate(table.rules)}
    plan = _Table(table, results, names)
    return TablePlan(
        matches=plan.matches(),
        rules=names,
        problem=plan.problem(),
        rule=_case([(plan.counts(rule), rule.id) for rule in plan.in_order()]),
        results={name: plan.result(name) for name in table.gives},
    )


class _Table:
    def __init__(
        self, table: DecisionTable, results: Mapping[str, Result], names: Mapping[str, str]
    ) -> None:
        self.table = table
        self.declared = results
        self.names = names
        self.others = [rule for rule in table.rules if not rule.default]

    def counts(self, rule: Rule) -> Column:
        """Return whether a rule counts."""
        return Column(self.names[rule.id])

    def matches(self) -> list[Mapping[str, Expression]]:
        """Return which rules match; a default rule does where no other one does."""
        asked: dict[str, Expression] = {self.names[r.id]: _holds(r) for r in self.others}
        rest: dict[str, Expression] = {
            self.names[rule.id]: Not(Or(tuple(self.counts(other) for other in self.others)))
            for rule in self.table.rules
            if rule.default
        }
        return [layer for layer in (asked, rest) if layer]

    def problem(self) -> Expression:
        """Return the code of what stands in the way of a result, or blank."""
        branches: list[tuple[Expression, Value]] = []
        clashing = self._clashing()
        if len(clashing) > 1:
            several = Compare(">", CountTrue(tuple(clashing)), Constant(1.0))
            branches.append((several, "several-rules"))
        if self.table.aggregate is not Aggregate.COUNT and not self.table.optional:
            every = tuple(self.counts(rule) for rule in self.table.rules)
            branches.append((Not(Or(every)), "no-rule"))
        return _case(branches)

    def _clashing(self) -> list[Expression]:
        """Return what may hold only once: a rule, or one of those that give the same."""
        if self.table.hit_policy is HitPolicy.UNIQUE:
            return [self.counts(rule) for rule in self.others]
        if self.table.hit_policy is not HitPolicy.ANY:
            return []
        alike: list[list[Rule]] = []
        for rule in self.others:
            given = self.table.deciding(rule)
            same = next((g for g in alike if self.table.deciding(g[0]) == given), None)
            if same is None:
                alike.append([rule])
            else:
                same.append(rule)
        return [Or(tuple(self.counts(rule) for rule in group)) for group in alike]

    def in_order(self) -> list[Rule]:
        """Return the rules so that the first which counts decides: a default is the last."""
        if self.table.hit_policy is not HitPolicy.PRIORITY:
            return list(self.table.rules)
        ranked = sorted(self.others, key=lambda rule: rank(rule, self.declared), reverse=True)
        return [*ranked, *(rule for rule in self.table.rules if rule.default)]

    def result(self, name: str) -> Expression:
        """Return the value that the rules give together."""
        if name in self.table.collected:
            return self._listed(name)
        if self.table.hit_policy is HitPolicy.COLLECT:
            return self._collected(name)
        return _case([(self.counts(rule), rule.results[name]) for rule in self.in_order()])

    def _listed(self, name: str) -> Expression:
        """Return the texts of all rules that match; blank where none has any."""
        rules = [rule for rule in self.table.rules if name in rule.results]
        if not rules:
            return BLANK
        given = [(self.counts(rule), rule.results[name]) for rule in rules]
        none = Not(Or(tuple(counts for counts, _ in given)))
        return Case(((none, BLANK),), Joined(tuple(_once(given)), SEPARATOR))

    def _collected(self, name: str) -> Expression:
        given = [(self.counts(rule), rule.results[name]) for rule in self.table.rules]
        match self.table.aggregate:
            case None:
                return Joined(tuple(_once(given)), SEPARATOR)
            case Aggregate.COUNT:
                return CountTrue(tuple(counts for counts, _ in given))
            case Aggregate.SUM:
                return _sum(given, self.declared[name].decimals)
            case Aggregate.MIN | Aggregate.MAX as aggregate:
                best = aggregate is Aggregate.MAX
                return _case(sorted(given, key=lambda item: _number(item[1]), reverse=best))


def _holds(rule: Rule) -> Expression:
    asked = [condition(name, values) for name, values in rule.conditions.items()]
    return asked[0] if len(asked) == 1 else And(tuple(asked))


def _case(branches: Sequence[tuple[Expression, Value]]) -> Expression:
    if not branches:
        return BLANK
    return Case(tuple((holds, Constant(value)) for holds, value in branches), BLANK)


def _once(given: Sequence[tuple[Column, Value]]) -> list[tuple[Expression, str]]:
    """Return each text with whether it is the first of its kind that counts."""
    items: list[tuple[Expression, str]] = []
    for i, (counts, value) in enumerate(given):
        earlier = tuple(other for other, text in given[:i] if text == value)
        holds = And((counts, Not(Or(earlier)))) if earlier else counts
        items.append((holds, str(value)))
    return items


def _sum(given: Sequence[tuple[Column, Value]], decimals: int) -> Expression:
    """Return a sum in whole units of the last decimal, where it is exact."""
    scale = 10.0**decimals
    whole = tuple((counts, round(_number(value) * scale) + 0.0) for counts, value in given)
    return Arithmetic("/", SumOf(whole), Constant(scale))


def _number(value: Value) -> float:
    assert isinstance(value, float)
    return value
