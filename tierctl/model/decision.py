"""What a policy says of one customer, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import overload

from tierctl.model.diagnostic import Diagnostic
from tierctl.model.table import Value


class Status(StrEnum):
    """Whether a customer got a result."""

    GRADED = "graded"
    UNGRADED = "ungraded"
    NOT_APPLICABLE = "not-applicable"
    """The policy does not apply to the customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What decided a step, with the values that it read: a rule, or a formula (no rule)."""

    step: str
    rule: str | None
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The result for one customer: result name → value, the matches, and what stood in the way."""

    status: Status
    results: Mapping[str, Value] = field(default_factory=dict)
    matches: tuple[Match, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    """Why the customer is ungraded, or the policy not applicable; empty for a graded one."""
    warnings: tuple[Diagnostic, ...] = ()


class Decisions(Sequence[Decision]):
    """The decisions on all customers of a table, one by one or by what is asked of all."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self._decisions = decisions

    def __len__(self) -> int:
        return len(self._decisions)

    @overload
    def __getitem__(self, position: int) -> Decision: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[Decision]: ...

    def __getitem__(self, position: int | slice) -> Decision | Sequence[Decision]:
        return self._decisions[position]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment] # equal by what it holds, so no key

    def rules(self, step: str) -> Sequence[str | None]:
        """Return the first rule by which a table decided each customer; None where none did."""
        return [
            next((match.rule for match in decision.matches if match.step == step), None)
            for decision in self._decisions
        ]

    def values(self, result: str) -> Sequence[Value]:
        """Return what each customer got for a result; None for one that is ungraded."""
        return [decision.results.get(result) for decision in self._decisions]

    def outside(self) -> Sequence[int]:
        """Return the positions of the customers to whom the policy does not apply."""
        return [i for i, d in enumerate(self._decisions) if d.status is Status.NOT_APPLICABLE]

    def remarked(self) -> Iterator[Decision]:
        """Give the decisions with a problem or a warning."""
        return (d for d in self._decisions if d.problems or d.warnings)
