"""The summary page's words: the figures, the rules and the findings of one classification."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tierctl.app import summary_words as words
from tierctl.app.annotation_columns import UNGRADED_COLOR
from tierctl.app.summary import Figures, TierFigures
from tierctl.engine.reasons import rule_text
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.table import BoundTable
from tierctl.model.text import Lang, Text
from tierctl.policy.policy import FormulaStep, Input, Policy, Rule
from tierctl.policy.shown import shown_value
from tierctl.workbook.page import (
    FindingLine,
    Findings,
    RuleLine,
    SegmentTable,
    SummaryPage,
    TierRow,
    TierTable,
)
from tierctl.workbook.text_width import shortened

_MOST_SEGMENTS = 12
_FEW, _OF_A_KIND = 20, 5
"""So many findings are listed all; of more, so many of each kind."""
_NAME, _TEXT, _TITLE = 36, 1200, 160
"""The longest names, texts and title, in the widths of a digit: a chart has no room for more."""

_FACTS = Text(
    "{file}　·　工作表 {sheet}　·　截至 {as_of}", "{file}  ·  sheet {sheet}  ·  as of {as_of}"
)
_GRADED = Text("已定级", "Graded")
_SUM_IN = Text("{label}合计（{unit}）", "{label}, sum ({unit})")
_SUM = Text("{label}合计", "{label}, sum")
_TIERS = Text("各等级客户", "Customers by tier")
_SUM_SHARE = Text("合计占比", "Share of sum")
_TIER_CHART = Text("各等级客户占比", "Share of customers by tier")
_SEGMENT_CHART = Text("各等级客户数（按{label}）", "Customers by tier and {label}")
_SOURCE = Text(
    "策略 {id}　版本 {version}　SHA-256 {digest}",
    "Policy {id}, version {version}, SHA-256 {digest}",
)
_FINDINGS = {
    Severity.ERROR: Text("错误（{count}）", "Errors ({count})"),
    Severity.WARNING: Text("警告（{count}）", "Warnings ({count})"),
}
_MORE = Text("… 另有 {count} 处同类问题", "… and {count} more of this kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWriter:
    """What is known of a classification once its columns are planned, put in words."""

    policy: Policy
    table: BoundTable
    figures: Figures
    diagnostics: Sequence[Diagnostic]
    lang: Lang
    file: str
    as_of: date

    def page(self) -> SummaryPage:
        """Return the page."""
        policy, figures = self.policy, self.figures
        facts = self._say(_FACTS, file=self.file, sheet=self.table.sheet, as_of=self.as_of)
        source = {"id": policy.id, "version": policy.version, "digest": policy.digest}
        return SummaryPage(
            lang=self.lang,
            title=shortened(self._say(policy.title), _TITLE),
            facts=[shortened(facts, _TEXT)],
            key_figures=list(self._key_figures()),
            rows=self._say(
                words.ROWS,
                found=len(self.table.rows) + len(self.table.skipped),
                graded=figures.graded,
                ungraded=figures.ungraded,
                skipped=len(self.table.skipped),
            ),
            tiers=self._tiers(),
            segments=self._segments(),
            rules_heading=self._say(words.RULES),
            rules=list(self._rules()),
            source=shortened(self._say(_SOURCE, **source), _TEXT),
            findings=list(self._findings()),
        )

    def _say(self, text: Text, **values: object) -> str:
        return text.fill(**values).to(self.lang) if values else text.to(self.lang)

    @property
    def _measure(self) -> Input | None:
        measure = self.policy.inputs.get(self.policy.measure or "")
        return measure if self.figures.total is not None else None

    def _key_figures(self) -> Iterator[tuple[str, int | float]]:
        figures, measure = self.figures, self._measure
        yield self._say(words.CUSTOMERS), figures.graded + figures.ungraded
        yield self._say(_GRADED), figures.graded
        yield self._say(words.UNGRADED), figures.ungraded
        if measure is not None and figures.total is not None:
            text = _SUM_IN if measure.unit.symbol else _SUM
            label = self._say(text, label=measure.label, unit=measure.unit.symbol)
            yield shortened(label, _NAME), _amount(figures.total) or 0.0

    def _label(self, row: TierFigures) -> str:
        label = row.tier.label if row.tier is not None else words.UNGRADED
        return shortened(self._say(label), _NAME)

    def _tiers(self) -> TierTable:
        figures, measure = self.figures, self._measure
        headers = [words.TIER, words.CUSTOMERS, words.SHARE]
        if measure is not None:
            headers += [_SUM.fill(label=measure.label), _SUM_SHARE]
        count = figures.graded + figures.ungraded
        return TierTable(
            heading=self._say(_TIERS),
            headers=[shortened(self._say(header), _NAME) for header in headers],
            rows=[
                TierRow(
                    label=self._label(row),
                    color=row.tier.color if row.tier is not None else UNGRADED_COLOR,
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

    def _segments(self) -> SegmentTable | None:
        figures = self.figures
        if not figures.segments:
            return None
        label = self.policy.inputs[self.policy.segment or ""].label
        listed = [figures.tiers[i] for i in figures.listed]
        first, others, rest = figures.first_segments(_MOST_SEGMENTS)
        name = shortened(self._say(label), _NAME)
        return SegmentTable(
            heading=self._say(words.BY, label=name),
            headers=[name, *map(self._label, listed), self._say(words.TOTAL)],
            colors=[r.tier.color if r.tier is not None else UNGRADED_COLOR for r in listed],
            rows=[
                (
                    shortened(part.name or self._say(words.BLANK), _NAME),
                    [part.counts[i] for i in figures.listed],
                )
                for part in first
            ],
            others=(self._say(words.OTHERS, count=others), [rest[i] for i in figures.listed])
            if others
            else None,
            chart=self._say(_SEGMENT_CHART, label=name),
        )

    def _rules(self) -> Iterator[RuleLine]:
        policy = self.policy
        for step in policy.steps:
            if len(policy.steps) > 1:
                name = self._say(words.STEP, name=step.name)
                yield RuleLine(label=shortened(name, _NAME), text=None)
            if isinstance(step, FormulaStep):
                labels = {name: policy.label(name) for name in step.names}
                label = self._say(policy.label(step.result))
                text = f"= {step.formula.printed(labels, self.lang)}"
                yield RuleLine(label=shortened(label, _NAME), text=shortened(text, _TEXT))
                continue
            for rule in step.rules:
                yield self._rule(rule)

    def _rule(self, rule: Rule) -> RuleLine:
        policy, result = self.policy, self.policy.main_result
        shown = [
            shown_value(policy, name, value, self.lang == "zh")
            for name, value in rule.results.items()
        ]
        id = rule.results.get(result.name)
        return RuleLine(
            label=shortened("  ".join(shown), _NAME),
            text=shortened(rule_text(policy, rule, self.lang), _TEXT),
            color=result.tier(str(id)).color if id is not None else None,
        )

    def _findings(self) -> Iterator[Findings]:
        """Yield errors and warnings, kind by kind where they are many; notes are for the run."""
        for severity, heading in _FINDINGS.items():
            found = [d for d in self.diagnostics if d.severity is severity]
            if found:
                yield Findings(
                    heading=self._say(heading, count=len(found)),
                    severity=severity,
                    lines=list(self._lines(found)),
                )

    def _lines(self, found: Sequence[Diagnostic]) -> Iterator[FindingLine]:
        kinds: Mapping[str, list[Diagnostic]] = {d.code: [] for d in found}
        for diagnostic in found:
            kinds[diagnostic.code].append(diagnostic)
        most = _OF_A_KIND if len(found) > _FEW else _FEW
        for kind in kinds.values():
            # One more would take the line that says there is one more.
            listed = kind if len(kind) <= most + 1 else kind[:most]
            for diagnostic in listed:
                yield self._line(diagnostic)
            if len(kind) > len(listed):
                yield FindingLine(text=self._say(_MORE, count=len(kind) - len(listed)))

    def _line(self, found: Diagnostic) -> FindingLine:
        cell = found.cell
        place = ""
        if cell is not None:
            place = cell.a1 if cell.sheet == self.table.sheet else str(cell)
        # A note on the policy may stand in a workbook of its own.
        linked = cell is not None and found not in self.policy.notes
        text = shortened(found.message.to(self.lang), _TEXT)
        return FindingLine(text=text, place=place, target=cell if linked else None)


# Programs that save a workbook keep 15 digits of a number: with no more, it stays what it is.
def _share(value: float | None) -> float | None:
    return round(value, 6) if value is not None else None


def _amount(value: float | None) -> float | None:
    return float(f"{value:.15g}") if value is not None else None
