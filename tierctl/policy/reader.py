"""Reading a condition word by word, and refusing it at the character where it makes no sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from tierctl.model.text import Text
from tierctl.policy import condition_error as expected
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.tokens import Token

_DEEPEST = 20


class Reader:
    """The words of a condition, and which of them comes next."""

    def __init__(self, text: str, words: Iterator[Token]) -> None:
        self.text = text
        self.words = words
        self.tokens: list[Token] = []
        """The words read so far: a condition that is refused early is not read to its end."""
        self.next = 0
        self.depth = 0

    def fail(self, position: int, what: Text) -> NoReturn:
        """Refuse the condition at a character."""
        raise ConditionError(self.text, position, what)

    def peek(self, ahead: int = 0) -> Token:
        """Return the next word, or one behind it, without taking it."""
        at = self.next + ahead
        while len(self.tokens) <= at and (word := next(self.words, None)):
            self.tokens.append(word)
        return self.tokens[at] if at < len(self.tokens) else Token("end", "", len(self.text))

    def take(self) -> Token:
        """Take the next word."""
        token = self.peek()
        self.next += 1
        return token

    def took(self, *kinds: str) -> Token | None:
        """Take the next word if it is of one of the kinds."""
        return self.take() if self.peek().kind in kinds else None

    def take_last(self) -> None:
        """Refuse whatever stands behind a whole condition."""
        if self.peek().kind != "end":
            comma = self.peek().kind == "comma"
            self.fail(self.peek().position, expected.AND_OR_OR if comma else expected.END)

    def deeper(self, token: Token) -> None:
        """Enter a bracket or a negation; refuse it where there are too many of them."""
        self.depth += 1
        if self.depth > _DEEPEST:
            self.fail(token.position, expected.NESTED)
