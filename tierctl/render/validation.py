"""What was found in a workbook's data, as a page for the terminal: kind by kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.validate import Validated
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.render import words
from tierctl.render.bound_table import bound_table
from tierctl.render.finding_kinds import kind_text
from tierctl.render.safe import safe_text
from tierctl.render.view import View

_FIRST, _CELLS = 3, 10
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def validation(result: Validated, view: View) -> RenderableType:
    """Return the page: the table, every kind of finding with its first cells, and the counts."""
    title = RichText(view.say(words.TESTED), style="bold")
    title.append(f"  {result.policy.id} {safe_text(result.policy.version)}", style="dim")
    parts: list[RenderableType] = [title]
    if result.table is not None:
        parts.append(bound_table(result.source.name, result.policy, result.table, view))
    else:
        parts.append(view.text(result.source.name))
    for (severity, code), found in result.kinds().items():
        parts.append(_kind(severity, code, found, view))
    parts.append(RichText("\n".join(_end(result, view))))
    return Group(*(part for item in parts for part in (item, RichText(""))))


def _kind(severity: Severity, code: str, found: Sequence[Diagnostic], view: View) -> RenderableType:
    """Return the findings of one kind, the first ones of many, with what to do."""
    listed = found if view.all_diagnostics else found[:_FIRST]
    title = RichText(view.say(words.SEVERITIES[severity]), style=_COLORS[severity])
    title.append(f" {view.say(kind_text(code))}", style="bold not dim")
    title.append(f"  {len(found)}", style="dim")
    grid = Table.grid(padding=(0, 2))
    for one in listed:
        grid.add_row(
            view.text(str(one.cell) if one.cell else ""), view.text(one.message.to(view.lang))
        )
    hints = dict.fromkeys(one.hint.to(view.lang) for one in listed if one.hint is not None)
    lines = [view.text(f"{view.say(words.HINT)}: {hint}", style="dim") for hint in hints]
    if len(listed) < len(found):
        lines.insert(0, RichText(_more(found[_FIRST:], view), style="dim"))
    return Group(title, Padding(Group(grid, *lines), (0, 0, 0, 2), expand=False))


def _more(found: Sequence[Diagnostic], view: View) -> str:
    """Return the cells of findings that are not listed, the first ones of many."""
    cells = [one.cell.a1 for one in found if one.cell is not None]
    shown = ", ".join(cells[:_CELLS]) + (" …" if len(cells) > _CELLS else "")
    return view.say(words.MORE, count=len(found), cells=shown)


def _end(result: Validated, view: View) -> Iterator[str]:
    counts = {severity.value: result.count(severity) for severity in Severity}
    yield view.say(words.COUNTS, **counts) if result.diagnostics else view.say(words.ALL_SOUND)
    if result.output is not None:
        marked = view.say(words.MARKED, count=result.marked)
        yield f"{view.say(words.WRITTEN)} {safe_text(str(result.output))} {marked}"
