"""Boxes: for every axis a set of its cells, as the bits of a number; what some leave uncovered.

Whether boxes cover another one is as hard as any puzzle, so that all work has a budget. Regions are
cut only where a cover cuts them, and the cover that cuts least comes first: one that cuts once
leaves one piece and no choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

Box = tuple[int, ...]
"""The cells of each axis; empty where one has none."""
Cover = tuple[tuple[int, int], ...]
"""The same box, axes that it does not restrict left out: axis and cells."""


class OutOfBudget(Exception):
    """The work allowed is done, and the answer is still unknown."""


class Budget:
    """How many times a box may be held against a cover: about a microsecond each."""

    def __init__(self, work: int) -> None:
        self._left = work

    def spend(self, work: int) -> None:
        """Take some of it. Raises OutOfBudget."""
        self._left -= work
        if self._left < 0:
            raise OutOfBudget


def cover(box: Box, full: Box) -> Cover:
    """Return a box inside the full one as a cover."""
    return tuple((a, cells) for a, cells in enumerate(box) if cells != full[a])


def boxed(cover: Cover, full: Box) -> Box:
    """Return a cover as a box inside the full one."""
    box = list(full)
    for a, cells in cover:
        box[a] &= cells
    return tuple(box)


def meets(box: Box, cover: Cover) -> bool:
    """Tell whether a box that is not empty has something in common with a cover."""
    return all(box[a] & cells for a, cells in cover)


def holds(cover: Cover, box: Box) -> bool:
    """Tell whether a cover leaves nothing of a box."""
    return all(not box[a] & ~cells for a, cells in cover)


def meet(a: Box, b: Box) -> Box:
    """Return what two boxes have in common; it may be empty."""
    return tuple(x & y for x, y in zip(a, b, strict=True))


def outside(box: Box, cover: Cover) -> list[Box]:
    """Return disjoint boxes: what a cover that meets a box leaves of it."""
    pieces = []
    rest = list(box)
    for a, cells in cover:
        left = rest[a] & ~cells
        if left:
            pieces.append((*rest[:a], left, *rest[a + 1 :]))
            rest[a] &= cells
    return pieces


def uncovered(box: Box, covers: Sequence[Cover], budget: Budget) -> Iterator[Box]:
    """Give disjoint boxes: what the covers leave of a box. Raises OutOfBudget."""
    stack = [(box, covers)] if all(box) else []
    while stack:
        box, alive = stack.pop()
        budget.spend(len(alive) + 1)
        alive = [c for c in alive if meets(box, c)]
        if not alive:
            yield box
            continue
        cuts = [sum(1 for a, cells in c if box[a] & ~cells) for c in alive]
        fewest = min(cuts)
        if fewest:
            chosen = alive.pop(cuts.index(fewest))
            stack += [(piece, alive) for piece in outside(box, chosen)]


def covered(box: Box, covers: Sequence[Cover], budget: Budget) -> bool:
    """Tell whether the covers leave nothing of a box. Raises OutOfBudget."""
    return next(uncovered(box, covers, budget), None) is None


def widened(box: Box, full: Box, covers: Sequence[Cover]) -> Box:
    """Return a box that meets no cover as wide as it can be: no axis has room for a cell more."""
    wide = list(box)
    for a in range(len(full)):
        beside = [c for c in covers if all(wide[b] & cells for b, cells in c if b != a)]
        wide[a] = full[a] & ~joined(cells for c in beside for b, cells in c if b == a)
    return tuple(wide)


def cells_of(cells: int) -> Iterator[int]:
    """Give the positions of cells, ascending."""
    while cells:
        lowest = cells & -cells
        yield lowest.bit_length() - 1
        cells ^= lowest


def joined(cells: Iterable[int]) -> int:
    """Return the cells of any."""
    return reduce(or_, cells, 0)


def partition(
    full: Box, rules: Sequence[Cover], budget: Budget, *, first: bool
) -> Iterator[tuple[Box, tuple[int, ...]]]:
    """Give disjoint boxes that make up the full one, each with the rules that hold all over it.

    With `first` no rule after the first one is looked for. Raises OutOfBudget.
    """
    stack: list[tuple[Box, int, tuple[int, ...]]] = [(full, 0, ())] if all(full) else []
    while stack:
        box, start, matched = stack.pop()
        for number in range(start, len(rules)):
            budget.spend(1)
            if not meets(box, rules[number]):
                continue
            stack += [(piece, number + 1, matched) for piece in outside(box, rules[number])]
            box = boxed(rules[number], box)
            matched = (*matched, number)
            if first:
                break
        yield box, matched
