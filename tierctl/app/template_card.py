"""A scorecard on the page of a template: its items with their points, and what a blank gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tierctl.app import template_words as words
from tierctl.model.quantity import shown
from tierctl.model.text import Text, joined
from tierctl.policy.card import Characteristic, Scorecard
from tierctl.policy.document import PolicyDocument
from tierctl.policy.policy import Policy
from tierctl.policy.steps import DecisionTable, FormulaStep, Rule
from tierctl.workbook.template_about import AboutLine, AboutSection

Rung = Callable[[Rule, dict[str, str]], AboutLine]
"""Writes a rule of a table, by what its conditions are written as."""


class TemplateCard:
    """Write the sections of a card: in the order of the card, then grades and limits."""

    def __init__(
        self,
        policy: Policy,
        card: Scorecard,
        document: PolicyDocument,
        rung: Rung,
        say: Callable[[Text], str],
    ) -> None:
        self._policy = policy
        self._card = card
        self._tables = {
            table.name: (table, written)
            for table, written in zip(policy.steps, document.steps, strict=True)
            if not isinstance(table, FormulaStep)
        }
        self._rung = rung
        self._say = say

    def sections(self) -> Iterator[AboutSection]:
        """Give the sections of the page."""
        card = self._card
        title = words.CARD.fill(most=shown(card.out_of))
        if not card.sections:
            yield AboutSection(title=self._say(title), lines=tuple(self._items(None)))
        for section in card.sections:
            title = words.CARD_SECTION.fill(label=section.label, most=shown(section.most))
            yield AboutSection(title=self._say(title), lines=tuple(self._items(section.id)))
        if card.sections and any(item.section is None for item in card.characteristics):
            yield AboutSection(title=self._say(words.REST), lines=tuple(self._items(None)))
        yield self._table(words.GRADES, card.grades)
        if card.limits:
            yield self._table(words.LIMITS, card.grade)

    def _items(self, section: str | None) -> Iterator[AboutLine]:
        for item in self._card.characteristics:
            if item.section != section:
                continue
            label = words.CARD_ITEM.fill(code=item.code, label=item.label)
            facts = joined(list(self._facts(item)), "；", "; ")
            yield AboutLine(about=self._say(label), said=self._say(facts))
            if item.table is not None:
                yield from self._rules(item.table)

    def _facts(self, item: Characteristic) -> Iterator[Text]:
        if item.judged:
            yield words.JUDGED.fill(most=shown(item.most), label=self._policy.label(item.points))
        else:
            yield words.MOST.fill(most=shown(item.most))
        yield blank_gets(item)

    def _rules(self, name: str) -> Iterator[AboutLine]:
        table, written = self._tables[name]
        assert isinstance(table, DecisionTable)
        for rule, document in zip(table.rules, written.rules, strict=True):
            if self._card.wrote(name, rule.id):
                yield self._rung(rule, document.when)

    def _table(self, title: Text, name: str) -> AboutSection:
        return AboutSection(title=self._say(title), lines=tuple(self._rules(name)))


def blank_gets(item: Characteristic) -> Text:
    """Return what a blank gets of an item."""
    if item.missing is None:
        return words.BLANK_UNGRADED
    return words.BLANK_GETS.fill(points=shown(item.missing))
