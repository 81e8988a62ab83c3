"""What a formula step gives: its value, rounded as its result declares."""

from __future__ import annotations

from collections.abc import Mapping

from tierctl.model.quantity import rounded
from tierctl.model.table import Value
from tierctl.policy.formulas import evaluate
from tierctl.policy.policy import Policy
from tierctl.policy.steps import FormulaStep


def numbers_read(step: FormulaStep, values: Mapping[str, Value]) -> dict[str, float | None]:
    """Return the numbers that a formula reads; what is no number is blank."""
    read = ((name, values.get(name)) for name in step.names)
    return {name: value if isinstance(value, float) else None for name, value in read}


def computed(policy: Policy, step: FormulaStep, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the one result of a formula; blank where a value that it reads is.

    Raises Undefined where it has no value.
    """
    value = evaluate(step.formula, numbers_read(step, values))
    decimals = policy.results[step.result].decimals
    return {step.result: None if value is None else rounded(value, decimals)}
