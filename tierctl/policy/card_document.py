"""A scorecard as it is written in a policy file: characteristics with their points, and grades."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tierctl.policy.shapes import Finite, Identifier, Label, Provenance, Strict


class RungDocument(Strict):
    """What a characteristic gives where conditions hold; of several rungs the first that does."""

    id: Identifier | None = None
    """Its name in explanations; without one, that of its characteristic and its number."""
    when: dict[Identifier, str]
    """Conditions by input, or by the result of an earlier step."""
    points: Finite
    """The points that it gives."""
    provenance: Provenance = "D"
    """Where its numbers come from: S printed in the source, I inferred, P public, D decided."""
    fills_gap: bool = False
    """Whether it decides what the source leaves open; `--strict` leaves it out."""
    code: str = ""
    """Its own reason code, in place of its characteristic's."""
    reason: Label | None = None
    """Its own reason, in place of its characteristic's."""


class CharacteristicDocument(Strict):
    """One item of the card: a ladder of `rungs`, or `points` that a person has judged."""

    id: Identifier
    """Its name; what a ladder gives is the result `<id>_points`."""
    label: Label
    """What people call it."""
    section: Identifier | None = None
    """The section to which its points count."""
    max: Finite | None = None
    """The most points that it can give; without it, those of its best rung."""
    points: Identifier | None = None
    """The input that holds its points, where they are judged."""
    rungs: tuple[RungDocument, ...] = ()
    """Its ladder, the best rung first."""
    missing: Literal["refuse", "zero"] | Finite | None = None
    """What a blank value gets: `refuse` no grade, `zero` no points, a number so many (those that
    are neutral, say); without a word no grade, of which `policy check` tells."""
    baseline: Finite | None = None
    """The points against which a loss is counted; without it, its most points."""
    code: str = ""
    """Its reason code; without one, its place on the card."""
    reason: Label | None = None
    """What is said where it costs points; without it, its label."""


class SectionDocument(Strict):
    """A part of the card with a subtotal of its own; the result `<id>` is its points."""

    id: Identifier
    """Its name."""
    label: Label
    """What people call it."""


class GradeDocument(Strict):
    """The totals that give a grade."""

    when: str
    """A condition on the total: `>=90`, `[80..90)`."""
    grade: Identifier
    """The grade, by its id."""
    provenance: Provenance = "D"
    """Where its numbers come from."""


class LimitDocument(Strict):
    """What goes before the points: a grade that is given, or one that is not exceeded."""

    id: Identifier
    """Its name."""
    label: Label
    """What is said where it applies."""
    when: dict[Identifier, str]
    """Conditions by input or result."""
    grade: Identifier | None = None
    """The grade that it gives, whatever the points: a knock-out, or an override."""
    at_most: Identifier | None = None
    """The grade that is not exceeded: a cap."""
    provenance: Provenance = "D"
    """Where it comes from."""


class ScorecardDocument(Strict):
    """A scorecard: points by characteristic, added up by section, and graded."""

    grade: Identifier
    """The result that is the grade: a tier."""
    out_of: Finite
    """What the most points of all characteristics add up to."""
    initial: Finite = 0
    """The points before any characteristic."""
    decimals: Annotated[int, Field(ge=0, le=4)] = 2
    """To how many decimals points are kept."""
    total: Label = Label(zh="总分", en="Total score")
    """What the total is called."""
    sections: tuple[SectionDocument, ...] = ()
    """The sections, in their order."""
    characteristics: tuple[CharacteristicDocument, ...] = Field(min_length=1)
    """The items of the card, in their order."""
    grades: tuple[GradeDocument, ...] = Field(min_length=2)
    """Which totals give which grade, the best first."""
    limits: tuple[LimitDocument, ...] = ()
    """What goes before the points; of several that apply, the lowest grade counts."""
