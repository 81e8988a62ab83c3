"""Few boxes that hold just what many do: the regions of a space that share something, told well."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.checks.boxes import Box, Budget, OutOfBudget, cover, covered, widened

_MOST_WORK = 300_000
"""Pairs of boxes that are held against one another."""


def coalesced(boxes: Sequence[Box]) -> list[Box]:
    """Return what disjoint boxes hold in fewer disjoint ones: those side by side as one."""
    found = list(dict.fromkeys(boxes))
    count = len(found) + 1
    while len(found) < count:
        count = len(found)
        for axis in range(len(found[0])) if found else ():
            beside: dict[tuple[Box, Box], int] = {}
            for box in found:
                key = box[:axis], box[axis + 1 :]
                beside[key] = beside.get(key, 0) | box[axis]
            found = [(*before, cells, *after) for (before, after), cells in beside.items()]
    return found


def widest(boxes: Sequence[Box], others: Sequence[Box], full: Box) -> list[Box]:
    """Return boxes as wide as they can be that together hold what the given ones do.

    `boxes` and `others` are disjoint and make up the full box; the result may overlap, none of it
    is needless. Where they are too many, the given ones are returned.
    """
    if len(boxes) * (len(boxes) + len(others)) > _MOST_WORK:
        return list(boxes)
    covers = [cover(box, full) for box in others]
    wide = list(dict.fromkeys(widened(box, full, covers) for box in boxes))
    budget = Budget(_MOST_WORK)
    try:
        for box in sorted(wide, key=lambda b: sum(cells.bit_count() for cells in b)):
            rest = [other for other in wide if other != box]
            if covered(box, [cover(other, full) for other in rest], budget):
                wide = rest
    except OutOfBudget:
        pass
    return wide
