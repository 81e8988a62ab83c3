"""The difference of two policies as a page for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.diff import PolicyDiff
from tierctl.app.diff_on import Standing, Standings
from tierctl.app.summary_words import settings_text
from tierctl.checks.moves import Move, Region
from tierctl.checks.shown import customer_text, region_text
from tierctl.model.decision import Status
from tierctl.model.quantity import shown
from tierctl.model.text import Text, joined, same
from tierctl.policy.policy import Policy
from tierctl.render import diff_words as words
from tierctl.render.safe import safe_text
from tierctl.render.view import View

_MOST_REGIONS = 10
_MOST_MOVED = 100


def diff_page(diff: PolicyDiff, view: View) -> RenderableType:
    """Return the page: both policies, how they are written, who gets something else."""
    parts: list[RenderableType] = [_head(diff, view)]
    if diff.changes:
        lines = [(change.what, words.sides_text(change.a, change.b)) for change in diff.changes]
        parts.append(_block(view.say(words.STRUCTURE), _grid(lines, view)))
    for step, rules in groupby(diff.rules, lambda change: change.step):
        lines = [(rule.gives, words.sides_text(rule.a, rule.b)) for rule in rules]
        head = words.RULES.fill(step=diff.pair.both.step_title(step))
        parts.append(_block(view.file_text(view.say(head)), _grid(lines, view)))
    found, both = diff.difference, diff.pair.both
    if found.moves:
        parts.append(_block(view.say(words.WHO), _moves(found.moves, both, view)))
    for step in found.steps:
        if step.moves:
            title = view.file_text(view.say(words.STEP, step=both.step_title(step.name)))
            parts.append(_block(title, _moves(step.moves, both, view)))
    if found.doubts:
        doubts = Group(*(view.text(view.say(doubt)) for doubt in found.doubts))
        parts.append(_block(view.say(words.UNKNOWN), doubts))
    if diff.same:
        parts.append(RichText(view.say(words.SAME)))
    elif not (found.moves or found.steps or found.doubts):
        parts.append(RichText(view.say(words.SAME_RESULTS)))
    return _spaced(parts)


def _spaced(parts: Sequence[RenderableType]) -> RenderableType:
    return Group(*(part for item in parts for part in (item, RichText(""))))


def _head(diff: PolicyDiff, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for name, policy in (("A", diff.pair.a), ("B", diff.pair.b)):
        title = view.text(view.say(policy.title), style="bold")
        facts = joined([same(f"{policy.id} {policy.version}"), *settings_text(policy)], "；", "; ")
        grid.add_row(RichText(name), title, view.text(view.say(facts), style="dim"))
    return grid


def _grid(lines: Sequence[tuple[Text, Text]], view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for name, text in lines:
        grid.add_row(*(_arrowed(view.say(part), view) for part in (name, text)))
    return grid


def _arrowed(text: str, view: View, style: str = "") -> RichText:
    return view.text(text.replace("→", "->") if view.ascii else text, style)


def _moves(moves: Sequence[Move], both: Policy, view: View) -> RenderableType:
    lines: list[RenderableType] = []
    for move in moves:
        text = words.move_text(both, move.before, move.after)
        lines.append(_arrowed(view.say(text), view, "bold"))
        inside = [_arrowed(line, view) for line in _regions(move.regions, both, view)]
        lines.append(Padding(Group(*inside), (0, 0, 0, 2), expand=False))
    return Group(*lines)


def _regions(regions: Sequence[Region], both: Policy, view: View) -> Iterator[str]:
    for region in regions[:_MOST_REGIONS]:
        said = words.FOR_EXAMPLE if region.certain else words.PERHAPS
        yield view.say(
            said,
            region=region_text(both, region.conditions),
            **({"customer": customer_text(both, region.customer)} if region.certain else {}),
        )
    if len(regions) > _MOST_REGIONS:
        yield view.say(words.MORE, count=len(regions) - _MOST_REGIONS)


def _block(title: str, inside: RenderableType) -> RenderableType:
    return Group(RichText(title, style="bold"), Padding(inside, (0, 0, 0, 2), expand=False))


# -- a workbook by both ------------------------------------------------------------------------


def standings_page(found: Standings, both: Policy, view: View) -> RenderableType:
    """Return the page: the customers who move, and how many there are from where to where."""
    head = view.say(
        words.ON,
        file=safe_text(found.source.name),
        sheet=view.file_text(found.sheet),
        count=found.customers,
        moved=len(found.moved),
    )
    parts: list[RenderableType] = [RichText(head, style="bold")]
    if found.unmatched:
        parts.append(RichText(view.say(words.UNMATCHED, count=found.unmatched)))
    if found.moved:
        parts.append(_moved(found, both, view))
    counts = [[str(count) if count else "" for count in row] for row in found.counts]
    parts.append(_matrix(view.say(words.MATRIX), found, counts, both, view))
    if found.measure is not None:
        sums = [
            [shown(total) if count else "" for count, total in zip(counts_, sums_, strict=True)]
            for counts_, sums_ in zip(found.counts, found.sums, strict=True)
        ]
        title = view.say(words.SUMS, label=found.measure.label)
        parts.append(_matrix(view.file_text(title), found, sums, both, view))
    return _spaced(parts)


def _moved(found: Standings, both: Policy, view: View) -> RenderableType:
    table = Table(box=view.box, show_edge=False, pad_edge=False)
    for header in (words.CODE, words.NAME, words.A, words.B, words.CELL):
        table.add_column(view.say(header))
    for one in found.moved[:_MOST_MOVED]:
        who = [view.say(words.customer_value(value)) for value in (one.code, one.name)]
        tiers = [_standing(both, standing, view) for standing in (one.before, one.after)]
        table.add_row(*(view.text(text) for text in (*who, *tiers, one.cell.a1)))
    if len(found.moved) <= _MOST_MOVED:
        return table
    more = view.say(words.MORE, count=len(found.moved) - _MOST_MOVED)
    return Group(table, RichText(more, style="dim"))


def _matrix(
    title: str, found: Standings, cells: Sequence[Sequence[str]], both: Policy, view: View
) -> RenderableType:
    table = Table(box=view.box, show_edge=False, pad_edge=False)
    table.add_column("")
    for standing in found.after:
        table.add_column(view.text(_standing(both, standing, view)), justify="right")
    for standing, row in zip(found.before, cells, strict=True):
        table.add_row(view.text(_standing(both, standing, view)), *map(RichText, row))
    title = title.replace("→", "->") if view.ascii else title
    return Group(RichText(title, style="bold"), table)


def _standing(both: Policy, standing: Standing, view: View) -> str:
    if isinstance(standing, Status):
        return view.say(words.STATUS[standing])
    return view.say(both.main_result.tier(standing).label)
