"""Reading one text, and the words that stand before and between texts of a list."""

from __future__ import annotations

import re

from tierctl.policy import condition_error as expected
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.reader import Reader
from tierctl.policy.tokens import Token, unquoted

ONE_OF = frozenset({"或", "或者", "or", "|"})
LISTED = frozenset({"和", "及", "与", "以及"})
ALL_OF = frozenset({"且", "并且", "而且", "同时"})
BLANKNESS = {
    **dict.fromkeys(["空", "blank", "为空"], "空"),
    **dict.fromkeys(["非空", "不为空", "不是空", "not blank"], "非空"),
    **dict.fromkeys(["永不", "never"], "永不"),
}
# What a word may begin with, the longest first, and what it means: the rest of it is a text.
_OPERATORS = re.compile("(?P<not>不等于)|(?P<is>等于)|(?P<except>除了|除)")
# What is an operator only as a word of its own, or before a quotation mark: 不含税 is a text.
_ALONE = {
    **dict.fromkeys(["含", "含有", "包含"], "contains"),
    **dict.fromkeys(["不含", "不包含", "不含有"], "lacks"),
    **dict.fromkeys(["非", "不是"], "not"),
}
_DOUBTFUL = re.compile("不?含|不?包含|不是")
_EITHER = {"不限": "-", "empty": "空", "空白": "空", "not empty": "非空", "有值": "非空"}
"""What a person may mean as our word or as a text of the column."""
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
_ENDS = ONE_OF | LISTED | ALL_OF | {"除外"}
_LIST_GOES_ON = ONE_OF | LISTED


class TextItemReader(Reader):
    """Read texts, in quotes or bare, and the operators and separators around them."""

    # What stands before a list.

    def blankness(self) -> str | None:
        """Take 空, 非空 or 永不, in either language, where one stands."""
        first, second = self.peek().meaning, self.peek(1).meaning
        if first in ("not", "非") and BLANKNESS.get(second) == "空":
            self.next += 2
            return "非空"
        found = BLANKNESS.get(first)
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
            doubtful = _DOUBTFUL.match(token.text)
            if doubtful:
                self.fail(token.position, expected.spaced(doubtful[0], token.text))
            return None
        if match[0] == token.text:
            self.take()
        else:
            rest = token.text[match.end() :]
            at = token.position + match.end()
            self.tokens[self.next] = Token("word", rest, at, rest.casefold())
        return match.lastgroup

    # Texts.

    def lists_on(self) -> bool:
        """Tell whether a list goes on: a separator, and no operator behind it."""
        token = self.peek()
        if token.kind == "comma" and token.text != "|":
            return True
        if token.meaning not in _LIST_GOES_ON or token.kind == "quoted":
            return False
        if token.meaning in ONE_OF:
            return not self.operator_follows()
        return True

    def separator(self) -> bool:
        """Take what separates two texts of a list."""
        on = self.lists_on()
        self.next += on
        return on

    def at_and(self) -> bool:
        """Tell whether an English `and` joins conditions here: in a bare text it is a word."""
        return self.peek().meaning in ("and", "&") and self.next > 0

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
        """Tell whether the next word is none of a bare text."""
        token = self.peek()
        return token.meaning in _ENDS or (token.meaning in ("and", "&") and self.operator_follows())

    def checked(self, text: str, start: Token) -> str:
        """Refuse a bare text that may be meant as more than a text."""
        if not text:
            self.fail(start.position, expected.TEXT)
        if "或" in text:
            self.fail(start.position, expected.SPACED_OR)
        if _INSIDE.search(text):
            self.fail(start.position, expected.QUOTED_CONTAINS)
        if text.casefold() in BLANKNESS:
            self.fail(start.position, expected.QUOTED)
        if text.casefold() in _EITHER:
            self.fail(start.position, expected.our_word(_EITHER[text.casefold()], text))
        return text
