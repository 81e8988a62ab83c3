"""A scorecard as a sheet: the rows that read as the same card."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from tierctl.model.quantity import Dimension, shown
from tierctl.model.text import Lang
from tierctl.policy.card import Characteristic, Scorecard
from tierctl.policy.card_layout import COLUMNS
from tierctl.policy.policy import InputType, Policy
from tierctl.policy.rules_form import FormCell, FormTable, RulesForm
from tierctl.policy.steps import DecisionTable, Rule
from tierctl.policy.text_sets import TextSet

_WORDS = {
    "refuse": ("拒绝", "refuse"),
    "zero": ("零分", "zero"),
    "judged": ("评审分", "judged"),
    "total": ("总分", "Total score"),
}
_AROUND = ("section", "item")
_BEHIND = ("condition", "points", "most", "missing", "reason", "code", "grade")


class CardForm:
    """Write a policy's card as rows; `known` are the names of inputs that need no unit."""

    def __init__(self, policy: Policy, card: Scorecard, lang: Lang, known: Collection[str]) -> None:
        self._policy = policy
        self._card = card
        self._lang = lang
        self._form = RulesForm(policy, lang, known)
        self._tables = {table.name: table for table in policy.tables}
        ladders = [self._tables[c.table] for c in card.characteristics if c.table is not None]
        self._own = {table.name: _own_input(policy, table) for table in ladders}
        self._others = list(
            dict.fromkeys(n for t in ladders for n in t.names if n != self._own[t.name])
        )

    @property
    def sayable(self) -> bool:
        """Whether a sheet can say the card: no limits, no steps before it, a column per item."""
        card, policy = self._card, self._policy
        owned = [*self._own.values(), *(c.points for c in card.characteristics if c.judged)]
        return (
            not card.limits
            and not card.initial
            and card.decimals == 2
            and all(card.makes(step.name) for step in policy.steps)
            and all(item.baseline == item.most for item in card.characteristics)
            and len(set(owned)) == len(owned)
            and not set(owned) & set(self._others)
            and not any(read.sources for read in policy.inputs.values())
        )

    def table(self) -> FormTable:
        """Return the card, the grades of the total below its items."""
        keys = [key for key in (*_AROUND, *_BEHIND) if key != "section" or self._card.sections]
        front = [key for key in keys if key in _AROUND]
        behind = [key for key in keys if key in _BEHIND]
        header = [
            *(self._named(key) for key in front),
            *(self._header(name, self._reader(name)) for name in self._others),
            *(self._named(key) for key in behind),
        ]
        rows = [(*row, "") for row in self._rows()]
        grades = self._tables[self._card.grades].rules
        scale = self._policy.results[self._card.by_score]
        first, last = len(rows) - len(grades), len(header) - 1
        colors = (scale.tier(str(rule.results[scale.name])).color for rule in grades)
        order = " < ".join(tier.label.to(self._lang) for tier in scale.tiers)
        head = self._form.identity()
        return FormTable(
            settings=(*head, (self._form.word("order"), order)),
            header=(*header, self._form.word("remark")),
            inputs=len(front) + len(self._others) + 1,
            rows=tuple(rows),
            fills={(first + i, last): color for i, color in enumerate(colors)},
        )

    def _rows(self) -> Iterator[tuple[FormCell, ...]]:
        sections = {section.id: section.label.to(self._lang) for section in self._card.sections}
        for item in self._card.characteristics:
            section = [sections.get(item.section or "", "")] if sections else []
            if item.judged:
                header = self._policy.label(item.points).to(self._lang)
                points = f"0-{shown(item.most)}"
                blank = [""] * len(self._others)
                yield (*section, header, *blank, self._word("judged"), points, *self._facts(item))
                continue
            table = self._tables[item.table or ""]
            own = self._own[table.name]
            rungs = [rule for rule in table.rules if rule.id in item.rungs]
            for number, rule in enumerate(rungs):
                first = number == 0
                around = (
                    [*section, self._header(own, table)] if first else [""] * (len(section) + 1)
                )
                asked = [self._asked(rule, name) for name in self._others]
                given = item.rungs[rule.id].points
                facts = self._facts(item) if first else [""] * 5
                yield (*around, *asked, self._condition(rule, own), given, *facts)
        table, total = self._tables[self._card.grades], self._word("total")
        for number, rule in enumerate(table.rules):
            front = [*([""] if sections else []), total if number == 0 else ""]
            most = [self._card.out_of if number == 0 else ""]
            scale = self._policy.results[self._card.by_score]
            label = scale.tier(str(rule.results[scale.name])).label.to(self._lang)
            condition = self._form.condition(rule, self._card.total)
            blank = [""] * len(self._others)
            yield (*front, *blank, condition, "", *most, "", "", "", label)

    def _facts(self, item: Characteristic) -> list[FormCell]:
        missing: FormCell = ""
        if item.missing is not None:
            missing = item.missing if item.missing else self._word("zero")
        elif item.missing_stated:
            missing = self._word("refuse")
        return [item.most, missing, item.reason.to(self._lang), item.code, ""]

    def _asked(self, rule: Rule, name: str) -> FormCell:
        asked = self._condition(rule, name)
        return "" if asked == "-" else asked

    def _condition(self, rule: Rule, name: str) -> FormCell:
        """Return what a rung asks of an input; of one of choices by their labels."""
        read, values = self._policy.inputs[name], rule.conditions.get(name)
        if read.choices and isinstance(values, TextSet):
            labels = {choice.id: choice.label.to(self._lang) for choice in read.choices}
            texts = frozenset(labels.get(text, text) for text in values.exceptions)
            said = {**rule.conditions, name: TextSet(values.pattern, texts, values.blank)}
            return self._form.condition(replace(rule, conditions=said), name)
        return self._form.condition(rule, name)

    def _header(self, name: str, table: DecisionTable) -> str:
        """Return the header of an input; a small amount of money needs its unit there."""
        money = self._policy.unit(name).dimension is Dimension.MONEY
        return self._form.header(name, table if money else None)

    def _reader(self, name: str) -> DecisionTable:
        return next(table for table in self._policy.tables if name in table.names)

    def _named(self, key: str) -> str:
        if key == "grade":
            return self._policy.results[self._card.grade].label.to(self._lang)
        names = COLUMNS[key]
        return names[0] if self._lang == "zh" else _title(names)

    def _word(self, key: str) -> str:
        return _WORDS[key][0 if self._lang == "zh" else 1]


def _title(names: tuple[str, ...]) -> str:
    return next(name for name in names if name.isascii()).capitalize()


def _own_input(policy: Policy, table: DecisionTable) -> str:
    """Return the one input after which a sheet names an item: a number, else the last."""
    numbers = [
        name
        for name in table.names
        if name in policy.inputs and policy.inputs[name].type is not InputType.TEXT
    ]
    return (numbers or table.names)[-1]
