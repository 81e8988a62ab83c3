"""The kinds of values of an input that no condition of a policy tells apart, each by one value."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.checks.attainable import of_input
from tierctl.checks.axes import axis
from tierctl.checks.boxes import cells_of
from tierctl.model.table import Value
from tierctl.policy.policy import Input, Policy


def kinds(policy: Policy, read: Input) -> Iterator[Value]:
    """Give a value of every kind that an input may have. Raises TooComplex."""
    asked = (rule.conditions.get(read.name) for table in policy.tables for rule in table.rules)
    found = axis(of_input(read), [values for values in asked if values is not None])
    for cell in cells_of(found.full):
        yield found.pick(1 << cell)
