"""Which columns of a frame hold a policy's inputs, and in which unit: told by their names alone."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.app import frame_messages as messages
from tierctl.engine.frames import FrameColumn
from tierctl.model.counts import header_count
from tierctl.model.currency import foreign_currency
from tierctl.model.header_text import header_unit, name_of
from tierctl.model.quantity import Dimension
from tierctl.policy.policy import Input, InputType, Policy
from tierctl.tables.bind import aliases_of, targets, unsure
from tierctl.tables.headers import unclear_unit


def bind_columns(policy: Policy, names: Sequence[str]) -> list[FrameColumn]:
    """Return the column of every input that may decide, as the headers of a sheet are bound.

    Raises InputRefused where a required input has no column, an input has several, or the unit
    that a name gives is not known.
    """
    found = _candidates(policy, names)
    read = policy.read | policy.sources
    bound = []
    for name, given in policy.inputs.items():
        columns = found.get(name, [])
        if not (given.required or name in read or given.domain):
            continue
        if len(columns) > 1 and not given.required:
            columns = _labelled(given, columns) or columns
        if len(columns) > 1:
            raise messages.two_columns(given, columns)
        if columns:
            bound.append(_column(given, columns[0]))
        elif given.required and not given.given_by(found):
            raise messages.missing_column(given, names)
    return bound


def _candidates(policy: Policy, names: Sequence[str]) -> dict[str, list[str]]:
    aliases = aliases_of(policy)
    found: dict[str, list[str]] = {}
    for column in names:
        for kind, name in targets([column], aliases)[0]:
            if kind != "input":
                continue
            read = policy.inputs[name]
            if read.type is InputType.TEXT or not unsure(column, read):
                found.setdefault(name, []).append(column)
    return found


def _labelled(read: Input, columns: Sequence[str]) -> list[str]:
    """Return the one column that bears an input's own label, if one does."""
    names = {name_of(read.label.zh), name_of(read.label.en)}
    labelled = [column for column in columns if name_of(column) in names]
    return labelled if len(labelled) == 1 else []


def _column(read: Input, name: str) -> FrameColumn:
    unit = None
    if read.type is InputType.NUMBER:
        if read.unit.dimension is Dimension.MONEY and foreign_currency(name):
            raise messages.foreign_unit(read, name)
        if read.unit.dimension is Dimension.MONEY and unclear_unit(name):
            raise messages.unclear_unit(read, name)
        unit = header_unit(name, read.unit.dimension)
        if read.unit.dimension is Dimension.PLAIN:
            counted, other = header_count(name, read.unit)
            if other is not None:
                raise messages.other_count(read, name)
            unit = unit or counted
    return FrameColumn(read=read, name=name, unit=unit or read.unit, assumed=unit is None)
