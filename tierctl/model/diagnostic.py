"""What is wrong with the data, as a value: code, severity, message, cell, hint."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tierctl.model.address import CellRef
from tierctl.model.text import Text


class Severity(StrEnum):
    """How much a diagnostic matters: an error leaves a customer ungraded."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding about the data. `code` is stable and kebab-case, and never translated."""

    code: str
    severity: Severity
    message: Text
    cell: CellRef | None = None
    hint: Text | None = None
