"""Overlaps: two rules that one customer matches, where the table allows only one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from tierctl.checks import messages
from tierctl.checks.boxed_table import BoxedTable
from tierctl.checks.boxes import meet, meets
from tierctl.checks.finding import Finding
from tierctl.checks.shown import customer_text
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Topic, Undecided
from tierctl.policy.steps import HitPolicy

MOST = 20


def overlaps(survey: Survey, undecided: Undecided) -> Iterator[Finding]:
    """Give the overlaps of every table that its hit policy does not allow, conflicts first."""
    for table in survey.policy.tables:
        if table.hit_policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
            boxed = survey.table(table)
            if boxed is not None:
                yield from _of_table(survey, boxed, undecided)


def _of_table(survey: Survey, table: BoxedTable, undecided: Undecided) -> Iterator[Finding]:
    rules = table.table.rules
    conflicts: list[tuple[int, int]] = []
    repetitions: list[tuple[int, int]] = []
    for pair in combinations(table.rules, 2):
        first, second = pair
        differ = rules[first].results != rules[second].results
        if not differ and table.table.hit_policy is HitPolicy.ANY:
            continue
        if not meets(table.boxes[first], table.covers[second]):
            continue
        if table.certain(meet(table.boxes[first], table.boxes[second])):
            (conflicts if differ else repetitions).append(pair)
        else:
            undecided.add(table, Topic.OVERLAPS)
    pairs = [*conflicts, *repetitions]
    for pair in pairs[:MOST]:
        yield _finding(survey, table, pair, differ=pair in conflicts)
    if len(pairs) > MOST:
        yield messages.more_overlaps(table.where, table.title, str(MOST), str(len(pairs)))


def _finding(survey: Survey, table: BoxedTable, pair: tuple[int, int], *, differ: bool) -> Finding:
    first, second = (table.table.rules[n].id for n in pair)
    witness = table.witness(meet(*(table.boxes[n] for n in pair)))
    customer = customer_text(survey.policy, witness)
    worded = messages.conflict if differ else messages.repetition
    where = f"{table.where}.rules[{pair[1]}]"
    return replace(worded(where, table.title, first, second, customer), witness=witness)
