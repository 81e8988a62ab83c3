"""The least step from one value of an input to the next: a fen, a piece, a day."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tierctl.model.quantity import Dimension, Unit
from tierctl.policy.policy import Input
from tierctl.policy.sets import NumberSet

COUNTED = frozenset("次人家件笔台户个名辆套单天日")
"""Units of which there are whole numbers only."""
_STEPS = {
    Dimension.MONEY: Decimal("0.01"),
    Dimension.RATIO: Decimal("0.0001"),
    Dimension.PLAIN: Decimal("0.01"),
    Dimension.DATE: Decimal(1),
}


def decimal_step(read: Input, bounds: Iterable[float]) -> Decimal:
    """Return the step of an input whose conditions have some bounds, in its base unit.

    It is 0.01 for money, 0.01 % for a ratio, a day, 1 for what is counted, 0.01 for other numbers;
    less where a bound itself has more decimals.
    """
    step = Decimal(1) if _is_counted(read) else _STEPS[read.unit.dimension]
    return min([step, *(_last_digit(bound) for bound in bounds)])


def beside(bound: float, step: Decimal) -> tuple[float, float]:
    """Return the numbers just below and just above a bound."""
    exact = Decimal(repr(bound))
    return float(exact - step), float(exact + step)


def _is_counted(read: Input) -> bool:
    unit: Unit = read.unit
    if unit.dimension is not Dimension.PLAIN:
        return False
    # A multiple such as K is one of pieces.
    return unit.symbol in COUNTED or unit.shift > 0 or _is_listed(read)


def _is_listed(read: Input) -> bool:
    """Tell whether the domain is a list of whole numbers."""
    domain = read.domain
    if not isinstance(domain, NumberSet) or not domain.intervals:
        return False
    return all(i.low == i.high and i.low == int(i.low) for i in domain.intervals)


def _last_digit(bound: float) -> Decimal:
    exponent = Decimal(repr(bound)).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(min(exponent, 0))
