"""Several policies over one table: whose options and columns are whose, and what all have found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from tierctl.app.outcome import Outcome
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.policy.policy import Policy
from tierctl.tables.options import TableOptions
from tierctl.workbook.annotation import AnnotationColumn

_SEVERITIES = list(Severity)


def meant_for(
    policy: Policy, options: TableOptions, policies: Sequence[Policy]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the maps and units of the options without those for another policy's inputs."""
    if len(policies) == 1:
        return options.maps, options.units
    others = {name for other in policies for name in other.inputs} - policy.inputs.keys()
    maps = {column: name for column, name in options.maps.items() if name not in others}
    known = {header for read in policy.inputs.values() for header in read.headers}
    foreign = {h for other in policies for r in other.inputs.values() for h in r.headers} - known
    units = {name: unit for name, unit in options.units.items() if name not in foreign}
    return maps, units


def joined_rows(rows: Sequence[Sequence[int]]) -> Sequence[int]:
    """Return the rows that any policy takes for customers, ascending."""
    if all(other == rows[0] for other in rows[1:]):
        return rows[0]
    return sorted(set(chain.from_iterable(rows)))


def on_rows(column: AnnotationColumn, own: Sequence[int], rows: Sequence[int]) -> AnnotationColumn:
    """Return a column on all rows, with nothing on those that its policy did not read."""
    if own == rows:
        return column
    places = {row: position for position, row in enumerate(rows)}
    values: list[str | float | None] = [None] * len(rows)
    for row, value in zip(own, column.values, strict=True):
        values[places[row]] = value
    marked = {places[own[position]] for position in column.marked}
    return replace(column, values=values, marked=marked)


def found_in(outcomes: Sequence[Outcome], others: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return all findings, each once: errors first, then by their place in the sheet."""
    found = [*chain.from_iterable(outcome.policy.notes for outcome in outcomes), *others]
    for outcome in outcomes:
        found += outcome.table.diagnostics
        for decision in outcome.decisions.remarked():
            found += decision.problems
            found += decision.warnings
    return in_order(found if len(outcomes) == 1 else dict.fromkeys(found))


def in_order(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return findings with the errors first, then by their place in the sheet."""
    return sorted(
        found,
        key=lambda d: (
            _SEVERITIES.index(d.severity),
            (d.cell.row, d.cell.col) if d.cell else (-1, -1),
        ),
    )
