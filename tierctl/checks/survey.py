"""A policy as checks see it: its tables as boxes, and what each of its values may be."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from tierctl.checks.attainable import Attainable, of_input
from tierctl.checks.attained_formula import of_formula
from tierctl.checks.boxed_table import BoxedTable
from tierctl.model.table import Value
from tierctl.policy.intervals import WHOLE_LINE, Interval
from tierctl.policy.patterns import TooComplex
from tierctl.policy.policy import Policy, ResultType
from tierctl.policy.sets import NumberSet, ValueSet
from tierctl.policy.steps import Aggregate, DecisionTable, FormulaStep, HitPolicy, Step
from tierctl.policy.text_sets import TextSet


class Survey:
    """Look at the steps of a policy; each only where something asks for it, and once."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._attainable: dict[str, Attainable] = {}
        self._tables: dict[str, BoxedTable | None] = {}

    @cached_property
    def tables(self) -> list[BoxedTable]:
        """The tables that can be looked at; `entangled` are the others."""
        tables = [self.table(table) for table in self.policy.tables]
        return [table for table in tables if table is not None]

    @property
    def entangled(self) -> list[DecisionTable]:
        """The tables whose conditions on texts are too complex."""
        return [table for table in self.policy.tables if self.table(table) is None]

    def where(self, step: Step) -> str:
        """Return the key path of a step."""
        return f"steps[{self.policy.steps.index(step)}]"

    def table(self, table: DecisionTable) -> BoxedTable | None:
        """Return a table as boxes; None where its conditions on texts are too complex."""
        if table.name not in self._tables:
            read = {name: self.attainable(name) for name in table.names}
            try:
                made = BoxedTable(table, self.where(table), read, self.policy.results)
            except TooComplex:
                made = None
            self._tables[table.name] = made
        return self._tables[table.name]

    def attainable(self, name: str) -> Attainable:
        """Return what an input, or the result of a step, may be."""
        if name not in self._attainable:
            self._attainable[name] = self._find(name)
        return self._attainable[name]

    def _find(self, name: str) -> Attainable:
        if name in self.policy.inputs:
            return of_input(self.policy.inputs[name])
        step = next(step for step in self.policy.steps if name in step.gives)
        read = {each: self.attainable(each) for each in step.names}
        decimals = self.policy.results[name].decimals
        if isinstance(step, FormulaStep):
            return of_formula(step, read, decimals)
        values, exact = self._given(step, name)
        depends = frozenset(d for attainable in read.values() for d in attainable.depends)
        number = self.policy.results[name].type is ResultType.NUMBER
        return Attainable(
            values=values, exact=exact, depends=depends, decimals=decimals if number else None
        )

    def _given(self, table: DecisionTable, name: str) -> tuple[ValueSet, bool]:
        """Return the values that a table gives for a result, and whether each has a customer."""
        if name in table.collected:
            return TextSet.everything(), False
        boxed = self.table(table)
        if name in table.collected:
            return TextSet.everything(), False
        if table.hit_policy is HitPolicy.COLLECT:
            if boxed is None or boxed.parts is None:
                return self._at_most(table, name), False
            given = [dict(got)[name] for got in boxed.parts if got is not None]
            exact = all(
                any(map(boxed.certain, boxes))
                for got, boxes in boxed.parts.items()
                if got is not None
            )
            return _listed(given, self._is_number(name)), exact
        decides = boxed.decides if boxed else [None] * len(table.rules)
        possible = [r for r, d in zip(table.rules, decides, strict=True) if d is not False]
        exact = all(decided is not None for decided in decides)
        return _listed([rule.results[name] for rule in possible], self._is_number(name)), exact

    def _is_number(self, name: str) -> bool:
        return self.policy.results[name].type is ResultType.NUMBER

    def _at_most(self, table: DecisionTable, name: str) -> ValueSet:
        """Return a set that holds all that a collecting table may give."""
        if table.aggregate is None:
            return TextSet.everything().but_blank()
        numbers = [v for rule in table.rules for v in [rule.results[name]] if isinstance(v, float)]
        if table.aggregate is Aggregate.COUNT:
            return NumberSet.of(Interval(0.0, float(len(numbers)), True, True))
        if table.aggregate is Aggregate.SUM:
            return NumberSet.of(WHOLE_LINE)
        return _listed(numbers, True)


def _listed(values: Iterable[Value], number: bool) -> ValueSet:
    if number:
        points = [Interval(v, v, True, True) for v in values if isinstance(v, float)]
        return NumberSet.of(*points)
    return TextSet.of(*(v for v in values if isinstance(v, str)))
