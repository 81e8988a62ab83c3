"""Which customers of a workbook sit in a policy's gaps and overlaps, and how much money it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from tierctl.app.decided import decided
from tierctl.app.read_customers import read_customers
from tierctl.engine.trace import trace
from tierctl.model.decision import Decision
from tierctl.model.table import BoundTable, Value
from tierctl.policy.policy import Policy
from tierctl.policy.steps import DecisionTable
from tierctl.tables.options import TableOptions

Kind = Literal["gap", "overlap", "gap-filled"]
_OPEN = ("no-rule", "several-rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCustomer:
    """A customer: its row (zero-indexed), who it is, and the values that the table read."""

    row: int
    id: Value
    name: Value
    values: dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRows:
    """The customers in the gaps of a table, in one overlap of its rules, or graded by one rule that
    only fills a gap. `total` is the sum of the policy's measure, None without one.
    """

    kind: Kind
    step: str
    rules: tuple[str, ...]
    customers: Sequence[FoundCustomer]
    total: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRows:
    """What a check has found among the customers of a workbook."""

    source: Path
    table: BoundTable
    found: Sequence[FoundRows]


def check_rows(source: Path, policy: Policy, options: TableOptions) -> CheckedRows:
    """Grade the customers and tell of those for whom no rule, or more than one, is meant.

    Raises what `classify` raises for the workbook.
    """
    table, decisions = decided(policy, read_customers(source, policy, options))
    groups: dict[tuple[Kind, str, tuple[str, ...]], list[tuple[int, DecisionTable]]] = {}
    steps = {step.name: step for step in policy.tables}
    for position, decision in enumerate(decisions):
        for kind, step, rules in _places(policy, table, position, decision):
            groups.setdefault((kind, step, rules), []).append((position, steps[step]))
    return CheckedRows(
        source=source,
        table=table,
        found=[
            FoundRows(
                kind=kind,
                step=step,
                rules=rules,
                customers=[_customer(table, position, read) for position, read in members],
                total=_total(policy, table, [position for position, _ in members]),
            )
            for (kind, step, rules), members in groups.items()
        ],
    )


def _places(
    policy: Policy, table: BoundTable, position: int, decision: Decision
) -> Iterator[tuple[Kind, str, tuple[str, ...]]]:
    if any(problem.code in _OPEN for problem in decision.problems):
        values = {name: column.values[position] for name, column in table.columns.items()}
        last = trace(policy, values)[-1]
        matched = tuple(traced.rule.id for traced in last.rules if traced.matched)
        yield ("overlap", last.step.name, matched) if matched else ("gap", last.step.name, ())
        return
    filling = {(t.name, r.id) for t in policy.tables for r in t.rules if r.fills_gap}
    for match in decision.matches:
        if match.rule is not None and (match.step, match.rule) in filling:
            yield "gap-filled", match.step, (match.rule,)


def _customer(table: BoundTable, position: int, read: DecisionTable) -> FoundCustomer:
    return FoundCustomer(
        row=table.rows[position],
        id=table.value("customer_id", position),
        name=table.value("customer_name", position),
        values={name: table.value(name, position) for name in read.names if name in table.columns},
    )


def _total(policy: Policy, table: BoundTable, positions: Sequence[int]) -> float | None:
    measure = table.columns.get(policy.measure or "")
    if measure is None:
        return None
    values = (measure.values[position] for position in positions)
    return float(sum((Decimal(repr(v)) for v in values if isinstance(v, float)), Decimal(0)))
