"""Shared bounds: two rules of a table in order that both take just the bound between them.

In a ladder a rung lies within the next one; two rules that meet in a single value, such as 半年内
and 至少半年后, are claimed by both words, and only the order decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from tierctl.checks import messages
from tierctl.checks.boxed_table import BoxedTable
from tierctl.checks.boxes import Box, meet
from tierctl.checks.finding import Finding
from tierctl.checks.shown import condition_text
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Undecided
from tierctl.model.table import Value
from tierctl.policy.sets import DateSet, NumberSet
from tierctl.policy.steps import HitPolicy


def shared_bounds(survey: Survey, _: Undecided) -> Iterator[Finding]:
    """Give the bounds that two rules of different results share, where the first one takes it."""
    for table in survey.policy.tables:
        boxed = survey.table(table) if table.hit_policy is HitPolicy.FIRST else None
        if boxed is not None:
            yield from _of_table(survey, boxed)


def _of_table(survey: Survey, table: BoxedTable) -> Iterator[Finding]:
    rules = table.table.rules
    for first, second in combinations(table.rules, 2):
        if table.table.deciding(rules[first]) == table.table.deciding(rules[second]):
            continue
        common = meet(table.boxes[first], table.boxes[second])
        if not all(common):
            continue
        for axis, name in enumerate(table.names):
            if meet_in_a_bound(table, axis, table.boxes[first], table.boxes[second]):
                values = table.axes[axis].values(common[axis])
                witness: dict[str, Value] = table.witness(common)
                found = messages.shared_bound(
                    f"{table.where}.rules[{second}]",
                    table.title,
                    rules[first].id,
                    rules[second].id,
                    condition_text(survey.policy, name, values),
                )
                yield replace(found, witness=witness)


def meet_in_a_bound(table: BoxedTable, axis: int, first: Box, second: Box) -> bool:
    """Tell whether two rules that allow more have one number in common."""
    common = first[axis] & second[axis]
    if common in (first[axis], second[axis]):
        return False
    values = table.axes[axis].values(common)
    if not isinstance(values, NumberSet) or values.blank:
        return False
    parts = values.days if isinstance(values, DateSet) else values.intervals
    return len(parts) == 1 and parts[0].low == parts[0].high
