"""What a blank gets on a scorecard: every item that may meet one says so."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.checks import card_messages
from tierctl.checks.finding import Finding
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Undecided
from tierctl.policy.card import Characteristic


def card_missing(survey: Survey, _: Undecided) -> Iterator[Finding]:
    """Give the items of which nobody said it, though a value of theirs may be blank."""
    card = survey.policy.card
    for k, item in enumerate(card.characteristics if card is not None else ()):
        if not item.missing_stated and _may_be_blank(survey, item):
            where = f"scorecard.characteristics[{k}].missing"
            yield card_messages.unstated_missing(where, item.label)


def _may_be_blank(survey: Survey, item: Characteristic) -> bool:
    if item.judged:
        return survey.attainable(item.points).values.blank
    table = next(t for t in survey.policy.tables if t.name == item.table)
    boxed = survey.table(table)
    if boxed is None:
        return True
    return bool(boxed.blank(survey.blanks(boxed)))
