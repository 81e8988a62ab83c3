"""A classification as a page for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.box import ASCII, SIMPLE_HEAD, Box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.classify import Classified
from tierctl.app.summary import TierFigures
from tierctl.engine.reasons import rule_text
from tierctl.model.address import column_letters
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.quantity import shown
from tierctl.model.table import Skip
from tierctl.model.text import Lang, Text
from tierctl.policy.policy import Policy
from tierctl.render import words
from tierctl.render.safe import safe_text

_FIRST_DIAGNOSTICS = 10
_MOST_SEGMENTS = 12
_MOST_ROWS = 10
_BAR = 20
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a page is shown."""

    lang: Lang
    ascii: bool = False
    unmask: bool = False
    all_diagnostics: bool = False
    wide: bool = True
    """Whether there is room for shares and bars beside the figures."""

    def say(self, text: Text, **values: object) -> str:
        """Return a sentence in the terminal's language."""
        return text.fill(**values).to(self.lang) if values else text.to(self.lang)

    def file_text(self, text: str) -> str:
        """Return text from a file, safe to show."""
        return safe_text(text, self.unmask)

    def text(self, text: str, style: str = "") -> RichText:
        """Return text as a page shows it: safe, in full however narrow, in ASCII signs if asked."""
        text = self.file_text(text)
        if self.ascii:
            text = text.replace("≤", "<=").replace("≥", ">=")
        return RichText(text, style=style, overflow="fold")

    @property
    def box(self) -> Box:
        """The lines of a table."""
        return ASCII if self.ascii else SIMPLE_HEAD


def summary(result: Classified, view: View) -> RenderableType:
    """Return the page: what was found, the rules, the tiers, the findings, what to do next."""
    parts: list[RenderableType] = [_title(result, view), _found(result, view)]
    parts += [_rules(result.policy, view), _tiers(result, view)]
    if result.figures.segments:
        parts.append(_segments(result, view))
    parts.append(RichText("\n".join(_rows(result, view))))
    if result.diagnostics:
        parts.append(findings(result.diagnostics, view))
    parts.append(_output(result, view))
    return Group(*(part for item in parts for part in (item, RichText(""))))


def _title(result: Classified, view: View) -> RichText:
    policy = result.policy
    title = RichText(view.say(policy.title), style="bold")
    title.append(f"  {policy.id} {policy.version}", style="dim")
    return title


def _found(result: Classified, view: View) -> RenderableType:
    table = result.table
    first, last = (row + 1 for row in table.header_rows)
    header = str(last) if first == last else f"{first}–{last}"
    hidden = view.say(words.HIDDEN, count=table.hidden_rows) if table.hidden_rows else ""
    where = view.say(words.WHERE, sheet=table.sheet, header=header, rows=len(table.rows))
    lines = RichText(safe_text(f"{result.source.name}: {where}{hidden}"))
    grid = Table.grid(padding=(0, 1))
    for column in table.columns.values():
        read = result.policy.inputs[column.input]
        unit = ""
        if column.unit.symbol:
            source = view.say(words.UNIT_SOURCES[column.unit_source])
            unit = f"({view.say(words.unit_text(column.unit))}, {source})"
        grid.add_row(
            view.text(view.say(read.label)),
            RichText("<-" if view.ascii else "←", style="dim"),
            RichText(f"{column_letters(column.col)}{table.header_row + 1}"),
            view.text(" ".join(column.header.split())),
            RichText(unit, style="dim"),
        )
    found: list[RenderableType] = [lines, Padding(grid, (0, 0, 0, 2), expand=False)]
    if table.other_sheets:
        comma = "、" if view.lang == "zh" else ", "
        names = view.file_text(comma.join(table.other_sheets))
        found.append(RichText(view.say(words.OTHER_SHEETS, names=names), style="dim"))
    return Group(*found)


def _rules(policy: Policy, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    result = policy.main_result
    for step in policy.tables:
        for rule in step.rules:
            id = rule.results.get(result.name)
            label = view.say(result.tier(str(id)).label) if id is not None else rule.id
            grid.add_row(view.text(label), view.text(rule_text(policy, rule, view.lang)))
    return Group(
        RichText(view.say(words.RULES), style="bold"), Padding(grid, (0, 0, 0, 2), expand=False)
    )


def _tiers(result: Classified, view: View) -> Table:
    figures = result.figures
    measure = result.policy.inputs.get(result.policy.measure or "")
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


def _segments(result: Classified, view: View) -> RenderableType:
    figures = result.figures
    segment = result.policy.inputs[result.policy.segment or ""]
    shown_tiers = figures.listed
    table = Table(box=view.box, show_edge=False, pad_edge=False)
    table.add_column(view.say(words.BY, label=segment.label))
    for i in shown_tiers:
        tier = figures.tiers[i].tier
        table.add_column(view.say(tier.label if tier else words.UNGRADED), justify="right")
    table.add_column(view.say(words.TOTAL), justify="right")
    first, others, rest = figures.first_segments(_MOST_SEGMENTS)
    for part in first:
        name = view.file_text(part.name) if part.name is not None else view.say(words.BLANK)
        counts = [str(part.counts[i]) for i in shown_tiers]
        table.add_row(*map(RichText, [name, *counts, str(sum(part.counts))]))
    if others:
        counts = [str(rest[i]) for i in shown_tiers]
        name = view.say(words.OTHERS, count=others)
        table.add_row(*map(RichText, [name, *counts, str(sum(rest))]), style="dim")
    return table


def _rows(result: Classified, view: View) -> Iterator[str]:
    figures, skipped = result.figures, result.table.skipped
    text = view.say(
        words.ROWS,
        found=len(result.table.rows) + len(skipped),
        graded=figures.graded,
        ungraded=figures.ungraded,
        skipped=len(skipped),
    )
    if skipped:
        listed = [
            view.say(words.SKIPPED_ROWS, why=words.SKIPPED[kind], rows=_row_numbers(skipped, kind))
            for kind in dict.fromkeys(skipped.values())
        ]
        comma = "，" if view.lang == "zh" else ", "
        text += f"（{comma.join(listed)}）" if view.lang == "zh" else f" ({comma.join(listed)})"
    yield text
    compared = result.comparison
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
