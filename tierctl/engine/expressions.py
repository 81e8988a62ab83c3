"""What a plan says about a customer's values: one small typed form that every engine lowers.

Values are doubles, texts, truths, and blank. No engine needs to know what a policy is.

- A test of a blank is not true. Whether it is false or unknown need not be told apart: what a plan
  names is definite (a lowerer makes unknown false there), and a `Not` stands only over what is
  named, over `IsBlank` and `IsFinite`, or beside a test that the value is not blank.
- Arithmetic is that of IEEE doubles, in the written order. Of a blank it is blank. What has no
  finite value (a division by zero, an overflow) may be anything that is not `IsFinite`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Comparison = Literal["<", "<=", "=", ">=", ">"]
Operator = Literal["+", "-", "*", "/"]
Function = Literal["abs", "max", "min"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, a truth, or blank."""

    value: float | str | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """An input's value, or what an earlier layer of the plan named."""

    name: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """The code of why an input's cell cannot be used; blank where it can, or where it is empty.

    A number that is not finite cannot. The input's own value is blank then.
    """

    name: str


def unusable(name: str) -> str:
    """Return the name of the column that says why cells of an input cannot be used."""
    return f"{name}?"


@dataclass(frozen=True, slots=True)
class IsBlank:
    """Whether there is no value; it is always definite."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class IsFinite:
    """Whether a number is there and finite; it is always definite."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Compare:
    """Two numbers, exactly as doubles."""

    sign: Comparison
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class IsIn:
    """Whether a text is one of a list: the same characters, case and width included."""

    operand: Expression
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """Whether a text contains a part, character by character."""

    operand: Expression
    part: str


@dataclass(frozen=True, slots=True)
class And:
    """Whether all hold; of none it is true."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Whether one at least holds; of none it is false."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Whether it does not hold."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Negate:
    """A number with the other sign."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers and an operator."""

    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """The absolute value of one number, or the least or greatest of two or more."""

    function: Function
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Rounded:
    """A finite number rounded to decimals: sign(x)·floor(|x|·10^d + 0.5)/10^d, zero without a sign.

    Where |x|·10^d is above 2^52 the number stays. `operand` is something named: it occurs often.
    """

    operand: Column
    decimals: int


@dataclass(frozen=True, slots=True)
class SumOf:
    """The sum of the numbers whose condition holds, 0 where none does.

    All are whole and their absolute sum is below 2^53: the sum is exact in any order.
    """

    items: tuple[tuple[Expression, float], ...]


@dataclass(frozen=True, slots=True)
class CountTrue:
    """How many hold, as a number."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """The texts whose condition holds, in order, with a separator between them."""

    items: tuple[tuple[Expression, str], ...]
    separator: str


@dataclass(frozen=True, slots=True)
class Case:
    """The value of the first condition that holds."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression


Expression = (
    Constant
    | Column
    | Unusable
    | IsBlank
    | IsFinite
    | Compare
    | IsIn
    | Contains
    | And
    | Or
    | Not
    | Negate
    | Arithmetic
    | Call
    | Rounded
    | SumOf
    | CountTrue
    | Joined
    | Case
)

BLANK = Constant(None)
