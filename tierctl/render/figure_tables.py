"""The figures of a classification as tables for the terminal: by tier, by segment, by two tiers."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.cross import CrossTable
from tierctl.app.outcome import Outcome
from tierctl.app.summary import TierFigures
from tierctl.app.watch_list import Watched
from tierctl.model.quantity import shown
from tierctl.policy.policy import Tier
from tierctl.policy.shown import shown_value
from tierctl.render import words
from tierctl.render.view import View

_MOST_SEGMENTS, _MOST_WATCHED = 12, 20
_BAR = 20


def tier_table(outcome: Outcome, view: View) -> Table:
    """Return the customers by tier, the highest first, with shares and sums."""
    figures = outcome.figures
    measure = outcome.policy.inputs.get(outcome.policy.measure or "")
    summed = measure is not None and figures.total is not None
    table = Table(box=view.box, show_footer=True, show_edge=False, pad_edge=False)
    table.add_column(view.say(words.TIER), view.say(words.TOTAL), no_wrap=True)
    count = str(figures.graded + figures.ungraded)
    table.add_column(view.say(words.CUSTOMERS), count, justify="right", no_wrap=True)
    if view.wide:
        table.add_column(view.say(words.SHARE), justify="right", no_wrap=True)
        table.add_column("")
    if summed and measure is not None:
        total = shown(figures.total or 0.0)
        table.add_column(view.say(measure.label), total, justify="right", no_wrap=True)
    if summed and view.wide:
        table.add_column(view.say(words.SHARE), justify="right", no_wrap=True)
    for row in (figures.tiers[i] for i in figures.listed):
        cells = [view.say(row.tier.label if row.tier else words.UNGRADED), str(row.count)]
        cells += [_percent(row.share), _bar(row, view)] if view.wide else []
        if summed:
            cells.append(shown(row.total) if row.total is not None else "")
        if summed and view.wide:
            cells.append(_percent(row.total_share))
        table.add_row(*map(RichText, cells), style=None if row.tier else "red")
    return table


def _percent(share: float | None) -> str:
    return f"{share:.1%}" if share is not None else ""


def _bar(row: TierFigures, view: View) -> str:
    cells = round((row.share or 0.0) * _BAR)
    if row.count and not cells:
        cells = 1
    return ("#" if view.ascii else "█") * cells


def segment_table(outcome: Outcome, view: View) -> Table:
    """Return the customers by segment and tier, the largest segments first."""
    figures = outcome.figures
    segment = outcome.policy.inputs[outcome.policy.segment or ""]
    shown_tiers = figures.listed
    table = Table(box=view.box, show_edge=False, pad_edge=False)
    table.add_column(view.say(words.BY, label=segment.label))
    for i in shown_tiers:
        tier = figures.tiers[i].tier
        table.add_column(view.say(tier.label if tier else words.UNGRADED), justify="right")
    table.add_column(view.say(words.TOTAL), justify="right")
    first, others, rest = figures.first_segments(_MOST_SEGMENTS)
    for part in first:
        name = view.say(words.BLANK)
        if part.name is not None:
            name = view.file_text(
                shown_value(outcome.policy, segment.name, part.name, view.lang == "zh")
            )
        counts = [str(part.counts[i]) for i in shown_tiers]
        table.add_row(*map(RichText, [name, *counts, str(sum(part.counts))]))
    if others:
        counts = [str(rest[i]) for i in shown_tiers]
        name = view.say(words.OTHERS, count=others)
        table.add_row(*map(RichText, [name, *counts, str(sum(rest))]), style="dim")
    return table


def cross_table(cross: CrossTable, view: View) -> Table:
    """Return the customers by the tiers of two policies."""

    def name(tier: Tier | None) -> str:
        return view.say(tier.label if tier else words.UNGRADED)

    table = Table(box=view.box, show_edge=False, pad_edge=False)
    down, across = cross.down.main_result.label, cross.across.main_result.label
    table.add_column(view.say(words.CROSS, down=down, across=across))
    for tier in cross.cols:
        table.add_column(name(tier), justify="right")
    table.add_column(view.say(words.TOTAL), justify="right")
    for tier, counts in zip(cross.rows, cross.counts, strict=True):
        cells = [name(tier), *map(str, counts), str(sum(counts))]
        table.add_row(*map(RichText, cells), style=None if tier else "red")
    return table


def watch_table(outcome: Outcome, found: Sequence[Watched], view: View) -> RenderableType:
    """Return the customers to be seen first, the first ones of many."""
    watch = outcome.policy.watch
    assert watch is not None
    title = view.file_text(view.say(words.WATCH, title=watch.title, count=len(found)))
    grid = Table.grid(padding=(0, 1))
    for customer in found[:_MOST_WATCHED]:
        said = customer.said(outcome, view.lang)
        grid.add_row(RichText(customer.cell.a1, style="dim"), view.text(said))
    if len(found) > _MOST_WATCHED:
        grid.add_row("", RichText(view.say(words.OTHERS, count=len(found) - _MOST_WATCHED)))
    return Group(RichText(title, style="bold"), Padding(grid, (0, 0, 0, 2), expand=False))
