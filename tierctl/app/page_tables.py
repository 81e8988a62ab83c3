"""The tables of the summary page, in the run's language: tiers, segments, key figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tierctl.app import summary_words as words
from tierctl.app.annotation_columns import UNGRADED_COLOR
from tierctl.app.outcome import Outcome
from tierctl.app.summary import Figures
from tierctl.model.text import Lang, Text
from tierctl.policy.policy import Input, Policy, Tier
from tierctl.policy.shown import shown_value
from tierctl.workbook.page import SegmentTable, TierRow, TierTable
from tierctl.workbook.text_width import shortened

_MOST_SEGMENTS = 12
NAME, TEXT = 36, 1200
"""The longest names and texts, in the widths of a digit: a chart has no room for more."""

_GRADED = Text("已定级", "Graded")
_SUM_IN = Text("{label}合计（{unit}）", "{label}, sum ({unit})")
_SUM = Text("{label}合计", "{label}, sum")
_SUM_SHARE = Text("合计占比", "Share of sum")
_TIER_CHART = Text("各等级客户占比", "Share of customers by tier")
_SEGMENT_CHART = Text("各等级客户数（按{label}）", "Customers by tier and {label}")


def tier_label(tier: Tier | None, lang: Lang) -> str:
    """Return what a tier is called, None being the ungraded."""
    label = tier.label if tier is not None else words.UNGRADED
    return shortened(label.to(lang), NAME)


def tier_color(tier: Tier | None) -> str:
    """Return a tier's colour, RRGGBB."""
    return tier.color if tier is not None else UNGRADED_COLOR


@dataclass(frozen=True, slots=True)
class TierTables:
    """The figures of one policy, put in words."""

    outcome: Outcome
    lang: Lang

    @property
    def policy(self) -> Policy:
        """The policy."""
        return self.outcome.policy

    @property
    def figures(self) -> Figures:
        """The figures."""
        return self.outcome.figures

    def _say(self, text: Text, **values: object) -> str:
        return text.fill(**values).to(self.lang) if values else text.to(self.lang)

    @property
    def _measure(self) -> Input | None:
        measure = self.policy.inputs.get(self.policy.measure or "")
        return measure if self.figures.total is not None else None

    def key_figures(self) -> Iterator[tuple[str, int | float]]:
        """Give each figure that stands at the top, with its name."""
        figures, measure = self.figures, self._measure
        yield self._say(words.CUSTOMERS), figures.graded + figures.ungraded
        yield self._say(_GRADED), figures.graded
        yield self._say(words.UNGRADED), figures.ungraded
        if measure is not None and figures.total is not None:
            text = _SUM_IN if measure.unit.symbol else _SUM
            label = self._say(text, label=measure.label, unit=measure.unit.symbol)
            yield shortened(label, NAME), _amount(figures.total) or 0.0

    def tiers(self, heading: Text) -> TierTable:
        """Return the customers by tier."""
        figures, measure = self.figures, self._measure
        headers = [words.TIER, words.CUSTOMERS, words.SHARE]
        if measure is not None:
            headers += [_SUM.fill(label=measure.label), _SUM_SHARE]
        count = figures.graded + figures.ungraded
        return TierTable(
            heading=shortened(self._say(heading), NAME * 2),
            headers=[shortened(self._say(header), NAME) for header in headers],
            rows=[
                TierRow(
                    label=tier_label(row.tier, self.lang),
                    color=tier_color(row.tier),
                    count=row.count,
                    share=_share(row.share),
                    total=_amount(row.total),
                    total_share=_share(row.total_share),
                )
                for row in (figures.tiers[i] for i in figures.listed)
            ],
            total=TierRow(
                label=self._say(words.TOTAL),
                color=None,
                count=count,
                share=1.0 if count else None,
                total=_amount(figures.total),
                total_share=1.0 if figures.total else None,
            ),
            chart=self._say(_TIER_CHART),
        )

    def _segment(self, name: str | None) -> str:
        if name is None:
            return self._say(words.BLANK)
        return shown_value(self.policy, self.policy.segment or "", name, self.lang == "zh")

    def segments(self) -> SegmentTable | None:
        """Return the customers by segment and tier; None where the sheet has no segments."""
        figures = self.figures
        if not figures.segments:
            return None
        label = self.policy.inputs[self.policy.segment or ""].label
        listed = [figures.tiers[i] for i in figures.listed]
        first, others, rest = figures.first_segments(_MOST_SEGMENTS)
        name = shortened(self._say(label), NAME)
        return SegmentTable(
            heading=self._say(words.BY, label=name),
            headers=[
                name,
                *(tier_label(row.tier, self.lang) for row in listed),
                self._say(words.TOTAL),
            ],
            colors=[tier_color(row.tier) for row in listed],
            rows=[
                (
                    shortened(self._segment(part.name), NAME),
                    [part.counts[i] for i in figures.listed],
                )
                for part in first
            ],
            others=(self._say(words.OTHERS, count=others), [rest[i] for i in figures.listed])
            if others
            else None,
            chart=self._say(_SEGMENT_CHART, label=name),
        )


# Programs that save a workbook keep 15 digits of a number: with no more, it stays what it is.
def _share(value: float | None) -> float | None:
    return round(value, 6) if value is not None else None


def _amount(value: float | None) -> float | None:
    return float(f"{value:.15g}") if value is not None else None
