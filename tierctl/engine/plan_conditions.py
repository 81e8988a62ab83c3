"""A condition as an expression: what a set of values asks of one of them."""

from __future__ import annotations

import math

from tierctl.engine.expressions import (
    And,
    Column,
    Compare,
    Constant,
    Contains,
    Expression,
    IsBlank,
    IsIn,
    Not,
    Or,
)
from tierctl.policy.intervals import Interval
from tierctl.policy.patterns import Term
from tierctl.policy.sets import ValueSet
from tierctl.policy.text_sets import TextSet


def condition(name: str, values: ValueSet) -> Expression:
    """Return whether the value of that name is in the set."""
    value = Column(name)
    if values == values.everything():
        return And(())
    if values == values.everything().but_blank():
        return Not(IsBlank(value))
    if isinstance(values, TextSet):
        parts = _texts(value, values)
    else:
        parts = [_between(value, interval) for interval in values.intervals]
    if values.blank:
        parts.insert(0, IsBlank(value))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _between(value: Column, interval: Interval) -> Expression:
    if interval.low == interval.high:
        return Compare("=", value, Constant(interval.low))
    sides: list[Expression] = []
    if interval.low > -math.inf:
        sides.append(Compare(">=" if interval.low_closed else ">", value, Constant(interval.low)))
    if interval.high < math.inf:
        sides.append(Compare("<=" if interval.high_closed else "<", value, Constant(interval.high)))
    return sides[0] if len(sides) == 1 else And(tuple(sides) or (Not(IsBlank(value)),))


def _texts(value: Column, values: TextSet) -> list[Expression]:
    parts: list[Expression] = []
    if values.listed:
        parts.append(IsIn(value, tuple(values.listed)))
    ordered = sorted(values.pattern, key=lambda term: (sorted(term.has), sorted(term.lacks)))
    parts += [_term(value, term, values.excluded) for term in ordered]
    return parts


def _term(value: Column, term: Term, excluded: list[str]) -> Expression:
    """Return whether a text is of an alternative, and none of the exceptions to it."""
    out = tuple(text for text in excluded if term.holds(text))
    lacking: list[Expression] = [Not(Contains(value, part)) for part in sorted(term.lacks)]
    if out:
        lacking.append(Not(IsIn(value, out)))
    having = [Contains(value, part) for part in sorted(term.has)]
    filled = [Not(IsBlank(value))] if lacking else []
    return And((*filled, *having, *lacking))
