"""Gaps: customers whom no rule of a table takes.

Whose value is blank is none where it is said what a blank gets: by an item of a scorecard, say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from tierctl.checks import card_messages, messages
from tierctl.checks.boxed_table import BoxedTable
from tierctl.checks.boxes import Box, OutOfBudget
from tierctl.checks.finding import Finding
from tierctl.checks.shown import customer_text, region_text
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Topic, Undecided

MOST = 20
_MOST_UNCERTAIN = 200


@dataclass(slots=True)
class _Found:
    """Gaps that certainly have a customer, and whether there may be others."""

    boxes: list[tuple[BoxedTable, Box]] = field(default_factory=list)
    vague: bool = False
    exhausted: bool = False


def gaps(survey: Survey, undecided: Undecided) -> Iterator[Finding]:
    """Give the gaps of every table; a count of none is no match, and no gap."""
    for table in survey.tables:
        if not table.has_default and not table.counts:
            yield from _of_table(survey, table, undecided)


def _of_table(survey: Survey, table: BoxedTable, undecided: Undecided) -> Iterator[Finding]:
    found = _look(survey, table)
    if found.vague and (parts := survey.parts(table.names)):
        found = _of_parts(parts, table)
    if found.vague or found.exhausted:
        undecided.add(table, Topic.GAPS, exhausted=found.exhausted)
    listed = sorted(found.boxes[:MOST], key=lambda at: tuple(cells & -cells for cells in at[1]))
    for part, box in listed:
        yield _finding(survey, part, box)
    if len(found.boxes) > MOST:
        yield messages.more_gaps(table.where, table.title, str(MOST))


def _look(survey: Survey, table: BoxedTable) -> _Found:
    found = _Found()
    blanks = table.blank(survey.blanks(table))
    try:
        for box in islice(table.untaken(blanks), _MOST_UNCERTAIN):
            if table.certain(box):
                found.boxes.append((table, box))
            else:
                found.vague = True
            if len(found.boxes) > MOST:
                break
    except OutOfBudget:
        found.exhausted = True
    return found


def _of_parts(parts: list[Survey], table: BoxedTable) -> _Found:
    """Look at every part of the customers by itself; a gap that several have is told once."""
    found, seen = _Found(), set()
    for part in parts:
        boxed = part.table(table.table)
        if boxed is None:
            found.vague = True
            continue
        one = _look(part, boxed)
        found.vague |= one.vague
        found.exhausted |= one.exhausted
        for _, box in one.boxes:
            region = str(region_text(part.policy, boxed.region(box)))
            if region not in seen:
                seen.add(region)
                found.boxes.append((boxed, box))
    return found


def _finding(survey: Survey, table: BoxedTable, box: Box) -> Finding:
    policy, step = survey.policy, table.title
    witness = table.witness(box)
    customer = customer_text(policy, witness)
    if table.single(box):
        finding = messages.gap_at(table.where, step, customer)
    else:
        region = region_text(policy, table.region(box))
        finding = messages.gap(table.where, step, region, customer)
    hint = finding.hint
    if policy.card is not None and policy.card.title(table.table.name) is not None:
        graded = table.table.name == policy.card.grades
        hint = card_messages.ADD_GRADE if graded else card_messages.ADD_RUNG
    return replace(finding, witness=witness, hint=hint)
