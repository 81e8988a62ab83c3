"""The items of a form: what each gives for which value, the value that was read, the points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tierctl.app import form_words as words
from tierctl.app.form_condition import ConditionWords
from tierctl.app.form_ladder import Ladders
from tierctl.engine.card_reading import CardReader, CardReading, Item
from tierctl.engine.derived import with_derived
from tierctl.model.quantity import rounded
from tierctl.model.table import Value
from tierctl.model.text import Lang
from tierctl.policy.policy import Policy
from tierctl.policy.shown import shown_value
from tierctl.workbook.form import FormItem, FormSection

_DECIMALS = 4
"""To how many decimals of its base unit a calculated value is shown: 52.35%, 1.3333."""


class FormItems:
    """The items of a card's forms in one language."""

    def __init__(self, policy: Policy, reader: CardReader, lang: Lang) -> None:
        self._policy = policy
        self._reader = reader
        self._lang: Lang = lang
        self._ladders = Ladders(policy, reader, lang)
        self._conditions = ConditionWords(policy, lang)

    def sections(self, reading: CardReading, values: Mapping[str, Value]) -> Iterator[FormSection]:
        """Give the sections in their order, then what belongs to none."""
        card = self._reader.card
        for section in card.sections:
            yield FormSection(
                label=section.label.to(self._lang),
                most=section.most,
                subtotal=reading.subtotals[section.id],
                items=tuple(self._items(reading, values, section.id)),
            )
        alone = [*self._initial(), *self._items(reading, values, None)]
        if alone:
            yield FormSection(label=None, most=0, subtotal=None, items=tuple(alone))

    def read_by(self, item: Item) -> list[str]:
        """Return the inputs of which an item says the value; none where it is judged."""
        if item.characteristic.judged:
            return []
        fixed = self._reader.fixed_inputs(item.characteristic)
        names: list[str] = []
        for name in self._reader.table(item.characteristic).names:
            maker = self._conditions.maker(name)
            if maker is not None:
                names += maker.names
            elif name not in fixed:
                names.append(name)
        return list(dict.fromkeys(names))

    def _initial(self) -> Iterator[FormItem]:
        initial = self._reader.card.initial
        if initial:
            label = words.INITIAL.to(self._lang)
            yield FormItem(
                number="", label=label, reference="", most=initial, value="", points=initial
            )

    def _items(
        self, reading: CardReading, values: Mapping[str, Value], section: str | None
    ) -> Iterator[FormItem]:
        for item in reading.items:
            given = item.characteristic
            if given.section == section:
                yield FormItem(
                    number=given.code,
                    label=given.label.to(self._lang),
                    reference=self._ladders.text(given, values),
                    most=given.most,
                    value=self._value(item, values),
                    points=item.points,
                )

    def _value(self, item: Item, values: Mapping[str, Value]) -> str:
        if item.characteristic.judged:
            return (words.MISSING if item.points is None else words.JUDGED).to(self._lang)
        known = with_derived(self._policy, values)
        names = self.read_by(item)
        if len(names) == 1:
            return self._shown(item, names[0], values, known) or words.MISSING.to(self._lang)
        said = self._of_several(item, names, values, known)
        return "\n".join(said) or words.MISSING.to(self._lang)

    def _of_several(
        self,
        item: Item,
        names: Sequence[str],
        values: Mapping[str, Value],
        known: Mapping[str, Value],
    ) -> Iterator[str]:
        """Give the values with their labels; of those that an open item lacks, that they do."""
        needed = self._reader.table(item.characteristic).names
        for name in names:
            text = self._shown(item, name, values, known)
            if text is None and (item.points is not None or name not in needed):
                continue
            missing = words.MISSING.to(self._lang)
            yield f"{self._policy.label(name).to(self._lang)} {text or missing}"

    def _shown(
        self, item: Item, name: str, values: Mapping[str, Value], known: Mapping[str, Value]
    ) -> str | None:
        """Return a value; a calculated one with a mark, and short where that says the same."""
        value = known.get(name)
        if value is None:
            return None
        chinese = self._lang == "zh"
        if values.get(name) is not None or not isinstance(value, float):
            return shown_value(self._policy, name, value, chinese)
        short = rounded(value, _DECIMALS)
        if not self._same_rung(item, name, short):
            short = value
        text = shown_value(self._policy, name, short, chinese)
        return words.CALCULATED.fill(value=text).to(self._lang)

    def _same_rung(self, item: Item, name: str, value: float) -> bool:
        """Tell whether another value would leave an item on its rung: 49.996% is not 50%."""
        rules = self._reader.table(item.characteristic).rules
        rule = next((rule for rule in rules if rule.id == item.rule), None)
        asked = rule.conditions.get(name) if rule is not None else None
        return asked is None or asked.holds(value)
