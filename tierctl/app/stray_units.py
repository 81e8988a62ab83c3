"""A few amounts in another unit than the rest: 658.5 among millions of 元 is surely 万元."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from tierctl.app.undecided import Grade, Tiers, bare_amounts, in_unit
from tierctl.model.quantity import TEN_THOUSAND_YUAN, YUAN, Dimension, Unit
from tierctl.model.table import BoundColumn, BoundTable

# So many times away from all the others, an amount is likelier in the other unit.
_AWAY = 1000
_FEWEST = 3
# In the other unit it must lie among the others, give or take an order of magnitude.
_NEAR = 10


def stray_units(
    table: BoundTable, tiers: Tiers, grade: Grade
) -> Iterator[tuple[BoundColumn, Unit, Sequence[int]]]:
    """Give the amounts that are in another unit than the rest: their column, that unit, positions.

    An amount is one where it is a thousand times away from all others, of which there are more (and
    at least three), and in the other unit would lie among them and give another tier.
    """
    for column in table.columns.values():
        other = _other(column)
        strays = _strays(table, column, other, tiers, grade) if other is not None else []
        if other is not None and strays:
            yield column, other, strays


def _other(column: BoundColumn) -> Unit | None:
    """Return the unit that a few amounts may be in: 万元 in a column of 元, 元 in one of 万元."""
    if column.unit.dimension is not Dimension.MONEY:
        return None
    return YUAN if column.unit.shift > 0 else TEN_THOUSAND_YUAN


def _strays(
    table: BoundTable, column: BoundColumn, other: Unit, tiers: Tiers, grade: Grade
) -> list[int]:
    bare = bare_amounts(column)
    if not _gaping([value for _, value in bare]):
        return []
    amounts = dict(bare)
    strays = _apart(amounts, smaller=other.shift > column.unit.shift)
    if not strays:
        return []
    moved = in_unit(table, column, other)
    values = moved.columns[column.input].values
    apart = set(strays)
    many = [value for position, value in amounts.items() if position not in apart]
    near = [
        position
        for position in strays
        if isinstance(value := values[position], float)
        and min(many) / _NEAR <= value <= max(many) * _NEAR
    ]
    again = grade(moved) if near else []
    return [p for p in near if tiers[p] is not None and tiers[p] != again[p]]


def _gaping(values: list[float]) -> bool:
    """Tell whether two neighbouring amounts are so far from one another."""
    values.sort()
    return any(high >= _AWAY * low for low, high in itertools.pairwise(values))


def _apart(amounts: Mapping[int, float], smaller: bool) -> list[int]:
    """Return the few amounts that are far below (or above) all the others; none where none are."""
    ordered = sorted(amounts, key=lambda position: amounts[position], reverse=not smaller)
    for few, (near, far) in enumerate(itertools.pairwise(ordered), start=1):
        many = len(ordered) - few
        if many < _FEWEST or few >= many:
            break
        low, high = sorted((amounts[near], amounts[far]))
        if high >= _AWAY * low:
            return ordered[:few]
    return []
