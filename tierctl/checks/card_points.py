"""The points of a scorecard's items: within their most, which somebody can reach."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.checks import card_messages
from tierctl.checks.finding import Finding
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Undecided
from tierctl.model.quantity import shown
from tierctl.policy.sets import NumberSet


def card_points(survey: Survey, _: Undecided) -> Iterator[Finding]:
    """Give the items whose points do not go from what they may to what they say."""
    card = survey.policy.card
    for k, item in enumerate(card.characteristics if card is not None else ()):
        found = survey.attainable(item.points)
        if not isinstance(found.values, NumberSet) or not found.values.intervals:
            continue
        where = f"scorecard.characteristics[{k}].max"
        lowest, highest = found.values.intervals[0], found.values.intervals[-1]
        if item.judged and lowest.low < 0:
            yield card_messages.below_zero(f"inputs.{item.points}.domain", item.label)
        said = shown(item.most), shown(highest.high)
        if highest.high > item.most:
            yield card_messages.beyond_most(where, item.label, *said)
        elif highest.high < item.most:
            # The set holds all that there may be, so that nobody gets more, exact or not.
            yield card_messages.unreachable_most(where, item.label, *said)
