"""The values that an input, or the result of a step, may have."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from tierctl.model.table import Value
from tierctl.policy.conditions import everything
from tierctl.policy.intervals import Interval
from tierctl.policy.policy import Input, InputType
from tierctl.policy.sets import NumberSet, ValueSet
from tierctl.policy.text_sets import TextSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainable:
    """`values` holds every value that there may be; where `exact`, each of them has a customer.

    What depends on different inputs is independent: every combination has a customer too.
    """

    values: ValueSet
    exact: bool
    depends: frozenset[str]
    """The inputs that it is made of."""
    decimals: int | None = None
    """To how many decimals it is rounded."""

    @property
    def numbers(self) -> list[float] | None:
        """All its numbers, ascending; None where it has infinitely many, or texts."""
        if isinstance(self.values, TextSet):
            return None
        if any(i.low != i.high for i in self.values.intervals):
            return None
        return [i.low for i in self.values.intervals]

    def on_grid(self, interval: Interval) -> bool:
        """Tell whether a number as it is rounded lies between the bounds."""
        if self.decimals is None or not (math.isfinite(interval.low + interval.high)):
            return not interval.vacant
        scale = 10.0**self.decimals
        if max(abs(interval.low), abs(interval.high)) * scale > 2.0**51:
            return not interval.vacant
        start = math.floor(interval.low * scale) - 1
        return any(interval.holds((start + n) / scale) for n in range(4))


def of_input(read: Input) -> Attainable:
    """Return what an input may be: what its domain allows, and blank where it is not required."""
    values = (read.domain or everything(read.counted_in)).but_blank()
    if not read.needs_value:
        values = with_blank(values)
    whole = 0 if read.type is InputType.DATE else None
    return Attainable(values=values, exact=True, depends=frozenset({read.name}), decimals=whole)


def of_value(read: Input, value: Value) -> Attainable:
    """Return what an input may be that is fixed to one value, on which nothing depends."""
    every = read.domain or everything(read.counted_in)
    values: ValueSet
    if isinstance(every, TextSet):
        values = TextSet.of(*([value] if isinstance(value, str) else []))
    else:
        points = [Interval(value, value, True, True)] if isinstance(value, float) else []
        values = type(every).of(*points)
    values = with_blank(values) if value is None else values
    return Attainable(values=values, exact=True, depends=frozenset())


def united(whole: Attainable, parts: Sequence[Attainable]) -> Attainable:
    """Return what a value may be that is one of several parts, each for other customers."""
    sets = [part.values for part in parts]
    texts = [values for values in sets if isinstance(values, TextSet)]
    numbers = [values for values in sets if not isinstance(values, TextSet)]
    values: ValueSet = reduce(TextSet.union, texts) if texts else NumberSet.any_of(numbers)
    exact = all(part.exact for part in parts)
    return replace(whole, values=values, exact=exact)


def with_blank(values: ValueSet) -> ValueSet:
    """Return the set with blank in it."""
    if isinstance(values, TextSet):
        return TextSet(values.pattern, values.exceptions, True)
    return type(values)(values.intervals, True)
