"""What a policy says of one customer, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tierctl.model.diagnostic import Diagnostic
from tierctl.model.table import Value


class Status(StrEnum):
    """Whether a customer got a result."""

    GRADED = "graded"
    UNGRADED = "ungraded"


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
    """Why the customer is ungraded; empty for a graded one."""
    warnings: tuple[Diagnostic, ...] = ()
