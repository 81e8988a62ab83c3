"""What one policy made of a workbook's customers."""

from __future__ import annotations

from dataclasses import dataclass

from tierctl.app.existing import Comparison
from tierctl.app.summary import Figures
from tierctl.model.decision import Decisions
from tierctl.model.table import BoundTable
from tierctl.policy.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A policy, the customers as it read them, its decisions, their figures, and how they compare
    with the tiers that the sheet had.
    """

    policy: Policy
    table: BoundTable
    decisions: Decisions
    figures: Figures
    comparison: Comparison | None
