"""The steps of a policy: decision tables of rules, and formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tierctl.model.table import Value
from tierctl.model.text import Text
from tierctl.policy.formulas import Formula
from tierctl.policy.sets import ValueSet


class HitPolicy(StrEnum):
    """What happens where several rules of a table match.

    `unique`: the customer stays ungraded and the rules are named. `first`: order decides. `any`:
    they must give the same. `priority`: the one with the highest tier wins. `collect`: all count.
    """

    UNIQUE = "unique"
    FIRST = "first"
    ANY = "any"
    PRIORITY = "priority"
    COLLECT = "collect"


class Aggregate(StrEnum):
    """What `collect` makes of the numbers that the matching rules give; texts are listed."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of a decision table: a set per value that it reads, and what follows.

    A default rule decides where no other one does; it overlaps with nothing.
    """

    id: str
    conditions: Mapping[str, ValueSet]
    results: Mapping[str, Value]
    default: bool
    provenance: str
    """Where its numbers come from: S printed, I inferred, P public, D decided."""
    fills_gap: bool = False
    """Whether it decides what the source leaves open."""
    told: bool = True
    """Whether reasons say what it read."""
    reason: Text | None = None
    """What reasons say instead of what it read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable:
    """An ordered list of rules over the same values."""

    name: str
    hit_policy: HitPolicy
    aggregate: Aggregate | None
    rules: tuple[Rule, ...]
    collected: tuple[str, ...] = ()
    """Text results that come from every rule that matches; a rule may leave them out."""
    optional: bool = False
    """Whether a customer whom no rule takes goes on, with blanks for its results."""

    @property
    def names(self) -> list[str]:
        """The inputs and earlier results that its rules read, in order."""
        return list(dict.fromkeys(name for rule in self.rules for name in rule.conditions))

    def deciding(self, rule: Rule) -> dict[str, Value]:
        """Return what a rule gives that is not collected from all that match."""
        return {n: value for n, value in rule.results.items() if n not in self.collected}

    @property
    def gives(self) -> list[str]:
        """The results that its rules give."""
        return list(dict.fromkeys((*self.rules[0].results, *self.collected)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaStep:
    """Arithmetic over inputs and earlier results that gives one number."""

    name: str
    result: str
    formula: Formula

    @property
    def names(self) -> list[str]:
        """The inputs and earlier results that it reads, in order."""
        return sorted(self.formula.names)

    @property
    def gives(self) -> list[str]:
        """The one result that it gives."""
        return [self.result]


Step = DecisionTable | FormulaStep
