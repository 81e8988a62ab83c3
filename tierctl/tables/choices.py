"""Columns of choices: each text as the id of the choice that it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.table import BoundColumn, Value, ValueColumn
from tierctl.model.text import Text
from tierctl.policy.policy import Input


def chosen(read: Input, column: BoundColumn, sheet: str, rows: Sequence[int]) -> BoundColumn:
    """Return a column with ids for texts; a text that means no choice is a problem of its cell."""
    if not read.choices:
        return column
    different = {str(value) for value in _different(column.values) if value is not None}
    named = {text: read.choice(text) for text in different}
    ids = {text: choice.id if choice else None for text, choice in named.items()}
    unknown = {text for text, id in ids.items() if id is None}
    problems = dict(column.problems)
    for position in _places(column.values, unknown) if unknown else ():
        at = CellRef(sheet, rows[position], column.col)
        problems[position] = no_choice(read, str(column.values[position]), at)
    return replace(column, values=_renamed(column.values, ids), problems=problems)


def _different(values: Sequence[Value]) -> Iterable[Value]:
    return values.held.unique().to_list() if isinstance(values, ValueColumn) else set(values)


def _places(values: Sequence[Value], texts: set[str]) -> Iterable[int]:
    if isinstance(values, ValueColumn):
        found: list[int] = values.held.is_in(list(texts)).arg_true().to_list()
        return found
    return [position for position, value in enumerate(values) if value in texts]


def _renamed(values: Sequence[Value], ids: dict[str, str | None]) -> Sequence[Value]:
    if not isinstance(values, ValueColumn):
        return [ids[str(value)] if value is not None else None for value in values]
    import polars as pl

    new = values.held.replace_strict(
        list(ids), pl.Series(list(ids.values()), dtype=pl.String), default=None
    )
    return ValueColumn(new)


def no_choice(read: Input, text: str, at: CellRef | None) -> Diagnostic:
    """Report a text that means none of an input's choices."""
    names = {name: choice for choice in read.choices for name in choice.names}
    close = get_close_matches(text, names, n=1)
    zh, en = "请改成其中之一。", "Write one of these."
    if close:
        meant = names[close[0]].label
        zh, en = f"您要写的是 {meant.zh} 吗？", f"Did you mean {meant.en}?"
    listed = [choice.label for choice in read.choices]
    return Diagnostic(
        code="no-choice",
        severity=Severity.ERROR,
        message=Text(
            f"{read.label.zh} {text} 不在可选值内（{'、'.join(t.zh for t in listed)}）",
            f"{read.label.en} {text} is none of: {', '.join(t.en for t in listed)}",
        ),
        cell=at,
        hint=Text(zh, en),
    )
