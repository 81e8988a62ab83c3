"""The cards of those who were graded, out of the decisions on all: nothing is matched again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tierctl.engine.card_reading import CardReader, CardReading, Item
from tierctl.model.decision import Decisions
from tierctl.model.table import Value
from tierctl.policy.card import Characteristic


def graded_cards(
    reader: CardReader, decisions: Decisions, values: Sequence[Mapping[str, Value]]
) -> Iterator[CardReading | None]:
    """Give the card of every customer who has a total; None for another one."""
    card = reader.card
    totals, grades = decisions.values(card.total), decisions.values(card.by_score)
    limits = decisions.rules(card.grade) if card.limits else [None] * len(values)
    sections = [section.id for section in card.sections]
    columns = [decisions.values(section) for section in sections]
    items = [_items(reader, c, decisions, values) for c in card.characteristics]
    for position, row in enumerate(zip(*items, strict=True)):
        total, grade = totals[position], grades[position]
        found = [item for item in row if item is not None]
        if not isinstance(total, float) or len(found) < len(row):
            yield None
            continue
        yield CardReading(
            items=tuple(found),
            subtotals={
                section: value if isinstance(value, float) else None
                for section, value in zip(sections, [c[position] for c in columns], strict=True)
            },
            total=total,
            low=total,
            high=total,
            lowest=str(grade),
            highest=str(grade),
            limit=card.limits.get(limits[position] or ""),
            values=values[position],
        )


def _items(
    reader: CardReader,
    given: Characteristic,
    decisions: Decisions,
    values: Sequence[Mapping[str, Value]],
) -> list[Item | None]:
    """Return an item of every customer: there are as many different ones as rungs, or points."""
    known: dict[object, Item | None] = {None: None}

    def item(key: object, points: float, rule: str | None) -> Item | None:
        if key not in known:
            known[key] = Item(
                characteristic=given, points=points, rule=rule, low=points, high=points
            )
        return known[key]

    if given.judged:
        scores = (customer.get(given.points) for customer in values)
        return [item(s, s, None) if isinstance(s, float) else None for s in scores]
    points = {
        rule.id: value
        for rule in reader.table(given).rules
        if isinstance(value := rule.results[given.points], float)
    }
    rules = decisions.rules(given.table or "")
    return [item(rule, points[rule], rule) if rule is not None else None for rule in rules]
