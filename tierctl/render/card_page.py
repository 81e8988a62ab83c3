"""A scorecard as a page: its sections, items and rungs, the grades, the limits."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.engine.reasons import conditions_text, rule_text
from tierctl.model.quantity import shown
from tierctl.model.text import Text, joined, same
from tierctl.policy.card import Characteristic, Scorecard
from tierctl.policy.policy import Policy
from tierctl.policy.steps import DecisionTable, Rule
from tierctl.render import card_words, words
from tierctl.render.view import View


def card_page(policy: Policy, card: Scorecard, view: View) -> Iterator[RenderableType]:
    """Give the parts of the page: the card itself, what totals give, what goes before them."""
    title = card_words.WITH_INITIAL if card.initial else card_words.CARD
    said = view.say(title, most=shown(card.out_of), initial=shown(card.initial))
    yield RichText(said, style="bold")
    for section in card.sections:
        line = view.say(card_words.SECTION, label=section.label, most=shown(section.most))
        yield _indented(view.text(line, "bold"), 2)
        items = [c for c in card.characteristics if c.section == section.id]
        yield from (part for item in items for part in _item(policy, item, view))
    for item in card.characteristics:
        if item.section is None:
            yield from _item(policy, item, view)
    yield RichText("")
    tables = {table.name: table for table in policy.tables}
    yield RichText(_head(card_words.GRADES, tables[card.grades].rules, view), style="bold")
    yield _indented(_rules(policy, tables[card.grades].rules, card.by_score, view), 2)
    if card.limits:
        yield RichText("")
        yield RichText(view.say(card_words.LIMITS), style="bold")
        yield _indented(_limits(policy, card, tables[card.grade], view), 2)


def _item(policy: Policy, item: Characteristic, view: View) -> Iterator[RenderableType]:
    table = next((t for t in policy.tables if t.name == item.table), None)
    rules = [r for r in table.rules if r.id in item.rungs] if table is not None else []
    facts: list[Text] = []
    if item.judged:
        label = policy.label(item.points)
        said = card_words.JUDGED_ITSELF if label == item.label else card_words.JUDGED
        facts.append(said.fill(most=shown(item.most), label=label))
    else:
        facts.append(card_words.MOST.fill(most=shown(item.most)))
    if item.baseline != item.most:
        facts.append(card_words.COUNTED_FROM.fill(points=shown(item.baseline)))
    facts.append(_missing(item))
    tags = {rule.provenance for rule in rules}
    facts += [words.provenance(tag) for tag in tags] if len(tags) == 1 else []
    line = view.text(view.say(Text("{code} {label}", "{code} {label}"), **_named(item)))
    line.append(view.text(f"  {view.say(joined(facts, '；', '; '))}", "dim"))
    yield _indented(line, 4)
    if rules:
        yield _indented(_rules(policy, rules, item.points, view), 6)


def _named(item: Characteristic) -> dict[str, Text]:
    return {"code": same(item.code), "label": item.label}


def _missing(item: Characteristic) -> Text:
    if item.missing is not None:
        return card_words.GETS.fill(points=shown(item.missing))
    return card_words.REFUSED if item.missing_stated else card_words.UNSTATED


def _rules(
    policy: Policy, rules: list[Rule] | tuple[Rule, ...], name: str, view: View
) -> RenderableType:
    """Return the rules of a table by what they give, with where they come from if that differs."""
    grid = Table.grid(padding=(0, 2))
    tags = {rule.provenance for rule in rules}
    result = policy.results[name]
    for rule in rules:
        given = rule.results[name]
        if result.tiers:
            value = view.say(result.tier(str(given)).label)
        else:
            value = shown(given) if isinstance(given, float) else ""
        cells = [view.text(value), view.text(rule_text(policy, rule, view.lang))]
        if len(tags) > 1:
            cells.append(view.text(view.say(words.provenance(rule.provenance)), style="dim"))
        grid.add_row(*cells)
    return grid


def _head(title: Text, rules: tuple[Rule, ...], view: View) -> str:
    tags = {rule.provenance for rule in rules}
    if len(tags) > 1:
        return view.say(title)
    return view.say(
        Text("{title}（{tag}）", "{title} ({tag})"), title=title, tag=words.provenance(min(tags))
    )


def _limits(policy: Policy, card: Scorecard, table: DecisionTable, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for rule in table.rules:
        limit = card.limits.get(rule.id)
        if limit is None:
            continue
        grade = policy.results[card.grade].tier(limit.grade).label
        gives = card_words.AT_MOST if limit.cap else card_words.GIVES
        asked = {n: c for n, c in rule.conditions.items() if not (limit.cap and n == card.by_score)}
        grid.add_row(
            view.text(view.say(gives, grade=grade)),
            view.text(view.say(limit.label)),
            view.text(conditions_text(policy, asked, view.lang), style="dim"),
            view.text(view.say(words.provenance(rule.provenance)), style="dim"),
        )
    return grid


def _indented(part: RenderableType, by: int) -> RenderableType:
    return Padding(part, (0, 0, 0, by), expand=False)
