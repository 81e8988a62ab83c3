"""One customer's card on a page: the points of every item, subtotals, total, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.card_sentences import CardSentences
from tierctl.app.explain import CustomerCard
from tierctl.engine.card_reading import Item
from tierctl.model.quantity import shown
from tierctl.model.table import Value
from tierctl.model.text import Text
from tierctl.policy.policy import Policy
from tierctl.policy.shown import condition_text, shown_value
from tierctl.render import card_words
from tierctl.render.view import View


def customer_card(policy: Policy, card: CustomerCard, view: View) -> Iterator[RenderableType]:
    """Give the parts of the page: the points, what cost most, the way up, the limit."""
    yield _block(view.say(card_words.POINTS), _points(policy, card, view))
    sentences = CardSentences(policy, card.reader, view.lang)
    told = [(card_words.REASONS, line) for line in sentences.losses(card.reading)]
    if card.way is not None:
        told.append((card_words.WAY_UP, sentences.way_text(card.way)))
    limit = sentences.limit(card.reading)
    if limit is not None:
        told.append((card_words.LIMIT, limit))
    for title in dict.fromkeys(title for title, _ in told):
        grid = Table.grid()
        for other, line in told:
            if other == title:
                grid.add_row(view.text(line))
        yield _block(view.say(title), grid)


def _points(policy: Policy, card: CustomerCard, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    reading, written = card.reading, card.reader.card
    for section in written.sections:
        items = [i for i in reading.items if i.characteristic.section == section.id]
        grid.add_row(
            view.text(view.say(section.label), "bold"),
            view.text(_of(reading.subtotals[section.id], section.most, view), "bold"),
        )
        for item in items:
            grid.add_row(*_row(policy, item, reading.values, view, indent="  "))
    for item in reading.items:
        if item.characteristic.section is None:
            grid.add_row(*_row(policy, item, reading.values, view))
    between = ""
    if reading.total is None:
        low, high = shown(reading.low), shown(reading.high)
        between = view.say(card_words.BETWEEN, low=low, high=high).strip()
    grid.add_row(
        view.text(view.say(policy.results[written.total].label), "bold"),
        view.text(_of(reading.total, written.out_of, view), "bold"),
        view.text(between or _grade(policy, card, view)),
    )
    return grid


def _grade(policy: Policy, card: CustomerCard, view: View) -> str:
    total = card.reading.total
    grade = card.reader.grade_of(total) if total is not None else None
    return view.say(policy.results[card.reader.card.grade].tier(grade).label) if grade else ""


def _row(
    policy: Policy, item: Item, known: Mapping[str, Value], view: View, indent: str = ""
) -> tuple[RichText, RichText, RichText]:
    given = item.characteristic
    style = "" if item.points is not None else "red"
    label = view.say(Text("{code} {label}", "{code} {label}"), code=given.code, label=given.label)
    return (
        view.text(indent + label, style),
        view.text(_of(item.points, given.most, view), style),
        view.text(_why(policy, item, known, view), "dim" if item.points is not None else style),
    )


def _of(points: float | None, most: float, view: View) -> str:
    said = shown(points) if points is not None else view.say(card_words.OPEN)
    return view.say(card_words.OF, points=said, most=shown(most))


def _why(policy: Policy, item: Item, known: Mapping[str, Value], view: View) -> str:
    """Return what gave the points: the rung with what it read, or that they were judged."""
    given = item.characteristic
    chinese = view.lang == "zh"
    if item.rule is not None and item.rule not in given.rungs:
        return view.say(card_words.GETS, points=shown(item.points or 0.0))
    if item.rule is not None:
        table = next(t for t in policy.tables if t.name == given.table)
        rule = next(r for r in table.rules if r.id == item.rule)
        read = []
        for name, asked in rule.conditions.items():
            value = known.get(name)
            said = f"{view.say(policy.label(name))} {shown_value(policy, name, value, chinese)}"
            if not isinstance(value, str):
                condition = condition_text(policy, name, asked, view.lang)
                said = view.say(card_words.ASKED, read=said, asked=condition)
            read.append(said)
        return ("，" if chinese else ", ").join(read)
    if item.points is not None:
        return view.say(card_words.JUDGED_POINTS)
    return view.say(card_words.BETWEEN, low=shown(item.low), high=shown(item.high)).strip()


def _block(title: str, inside: RenderableType) -> RenderableType:
    return Group(RichText(title, style="bold"), Padding(inside, (0, 0, 0, 2), expand=False))
