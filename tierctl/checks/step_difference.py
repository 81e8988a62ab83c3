"""What single steps of two policies give else: a table over all that it reads, formulas as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tierctl.checks.attainable import Attainable, of_input
from tierctl.checks.boxes import Box, Budget, OutOfBudget
from tierctl.checks.fate import Fate
from tierctl.checks.joint_space import JointSpace, either
from tierctl.checks.moves import Groups, Move, Region, move
from tierctl.checks.outcome import Outcome
from tierctl.checks.survey import Survey
from tierctl.checks.table_parts import TableParts
from tierctl.model.decision import Status
from tierctl.policy.alignment import Aligned
from tierctl.policy.patterns import TooComplex
from tierctl.policy.policy import Policy
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import DecisionTable, FormulaStep, Step

_WORK = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDifference:
    """A step that differs: `moves` of a table; None where they are not decided.

    A formula, and a step that only one side has, has none: how they differ is told as they stand.
    """

    name: str
    gives: tuple[str, ...]
    """The results that both sides give."""
    moves: Sequence[Move] | None = ()


Surveys = tuple[Survey, Survey]


def step_differences(pair: Aligned, surveys: Surveys) -> list[StepDifference]:
    """Return the steps that do not give the same for equal values, or that may not."""
    found = []
    for a, b in pair.pairs:
        step = a or b
        assert step is not None
        gives = tuple(n for n in a.gives if n in b.gives) if a and b else ()
        if a is None or b is None or set(a.gives) != set(b.gives):
            found.append(StepDifference(name=step.name, gives=gives))
        elif isinstance(a, FormulaStep) or isinstance(b, FormulaStep):
            if not same_formula(pair, a, b):
                found.append(StepDifference(name=step.name, gives=gives))
        elif not _same_table(pair, a, b):
            moves = _moves(pair, surveys, a, b)
            if moves is None or moves:
                found.append(StepDifference(name=step.name, gives=gives, moves=moves))
    return found


def _moves(
    pair: Aligned, surveys: Surveys, a: DecisionTable, b: DecisionTable
) -> list[Move] | None:
    for texts in (True, False) if a.collected or b.collected else (True,):
        try:
            return _Tables(pair, surveys, a, b, texts=texts).moves()
        except (OutOfBudget, TooComplex):
            continue
    return None


def same_formula(pair: Aligned, a: Step | None, b: Step | None) -> bool:
    """Tell whether two steps are one formula, rounded alike."""
    if not (isinstance(a, FormulaStep) and isinstance(b, FormulaStep)):
        return False
    decimals = [p.results[a.result].decimals for p in (pair.a, pair.b)]
    return a.formula == b.formula and a.result == b.result and decimals[0] == decimals[1]


def _same_table(pair: Aligned, a: DecisionTable, b: DecisionTable) -> bool:
    """Tell whether two tables are the same as they stand."""
    shapes = [
        (
            [(rule.conditions, rule.results, rule.default) for rule in table.rules],
            (table.hit_policy, table.aggregate, table.collected),
            [_shape(policy, name) for name in table.gives],
        )
        for policy, table in ((pair.a, a), (pair.b, b))
    ]
    return shapes[0] == shapes[1]


def _shape(policy: Policy, name: str) -> tuple[int, list[str]]:
    result = policy.results[name]
    return result.decimals, [tier.id for tier in result.tiers]


class _Tables:
    """Two tables over all values that either reads."""

    def __init__(
        self, pair: Aligned, surveys: Surveys, a: DecisionTable, b: DecisionTable, *, texts: bool
    ) -> None:
        self._pair = pair
        left_out = set() if texts else {*a.collected, *b.collected}
        self._gives = [name for name in a.gives if name not in left_out]
        names = dict.fromkeys((*a.names, *b.names))
        conditions: dict[str, list[ValueSet]] = {name: [] for name in names}
        for table in (a, b):
            for rule in table.rules:
                for name, values in rule.conditions.items():
                    conditions[name].append(values)
        read: Mapping[str, Attainable] = {
            name: either(*(_attainable(survey, name) for survey in surveys)) for name in names
        }
        # A domain of one side may end where no condition does.
        for survey in surveys:
            for name in names & survey.policy.inputs.keys():
                conditions[name].append(of_input(survey.policy.inputs[name]).values)
        self._space = JointSpace(read, conditions)
        self._parts = [
            TableParts(table, self._space, policy.results, set(names), texts=texts)
            for policy, table in ((pair.a, a), (pair.b, b))
        ]

    def moves(self) -> list[Move]:
        """Return what they give else. Raises OutOfBudget, TooComplex."""
        space, budget = self._space, Budget(_WORK)
        groups = Groups(space)
        first, second = self._parts
        for box, before in first.of(space.full, {}, budget):
            for part, after in second.of(box, {}, budget):
                groups.add(part, move(_fate(before), _fate(after), self._gives))
        return [
            Move(before=how[0], after=how[1], regions=[self._region(box) for box in boxes])
            for how, boxes in groups.moves(self._pair.both)
        ]

    def _region(self, box: Box) -> Region:
        return Region(conditions=self._space.region(box), customer=self._space.customer(box))


def _attainable(survey: Survey, name: str) -> Attainable | None:
    known = name in survey.policy.inputs or name in survey.policy.results
    return survey.attainable(name) if known else None


def _fate(outcome: Outcome) -> Fate:
    return Status.UNGRADED if outcome is None else dict(outcome)
