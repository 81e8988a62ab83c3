"""A formula: arithmetic over named values, as a tree that every engine lowers in its own way.

Values are IEEE doubles, calculated in the written order. What is blank makes the whole blank; what
has no value (division by zero, overflow) is `Undefined`, never a number.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tierctl.model.quantity import shifted
from tierctl.model.text import Lang, Text
from tierctl.policy.formula_names import spelled

Operator = Literal["+", "-", "*", "/"]
Function = Literal["abs", "max", "min"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in the formula, units applied: finite, and without a sign."""

    value: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.value) or math.copysign(1.0, self.value) < 0:
            raise ValueError("a number is finite, and its sign is a Negative")


@dataclass(frozen=True, slots=True)
class Name:
    """The value of an input or of an earlier step's result, by its canonical id."""

    id: str


@dataclass(frozen=True, slots=True)
class Negative:
    """The operand with the other sign: -x."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """The left, then the right operand, then the operator; a chain a - b - c leans left."""

    op: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """The absolute value of one argument, or the least or greatest of two or more."""

    function: Function
    arguments: tuple[Expression, ...]

    def __post_init__(self) -> None:
        count = len(self.arguments)
        if count < 2 if self.function != "abs" else count != 1:
            raise ValueError("abs takes one value, max and min two or more")


Expression = Number | Name | Negative | Binary | Call


@dataclass(frozen=True)
class Formula:
    """A whole formula. A parsed one has at most 100 operations, so that recursion is safe."""

    expression: Expression

    @cached_property
    def names(self) -> frozenset[str]:
        """The ids of the values that it reads."""
        return frozenset(_names(self.expression))

    def __str__(self) -> str:
        """Return it with ids for names."""
        return self.printed({}, "en")

    def printed(self, labels: Mapping[str, Text], lang: Lang) -> str:
        """Return the canonical text, which reads back as the same formula; no label: the id."""
        names = {id: labels[id].to(lang) if id in labels else id for id in self.names}
        spellings = {id: spelled(name) for id, name in names.items()}
        return _printed(self.expression, spellings, lang)

    def said(self, labels: Mapping[str, Text], lang: Lang) -> str:
        """Return it for people, who read a label with spaces without brackets around it."""
        return _printed(self.expression, {id: labels[id].to(lang) for id in self.names}, lang)


class Undefined(ArithmeticError):
    """A formula that has no value for what it read; `kind` is the first reason met."""

    def __init__(self, kind: Literal["division-by-zero", "not-finite"]) -> None:
        self.kind = kind
        super().__init__(kind)


def evaluate(formula: Formula, values: Mapping[str, float | None]) -> float | None:
    """Return the value of a formula; None where anything it reads is blank.

    Raises Undefined where a step divides by zero or leaves the finite numbers, and where a value
    is not finite itself. Every part counts, also one that min or max would not choose.
    """
    read = {name: values[name] for name in formula.names}
    present = {name: float(value) for name, value in read.items() if value is not None}
    if len(present) < len(read):
        return None
    return _value(formula.expression, present)


_ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


def _value(part: Expression, values: Mapping[str, float]) -> float:
    match part:
        case Number(value):
            return value
        case Name(id):
            return _finite(values[id])
        case Negative(operand):
            return -_value(operand, values)
        case Binary(op, left, right):
            first, second = _value(left, values), _value(right, values)
            if op == "/" and second == 0:
                raise Undefined("division-by-zero")
            return _finite(_ARITHMETIC[op](first, second))
        case Call(function, arguments):
            numbers = [_value(argument, values) for argument in arguments]
            if function == "abs":
                return abs(numbers[0])
            return min(numbers) if function == "min" else max(numbers)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise Undefined("not-finite")
    return value


def _names(part: Expression) -> Iterator[str]:
    match part:
        case Number():
            return
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


def renamed(formula: Formula, names: Mapping[str, str]) -> Formula:
    """Return a formula with other ids for its names."""
    return Formula(_renamed(formula.expression, names))


def _renamed(part: Expression, names: Mapping[str, str]) -> Expression:
    match part:
        case Number():
            return part
        case Name(id):
            return Name(names[id])
        case Negative(operand):
            return Negative(_renamed(operand, names))
        case Binary(op, left, right):
            return Binary(op, _renamed(left, names), _renamed(right, names))
        case Call(function, arguments):
            return Call(function, tuple(_renamed(argument, names) for argument in arguments))


# How tightly a part binds: sums, products, a sign, all else.
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}
_SIGN, _TIGHTEST = 3, 4


def _printed(part: Expression, names: Mapping[str, str], lang: Lang, binding: int = 0) -> str:
    """Return a part, in brackets where it binds less tightly than `binding`."""
    own = _TIGHTEST
    match part:
        case Number(value):
            text = _digits(value, lang)
        case Name(id):
            text = names[id]
        case Negative(operand):
            own = _SIGN
            text = f"-{_printed(operand, names, lang, own)}"
        case Binary(op, left, right):
            own = _BINDING[op]
            first = _printed(left, names, lang, own)
            text = f"{first} {op} {_printed(right, names, lang, own + 1)}"
        case Call(function, arguments):
            listed = ", ".join(_printed(argument, names, lang) for argument in arguments)
            text = f"{function}({listed})"
    return text if own >= binding else f"({text})"


def _digits(value: float, lang: Lang) -> str:
    """Return a number that reads back as the same double: 500万, 1.25亿, 0.6."""
    if lang == "zh" and value < 1e15:
        for shift, word in ((8, "亿"), (4, "万")):
            part = shifted(repr(value), -shift)
            if part is None or part < 1 or shifted(repr(part), shift) != value:
                continue
            if len(repr(part).partition(".")[2]) <= 2:
                return f"{_plain(part)}{word}"
    return _plain(value)


def _plain(value: float) -> str:
    return repr(value).removesuffix(".0")
