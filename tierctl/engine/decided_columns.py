"""Decisions out of columns: what the columns engine found, customer by customer.

It tells who is graded without any remark; the others are few, and the reference evaluator says of
each what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from tierctl.engine import reference
from tierctl.engine.columns import run, unusable
from tierctl.engine.plan import Plan, Stage, compile_policy
from tierctl.model.decision import Decision, Match, Status
from tierctl.model.table import BoundTable, Value
from tierctl.policy.policy import DecisionTable, Policy, Step

Values = Mapping[str, Sequence[Value]]


def decide_columns(policy: Policy, table: BoundTable) -> list[Decision]:
    """Return one decision per customer, in the order of `table.rows`."""
    plan = compile_policy(policy)
    found = run(plan, bound_frame(plan, table))
    remarked = [
        doubtful or position in table.doubts
        for position, doubtful in enumerate(remarks(plan, found).to_list())
    ]
    others = reference.decisions(policy, table, [i for i, told in enumerate(remarked) if told])
    graded = graded_decisions(policy, plan, found)
    return [
        next(others) if told else decision for told, decision in zip(remarked, graded, strict=True)
    ]


def bound_frame(plan: Plan, table: BoundTable) -> pl.DataFrame:
    """Return a table's values as one column per input, and the codes of cells of no use."""
    columns: dict[str, pl.Series] = {}
    for read in plan.inputs:
        column = table.columns.get(read.name)
        if column is None:
            continue
        columns[read.name] = pl.Series(
            column.values, dtype=pl.Float64 if read.number else pl.String
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
