"""Conditions on texts: lists, everything but a list, and what a text contains."""

from __future__ import annotations

import re

from tierctl.policy import condition_error as expected
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.patterns import TooComplex
from tierctl.policy.reader import Reader
from tierctl.policy.text_sets import TextSet
from tierctl.policy.tokens import Token, text_tokens, unquoted

_MOST_PARTS = 100
_OR = {"或", "或者", "or", "|"}
_LISTED = {"和", "及", "与", "以及"}
_AND = {"且", "并且", "而且", "同时"}
_BLANKNESS = {
    **dict.fromkeys(["空", "blank", "空白", "为空", "empty"], "空"),
    **dict.fromkeys(["非空", "不为空", "not blank", "not empty"], "非空"),
    **dict.fromkeys(["永不", "never"], "永不"),
}
# What a word may begin with, the longest first, and what it means: the rest of it is a text.
_OPERATORS = re.compile(
    "(?P<contains>包含)|(?P<lacks>不包含|不含)|(?P<not>不等于|不是)|(?P<is>等于)|(?P<except>除了|除)"
)
# What is an operator only as a word of its own, or before a quotation mark.
_ALONE = {"含": "contains", "含有": "contains", "非": "not"}
_BEFORE_QUOTES = {
    "contains": "contains",
    "containing": "contains",
    "not contains": "lacks",
    "does not contain": "lacks",
    "not containing": "lacks",
    "not": "not",
    "except": "not",
    "other than": "not",
}
_INSIDE = re.compile("不含|包含")
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


class _TextReader(Reader):
    def __init__(self, text: str) -> None:
        super().__init__(text, text_tokens(text))
        self.parts = 0
        self.bare = False

    def alternatives(self) -> TextSet:
        parts = [self.conjunction()]
        while self.joint(_OR):
            parts.append(self.conjunction())
        return TextSet.any_of(parts) if len(parts) > 1 else parts[0]

    def conjunction(self) -> TextSet:
        self.bare = False
        parts = [self.factor(first=True)]
        while self.joint(_AND) or self.english_and():
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

    # What stands before a list.

    def blankness(self) -> str | None:
        """Take 空, 非空 or 永不, in either language, where one stands."""
        first, second = self.peek().meaning, self.peek(1).meaning
        if first in ("not", "非") and _BLANKNESS.get(second) == "空":
            self.next += 2
            return "非空"
        found = _BLANKNESS.get(first)
        self.next += found is not None
        return found

    def operator(self) -> str | None:
        """Take the sign or word before a list: is, not, except, contains or lacks."""
        token = self.peek()
        if token.kind == "compare":
            if token.text not in ("=", "==", "!=", "<>", "≠"):
                self.fail(token.position, expected.TEXT)
            self.take()
            return "is" if token.text in ("=", "==") else "not"
        if token.kind not in ("word", "joint"):
            return None
        for count in (3, 2, 1):
            if self.peek(count).kind == "quoted":
                phrase = " ".join(self.peek(i).meaning for i in range(count))
                if phrase in _BEFORE_QUOTES:
                    self.next += count
                    return _BEFORE_QUOTES[phrase]
        if token.text in _ALONE and self.peek(1).kind in ("word", "quoted"):
            self.take()
            return _ALONE[token.text]
        return self.prefix(token)

    def prefix(self, token: Token) -> str | None:
        """Split an operator off the word that it begins."""
        match = _OPERATORS.match(token.text)
        if match is None:
            if token.text.startswith("含"):
                self.fail(token.position, expected.SPACED_CONTAINS)
            return None
        if match[0] == token.text:
            self.take()
        else:
            rest = token.text[match.end() :]
            at = token.position + match.end()
            self.tokens[self.next] = Token("word", rest, at, rest.casefold())
        return match.lastgroup

    # Lists.

    def listed(self, *, blank: bool) -> TextSet:
        """Take a list of texts; blank may be one of them, and 除外 may exclude the list."""
        texts = [] if blank else [self.item()]
        while self.separator():
            if _BLANKNESS.get(self.peek().meaning) == "空":
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
        if self.peek().text in _LISTED or (self.at_and() and not self.operator_follows()):
            self.fail(self.peek().position, expected.EACH_CONTAINS)
        self.parts += len(parts)
        if self.parts > _MOST_PARTS:
            self.fail(start.position, expected.FEWER_PARTS)
        values = TextSet.any_of(map(TextSet.containing, parts))
        return values.complement().but_blank() if lacks else values

    def parts_end(self, lacks: bool) -> bool:
        token = self.peek()
        blank = token.meaning in _OR and _BLANKNESS.get(self.peek(1).meaning) == "空"
        return token.text in _LISTED or self.at_and() or (blank and not lacks)

    # Between the items.

    def lists_on(self) -> bool:
        """Tell whether a list goes on: a separator, and no operator behind it."""
        token = self.peek()
        if token.kind == "comma" and token.text != "|":
            return True
        if token.meaning not in _OR | _LISTED or token.kind == "quoted":
            return False
        if token.meaning in _OR:
            return not self.operator_follows()
        return True

    def separator(self) -> bool:
        """Take what separates two texts of a list."""
        on = self.lists_on()
        self.next += on
        return on

    def joint(self, words: set[str]) -> bool:
        """Take a connective between conditions."""
        token = self.peek()
        found = token.kind in ("word", "joint", "comma") and token.meaning in words
        self.next += found
        return found

    def at_and(self) -> bool:
        """Tell whether an English `and` joins conditions here: in a bare text it is a word."""
        return self.peek().meaning in ("and", "&") and self.next > 0

    def english_and(self) -> bool:
        found = self.at_and() and (
            self.tokens[self.next - 1].kind == "quoted" or self.operator_follows()
        )
        self.next += found
        return found

    def operator_follows(self) -> bool:
        """Tell whether the word behind the next one begins a condition of its own."""
        self.peek(1)
        before, tokens = self.next, self.tokens[self.next : self.next + 2]
        self.next += 1
        try:
            return self.operator() is not None
        except ConditionError:
            return True
        finally:
            self.tokens[before : before + 2] = tokens
            self.next = before

    def item(self) -> str:
        """Take one text: in quotes, or words up to the next separator, as they were written."""
        start = self.peek()
        if start.kind == "quoted":
            self.take()
            text = unquoted(self.text, start).strip()
            if not text:
                self.fail(start.position, expected.TEXT)
            return text
        stop = start.position
        while self.peek().kind == "word" and not self.ends_item():
            stop = self.peek().position + len(self.take().text)
        return self.checked(self.text[start.position : stop].strip(), start)

    def ends_item(self) -> bool:
        token = self.peek()
        return token.meaning in _OR | _LISTED | _AND | {"除外"} or (
            token.meaning in ("and", "&") and self.operator_follows()
        )

    def checked(self, text: str, start: Token) -> str:
        """Refuse a bare text that may be meant as more than a text."""
        if not text:
            self.fail(start.position, expected.TEXT)
        if "或" in text:
            self.fail(start.position, expected.SPACED_OR)
        if _INSIDE.search(text):
            self.fail(start.position, expected.QUOTED_CONTAINS)
        if text.casefold() in _BLANKNESS:
            self.fail(start.position, expected.QUOTED)
        return text
