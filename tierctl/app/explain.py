"""Why one customer of a workbook has its tier, and how far the other tiers are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tierctl.app import messages
from tierctl.app.decided import decided
from tierctl.app.read_customers import read_customers
from tierctl.app.stages import Report, Stage, unheard
from tierctl.engine.card_reading import CardReader, CardReading
from tierctl.engine.gaps import Gap, Gaps
from tierctl.engine.trace import StepTrace, trace
from tierctl.engine.way_up import WaysUp, WayUp
from tierctl.model.address import CellRef
from tierctl.model.decision import Decision, Status
from tierctl.model.quantity import half_width
from tierctl.model.table import BoundColumn, BoundTable, Value
from tierctl.policy.policy import Policy
from tierctl.tables.options import TableOptions

_IDENTITY = ("customer_id", "customer_name")
_FROM_STEPS = ("no-rule", "several-rules", "undefined-value")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRead:
    """A value that the policy reads, and the cell that it stands in."""

    name: str
    value: Value
    cell: CellRef
    usable: bool
    """Whether the cell is blank or has a value, not something that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCard:
    """A scorecard as it is for one customer, with the cheapest way up one grade."""

    reader: CardReader
    values: Mapping[str, Value]
    """What it reads, by input."""
    reading: CardReading
    way: WayUp | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One customer: what was read, the decision, the way to it, and the gaps to other tiers.

    `steps` and `gaps` are empty for a customer who is ungraded because of a cell or of its row.
    """

    source: Path
    policy: Policy
    table: BoundTable
    row: int
    values: Sequence[ValueRead]
    decision: Decision
    steps: Sequence[StepTrace]
    gaps: Sequence[Gap]
    card: CustomerCard | None = None
    """The customer's card, where the policy is one and applies."""


def explain(
    source: Path, code: str, policy: Policy, options: TableOptions, report: Report = unheard
) -> Explained:
    """Explain the customer with a code or a name.

    Raises what `classify` raises for the workbook, and UsageRefused where no customer, or more
    than one, bears the code.
    """
    report(Stage.READING)
    table = read_customers(source, policy, options)
    report(Stage.DECIDING)
    table, decisions = decided(policy, table)
    position = _position(table, code)
    decision = decisions[position]
    row = table.rows[position]
    values = [_read(table, column, position) for column in table.columns.values()]
    ran = all(problem.code in _FROM_STEPS for problem in decision.problems)
    steps = trace(policy, {v.name: v.value for v in values}) if ran else []
    return Explained(
        source=source,
        policy=policy,
        table=table,
        row=row,
        values=values,
        decision=decision,
        steps=steps,
        gaps=Gaps(policy).of(steps),
        card=_card(policy, {v.name: v.value for v in values}, decision),
    )


def _card(policy: Policy, values: Mapping[str, Value], decision: Decision) -> CustomerCard | None:
    if policy.card is None or decision.status is Status.NOT_APPLICABLE:
        return None
    reader = CardReader(policy)
    reading = reader.read(values)
    grade = decision.results.get(policy.card.grade)
    way = WaysUp(policy, reader).of(reading, values, str(grade)) if grade is not None else None
    return CustomerCard(reader=reader, values=values, reading=reading, way=way)


def _read(table: BoundTable, column: BoundColumn, position: int) -> ValueRead:
    problem = column.problems.get(position)
    return ValueRead(
        name=column.input,
        value=column.values[position],
        cell=CellRef(table.sheet, table.rows[position], column.col),
        usable=problem is None or problem.code == "missing-value",
    )


def _position(table: BoundTable, code: str) -> int:
    """Return the customer with a code, or else with a name. Raises UsageRefused."""
    wanted = _plain(code)
    names: list[str] = []
    for input in _IDENTITY:
        column = table.columns.get(input)
        if column is None:
            continue
        shown = [str(value) if value is not None else "" for value in column.values]
        found = [position for position, text in enumerate(shown) if _plain(text) == wanted]
        if len(found) > 1:
            cells = [CellRef(table.sheet, table.rows[position], column.col) for position in found]
            raise messages.several_customers(code, cells)
        if found:
            return found[0]
        names += shown
    close = get_close_matches(code, names, n=1)
    raise messages.no_customer(code, table.sheet, close[0] if close else None)


def _plain(text: str) -> str:
    return "".join(half_width(text).casefold().split())
