"""The difference of two policies: its regions hold just the customers who get something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from policies import table
from random_policies import customers, policies

from tierctl.checks.chain import free_results
from tierctl.checks.difference import difference
from tierctl.checks.example import complete
from tierctl.checks.fate import Fate, admitted, computed
from tierctl.checks.moves import Move, move
from tierctl.checks.survey import Survey
from tierctl.checks.whole_difference import WholeDifference
from tierctl.engine.reference import decide
from tierctl.model.decision import Status
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.table import Value
from tierctl.model.text import same
from tierctl.policy.alignment import Aligned, aligned
from tierctl.policy.policy import Policy
from tierctl.policy.steps import DecisionTable, FormulaStep

Customer = Mapping[str, Value]
_MISSING = Diagnostic(code="missing-value", severity=Severity.ERROR, message=same("missing"))


def fate(policy: Policy, customer: Customer) -> Fate:
    """Return what the reference evaluator says; a required value that is blank is a problem."""
    # An input that no step reads must still be there where it is required.
    bound = table(policy, {name: customer.get(name) for name in policy.inputs})
    columns = {
        name: replace(
            column,
            problems={0: _MISSING}
            if policy.inputs[name].needs_value and column.values[0] is None
            else {},
        )
        for name, column in bound.columns.items()
    }
    [decision] = decide(policy, replace(bound, columns=columns))
    return decision.results if decision.status is Status.GRADED else decision.status


def anybody(pair: Aligned, customer: Customer) -> bool:
    """Tell whether each value may be that of a customer whom one of the policies grades."""
    allowed = [admitted(one) for one in (pair.a, pair.b)]
    return all(
        any(name not in sets or sets[name].holds(customer.get(name)) for sets in allowed)
        for name in pair.both.inputs
    )


def with_formulas(pair: Aligned, customer: Customer) -> dict[str, Value] | None:
    """Return a customer with the values of formulas over inputs; None where one has none."""
    found = dict(customer)
    for one in (pair.a, pair.b):
        free = free_results(one)
        for each in one.steps:
            if isinstance(each, FormulaStep) and each.result in free:
                value = computed(one, each, found)
                if isinstance(value, Status):
                    return None
                found[each.result] = value
    return found


def holding(moves: list[Move], customer: Customer) -> set[tuple[object, object]]:
    """Return the moves of whose regions a customer is in one."""
    return {
        (found.before, found.after)
        for found in moves
        for region in found.regions
        if all(values.holds(customer.get(n)) for n, values in region.conditions.items())
    }


@st.composite
def changed(draw: st.DrawFn, old: Policy) -> Policy:
    """Return a policy with one thing of a table changed."""
    tables = [n for n, each in enumerate(old.steps) if isinstance(each, DecisionTable)]
    number = draw(st.sampled_from(tables))
    given = old.steps[number]
    assert isinstance(given, DecisionTable)
    rules = list(given.rules)
    at = draw(st.integers(0, len(rules) - 1))
    other = draw(st.sampled_from(rules))
    match draw(st.sampled_from(["condition", "result", "turn", "drop"])):
        case "condition" if not rules[at].default:
            rules[at] = replace(rules[at], conditions={**rules[at].conditions, **other.conditions})
        case "result":
            rules[at] = replace(rules[at], results=other.results)
        case "turn" if not rules[-1].default:
            rules.reverse()
        case "drop" if len(rules) > 1:
            del rules[at]
    steps = [*old.steps]
    steps[number] = replace(given, rules=tuple(rules))
    return replace(old, steps=tuple(steps))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Policy, Policy]:
    one = draw(policies())
    return one, draw(changed(one) if draw(st.booleans()) else policies())


@settings(max_examples=400, deadline=None)
@given(pairs(), st.data())
def test_regions_hold_just_the_customers_who_get_something_else(
    both: tuple[Policy, Policy], data: st.DataObject
) -> None:
    pair = aligned(*both)
    found = difference(pair)
    assume(not found.doubts)
    names = WholeDifference(pair, (Survey(pair.a), Survey(pair.b)), texts=True).names
    for customer in data.draw(customers(pair.both)):
        # That a formula leaves the finite numbers, with amounts of 150 digits, is not compared.
        if any(isinstance(v, float) and abs(v) > 1e150 for v in customer.values()):
            continue
        full = with_formulas(pair, customer)
        if full is None or not anybody(pair, customer):
            continue
        expected = move(fate(pair.a, customer), fate(pair.b, customer), names)
        told = holding([*found.moves], full)
        assert told == ({expected} if expected is not None else set())
    for each in found.moves:
        for region in each.regions:
            if region.certain:
                customer = {n: v for n, v in region.customer.items() if n in pair.both.inputs}
                full = complete((pair.a, pair.b), customer)
                assert (each.before, each.after) == move(
                    fate(pair.a, full), fate(pair.b, full), names
                )
