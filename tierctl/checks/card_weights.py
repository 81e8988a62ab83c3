"""The weights of a scorecard: the most points of its items add up to what it is out of."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.checks import card_messages
from tierctl.checks.finding import Finding
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Undecided
from tierctl.model.quantity import rounded, shown
from tierctl.model.text import Text

_INITIAL = Text("起始分 {points}", "initial {points}")
_PART = Text("{label} {points}", "{label} {points}")
_DECIMALS = 9


def card_weights(survey: Survey, _: Undecided) -> Iterator[Finding]:
    """Give what does not add up, with every item and its points."""
    card = survey.policy.card
    if card is None:
        return
    total = rounded(card.initial + sum(c.most for c in card.characteristics), _DECIMALS)
    if total == rounded(card.out_of, _DECIMALS):
        return
    parts = [_INITIAL.fill(points=shown(card.initial))] if card.initial else []
    parts += [_PART.fill(label=c.label, points=shown(c.most)) for c in card.characteristics]
    yield card_messages.weights("scorecard.out_of", shown(total), shown(card.out_of), parts)
