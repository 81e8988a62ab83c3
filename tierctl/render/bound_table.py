"""Which table of a workbook was read, and what its columns were taken for."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.model.address import column_letters
from tierctl.model.table import BoundTable
from tierctl.policy.policy import Policy
from tierctl.render import words
from tierctl.render.safe import safe_text
from tierctl.render.view import View


def bound_table(file: str, policy: Policy, table: BoundTable, view: View) -> RenderableType:
    """Return where a workbook's customers stand, and the column of each input."""
    first, last = (row + 1 for row in table.header_rows)
    header = str(last) if first == last else f"{first}–{last}"
    hidden = view.say(words.HIDDEN, count=table.hidden_rows) if table.hidden_rows else ""
    where = view.say(words.WHERE, sheet=table.sheet, header=header, rows=len(table.rows))
    lines = RichText(safe_text(f"{file}: {where}{hidden}"))
    grid = Table.grid(padding=(0, 1))
    for column in table.columns.values():
        read = policy.inputs[column.input]
        unit = ""
        if column.unit.symbol:
            source = view.say(words.UNIT_SOURCES[column.unit_source])
            unit = f"({view.say(words.unit_text(column.unit))}, {source})"
        said = view.text(" ".join(column.header.split()))
        if unit:
            # In one cell: a column of blanks would take the room of the one before it.
            said.append(f" {unit}", style="dim")
        grid.add_row(
            view.text(view.say(read.label)),
            RichText("<-" if view.ascii else "←", style="dim"),
            RichText(f"{column_letters(column.col)}{table.header_row + 1}"),
            said,
        )
    found: list[RenderableType] = [lines, Padding(grid, (0, 0, 0, 2), expand=False)]
    if table.other_sheets:
        comma = "、" if view.lang == "zh" else ", "
        names = view.file_text(comma.join(table.other_sheets))
        found.append(RichText(view.say(words.OTHER_SHEETS, names=names), style="dim"))
    return Group(*found)
