"""A policy as checks see it: its tables as boxes, and what each of its values may be."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import product

from tierctl.checks.attainable import Attainable, of_input, of_value, united, with_blank
from tierctl.checks.attained_formula import of_formula
from tierctl.checks.boxed_table import BoxedTable
from tierctl.checks.kinds import kinds
from tierctl.model.table import Value
from tierctl.model.text import Text
from tierctl.policy.intervals import WHOLE_LINE, Interval
from tierctl.policy.patterns import TooComplex
from tierctl.policy.policy import Policy, ResultType
from tierctl.policy.sets import NumberSet, ValueSet
from tierctl.policy.steps import Aggregate, DecisionTable, FormulaStep, HitPolicy, Step
from tierctl.policy.text_sets import TextSet

Fixed = tuple[tuple[str, Value], ...]
_MOST_PARTS = 100
"""So many ways of fixing inputs are gone through."""


class Survey:
    """Look at the steps of a policy; each only where something asks for it, and once."""

    def __init__(self, policy: Policy, fixed: Fixed = ()) -> None:
        self.policy = policy
        self.fixed = fixed
        """Inputs that have one value here."""
        self._attainable: dict[str, Attainable] = {}
        self._parts: dict[Fixed, Survey] = {}
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

    def parts(self, names: Iterable[str]) -> list[Survey]:
        """Return the policy for every value of the inputs on which several of some values depend.

        Where those are fixed, the values are independent. Numbers between two bounds are alike, so
        that one stands for them. None where there is no such input, or formulas read it, or its
        values are too many.
        """
        counts = Counter(d for name in names for d in self.attainable(name).depends)
        shared = sorted(name for name, count in counts.items() if count > 1)
        formulas = (step for step in self.policy.steps if isinstance(step, FormulaStep))
        if not shared or not {n for step in formulas for n in step.names}.isdisjoint(shared):
            return []
        try:
            values = [list(kinds(self.policy, self.policy.inputs[name])) for name in shared]
        except TooComplex:
            return []
        if math.prod(map(len, values)) > _MOST_PARTS:
            return []
        return [
            self._part((*self.fixed, *zip(shared, given, strict=True)))
            for given in product(*values)
        ]

    def _part(self, fixed: Fixed) -> Survey:
        if fixed not in self._parts:
            self._parts[fixed] = Survey(self.policy, fixed)
        return self._parts[fixed]

    def decides(self, table: BoxedTable) -> list[bool | None]:
        """Return whether each rule of a table decides for somebody; None where that is unknown."""
        found = table.decides
        if None not in found:
            return found
        columns = [found]
        for part in self.parts(table.names):
            boxed = part.table(table.table)
            columns.append(boxed.decides if boxed is not None else [None] * len(found))
        return [_either(column) for column in zip(*columns, strict=True)]

    def where(self, step: Step) -> str:
        """Return the key path of a step."""
        return f"steps[{self.policy.steps.index(step)}]"

    def title(self, step: Step) -> Text:
        """Return what a person calls a step: a part of a scorecard by its label."""
        return self.policy.step_title(step.name)

    def blanks(self, table: BoxedTable) -> list[str]:
        """Return the values of a table of which somebody said what their blanks are.

        An optional step lets those go on, and a card says of each item what a blank gets; but a
        rule may take a blank for a value.
        """
        card = self.policy.card
        if card is not None and table.table.name in (card.grades, card.grade):
            return [card.total, card.by_score]
        rules = table.table.rules
        asked = {n for r in rules for n, c in r.conditions.items() if c.blank and not _all(c)}
        return [name for name in table.names if name not in asked] if table.table.optional else []

    def table(self, table: DecisionTable) -> BoxedTable | None:
        """Return a table as boxes; None where its conditions on texts are too complex."""
        if table.name not in self._tables:
            read = {name: self.attainable(name) for name in table.names}
            try:
                made = BoxedTable(
                    table, self.where(table), read, self.policy.results, self.title(table)
                )
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
            read = self.policy.inputs[name]
            fixed = dict(self.fixed)
            found = of_value(read, fixed[name]) if name in fixed else of_input(read)
            if read.formula is not None and not read.sources:
                return replace(found, values=found.values.but_blank())  # a blank is that number
            return found
        step = next(step for step in self.policy.steps if name in step.gives)
        found = self._of_step(step, name)
        parts = [] if found.exact else self.parts(step.names)
        return united(found, [part.attainable(name) for part in parts]) if parts else found

    def _of_step(self, step: Step, name: str) -> Attainable:
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
        values = _listed([rule.results[name] for rule in possible], self._is_number(name))
        if not table.optional or table.rules[-1].default:
            return values, exact
        leaves = boxed.leaves if boxed is not None else None
        return values if leaves is False else with_blank(values), exact and leaves is not None

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


def _all(values: ValueSet) -> bool:
    return values == values.everything()


def _either(found: Sequence[bool | None]) -> bool | None:
    """Return what parts that make up a whole say of it, which itself comes first."""
    if True in found:
        return True
    whole, *parts = found
    return False if whole is False or (parts and None not in parts) else None


def _listed(values: Iterable[Value], number: bool) -> ValueSet:
    if number:
        points = [Interval(v, v, True, True) for v in values if isinstance(v, float)]
        return NumberSet.of(*points)
    return TextSet.of(*(v for v in values if isinstance(v, str)))
