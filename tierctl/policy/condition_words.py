"""What reads like a condition on a number, be it one that cannot be read: about 5M, 五百万以上."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tierctl.model.quantity import half_width
from tierctl.policy.vocabulary import AFTER, BEFORE

# Not in the vocabulary, and yet no text of a column: about, the best of a ranking, plus.
_BEFORE = ("约", "大约", "约为", "about", "介于", "between", "前", "top")
_AFTER = ("左右", "上下", "or so", "plus", "+")


def _words(table: dict[str, str], more: Iterable[str], least: int) -> str:
    words = [word.replace("_", " ") for spelled in table.values() for word in spelled.split()]
    kept = [word for word in (*words, *more) if least <= len(word)]
    return "|".join(re.escape(word) for word in sorted(kept, key=len, reverse=True))


_LONGEST = 100
_NUMBER = r"(?:\d|[一二两三四五六七八九十百千]{1,8}[百千万亿])"
_AMOUNT = r"(?:[\d.,]+|[一二两三四五六七八九十百千]{1,8}[百千万亿])"
_SPAN = r"(?:[-~〜∼—–至到]|\.\.|to\b)"
_ENDING = r"(?:\s*[(\[][^)\]]*[)\]])?"
_COMPARED = _words(BEFORE, (), 2)
_CONDITION = re.compile(
    rf"[^(\[]{{0,12}}[<>≤≥≦≧=].*{_NUMBER}.*"
    rf"|(?:{_COMPARED}).*{_NUMBER}.*"
    rf"|.*{_NUMBER}.*(?:{_COMPARED}).*{_NUMBER}.*"
    rf"|(?:{_words(BEFORE, _BEFORE, 1)})\s*{_AMOUNT}\S{{0,2}}{_ENDING}"
    rf"|.*{_NUMBER}[^\s,、;]*\s*(?:{_words(AFTER, _AFTER, 1)}){_ENDING}"
    rf"|[(\[]?-?{_AMOUNT}\s*[^\s\d]{{0,3}}{_ENDING}\s*{_SPAN}\s*{_AMOUNT}\S{{0,3}}{_ENDING}"
    r"|[(\[]\s*(?:[-+]?[\d.]+\S{0,2}|-?∞)\s*,\s*(?:[-+]?[\d.]+\S{0,2}|\+?∞)\s*[)\]]"
    r"|(?:.*\D)?[12]\d{3}[-/.年]\d{1,2}[-/.月]\d{1,2}.*",
    re.IGNORECASE,
)


def reads_like_condition(text: str) -> bool:
    """Tell whether a text is a condition on a number or a date: >500万, 80-89, 2024-06-30前.

    A text that only looks like one stands in quotes.
    """
    plain = half_width(text[:_LONGEST]).strip()
    return len(text) < _LONGEST and _CONDITION.fullmatch(plain) is not None
