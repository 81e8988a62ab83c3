"""A rating form's content: one customer's card, its grade, and why, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tierctl.app import form_words as words
from tierctl.app.annotation_columns import UNGRADED_COLOR
from tierctl.app.card_columns import CardColumns
from tierctl.app.form_items import FormItems
from tierctl.app.form_notes import form_notes
from tierctl.app.outcome import Outcome
from tierctl.engine.card_reading import CardReader, CardReading
from tierctl.model.quantity import shown
from tierctl.model.table import Value
from tierctl.model.text import Lang, Text
from tierctl.policy.policy import Tier
from tierctl.policy.shown import shown_value
from tierctl.tables.header import IDENTITY
from tierctl.workbook.form import Form, FormWords

_DIGEST = 12
"""So many of the policy's SHA-256 are printed."""


class FormContent:
    """The forms of one sheet's customers."""

    def __init__(self, outcome: Outcome, lang: Lang, file: str, as_of: date) -> None:
        self._outcome = outcome
        self._policy = policy = outcome.policy
        self._table = outcome.table
        self._lang: Lang = lang
        self._file = file
        self._as_of = as_of
        self._reader = CardReader(policy)
        self._items = FormItems(policy, self._reader, lang)
        columns = CardColumns(policy, outcome.table, outcome.decisions, lang)
        self._losses, self._ways = columns.reason_codes(), columns.ways_up()
        self._limits = columns.limits()
        self._grades = outcome.decisions.values(self._reader.card.grade)
        self._notes = form_notes(policy, lang)
        self._facts = self._fact_names()
        self._words = _printed_words(lang)

    def form(self, position: int) -> Form:
        """Return the form of a customer, by its position in the table."""
        table, policy, card = self._table, self._policy, self._reader.card
        values = self._values(position)
        reading = self._reader.read(values)
        grade = self._grades[position]
        subtitle = words.SUBTITLE.fill(
            id=policy.id, version=policy.version, digest=policy.digest[:_DIGEST]
        )
        source = words.SOURCE.fill(file=self._file, sheet=table.sheet, row=table.rows[position] + 1)
        tier = policy.results[card.grade].tier(str(grade)) if grade is not None else None
        return Form(
            lang=self._lang,
            words=self._words,
            title=self._say(policy.title),
            subtitle=self._say(subtitle),
            facts=list(self._said_facts(position, values)),
            sections=list(self._items.sections(reading, values)),
            out_of=card.out_of,
            total=reading.total,
            between=self._between(reading) if values else "",
            grade=self._say(tier.label if tier else self._ungraded(reading, values)),
            color=tier.color if tier else UNGRADED_COLOR,
            remarks=list(self._remarks(position, reading, values)),
            notes=self._notes,
            source=self._say(source),
        )

    def _say(self, text: Text) -> str:
        return text.to(self._lang)

    def _values(self, position: int) -> dict[str, Value]:
        """Return what is known of a customer; of a row that may be none, or another's, nothing."""
        if position in self._table.doubts:
            return {}
        return {name: column.values[position] for name, column in self._table.columns.items()}

    def _fact_names(self) -> list[str]:
        """Return what stands at the top: the types and regions that items turn on, and limits."""
        card, policy = self._reader.card, self._policy
        items = [c for c in card.characteristics if not c.judged]
        names = [name for item in items for name in self._reader.fixed_inputs(item)]
        for table in policy.tables:
            if table.name == card.grade:
                limits = [rule for rule in table.rules if rule.id in card.limits]
                names += [name for rule in limits for name in rule.conditions]
        shown = self._table.columns
        return [n for n in dict.fromkeys(names) if n in policy.inputs and n in shown]

    def _said_facts(self, position: int, values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
        for name, label in zip(IDENTITY, (words.CODE, words.NAME), strict=True):
            yield self._say(label), str(self._table.value(name, position) or "")
        for name in self._facts:
            yield self._say(self._policy.label(name)), self._shown(name, values.get(name))
        yield self._say(words.AS_OF), self._as_of.isoformat()

    def _shown(self, name: str, value: Value) -> str:
        return shown_value(self._policy, name, value, self._lang == "zh")

    def _between(self, reading: CardReading) -> str:
        if reading.total is not None:
            return ""
        return self._say(words.BETWEEN.fill(low=shown(reading.low), high=shown(reading.high)))

    def _ungraded(self, reading: CardReading, values: Mapping[str, Value]) -> Text:
        """Return that there is no grade, and where points are open, what it can be."""
        tiers = {tier.id: tier for tier in self._policy.results[self._reader.card.grade].tiers}
        low, high = tiers.get(reading.lowest or ""), tiers.get(reading.highest or "")
        if not values or reading.total is not None or low is None or high is None:
            return words.UNGRADED
        return words.UNGRADED_AS_YET.fill(grades=_range(low, high))

    def _remarks(
        self, position: int, reading: CardReading, values: Mapping[str, Value]
    ) -> Iterator[tuple[str, str]]:
        problems = self._outcome.decisions[position].problems
        separator = "；" if self._lang == "zh" else "; "
        limit = self._limits[position]
        if limit is None and reading.limit is not None:
            limit = self._say(reading.limit.label)
        said = {
            words.OPEN: separator.join(self._say(problem.message) for problem in problems),
            words.LIMIT: str(limit or ""),
            words.LOSSES: str(self._losses[position] or ""),
            words.WAY_UP: str(self._ways[position] or ""),
            words.DATA: separator.join(self._data(reading, values)),
        }
        yield from ((self._say(label), text) for label, text in said.items() if text)

    def _data(self, reading: CardReading, values: Mapping[str, Value]) -> Iterator[str]:
        """Give what the sheet has beside what the form shows: statements, evidence for judges."""
        told = {*IDENTITY, *self._facts}
        for item in reading.items:
            told |= {item.characteristic.points, *self._items.read_by(item)}
        for name, value in values.items():
            if value is not None and name not in told:
                yield f"{self._say(self._policy.label(name))} {self._shown(name, value)}"


def _range(low: Tier, high: Tier) -> Text:
    return low.label if low == high else words.BETWEEN.fill(low=low.label, high=high.label)


def _printed_words(lang: Lang) -> FormWords:
    number, item, reference, most, value, points = (text.to(lang) for text in words.HEADERS)
    manager, checker, day = (text.to(lang) for text in words.SIGNED)
    return FormWords(
        headers=(number, item, reference, most, value, points),
        subtotal=words.SUBTOTAL.to(lang),
        total=words.TOTAL.to(lang),
        grade=words.GRADE.to(lang),
        granted=words.GRANTED.to(lang),
        grounds=words.GROUNDS.to(lang),
        signed=(manager, checker, day),
        notes=words.NOTES.to(lang),
    )
