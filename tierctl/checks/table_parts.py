"""What a decision table gives over a space of several policies' values, box by box."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from tierctl.checks.boxes import Box, Budget, Cover, partition
from tierctl.checks.joint_space import JointSpace
from tierctl.checks.outcome import Outcome, outcome, with_texts
from tierctl.model.table import Value
from tierctl.policy.policy import Result
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import DecisionTable, HitPolicy


class TableParts:
    """A table over a space; what it reads that has no axis there is given with each box.

    `texts` is whether texts that come from every rule that matches are wanted, too: then all rules
    count, also where order decides.
    """

    def __init__(
        self,
        table: DecisionTable,
        space: JointSpace,
        results: Mapping[str, Result],
        axes: Set[str],
        *,
        texts: bool,
    ) -> None:
        self._table = table
        self._texts = texts and bool(table.collected)
        self._results = results
        self._covers: list[Cover] = []
        self._given: list[dict[str, ValueSet]] = []
        for rule in table.rules:
            on_axes = {n: values for n, values in rule.conditions.items() if n in axes}
            self._covers.append(space.cover(on_axes))
            self._given.append({n: v for n, v in rule.conditions.items() if n not in axes})

    def of(
        self, box: Box, given: Mapping[str, Value], budget: Budget
    ) -> Iterator[tuple[Box, Outcome]]:
        """Give disjoint boxes that make up a box, with what the table gives. Raises OutOfBudget."""
        alive = [
            number
            for number, conditions in enumerate(self._given)
            if all(values.holds(given.get(name)) for name, values in conditions.items())
        ]
        covers = [self._covers[number] for number in alive]
        first = self._table.hit_policy is HitPolicy.FIRST and not self._texts
        for part, matched in partition(box, covers, budget, first=first):
            rules = [alive[number] for number in matched]
            found = outcome(self._table, rules, self._results)
            yield part, with_texts(self._table, rules, found) if self._texts else found
