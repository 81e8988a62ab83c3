"""Which customers get something else by all steps together, over what their rows may hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tierctl.checks.attainable import Attainable, of_input
from tierctl.checks.boxes import Box, Budget
from tierctl.checks.chain import Chain, conditions_of, free_results
from tierctl.checks.example import example
from tierctl.checks.fate import scope_of
from tierctl.checks.joint_space import JointSpace, either
from tierctl.checks.moves import Gist, Groups, Move, Region, move
from tierctl.checks.step_difference import StepDifference, Surveys, same_formula
from tierctl.policy.alignment import Aligned
from tierctl.policy.policy import Policy, ResultType
from tierctl.policy.sets import NumberSet, ValueSet
from tierctl.policy.steps import Step

_WORK = 400_000
"""What it may cost: about two seconds."""
_MOST_SEARCHED = 20
"""Regions for which a customer is looked for."""


class WholeDifference:
    """Two policies over one space; `texts` as in `TableParts`.

    Raises TooComplex where texts are too entangled, and OutOfBudget.
    """

    def __init__(self, pair: Aligned, surveys: Surveys, *, texts: bool) -> None:
        self._pair = pair
        self._free = [free_results(policy) for policy in (pair.a, pair.b)]
        left_out = self._free[0] | self._free[1] | (frozenset() if texts else listed(pair))
        self.names = list(_compared(pair, left_out))
        """The results that are compared: tiers, and what no later step reads."""
        policies = (pair.a, pair.b)
        read = {
            name: either(*(_values(pair, policy, name) for policy in policies))
            for name in _inputs(pair)
        }
        for name in sorted(self._free[0] | self._free[1]):
            found = [
                survey.attainable(name)
                for survey, free in zip(surveys, self._free, strict=True)
                if name in free
            ]
            read[name] = either(found[0], found[-1])
            if not same_entry(pair):
                # Whom one side does not take may have any value in its formulas.
                read[name] = replace(read[name], values=NumberSet.everything())
        conditions: dict[str, list[ValueSet]] = {name: [] for name in read}
        for policy, free in zip(policies, self._free, strict=True):
            for name, values in conditions_of(policy):
                if name in policy.inputs or name in free:
                    conditions.setdefault(name, []).append(values)
        self._space = JointSpace(read, conditions)
        self.texts = texts
        chains = [Chain(policy, self._space, texts=texts) for policy in policies]
        self.moves = self._moves(*chains)
        """Who moves."""

    def _moves(self, first: Chain, second: Chain) -> list[Move]:
        space, budget = self._space, Budget(_WORK)
        groups = Groups(space)
        for box, before in first.parts(space.full, budget):
            for part, after in second.parts(box, budget):
                groups.add(part, move(before, after, self.names))
        searched = iter(range(_MOST_SEARCHED))
        return [
            Move(
                before=how[0],
                after=how[1],
                regions=[self._region(box, how, searched) for box in boxes],
            )
            for how, boxes in groups.moves(self._pair.both)
        ]

    def _region(self, box: Box, how: tuple[Gist, Gist], searched: Iterator[int]) -> Region:
        region, customer = self._space.region(box), self._space.customer(box)
        if not any(self._free):
            return Region(conditions=region, customer=customer)
        found = None
        if next(searched, None) is not None:
            found = example(self._pair, self.names, how, region, customer)
        return Region(conditions=region, customer=found or customer, certain=found is not None)

    def other_formulas(self) -> list[str]:
        """Return the results of both sides that formulas over inputs give in different ways."""
        shared = self._pair.a.results.keys() & self._pair.b.results.keys()
        return [
            name
            for name in self._pair.a.results
            if name in shared
            and name in self._free[0] | self._free[1]
            and not same_formula(
                self._pair, _giving(self._pair.a, name), _giving(self._pair.b, name)
            )
        ]

    def other_operands(self, steps: Sequence[StepDifference]) -> list[str]:
        """Return the results of one formula over inputs that reads results which differ.

        Its values have one axis for both sides, as if they did not.
        """
        differing = {step.name for step in steps}
        changed: set[str] = set()
        found = []
        for pair in self._pair.pairs:
            sides = [step for step in pair if step is not None]
            reads = {name for step in sides for name in step.names}
            if reads & changed or any(step.name in differing for step in sides):
                gives = {name for step in sides for name in step.gives}
                changed |= gives
                if not any(step.name in differing for step in sides):
                    found += sorted(gives & self._free[0] & self._free[1])
        return found


def listed(pair: Aligned) -> frozenset[str]:
    """Return the texts that come from every rule of a table that matches."""
    tables = (*pair.a.tables, *pair.b.tables)
    return frozenset(name for table in tables for name in table.collected)


def _compared(pair: Aligned, left_out: frozenset[str]) -> Iterator[str]:
    read = {n for p in (pair.a, pair.b) for step in p.steps for n in step.names}
    for name, result in pair.a.results.items():
        shown = result.type is ResultType.TIER or name not in read
        if name in pair.b.results and name not in left_out and shown:
            yield name


def _inputs(pair: Aligned) -> Iterator[str]:
    """Give the inputs that tables or scopes read, or that only one side lets be what they are."""
    policies = (pair.a, pair.b)
    read = {n for p in policies for table in p.tables for n in table.names}
    read |= {n for p in policies for n in p.scope}
    for name in pair.both.inputs:
        # With an input that may be nothing at all, nobody is graded.
        impossible = any(_values(pair, p, name).values.empty for p in policies)
        if name in read or impossible or not same_values(pair, name):
            yield name


def _values(pair: Aligned, policy: Policy, name: str) -> Attainable:
    """Return what an input may be for a policy: anything, where it does not know it."""
    if name in policy.inputs:
        return of_input(policy.inputs[name])
    return of_input(replace(pair.both.inputs[name], needs_value=False, domain=None))


def same_entry(pair: Aligned) -> bool:
    """Tell whether both policies take the same customers, before any step."""
    return scope_of(pair.a) == scope_of(pair.b) and all(
        same_values(pair, name) for name in pair.both.inputs
    )


def same_values(pair: Aligned, name: str) -> bool:
    """Tell whether an input may be the same for a customer of either policy."""
    allowed = [
        of_input(p.inputs[name]).values if name in p.inputs else None for p in (pair.a, pair.b)
    ]
    known = [values for values in allowed if values is not None]
    if len(known) == 1:
        return bool(known[0] == known[0].everything())
    return bool(known[0] == known[1])


def _giving(policy: Policy, name: str) -> Step:
    return next(step for step in policy.steps if name in step.gives)
