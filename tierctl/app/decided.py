"""The decisions of a policy on a sheet's customers, after the doubts that only tiers can tell."""

from __future__ import annotations

from dataclasses import replace

from tierctl.app import messages
from tierctl.app.strange_texts import strange_texts
from tierctl.app.stray_units import stray_units
from tierctl.app.undecided import Tiers, undecided_money
from tierctl.engine.decide import decide
from tierctl.model.address import CellRef
from tierctl.model.decision import Decisions
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.table import BoundTable, UnitSource
from tierctl.policy.policy import Policy


def decided(policy: Policy, table: BoundTable) -> tuple[BoundTable, Decisions]:
    """Return the table with its last doubts, and a decision for each customer.

    An amount in another unit than the rest leaves its customer in doubt where the unit was assumed,
    and is warned of where the sheet or the user gives it. Raises InputRefused where the unit of all
    amounts is in doubt.
    """
    decisions = decide(policy, table)
    refuse_undecided_money(policy, table, decisions)
    doubted = _doubted(policy, table, decisions)
    if doubted.doubts.keys() != table.doubts.keys():
        decisions = decide(policy, doubted)
    told = [*doubted.diagnostics, *strange_texts(policy, doubted)]
    return replace(doubted, diagnostics=told), decisions


def refuse_undecided_money(policy: Policy, table: BoundTable, decisions: Decisions) -> None:
    """Refuse amounts that may well be in another unit. Raises InputRefused."""
    found = undecided_money(policy, table, _tiers(policy, decisions), lambda t: _graded(policy, t))
    if found is not None:
        column, other = found
        raise messages.undecided_money(
            policy.inputs[column.input].label,
            " ".join(column.header.split()),
            (column.unit.symbol, other.symbol),
            CellRef(table.sheet, table.header_row, column.col),
            policy.inputs[column.input].spoken,
        )


def _doubted(policy: Policy, table: BoundTable, decisions: Decisions) -> BoundTable:
    doubts = dict(table.doubts)
    warnings: list[Diagnostic] = []
    tiers = _tiers(policy, decisions)
    for column, other, positions in stray_units(table, tiers, lambda t: _graded(policy, t)):
        assumed = column.unit_source is UnitSource.POLICY
        for position in positions:
            found = messages.stray_unit(
                policy.inputs[column.input].label,
                (column.unit.symbol, other.symbol),
                CellRef(table.sheet, table.rows[position], column.col),
                policy.inputs[column.input].spoken,
                assumed=assumed,
            )
            if assumed:
                doubts.setdefault(position, found)
            else:
                warnings.append(found)
    return replace(table, doubts=doubts, diagnostics=[*table.diagnostics, *warnings])


def _graded(policy: Policy, table: BoundTable) -> Tiers:
    return _tiers(policy, decide(policy, table))


def _tiers(policy: Policy, decisions: Decisions) -> Tiers:
    return decisions.values(policy.main_result.name)
