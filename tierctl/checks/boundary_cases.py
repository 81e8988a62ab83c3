"""Customers at every bound of a policy, to see whether it says there what its owner means.

Around each rule: a customer at its corner, then one value at a time on, below and above each of its
bounds, then two at a time beyond; not all combinations of all values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tierctl.checks.boundary_points import BoundaryPoints, Point, ordinary
from tierctl.checks.boxed_table import WORK, BoxedTable
from tierctl.checks.boxes import Budget, OutOfBudget, uncovered
from tierctl.checks.survey import Survey
from tierctl.checks.total_cases import total_cases
from tierctl.model.quantity import shown
from tierctl.model.table import Value
from tierctl.model.text import Text, joined, same
from tierctl.policy.policy import Input, Policy
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import FormulaStep, Rule

_RUNG = Text("{label} {points} 分", "{label} {points}")
_OTHERS = Text("其余的客户", "all other customers")
MOST = 200
"""More customers than this nobody looks at."""

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryCase:
    """A customer by the values of inputs, blank ones left out, and what it is there for."""

    said: Text
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryCases:
    """The customers, and what there are none for."""

    cases: Sequence[BoundaryCase]
    left_out: int
    """How many further ones there would be."""
    results: Sequence[str]
    """Results of earlier steps that rules have bounds on: no customer is at these."""


def boundary_cases(policy: Policy) -> BoundaryCases:
    """Return the customers at the bounds of a policy, no two with the same values."""
    found: dict[tuple[tuple[str, Value], ...], BoundaryCase] = {}
    for case in _Boundaries(policy).cases():
        found.setdefault(tuple(sorted(case.values.items())), case)
    cases = list(found.values())
    return BoundaryCases(
        cases=cases[:MOST],
        left_out=max(0, len(cases) - MOST),
        results=[
            name
            for name in policy.results
            if any(name in step.names for step in policy.steps)
            and not (policy.card is not None and policy.card.counts(name))
        ],
    )


class _Boundaries:
    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._survey = Survey(policy)
        self._points = {
            name: BoundaryPoints(read, list(_conditions(policy, read)))
            for name, read in policy.inputs.items()
        }
        self._rules = [
            (table, rule, values)
            for table in self._survey.tables
            for rule, given in enumerate(table.table.rules)
            if (values := self._customer(table, rule, given)) is not None
        ]
        self._base = self._common()

    def cases(self) -> Iterator[BoundaryCase]:
        """Give the customers, those that say most first."""
        if self._policy.card is not None:
            for said, customer in total_cases(self._policy, self._policy.card, self._base):
                yield _case(None, [said], customer)
        corners = [
            (self._name(table, rule), *self._corner(table.table.rules[rule], values))
            for table, rule, values in self._rules
        ]
        for named, corner, points in corners:
            yield from self._one_by_one(named, corner, points)
            if not points:
                yield _case(named, [_OTHERS], corner)
        for name in self._base:
            yield _case(None, [self._points[name].blank.said], {**self._base, name: None})
        for name, values in _asked_beside(self._policy):
            yield from self._one_by_one(None, self._base, {name: self._points[name].of(values)})
        for (named, corner, points), (table, rule, _) in zip(corners, self._rules, strict=True):
            yield from _in_pairs(named, corner, points, table.table.rules[rule])

    def _one_by_one(
        self, named: Text | None, corner: Values, points: Mapping[str, Sequence[Point]]
    ) -> Iterator[BoundaryCase]:
        for name, each in points.items():
            for point in sorted(each, key=_place):
                yield _case(named, [point.said], {**corner, name: point.value})

    def _name(self, table: BoxedTable, rule: int) -> Text | None:
        """Return the rule's name, where its table reads more than one value; a rung's points."""
        card, id = self._policy.card, table.table.rules[rule].id
        item = card.item(table.table.name) if card is not None else None
        if item is not None and id in item.rungs:
            return _RUNG.fill(label=item.label, points=shown(item.rungs[id].points))
        return same(id) if len(table.names) > 1 else None

    def _corner(self, rule: Rule, values: Values) -> tuple[Values, dict[str, list[Point]]]:
        """Return a customer at the bounds of a rule, all within, and the points of each bound."""
        corner, points = {**self._base, **values}, {}
        for name, allowed in rule.conditions.items():
            if name in self._points and allowed != allowed.everything():
                found = self._points[name].of(allowed)
                inside = next((p for p in found if allowed.holds(p.value)), None)
                corner[name] = inside.value if inside is not None else corner[name]
                points[name] = found
        return corner, {name: found for name, found in points.items() if found}

    def _customer(self, table: BoxedTable, rule: int, given: Rule) -> Values | None:
        """Return the inputs of a customer for whom a rule decides; None where there is nobody.

        What the rule does not ask for is blank where it may be, and no other rule minds.
        """
        rivals = table.rivals(rule)
        try:
            covers = [table.covers[other] for other in rivals]
            box = next(uncovered(table.boxes[rule], covers, Budget(WORK)), None)
        except OutOfBudget:
            box = table.boxes[rule]
        if box is None or not all(box):
            return None
        values = table.witness(box)
        others = [table.table.rules[other] for other in rivals]
        for name in values:
            asked = given.conditions.get(name)
            free = name in self._policy.inputs and not self._policy.inputs[name].needs_value
            blank = {**values, name: None}
            if free and (asked is None or asked.holds(None)) and not _any_holds(others, blank):
                values = blank
        return {name: value for name, value in values.items() if name in self._policy.inputs}

    def _common(self) -> dict[str, Value]:
        """Return the inputs of one customer who gets through all steps, as far as can be told."""
        base: dict[str, Value] = {}
        seen = []
        for table, _, values in self._rules:
            if table not in seen:
                seen.append(table)
                base |= {n: v for n, v in values.items() if base.get(n) is None}
        computed = {n for s in self._policy.steps if isinstance(s, FormulaStep) for n in s.names}
        for name, given in self._policy.inputs.items():
            if base.get(name) is None and (given.required or name in computed):
                base[name] = ordinary(given)
        return {name: value for name, value in base.items() if value is not None}


def _place(point: Point) -> float:
    """Return a number to sort points by; texts stay as they stand."""
    return point.value if isinstance(point.value, float) else 0.0


def _any_holds(rules: Sequence[Rule], values: Values) -> bool:
    return any(all(c.holds(values.get(n)) for n, c in rule.conditions.items()) for rule in rules)


def _in_pairs(
    named: Text | None, corner: Values, points: Mapping[str, Sequence[Point]], rule: Rule
) -> Iterator[BoundaryCase]:
    """Give the customers for whom two values of a rule are just out."""
    out = {
        name: next((p for p in found if not rule.conditions[name].holds(p.value)), None)
        for name, found in points.items()
    }
    for (a, first), (b, second) in combinations(out.items(), 2):
        if first is not None and second is not None:
            said = [first.said, second.said]
            yield _case(named, said, {**corner, a: first.value, b: second.value})


def _case(named: Text | None, said: list[Text], values: Values) -> BoundaryCase:
    """Return a customer, said to be at the bounds of a rule where one is named."""
    listed = joined(said, "，")
    if named is not None:
        listed = Text(f"{named.zh}：{listed.zh}", f"{named.en}: {listed.en}")
    filled = {name: value for name, value in values.items() if value is not None}
    return BoundaryCase(said=listed, values=filled)


def _conditions(policy: Policy, read: Input) -> Iterator[ValueSet]:
    """Give all that a policy asks of an input."""
    for table in policy.tables:
        for rule in table.rules:
            if read.name in rule.conditions:
                yield rule.conditions[read.name]
    yield from (values for name, values in _asked_beside(policy) if name == read.name)


def _asked_beside(policy: Policy) -> Iterator[tuple[str, ValueSet]]:
    """Give what is asked of inputs beside the rules: domains, what is usual, scope, warnings."""
    for name, read in policy.inputs.items():
        if read.required or name in policy.read or not read.choices:
            both = (read.domain, read.expected)
            yield from ((name, values) for values in both if values is not None)
    yield from policy.scope.items()
    for remark in policy.remarks:
        yield from ((n, c) for n, c in remark.conditions.items() if n in policy.inputs)
