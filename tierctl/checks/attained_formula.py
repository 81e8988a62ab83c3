"""What a formula may give: every number there is where that can be told, else bounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations

from tierctl.checks.attainable import Attainable
from tierctl.checks.spans import (
    MOST_PAIRS,
    Spans,
    TooMany,
    combined,
    listed,
    negative,
    of_attainable,
    one,
)
from tierctl.model.quantity import rounded
from tierctl.policy.formulas import (
    Binary,
    Call,
    Expression,
    Name,
    Negative,
    Number,
)
from tierctl.policy.intervals import Interval
from tierctl.policy.sets import NumberSet
from tierctl.policy.steps import FormulaStep


def of_formula(step: FormulaStep, read: Mapping[str, Attainable], decimals: int) -> Attainable:
    """Return what a formula may give; `read` are the values that it reads."""
    names = list(_names(step.formula.expression))
    blank = any(attainable.values.blank for attainable in read.values())
    independent = len(names) == len(set(names)) and all(
        not read[a].depends & read[b].depends for a, b in combinations(names, 2)
    )
    try:
        spans = _spans(step.formula.expression, read)
        values = spans.rounded(decimals, blank=blank)
        exact = (
            independent
            and spans.fills(decimals)
            and all(attainable.exact for attainable in read.values())
        )
    except TooMany:
        ends = _ends(step.formula.expression, read)
        values = NumberSet.of(_between(*(_rounded(end, decimals) for end in ends)), blank=blank)
        exact = False
    depends = frozenset(name for attainable in read.values() for name in attainable.depends)
    return Attainable(values=values, exact=exact, depends=depends, decimals=decimals)


def _rounded(end: float, decimals: int) -> float:
    return rounded(end, decimals) if math.isfinite(end) else end


def _between(low: float, high: float) -> Interval:
    return Interval(low, high, low > -math.inf, high < math.inf)


def _spans(part: Expression, read: Mapping[str, Attainable]) -> Spans:
    """Return every value of a part, as if each name in it were a value of its own."""
    match part:
        case Number(value):
            return one(value)
        case Name(id):
            return of_attainable(read[id])
        case Negative(operand):
            return negative(_spans(operand, read))
        case Binary(op, left, right):
            return combined(op, _spans(left, read), _spans(right, read))
        case Call("abs", (operand,)):
            return listed(abs(value) for value in _numbers(operand, read))
        case Call(function, arguments):
            chosen = min if function == "min" else max
            parts = [_numbers(argument, read) for argument in arguments]
            found = parts[0]
            for numbers in parts[1:]:
                found = _chosen(chosen, found, numbers)
            return listed(found)


def _chosen(
    chosen: Callable[[float, float], float], first: Collection[float], second: Collection[float]
) -> set[float]:
    if len(first) * len(second) > MOST_PAIRS:
        raise TooMany
    return {chosen(a, b) for a in first for b in second}


def _numbers(part: Expression, read: Mapping[str, Attainable]) -> Collection[float]:
    """Return the values of a part where they are finitely many."""
    numbers = _spans(part, read).numbers
    if numbers is None:
        raise TooMany
    return numbers


def _ends(part: Expression, read: Mapping[str, Attainable]) -> tuple[float, float]:
    """Return bounds of a part's values. Rounding keeps order, so doubles need no margin."""
    match part:
        case Number(value):
            return value, value
        case Name(id):
            values = read[id].values
            assert isinstance(values, NumberSet)
            if not values.intervals:
                return -math.inf, math.inf
            return values.intervals[0].low, values.intervals[-1].high
        case Negative(operand):
            low, high = _ends(operand, read)
            return -high, -low
        case Binary(op, left, right):
            return _binary_ends(op, _ends(left, read), _ends(right, read))
        case Call("abs", (operand,)):
            low, high = _ends(operand, read)
            return max(low, -high, 0.0), max(-low, high)
        case Call(function, arguments):
            ends = [_ends(argument, read) for argument in arguments]
            chosen = min if function == "min" else max
            return chosen(low for low, _ in ends), chosen(high for _, high in ends)


def _binary_ends(
    op: str, first: tuple[float, float], second: tuple[float, float]
) -> tuple[float, float]:
    (a, b), (c, d) = first, second
    if op == "-":
        c, d = -d, -c
    if op in "+-":
        low, high = a + c, b + d
        # What overflows one way and has no bound the other may be anything.
        return (-math.inf if math.isnan(low) else low), (math.inf if math.isnan(high) else high)
    if op == "*":
        products = [0.0 if 0.0 in (x, y) else x * y for x in first for y in second]
        return min(products), max(products)
    if a >= 0 and c >= 0:
        least = 0.0 if math.isinf(d) else a / d if d else 0.0
        return least, (b / c if c and math.isfinite(b) else math.inf)
    return -math.inf, math.inf


def _names(part: Expression) -> Iterator[str]:
    """Give the names of a formula as often as they stand in it."""
    match part:
        case Name(id):
            yield id
        case Negative(operand):
            yield from _names(operand)
        case Binary(_, left, right):
            yield from _names(left)
            yield from _names(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from _names(argument)
