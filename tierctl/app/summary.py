"""The figures of a classification: counts, shares and sums by tier and by segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import reduce
from operator import eq

from tierctl.model.decision import Decisions
from tierctl.model.table import BoundTable, Value
from tierctl.policy.policy import Policy, Tier


@dataclass(frozen=True, slots=True)
class TierFigures:
    """One tier's customers; `tier` is None for the ungraded. Shares are of all customers, and of
    the measure's sum over graded customers; they are None where there is nothing to share.
    """

    tier: Tier | None
    count: int
    share: float | None
    total: float | None
    total_share: float | None


@dataclass(frozen=True, slots=True)
class Segment:
    """One value of the segment input: its customers by tier, highest first, then ungraded."""

    name: str | None
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The whole summary; tiers descend from the highest, the ungraded come last."""

    tiers: tuple[TierFigures, ...]
    segments: tuple[Segment, ...]
    total: float | None
    graded: int
    ungraded: int
    outside: int
    """The customers to whom the policy does not apply: no tier's figures count them."""

    @property
    def listed(self) -> list[int]:
        """The places of the tiers to list: every tier, the ungraded only where there are any."""
        return [i for i, row in enumerate(self.tiers) if row.tier or row.count]

    def first_segments(self, most: int) -> tuple[Sequence[Segment], int, Sequence[int]]:
        """Return the largest segments, how many others there are, and the others' counts."""
        rest = self.segments[most:]
        counts = [sum(part.counts[i] for part in rest) for i in range(len(self.tiers))]
        return self.segments[:most], len(rest), counts


# The sum of any doubles, as they are written, is exact in so many digits.
_EXACT = Context(prec=800)
_IN_FEN = 2.0**46


def figures(policy: Policy, table: BoundTable, decisions: Decisions) -> Figures:
    """Count and sum the decisions."""
    result = policy.main_result
    tiers: list[Tier | None] = [*reversed(result.tiers), None]
    place: dict[Value, int] = {tier.id if tier else None: i for i, tier in enumerate(tiers)}
    given = decisions.values(result.name)
    outside = decisions.outside()
    counted = Counter(given)
    counted[None] -= len(outside)
    counts = [counted[tier.id if tier else None] for tier in tiers]
    amounts: dict[Value, list[float]] = {id: [] for id in place}
    measure = table.columns.get(policy.measure or "")
    for id, value in zip(given, measure.values if measure else (), strict=measure is not None):
        if isinstance(value, float):
            amounts[id].append(value)
    segments: dict[str | None, list[int]] = {}
    segment = table.columns.get(policy.segment or "")
    if segment:
        for (id, name), count in Counter(zip(given, segment.values, strict=True)).items():
            key = str(name) if name is not None else None
            segments.setdefault(key, [0] * len(tiers))[place[id]] += count
        for position in outside:
            name = segment.values[position]
            segments[str(name) if name is not None else None][-1] -= 1
        segments = {name: counts for name, counts in segments.items() if any(counts)}
    sums = [exact_sum(part) for part in amounts.values()]
    graded_total = float(reduce(_EXACT.add, sums[:-1])) if measure else None
    rows = len(decisions) - len(outside)
    return Figures(
        tiers=tuple(
            TierFigures(
                tier,
                counts[i],
                counts[i] / rows if rows else None,
                float(sums[i]) if measure and tier else None,
                float(sums[i]) / graded_total if tier and graded_total else None,
            )
            for i, tier in enumerate(tiers)
        ),
        segments=tuple(
            Segment(name, tuple(by_tier))
            for name, by_tier in sorted(
                segments.items(), key=lambda item: (item[0] is None, -sum(item[1]), item[0] or "")
            )
        ),
        total=graded_total,
        graded=rows - counts[-1],
        ungraded=counts[-1],
        outside=len(outside),
    )


def exact_sum(amounts: Sequence[float]) -> Decimal:
    """Add amounts exactly as they are written: 0.1 and 0.2 are 0.3, in any order."""
    # In whole fen, which most amounts are, ten times as fast as by their digits.
    fen = [round(amount * 100) for amount in amounts if abs(amount) < _IN_FEN]
    if len(fen) == len(amounts) and all(map(eq, (n / 100 for n in fen), amounts)):
        return Decimal(sum(fen)) / 100
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, Decimal(repr(amount)))
    return total
