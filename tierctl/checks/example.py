"""A customer who moves, looked for by trying: where formulas over inputs are read, boxes lie."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from tierctl.checks.attainable import of_input
from tierctl.checks.fate import fate_of
from tierctl.checks.moves import Gist, move
from tierctl.model.table import Value
from tierctl.policy.alignment import Aligned
from tierctl.policy.policy import InputType, Policy
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import FormulaStep
from tierctl.policy.text_sets import TextSet

_MOST_TRIES = 4_000
_MOST_EACH = 60
_ROUND = [0.0] + [digit * 10.0**power for power in range(-2, 9) for digit in (1, 2, 4, 5, 7)]


def complete(policies: Sequence[Policy], customer: Mapping[str, Value]) -> dict[str, Value]:
    """Return a customer with a value for each input that it must have."""
    found = dict(customer)
    for policy in policies:
        for name, read in policy.inputs.items():
            if name not in found:
                values = of_input(read).values
                found[name] = None if values.blank else values.witness()
    return found


def example(
    pair: Aligned,
    names: Sequence[str],
    how: tuple[Gist, Gist] | None,
    region: Mapping[str, ValueSet],
    customer: Mapping[str, Value],
) -> dict[str, Value] | None:
    """Return a customer in a region who moves as told, or in any way; None where none is found."""
    policies = (pair.a, pair.b)
    base = complete(policies, {n: v for n, v in customer.items() if n in pair.both.inputs})
    tried = sorted(_operands(policies))
    bounds = [
        bound
        for values in region.values()
        if not isinstance(values, TextSet)
        for i in values.intervals
        for bound in (i.low, i.high)
        if math.isfinite(bound)
    ]
    candidates = [[base[n], *_candidates(pair, n, region.get(n), bounds)] for n in tried]
    for chosen in islice(product(*candidates), _MOST_TRIES):
        found = {**base, **dict(zip(tried, chosen, strict=True))}
        moved = move(fate_of(pair.a, found), fate_of(pair.b, found), names)
        if moved is not None and how in (None, moved):
            return {n: v for n, v in found.items() if n in customer or n in tried}
    return None


def _operands(policies: Sequence[Policy]) -> set[str]:
    """Return the inputs that formulas read."""
    return {
        name
        for policy in policies
        for step in policy.steps
        if isinstance(step, FormulaStep)
        for name in step.names
        if name in policy.inputs
    }


def _candidates(
    pair: Aligned, name: str, allowed: ValueSet | None, bounds: Sequence[float]
) -> Iterator[Value]:
    read = pair.both.inputs[name]
    if read.type is not InputType.NUMBER:
        return
    beside = [n for b in bounds for n in (b, math.nextafter(b, math.inf), b + 1, b - 1)]
    numbers = dict.fromkeys([*_ROUND, *beside, *(-number for number in _ROUND)])
    domain = of_input(read).values
    fitting = (n for n in numbers if domain.holds(n) and (allowed is None or allowed.holds(n)))
    yield from islice(fitting, _MOST_EACH)
