"""The value that one cell holds for an input; None where it holds none that can be used."""

from __future__ import annotations

from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import Dimension, Unit, parse_quantity, shifted, stored
from tierctl.model.table import Value
from tierctl.policy.policy import Input, InputType
from tierctl.tables.days import day_in


def value_in(cell: Cell, read: Input, unit: Unit) -> Value:
    """Return a cell's value for an input whose bare numbers count in a unit, in the base unit.

    A choice is still the text that stands there.
    """
    if read.type is InputType.NUMBER:
        return number_in(cell, unit)
    return day_in(cell) if read.type is InputType.DATE else _text_in(cell, read)


def number_in(cell: Cell, unit: Unit, *, in_yuan: bool = False) -> float | None:
    """Return a cell's number; with `in_yuan` it is one even where it is shown in dollars."""
    if cell.kind is Kind.NUMBER:
        if cell.percent and unit.dimension is not Dimension.RATIO:
            return None
        if cell.foreign and unit.dimension is Dimension.MONEY and not in_yuan:
            return None
        return stored(cell.text, 0 if cell.percent else unit.shift)
    if cell.kind is not Kind.TEXT:
        return None
    quantity = parse_quantity(cell.text, unit.dimension)
    if quantity is None:
        return None
    return shifted(quantity.digits, (quantity.unit or unit).shift)


def _text_in(cell: Cell, read: Input) -> str | None:
    if cell.kind is Kind.TEXT or (cell.kind is Kind.BOOLEAN and read.choices):
        return cell.text.strip()
    if cell.kind is not Kind.NUMBER:
        return None
    value = float(cell.text)
    return str(int(value)) if value == int(value) else repr(value)
