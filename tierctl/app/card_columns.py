"""What a scorecard writes beside the customers: points, reason codes, the way up, limits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from tierctl.app.card_sentences import CardSentences
from tierctl.engine.card_reading import CardReader, CardReading
from tierctl.engine.graded_cards import graded_cards
from tierctl.engine.way_up import WayUp
from tierctl.model.decision import Decisions
from tierctl.model.table import BoundTable, Value
from tierctl.model.text import Lang
from tierctl.policy.policy import Policy


class CardColumns:
    """The cards of a sheet's customers, in words."""

    def __init__(self, policy: Policy, table: BoundTable, decisions: Decisions, lang: Lang) -> None:
        self._table = table
        self._decisions = decisions
        self._reader = CardReader(policy)
        self._sentences = CardSentences(policy, self._reader, lang)

    @cached_property
    def _values(self) -> list[dict[str, Value]]:
        columns = self._table.columns
        if not columns:
            return [{} for _ in self._table.rows]
        rows = zip(*(list(column.values) for column in columns.values()), strict=True)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    @cached_property
    def readings(self) -> Sequence[CardReading]:
        """The card of every customer: what was decided, or else read again item by item."""
        graded = graded_cards(self._reader, self._decisions, self._values)
        return [
            reading if reading is not None else self._reader.read(values)
            for reading, values in zip(graded, self._values, strict=True)
        ]

    def points(self, name: str, given: Sequence[Value]) -> list[Value]:
        """Return a result with the points of those who have no grade: as far as they are known."""
        card = self._reader.card
        items = {item.points: i for i, item in enumerate(card.characteristics)}
        values = list(given)
        for i, value in enumerate(values):
            if value is not None or i in self._table.doubts:
                continue
            if name in items:
                values[i] = self.readings[i].items[items[name]].points
            elif name in self.readings[i].subtotals:
                values[i] = self.readings[i].subtotals[name]
        return values

    def reason_codes(self) -> list[Value]:
        """Return what cost most points: `C2 流动比率偏低（-3）`; nothing for who has no grade."""
        return [self._codes(i) for i in range(len(self._decisions))]

    def ways_up(self) -> list[Value]:
        """Return the cheapest way up one grade; nothing where there is none."""
        ways = [self.way(i) for i in range(len(self._decisions))]
        return [self._sentences.way_text(way) if way is not None else None for way in ways]

    def limits(self) -> list[Value]:
        """Return what went before the points, and the grade that they would have given."""
        graded = enumerate(self._grades)
        return [
            self._sentences.limit(self.readings[i]) if grade is not None else None
            for i, grade in graded
        ]

    def way(self, position: int) -> WayUp | None:
        """Return the cheapest way up for a customer."""
        grade = self._grades[position]
        if grade is None:
            return None
        return self._sentences.way(self.readings[position], self._values[position], grade)

    @cached_property
    def _grades(self) -> Sequence[Value]:
        return self._decisions.values(self._reader.card.grade)

    def _codes(self, position: int) -> str | None:
        reading = self.readings[position]
        if self._grades[position] is None or reading.total is None:
            return None
        return self._sentences.codes(reading)
