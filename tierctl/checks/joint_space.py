"""All that two policies may read, as boxes: no condition of either divides a cell of an axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tierctl.checks.attainable import Attainable
from tierctl.checks.axes import axis
from tierctl.checks.boxes import Box, Cover, cover
from tierctl.model.table import Value
from tierctl.policy.sets import NumberSet, ValueSet
from tierctl.policy.text_sets import TextSet


class JointSpace:
    """An axis for each name, with the values `read` and cut by `conditions`.

    Raises TooComplex where texts are too entangled.
    """

    def __init__(
        self, read: Mapping[str, Attainable], conditions: Mapping[str, Sequence[ValueSet]]
    ) -> None:
        self.names = list(read)
        self._axes = {name: axis(a, conditions.get(name, ())) for name, a in read.items()}
        self.full: Box = tuple(one.full for one in self._axes.values())

    def cover(self, conditions: Mapping[str, ValueSet]) -> Cover:
        """Return where all conditions hold; on what is no axis there must be none."""
        box = tuple(
            one.cells(conditions[name]) if name in conditions else one.full
            for name, one in self._axes.items()
        )
        return cover(box, self.full)

    def region(self, box: Box) -> dict[str, ValueSet]:
        """Return what a box restricts, as conditions. Raises TooComplex."""
        return {
            name: one.values(cells)
            for (name, one), cells in zip(self._axes.items(), box, strict=True)
            if cells != one.full
        }

    def customer(self, box: Box) -> dict[str, Value]:
        """Return the values of a customer in a box."""
        return {n: one.pick(c) for (n, one), c in zip(self._axes.items(), box, strict=True)}


def either(a: Attainable | None, b: Attainable | None) -> Attainable:
    """Return what a value may be in one policy or the other. Raises TooComplex."""
    if a is None or b is None:
        found = a or b
        assert found is not None
        return found
    if isinstance(a.values, NumberSet) and isinstance(b.values, NumberSet):
        values: ValueSet = a.values.union(b.values)
    else:
        assert isinstance(a.values, TextSet)
        assert isinstance(b.values, TextSet)
        values = a.values.union(b.values)
    return replace(
        a,
        values=values,
        exact=a.exact and b.exact,
        depends=a.depends | b.depends,
        decimals=a.decimals if a.decimals == b.decimals else None,
    )
