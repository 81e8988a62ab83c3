"""A policy file as it is written: checked for shape, every error with its key path."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tierctl.model.quantity import DAY, Unit, base_unit

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=64)]
Color = Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{6}$")]
Provenance = Annotated[str, Field(pattern=r"^(S|I|D|N|P\d+[a-z]?)$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(_Strict):
    """A label in both languages."""

    zh: str
    """In Chinese."""
    en: str
    """In English."""


class InputDocument(_Strict):
    """An input: a value that the policy reads from a column."""

    label: Label
    """Its name; a column with this header is read."""
    type: Literal["number", "text", "date"]
    """What its values are."""
    unit: str | None = None
    """The unit of bare numbers: 元, %, or what is counted (次, 年)."""
    aliases: tuple[str, ...] = ()
    """Other headers under which it may stand."""
    required: bool = True
    """Whether a customer without it stays ungraded, and a sheet without it is refused."""
    domain: str | None = None
    """A condition; a customer whose value does not meet it stays ungraded."""
    expected: str | None = None
    """A condition; a value that does not meet it is used, with a warning."""

    @property
    def counted_in(self) -> Unit | None:
        """The unit that conditions on it are in; None for a text."""
        if self.type == "text":
            return None
        return DAY if self.type == "date" else base_unit(self.unit)


class TierDocument(_Strict):
    """A tier of a result."""

    id: Identifier
    """How rules and programs name it."""
    label: Label
    """How people name it."""
    color: Color
    """The fill of its cells, RRGGBB."""
    aliases: tuple[str, ...] = ()
    """Other names that people write for it."""


class ResultDocument(_Strict):
    """A result: a value that the policy gives; tiers are listed from the lowest up."""

    label: Label
    """Its name, and the header of the column that is written."""
    type: Literal["tier", "number", "text"] = "tier"
    """What its values are."""
    aliases: tuple[str, ...] = ()
    """Other headers under which a sheet may have it already."""
    tiers: tuple[TierDocument, ...] = ()
    """The tiers, from the lowest up."""
    unit: str | None = None
    """The unit of a number."""
    decimals: Annotated[int, Field(ge=0, le=9)] | None = None
    """To how many decimals a number is rounded."""


class RuleDocument(_Strict):
    """A rule: conditions by input, results by name."""

    id: Identifier
    """Its name in reasons and messages."""
    when: dict[Identifier, str]
    """Conditions by input, or by an earlier result: `>500万`, `媒体, 律师`; none for all others."""
    then: dict[Identifier, str | int | float]
    """What the rule gives, by result: a tier's id, a number or a text."""
    provenance: Provenance = "D"
    """Where its numbers come from: S printed in the source, I inferred, P public, D decided."""


class StepDocument(_Strict):
    """A step of the policy: a decision table (`rules`), or a `formula` that gives `result`."""

    name: Identifier
    """Its name in explanations."""
    hit_policy: Literal["unique", "first", "any", "priority", "collect"] = "unique"
    """Where several rules match: refuse, first, any of the same, highest tier, or collect all."""
    aggregate: Literal["sum", "min", "max", "count"] | None = None
    """What becomes of the numbers that `collect` finds."""
    rules: tuple[RuleDocument, ...] = ()
    """The rules, one for each row of the table."""
    formula: str | None = None
    """Arithmetic over inputs and earlier results."""
    result: Identifier | None = None
    """The result that the formula gives."""


class SummaryDocument(_Strict):
    """What the summary sums and by what it breaks down."""

    measure: Identifier | None = None
    """The input whose sums the summary shows."""
    segment: Identifier | None = None
    """The input by whose values the summary breaks the tiers down."""


class ConditionsDocument(_Strict):
    """How conditions are read: whether 以上 以下 以前 以后 include their bound."""

    bound_words: Literal["inclusive", "exclusive"] = "inclusive"
    """Whether 100万以上 includes 100万."""


class PolicyDocument(_Strict):
    """A tierctl policy: what it reads, its steps, and what comes out."""

    id: Identifier
    """The policy's name."""
    version: str
    """Its version, written into every copy."""
    title: Label
    """What people call it."""
    source: str = ""
    """The document that it was taken from."""
    inputs: dict[Identifier, InputDocument] = Field(min_length=1)
    """What it reads, by name."""
    results: dict[Identifier, ResultDocument] = Field(min_length=1)
    """What it gives, by name; one must be a tier."""
    steps: tuple[StepDocument, ...] = Field(min_length=1)
    """Tables and formulas, one after the other."""
    summary: SummaryDocument = SummaryDocument()
    """What the summary shows."""
    conditions: ConditionsDocument = ConditionsDocument()
    """How conditions are read."""
