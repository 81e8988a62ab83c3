"""The words of the condition language: signs, numbers, texts, and where each stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from tierctl.model.quantity import half_width

QUOTES = '"\uff02\u201c\u201d'
"""What opens or closes a quoted text; one that belongs to the text is doubled."""

_GRAMMAR = r"""(?P<space>\s+)
    |(?P<quoted>"(?:[^"]|"")*")
    |(?P<compare>>=|<=|≥|≤|≧|≦|!=|<>|≠|==|>|<|=)
    {number}
    |(?P<range>\.\.|~|-)
    |(?P<bracket>[()\[\]])
    |(?P<comma>[,、;])
    |(?P<word>[|]|{joints}[^\s"<>=!≥≤≧≦≠()\[\],、;~|{ends}]+)"""
_DIGITS = r"-?(?:[1-9]D{0,2}(?:,D{3})+(?!D)|D+)(?:\.D+)?(?:e[-+]?D+)?".replace("D", "[0-9]")
_PLAIN_QUOTES = {ord(quote): '"' for quote in QUOTES}
_DOUBLED = re.compile(f"([{QUOTES}])[{QUOTES}]")


def _compiled(number: str, joints: str, ends: str) -> re.Pattern[str]:
    pattern = _GRAMMAR
    for name, part in (("{number}", number), ("{joints}", joints), ("{ends}", ends)):
        pattern = pattern.replace(name, part)
    return re.compile(pattern, re.VERBOSE)


# Chinese puts no space around 且 and 或: in a condition on a number they end a word, in a list
# of texts they may be part of a name. Digits in a text are text: 101,102 is a list of two.
_NUMBERS = _compiled(f"|(?P<number>{_DIGITS})", "&|并且|而且|且|或者|或|", "且或并而.&")
_TEXTS = _compiled("", "", "")


class Token(NamedTuple):
    """One word, in half width, and its zero-based position."""

    kind: str
    text: str
    position: int


def tokens(text: str, *, numbers: bool) -> tuple[list[Token], int]:
    """Return the words of a condition, and the position up to which it could be read."""
    plain = half_width(text).translate(_PLAIN_QUOTES)
    grammar = _NUMBERS if numbers else _TEXTS
    found = []
    position = 0
    while position < len(plain):
        match = grammar.match(plain, position)
        if match is None:
            break
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match[0], position))
        position = match.end()
    return found, position


def unquoted(text: str, token: Token) -> str:
    """Return what a quoted word says, in the width in which it was written."""
    inside = text[token.position + 1 : token.position + len(token.text) - 1]
    return _DOUBLED.sub(r"\1", inside)


def quoted(text: str) -> str:
    """Return a text in quotes."""
    doubled = "".join(char * 2 if char in QUOTES else char for char in text)
    return f'"{doubled}"'
