"""Cases as customers of a table: each cell read as a cell of a sheet is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.table import BoundColumn, BoundTable, UnitSource, Value
from tierctl.policy.cases import Case
from tierctl.policy.policy import Input, Policy
from tierctl.tables.cell_values import value_in
from tierctl.tables.choices import chosen
from tierctl.tables.diagnostics import missing, unusable


def case_table(policy: Policy, cases: Sequence[Case]) -> BoundTable:
    """Return cases as customers, with a column for every input of the policy."""
    return BoundTable(
        sheet="",
        header_rows=(0, 0),
        rows=range(1, len(cases) + 1),
        columns={
            name: _column(read, col, cases)
            for col, (name, read) in enumerate(policy.inputs.items())
        },
        result_columns={},
        own_columns={},
        skipped={},
        hidden_rows=0,
        last_row=len(cases),
        first_col=0,
        last_col=len(policy.inputs) - 1,
        used_last_col=len(policy.inputs) - 1,
        chinese=True,
    )


def _column(read: Input, col: int, cases: Sequence[Case]) -> BoundColumn:
    values: list[Value] = []
    problems: dict[int, Diagnostic] = {}
    for position, case in enumerate(cases):
        cell, at = case.cells.get(read.name), CellRef("", position + 1, col)
        value = None
        if cell is not None and not cell.blank:
            value = value_in(cell, read, read.unit)
            if value is None:
                problems[position] = unusable(read.label, read.counted_in, cell, at)
        elif read.needs_value:
            problems[position] = missing(read.label, at)
        values.append(value)
    column = BoundColumn(
        input=read.name,
        col=col,
        header=read.label.zh,
        unit=read.unit,
        unit_source=UnitSource.POLICY,
        values=values,
        problems=problems,
    )
    return chosen(read, column, "", range(1, len(cases) + 1))


def without_cells(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics without the addresses of a sheet that there is not."""
    return tuple(replace(diagnostic, cell=None) for diagnostic in found)
