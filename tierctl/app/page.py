"""The summary page's words: the figures, the rules and the findings of one classification."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from tierctl.app import summary_words as words
from tierctl.app.cross import CrossTable
from tierctl.app.outcome import Outcome
from tierctl.app.page_tables import NAME, TEXT, TierTables, tier_color, tier_label
from tierctl.app.summary_words import rows_text, settings_text
from tierctl.app.watch_list import watched
from tierctl.engine.reasons import rule_text
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.text import Lang, Text
from tierctl.policy.policy import Policy
from tierctl.policy.shown import shown_value
from tierctl.policy.steps import DecisionTable, FormulaStep, Rule, Step
from tierctl.workbook.page import (
    FindingLine,
    Findings,
    RuleLine,
    SegmentTable,
    SummaryPage,
)
from tierctl.workbook.text_width import shortened

_FEW, _OF_A_KIND = 20, 5
"""So many findings are listed all; of more, so many of each kind."""
_MOST_WATCHED = 40
_TITLE = 160
"""The longest title, in the widths of a digit."""

_FACTS = Text(
    "{file}　·　工作表 {sheet}　·　截至 {as_of}", "{file}  ·  sheet {sheet}  ·  as of {as_of}"
)
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
    """What is known of a classification once its columns are planned, put in words.

    `outcomes` are of each policy: the page is about the first one, the others follow.
    """

    outcomes: Sequence[Outcome]
    crosses: Sequence[CrossTable]
    diagnostics: Sequence[Diagnostic]
    lang: Lang
    file: str
    as_of: date

    def page(self) -> SummaryPage:
        """Return the page."""
        tables = [TierTables(outcome, self.lang) for outcome in self.outcomes]
        policies = [outcome.policy for outcome in self.outcomes]
        sheet = self.outcomes[0].table.sheet
        facts = [self._say(_FACTS, file=self.file, sheet=sheet, as_of=self.as_of)]
        facts += [self._say(text) for policy in policies for text in settings_text(policy)]
        title = Text(
            "、".join(policy.title.zh for policy in policies),
            ", ".join(policy.title.en for policy in policies),
        )
        return SummaryPage(
            lang=self.lang,
            title=shortened(self._say(title), _TITLE),
            facts=[shortened(fact, TEXT) for fact in facts],
            key_figures=list(tables[0].key_figures()),
            rows=self._say(rows_text(self.outcomes[0])),
            tiers=tables[0].tiers(words.CUSTOMERS_BY_TIER),
            segments=tables[0].segments(),
            beside=[t.tiers(t.policy.title) for t in tables[1:]],
            crosses=[self._cross(cross) for cross in self.crosses],
            watched=list(self._watched()),
            rules_heading=self._say(words.RULES),
            rules=[rule for policy in policies for rule in self._rules(policy)],
            sources=[
                shortened(self._say(_SOURCE, id=p.id, version=p.version, digest=p.digest), TEXT)
                for p in policies
            ],
            findings=list(self._findings()),
        )

    def _say(self, text: Text, **values: object) -> str:
        return text.fill(**values).to(self.lang) if values else text.to(self.lang)

    def _watched(self) -> Iterator[Findings]:
        """Yield each policy's list of customers to be seen first."""
        for outcome in self.outcomes:
            found = watched(outcome)
            watch = outcome.policy.watch
            if not found or watch is None:
                continue
            title = self._say(words.WATCH, title=watch.title, count=len(found))
            lines = [
                FindingLine(
                    text=shortened(customer.said(outcome, self.lang), TEXT),
                    place=customer.cell.a1,
                    target=customer.cell,
                )
                for customer in found[:_MOST_WATCHED]
            ]
            if len(found) > len(lines):
                lines.append(
                    FindingLine(text=self._say(words.OTHERS, count=len(found) - len(lines)))
                )
            yield Findings(heading=shortened(title, NAME * 2), severity=None, lines=lines)

    def _cross(self, cross: CrossTable) -> SegmentTable:
        down, across = (p.main_result.label for p in (cross.down, cross.across))
        label = partial(tier_label, lang=self.lang)
        return SegmentTable(
            heading=shortened(self._say(words.CROSS, down=down, across=across), NAME * 2),
            headers=[
                shortened(self._say(down), NAME),
                *map(label, cross.cols),
                self._say(words.TOTAL),
            ],
            colors=[tier_color(tier) for tier in cross.cols],
            rows=[
                (label(row), counts) for row, counts in zip(cross.rows, cross.counts, strict=True)
            ],
            row_colors=[tier_color(tier) for tier in cross.rows],
        )

    def _rules(self, policy: Policy) -> Iterator[RuleLine]:
        if len(self.outcomes) > 1:
            yield RuleLine(label=shortened(self._say(policy.title), NAME * 2), text=None)
        # The rungs of a card are on its form; the page says what turns points into grades.
        steps = [s for s in policy.steps if policy.card is None or _told(s)]
        for step in steps:
            if len(steps) > 1:
                name = self._say(words.STEP, name=step.name)
                yield RuleLine(label=shortened(name, NAME), text=None)
            if isinstance(step, FormulaStep):
                labels = {name: policy.label(name) for name in step.names}
                label = self._say(policy.label(step.result))
                text = f"= {step.formula.printed(labels, self.lang)}"
                yield RuleLine(label=shortened(label, NAME), text=shortened(text, TEXT))
                continue
            for rule in (rule for rule in step.rules if rule.told):
                yield self._rule(policy, rule)

    def _rule(self, policy: Policy, rule: Rule) -> RuleLine:
        result = policy.main_result
        shown = [
            shown_value(policy, name, value, self.lang == "zh")
            for name, value in rule.results.items()
        ]
        id = rule.results.get(result.name)
        return RuleLine(
            label=shortened("  ".join(shown), NAME),
            text=shortened(rule_text(policy, rule, self.lang), TEXT),
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
            place = cell.a1 if cell.sheet == self.outcomes[0].table.sheet else str(cell)
        # A note on the policy may stand in a workbook of its own.
        linked = cell is not None and all(
            found not in outcome.policy.notes for outcome in self.outcomes
        )
        text = shortened(found.message.to(self.lang), TEXT)
        return FindingLine(text=text, place=place, target=cell if linked else None)


def _told(step: Step) -> bool:
    return isinstance(step, DecisionTable) and any(rule.told for rule in step.rules)
