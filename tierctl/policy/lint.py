"""What is worth telling about a condition that can, or cannot, be read: findings, as values."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tierctl.model.cell import Cell, Kind
from tierctl.model.dates import day_of, iso
from tierctl.model.quantity import Dimension, Unit, shifted
from tierctl.model.text import Text
from tierctl.policy.bounds import Bound, unsaid_unit
from tierctl.policy.measures import unit_in
from tierctl.policy.tokens import QUOTES, Token, measure_tokens, text_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding about a condition's text. `code` is stable, kebab-case and never translated."""

    code: str
    position: int
    """The zero-based character."""
    message: Text


_CURLY = re.compile(f"[{QUOTES[1:]}]")
_JOINED = re.compile(r"(?<=\S\S)(?:以及|和|及|与)(?=\S\S)")
_COMMA_AS_AND = Text(
    "逗号不说明“且”还是“或”：写 且（都满足）或 或（满足其一）",
    "a comma says neither and nor or: write 且 / and, or 或 / or",
)
_CURLY_QUOTES = Text(
    "弯引号或全角引号按直引号读取", 'these quotation marks are read as plain ones: "…"'
)
_ONE_TEXT = Text(
    "读作一个文本 {text!r}：若是两个，请用“、”分隔",
    "read as one text, {text!r}: put a comma between two",
)
_UNSAID_UNIT = Text(
    "{first} 没有单位，后面是 {second}：两处都写单位",
    "{first} has no unit and {second} has one: write both with their unit",
)
_DATE = Text(
    "单元格是日期 {day}：若原来写的是 {range}，请把单元格设为文本，或写 {spelled}",
    "the cell is the date {day}: if {range} was written, format the cell as text, or write"
    " {spelled}",
)


def lint_condition(text: str, unit: Unit | None) -> tuple[Finding, ...]:
    """Return what is worth telling about one condition, in the order of its characters.

    The arguments are those of `parse_condition`; whether it can be read at all is told there.
    """
    found = list(_curly_quotes(text))
    if unit is None:
        found += _one_text(text)
    else:
        dates = unit.dimension is Dimension.DATE
        words = list(itertools.islice(measure_tokens(text, dates=dates), _MOST_WORDS))
        found += _comma_as_and(words)
        if not dates:
            found += _unsaid_units(text, words, unit)
    return tuple(sorted(found, key=lambda finding: finding.position))


def bare_amounts(text: str, unit: Unit) -> Iterator[tuple[str, float]]:
    """Give the numbers of a condition that stand there without a unit, and what they count."""
    words = list(itertools.islice(measure_tokens(text, dates=False), _MOST_WORDS))
    for i, word in enumerate(words):
        # A word behind it is its unit, or one that cannot be read.
        if word.kind == "number" and (i + 1 == len(words) or words[i + 1].kind != "word"):
            found = _bound(words, i, unit)
            if found is not None:
                yield text[found.start : found.end], found.value


def date_from_range(cell: Cell) -> Finding | None:
    """Return the finding that a program made a date of a condition such as `5-12`; None if not."""
    day = day_of(cell.text) if cell.kind is Kind.DATE else None
    if day is None:
        return None
    _, month, of_month = (int(part) for part in iso(day).split("-"))
    low, high = sorted((month, of_month))
    return Finding(
        code="date-from-range",
        position=0,
        message=_DATE.fill(day=iso(day), range=f"{month}-{of_month}", spelled=f"[{low}..{high}]"),
    )


_MOST_WORDS = 2_000


def _curly_quotes(text: str) -> Iterator[Finding]:
    match = _CURLY.search(text)
    if match is not None:
        yield Finding(code="curly-quotes", position=match.start(), message=_CURLY_QUOTES)


def _one_text(text: str) -> Iterator[Finding]:
    for word in text_tokens(text):
        if word.kind == "word" and _JOINED.search(word.text):
            message = _ONE_TEXT.fill(text=word.text)
            yield Finding(code="one-text", position=word.position, message=message)


def _comma_as_and(words: list[Token]) -> Iterator[Finding]:
    depth = 0
    for i, word in enumerate(words[:-1]):
        depth += {"open": 1, "close": -1}.get(word.kind, 0)
        following = [w.kind for w in words[i + 1 : i + 4] if w.kind != "word"]
        compared = following[0] == "compare" or following[1:2] == ["after"] if following else False
        if word.kind == "comma" and depth <= 0 and compared:
            yield Finding(code="comma-as-and", position=word.position, message=_COMMA_AS_AND)


def _unsaid_units(text: str, words: list[Token], column: Unit) -> Iterator[Finding]:
    """Find a number without a unit before one with a unit, in one alternative."""
    before: Bound | None = None
    for i, word in enumerate(words):
        if word.kind == "or":
            before = None
        if word.kind != "number":
            continue
        here = _bound(words, i, column)
        if here is None:
            continue
        if before and here.unit and unsaid_unit(before, here, column) is before:
            first, second = (text[b.start : b.end] for b in (before, here))
            message = _UNSAID_UNIT.fill(first=first, second=second)
            yield Finding(code="unit-missing-first-bound", position=before.start, message=message)
        before = here


def _bound(words: list[Token], at: int, column: Unit) -> Bound | None:
    number = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    named = unit_in(following.text, column) if following and following.kind == "word" else None
    value = shifted(number.text.replace(",", ""), (named or column).shift)
    end = number.position + len(number.text)
    last = following.position + len(following.text) if following and named else end
    return None if value is None else Bound(value, named, None, number.position, end, last)
