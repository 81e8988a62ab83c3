"""Policies as pages for the terminal: the list of those shipped, and one in full."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.engine.reasons import rule_text
from tierctl.model.text import Text, joined, same
from tierctl.policy.document import PolicyDocument
from tierctl.policy.policy import DecisionTable, FormulaStep, InputType, Policy
from tierctl.policy.shown import allowed_text, shown_value
from tierctl.render import words
from tierctl.render.summary import findings
from tierctl.render.view import View


def policy_list(policies: Sequence[PolicyDocument], view: View) -> RenderableType:
    """Return the policies: id, title, the columns that a sheet must have."""
    table = Table(box=view.box, show_edge=False, pad_edge=False)
    for header in (words.POLICY, words.TITLE, words.NEEDS):
        table.add_column(view.say(header))
    for policy in policies:
        read = [given.label for given in policy.inputs.values() if given.required]
        needed = joined([label.text for label in read])
        cells = (f"{policy.id} {policy.version}", view.say(policy.title.text), view.say(needed))
        table.add_row(*map(RichText, cells))
    example = policies[0].id if policies else ""
    return Group(table, RichText(""), RichText(view.say(words.NEXT_SHOW, id=example), style="dim"))


def policy_page(policy: Policy, view: View) -> RenderableType:
    """Return a policy in full: what it reads, its rules as they are understood, its tiers."""
    title = RichText(view.file_text(view.say(policy.title)), style="bold")
    title.append(f"  {policy.id} {policy.version}", style="dim")
    parts: list[RenderableType] = [title, _inputs(policy, view)]
    for step in policy.steps:
        if isinstance(step, FormulaStep):
            parts.append(_formula(policy, step, view))
        else:
            parts.append(_rules(policy, step, view))
    parts.append(_tiers(policy, view))
    parts += [findings(policy.notes, view)] if policy.notes else []
    return Group(*(part for item in parts for part in (item, RichText(""))))


def _inputs(policy: Policy, view: View) -> RenderableType:
    grid = _grid()
    read = {name for step in policy.steps for name in step.names}
    for given in policy.inputs.values():
        if given.name not in read and not given.required and given.name != policy.segment:
            continue
        facts = [words.REQUIRED if given.required else words.OPTIONAL]
        facts += [words.unit_text(given.unit)] if given.unit.symbol else []
        facts += [words.DATE] if given.type is InputType.DATE else []
        facts += [allowed_text(given, given.domain)] if given.domain else []
        line = RichText(view.file_text(view.say(given.label)))
        name = "" if given.spoken == given.label.zh else f"  {view.file_text(given.spoken)}"
        line.append(f"{name}  {view.say(joined(facts, '，'))}", "dim")
        grid.add_row(line)
        if given.aliases:
            names = joined([same(alias) for alias in given.aliases], "、")
            grid.add_row(RichText(view.file_text(view.say(words.ALSO, names=names)), style="dim"))
    return _block(view.say(words.INPUTS), grid)


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
        if result.tiers:
            order = " < ".join(view.say(tier.label) for tier in result.tiers)
            grid.add_row(view.text(view.say(result.label)), view.text(order))
    return _block(view.say(words.TIERS_UP), grid)


def _grid() -> Table:
    return Table.grid(padding=(0, 2))


def _block(title: str, inside: RenderableType) -> RenderableType:
    return Group(RichText(title, style="bold"), Padding(inside, (0, 0, 0, 2), expand=False))
