"""A policy file as it is written: checked for shape, every error with its key path."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=64)]
Color = Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{6}$")]
Provenance = Annotated[str, Field(pattern=r"^(S|I|D|N|P\d+[a-z]?)$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(_Strict):
    """A label in both languages."""

    zh: str
    en: str


class InputDocument(_Strict):
    """An input: a value that the policy reads from a column."""

    label: Label
    type: Literal["number", "text"]
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    required: bool = True
    domain: str | None = None
    expected: str | None = None


class TierDocument(_Strict):
    """A tier of a result."""

    id: Identifier
    label: Label
    color: Color
    aliases: tuple[str, ...] = ()


class ResultDocument(_Strict):
    """A result: a value that the policy gives; tiers are listed from the lowest up."""

    label: Label
    type: Literal["tier", "number", "text"] = "tier"
    aliases: tuple[str, ...] = ()
    tiers: tuple[TierDocument, ...] = ()
    unit: str | None = None
    decimals: Annotated[int, Field(ge=0, le=9)] | None = None


class RuleDocument(_Strict):
    """A rule: conditions by input, results by name."""

    id: Identifier
    when: dict[Identifier, str]
    then: dict[Identifier, str | int | float]
    provenance: Provenance = "D"


class StepDocument(_Strict):
    """A step of the policy: a decision table (`rules`), or a `formula` that gives `result`."""

    name: Identifier
    hit_policy: Literal["unique", "first", "any", "priority", "collect"] = "unique"
    aggregate: Literal["sum", "min", "max", "count"] | None = None
    rules: tuple[RuleDocument, ...] = ()
    formula: str | None = None
    result: Identifier | None = None


class SummaryDocument(_Strict):
    """What the summary sums and by what it breaks down."""

    measure: Identifier | None = None
    segment: Identifier | None = None


class ConditionsDocument(_Strict):
    """How conditions are read: whether 以上 以下 以前 以后 include their bound."""

    bound_words: Literal["inclusive", "exclusive"] = "inclusive"


class PolicyDocument(_Strict):
    """The whole file."""

    id: Identifier
    version: str
    title: Label
    source: str = ""
    inputs: dict[Identifier, InputDocument] = Field(min_length=1)
    results: dict[Identifier, ResultDocument] = Field(min_length=1)
    steps: tuple[StepDocument, ...] = Field(min_length=1)
    summary: SummaryDocument = SummaryDocument()
    conditions: ConditionsDocument = ConditionsDocument()
