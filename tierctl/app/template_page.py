"""The page of a template that explains its policy: what it reads, its rules, its tiers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tierctl.app import template_words as words
from tierctl.app.annotation_columns import HEADERS, ColumnKind
from tierctl.app.shell_word import shell_word
from tierctl.app.summary_words import AGGREGATES, HIT_POLICIES
from tierctl.app.template_card import TemplateCard
from tierctl.app.template_columns import facts, header_of, inputs_of
from tierctl.engine.reasons import conditions_text, rule_text
from tierctl.model.address import column_letters
from tierctl.model.dates import iso
from tierctl.model.table import EXAMPLE_CODE
from tierctl.model.text import Lang, Text, joined, same
from tierctl.policy.document import PolicyDocument, StepDocument
from tierctl.policy.open_values import OpenValues
from tierctl.policy.parameters import Parameter
from tierctl.policy.policy import Policy
from tierctl.policy.sets import ValueSet
from tierctl.policy.shown import condition_text, shown_value
from tierctl.policy.steps import DecisionTable, FormulaStep, Rule
from tierctl.workbook.template import CUSTOMERS
from tierctl.workbook.template_about import AboutLine, AboutPage, AboutSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What a template is made of: the policy as far as it is known, and as it is written."""

    reference: str
    """How the command line named the policy."""
    file: str
    """The template's file name."""
    policy: Policy
    document: PolicyDocument
    parameters: Sequence[Parameter]
    values: OpenValues
    reads_day: bool
    """Whether conditions count from a day: the policy's, or that of a run to come."""


def about_page(template: Template, lang: Lang) -> AboutPage:
    """Return the page in a language."""
    return _Page(template, lang).page()


class _Page:
    def __init__(self, template: Template, lang: Lang) -> None:
        self._template = template
        self._policy = template.policy
        self._document = template.document
        self._values = template.values
        self._lang = lang

    def page(self) -> AboutPage:
        subtitle = words.SUBTITLE.fill(id=self._policy.id, version=self._policy.version)
        return AboutPage(
            title=self._say(self._policy.title),
            subtitle=self._say(subtitle),
            sections=[s for s in self._sections() if s.lines],
        )

    def _say(self, text: Text) -> str:
        return text.to(self._lang)

    def _section(self, title: Text, lines: Iterator[AboutLine]) -> AboutSection:
        return AboutSection(title=self._say(title), lines=tuple(lines))

    def _sections(self) -> Iterator[AboutSection]:
        yield self._section(words.HOW, self._how())
        yield self._section(words.COLUMNS, self._columns())
        yield self._section(words.PARAMETERS, self._parameters())
        yield self._section(words.AS_OF, self._as_of())
        yield self._section(words.SCOPE, self._scope())
        card = self._policy.card
        for step, written in zip(self._policy.steps, self._document.steps, strict=True):
            if card is not None and card.makes(step.name):
                continue
            if isinstance(step, FormulaStep):
                title = words.FORMULA.fill(name=step.name)
                yield self._section(title, self._formula(step, written))
            else:
                yield self._section(self._step_title(step), self._rules(step, written))
        if card is not None:
            parts = self._policy, card, self._document, self._rung, self._say
            yield from TemplateCard(*parts).sections()
        yield self._section(words.REMARKS, self._remarks())
        for result in self._policy.results.values():
            again = card is not None and result.name == card.by_score != card.grade
            if result.tiers and not result.hidden and not again:
                title = words.TIERS.fill(label=result.label)
                yield self._section(title, self._tiers(result.name))
        yield self._section(words.BLANKS, (self._line(said) for said in words.ON_BLANKS))

    def _line(self, said: Text) -> AboutLine:
        return AboutLine(said=self._say(said))

    def _how(self) -> Iterator[AboutLine]:
        yield self._line(words.FILL.fill(sheet=CUSTOMERS[self._lang]))
        yield self._line(words.EXAMPLE.fill(code=EXAMPLE_CODE))
        number = 3
        reference = shell_word(self._template.reference)
        if self._values.missing:
            command = f"tierctl policy params {reference} -o params.toml"
            yield self._line(words.PARAMS_FIRST.fill(command=command))
            number = 4
        yield self._line(words.RUN.fill(number=number, command=self._command(reference)))
        yield self._line(words.GIVES.fill(names=joined(list(dict.fromkeys(self._written())))))

    def _written(self) -> Iterator[Text]:
        """Give the headers of the columns that the policy has written where nobody says."""
        results = self._policy.results
        texts = {name: text for r in results.values() for name, text in r.texts.items()}
        for name in self._policy.columns:
            if name == ColumnKind.TIER:
                yield from (result.label for result in results.values() if not result.hidden)
            elif name in results:
                yield results[name].label
            else:
                yield texts[name] if name in texts else HEADERS[ColumnKind(name)]

    def _command(self, reference: str) -> str:
        parts = [f"tierctl classify {shell_word(self._template.file)} --policy {reference}"]
        if self._values.missing:
            parts.append("--params params.toml")
        parts += [
            f"--param {shell_word(f'{parameter.name}={parameter.value}')}"
            for parameter in self._template.parameters
            if parameter.value is not None and parameter.changed
        ]
        if self._policy.as_of is not None:
            parts.append(f"--as-of {self._policy.as_of.isoformat()}")
        return " ".join(parts)

    def _columns(self) -> Iterator[AboutLine]:
        for col, read in enumerate(inputs_of(self._policy)):
            needed, *others = facts(self._policy, read)
            yield AboutLine(
                about=f"{column_letters(col)}  {header_of(read, self._lang)}",
                said=self._say(joined(others, "；", ". ")),
                remark=self._say(needed),
            )

    def _parameters(self) -> Iterator[AboutLine]:
        for parameter in self._template.parameters:
            said = words.UNGIVEN if parameter.value is None else same(parameter.text)
            changed = parameter.changed and parameter.own is not None
            remark = words.OWN.fill(own=parameter.own) if changed else same(parameter.name)
            yield AboutLine(
                about=self._say(parameter.label),
                said=self._say(said),
                remark=self._say(remark),
            )

    def _as_of(self) -> Iterator[AboutLine]:
        day = self._policy.as_of
        if day is not None:
            yield self._line(words.AS_OF_GIVEN.fill(day=iso(day.toordinal())))
        elif self._template.reads_day:
            yield self._line(words.AS_OF_RUN)

    def _scope(self) -> Iterator[AboutLine]:
        for name, text in self._document.scope.items():
            said = self._condition(name, self._policy.scope[name], text)
            yield AboutLine(about=self._say(self._policy.label(name)), said=said)
        if self._document.scope:
            yield self._line(words.SCOPE_ELSE)

    def _condition(self, name: str, values: ValueSet, written: str) -> str:
        """Return a condition as it is understood, or as it is written where it is open."""
        if self._values.leaves_open(written):
            return self._say(self._values.said(written))
        return condition_text(self._policy, name, values, self._lang)

    def _step_title(self, table: DecisionTable) -> Text:
        several = len(self._policy.steps) > 1
        name = words.STEP.fill(name=table.name) if several else words.RULES
        told = [HIT_POLICIES[table.hit_policy.value]]
        told += [AGGREGATES[table.aggregate.value]] if table.aggregate is not None else []
        return words.STEP_FACTS.fill(name=name, facts=joined(told, "；", "; "))

    def _rules(self, table: DecisionTable, written: StepDocument) -> Iterator[AboutLine]:
        for rule, document in zip(table.rules, written.rules, strict=True):
            yield self._rung(rule, document.when)

    def _rung(self, rule: Rule, when: Mapping[str, str]) -> AboutLine:
        shown = [
            shown_value(self._policy, name, value, self._lang == "zh")
            for name, value in rule.results.items()
        ]
        return AboutLine(
            about="  ".join(shown),
            said=self._rule(rule, when),
            remark=self._say(words.FILLS_GAP) if rule.fills_gap else "",
            fill=self._color(rule),
        )

    def _rule(self, rule: Rule, when: Mapping[str, str]) -> str:
        if not any(map(self._values.leaves_open, when.values())):
            return rule_text(self._policy, rule, self._lang)
        return self._all_of(rule.conditions, when)

    def _all_of(self, conditions: Mapping[str, ValueSet], when: Mapping[str, str]) -> str:
        """Return conditions that all must hold, some of which are open."""
        if not any(map(self._values.leaves_open, when.values())):
            return conditions_text(self._policy, conditions, self._lang)
        parts = [
            f"{self._say(self._policy.label(name))} {said}"
            for name, values in conditions.items()
            if (said := self._condition(name, values, when[name])) != "-"
        ]
        return ("，" if self._lang == "zh" else ", ").join(parts)

    def _color(self, rule: Rule) -> str | None:
        """Return the colour of the tier that a rule gives, if it gives one."""
        for name, value in rule.results.items():
            for tier in self._policy.results[name].tiers:
                if tier.id == value:
                    return tier.color
        return None

    def _formula(self, step: FormulaStep, written: StepDocument) -> Iterator[AboutLine]:
        formula = written.formula or ""
        labels = {name: self._policy.label(name) for name in step.names}
        said = (
            self._say(self._values.said(formula))
            if self._values.leaves_open(formula)
            else step.formula.printed(labels, self._lang)
        )
        yield AboutLine(about=self._say(self._policy.label(step.result)), said=f"= {said}")

    def _remarks(self) -> Iterator[AboutLine]:
        for remark, written in zip(self._policy.remarks, self._document.warnings, strict=True):
            yield AboutLine(
                about=self._say(remark.message), said=self._all_of(remark.conditions, written.when)
            )

    def _tiers(self, result: str) -> Iterator[AboutLine]:
        given = self._policy.results[result]
        ends = {given.tiers[-1].id: words.HIGHEST, given.tiers[0].id: words.LOWEST}
        for tier in reversed(given.tiers):
            texts = [
                words.TEXT_OF.fill(name=given.texts[name], said=said)
                for name, said in tier.texts.items()
            ]
            yield AboutLine(
                about=self._say(tier.label),
                said=self._say(joined(texts, "；", "; ")),
                remark=self._say(ends[tier.id]) if tier.id in ends else "",
                fill=tier.color,
            )
