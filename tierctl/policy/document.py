"""A policy file as it is written: checked for shape, every error with its key path."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from tierctl.model.quantity import DAY, Unit, base_unit
from tierctl.policy.card_document import ScorecardDocument
from tierctl.policy.period import Period
from tierctl.policy.shapes import Color, Day, Finite, Identifier, Label, Provenance, Strict


class ChoiceDocument(Strict):
    """One of the values that a choice may be."""

    id: Identifier
    """How rules and programs name it."""
    label: Label
    """How people name it."""
    aliases: tuple[str, ...] = ()
    """Other texts that cells have for it."""


class InputDocument(Strict):
    """An input: a value that the policy reads from a column."""

    label: Label
    """Its name; a column with this header is read."""
    type: Literal["number", "text", "date", "choice", "bool"]
    """What its values are: `choice` takes one of `choices`, `bool` 是 or 否."""
    unit: str | None = None
    """The unit of bare numbers: 元, %, or what is counted (次, 年)."""
    choices: tuple[ChoiceDocument, ...] = ()
    """What a choice may be, each with its names."""
    aliases: tuple[str, ...] = ()
    """Other headers under which it may stand."""
    required: bool | Literal["column"] = True
    """Whether a customer without it stays ungraded, and a sheet without it is refused; "column":
    only the latter."""
    formula: str | None = None
    """What it is where its cell is blank or has no column: arithmetic over other inputs."""
    domain: str | None = None
    """A condition; a customer whose value does not meet it stays ungraded."""
    expected: str | None = None
    """A condition; a value that does not meet it is used, with a warning."""

    @property
    def counted_in(self) -> Unit | None:
        """The unit that conditions on it are in; None for a text or a choice."""
        if self.type == "date":
            return DAY
        return base_unit(self.unit) if self.type == "number" else None


class TierDocument(Strict):
    """A tier of a result."""

    id: Identifier
    """How rules and programs name it."""
    label: Label
    """How people name it."""
    color: Color
    """The fill of its cells, RRGGBB."""
    aliases: tuple[str, ...] = ()
    """Other names that people write for it."""
    texts: dict[Identifier, Label] = Field(default_factory=dict)
    """What goes with the tier, by the name of a text."""


class TextDocument(Strict):
    """A text that goes with each tier: a service, a price, a rhythm."""

    label: Label
    """Its name, and the header of its column."""


class ResultDocument(Strict):
    """A result: a value that the policy gives; tiers are listed from the lowest up."""

    label: Label
    """Its name, and the header of the column that is written."""
    type: Literal["tier", "number", "text"] = "tier"
    """What its values are."""
    aliases: tuple[str, ...] = ()
    """Other headers under which a sheet may have it already."""
    tiers: tuple[TierDocument, ...] = ()
    """The tiers, from the lowest up."""
    texts: dict[Identifier, TextDocument] = Field(default_factory=dict)
    """The texts that go with its tiers, by name; `--columns` writes them."""
    hidden: bool = False
    """Whether it only serves later steps, and is not written."""
    unit: str | None = None
    """The unit of a number."""
    decimals: Annotated[int, Field(ge=0, le=9)] | None = None
    """To how many decimals a number is rounded."""


class RuleDocument(Strict):
    """A rule: conditions by input, results by name."""

    id: Identifier
    """Its name in reasons and messages."""
    when: dict[Identifier, str]
    """Conditions by input, or by an earlier result: `>500万`, `媒体, 律师`; none for all others."""
    then: dict[Identifier, str | int | float]
    """What the rule gives, by result: a tier's id, a number or a text."""
    provenance: Provenance = "D"
    """Where its numbers come from: S printed in the source, I inferred, P public, D decided."""
    fills_gap: bool = False
    """Whether it decides what the source leaves open; `--strict` leaves it out."""
    told: bool = True
    """Whether the reason says what it read."""
    reason: Label | None = None
    """What the reason says instead of what it read."""


class StepDocument(Strict):
    """A step of the policy: a decision table (`rules`), or a `formula` that gives `result`."""

    name: Identifier
    """Its name in explanations."""
    hit_policy: Literal["unique", "first", "any", "priority", "collect"] = "unique"
    """Where several rules match: refuse, first, any of the same, highest tier, or collect all."""
    aggregate: Literal["sum", "min", "max", "count"] | None = None
    """What becomes of the numbers that `collect` finds."""
    collect: tuple[Identifier, ...] = ()
    """Text results that come from every rule that matches, not only from the one that decides."""
    rules: tuple[RuleDocument, ...] = ()
    """The rules, one for each row of the table."""
    optional: bool = False
    """Whether a customer whom no rule takes goes on, without the results of this step."""
    formula: str | None = None
    """Arithmetic over inputs and earlier results."""
    result: Identifier | None = None
    """The result that the formula gives."""


class ParamDocument(Strict):
    """A number that the policy's user may set: `{name}` in conditions and formulas."""

    label: Label
    """What it is."""
    unit: str | None = None
    """The unit of a bare number."""
    value: str | int | float | None = None
    """Its value; without one, the user must give it."""
    provenance: Provenance = "D"
    """Where the value comes from."""


class WarningDocument(Strict):
    """What is told of a customer whose values meet conditions; the tier stays."""

    id: Identifier
    """Its code."""
    when: dict[Identifier, str]
    """Conditions by input or result."""
    message: Label
    """What is told."""


class WatchDocument(Strict):
    """The customers whom the summary lists by name: those of some tiers of the main result."""

    title: Label
    """What the list is called."""
    tiers: tuple[Identifier, ...] = Field(min_length=1)
    """The tiers, those to be seen first before the others."""
    results: tuple[Identifier, ...] = ()
    """What is told of each customer beside the tier: results by name."""


class SummaryDocument(Strict):
    """What the summary sums and by what it breaks down."""

    measure: Identifier | None = None
    """The input whose sums the summary shows."""
    segment: Identifier | None = None
    """The input by whose values the summary breaks the tiers down."""
    watch: WatchDocument | None = None
    """The customers whom the summary lists by name."""


class ConditionsDocument(Strict):
    """How conditions are read: whether 以上 以下 以前 以后 include their bound."""

    bound_words: Literal["inclusive", "exclusive"] = "inclusive"
    """Whether 100万以上 includes 100万."""


class CaseDocument(Strict):
    """A case: what a customer's cells hold, and what the policy must say of it."""

    name: str = ""
    """What the case is called."""
    given: dict[Identifier, str | int | Finite | bool | date]
    """Cells by input, read as those of a sheet; an input that is left out is blank."""
    then: dict[Identifier, str | int | Finite] = Field(min_length=1)
    """What must come out, by result; a tier by id or name, 未定级 for none, 不适用 out of scope."""
    warns: bool | None = None
    """Whether there must be a warning (true) or none (false)."""
    as_of: date | None = None
    """The day that conditions count from in this case."""
    params: dict[Identifier, str | int | Finite] = Field(default_factory=dict)
    """Values of parameters in this case."""
    note: str = ""
    """Why it is so."""


class PolicyDocument(Strict):
    """A tierctl policy: what it reads, its steps, and what comes out."""

    id: Identifier
    """The policy's name."""
    version: str
    """Its version, written into every copy."""
    title: Label
    """What people call it."""
    source: str = ""
    """The document that it was taken from."""
    params: dict[Identifier, ParamDocument] = Field(default_factory=dict)
    """Numbers that its user may set, by name."""
    scope: dict[Identifier, str] = Field(default_factory=dict)
    """Conditions by input; a customer who does not meet them is 不适用, not 未定级."""
    effective_from: Day | None = None
    """The first day on which this version holds, written 2026-01-01 without quotes."""
    effective_to: Day | None = None
    """The last day on which this version holds; it is in."""
    inputs: dict[Identifier, InputDocument] = Field(min_length=1)
    """What it reads, by name."""
    results: dict[Identifier, ResultDocument] = Field(min_length=1)
    """What it gives, by name; one must be a tier."""
    steps: tuple[StepDocument, ...] = ()
    """Tables and formulas, one after the other."""
    scorecard: ScorecardDocument | None = None
    """A card of points; its steps come after the others."""
    warnings: tuple[WarningDocument, ...] = ()
    """What is told of customers beside their tier."""
    columns: tuple[Identifier, ...] = ("tier", "reason")
    """The columns that are written where `--columns` does not say."""
    summary: SummaryDocument = SummaryDocument()
    """What the summary shows."""
    conditions: ConditionsDocument = ConditionsDocument()
    """How conditions are read."""
    cases: tuple[CaseDocument, ...] = ()
    """Customers and what must come out for them; `tierctl policy test` tries them."""

    @property
    def period(self) -> Period:
        """The days on which this version holds."""
        return Period(self.effective_from, self.effective_to)
