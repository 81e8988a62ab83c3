"""Amounts of a frame whose unit is in doubt: told as those of a sheet are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tierctl.app import frame_messages, messages
from tierctl.app.stray_units import stray_units
from tierctl.app.undecided import undecided_money
from tierctl.engine.frame_decisions import FrameDecisions, bound_cells, tiers_of
from tierctl.engine.frames import FrameCells
from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import Dimension
from tierctl.model.table import BoundTable, UnitSource, Value
from tierctl.policy.policy import Policy

Problems = Mapping[str, Mapping[int, Diagnostic]]
"""Input → row → what is wrong with its cell."""


def unit_doubts(
    policy: Policy, cells: Sequence[FrameCells], height: int, decisions: FrameDecisions
) -> Problems:
    """Return the amounts that are in another unit than the rest, where nothing states the unit.

    Raises InputRefused where the unit of all amounts is in doubt.
    """
    if all(cell.column.unit.dimension is not Dimension.MONEY for cell in cells):
        return {}

    def grade(other: BoundTable) -> list[Value]:
        return tiers_of(policy, other)

    table, tiers = bound_cells(cells, height), decisions.tiers
    undecided = undecided_money(policy, table, tiers, grade)
    if undecided is not None:
        column, other = undecided
        read = policy.inputs[column.input]
        raise frame_messages.undecided_money(
            read, column.header, (column.unit.symbol, other.symbol)
        )
    doubts = {}
    for column, other, rows in stray_units(table, tiers, grade):
        if column.unit_source is UnitSource.POLICY:
            label = policy.inputs[column.input].label
            units = column.unit.symbol, other.symbol
            found = messages.stray_unit(label, units, CellRef("", 0, 0), column.input, assumed=True)
            doubts[column.input] = dict.fromkeys(rows, replace(found, cell=None))
    return doubts
