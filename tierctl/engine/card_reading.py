"""A customer's card: the points of every item, what they add up to, and what is still open.

Where points are missing there is no grade; then the card says between which totals it will be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tierctl.engine.derived import with_derived
from tierctl.engine.hits import Hit, hit, matches
from tierctl.model.quantity import rounded
from tierctl.model.table import Value
from tierctl.model.text import Text
from tierctl.policy.card import Characteristic, Limit, Rung, Scorecard
from tierctl.policy.policy import InputType, Policy
from tierctl.policy.steps import DecisionTable, Rule

MOST_REASONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a card: its points, None where they are open, and the rule that gave them."""

    characteristic: Characteristic
    points: float | None
    rule: str | None
    low: float
    high: float
    """Between which points it will be; both its points where they are known."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A reason code: an item that cost points against its baseline."""

    item: Item
    points: float

    @property
    def code(self) -> str:
        """The reason code of the rung, or of the item."""
        rung = self._rung
        return rung.code if rung is not None else self.item.characteristic.code

    @property
    def reason(self) -> Text:
        """What is said of it: of the rung, or of the item."""
        rung = self._rung
        return rung.reason if rung is not None else self.item.characteristic.reason

    @property
    def _rung(self) -> Rung | None:
        return self.item.characteristic.rungs.get(self.item.rule or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReading:
    """A customer's card. `low` and `high` are the totals that it can come to."""

    items: tuple[Item, ...]
    subtotals: Mapping[str, float | None]
    """Section → its points; None where an item of it is open."""
    total: float | None
    low: float
    high: float
    lowest: str | None
    highest: str | None
    """The grades that those totals give."""
    limit: Limit | None
    """What goes before the points."""
    values: Mapping[str, Value]
    """All that is known: inputs as they are calculated, results of steps before it, its sums."""

    @property
    def open(self) -> list[Item]:
        """The items that have no points."""
        return [item for item in self.items if item.points is None]

    @property
    def losses(self) -> list[Loss]:
        """The items that cost most points, at most three; of equal ones the first on the card."""
        return losses(self.items)


def losses(items: Sequence[Item]) -> list[Loss]:
    """Return the items that cost most points, at most three; of equal ones the first."""
    found = [
        Loss(item, loss)
        for item in items
        if item.points is not None
        and (loss := rounded(item.characteristic.baseline - item.points, 4)) > 0
    ]
    return sorted(found, key=lambda loss: -loss.points)[:MOST_REASONS]


class CardReader:
    """Read the cards of a policy's customers."""

    def __init__(self, policy: Policy) -> None:
        assert policy.card is not None
        self._policy = policy
        self.card: Scorecard = policy.card
        self._tables: dict[str, DecisionTable] = {t.name: t for t in policy.tables}
        points = {c.table for c in self.card.characteristics}
        parts = {s.id for s in self.card.sections} | {self.card.total} | points
        own = [*parts, self.card.grades, self.card.grade]
        self._before = [t for t in policy.tables if t.name not in own]

    def table(self, item: Characteristic) -> DecisionTable:
        """Return the table that gives an item's points."""
        return self._tables[item.table or ""]

    def read(self, values: Mapping[str, Value]) -> CardReading:
        """Return the card of a customer's values, as they are by input."""
        known = self.known(values)
        items = [self._item(c, known) for c in self.card.characteristics]
        decimals, initial = self.card.decimals, self.card.initial

        def added(parts: Sequence[float | None], start: float = 0.0) -> float | None:
            numbers = [part for part in parts if part is not None]
            return rounded(sum(numbers, start), decimals) if len(numbers) == len(parts) else None

        subtotals = {
            section.id: added([i.points for i in items if i.characteristic.section == section.id])
            for section in self.card.sections
        }
        total = added([item.points for item in items], initial)
        low = rounded(sum((item.low for item in items), initial), decimals)
        high = rounded(sum((item.high for item in items), initial), decimals)
        by_score = self.grade_of(total) if total is not None else None
        known.update(subtotals)
        known[self.card.total], known[self.card.by_score] = total, by_score
        return CardReading(
            items=tuple(items),
            subtotals=subtotals,
            total=total,
            low=low,
            high=high,
            lowest=self.grade_of(low),
            highest=self.grade_of(high),
            limit=self._limit(known),
            values=known,
        )

    def known(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Return a customer's values with what formulas and the tables before the card give."""
        known = with_derived(self._policy, values)
        for table in self._before:
            found = hit(table, self._matching(table, known), self._policy.results)
            known.update(found.results if isinstance(found, Hit) else {})
        return known

    def grade_of(self, total: float) -> str | None:
        """Return the grade that a total gives; None where it falls between two."""
        table = self._tables[self.card.grades]
        values = {self.card.total: total}
        found = hit(table, self._matching(table, values), self._policy.results)
        grade = found.results[self.card.by_score] if isinstance(found, Hit) else None
        return str(grade) if grade is not None else None

    def fixed_inputs(self, given: Characteristic) -> list[str]:
        """Return the choices of an item that are what the customer is, as a type or a region.

        They are those that stand beside a number; where there are only choices, they can rise.
        """
        names = self.table(given).names
        choices = [
            name
            for name in names
            if name in self._policy.inputs and self._policy.inputs[name].type is InputType.TEXT
        ]
        return choices if len(choices) < len(names) else []

    def possible(
        self, item: Characteristic, values: Mapping[str, Value], fixed: Sequence[str]
    ) -> list[Rule]:
        """Return the rules of an item that inputs, as far as they are known, do not exclude."""
        return [
            rule
            for rule in self.table(item).rules
            if all(
                values.get(name) is None or asked.holds(values.get(name))
                for name, asked in rule.conditions.items()
                if name in fixed
            )
        ]

    def _item(self, given: Characteristic, values: Mapping[str, Value]) -> Item:
        if given.judged:
            value = values.get(given.points)
            points = value if isinstance(value, float) and 0 <= value <= given.most else None
            low, high = (0.0, given.most) if points is None else (points, points)
            return Item(characteristic=given, points=points, rule=None, low=low, high=high)
        table = self.table(given)
        rule = next((rule for rule in table.rules if matches(rule, values)), None)
        if rule is not None:
            found = _points(rule, given)
            return Item(characteristic=given, points=found, rule=rule.id, low=found, high=found)
        open = [_points(r, given) for r in self.possible(given, values, table.names)]
        if not open:
            # A value that no rung takes: what the customer is still tells which rungs are its.
            texts = [n for n in table.names if isinstance(values.get(n), str)]
            open = [_points(r, given) for r in self.possible(given, values, texts) or table.rules]
        return Item(characteristic=given, points=None, rule=None, low=min(open), high=max(open))

    def _limit(self, values: Mapping[str, Value]) -> Limit | None:
        if not self.card.limits:
            return None
        table = self._tables[self.card.grade]
        rule = next(iter(self._matching(table, values)), None)
        return self.card.limits.get(rule.id) if rule is not None else None

    @staticmethod
    def _matching(table: DecisionTable, values: Mapping[str, Value]) -> list[Rule]:
        return [rule for rule in table.rules if matches(rule, values)]


def _points(rule: Rule, given: Characteristic) -> float:
    value = rule.results[given.points]
    assert isinstance(value, float)
    return value
