"""A decision table as boxes: an axis for all that it reads, and every rule a box."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from tierctl.checks.attainable import Attainable
from tierctl.checks.axes import axis
from tierctl.checks.boxes import (
    Box,
    Budget,
    Cover,
    OutOfBudget,
    cover,
    partition,
    uncovered,
    widened,
)
from tierctl.checks.outcome import Outcome, outcome
from tierctl.model.table import Value
from tierctl.model.text import Text
from tierctl.policy.policy import Result
from tierctl.policy.precedence import keeps_from_deciding
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import Aggregate, DecisionTable, HitPolicy
from tierctl.policy.text_sets import TextSet

WORK = 300_000
"""What each question about a table may cost: some tenths of a second."""
_MOST_PIECES = 200


class BoxedTable:
    """One table over the values that it reads. Raises TooComplex where texts are too entangled."""

    def __init__(
        self,
        table: DecisionTable,
        where: str,
        read: Mapping[str, Attainable],
        results: Mapping[str, Result],
        title: Text,
    ) -> None:
        self.table = table
        self.title = title
        """What a person calls it."""
        self.where = where
        self.names = list(read)
        self.samples: list[Box] = []
        """Where rules decide: boxes found on the way to `decides`."""
        self.exhausted = False
        """Whether it is for want of work that some rule is not known to decide."""
        self._results = results
        self._read = list(read.values())
        conditions: dict[str, list[ValueSet]] = {name: [] for name in read}
        for rule in table.rules:
            for name, values in rule.conditions.items():
                conditions[name].append(values)
        self.axes = [axis(attainable, conditions[name]) for name, attainable in read.items()]
        self.full: Box = tuple(a.full for a in self.axes)
        self.boxes = [self._box(rule.conditions) for rule in table.rules]
        self.covers = [cover(box, self.full) for box in self.boxes]

    def _box(self, conditions: Mapping[str, ValueSet]) -> Box:
        return tuple(
            a.cells(conditions[name]) if name in conditions else a.full
            for name, a in zip(self.names, self.axes, strict=True)
        )

    @property
    def rules(self) -> list[int]:
        """The positions of the rules that match somebody, the default rule left out."""
        return [n for n, r in enumerate(self.table.rules) if not r.default and all(self.boxes[n])]

    @property
    def has_default(self) -> bool:
        """Whether a rule takes whom no other one takes."""
        return self.table.rules[-1].default

    @property
    def counts(self) -> bool:
        """Whether it counts the rules that match, and gives 0 where none does."""
        return self.table.aggregate is Aggregate.COUNT

    def single(self, box: Box) -> bool:
        """Tell whether a box is one customer only: every axis has one value."""
        pairs = zip(self.axes, box, strict=True)
        return all(_is_one(a.values(cells)) for a, cells in pairs)

    def certain(self, box: Box) -> bool:
        """Tell whether a box certainly has a customer.

        Its values must be attained, and together too: what does not share an input is independent.
        """
        axes = zip(self._read, box, self.full, strict=True)
        used = [read for read, cells, every in axes if cells != every]
        apart = all(not a.depends & b.depends for a, b in combinations(used, 2))
        return apart and all(read.exact for read in used)

    def witness(self, box: Box) -> dict[str, Value]:
        """Return a customer in a box."""
        return {n: a.pick(c) for n, a, c in zip(self.names, self.axes, box, strict=True)}

    def region(self, box: Box) -> dict[str, ValueSet]:
        """Return what a box restricts, as conditions. Raises TooComplex."""
        return {
            name: a.values(cells)
            for name, a, cells in zip(self.names, self.axes, box, strict=True)
            if cells != a.full
        }

    def blank(self, names: Collection[str]) -> list[Cover]:
        """Return the covers of all for whom one of these values is blank."""
        found: list[Cover] = []
        for place, (name, a) in enumerate(zip(self.names, self.axes, strict=True)):
            if name in names and (cells := a.cells(type(a.values(a.full)).of(blank=True))):
                found.append(((place, cells),))
        return found

    def untaken(self, besides: Sequence[Cover] = ()) -> Iterator[Box]:
        """Give the widest boxes that no rule takes; together they are all. Raises OutOfBudget.

        What `besides` cover is left out.
        """
        budget = Budget(WORK)
        covers = [*(self.covers[n] for n in self.rules), *besides]
        found: list[Box] = []
        for piece in uncovered(self.full, covers, budget):
            while True:
                left = uncovered(piece, [cover(box, self.full) for box in found], budget)
                part = next(left, None)
                if part is None:
                    break
                found.append(widened(part, self.full, covers))
                yield found[-1]

    @cached_property
    def leaves(self) -> bool | None:
        """Whether there is somebody whom no rule takes; None where that is unknown."""
        found = False
        try:
            for number, box in enumerate(self.untaken()):
                found = True
                if self.certain(box):
                    return True
                if number == _MOST_PIECES:
                    break
        except OutOfBudget:
            return None
        return None if found else False

    @cached_property
    def decides(self) -> list[bool | None]:
        """Whether each rule decides for somebody; None where that is unknown."""
        budget = Budget(WORK)
        return [self._decides(number, budget) for number in range(len(self.boxes))]

    def _decides(self, rule: int, budget: Budget) -> bool | None:
        covers = [self.covers[other] for other in self.rivals(rule)]
        found = False
        try:
            for number, piece in enumerate(uncovered(self.boxes[rule], covers, budget)):
                if not found:
                    self.samples.append(piece)
                found = True
                if self.certain(widened(piece, self.boxes[rule], covers)):
                    return True
                if number == _MOST_PIECES:
                    break
        except OutOfBudget:
            self.exhausted = True
            return None
        return None if found else False

    def rivals(self, rule: int) -> list[int]:
        """Return the rules beside which a rule decides nothing."""
        return [
            other
            for other in self.rules
            if other != rule and keeps_from_deciding(self.table, other, rule, self._results)
        ]

    def outcome(self, matched: Sequence[int]) -> Outcome:
        """Return what a customer gets whom rules match, by their positions."""
        return outcome(self.table, matched, self._results)

    @cached_property
    def parts(self) -> Mapping[Outcome, Sequence[Box]] | None:
        """The disjoint boxes of all customers by what they get; None where that is unknown."""
        found: dict[Outcome, list[Box]] = {}
        first = self.table.hit_policy is HitPolicy.FIRST
        try:
            for box, matched in partition(self.full, self.covers, Budget(WORK), first=first):
                found.setdefault(self.outcome(matched), []).append(box)
        except OutOfBudget:
            return None
        return found


def _is_one(values: ValueSet) -> bool:
    if isinstance(values, TextSet):
        return not values.pattern and len(values.exceptions) + values.blank == 1
    points = all(i.low == i.high for i in values.intervals)
    return points and len(values.intervals) + values.blank == 1
