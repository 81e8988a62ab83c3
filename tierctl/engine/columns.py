"""The columns engine: a plan as Polars expressions over one column per input.

Numbers are Float64 in their input's base unit, texts String, blank is null. A column `x?` may hold
the codes of why cells of input `x` cannot be used. A number that is not finite cannot be: NaN is
greater than everything in Polars.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from tierctl.engine.expressions import (
    And,
    Arithmetic,
    Call,
    Case,
    Column,
    Compare,
    Constant,
    Contains,
    CountTrue,
    Expression,
    IsBlank,
    IsFinite,
    IsIn,
    Joined,
    Negate,
    Not,
    Or,
    Rounded,
    SumOf,
    Unusable,
    unusable,
)
from tierctl.engine.plan import Plan, layers

_WHOLE = 2.0**52
_ONE = "1"
_TESTS = (Compare, IsIn, Contains, And, Or, Not)


def run(plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    """Return every named value of every customer, in order: inputs, matches, problems, results."""
    return planned(plan, frame.lazy()).collect()


def planned(plan: Plan, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return a frame of one column per input with a column for every value that the plan names.

    An input without a column is blank.
    """
    prepared = _prepared(plan, frame.collect_schema().names())
    # Selected afterwards: literals alone would make one row of many.
    frame = frame.with_columns(**prepared).select(*prepared).with_row_index(_ONE)
    frame = frame.with_columns(pl.col(_ONE).cast(pl.Float64) * 0.0 + 1.0)
    for layer in layers(plan):
        frame = frame.with_columns(**{name: _named(part) for name, part in layer.items()})
    return frame


def _prepared(plan: Plan, names: Collection[str]) -> dict[str, pl.Expr]:
    """Return the inputs without what cannot be used, and why it cannot."""
    chosen: dict[str, pl.Expr] = {}
    for read in plan.inputs:
        type = pl.Float64() if read.number else pl.String()
        code = unusable(read.name)
        why = pl.col(code) if code in names else pl.lit(None, dtype=pl.String)
        value = pl.col(read.name).cast(type) if read.name in names else pl.lit(None, dtype=type)
        if read.number:
            usable = value.is_finite()
            why = pl.when(~usable).then(pl.lit("not-a-number")).otherwise(why)
            value = pl.when(usable).then(value)
        chosen |= {read.name: value, code: why}
    return chosen


def _named(expression: Expression) -> pl.Expr:
    """Return a value as it is named: a test is true or false, never unknown."""
    lowered = _lowered(expression)
    return lowered.fill_null(False) if isinstance(expression, _TESTS) else lowered


def _lowered(expression: Expression) -> pl.Expr:
    match expression:
        case Constant(value):
            return _constant(value)
        case Column(name):
            return pl.col(name)
        case Unusable(name):
            return pl.col(unusable(name))
        case Case(branches, otherwise):
            return _case(branches, otherwise)
        case Joined(items, separator):
            texts = [pl.when(_lowered(holds)).then(pl.lit(text)) for holds, text in items]
            return pl.concat_str(texts, separator=separator, ignore_nulls=True)
        case Compare() | IsIn() | Contains() | And() | Or() | Not() | IsBlank() | IsFinite():
            return _test(expression)
        case _:
            return _number(expression)


def _test(
    expression: Compare | IsIn | Contains | And | Or | Not | IsBlank | IsFinite,
) -> pl.Expr:
    match expression:
        case Compare(sign, left, right):
            return _compared(sign, _lowered(left), _lowered(right))
        case IsIn(operand, (text,)):
            return _lowered(operand) == pl.lit(text)
        case IsIn(operand, texts):
            return _lowered(operand).is_in(texts)
        case Contains(operand, part):
            return _lowered(operand).str.contains(part, literal=True)
        case And(operands):
            return pl.all_horizontal(map(_lowered, operands)) if operands else pl.lit(True)
        case Or(operands):
            return pl.any_horizontal(map(_lowered, operands)) if operands else pl.lit(False)
        case Not(operand):
            return ~_lowered(operand)
        case IsBlank(operand):
            return _lowered(operand).is_null()
        case IsFinite(operand):
            return _lowered(operand).is_finite().fill_null(False)


def _compared(sign: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    match sign:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case "=":
            return left == right
        case ">=":
            return left >= right
        case _:
            return left > right


def _number(expression: Negate | Arithmetic | Call | Rounded | SumOf | CountTrue) -> pl.Expr:
    match expression:
        case Negate(operand):
            return -_lowered(operand)
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, _lowered(left), _lowered(right))
        case Call("abs", (operand,)):
            return _lowered(operand).abs()
        case Call("min", operands):
            return pl.min_horizontal(map(_lowered, operands))
        case Call(_, operands):
            return pl.max_horizontal(map(_lowered, operands))
        case Rounded(operand, decimals):
            return _rounded(_lowered(operand), 10.0**decimals)
        case SumOf(items):
            return pl.sum_horizontal(
                pl.when(_lowered(holds)).then(_constant(number)).otherwise(_constant(0.0))
                for holds, number in items
            )
        case CountTrue(operands):
            return pl.sum_horizontal(_lowered(holds).cast(pl.Float64) for holds in operands)


def _arithmetic(operator: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            # By a constant Polars multiplies with its reciprocal: 12 / 10 is 1.2000000000000002.
            # Times a column of ones, it is none. (pola-rs/polars pull request 1131, issue 27753)
            return left / (right * pl.col(_ONE))


def _rounded(value: pl.Expr, scale: float) -> pl.Expr:
    """Spell rounding out: Polars' own gives another value on ties.

    Zero is spelled out too: Polars leaves -0.0 + 0.0 as it is.
    """
    scaled = value.abs() * _constant(scale)
    whole = (scaled + _constant(0.5)).floor()
    return (
        pl.when(scaled > _constant(_WHOLE))
        .then(value)
        .when(whole == _constant(0.0))
        .then(_constant(0.0))
        .otherwise(_arithmetic("/", value.sign() * whole, _constant(scale)))
    )


def _case(branches: Sequence[tuple[Expression, Expression]], otherwise: Expression) -> pl.Expr:
    last = _lowered(otherwise)
    for holds, value in reversed(branches):
        last = pl.when(_lowered(holds)).then(_lowered(value)).otherwise(last)
    return last


def _constant(value: float | str | bool | None) -> pl.Expr:
    return pl.lit(value, dtype=pl.Float64) if isinstance(value, float) else pl.lit(value)
