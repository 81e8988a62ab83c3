"""What a policy makes of a customer: the results, ungraded, or that it does not apply.

The meaning is that of the reference evaluator; the tests hold it against it.
"""

from __future__ import annotations

from collections.abc import Mapping

from tierctl.checks.attainable import of_input, with_blank
from tierctl.checks.outcome import outcome, with_texts
from tierctl.model.decision import Status
from tierctl.model.quantity import rounded
from tierctl.model.table import Value
from tierctl.policy.formulas import Undefined, evaluate
from tierctl.policy.policy import Policy
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import FormulaStep

Fate = Mapping[str, Value] | Status
"""What a customer gets, by result; or that it is ungraded, or that the policy does not apply."""


def admitted(policy: Policy) -> dict[str, ValueSet]:
    """Return what each input must be for a customer to be graded: its domain, not blank."""
    return {name: of_input(read).values for name, read in policy.inputs.items()}


def scope_of(policy: Policy) -> dict[str, ValueSet]:
    """Return what a row must hold for the policy to apply.

    A cell that cannot be used, as a blank one of a required input, is a problem and no answer.
    """
    return {
        name: with_blank(values) if policy.inputs[name].needs_value else values
        for name, values in policy.scope.items()
    }


def computed(
    policy: Policy, step: FormulaStep, values: Mapping[str, Value]
) -> float | Status | None:
    """Return what a formula gives: a number, blank, or that the customer is ungraded."""
    read = {name: values.get(name) for name in step.names}
    numbers = {name: value if isinstance(value, float) else None for name, value in read.items()}
    try:
        value = evaluate(step.formula, numbers)
    except Undefined:
        return Status.UNGRADED
    return None if value is None else rounded(value, policy.results[step.result].decimals)


def fate_of(policy: Policy, customer: Mapping[str, Value]) -> Fate:
    """Return what one customer gets, of whom all that the policy reads is known."""
    if not all(values.holds(customer.get(n)) for n, values in scope_of(policy).items()):
        return Status.NOT_APPLICABLE
    if not all(values.holds(customer.get(n)) for n, values in admitted(policy).items()):
        return Status.UNGRADED
    values = dict(customer)
    for step in policy.steps:
        if isinstance(step, FormulaStep):
            value = computed(policy, step, values)
            if isinstance(value, Status):
                return value
            values[step.result] = value
            continue
        rules = [
            number
            for number, rule in enumerate(step.rules)
            if all(allowed.holds(values.get(n)) for n, allowed in rule.conditions.items())
        ]
        found = with_texts(step, rules, outcome(step, rules, policy.results))
        if found is None:
            return Status.UNGRADED
        values |= dict(found)
    return {name: values[name] for name in policy.results if name in values}
