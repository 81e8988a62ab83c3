"""A classification as a page for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.card_figures import card_figures
from tierctl.app.classify import Classified
from tierctl.app.outcome import Outcome
from tierctl.app.summary_words import rows_text, settings_text
from tierctl.app.watch_list import watched
from tierctl.engine.reasons import rule_text
from tierctl.model.address import column_letters
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.table import Skip
from tierctl.policy.policy import Policy
from tierctl.render import words
from tierctl.render.bound_table import bound_table
from tierctl.render.card_tables import items_table, totals_table
from tierctl.render.figure_tables import cross_table, segment_table, tier_table, watch_table
from tierctl.render.safe import safe_text
from tierctl.render.view import View

_FIRST_DIAGNOSTICS = 10
_MOST_ROWS = 10
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def summary(result: Classified, view: View) -> RenderableType:
    """Return the page: what was found, the rules, the tiers, the findings, what to do next."""
    parts: list[RenderableType] = []
    for outcome in result.outcomes:
        parts += _outcome(result, outcome, view)
    parts += [cross_table(cross, view) for cross in result.crosses]
    if result.diagnostics:
        parts.append(findings(result.diagnostics, view))
    parts.append(_output(result, view))
    return Group(*(part for item in parts for part in (item, RichText(""))))


def _outcome(result: Classified, outcome: Outcome, view: View) -> Iterator[RenderableType]:
    """Give what one policy found and decided."""
    policy = outcome.policy
    title = RichText(view.say(policy.title), style="bold")
    title.append(f"  {policy.id} {policy.version}", style="dim")
    for text in settings_text(policy):
        title.append(f"\n{view.say(text)}", style="not bold")
    yield title
    yield bound_table(result.source.name, policy, outcome.table, view)
    yield _rules(policy, view)
    yield tier_table(outcome, view)
    if outcome.figures.segments:
        yield segment_table(outcome, view)
    scored = card_figures(outcome)
    if scored is not None:
        yield totals_table(scored, policy, view)
        yield items_table(scored, policy, view)
    found = watched(outcome)
    if found:
        yield watch_table(outcome, found, view)
    yield RichText("\n".join(_rows(outcome, view)))


def _rules(policy: Policy, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    result = policy.main_result
    for step in policy.tables:
        for rule in (rule for rule in step.rules if rule.told):
            id = rule.results.get(result.name)
            label = view.say(result.tier(str(id)).label) if id is not None else rule.id
            grid.add_row(view.text(label), view.text(rule_text(policy, rule, view.lang)))
    return Group(
        RichText(view.say(words.RULES), style="bold"), Padding(grid, (0, 0, 0, 2), expand=False)
    )


def _rows(outcome: Outcome, view: View) -> Iterator[str]:
    skipped = outcome.table.skipped
    text = view.say(rows_text(outcome))
    if skipped:
        listed = [
            view.say(words.SKIPPED_ROWS, why=words.SKIPPED[kind], rows=_row_numbers(skipped, kind))
            for kind in dict.fromkeys(skipped.values())
        ]
        comma = "，" if view.lang == "zh" else ", "
        text += f"（{comma.join(listed)}）" if view.lang == "zh" else f" ({comma.join(listed)})"
    yield text
    compared = outcome.comparison
    if compared is not None:
        text = view.say(
            words.COMPARED,
            header=view.file_text(" ".join(compared.column.header.split())),
            same=compared.same,
            different=len(compared.differing),
            blank=compared.blank,
        )
        yield text + (view.say(words.UNKNOWN, count=compared.unknown) if compared.unknown else "")


def _row_numbers(skipped: Mapping[int, Skip], kind: Skip) -> str:
    rows = [str(row + 1) for row, why in skipped.items() if why is kind]
    more = " …" if len(rows) > _MOST_ROWS else ""
    return ", ".join(rows[:_MOST_ROWS]) + more


def findings(diagnostics: Sequence[Diagnostic], view: View) -> RenderableType:
    """Return the findings, the first ones of many, with what to do."""
    all_shown = view.all_diagnostics or len(diagnostics) <= _FIRST_DIAGNOSTICS
    listed = diagnostics if all_shown else diagnostics[:_FIRST_DIAGNOSTICS]
    title = view.say(words.FINDINGS, count=len(diagnostics))
    if not all_shown:
        title += view.say(words.FIRST, count=_FIRST_DIAGNOSTICS)
    grid = Table.grid(padding=(0, 1))
    for found in listed:
        grid.add_row(
            RichText(view.say(words.SEVERITIES[found.severity]), style=_COLORS[found.severity]),
            view.text(str(found.cell) if found.cell else ""),
            view.text(found.message.to(view.lang)),
        )
    hints = dict.fromkeys(d.hint.to(view.lang) for d in listed if d.hint is not None)
    lines = [RichText(f"{view.say(words.HINT)}: {hint}", style="dim") for hint in hints]
    return Group(
        RichText(title, style="bold"), Padding(Group(grid, *lines), (0, 0, 0, 2), expand=False)
    )


def _output(result: Classified, view: View) -> RenderableType:
    title = view.say(words.WRITTEN if result.written else words.WOULD_WRITE)
    lines = RichText(f"{title} ", style="bold")
    lines.append(safe_text(str(result.output)), style="not bold")
    comma = "，" if view.lang == "zh" else ", "
    changes = [
        view.say(
            words.APPENDED if placed.appended else words.FILLED,
            col=column_letters(placed.col),
            header=view.file_text(" ".join(placed.header.split())),
        )
        for placed in result.columns
    ]
    if result.summary_sheet is not None:
        sheet = view.file_text(result.summary_sheet)
        changes.append(view.say(words.SUMMARY_SHEET, name=sheet))
    lines.append(f"\n  {comma.join(changes)}", style="not bold")
    if result.forms:
        places = {form.path for form in result.forms}
        place = next(iter(places)) if len(places) == 1 else next(iter(places)).parent
        said = view.say(words.FORMS, count=len(result.forms), place=safe_text(str(place)))
        lines.append(f"\n  {said}", style="not bold")
    lines.append(f"\n{view.say(words.NEXT)} ", style="bold")
    lines.append(_next(result, view), style="not bold")
    return lines


def _next(result: Classified, view: View) -> str:
    if not result.written:
        return view.say(words.NEXT_RUN)
    if result.figures.ungraded:
        return view.say(words.NEXT_FIX, count=result.figures.ungraded)
    if result.comparison is not None and result.comparison.differing:
        return view.say(words.NEXT_COMPARE)
    return view.say(words.NEXT_OPEN, path=safe_text(result.output.name))
