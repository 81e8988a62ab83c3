"""The values of one input that a condition tells apart: on, below and above a bound; each text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

from tierctl.checks.decimal_step import beside, decimal_step
from tierctl.checks.round_number import round_number
from tierctl.model.dates import FIRST, LAST
from tierctl.model.quantity import shown_short
from tierctl.model.table import Value
from tierctl.model.text import Text
from tierctl.policy.intervals import Interval
from tierctl.policy.policy import Input, InputType
from tierctl.policy.sets import DateSet, NumberSet, ValueSet
from tierctl.policy.shown import choice_text
from tierctl.policy.text_sets import TextSet

_OTHERS = ("其他", "其他情况", "other", "none of them", "###")
_EXACTLY = Text("{label} 正好 {bound}", "{label} exactly {bound}")
_BELOW = Text("{label} 略低于 {bound}", "{label} just below {bound}")
_ABOVE = Text("{label} 略高于 {bound}", "{label} just above {bound}")
_DAY_BEFORE = Text("{label} 在 {bound} 前一天", "{label} the day before {bound}")
_DAY_AFTER = Text("{label} 在 {bound} 后一天", "{label} the day after {bound}")
_TEXT = Text("{label} {bound}", "{label} {bound}")
_NO_TEXT = Text("{label} 不在规则所写之内", "{label} is named by no rule")
_NO_CHOICE = Text("{label} 不是可选值", "{label} is none of its choices")
_FILLED = Text("{label} 有值", "{label} filled in")
_BLANK = Text("{label} 空着", "{label} blank")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value of an input, and what it is."""

    said: Text
    value: Value


class BoundaryPoints:
    """The points of one input; `conditions` are all that the policy asks of it."""

    def __init__(self, read: Input, conditions: Sequence[ValueSet]) -> None:
        self._read = read
        bounds = [b for c in conditions if isinstance(c, NumberSet) for b in _bounds(c)]
        self._step = decimal_step(read, bounds)
        self._texts = [c for c in conditions if isinstance(c, TextSet)]
        self._named = {text for values in self._texts for text in values.exceptions}

    def of(self, values: ValueSet) -> list[Point]:
        """Return the points of one condition, those that it names before those beside them."""
        if values.empty:
            return []
        points = self._of_texts(values) if isinstance(values, TextSet) else self._of_numbers(values)
        if not points:
            filled = ordinary(self._read)
            points = [Point(said=_FILLED.fill(label=self._read.label), value=filled), self.blank]
        elif values.blank:
            points.append(self.blank)
        return points

    def _of_numbers(self, values: NumberSet) -> list[Point]:
        on: list[Point] = []
        near: list[Point] = []
        for bound in _bounds(values):
            on.append(self._number(_EXACTLY, bound, bound))
            near += self._beside(bound)
        return on + near

    @property
    def blank(self) -> Point:
        """No value."""
        return Point(said=_BLANK.fill(label=self._read.label), value=None)

    def _beside(self, bound: float) -> Iterable[Point]:
        day = self._read.type is InputType.DATE
        below, above = beside(bound, self._step)
        if day and not FIRST < bound < LAST:
            return
        # Beyond 2^53 there is nothing so near.
        if above > bound:
            yield self._number(_DAY_AFTER if day else _ABOVE, bound, above)
        if below < bound:
            yield self._number(_DAY_BEFORE if day else _BELOW, bound, below)

    def _number(self, said: Text, bound: float, value: float) -> Point:
        dimension = self._read.unit.shown_as
        shown = Text(shown_short(bound, dimension, True), shown_short(bound, dimension, False))
        return Point(said=said.fill(label=self._read.label, bound=shown), value=value)

    def _of_texts(self, values: TextSet) -> list[Point]:
        listed = sorted(values.exceptions)
        for term in sorted(values.pattern, key=str):
            witness = TextSet(frozenset({term})).witness() if term.has else None
            listed += [witness] if witness is not None else []
            listed += sorted(term.lacks)
        if not listed:
            return []
        others = [c.id for c in self._read.choices if c.id not in listed][:1]
        points = [self._text(text) for text in listed + others]
        if others:
            return points
        said = _NO_CHOICE if self._read.choices else _NO_TEXT
        return [*points, Point(said=said.fill(label=self._read.label), value=self._other())]

    def _text(self, text: str) -> Point:
        said = _TEXT.fill(label=self._read.label, bound=choice_text(self._read, text))
        return Point(said=said, value=text)

    def _other(self) -> str:
        """Return a text that no condition names or contains."""
        return next(
            text
            for text in _OTHERS
            if text not in self._named
            and self._read.choice(text) is None
            and not any(part in text for s in self._texts for t in s.pattern for part in t.has)
        )


def _bounds(values: NumberSet) -> list[float]:
    """Return the bounds of a set of numbers, ascending; of days, the first and the last ones."""
    intervals = values.days if isinstance(values, DateSet) else values.intervals
    return sorted({b for i in intervals for b in (i.low, i.high) if isfinite(b)})


def ordinary(read: Input) -> Value:
    """Return a value that an input may well have."""
    if read.type is InputType.TEXT:
        allowed = read.domain or read.expected
        return allowed.witness() if allowed is not None else "其他"
    positive = (DateSet if read.type is InputType.DATE else NumberSet).of(
        Interval(0.0, float("inf"), False, False)
    )
    for allowed in (read.expected, read.domain):
        if isinstance(allowed, NumberSet):
            common = positive.intersection(allowed)
            positive = common if not common.empty else positive
    if isinstance(positive, DateSet):
        return positive.witness()
    return round_number(positive.intervals[0])
