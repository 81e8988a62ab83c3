"""The words of a condition: signs, numbers, texts, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tierctl.model.quantity import half_width
from tierctl.policy.vocabulary import words

QUOTES = '"\uff02\u201c\u201d「」『』'
"""What opens or closes a quoted text; one that belongs to the text is doubled."""

_PLAIN_QUOTES = {ord(quote): '"' for quote in QUOTES}
_DOUBLED = re.compile(f"([{QUOTES}])[{QUOTES}]")
_QUOTED = r'(?P<quoted>"(?:[^"]|"")*+")'
_TEXTS = re.compile(
    rf"""(?P<space>\s+)
    |{_QUOTED}
    |(?P<compare>>=|<=|≥|≤|≧|≦|!=|<>|≠|==|>|<|=)
    |(?P<comma>[,、;|])
    |(?P<joint>(?<=")(?:并且|而且|同时|且|或者|或|以及|和|及|与|(?:and|or|&)(?![a-z])))
    |(?P<word>[^\s"<>=!≥≤≧≦≠,、;|]+|!)
    |(?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


class Token(NamedTuple):
    """One word, in half width, its zero-based position, and what it means (a comparison's sign)."""

    kind: str
    text: str
    position: int
    meaning: str = ""


class _Measures:
    """The grammar of numbers or of dates: their literals and the words, longest first."""

    def __init__(self, literal: str, dates: bool) -> None:
        self.words = words(dates)
        self.literal = re.compile(rf"(?P<space>\s+)|(?P<number>{literal})")
        self.beginning: dict[str, list[str]] = {}
        for word in sorted(self.words, key=len, reverse=True):
            self.beginning.setdefault(word[0], []).append(word)
        self.patterns: dict[str, re.Pattern[str]] = {}

    def tokens(self, text: str) -> Iterator[Token]:
        folded, at = _folded(text), 0
        while at < len(text):
            kind, end = self._next(folded, at)
            if kind == "vocabulary":
                kind, meaning = self.words[" ".join(folded[at:end].split())]
                yield Token(kind, text[at:end], at, meaning)
            elif kind != "space":
                yield Token(kind, text[at:end], at, text[at:end].casefold())
            at = end

    def _next(self, text: str, at: int) -> tuple[str, int]:
        if match := self.literal.match(text, at) or self._vocabulary(text, at):
            return match.lastgroup or "vocabulary", match.end()
        end = at
        while end < len(text) and self._in_word(text, end):
            end += 1
        return ("word", end) if at < end else ("other", at + 1)

    def _vocabulary(self, text: str, at: int) -> re.Match[str] | None:
        """Match a word of the vocabulary; one pattern of them all takes 30 ms to compile."""
        first = text[at]
        if first not in self.beginning:
            return None
        if first not in self.patterns:
            self.patterns[first] = re.compile("|".join(map(_spelled, self.beginning[first])))
        return self.patterns[first].match(text, at)

    def _in_word(self, text: str, at: int) -> bool:
        char = text[at]
        if char.isspace() or char in '0123456789".!':
            return False
        if char not in self.beginning:
            return True
        return (char.isalnum() or char == "_") and not self._vocabulary(text, at)


def _folded(text: str) -> str:
    """Return a text without regard to case, character for character: İ is an i, ß stays one."""
    return "".join(low if len(low := c.casefold()) == 1 else c.lower()[0] for c in text)


def _spelled(word: str) -> str:
    escaped = r"\s+".join(map(re.escape, word.split()))
    if not (word[0].isascii() and word[0].isalpha()):
        return escaped
    # `5 or more`, but `<3 or more than 5`; `5 and over`, but `>3 and over 5`.
    ends = r"(?!\s+(?:than|to)\b|\s*[-+¥]?\s*[0-9])" if word.startswith(("and ", "or ")) else ""
    return rf"(?<![a-z]){escaped}(?![a-z]){ends}"


_DIGITS = r"(?:[1-9]D{0,2}(?:,D{3})+(?!D)|D+)(?:\.D+)?(?:e[-+]?D+)?".replace("D", "[0-9]")
_DAY = r"D{4}(?:[-/.]D{1,2}[-/.]D{1,2}(?!D)|年D{1,2}月D{1,2}[日号]?)|D+".replace("D", "[0-9]")


@cache
def _grammar(dates: bool) -> _Measures:
    return _Measures(_DAY if dates else _DIGITS, dates)


def plain(text: str) -> str:
    """Return a condition in half width with plain quotes, character for character."""
    return half_width(text).translate(_PLAIN_QUOTES)


def measure_tokens(text: str, *, dates: bool) -> Iterator[Token]:
    """Give the words of a condition on a number or a date."""
    return _grammar(dates).tokens(plain(text))


def text_tokens(text: str) -> Iterator[Token]:
    """Give the words of a condition on a text."""
    words, at = plain(text), 0
    while match := _TEXTS.match(words, at):
        kind, word = str(match.lastgroup), match[0]
        if kind == "quoted":
            word = _first_quoted(text, word, at)
        if kind != "space":
            yield Token(kind, word, at, word.casefold())
        at += len(word)


def _first_quoted(text: str, word: str, at: int) -> str:
    """Return the first of texts in quotes that stand side by side: ” and “ are not one, doubled."""
    i = 1
    while i < len(word) - 1:
        if word[i] == '"':
            if text[at + i] != text[at + i + 1]:
                return word[: i + 1]
            i += 1
        i += 1
    return word


def unquoted(text: str, token: Token) -> str:
    """Return what a quoted word says, in the width in which it was written."""
    inside = text[token.position + 1 : token.position + len(token.text) - 1]
    return _DOUBLED.sub(r"\1", inside)


def quoted(text: str) -> str:
    """Return a text in quotes."""
    doubled = "".join(char * 2 if char in QUOTES else char for char in text)
    return f'"{doubled}"'
