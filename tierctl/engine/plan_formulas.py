"""A formula as layers of expressions: its parts, whether it has a value, and the value rounded.

A part that a division or a choice could hide without a value (1 / ∞ is 0, min(1, ∞) is 1) is named
and asked for itself, so that no engine calculates it twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tierctl.engine.expressions import (
    BLANK,
    And,
    Arithmetic,
    Call,
    Case,
    Column,
    Constant,
    Expression,
    IsBlank,
    IsFinite,
    Negate,
    Not,
    Rounded,
)
from tierctl.policy import formulas
from tierctl.policy.steps import FormulaStep


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaPlan:
    """`parts` are layers of named parts; the rest reads them."""

    parts: Sequence[Mapping[str, Expression]]
    problem: Expression
    value: Expression


def formula_plan(step: FormulaStep, decimals: int) -> FormulaPlan:
    """Return what a formula calculates."""
    parts = _Parts(step.name)
    whole = parts.named(parts.lowered(step.formula.expression))
    read = tuple(Not(IsBlank(Column(name))) for name in step.names)
    finite = And(tuple(IsFinite(Column(name)) for layer in parts.layers for name in layer))
    undefined = And((*read, Not(finite)))
    return FormulaPlan(
        parts=parts.layers,
        problem=Case(((undefined, Constant("undefined-value")),), BLANK),
        value=Case(((And((*read, finite)), Rounded(whole, decimals)),), BLANK),
    )


class _Parts:
    def __init__(self, step: str) -> None:
        self.step = step
        self.layers: list[dict[str, Expression]] = []

    def named(self, part: Expression) -> Column:
        """Name a part, in a layer of its own: it may read all the earlier ones."""
        name = f"{self.step}#{len(self.layers)}"
        self.layers.append({name: part})
        return Column(name)

    def lowered(self, part: formulas.Expression) -> Expression:
        """Return a part of a formula; what could hide a missing value is named."""
        match part:
            case formulas.Number(value):
                return Constant(value)
            case formulas.Name(id):
                return Column(id)
            case formulas.Negative(operand):
                return Negate(self.lowered(operand))
            case formulas.Binary("/", left, right):
                dividend = self.lowered(left)
                return Arithmetic("/", dividend, self._asked(right))
            case formulas.Binary(op, left, right):
                return Arithmetic(op, self.lowered(left), self.lowered(right))
            case formulas.Call("abs", (argument,)):
                return Call("abs", (self.lowered(argument),))
            case formulas.Call(function, arguments):
                return Call(function, tuple(self._asked(argument) for argument in arguments))

    def _asked(self, part: formulas.Expression) -> Expression:
        lowered = self.lowered(part)
        return lowered if isinstance(lowered, Constant | Column) else self.named(lowered)
