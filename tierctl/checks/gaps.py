"""Gaps: customers whom no rule of a table takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from tierctl.checks import messages
from tierctl.checks.boxed_table import BoxedTable
from tierctl.checks.boxes import Box, OutOfBudget
from tierctl.checks.finding import Finding
from tierctl.checks.shown import customer_text, region_text
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Topic, Undecided

MOST = 20
_MOST_UNCERTAIN = 200


def gaps(survey: Survey, undecided: Undecided) -> Iterator[Finding]:
    """Give the gaps of every table; a count of none is no match, and no gap."""
    for table in survey.tables:
        if not table.has_default and not table.counts:
            yield from _of_table(survey, table, undecided)


def _of_table(survey: Survey, table: BoxedTable, undecided: Undecided) -> Iterator[Finding]:
    found: list[Box] = []
    try:
        for box in islice(table.untaken(), _MOST_UNCERTAIN):
            if table.certain(box):
                found.append(box)
            else:
                undecided.add(table, Topic.GAPS)
            if len(found) > MOST:
                break
    except OutOfBudget:
        undecided.add(table, Topic.GAPS, exhausted=True)
    listed = sorted(found[:MOST], key=lambda box: tuple(cells & -cells for cells in box))
    for box in listed:
        yield _finding(survey, table, box)
    if len(found) > MOST:
        yield messages.more_gaps(table.where, table.table.name, str(MOST))


def _finding(survey: Survey, table: BoxedTable, box: Box) -> Finding:
    policy, step = survey.policy, table.table.name
    witness = table.witness(box)
    customer = customer_text(policy, witness)
    if table.single(box):
        finding = messages.gap_at(table.where, step, customer)
    else:
        region = region_text(policy, table.region(box))
        finding = messages.gap(table.where, step, region, customer)
    return replace(finding, witness=witness)
