"""An assessment: the questions about one customer, one after the other, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tierctl.app import assessment_messages as messages
from tierctl.app.answer import Answer, typed
from tierctl.engine.card_reading import CardReader, CardReading, Item
from tierctl.engine.open_inputs import OpenInput, OpenInputs
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.table import Value
from tierctl.policy.card import Characteristic, Section
from tierctl.policy.policy import Choice, Input, Policy
from tierctl.policy.steps import Rule
from tierctl.tables.header import IDENTITY

_CLEAR = "-"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that may be answered, and between which points its item would be then."""

    choice: Choice
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: an input, for an item of the card, or of who the customer is."""

    read: Input
    item: Characteristic | None
    section: Section | None
    calculates: Input | None
    """The input that is calculated from it."""
    options: tuple[Option, ...]
    rungs: tuple[Rule, ...]
    """The rungs that the answers so far leave."""
    known: Mapping[str, Value]
    """What the answers so far say, and what is calculated from them."""
    before: Answer | None
    """What was answered before somebody went back: it stays unless another answer is given."""

    @property
    def may_be_blank(self) -> bool:
        """Whether it need not be answered."""
        return not self.read.needs_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How far the assessment of a customer has come. `answers` are in the order of asking."""

    policy: Policy
    named: bool = False
    """Whether there must be a code or a name, for the customer is to be saved."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    earlier: Mapping[str, Answer] = field(default_factory=dict)
    """What was answered, also to questions that somebody has gone back behind."""

    @property
    def values(self) -> dict[str, Value]:
        """What is answered so far, by input; None is left blank."""
        return {name: answer.value for name, answer in self.answers.items()}

    @property
    def known(self) -> dict[str, Value]:
        """What is answered so far, and what is calculated from it."""
        return CardReader(self.policy).known(self.values)

    @property
    def reading(self) -> CardReading:
        """The card as far as it is known."""
        return CardReader(self.policy).read(self.values)

    @property
    def question(self) -> Question | None:
        """The next question; None where nothing is open."""
        reader = CardReader(self.policy)
        wanted = OpenInputs(self.policy, reader, IDENTITY).next(self.values)
        return None if wanted is None else self._question(wanted, reader)

    def answered(self, text: str) -> Assessment | Diagnostic:
        """Return what a typed answer to the question makes of it, or what is wrong with it.

        Nothing typed keeps what was answered before, or leaves it blank; `-` makes it blank.
        """
        question = self.question
        assert question is not None
        read = question.read
        if not text.strip() and question.before is not None:
            found: Answer | Diagnostic = question.before
        else:
            found = typed(self.policy, read, "" if text.strip() == _CLEAR else text)
        if isinstance(found, Diagnostic):
            return found
        told = {**self.answers, read.name: found}
        if self.named and read.name == IDENTITY[-1] and all(told[n].blank for n in IDENTITY):
            return messages.needed(read.label)
        return replace(self, answers=told, earlier={**self.earlier, read.name: found})

    def back(self) -> Assessment:
        """Return the assessment before the last answer; itself where there is none."""
        return replace(self, answers=dict(list(self.answers.items())[:-1]))

    def item(self, given: Characteristic) -> Item:
        """Return an item of the card as far as it is known."""
        return _item(self.reading, given)

    def _question(self, wanted: OpenInput, reader: CardReader) -> Question:
        policy, item = self.policy, wanted.item
        read = policy.inputs[wanted.name]
        known = reader.known(self.values)
        rungs: tuple[Rule, ...] = ()
        if item is not None and not item.judged:
            rungs = tuple(reader.possible(item, known, reader.table(item).names))
        return Question(
            read=read,
            item=item,
            section=next((s for s in reader.card.sections if item and s.id == item.section), None),
            calculates=policy.inputs[wanted.formula] if wanted.formula else None,
            options=tuple(self._option(read, choice, item, reader) for choice in read.choices),
            rungs=rungs,
            known=known,
            before=self.earlier.get(read.name),
        )

    def _option(
        self, read: Input, choice: Choice, item: Characteristic | None, reader: CardReader
    ) -> Option:
        if item is None:
            return Option(choice, None, None)
        found = _item(reader.read({**self.values, read.name: choice.id}), item)
        return Option(choice, found.low, found.high)


def _item(reading: CardReading, given: Characteristic) -> Item:
    return next(item for item in reading.items if item.characteristic.id == given.id)
