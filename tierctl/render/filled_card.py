"""The filled card of one customer as a page for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.assessed import Assessed
from tierctl.app.save_answers import Saved
from tierctl.engine.card_reading import Item
from tierctl.model.quantity import shown
from tierctl.model.text import Text
from tierctl.policy.shown import shown_value
from tierctl.render import assessment_words as words
from tierctl.render.question import grade_range
from tierctl.render.view import View
from tierctl.tables.header import IDENTITY


def filled_card(assessed: Assessed, saved: Saved | None, view: View) -> RenderableType:
    """Return the page: who, the items with their points, the grade, why, and the way up."""
    return Group(
        _title(assessed, view),
        _items(assessed, view),
        _below(assessed, saved, view),
    )


def _title(assessed: Assessed, view: View) -> RichText:
    policy = assessed.policy
    who = " ".join(str(v) for n in IDENTITY if (v := assessed.values.get(n)) is not None)
    named = view.text(f"{view.say(policy.title)}  {policy.id} {policy.version}", "dim")
    return RichText.assemble(view.text(f"{who}  " if who else "", "bold"), named)


def _items(assessed: Assessed, view: View) -> Table:
    table = Table(box=view.box, show_footer=False, pad_edge=False)
    table.add_column(view.say(words.CODE), no_wrap=True)
    table.add_column(view.say(words.ITEMS), overflow="fold")
    table.add_column(view.say(words.GIVEN), overflow="fold")
    table.add_column(view.say(words.SCORE), justify="right", no_wrap=True)
    table.add_column(view.say(words.MOST), justify="right", no_wrap=True)
    card = assessed.policy.card
    assert card is not None
    reading = assessed.reading
    for section in card.sections:
        items = [i for i in reading.items if i.characteristic.section == section.id]
        subtotal = _points(reading.subtotals[section.id])
        table.add_row(
            "",
            view.text(view.say(section.label), "bold"),
            "",
            RichText(subtotal, "bold"),
            RichText(shown(section.most), "bold"),
        )
        for item in items:
            _row(table, assessed, item, view)
    for item in (i for i in reading.items if i.characteristic.section is None):
        _row(table, assessed, item, view)
    table.add_section()
    table.add_row(
        "",
        view.text(view.say(words.TOTAL), "bold"),
        "",
        RichText(_points(reading.total), "bold"),
        RichText(shown(card.out_of), "bold"),
    )
    return table


def _row(table: Table, assessed: Assessed, item: Item, view: View) -> None:
    given = item.characteristic
    table.add_row(
        view.text(given.code),
        view.text(view.say(given.label)),
        view.text(_read(assessed, item, view), "dim"),
        RichText(_points(item.points), "" if item.points is not None else "red"),
        shown(given.most),
    )


def _read(assessed: Assessed, item: Item, view: View) -> str:
    """Return what an item read; judged points are not told twice."""
    if item.characteristic.judged:
        return ""
    values = assessed.read_by(item)
    texts = {
        name: shown_value(assessed.policy, name, value, view.lang == "zh")
        for name, value in values.items()
    }
    if len(texts) == 1:
        return next(iter(texts.values()))
    comma = "，" if view.lang == "zh" else ", "
    return comma.join(
        text if assessed.policy.inputs.get(n) and assessed.policy.inputs[n].choices else
        f"{view.say(assessed.policy.label(n))} {text}"
        for n, text in texts.items()
    )  # fmt: skip


def _points(points: float | None) -> str:
    return "?" if points is None else shown(points)


def _below(assessed: Assessed, saved: Saved | None, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for label, said, style in _told(assessed, saved):
        grid.add_row(view.text(view.say(label), "bold"), view.text(view.say(said), style))
    return grid


def _told(assessed: Assessed, saved: Saved | None) -> Iterator[tuple[Text, Text, str]]:
    """Give what stands below the items: what it is, what is said, and its style."""
    policy, reading = assessed.policy, assessed.reading
    assert policy.card is not None
    if assessed.grade is not None:
        tier = policy.results[policy.card.grade].tier(assessed.grade)
        yield words.GRADE, tier.label, "bold green"
    else:
        yield words.GRADE, words.UNGRADED, "bold red"
    if assessed.limit_told is not None:
        yield words.LIMIT, assessed.limit_told, ""
    if reading.total is None:
        grades = grade_range(policy, reading)
        low, high = shown(reading.low), shown(reading.high)
        yield words.RANGE, words.RANGE_OF.fill(low=low, high=high, grades=grades), ""
    else:
        for n, loss in enumerate(reading.losses):
            said = words.LOSS.fill(code=loss.code, reason=loss.reason, points=shown(loss.points))
            yield Text("", "") if n else words.REASONS, said, ""
    if assessed.way_told is not None:
        yield words.WAY_UP, assessed.way_told, ""
    for n, problem in enumerate(assessed.problems):
        yield Text("", "") if n else words.PROBLEMS, problem.message, "red"
    for n, warning in enumerate(assessed.warnings):
        yield Text("", "") if n else words.WARNINGS, warning.message, "yellow"
    if saved is not None:
        label = words.SAVED if saved.written else words.WOULD_SAVE
        how = words.SAVED_NEW if saved.new else Text("", "")
        how = words.SAVED_REPLACED if saved.replaced else how
        said = words.SAVED_AT.fill(path=saved.path, sheet=saved.sheet, row=saved.row + 1, how=how)
        yield label, said, ""
