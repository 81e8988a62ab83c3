"""A policy: what it reads, its steps, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tierctl.model.quantity import Unit
from tierctl.model.table import Value
from tierctl.model.text import Text
from tierctl.policy.sets import ValueSet


class InputType(StrEnum):
    """What an input's values are."""

    NUMBER = "number"
    TEXT = "text"


class HitPolicy(StrEnum):
    """What happens where several rules of a table match.

    `unique`: the customer stays ungraded and the rules are named. `first`: order decides.
    """

    UNIQUE = "unique"
    FIRST = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A named, typed value that the policy reads; numbers are in `unit`'s base unit."""

    name: str
    label: Text
    type: InputType
    unit: Unit
    aliases: tuple[str, ...]
    required: bool
    domain: ValueSet | None
    """Values outside are errors: the customer stays ungraded."""
    expected: ValueSet | None
    """Values outside are used, with a warning."""

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that names this input, its own label first."""
        return (self.label.zh, self.label.en, self.name, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A service level; `color` is the fill of its cells, RRGGBB."""

    id: str
    label: Text
    color: str
    aliases: tuple[str, ...]
    """Other names that people write for it, told as the same where tiers are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A named value that the policy gives; `tiers` ascend from the lowest."""

    name: str
    label: Text
    aliases: tuple[str, ...]
    tiers: tuple[Tier, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that names this result, its own label first."""
        return (self.label.zh, self.label.en, self.name, *self.aliases)

    def tier(self, id: str) -> Tier:
        """Return a tier by its id."""
        return next(tier for tier in self.tiers if tier.id == id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of a decision table: a set per input, and what follows."""

    id: str
    conditions: Mapping[str, ValueSet]
    results: Mapping[str, Value]
    provenance: str
    """Where its numbers come from: S printed, I inferred, P public, D decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable:
    """An ordered list of rules over the same inputs."""

    name: str
    hit_policy: HitPolicy
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The whole policy. `digest` is the SHA-256 of its source, for the stamp and the summary."""

    id: str
    version: str
    title: Text
    inputs: Mapping[str, Input]
    results: Mapping[str, Result]
    steps: tuple[DecisionTable, ...]
    measure: str | None
    """The input whose sums and shares the summary shows."""
    segment: str | None
    """The input by whose values the summary breaks the tiers down."""
    digest: str

    @property
    def main_result(self) -> Result:
        """The result that the summary counts by: the first one."""
        return next(iter(self.results.values()))

    def required(self) -> list[Input]:
        """Return the inputs that every customer must have."""
        return [i for i in self.inputs.values() if i.required]
