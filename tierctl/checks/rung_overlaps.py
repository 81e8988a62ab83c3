"""Rungs of a scorecard that overlap: both take a customer, and neither is within the other.

Of a ladder written as ≥24, ≥12, ≥2 each rung lies within the next, and of two that share nothing
but a bound `shared_bounds` tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from tierctl.checks import card_messages
from tierctl.checks.boxed_table import BoxedTable
from tierctl.checks.boxes import meet
from tierctl.checks.finding import Finding
from tierctl.checks.shared_bounds import meet_in_a_bound
from tierctl.checks.shown import customer_text
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Undecided
from tierctl.model.quantity import shown
from tierctl.policy.card import Characteristic


def rung_overlaps(survey: Survey, _: Undecided) -> Iterator[Finding]:
    """Give the pairs of rungs with other points of which order chooses one."""
    card = survey.policy.card
    for table in survey.tables if card is not None else ():
        assert card is not None
        item = card.item(table.table.name)
        if item is not None:
            yield from _of_item(survey, table, item)


def _of_item(survey: Survey, table: BoxedTable, item: Characteristic) -> Iterator[Finding]:
    rules = table.table.rules
    written = [n for n in table.rules if rules[n].id in item.rungs]
    for first, second in combinations(written, 2):
        rungs = item.rungs[rules[first].id], item.rungs[rules[second].id]
        common = meet(table.boxes[first], table.boxes[second])
        nested = common in (table.boxes[first], table.boxes[second])
        if rungs[0].points == rungs[1].points or nested or not all(common):
            continue
        if not table.certain(common) or any(
            meet_in_a_bound(table, axis, table.boxes[first], table.boxes[second])
            for axis in range(len(table.names))
        ):
            continue
        witness = table.witness(common)
        found = card_messages.rung_overlap(
            f"{table.where}.rules[{second}]",
            item.label,
            rules[first].id,
            rules[second].id,
            (shown(rungs[0].points), shown(rungs[1].points)),
            customer_text(survey.policy, witness),
        )
        yield replace(found, witness=witness)
