"""The condition language: from what a person writes to the set that it means."""

from __future__ import annotations

import math
from typing import NoReturn

from tierctl.model.quantity import Unit, half_width, shifted, unit_named
from tierctl.model.text import Text
from tierctl.policy.sets import Interval, NumberSet, TextSet, ValueSet
from tierctl.policy.tokens import Token, tokens, unquoted

_LONGEST = 10_000


class ConditionError(ValueError):
    """A condition that cannot be read: where (zero-based), and what was expected there."""

    def __init__(self, text: str, position: int, expected: Text) -> None:
        self.text = text
        self.position = position
        self.expected = expected
        super().__init__(f"{text!r} at {position}: expected {expected.en}")

    @property
    def message(self) -> Text:
        """The error as one sentence that points at the character."""
        found = self.text[self.position : self.position + 12] or "…"
        return Text(
            f"条件 {self.text!r} 第 {self.position + 1} 个字符 {found!r} 处："
            f"应为{self.expected.zh}",
            f"condition {self.text!r}, character {self.position + 1} {found!r}: "
            f"expected {self.expected.en}",
        )


_AND = {"且", "并且", "而且", "and", "&"}
_OR = {"或", "或者", "or", "|"}
_BLANKNESS = {"空": "空", "blank": "空", "非空": "非空", "永不": "永不", "never": "永不"}
_NUMBER = Text("一个数字", "a number")
_TEXT = Text("一个文本", "a text")
_COMPARE = Text("比较符号（> >= < <= =）或区间", "a comparison (> >= < <= =) or an interval")
_END = Text("“且”“或”或条件结束", "“and”, “or” or the end")
_BOTH_UNITS = Text(
    "两端都写单位的区间，如 100万..500万",
    "an interval with a unit at both ends, such as 100万..500万",
)
_SPACED_OR = Text(
    "文本之间的“、”，或给含“或”字的文本加引号",
    "a comma between texts, or quotes around a text that has 或 in it",
)
_QUOTED = Text("一个带引号的文本", "a text in quotes")


def parse_condition(text: str, unit: Unit | None) -> ValueSet:
    """Read a condition on an input; `unit` is the number's declared unit, None for a text input.

    Numbers: `>500万`, `>100万 且 <=500万`, `(100万..500万]`, `= 3`, `-` (anything).
    Texts: `媒体, 律师`, `"a, b"`, `!= 无`, `非 无`, `-`. Both: `空`, `非空`, `永不`, or in English
    `blank`, `not blank`, `never`; a text that reads like one of these stands in quotes. What is
    excluded leaves blank out: `空 或 非 无` takes it in. Raises ConditionError.
    """
    if len(text) > _LONGEST:
        raise ConditionError(text[:20], 0, Text("较短的条件", "a shorter condition"))
    if half_width(text).strip() in ("-", ""):
        if not text.strip():
            raise ConditionError(text, 0, Text("一个条件，任意值写 -", "a condition; - for any"))
        return NumberSet.everything() if unit else TextSet(frozenset(), True, blank=True)
    parser = _Parser(text, unit)
    return parser.numbers() if unit else parser.texts()


class _Parser:
    def __init__(self, text: str, unit: Unit | None) -> None:
        self.text = text
        self.unit = unit
        self.tokens, stop = tokens(text, numbers=unit is not None)
        if stop < len(text):
            self.fail(stop, _COMPARE if unit else _TEXT)
        self.next = 0

    def fail(self, position: int, expected: Text) -> NoReturn:
        raise ConditionError(self.text, position, expected)

    def peek(self) -> Token:
        if self.next < len(self.tokens):
            return self.tokens[self.next]
        return Token("end", "", len(self.text))

    def take(self) -> Token:
        token = self.peek()
        self.next += 1
        return token

    def word(self, words: set[str]) -> bool:
        if self.peek().text.casefold() in words:
            self.next += 1
            return True
        return False

    def blankness(self) -> str | None:
        """Take 空, 非空 or 永不, in either language, where one stands."""
        word, following = (
            self.tokens[i].text.casefold() if i < len(self.tokens) else ""
            for i in (self.next, self.next + 1)
        )
        if word in ("not", "非") and following in ("blank", "空"):
            self.next += 2
            return "非空"
        found = _BLANKNESS.get(word)
        self.next += found is not None
        return found

    # Numbers: alternatives of conjunctions of comparisons and intervals.

    def numbers(self) -> NumberSet:
        result = self.conjunction()
        while self.word(_OR):
            result = result.union(self.conjunction())
        if self.peek().kind != "end":
            self.fail(self.peek().position, _END)
        return result

    def conjunction(self) -> NumberSet:
        result = self.comparison()
        while self.word(_AND):
            result = result.intersection(self.comparison())
        return result

    def comparison(self) -> NumberSet:
        blankness = self.blankness()
        if blankness is not None:
            everything = NumberSet.everything().intervals
            return NumberSet(everything if blankness == "非空" else (), blankness == "空")
        token = self.take()
        if token.kind == "compare":
            return _compared(token.text, self.number())
        if token.kind != "bracket" or token.text not in "([":
            self.fail(token.position, _COMPARE)
        start = self.peek().position
        low, low_unit = self.bound(-math.inf)
        separator = self.take()
        if separator.kind not in ("range", "comma"):
            self.fail(separator.position, Text("..", ".."))
        high, high_unit = self.bound(math.inf)
        # 100..500万 means 100万 to most people, and 100 元 to the letter.
        if low_unit is None and high_unit not in (None, self.unit) and low not in (0, -math.inf):
            self.fail(start, _BOTH_UNITS)
        closing = self.take()
        if closing.kind != "bracket" or closing.text not in ")]":
            self.fail(closing.position, Text(") 或 ]", ") or ]"))
        return NumberSet.of(
            Interval(
                low,
                high,
                token.text == "[" and low > -math.inf,
                closing.text == "]" and high < math.inf,
            )
        )

    def bound(self, infinite: float) -> tuple[float, Unit | None]:
        if self.peek().kind in ("range", "bracket"):
            return infinite, None
        return self.number_and_unit()

    def number(self) -> float:
        return self.number_and_unit()[0]

    def number_and_unit(self) -> tuple[float, Unit | None]:
        """Take a number; the unit is the one that stands with it."""
        assert self.unit is not None
        token = self.take()
        if token.kind != "number":
            self.fail(token.position, _NUMBER)
        named = None
        following = self.peek()
        if following.kind == "word" and following.text.casefold() not in _AND | _OR:
            named = unit_named(following.text, self.unit.dimension)
            if named is None and following.text == self.unit.symbol:
                named = self.unit
            if named is None:
                self.fail(following.position, Text("一个单位", "a unit"))
            self.next += 1
        value = shifted(token.text.replace(",", ""), (named or self.unit).shift)
        if value is None:
            self.fail(token.position, _NUMBER)
        return value, named

    # Texts: a list of alternatives, or everything but a list; blank may be one of them.

    def texts(self) -> TextSet:
        blankness = self.blankness()
        if blankness is not None and (blankness != "空" or not self.separator()):
            result = TextSet(frozenset(), blankness == "非空", blankness == "空")
        else:
            blank = blankness == "空"
            complement = self.excluding()
            texts = {self.one_text()}
            while self.separator():
                if not complement and self.word({"空", "blank"}):
                    blank = True
                else:
                    texts.add(self.one_text())
            result = TextSet(frozenset(texts), complement, blank)
        if self.peek().kind != "end":
            self.fail(self.peek().position, _END)
        return result

    def separator(self) -> bool:
        if self.peek().kind == "comma":
            self.next += 1
            return True
        return self.word(_OR)

    def excluding(self) -> bool:
        """Take the sign or word before a list, and tell whether it excludes the list."""
        token = self.take()
        if token.kind == "compare":
            if token.text not in ("=", "==", "!=", "<>", "≠"):
                self.fail(token.position, _TEXT)
            return token.text not in ("=", "==")
        word, following = token.text.casefold(), self.peek().kind
        if following == "quoted" and word in ("非", "not"):
            return True
        if following == "word" and word == "非":
            return True
        self.next -= 1
        return False

    def one_text(self) -> str:
        start = self.peek()
        if start.kind == "quoted":
            self.next += 1
            text = unquoted(self.text, start).strip()
            if not text:
                self.fail(start.position, _TEXT)
            return text
        while self.peek().kind in ("word", "number", "range") and (
            self.peek().text.casefold() not in _OR
        ):
            self.next += 1
        stop = self.peek().position
        # From the text as written: width and inner spaces are the writer's.
        text = self.text[start.position : stop].strip()
        if not text:
            self.fail(start.position, _TEXT)
        if "或" in text:
            self.fail(start.position, _SPACED_OR)
        if text.casefold() in _BLANKNESS:
            self.fail(start.position, _QUOTED)
        return text


def _compared(sign: str, value: float) -> NumberSet:
    if sign in (">", ">=", "≥", "≧"):
        return NumberSet.of(Interval(value, math.inf, sign != ">", False))
    if sign in ("<", "<=", "≤", "≦"):
        return NumberSet.of(Interval(-math.inf, value, False, sign != "<"))
    exactly = NumberSet.of(Interval(value, value, True, True))
    if sign in ("=", "=="):
        return exactly
    return NumberSet(exactly.complement().intervals)
