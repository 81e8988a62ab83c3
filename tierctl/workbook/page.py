"""What the summary page says, in the run's language; its layout says where that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Severity
from tierctl.model.text import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRow:
    """A tier's figures; `color` is RRGGBB, None in the row of totals."""

    label: str
    color: str | None
    count: int
    share: float | None
    total: float | None = None
    total_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TierTable:
    """Customers by tier. `headers` are of the label, the count and its share, and, where a measure
    is bound, of its sum and that share.
    """

    heading: str
    headers: Sequence[str]
    rows: Sequence[TierRow]
    total: TierRow
    chart: str
    """The title of its chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentTable:
    """Customers by segment and tier: `headers` are of the segment, of each tier, of the total.

    `others` are the segments that are not listed, together; the chart is without them.
    `row_colors` are of the segments, where they are tiers themselves.
    """

    heading: str
    headers: Sequence[str]
    colors: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]
    others: tuple[str, Sequence[int]] | None = None
    chart: str = ""
    row_colors: Sequence[str | None] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A rule: what it gives, the colour of that tier, when; or a step's name, with no condition."""

    label: str
    text: str | None
    color: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A finding, or how many more there are: the place that it names, the cell that it links to."""

    text: str
    place: str = ""
    target: CellRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The findings of one severity, or customers to be seen first (no severity)."""

    heading: str
    severity: Severity | None
    lines: Sequence[FindingLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPage:
    """The whole page."""

    lang: Lang
    title: str
    facts: Sequence[str]
    key_figures: Sequence[tuple[str, int | float]]
    rows: str
    tiers: TierTable
    segments: SegmentTable | None
    beside: Sequence[TierTable]
    """The tiers of the other policies, without charts."""
    crosses: Sequence[SegmentTable]
    """The customers by the tiers of two policies, without charts."""
    watched: Sequence[Findings]
    """Lists of customers to be seen first."""
    rules_heading: str
    rules: Sequence[RuleLine]
    sources: Sequence[str]
    findings: Sequence[Findings]
