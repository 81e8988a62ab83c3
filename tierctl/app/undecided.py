"""Amounts whose unit is in doubt: 658.5 could be 元 or 万元, and every tier hangs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from statistics import median

from tierctl.model.quantity import TEN_THOUSAND_YUAN, YUAN, Dimension, Unit, shifted
from tierctl.model.table import BoundColumn, BoundTable, UnitSource, Value
from tierctl.policy.policy import Policy

# Half of the amounts below this many 元: they may well be 万元.
_SMALL = 100_000
# So far apart from the others, a few amounts say nothing about the unit of the many.
_APART = 100
_FEW = 0.2
# More than this share in one tier: the customers are not told apart.
_ALIKE = 0.9


Tiers = Sequence[Value]
"""The main tier of each customer; None for one that is ungraded."""
Grade = Callable[[BoundTable], Tiers]
"""Grade the customers of a table once more, as if their amounts were others."""


def undecided_money(
    policy: Policy, table: BoundTable, tiers: Tiers, grade: Grade
) -> tuple[BoundColumn, Unit] | None:
    """Return amounts that put everybody at one end of the tiers, and in the other unit would not.

    The other unit is one that the sheet states as well, or else 元 for 万元 and 万元 for 元.

    Without a unit in the sheet: in doubt where 万元 would move a customer, and would tell the
    customers apart or half of the amounts are below 100,000 元. Under a header or note of 万元: in
    doubt where 元 would move one in ten (a format may show 元 as 万元). Which end is the highest
    does not matter: rules may stand from small amounts up. Only positive amounts without a unit of
    their own count, and a few that are a hundred times beyond the others do not.
    """
    for column in table.columns.values():
        other = _other_unit(column)
        if other is None:
            continue
        again: Tiers | None = None
        bare = bare_amounts(column)
        for end in (policy.main_result.tiers[0].id, policy.main_result.tiers[-1].id):
            amounts = _at_end(bare, column, tiers, other, end)
            if not amounts:
                continue
            again = again or grade(in_unit(table, column, other))
            if _would_tell(policy, again, column, amounts, other, end):
                return column, other
    return None


def _other_unit(column: BoundColumn) -> Unit | None:
    """Return the unit that amounts may be in as well, or None where theirs is certain."""
    if column.unit.dimension is not Dimension.MONEY:
        return None
    if column.contradicted is not None:
        return column.contradicted
    if column.unit_source is UnitSource.POLICY and column.unit == YUAN:
        return TEN_THOUSAND_YUAN
    if column.unit_source in (UnitSource.HEADER, UnitSource.NOTE) and column.unit.shift > 0:
        return YUAN
    return None


def _at_end(
    bare: Sequence[tuple[int, float]], column: BoundColumn, tiers: Tiers, other: Unit, end: str
) -> Mapping[int, float]:
    """Return position → amount of the customers in the tier at an end; none where not all are."""
    smaller = other.shift < column.unit.shift
    outside = [value for position, value in bare if tiers[position] not in (end, None)]
    if len(outside) > max(1, _FEW * len(bare)):
        return {}
    inside = {position: value for position, value in bare if tiers[position] == end}
    if not outside:
        return inside
    few = len(outside) < len(inside)
    if smaller:
        apart = max(outside) * _APART <= min(inside.values(), default=0.0)
    else:
        apart = min(outside) >= _APART * max(inside.values(), default=0.0)
    return inside if few and apart else {}


def bare_amounts(column: BoundColumn) -> list[tuple[int, float]]:
    """Return position and value of the positive amounts without a unit of their own."""
    own = column.own_units
    return [
        (position, value)
        for position, value in enumerate(column.values)
        if isinstance(value, float) and value > 0 and not (own and position in own)
    ]


def _would_tell(
    policy: Policy,
    again: Tiers,
    column: BoundColumn,
    amounts: Mapping[int, float],
    other: Unit,
    end: str,
) -> bool:
    """Tell whether the other unit gives those at an end tiers that make more sense."""
    result = policy.main_result
    tiers = Counter(again[position] for position in amounts)
    opposite = next(t.id for t in (result.tiers[0], result.tiers[-1]) if t.id != end)
    if tiers[end] == len(amounts):
        return False
    if other.shift < column.unit.shift:
        return tiers[opposite] < _ALIKE * len(amounts)
    alike = max(tiers.values()) > _ALIKE * len(amounts)
    return not alike or median(amounts.values()) < _SMALL


def in_unit(table: BoundTable, column: BoundColumn, unit: Unit) -> BoundTable:
    """Return the table as if a column counted in another unit."""
    shift = unit.shift - column.unit.shift
    values: list[Value] = [
        shifted(repr(value), shift)
        if isinstance(value, float) and position not in column.own_units
        else value
        for position, value in enumerate(column.values)
    ]
    columns = {**table.columns, column.input: replace(column, values=values)}
    return replace(table, columns=columns)
