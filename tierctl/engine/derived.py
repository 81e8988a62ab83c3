"""Inputs that a formula gives where their cells are blank: 负债总额 / 资产总额."""

from __future__ import annotations

from collections.abc import Mapping

from tierctl.model.quantity import rounded
from tierctl.model.table import Value
from tierctl.policy.formulas import Undefined, evaluate
from tierctl.policy.policy import Input, Policy

DECIMALS = 9
"""To how many decimals of the base unit such a value is rounded."""


def derived_value(read: Input, values: Mapping[str, Value]) -> float | None:
    """Return what a formula gives an input; None where what it reads is blank.

    Raises Undefined where it has no value.
    """
    assert read.formula is not None
    numbers = ((name, values.get(name)) for name in read.formula.names)
    known = {name: value if isinstance(value, float) else None for name, value in numbers}
    value = evaluate(read.formula, known)
    return None if value is None else rounded(value, DECIMALS)


def with_derived(policy: Policy, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return a customer's values with those that formulas give; what has none stays blank."""
    known = dict(values)
    for read in policy.derived:
        if known.get(read.name) is None:
            try:
                known[read.name] = derived_value(read, values)
            except Undefined:
                known[read.name] = None
    return known
