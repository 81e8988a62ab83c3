"""What a scorecard writes beside the customers: points, reason codes, the way up, limits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from tierctl.app import card_words as words
from tierctl.engine.card_reading import CardReader, CardReading
from tierctl.engine.way_up import Raise, WaysUp, WayUp
from tierctl.model.decision import Decisions
from tierctl.model.quantity import shown
from tierctl.model.table import BoundTable, Value
from tierctl.model.text import Lang
from tierctl.policy.policy import Policy
from tierctl.policy.shown import condition_text


class CardColumns:
    """The cards of a sheet's customers, in words."""

    def __init__(self, policy: Policy, table: BoundTable, decisions: Decisions, lang: Lang) -> None:
        self._policy = policy
        self._table = table
        self._decisions = decisions
        self._lang: Lang = lang
        self._reader = CardReader(policy)
        self._ways = WaysUp(policy, self._reader)

    @cached_property
    def _values(self) -> list[dict[str, Value]]:
        columns = self._table.columns
        rows = zip(*(list(column.values) for column in columns.values()), strict=True)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    @cached_property
    def readings(self) -> list[CardReading]:
        """The card of every customer."""
        return [self._reader.read(values) for values in self._values]

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
        return [self._way(i) for i in range(len(self._decisions))]

    def limits(self) -> list[Value]:
        """Return what went before the points, and the grade that they would have given."""
        return [self._limit(i) for i in range(len(self._decisions))]

    def way(self, position: int) -> WayUp | None:
        """Return the cheapest way up for a customer."""
        grade = self._grades[position]
        if grade is None:
            return None
        return self._ways.of(self.readings[position], self._values[position], str(grade))

    @cached_property
    def _grades(self) -> Sequence[Value]:
        return self._decisions.values(self._reader.card.grade)

    def _codes(self, position: int) -> str | None:
        reading = self.readings[position]
        if self._grades[position] is None or reading.total is None:
            return None
        parts = [
            words.LOSS.fill(code=loss.code, reason=loss.reason, points=shown(loss.points)).to(
                self._lang
            )
            for loss in reading.losses
        ]
        return self._joined(parts)

    def _way(self, position: int) -> str | None:
        way = self.way(position)
        if way is None:
            return None
        grade = self._policy.results[self._reader.card.grade].tier(way.grade).label
        raises = self._joined([self._raise(one) for one in way.raises])
        said = words.WAY_UP.fill(grade=grade, needed=shown(way.needed), raises=raises or "")
        return said.to(self._lang)

    def _raise(self, one: Raise) -> str:
        item = one.item
        parts = words.RAISE.fill(
            label=item.characteristic.label,
            before=shown(item.points or 0.0),
            after=shown(one.points),
        ).to(self._lang)
        if one.rule is None:
            return parts
        asked = [
            f"{self._policy.label(name).to(self._lang)} "
            f"{condition_text(self._policy, name, allowed, self._lang)}"
            for name, allowed in one.rule.conditions.items()
            if not self._holds(item.rule, name, one)
        ]
        comma = "，" if self._lang == "zh" else ", "
        bracketed = words.BRACKETED.fill(text=comma.join(asked)).to(self._lang)
        return parts + bracketed if asked else parts

    def _holds(self, before: str | None, name: str, one: Raise) -> bool:
        """Tell whether the rule that decides now asks the same of a value."""
        table = self._reader.table(one.item.characteristic)
        now = next((rule for rule in table.rules if rule.id == before), None)
        assert one.rule is not None
        return now is not None and now.conditions.get(name) == one.rule.conditions[name]

    def _limit(self, position: int) -> str | None:
        limit = self.readings[position].limit
        if limit is None or self._grades[position] is None:
            return None
        reading = self.readings[position]
        if reading.total is None:
            return limit.label.to(self._lang)
        grade = self._reader.grade_of(reading.total)
        label = self._policy.results[self._reader.card.grade].tier(grade).label if grade else ""
        return words.LIMITED.fill(label=limit.label, total=shown(reading.total), grade=label).to(
            self._lang
        )

    def _joined(self, parts: Sequence[str]) -> str | None:
        return ("；" if self._lang == "zh" else "; ").join(parts) or None
