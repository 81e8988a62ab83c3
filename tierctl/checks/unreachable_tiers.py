"""Unreachable tiers: those that no rule gives which can decide."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.checks import messages
from tierctl.checks.finding import Finding
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Undecided
from tierctl.policy.steps import DecisionTable


def unreachable_tiers(survey: Survey, undecided: Undecided) -> Iterator[Finding]:  # noqa: ARG001 - what is unknown of its rules is told with them
    """Give the tiers of every result that nobody can reach."""
    card = survey.policy.card
    for table in survey.policy.tables:
        for name in table.gives:
            result = survey.policy.results[name]
            if not result.tiers or (card is not None and name == card.by_score != card.grade):
                continue  # the same tiers again, before the limits of a card
            given = _given(survey, table, name)
            for number, tier in enumerate(result.tiers):
                if tier.id not in given:
                    where = f"results.{name}.tiers[{number}]"
                    yield messages.unreachable_tier(where, result.label, tier.label)


def _given(survey: Survey, table: DecisionTable, name: str) -> set[object]:
    boxed = survey.table(table)
    decides = survey.decides(boxed) if boxed is not None else [None] * len(table.rules)
    rules = zip(table.rules, decides, strict=True)
    return {rule.results[name] for rule, decided in rules if decided is not False}
