"""The cells of a rules sheet, or of a range of one, fetched from a workbook."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from tierctl.model.address import Area
from tierctl.model.cell import Cell
from tierctl.ooxml.fills import fills_of
from tierctl.ooxml.workbook import Sheet, WorkbookFile
from tierctl.policy.rule_cells import RuleCells
from tierctl.tables import messages
from tierctl.tables.grid import survey
from tierctl.tables.merged import FilledDown

_MOST_ROWS = 10_000


def rule_cells(path: Path, sheet: str | None, area: Area | None) -> RuleCells:
    """Return what stands in a sheet (or in an area of it), merged cells filled downwards.

    Without a sheet, the workbook's only visible one. Raises UsageRefused where there is no such
    sheet, or several to choose from; InputRefused where the workbook cannot be read.
    """
    workbook = WorkbookFile(path)
    try:
        found = _sheet(workbook, sheet)
        grid = survey(workbook.open_sheet(found), workbook.cells, _MOST_ROWS)
        colors = fills_of(workbook.styles)
    finally:
        workbook.close()
    filled = FilledDown(grid.merges, {area.first_col for area in grid.merges})
    rows: dict[int, dict[int, Cell]] = {}
    last = max(grid.rows, default=-1)
    for row in range(min(grid.rows, default=0), last + 1):
        cells = {
            col: cell
            for col, cell in filled.fill(row, grid.rows.get(row, {})).items()
            if area is None or area.holds(row, col)
        }
        if cells:
            rows[row] = cells
    fills = {
        (row, col): color
        for row, cells in rows.items()
        for col, cell in cells.items()
        if cell.style is not None
        and cell.style < len(colors)
        and (color := colors[cell.style]) is not None
    }
    return RuleCells(file=path.name, sheet=found.name, rows=rows, fills=fills)


def _sheet(workbook: WorkbookFile, name: str | None) -> Sheet:
    names = [sheet.name for sheet in workbook.sheets if sheet.visible]
    if name is None:
        if len(names) == 1:
            return next(sheet for sheet in workbook.sheets if sheet.visible)
        raise messages.which_rules(workbook.package.archive.shown, names)
    wanted = name.strip().casefold()
    for sheet in workbook.sheets:
        if sheet.name.strip().casefold() == wanted:
            return sheet
    close = get_close_matches(name, names, n=1, cutoff=0.4)
    raise messages.no_such_sheet(name, names, close[0] if close else None)
