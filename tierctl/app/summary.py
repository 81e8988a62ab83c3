"""The figures of a classification: counts, shares and sums by tier and by segment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from tierctl.model.decision import Decision
from tierctl.model.table import BoundTable
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


def figures(policy: Policy, table: BoundTable, decisions: Sequence[Decision]) -> Figures:
    """Count and sum the decisions."""
    result = policy.main_result
    tiers: list[Tier | None] = [*reversed(result.tiers), None]
    place = {tier.id if tier else None: i for i, tier in enumerate(tiers)}
    counts = [0] * len(tiers)
    amounts: list[list[float]] = [[] for _ in tiers]
    segments: dict[str | None, list[int]] = {}
    measure = table.columns.get(policy.measure or "")
    segment = table.columns.get(policy.segment or "")
    for position, decision in enumerate(decisions):
        id = decision.results.get(result.name)
        index = place[str(id) if id is not None else None]
        counts[index] += 1
        value = measure.values[position] if measure else None
        if isinstance(value, float):
            amounts[index].append(value)
        if segment:
            name = segment.values[position]
            key = str(name) if name is not None else None
            segments.setdefault(key, [0] * len(tiers))[index] += 1
    sums = [_sum(part) for part in amounts]
    graded_total = float(_sum(sums[:-1])) if measure else None
    rows = len(decisions)
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
    )


def _sum(amounts: Iterable[float | Decimal]) -> Decimal:
    """Add amounts exactly as they are written: 0.1 and 0.2 are 0.3, in any order."""
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, amount if isinstance(amount, Decimal) else Decimal(repr(amount)))
    return total
