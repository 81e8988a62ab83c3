"""Policies as pages for the terminal: the list of those shipped, and one in full."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.summary_words import settings_text
from tierctl.engine.reasons import conditions_text, rule_text
from tierctl.model.text import LANGS, Text, joined, same
from tierctl.policy.document import PolicyDocument
from tierctl.policy.policy import InputType, Policy
from tierctl.policy.shown import allowed_text, condition_text, shown_value
from tierctl.policy.steps import DecisionTable, FormulaStep
from tierctl.render import words
from tierctl.render.card_page import card_page
from tierctl.render.summary import findings
from tierctl.render.view import View

_MOST_NEEDED = 3
"""So many of the columns of which a sheet needs only one are named."""


def policy_list(policies: Sequence[PolicyDocument], view: View) -> RenderableType:
    """Return the policies: id, title, the columns that a sheet must have."""
    table = Table(box=view.box, show_edge=False, pad_edge=False)
    for header in (words.POLICY, words.TITLE, words.NEEDS):
        table.add_column(view.say(header))
    for policy in policies:
        needed = _needed(policy)
        cells = (f"{policy.id} {policy.version}", view.say(policy.title.text), view.say(needed))
        table.add_row(*map(RichText, cells))
    example = policies[0].id if policies else ""
    return Group(table, RichText(""), RichText(view.say(words.NEXT_SHOW, id=example), style="dim"))


def _needed(policy: PolicyDocument) -> Text:
    """Return the columns that a sheet must have; where any one will do, the first of them."""
    required = [read.label.text for read in policy.inputs.values() if read.required]
    if required:
        return joined(required)
    names = dict.fromkeys(n for step in policy.steps for rule in step.rules for n in rule.when)
    read = [policy.inputs[name].label.text for name in names if name in policy.inputs]
    more = [words.AND_MORE] if len(read) > _MOST_NEEDED else []
    return words.ANY_OF.fill(names=joined([*read[:_MOST_NEEDED], *more]))


def policy_page(policy: Policy, view: View) -> RenderableType:
    """Return a policy in full: what it reads, its rules as they are understood, its tiers."""
    title = RichText(view.file_text(view.say(policy.title)), style="bold")
    title.append(f"  {policy.id} {policy.version}", style="dim")
    for text in settings_text(policy):
        title.append(f"\n{view.say(text)}", style="not bold")
    parts: list[RenderableType] = [title, _inputs(policy, view)]
    parts += [_parameters(policy, view)] if policy.parameters else []
    parts += [_scope(policy, view)] if policy.scope else []
    card = policy.card
    for step in policy.steps:
        if card is not None and card.makes(step.name):
            continue
        if isinstance(step, FormulaStep):
            parts.append(_formula(policy, step, view))
        else:
            parts.append(_rules(policy, step, view))
    parts += [Group(*card_page(policy, card, view))] if card is not None else []
    parts += [_remarks(policy, view)] if policy.remarks else []
    parts.append(_tiers(policy, view))
    parts += [findings(policy.notes, view)] if policy.notes else []
    return Group(*(part for item in parts for part in (item, RichText(""))))


def _inputs(policy: Policy, view: View) -> RenderableType:
    grid = _grid()
    read = policy.read
    for given in policy.inputs.values():
        named = given.required or given.expected is not None or given.name in policy.sources
        if given.name not in read and not named and given.name != policy.segment:
            continue
        facts = [words.REQUIRED if given.required else words.OPTIONAL]
        if given.formula is not None and given.sources:
            labels = {name: policy.label(name) for name in given.sources}
            text = Text(*(given.formula.printed(labels, lang) for lang in LANGS))
            facts.append(words.OR_FROM.fill(formula=text))
        facts += [words.unit_text(given.unit)] if given.unit.symbol else []
        facts += [words.DATE] if given.type is InputType.DATE else []
        if given.choices:
            names = joined([choice.label for choice in given.choices])
            facts.append(words.CHOICES.fill(names=names))
        elif given.domain:
            facts.append(allowed_text(given, given.domain))
        line = RichText(view.file_text(view.say(given.label)))
        name = "" if given.spoken == given.label.zh else f"  {view.file_text(given.spoken)}"
        line.append(f"{name}  {view.say(joined(facts, '，'))}", "dim")
        grid.add_row(line)
        if given.aliases:
            names = joined([same(alias) for alias in given.aliases], "、")
            grid.add_row(RichText(view.file_text(view.say(words.ALSO, names=names)), style="dim"))
    return _block(view.say(words.INPUTS), grid)


def _parameters(policy: Policy, view: View) -> RenderableType:
    grid = _grid()
    tags = {parameter.provenance for parameter in policy.parameters}
    for parameter in policy.parameters:
        value = parameter.value or ""
        if parameter.unit.symbol and value[-1:].isdigit():
            value += f" {parameter.unit.symbol}"
        facts = [words.provenance(parameter.provenance)] if len(tags) > 1 else []
        if parameter.changed and parameter.own is not None:
            facts = [words.OWN_VALUE.fill(own=parameter.own)]
        grid.add_row(
            view.text(parameter.name),
            view.text(view.say(parameter.label)),
            view.text(value),
            view.text(view.say(joined(facts)), style="dim"),
        )
    return _block(view.say(words.PARAMETERS), grid)


def _scope(policy: Policy, view: View) -> RenderableType:
    grid = _grid()
    for name, allowed in policy.scope.items():
        grid.add_row(
            view.text(view.say(policy.label(name))),
            view.text(condition_text(policy, name, allowed, view.lang)),
        )
    return _block(view.say(words.SCOPE), grid)


def _remarks(policy: Policy, view: View) -> RenderableType:
    grid = _grid()
    for remark in policy.remarks:
        asked = conditions_text(policy, remark.conditions, view.lang)
        grid.add_row(view.text(view.say(remark.message)), view.text(asked, style="dim"))
    return _block(view.say(words.WARNINGS), grid)


def _rules(policy: Policy, table: DecisionTable, view: View) -> RenderableType:
    grid = _grid()
    tags = {rule.provenance for rule in table.rules}
    for rule in table.rules:
        shown = [
            shown_value(policy, name, value, view.lang == "zh")
            for name, value in rule.results.items()
        ]
        cells = [view.text("  ".join(shown)), view.text(rule_text(policy, rule, view.lang))]
        if len(tags) > 1:
            cells.append(view.text(view.say(words.provenance(rule.provenance)), style="dim"))
        grid.add_row(*cells)
    facts = [words.HIT_POLICIES[table.hit_policy.value]]
    facts += [words.AGGREGATES[table.aggregate.value]] if table.aggregate is not None else []
    facts += [words.provenance(tag) for tag in tags] if len(tags) == 1 else []
    head = Text("{name}（{facts}）", "{name} ({facts})")
    filled = head.fill(name=_step_name(policy, table), facts=joined(facts, "；", "; "))
    return _block(view.file_text(view.say(filled)), grid)


def _step_name(policy: Policy, table: DecisionTable) -> Text:
    several = len(policy.steps) > 1
    return words.STEP.fill(name=table.name) if several else words.RULES


def _formula(policy: Policy, step: FormulaStep, view: View) -> RenderableType:
    labels = {name: policy.label(name) for name in step.names}
    grid = _grid()
    grid.add_row(
        view.text(view.say(policy.label(step.result))),
        view.text(f"= {step.formula.printed(labels, view.lang)}"),
    )
    return _block(view.say(words.STEP, name=step.name), grid)


def _tiers(policy: Policy, view: View) -> RenderableType:
    grid = _grid()
    for result in policy.results.values():
        if policy.card is not None and result.name == policy.card.by_score != policy.card.grade:
            continue  # the same tiers again, before the limits
        if result.tiers:
            order = " < ".join(view.say(tier.label) for tier in result.tiers)
            grid.add_row(view.text(view.say(result.label)), view.text(order))
        for tier in reversed(result.tiers):
            for text, said in tier.texts.items():
                told = f"{view.say(result.texts[text])}: {view.say(said)}"
                grid.add_row(
                    view.text(f"  {view.say(tier.label)}", style="dim"),
                    view.text(told, style="dim"),
                )
    return _block(view.say(words.TIERS_UP), grid)


def _grid() -> Table:
    return Table.grid(padding=(0, 2))


def _block(title: str, inside: RenderableType) -> RenderableType:
    return Group(RichText(title, style="bold"), Padding(inside, (0, 0, 0, 2), expand=False))
