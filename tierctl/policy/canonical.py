"""A condition printed back in its one canonical spelling, which reads as the same set.

Numbers are printed in the base unit of their dimension (元, %), so a printed condition is to be
read in that unit.
"""

from __future__ import annotations

import math

from tierctl.model.quantity import PLAIN, Dimension, parse_quantity, shifted, shown_short
from tierctl.model.text import Lang, Text
from tierctl.policy.intervals import Interval
from tierctl.policy.patterns import Term
from tierctl.policy.sets import DateSet, ValueSet
from tierctl.policy.text_sets import TextSet
from tierctl.policy.tokens import quoted

_HUGE = 1e100
_AND = Text(" 且 ", " and ")
_OR = Text(" 或 ", " or ")
_BLANK = Text("空", "blank")
_FILLED = Text("非空", "not blank")
_NEVER = Text("永不", "never")
_NOT = Text("非", "not")
_CONTAINS = Text("含", "contains ")
_LACKS = Text("不含", "not contains ")


def canonical(values: ValueSet, dimension: Dimension, lang: Lang) -> str:
    """Return the condition in its one canonical spelling: `> 100万 且 ≤ 500万`."""
    if isinstance(values, TextSet):
        return _texts(values, lang)
    if values == values.everything():
        return "-"
    intervals = values.days if isinstance(values, DateSet) else values.intervals
    shown = [_sides(interval, dimension, lang) for interval in intervals]
    return _alternatives([*shown, *([_BLANK.to(lang)] if values.blank else [])], lang)


def _sides(interval: Interval, dimension: Dimension, lang: Lang) -> str:
    low = _number(interval.low, dimension, lang)
    high = _number(interval.high, dimension, lang)
    if interval.low == interval.high:
        return f"= {low}"
    parts = []
    if interval.low > -math.inf:
        parts.append(f"{'≥' if interval.low_closed else '>'} {low}")
    if interval.high < math.inf:
        parts.append(f"{'≤' if interval.high_closed else '<'} {high}")
    return _AND.to(lang).join(parts) or _FILLED.to(lang)


def _number(value: float, dimension: Dimension, lang: Lang) -> str:
    """Return a number as its readers write it, or in full where that would read as another one."""
    if math.isinf(value):
        return ""
    if dimension is Dimension.DATE:
        return shown_short(value, dimension, False)
    if abs(value) < _HUGE:
        short = shown_short(value, dimension, lang == "zh")
        read = parse_quantity(short, dimension)
        if read is not None and shifted(read.digits, (read.unit or PLAIN).shift) == value:
            return short
    if dimension is Dimension.RATIO:
        return f"{value!r}{'倍' if lang == 'zh' else ' ratio'}"
    return repr(value)


def _texts(values: TextSet, lang: Lang) -> str:
    if values == TextSet.everything():
        return "-"
    terms = sorted(values.pattern, key=lambda term: (sorted(term.has), sorted(term.lacks)))
    parts = [_list(values.listed)] if values.listed else []
    parts += [_term(term, values.excluded, lang) for term in terms]
    if values.blank:
        # Behind a list blank would read as one more thing that is excluded or contained.
        parts.insert(0 if terms else len(parts), _BLANK.to(lang))
    return _alternatives(parts, lang)


def _term(term: Term, excluded: list[str], lang: Lang) -> str:
    parts = [f"{_CONTAINS.to(lang)}{quoted(part)}" for part in sorted(term.has)]
    if term.lacks:
        parts.append(f"{_LACKS.to(lang)}{_list(sorted(term.lacks))}")
    out = [text for text in excluded if term.holds(text)]
    if out:
        parts.append(f"{_NOT.to(lang)} {_list(out)}")
    return _AND.to(lang).join(parts) or _FILLED.to(lang)


def _list(texts: list[str]) -> str:
    return ", ".join(map(quoted, texts))


def _alternatives(parts: list[str], lang: Lang) -> str:
    return _OR.to(lang).join(parts) or _NEVER.to(lang)
