"""Texts that only the rules have beside those that only the customers have: 媒体/律师 and 媒体."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.app import messages
from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import half_width
from tierctl.model.table import BoundColumn, BoundTable
from tierctl.policy import patterns
from tierctl.policy.patterns import ANYTHING
from tierctl.policy.policy import Policy
from tierctl.policy.text_sets import TextSet

_MOST = 20_000
"""Pairs of texts to hold against one another; with more, the texts are no few categories."""


def strange_texts(policy: Policy, table: BoundTable) -> Iterator[Diagnostic]:
    """Give the first customer of every text that no rule names, while one that only a rule names
    has it in it, or it that one. With a default rule nothing else would tell that they differ.
    """
    for name, column in table.columns.items():
        if policy.inputs[name].choices:
            continue
        sets = [
            values
            for step in policy.tables
            for rule in step.rules
            if isinstance(values := rule.conditions.get(name), TextSet)
        ]
        if sets:
            yield from _strange(policy, table, column, sets)


def _strange(
    policy: Policy, table: BoundTable, column: BoundColumn, sets: list[TextSet]
) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    for position, value in enumerate(column.values):
        if isinstance(value, str):
            first.setdefault(value, position)
    named = {text for values in sets for text in values.exceptions}
    alone = sorted(named - first.keys())
    if len(alone) * len(first) > _MOST:
        return
    contained = [values.pattern for values in sets if values.pattern != ANYTHING]
    for value, position in first.items():
        if value in named or any(patterns.holds(pattern, value) for pattern in contained):
            continue
        near = next((text for text in alone if _alike(text, value)), None)
        if near is not None:
            at = CellRef(table.sheet, table.rows[position], column.col)
            yield messages.strange_text(policy.inputs[column.input].label, value, near, at)


def _alike(a: str, b: str) -> bool:
    one, other = ("".join(half_width(text).casefold().split()) for text in (a, b))
    return one in other or other in one
