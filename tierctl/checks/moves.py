"""Moves: from what one policy gives to what another one does, and the customers who move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tierctl.checks.boxes import Box
from tierctl.checks.fate import Fate
from tierctl.checks.joint_space import JointSpace
from tierctl.checks.regions import coalesced, widest
from tierctl.model.decision import Status
from tierctl.model.table import Value
from tierctl.policy.policy import Policy
from tierctl.policy.sets import ValueSet

Gist = tuple[tuple[str, Value], ...] | Status
"""What is told of a customer's fate: the results that change, or all where one side has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Values that move, as conditions, with a customer of them.

    `certain` is whether the customer is known to move: where a formula over inputs is read, values
    of its result are told that perhaps no inputs have.
    """

    conditions: Mapping[str, ValueSet]
    customer: Mapping[str, Value]
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """From what to what, and for whom; regions may overlap, and together are all who move so."""

    before: Gist
    after: Gist
    regions: Sequence[Region]


def move(before: Fate, after: Fate, names: Iterable[str]) -> tuple[Gist, Gist] | None:
    """Return what changes among some results; None where nothing does."""
    if isinstance(before, Status) or isinstance(after, Status):
        if before == after:
            return None
        return _gist(before, names), _gist(after, names)
    changed = [name for name in names if before.get(name) != after.get(name)]
    return (_gist(before, changed), _gist(after, changed)) if changed else None


def _gist(fate: Fate, names: Iterable[str]) -> Gist:
    return fate if isinstance(fate, Status) else tuple((name, fate.get(name)) for name in names)


class Groups:
    """The boxes of a space by how their customers move."""

    def __init__(self, space: JointSpace) -> None:
        self._space = space
        self._boxes: dict[tuple[Gist, Gist] | None, list[Box]] = {}

    def add(self, box: Box, how: tuple[Gist, Gist] | None) -> None:
        """Add a box, disjoint from those before, and how its customers move, if they do."""
        self._boxes.setdefault(how, []).append(box)

    def moves(self, policy: Policy) -> list[tuple[tuple[Gist, Gist], list[Box]]]:
        """Return each move with few boxes that hold all who move so, from the highest tier down."""
        merged = {how: coalesced(boxes) for how, boxes in self._boxes.items()}
        found = []
        for how, boxes in merged.items():
            if how is not None:
                others = [b for other, rest in merged.items() if other != how for b in rest]
                found.append((how, widest(boxes, others, self._space.full)))
        return sorted(found, key=lambda item: [_rank(policy, gist) for gist in item[0]])


def _rank(policy: Policy, gist: Gist) -> tuple[int, list[tuple[float, str]]]:
    """Return where a fate stands in a list: high tiers first, then numbers, then texts."""
    if isinstance(gist, Status):
        return 1, [(0.0, gist.value)]
    found = []
    for name, value in gist:
        ids = [tier.id for tier in policy.results[name].tiers]
        place = ids.index(value) if isinstance(value, str) and value in ids else 0
        number = value if isinstance(value, float) else float(place)
        found.append((-number, str(value)))
    return 0, found
