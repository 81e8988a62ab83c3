"""What all steps of a policy together give, as boxes of what a customer's row may hold.

A table's results are constants, so that a later table's conditions on them hold all over a box or
nowhere in it, and a formula over them is a number. A formula over inputs is none: its value has an
axis of its own (it is `free`), as if it did not depend on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tierctl.checks.boxes import Box, Budget, boxed, meets, outside
from tierctl.checks.fate import Fate, admitted, computed, scope_of
from tierctl.checks.joint_space import JointSpace
from tierctl.checks.table_parts import TableParts
from tierctl.model.decision import Status
from tierctl.model.table import Value
from tierctl.policy.policy import Policy
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import FormulaStep


def free_results(policy: Policy) -> frozenset[str]:
    """Return the results of formulas over inputs, directly or through other formulas."""
    free: set[str] = set()
    for step in policy.steps:
        if isinstance(step, FormulaStep) and any(
            name in policy.inputs or name in free for name in step.names
        ):
            free.add(step.result)
    return frozenset(free)


def conditions_of(policy: Policy) -> Iterator[tuple[str, ValueSet]]:
    """Give all sets that a policy compares a value with, by the name of the value."""
    for table in policy.tables:
        for rule in table.rules:
            yield from rule.conditions.items()
    yield from policy.scope.items()
    yield from admitted(policy).items()


class Chain:
    """The steps of a policy over a space with an axis for each input and free result they read."""

    def __init__(self, policy: Policy, space: JointSpace, *, texts: bool) -> None:
        self._policy = policy
        self.free = free_results(policy)
        axes = self.free | policy.inputs.keys()
        self._tables = {
            table.name: TableParts(table, space, policy.results, axes, texts=texts)
            for table in policy.tables
        }

        self._entry = [
            (space.cover({n: v for n, v in needed.items() if n in space.names}), status)
            for needed, status in (
                (scope_of(policy), Status.NOT_APPLICABLE),
                (admitted(policy), Status.UNGRADED),
            )
        ]

    def parts(self, box: Box, budget: Budget) -> Iterator[tuple[Box, Fate]]:
        """Give disjoint boxes that make up a box, each with what its customers get.

        Raises OutOfBudget.
        """
        inside: Box | None = box
        for allowed, status in self._entry:
            if inside is not None:
                held = meets(inside, allowed)
                for part in outside(inside, allowed) if held else [inside]:
                    yield part, status
                inside = boxed(allowed, inside) if held else None
        if inside is not None:
            yield from self._stepped(inside, budget)

    def _stepped(self, box: Box, budget: Budget) -> Iterator[tuple[Box, Fate]]:
        stack: list[tuple[Box, int, dict[str, Value]]] = [(box, 0, {})]
        while stack:
            box, number, given = stack.pop()
            if number == len(self._policy.steps):
                yield box, given
                continue
            step = self._policy.steps[number]
            if isinstance(step, FormulaStep):
                fate = given if step.result in self.free else self._computed(step, given)
                if isinstance(fate, dict):
                    stack.append((box, number + 1, fate))
                else:
                    yield box, Status.UNGRADED
                continue
            for part, found in self._tables[step.name].of(box, given, budget):
                if found is None:
                    yield part, Status.UNGRADED
                else:
                    stack.append((part, number + 1, {**given, **dict(found)}))

    def _computed(self, step: FormulaStep, given: Mapping[str, Value]) -> dict[str, Value] | None:
        """Return what is given, and the value of a formula over it; None where it has none."""
        value = computed(self._policy, step, given)
        return None if isinstance(value, Status) else {**given, step.result: value}
