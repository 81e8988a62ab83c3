"""Conditions on texts: lists, everything but a list, and what a text contains."""

from __future__ import annotations

import re

from tierctl.policy import condition_error as expected
from tierctl.policy.patterns import TooComplex
from tierctl.policy.text_items import ALL_OF, BLANKNESS, LISTED, ONE_OF, TextItemReader
from tierctl.policy.text_sets import TextSet
from tierctl.policy.tokens import Token, text_tokens

_MOST_PARTS = 100
_OUTSIDE = re.compile(r"\s*(?:以外|之外|除外|外)\Z")
_EXCLUDED = re.compile(r"\s*除外\Z")


def read_texts(text: str) -> TextSet:
    """Read a condition on a text. Raises ConditionError."""
    reader = _TextReader(text)
    try:
        values = reader.alternatives()
    except TooComplex:
        reader.fail(reader.peek().position, expected.SIMPLER)
    reader.take_last()
    return values


class _TextReader(TextItemReader):
    def __init__(self, text: str) -> None:
        super().__init__(text, text_tokens(text))
        self.parts = 0
        self.bare = False

    def alternatives(self) -> TextSet:
        parts = [self.conjunction()]
        while self.joint(ONE_OF):
            parts.append(self.conjunction())
        return TextSet.any_of(parts) if len(parts) > 1 else parts[0]

    def conjunction(self) -> TextSet:
        self.bare = False
        parts = [self.factor(first=True)]
        while self.joint(ALL_OF) or self.english_and():
            if self.bare:
                self.fail(self.tokens[self.next - 1].position, expected.OR_END)
            parts.append(self.factor(first=False))
        return TextSet.all_of(parts) if len(parts) > 1 else parts[0]

    def factor(self, *, first: bool) -> TextSet:
        blankness = self.blankness()
        if blankness is not None:
            if blankness == "空" and first and self.lists_on():
                return self.listed(blank=True)
            everything = TextSet.everything()
            return {"空": TextSet.of(blank=True), "永不": TextSet()}.get(
                blankness, everything.but_blank()
            )
        start = self.peek()
        operator = self.operator()
        if operator in ("contains", "lacks"):
            return self.containing(start, operator == "lacks")
        if operator is None:
            if not first:
                self.fail(start.position, expected.OPERATOR)
            self.bare = True
            return self.listed(blank=False)
        if operator == "is":
            return self.listed(blank=False)
        return self.excluded(outside=operator == "except")

    def listed(self, *, blank: bool) -> TextSet:
        """Take a list of texts; blank may be one of them, and 除外 may exclude the list."""
        texts = [] if blank else [self.item()]
        while self.separator():
            if BLANKNESS.get(self.peek().meaning) == "空":
                self.take()
                blank = True
            else:
                texts.append(self.item())
        if not blank and self.ends_in(texts, _EXCLUDED):
            return TextSet.of(*texts).complement().but_blank()
        return TextSet.of(*texts, blank=blank)

    def excluded(self, *, outside: bool) -> TextSet:
        """Take a list of texts and return all others; behind 除 it ends in 外."""
        texts = [self.item()]
        while self.separator():
            texts.append(self.item())
        if outside and not self.ends_in(texts, _OUTSIDE):
            self.fail(self.peek().position, expected.OUTSIDE)
        return TextSet.of(*texts).complement().but_blank()

    def ends_in(self, texts: list[str], words: re.Pattern[str]) -> bool:
        """Take 外 or 除外 behind a list, as a word or as the end of the last bare text."""
        if words.fullmatch(self.peek().text):
            self.take()
            return True
        bare = self.tokens[self.next - 1].kind == "word"
        shorter = words.sub("", texts[-1])
        if not bare or shorter in ("", texts[-1]):
            return False
        texts[-1] = shorter
        return True

    def containing(self, start: Token, lacks: bool) -> TextSet:
        """Take the parts of which a text contains one, or none."""
        parts = [self.item()]
        while not self.parts_end(lacks) and self.separator():
            parts.append(self.item())
        if self.peek().text in LISTED or (self.at_and() and not self.operator_follows()):
            self.fail(self.peek().position, expected.EACH_CONTAINS)
        self.parts += len(parts)
        if self.parts > _MOST_PARTS:
            self.fail(start.position, expected.FEWER_PARTS)
        values = TextSet.any_of(map(TextSet.containing, parts))
        return values.complement().but_blank() if lacks else values

    def parts_end(self, lacks: bool) -> bool:
        token = self.peek()
        blank = token.meaning in ONE_OF and BLANKNESS.get(self.peek(1).meaning) == "空"
        return token.text in LISTED or self.at_and() or (blank and not lacks)

    # Between conditions.

    def joint(self, words: frozenset[str]) -> bool:
        """Take a connective between conditions."""
        token = self.peek()
        found = token.kind in ("word", "joint", "comma") and token.meaning in words
        self.next += found
        return found

    def english_and(self) -> bool:
        found = self.at_and() and (
            self.tokens[self.next - 1].kind == "quoted" or self.operator_follows()
        )
        self.next += found
        return found
