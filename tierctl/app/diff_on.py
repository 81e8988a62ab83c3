"""The customers of a workbook by two policies: who moves, from which tier to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tierctl.app.decided import decided
from tierctl.app.read_customers import own_set_aside
from tierctl.app.stages import Report, Stage, unheard
from tierctl.app.summary import exact_sum
from tierctl.model.address import CellRef
from tierctl.model.decision import Decisions, Status
from tierctl.model.table import BoundTable, Value
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.alignment import Aligned
from tierctl.policy.policy import Input, Policy
from tierctl.tables.bind import input_named
from tierctl.tables.options import TableOptions
from tierctl.tables.read import read_table

Standing = str | Status
"""A tier's id, or why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A customer whose tier is another one: its row, and the cell that the rules read first."""

    row: int
    cell: CellRef
    code: Value
    name: Value
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """All customers by what they were and what they are; `sums` are of the measure.

    A place in `counts` and `sums` is `before`'s place, then `after`'s. `unmatched` are rows that
    only one of the policies takes for customers.
    """

    source: Path
    sheet: str
    customers: int
    moved: Sequence[Moved]
    before: Sequence[Standing]
    after: Sequence[Standing]
    counts: Sequence[Sequence[int]]
    measure: Input | None
    sums: Sequence[Sequence[float]]
    unmatched: int


def standings(
    source: Path, pair: Aligned, options: TableOptions, report: Report = unheard
) -> Standings:
    """Grade a workbook by both policies. Raises what `classify` raises for the workbook."""
    report(Stage.READING)
    maps = {column: input_named(pair.both, name) for column, name in options.maps.items()}
    workbook = WorkbookFile(source)
    try:
        known = own_set_aside(workbook, replace(options, maps=maps))
        tables = [read_table(workbook, p, _for(pair, p, known)) for p in (pair.a, pair.b)]
    finally:
        workbook.close()
    report(Stage.DECIDING)
    first, second = (decided(p, t) for p, t in zip((pair.a, pair.b), tables, strict=True))
    return _compared(source, pair, first, second)


def _for(pair: Aligned, policy: Policy, options: TableOptions) -> TableOptions:
    """Return the options without what they say of the other policy's inputs alone."""
    return replace(
        options,
        maps={column: name for column, name in options.maps.items() if name in policy.inputs},
        units={
            column: unit
            for column, unit in options.units.items()
            if column in policy.inputs or column not in pair.both.inputs
        },
    )


def _compared(
    source: Path,
    pair: Aligned,
    first: tuple[BoundTable, Decisions],
    second: tuple[BoundTable, Decisions],
) -> Standings:
    (table, one), (other_table, other) = first, second
    result = pair.a.main_result.name
    before = _standings(one, result)
    after = dict(zip(other_table.rows, _standings(other, result), strict=True))
    if table.sheet != other_table.sheet:
        after = {}
    measure = pair.a.inputs.get(pair.a.measure or "")
    amounts = table.columns.get(pair.a.measure or "")
    moved = []
    groups: dict[tuple[Standing, Standing], list[float]] = {}
    counts: dict[tuple[Standing, Standing], int] = {}
    for position, row in enumerate(table.rows):
        if row not in after:
            continue
        how = before[position], after[row]
        counts[how] = counts.get(how, 0) + 1
        amount = amounts.values[position] if amounts is not None else None
        groups.setdefault(how, []).extend([amount] if isinstance(amount, float) else [])
        if how[0] != how[1]:
            moved.append(_moved(pair, table, position, how))
    scales = [_scale(pair.a, before), _scale(pair.b, list(after.values()))]
    return Standings(
        source=source,
        sheet=table.sheet,
        customers=sum(counts.values()),
        moved=moved,
        before=scales[0],
        after=scales[1],
        counts=[[counts.get((a, b), 0) for b in scales[1]] for a in scales[0]],
        measure=measure if amounts is not None else None,
        sums=[[float(exact_sum(groups.get((a, b), ()))) for b in scales[1]] for a in scales[0]],
        unmatched=len({*table.rows} ^ {*after}),
    )


def _standings(decisions: Decisions, result: str) -> list[Standing]:
    return [
        value if isinstance(value, str) else decisions[position].status
        for position, value in enumerate(decisions.values(result))
    ]


def _scale(policy: Policy, found: Sequence[Standing]) -> list[Standing]:
    """Return the tiers from the highest down, then why customers have none."""
    tiers: list[Standing] = [tier.id for tier in reversed(policy.main_result.tiers)]
    return [*tiers, *(s for s in (Status.UNGRADED, Status.NOT_APPLICABLE) if s in found)]


def _moved(
    pair: Aligned, table: BoundTable, position: int, how: tuple[Standing, Standing]
) -> Moved:
    read = [n for p in (pair.a, pair.b) for step in p.steps for n in step.names]
    col = next((table.columns[name].col for name in read if name in table.columns), table.first_col)
    row = table.rows[position]
    return Moved(
        row=row,
        cell=CellRef(table.sheet, row, col),
        code=table.value("customer_id", position),
        name=table.value("customer_name", position),
        before=how[0],
        after=how[1],
    )
