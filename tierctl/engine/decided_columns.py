"""Decisions out of columns: what the columns engine found, customer by customer.

It tells who is graded without any remark; the others are few, and the reference evaluator says of
each what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import polars as pl

from tierctl.engine import reference
from tierctl.engine.columns import run
from tierctl.engine.expressions import unusable
from tierctl.engine.plan import Plan, Stage, compile_policy
from tierctl.engine.reasons import Reasons
from tierctl.model.decision import Decision, Decisions, Match, Status
from tierctl.model.table import BoundTable, Value, ValueColumn
from tierctl.model.text import Lang
from tierctl.policy.policy import Policy
from tierctl.policy.steps import DecisionTable, Step

_SLICE = 100_000
Values = Mapping[str, Sequence[Value]]


def decide_columns(policy: Policy, table: BoundTable) -> ColumnDecisions:
    """Return the decisions on the customers, in the order of `table.rows`."""
    plan = compile_policy(policy)
    found = run(plan, bound_frame(plan, table))
    remarked = {*remarks(plan, found).arg_true().to_list(), *table.doubts}
    positions = sorted(remarked)
    told = reference.decisions(policy, table, positions)
    return ColumnDecisions(policy, plan, found, dict(zip(positions, told, strict=True)))


class ColumnDecisions(Decisions):
    """Decisions that stay columns: each is made when it is asked for.

    `told` are those of the customers about whom there is something to say, by position.
    """

    def __init__(
        self, policy: Policy, plan: Plan, found: pl.DataFrame, told: Mapping[int, Decision]
    ) -> None:
        self._policy = policy
        self._plan = plan
        self._found = found
        self._told = told

    def __len__(self) -> int:
        return self._found.height

    @overload
    def __getitem__(self, position: int) -> Decision: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[Decision]: ...

    def __getitem__(self, position: int | slice) -> Decision | Sequence[Decision]:
        if isinstance(position, slice):
            return [self[i] for i in range(*position.indices(len(self)))]
        if position in self._told:
            return self._told[position]
        found = self._found[position]
        return next(graded_decisions(self._policy, self._plan, found))

    def __iter__(self) -> Iterator[Decision]:
        graded = graded_decisions(self._policy, self._plan, self._found)
        return (self._told.get(i, decision) for i, decision in enumerate(graded))

    def rules(self, step: str) -> Sequence[str | None]:
        """Return the first rule by which a table decided each customer; None where none did."""
        stage = next(stage for stage in self._plan.stages if stage.name == step)
        rules: list[str | None] = self._found[str(stage.rule)].to_list()
        return rules

    def values(self, result: str) -> Sequence[Value]:
        """Return what each customer got for a result; None for one that is ungraded."""
        values = self._found[result]
        ungraded = self._ungraded()
        return (values.clone().scatter(ungraded, None) if ungraded else values).to_list()

    def _ungraded(self) -> list[int]:
        return [i for i, decision in self._told.items() if decision.problems]

    def outside(self) -> list[int]:
        """Return the positions of the customers to whom the policy does not apply."""
        return [i for i, d in self._told.items() if d.status is Status.NOT_APPLICABLE]

    def remarked(self) -> Iterator[Decision]:
        """Give the decisions with a problem or a warning."""
        return iter(self._told.values())

    def reasons(self, lang: Lang) -> ValueColumn:
        """Return one sentence per customer, as `Reasons` has it."""
        from tierctl.engine.reason_columns import reason_column

        slices = self._found.iter_slices(_SLICE)
        said = pl.concat([reason_column(self._policy, self._plan, s, lang) for s in slices])
        if self._told:
            reasons = Reasons(self._policy, lang)
            texts = [reasons.of(decision) for decision in self._told.values()]
            said = said.scatter(list(self._told), pl.Series(texts, dtype=pl.String))
        return ValueColumn(said)


def bound_frame(plan: Plan, table: BoundTable) -> pl.DataFrame:
    """Return a table's values as one column per input, and the codes of cells of no use."""
    columns: dict[str, pl.Series] = {}
    for read in plan.inputs:
        column = table.columns.get(read.name)
        if column is None:
            continue
        values = column.values
        columns[read.name] = (
            values.held
            if isinstance(values, ValueColumn)
            else pl.Series(values, dtype=pl.Float64 if read.number else pl.String)
        )
        if column.problems:
            codes = [
                column.problems[i].code if i in column.problems else None
                for i in range(len(column.values))
            ]
            columns[unusable(read.name)] = pl.Series(codes, dtype=pl.String)
    return pl.DataFrame(columns)


def remarks(plan: Plan, found: pl.DataFrame) -> pl.Series:
    """Return of each customer whether there is a problem or a warning."""
    return found.select(
        pl.any_horizontal(pl.col(plan.problem, plan.warning).is_not_null()).alias("remark")
    ).to_series()


def graded_decisions(policy: Policy, plan: Plan, found: pl.DataFrame) -> Iterator[Decision]:
    """Give a decision per customer as if all were graded without a warning."""
    names = [output.name for output in plan.outputs]
    read = {name for step in policy.steps for name in step.names}
    values: Values = {name: found[name].to_list() for name in {*names, *read}}
    steps = [
        _matches(step, stage, found, values)
        for step, stage in zip(policy.steps, plan.stages[1:], strict=True)
    ]
    rows = zip(*(values[name] for name in names), strict=True)
    for given, matches in zip(rows, zip(*steps, strict=True), strict=True):
        yield Decision(
            status=Status.GRADED,
            results=dict(zip(names, given, strict=True)),
            matches=tuple(match for several in matches for match in several),
        )


def _matches(
    step: Step, stage: Stage, found: pl.DataFrame, values: Values
) -> Iterator[Sequence[Match]]:
    """Give what decided a step, for each customer."""
    if not isinstance(step, DecisionTable):
        for i in range(found.height):
            read = {name: values[name][i] for name in step.names}
            yield (Match(step=step.name, rule=None, values=read),)
        return
    reads = {rule.id: [(n, values[n]) for n in rule.conditions] for rule in step.rules}
    for i, rules in enumerate(_deciding(stage, found)):
        yield [
            Match(step=step.name, rule=rule, values={n: column[i] for n, column in reads[rule]})
            for rule in rules
        ]


def _deciding(stage: Stage, found: pl.DataFrame) -> Iterator[Sequence[str]]:
    """Give the ids of the rules that decide a table, for each customer."""
    assert stage.rule is not None
    if not stage.collects:
        yield from ((rule,) if rule is not None else () for rule in found[stage.rule].to_list())
        return
    counted = found.select(list(stage.rules.values())).iter_rows()
    for flags in counted:
        yield [rule for rule, counts in zip(stage.rules, flags, strict=True) if counts]
