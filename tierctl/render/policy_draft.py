"""A policy whose parameters have no values yet, as a page for the terminal: as it is written."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.model.errors import PolicyInvalid
from tierctl.policy.document import PolicyDocument
from tierctl.render import words
from tierctl.render.view import View


def policy_draft(document: PolicyDocument, missing: PolicyInvalid, view: View) -> RenderableType:
    """Return the page: what it reads, what must be given, its rules, and how to give it."""
    title = RichText(view.file_text(view.say(document.title.text)), style="bold")
    title.append(f"  {document.id} {document.version}", style="dim")
    parts: list[RenderableType] = [title, _inputs(document, view), _parameters(document, view)]
    parts += [_rules(document, view), _tiers(document, view)]
    parts.append(view.text(view.say(missing.message), style="yellow"))
    if missing.hint is not None:
        parts.append(view.text(view.say(missing.hint), style="dim"))
    return Group(*(part for item in parts for part in (item, RichText(""))))


def _inputs(document: PolicyDocument, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for name, read in document.inputs.items():
        need = words.REQUIRED if read.required else words.OPTIONAL
        facts = f"{name}  {view.say(need)}" + (f" {read.unit}" if read.unit else "")
        grid.add_row(view.text(view.say(read.label.text)), view.text(facts, style="dim"))
    return _block(view.say(words.INPUTS), grid)


def _parameters(document: PolicyDocument, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for name, given in document.params.items():
        value = view.say(words.MUST_GIVE) if given.value is None else str(given.value)
        cells = [name, view.say(given.label.text), given.unit or "", value]
        grid.add_row(*map(view.text, cells))
    return _block(view.say(words.PARAMETERS), grid)


def _rules(document: PolicyDocument, view: View) -> RenderableType:
    labels = {name: read.label.text for name, read in document.inputs.items()}
    labels |= {name: result.label.text for name, result in document.results.items()}
    tiers = {
        (name, tier.id): tier.label.text
        for name, result in document.results.items()
        for tier in result.tiers
    }
    comma = "，" if view.lang == "zh" else ", "
    grid = Table.grid(padding=(0, 2))
    for step in document.steps:
        if step.formula is not None and step.result is not None:
            label = view.say(labels[step.result])
            grid.add_row(view.text(label), view.text(f"= {step.formula}"))
        for rule in step.rules:
            given = [
                view.say(tiers[name, str(value)]) if (name, str(value)) in tiers else str(value)
                for name, value in rule.then.items()
            ]
            asked = [f"{view.say(labels[n])} {text}" for n, text in rule.when.items()]
            text = comma.join(asked) or view.say(words.OTHERWISE)
            grid.add_row(view.text("  ".join(given)), view.text(text))
    return _block(view.say(words.RULES), grid)


def _tiers(document: PolicyDocument, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for result in document.results.values():
        if result.tiers:
            order = " < ".join(view.say(tier.label.text) for tier in result.tiers)
            grid.add_row(view.text(view.say(result.label.text)), view.text(order))
    return _block(view.say(words.TIERS_UP), grid)


def _block(title: str, inside: RenderableType) -> RenderableType:
    return Group(RichText(title, style="bold"), Padding(inside, (0, 0, 0, 2), expand=False))
