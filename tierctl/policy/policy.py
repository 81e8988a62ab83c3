"""A policy: what it reads, its steps, and what comes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tierctl.model.diagnostic import Diagnostic
from tierctl.model.folding import folded
from tierctl.model.quantity import Unit
from tierctl.model.text import Text, same
from tierctl.policy.card import Scorecard
from tierctl.policy.formulas import Formula
from tierctl.policy.parameters import Parameter
from tierctl.policy.period import ALWAYS, Period
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import DecisionTable, Step


class InputType(StrEnum):
    """What an input's values are."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    """A value is the ordinal of its day."""


class ResultType(StrEnum):
    """What a result's values are; a tier's value is its id."""

    TIER = "tier"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the values that an input may be; its id is the value."""

    id: str
    label: Text
    aliases: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every text that means it, its own label first."""
        return (self.label.zh, self.label.en, self.id, *self.aliases)


YES_OR_NO = (
    Choice(
        id="yes",
        label=Text("是", "Yes"),
        aliases=("Y", "TRUE", "√", "✓", "✔", "☑", "有", "对", "1"),
    ),
    Choice(
        id="no",
        label=Text("否", "No"),
        aliases=("N", "FALSE", "×", "✗", "✘", "☐", "无", "没有", "不是", "0"),
    ),
)
"""What a `bool` input may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A named, typed value that the policy reads; numbers are in `unit`'s base unit."""

    name: str
    label: Text
    type: InputType
    unit: Unit
    aliases: tuple[str, ...]
    required: bool
    """Whether there must be a column for it."""
    needs_value: bool
    """Whether a customer without a value stays ungraded, whatever the steps say."""
    domain: ValueSet | None
    """Values outside are errors: the customer stays ungraded."""
    expected: ValueSet | None
    """Values outside are used, with a warning."""
    choices: tuple[Choice, ...] = ()
    """Where there are any, its values are their ids."""
    formula: Formula | None = None
    """What it is where its cell is blank: arithmetic over other inputs."""

    @property
    def sources(self) -> frozenset[str]:
        """The inputs that its formula reads."""
        return frozenset(self.formula.names) if self.formula is not None else frozenset()

    def given_by(self, names: Collection[str]) -> bool:
        """Tell whether columns for these inputs give it a value: its own, or those of a formula."""
        return self.name in names or (self.formula is not None and self.sources <= {*names})

    @property
    def counted_in(self) -> Unit | None:
        """The unit that conditions on it are in; None for a text."""
        return None if self.type is InputType.TEXT else self.unit

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that names this input, its own label first."""
        return (self.label.zh, self.label.en, self.name, *self.aliases)

    def choice(self, text: str) -> Choice | None:
        """Return the choice that a text means, in any width, case or kind of character."""
        wanted = same_choice(text)
        return next((c for c in self.choices if wanted in map(same_choice, c.names)), None)

    @property
    def spoken(self) -> str:
        """What to call it on the command line: its header where a sheet gave it no better name."""
        return self.label.zh if self.name.startswith("input_") else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A service level; `color` is the fill of its cells, RRGGBB."""

    id: str
    label: Text
    color: str
    aliases: tuple[str, ...]
    """Other names that people write for it, told as the same where tiers are compared."""
    texts: Mapping[str, Text]
    """What goes with it, by the name of a text."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every text that means it, its own label first."""
        return (self.label.zh, self.label.en, self.id, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A named value that the policy gives; `tiers` ascend from the lowest, and only a tier has any.

    A number is in `unit`'s base unit and is rounded to `decimals` before anything reads it.
    """

    name: str
    label: Text
    type: ResultType
    aliases: tuple[str, ...]
    tiers: tuple[Tier, ...]
    texts: Mapping[str, Text]
    """The texts that go with its tiers: name → header."""
    hidden: bool
    """Whether it only serves later steps."""
    unit: Unit
    decimals: int

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that names this result, its own label first."""
        return (self.label.zh, self.label.en, self.name, *self.aliases)

    def tier(self, id: str) -> Tier:
        """Return a tier by its id."""
        return next(tier for tier in self.tiers if tier.id == id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is told of a customer whose values meet all conditions, beside the tier."""

    id: str
    conditions: Mapping[str, ValueSet]
    message: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A list of customers in the summary: those of some tiers of the main result, these first."""

    title: Text
    tiers: tuple[str, ...]
    results: tuple[str, ...]
    """What is told of each beside the tier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The whole policy. `digest` is the SHA-256 of its source, for the stamp and the summary."""

    id: str
    version: str
    title: Text
    inputs: Mapping[str, Input]
    results: Mapping[str, Result]
    steps: tuple[Step, ...]
    measure: str | None
    """The input whose sums and shares the summary shows."""
    segment: str | None
    """The input by whose values the summary breaks the tiers down."""
    watch: Watch | None = None
    """The customers whom the summary lists by name."""
    digest: str
    scope: Mapping[str, ValueSet] = field(default_factory=dict)
    """What a customer must meet for the policy to apply, by input."""
    remarks: tuple[Remark, ...] = ()
    columns: tuple[str, ...] = ("tier", "reason")
    """The columns that are written where nobody says."""
    parameters: tuple[Parameter, ...] = ()
    """The numbers that its user may set, as they are in this run."""
    as_of: date | None = None
    """The day that its conditions count from; None where none does."""
    strict: bool = False
    """Whether rules that only fill gaps were left out."""
    period: Period = ALWAYS
    """The days on which this version holds, `effective_from` to `effective_to`."""
    card: Scorecard | None = None
    """Where its steps are those of a scorecard: which of them are its parts."""
    notes: tuple[Diagnostic, ...] = ()
    """What is worth telling about how it is written, each with its place."""

    @property
    def main_result(self) -> Result:
        """The result that the summary counts by: the first one that is a tier."""
        return next(r for r in self.results.values() if r.type is ResultType.TIER)

    @property
    def read(self) -> frozenset[str]:
        """The inputs and results that decide anything, or are told of."""
        steps = {name for step in self.steps for name in step.names}
        told = {name for remark in self.remarks for name in remark.conditions}
        return frozenset(steps | told | self.scope.keys())

    @property
    def sources(self) -> frozenset[str]:
        """The inputs that give others their values."""
        return frozenset(name for read in self.derived for name in read.sources)

    @property
    def tables(self) -> list[DecisionTable]:
        """The steps that are decision tables."""
        return [step for step in self.steps if isinstance(step, DecisionTable)]

    def label(self, name: str) -> Text:
        """Return the label of an input or a result."""
        return self.inputs[name].label if name in self.inputs else self.results[name].label

    def step_title(self, name: str) -> Text:
        """Return what a person calls a step: a part of a scorecard by its label, others by name."""
        if self.card is not None and self.card.makes(name):
            return self.card.title(name) or self.label(name)
        return same(name)

    def unit(self, name: str) -> Unit:
        """Return the unit of an input or a result."""
        return self.inputs[name].unit if name in self.inputs else self.results[name].unit

    @property
    def derived(self) -> list[Input]:
        """The inputs that a formula gives where their cells are blank."""
        return [read for read in self.inputs.values() if read.formula is not None]

    def decidable(self, names: Collection[str]) -> bool:
        """Tell whether these inputs decide: all that are required, or any where none is."""
        wanted = [read.given_by(names) for read in self.deciding()]
        return all(wanted) if self.required() or not wanted else any(wanted)

    def deciding(self) -> list[Input]:
        """Return the inputs without which nobody is graded: those required, else all that count."""
        return self.required() or [self.inputs[n] for n in self.inputs if n in self.read]

    def required(self) -> list[Input]:
        """Return the inputs that every customer must have."""
        return [i for i in self.inputs.values() if i.required]


def same_choice(text: str) -> str:
    """Return a text by which the names of choices are compared, in any width, case and kind."""
    return "".join(folded(text).split())
