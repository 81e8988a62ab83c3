"""A scorecard: which inputs and results of a policy are the parts of its card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tierctl.model.text import Text

_GRADES = Text("等级表", "grades")
_LIMITS = Text("限制", "limits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """What a characteristic gives by one of its rules."""

    rule: str
    points: float
    code: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """One item of the card: a table that gives points, or an input that holds judged ones."""

    id: str
    label: Text
    section: str | None
    points: str
    """The result of its table, or the input that is judged."""
    table: str | None
    """The name of its table; None where it is judged."""
    most: float
    """The most points that it can give."""
    baseline: float
    """The points against which a loss is counted."""
    code: str
    reason: Text
    rungs: Mapping[str, Rung]
    """Rule → what it gives; none where it is judged."""
    missing: float | None
    """The points that a blank gets; None where it gets none, and no grade."""
    missing_stated: bool
    """Whether the card says so itself."""

    @property
    def judged(self) -> bool:
        """Whether a person gives its points."""
        return self.table is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the card; its subtotal is the result of the same name."""

    id: str
    label: Text
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What goes before the points: the grade that it gives, or that is not exceeded."""

    rule: str
    label: Text
    grade: str
    cap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A card: its parts in their order, and the results that they add up to."""

    characteristics: tuple[Characteristic, ...]
    sections: tuple[Section, ...]
    initial: float
    out_of: float
    decimals: int
    total: str
    """The result that is the total."""
    by_score: str
    """The result that is the grade which the total gives."""
    grade: str
    """The result that is the grade in the end."""
    grades: str
    """The name of the table that turns the total into a grade."""
    limits: Mapping[str, Limit]
    """Rule of the last table → the limit that it applies."""

    def item(self, table: str) -> Characteristic | None:
        """Return the item whose points a table gives."""
        return next((c for c in self.characteristics if c.table == table), None)

    def title(self, table: str) -> Text | None:
        """Return what a person calls a table of the card; None of one that is not of it."""
        if (item := self.item(table)) is not None:
            return item.label
        if table == self.grades:
            return _GRADES
        return _LIMITS if table == self.grade else None

    def counts(self, result: str) -> bool:
        """Tell whether a result is points, or the grade that they alone would give."""
        sums = {self.total, *(section.id for section in self.sections)}
        points = {item.points for item in self.characteristics}
        return result in sums | points or result == self.by_score != self.grade

    def makes(self, step: str) -> bool:
        """Tell whether a step of the policy is one of the card's own."""
        sums = {self.total, *(section.id for section in self.sections)}
        return step in sums or self.title(step) is not None

    def wrote(self, table: str, rule: str) -> bool:
        """Tell whether a rule of one of its tables stands on the card, and is not made for it."""
        if (item := self.item(table)) is not None:
            return rule in item.rungs
        return table != self.grade or not self.limits or rule in self.limits
