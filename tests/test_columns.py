"""The columns engine decides every customer as the reference evaluator does."""

from __future__ import annotations

import math
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policies import POINTS, policy, shipped_policy, step, table
from random_policies import customers, policies

from tierctl.engine.columns import run
from tierctl.engine.decided_columns import decide_columns
from tierctl.engine.plan import compile_policy
from tierctl.engine.reference import decide
from tierctl.model.decision import Decision
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.table import BoundTable, Value
from tierctl.model.text import same
from tierctl.policy.load import shipped
from tierctl.policy.policy import InputType, Policy
from tierctl.policy.text_sets import TextSet

TIER = step("tier", "first", [({}, {"tier": "low"})])
TEXTS = [None, "甲", "聚合物电芯", "浙江"]
Customers = list[dict[str, Value]]
# Status is whether there is a problem.
Outcome = tuple[dict[str, str], dict[str, str | None], str | None, str | None]


def missing() -> Diagnostic:
    return Diagnostic(code="missing-value", severity=Severity.ERROR, message=same("blank"))


def as_read(policy: Policy, rows: Customers) -> BoundTable:
    """Return customers as `tables` hands them over: a required blank is a problem."""
    bound = table(policy, *rows)
    columns = {
        name: replace(
            column,
            problems={i: missing() for i, value in enumerate(column.values) if value is None},
        )
        if policy.inputs[name].needs_value
        else column
        for name, column in bound.columns.items()
    }
    return replace(bound, columns=columns)


def by_reference(policy: Policy, decision: Decision) -> Outcome:
    rules: dict[str, str | None] = {step.name: None for step in policy.tables}
    for match in reversed(decision.matches):
        if match.rule is not None:
            rules[match.step] = match.rule
    return (
        {name: repr(value) for name, value in decision.results.items()},
        rules,
        decision.problems[0].code if decision.problems else None,
        decision.warnings[0].code if decision.warnings else None,
    )


def by_columns(policy: Policy, rows: Customers) -> list[Outcome]:
    plan = compile_policy(policy)
    schema = {
        name: pl.String if read.type is InputType.TEXT else pl.Float64
        for name, read in policy.inputs.items()
    }
    found = run(plan, pl.DataFrame(rows, schema=schema))
    return [
        (
            {o.name: repr(row[o.name]) for o in plan.outputs} if row[plan.problem] is None else {},
            {stage.name: row[stage.rule] for stage in plan.stages if stage.rule},
            row[plan.problem],
            row[plan.warning],
        )
        for row in found.iter_rows(named=True)
    ]


def assert_equal(policy: Policy, rows: Customers) -> None:
    bound = as_read(policy, rows)
    decisions = decide(policy, bound)
    assert [by_reference(policy, d) for d in decisions] == by_columns(policy, rows)
    assert decisions == decide_columns(policy, bound)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_columns_equal_the_reference_evaluator(data: st.DataObject) -> None:
    drawn = data.draw(policies())
    assert_equal(drawn, data.draw(customers(drawn)))


def decided(text: str, values: dict[str, list[float | None]], results: str = "") -> pl.DataFrame:
    return run(compile_policy(policy(text, results=results)), pl.DataFrame(values))


@pytest.mark.parametrize("rows", [1, 2, 1000])
@pytest.mark.parametrize("formula", ["销售额 / 10", "销售额 / (2 * 5)", "销售额 * 1 / 10"])
def test_a_division_by_a_constant_is_a_division(formula: str, rows: int) -> None:
    """By a constant Polars multiplies with its reciprocal: 1.2000000000000002."""
    text = f'[[steps]]\nname = "s"\nformula = "{formula}"\nresult = "points"\n'
    points = POINTS + "decimals = 9\n"
    found = decided(text + TIER, {"sales": [12.0] * rows}, points)
    assert [1.2] * rows == found["points"].to_list()


def test_a_number_that_is_not_finite_is_no_number() -> None:
    """NaN is greater than everything in Polars."""
    text = step("size", "first", [({"sales": ">5"}, {"tier": "high"}), ({}, {"tier": "low"})])
    found = decided(text, {"sales": [float("nan"), float("inf"), -float("inf"), None, 6.0]})
    assert ["not-a-number"] * 3 + [None, None] == found["size?"].to_list()
    assert [None, None, None, "low", "high"] == found["tier"].to_list()


def test_no_rows_and_no_columns_give_no_results() -> None:
    assert 0 == decided(TIER, {"sales": []}).height
    assert ["low", "low"] == decided(TIER, {"else": [1.0, 2.0]})["tier"].to_list()


@pytest.mark.parametrize("name", shipped())
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_columns_equal_the_reference_evaluator_on_shipped_policies(
    name: str, data: st.DataObject
) -> None:
    made = shipped_policy(name)
    rows = st.fixed_dictionaries({n: near_bounds(made, n) for n in made.inputs})
    assert_equal(made, data.draw(st.lists(rows, min_size=20)))


def near_bounds(made: Policy, name: str) -> st.SearchStrategy[Value]:
    """Draw a value of an input: blank, a choice, or a number on or beside a bound of a rule."""
    read = made.inputs[name]
    if read.type is InputType.TEXT:
        return st.sampled_from([None, *(c.id for c in read.choices)] if read.choices else TEXTS)
    rules = [rule.conditions.get(name) for table in made.tables for rule in table.rules]
    intervals = [i for c in rules if c and not isinstance(c, TextSet) for i in c.intervals]
    bounds = {b for i in intervals for b in (i.low, i.high) if math.isfinite(b)}
    day = read.type is InputType.DATE
    apart = 1.0 if day else 0.01
    listed = [b + step for b in sorted(bounds) for step in (-apart, 0.0, apart)]
    others = st.integers(738_000, 741_000).map(float) if day else st.floats(-1e9, 1e9)
    return st.one_of(st.none(), st.sampled_from(listed or [0.0]), others)
