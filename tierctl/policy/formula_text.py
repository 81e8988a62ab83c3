"""The formula language: from what a person writes to the arithmetic that it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn

from tierctl.model.quantity import Dimension, half_width, shifted, unit_named
from tierctl.model.text import Text
from tierctl.policy.formula_names import SPACE, WORD, Names
from tierctl.policy.formulas import (
    Binary,
    Call,
    Expression,
    Formula,
    Function,
    Name,
    Negative,
    Number,
    Operator,
)
from tierctl.policy.tokens import Token
from tierctl.policy.unreadable import Unreadable

_LONGEST = 10_000
_DEEPEST = 50
# A chain of signs is as deep a tree as it is long; whoever walks the tree recurses.
_MOST_OPERATIONS = 100

_WORDS = re.compile(
    rf"""(?P<space>{SPACE})
    |(?P<grouped>[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+(?![0-9]))
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
    |(?P<sign>[-+*/×÷])
    |(?P<bracket>[()])
    |(?P<comma>[,、;])
    |(?P<percent>%)
    |(?P<quoted>\[(?:[^\]]|\]\])*\]|「(?:[^」]|」」)*」)
    |(?P<word>{WORD})
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_SUMS: dict[str, Operator] = {"+": "+", "-": "-"}
_PRODUCTS: dict[str, Operator] = {"*": "*", "×": "*", "/": "/", "÷": "/"}
_FUNCTIONS: dict[str, Function] = {"abs": "abs", "max": "max", "min": "min"}

_VALUE = Text("数字、名称或左括号", "a number, a name or (")
_END = Text("公式结束", "the end")
_CLOSING = Text("右括号", ")")
_ANOTHER = Text("逗号或右括号", "a comma or )")
_SECOND = Text("逗号和第二个值", "a comma and a second value")
_FUNCTION = Text(
    "函数 abs、max 或 min；含括号的名称写在 [ ] 里",
    "a function (abs, max, min); a name with brackets in it stands in [ ]",
)
_BRACKETED = Text(
    "；含空格、符号或以数字开头的名称写在 [ ] 里",
    "; a name with spaces or signs in it, or a digit in front, stands in [ ]",
)
_UNIT = Text("单位（万、亿、%）或运算符（+ - * /）", "a unit (万, 亿, %) or a sign (+ - * /)")
_UNGROUPED = Text(
    "不带千分位逗号的数字；两个值之间请在逗号后加空格",
    "a number without commas in it; between two values a space after the comma",
)
_IN_RANGE = Text("更小或更短的数字", "a smaller or shorter number")
_FEWER = Text(
    f"至多 {_MOST_OPERATIONS} 个运算，更长的公式分几步写",
    f"at most {_MOST_OPERATIONS} operations; a longer formula is written in steps",
)
_SHALLOWER = Text(
    f"至多 {_DEEPEST} 层括号或负号", f"at most {_DEEPEST} levels of brackets and minus signs"
)
_CLOSED = Text("以 ] 或 」 结束的名称", "a name that ends with ] or 」")


class FormulaError(Unreadable):
    """A formula that cannot be read."""

    what = Text("公式", "formula")


def parse_formula(text: str, names: Mapping[str, str]) -> Formula:
    """Read a formula; `names` leads from each spelling of a value to its canonical id.

    `负债总额 / 资产总额`, `(total − 5) × 20%`, `min([Annual sales (net)], 500万)`. Spellings are
    compared without spaces, width and case. Raises FormulaError.
    """
    if len(text) > _LONGEST:
        raise FormulaError(text[:20], 0, Text("较短的公式", "a shorter formula"))
    return Formula(_Parser(text, Names(names)).whole())


def _tokens(text: str) -> list[Token]:
    """Return the words of a formula up to its end, or up to the first that is none."""
    found = []
    for match in _WORDS.finditer(half_width(text)):
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match[0], match.start()))
        # Behind an open [ every further one would be searched to the end again.
        if match.lastgroup == "other":
            break
    return [*found, Token("end", "", len(text))]


class _Parser:
    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.tokens = _tokens(text)
        self.next = 0
        self.depth = 0
        self.operations = 0

    def fail(self, position: int, expected: Text) -> NoReturn:
        raise FormulaError(self.text, position, expected)

    def peek(self) -> Token:
        return self.tokens[self.next]

    def take(self) -> Token:
        token = self.peek()
        self.next += token.kind != "end"
        return token

    def operation(self, token: Token) -> None:
        """Count an operation."""
        self.operations += 1
        if self.operations > _MOST_OPERATIONS:
            self.fail(token.position, _FEWER)

    def deeper(self, token: Token) -> None:
        """Count a bracket or sign that holds what follows."""
        self.depth += 1
        if self.depth > _DEEPEST:
            self.fail(token.position, _SHALLOWER)

    def after_value(self, closing: Text) -> NoReturn:
        """Refuse what follows a value."""
        token = self.peek()
        more = _BRACKETED if token.kind in ("word", "quoted", "number") else Text("", "")
        self.fail(
            token.position,
            Text(
                f"运算符（+ - * /）或{closing.zh}{more.zh}",
                f"a sign (+ - * /) or {closing.en}{more.en}",
            ),
        )

    # Sums of products of values, each with or without a sign.

    def whole(self) -> Expression:
        result = self.sum()
        if self.peek().kind != "end":
            self.after_value(_END)
        return result

    def sum(self) -> Expression:
        result = self.product()
        while (op := _SUMS.get(self.peek().text)) is not None:
            self.operation(self.take())
            result = Binary(op, result, self.product())
        return result

    def product(self) -> Expression:
        result = self.signed()
        while (op := _PRODUCTS.get(self.peek().text)) is not None:
            self.operation(self.take())
            result = Binary(op, result, self.signed())
        return result

    def signed(self) -> Expression:
        if self.peek().text != "-":
            return self.value()
        sign = self.take()
        self.operation(sign)
        self.deeper(sign)
        result = Negative(self.signed())
        self.depth -= 1
        return result

    def value(self) -> Expression:
        token = self.take()
        if token.kind == "number":
            return self.number(token)
        if token.kind == "word" and self.peek().text == "(":
            return self.call(token)
        if token.kind == "word":
            return self.name(token, token.text)
        if token.kind == "quoted":
            closing = token.text[-1]
            return self.name(token, token.text[1:-1].replace(closing * 2, closing))
        if token.text != "(":
            refusals = {"grouped": _UNGROUPED, "[": _CLOSED, "「": _CLOSED}
            self.fail(token.position, refusals.get(token.kind, refusals.get(token.text, _VALUE)))
        self.deeper(token)
        result = self.sum()
        self.close(_CLOSING)
        return result

    def close(self, expected: Text) -> None:
        if self.peek().text != ")":
            self.after_value(expected)
        self.take()
        self.depth -= 1

    def number(self, token: Token) -> Number:
        shift = 0
        if self.peek().kind in ("word", "percent"):
            word = self.take()
            unit = unit_named(word.text, Dimension.MONEY) or unit_named(word.text, Dimension.RATIO)
            if unit is None:
                self.fail(word.position, Text(_UNIT.zh + _BRACKETED.zh, _UNIT.en + _BRACKETED.en))
            shift = unit.shift
        value = shifted(token.text, shift)
        if value is None:
            self.fail(token.position, _IN_RANGE)
        return Number(value)

    def name(self, token: Token, word: str) -> Name:
        id = self.names.id(word)
        if id is None:
            self.fail(token.position, self.names.expected(word))
        return Name(id)

    def call(self, token: Token) -> Call:
        function = _FUNCTIONS.get(token.text.casefold())
        if function is None:
            self.fail(token.position, _FUNCTION)
        self.operation(token)
        self.deeper(self.take())
        arguments = [self.sum()]
        while function != "abs" and self.peek().kind == "comma":
            self.take()
            arguments.append(self.sum())
        if function != "abs" and len(arguments) == 1:
            self.after_value(_SECOND)
        self.close(_CLOSING if function == "abs" else _ANOTHER)
        return Call(function, tuple(arguments))
