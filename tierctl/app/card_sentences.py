"""What a customer's card comes to in words: reason codes, the way up, the limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tierctl.app import card_words as words
from tierctl.engine.card_reading import CardReader, CardReading, Loss
from tierctl.engine.way_up import Raise, WaysUp, WayUp
from tierctl.model.quantity import shown
from tierctl.model.table import Value
from tierctl.model.text import Lang
from tierctl.policy.policy import Policy
from tierctl.policy.shown import condition_text


class CardSentences:
    """Write what the cards of one policy come to, in one language."""

    def __init__(self, policy: Policy, reader: CardReader, lang: Lang) -> None:
        self._policy = policy
        self._reader = reader
        self._ways = WaysUp(policy, reader)
        self._lang: Lang = lang
        self._said: dict[tuple[object, ...], str] = {}
        """What has been said of one item: very many customers have the same."""

    def codes(self, reading: CardReading) -> str | None:
        """Return what cost most points: `C2 流动比率偏低（-3）`."""
        return self._joined(self.losses(reading))

    def losses(self, reading: CardReading) -> list[str]:
        """Return the reason codes, the dearest first."""
        return [self._loss(loss) for loss in reading.losses]

    def _loss(self, loss: Loss) -> str:
        key = (loss.item.characteristic.id, loss.item.rule, loss.points)
        if key not in self._said:
            text = words.LOSS.fill(code=loss.code, reason=loss.reason, points=shown(loss.points))
            self._said[key] = text.to(self._lang)
        return self._said[key]

    def way(self, reading: CardReading, values: Mapping[str, Value], grade: Value) -> WayUp | None:
        """Return the cheapest way up for a customer; None without a grade."""
        return self._ways.of(reading, values, str(grade)) if grade is not None else None

    def way_text(self, way: WayUp) -> str:
        """Return a way up: `升到 AA 还差 2.5 分：流动比率 6→8 分（流动比率 ≥ 1.5）`."""
        grade = self._policy.results[self._reader.card.grade].tier(way.grade).label
        raises = self._joined([self._raise(one) for one in way.raises])
        said = words.WAY_UP.fill(grade=grade, needed=shown(way.needed), raises=raises or "")
        return said.to(self._lang)

    def limit(self, reading: CardReading) -> str | None:
        """Return what went before the points, and the grade that they would have given."""
        limit = reading.limit
        if limit is None:
            return None
        if reading.total is None:
            return limit.label.to(self._lang)
        grade = self._reader.grade_of(reading.total)
        label = self._policy.results[self._reader.card.grade].tier(grade).label if grade else ""
        return words.LIMITED.fill(label=limit.label, total=shown(reading.total), grade=label).to(
            self._lang
        )

    def _raise(self, one: Raise) -> str:
        item = one.item
        key = (item.characteristic.id, item.rule, item.points, one.points)
        if key not in self._said:
            self._said[key] = self._raised(one)
        return self._said[key]

    def _raised(self, one: Raise) -> str:
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

    def _joined(self, parts: Sequence[str]) -> str | None:
        return ("；" if self._lang == "zh" else "; ").join(parts) or None
