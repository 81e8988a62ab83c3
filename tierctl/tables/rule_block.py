"""The cells of a rules sheet, or of a range of one, fetched from a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from tierctl.model.address import Area
from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import Dimension, Unit
from tierctl.ooxml.fills import fills_of
from tierctl.ooxml.workbook import Sheet, WorkbookFile
from tierctl.policy.rule_cells import Rows, RuleCells
from tierctl.tables import messages
from tierctl.tables.grid import survey
from tierctl.tables.merged import FilledDown
from tierctl.tables.unit_notes import note_unit, unclear_note
from tierctl.tables.units import stating

_MOST_ROWS = 10_000
_WIDEST_NOTE = 2
"""A row of more cells is no note: 单位 | 万元, or a title with 单位：万元 beside it."""


def rule_cells(path: Path, fragment: str) -> list[RuleCells]:
    """Return what stands in the sheet, or the range, that a fragment names, merged cells filled
    downwards; without a fragment, what stands in every visible sheet.

    `等级规则`, `客户表!A3:B6`, `'a!b'!$A$3:$B$6`, `A3:B6` in the only sheet. Raises UsageRefused
    where there is no such sheet or range, InputRefused where the workbook cannot be read.
    """
    workbook = WorkbookFile(path)
    try:
        sheet, area = _named(workbook, fragment)
        sheets = [sheet] if sheet else [s for s in workbook.sheets if s.visible]
        if area is not None and len(sheets) > 1:
            raise messages.which_rules(path.name, [s.name for s in sheets], f"!{area.a1}")
        return [_cells(workbook, path.name, found, area) for found in sheets]
    finally:
        workbook.close()


def sheet_cells(path: Path, names: Sequence[str]) -> RuleCells | None:
    """Return what stands in the visible sheet of one of some names; None where there is none.

    Raises InputRefused where the workbook cannot be read.
    """
    workbook = WorkbookFile(path)
    try:
        found = [sheet for name in names if (sheet := _sheet(workbook, name)) and sheet.visible]
        return _cells(workbook, path.name, found[0], None) if found else None
    finally:
        workbook.close()


def _cells(workbook: WorkbookFile, file: str, sheet: Sheet, area: Area | None) -> RuleCells:
    grid = survey(workbook.open_sheet(sheet), workbook.cells, _MOST_ROWS)
    colors = fills_of(workbook.styles)
    filled = FilledDown(grid.merges, {area.first_col for area in grid.merges})
    rows: dict[int, dict[int, Cell]] = {}
    for row in range(min(grid.rows, default=0), max(grid.rows, default=-1) + 1):
        cells = filled.fill(row, grid.rows.get(row, {}))
        if cells:
            rows[row] = dict(cells)
    fills = {
        (row, col): color
        for row, cells in rows.items()
        for col, cell in cells.items()
        if cell.style is not None
        and cell.style < len(colors)
        and (color := colors[cell.style]) is not None
    }
    return RuleCells(
        file=file,
        sheet=sheet.name,
        rows=rows,
        fills=fills,
        wide={(a.first_row, a.first_col) for a in grid.merges if a.last_col > a.first_col},
        area=area,
        notes=_unit_notes(rows, sheet.name),
    )


def _unit_notes(rows: Rows, sheet: str) -> dict[tuple[int, int], Unit | None]:
    """Return the unit of money that a cell states for others; None where it is none of ours."""
    found: dict[tuple[int, int], Unit | None] = {}
    for line in rows.values():
        cells = [cell for _, cell in sorted(line.items()) if cell.kind is Kind.TEXT]
        for note in stating(cells, (), sheet) if len(line) <= _WIDEST_NOTE else ():
            unit = note_unit(note.text, Dimension.MONEY)
            if unit is not None or unclear_note(note.text):
                found[note.at.row, note.at.col] = unit
    return found


def _named(workbook: WorkbookFile, fragment: str) -> tuple[Sheet | None, Area | None]:
    """Return the sheet and the range that a fragment names; a sheet's name may have a ! in it."""
    if not fragment:
        return None, None
    whole = _sheet(workbook, fragment)
    if whole is not None:
        return whole, None
    name, mark, ref = fragment.rpartition("!")
    area = Area.parse(ref)
    if not mark and area is not None and ":" in ref:
        return None, area
    if mark and area is None and _sheet(workbook, name):
        raise messages.no_range(ref)
    sheet = _sheet(workbook, name if mark else fragment)
    if sheet is None and (name or not mark):
        names = [s.name for s in workbook.sheets if s.visible]
        close = get_close_matches(name or fragment, names, n=1, cutoff=0.4)
        raise messages.no_such_sheet(name or fragment, names, close[0] if close else None)
    if area is None and mark:
        raise messages.no_range(ref)
    return sheet, area


def _sheet(workbook: WorkbookFile, name: str) -> Sheet | None:
    """Return the sheet of a name, be it in quotes as formulas have it: 'a b'."""
    quoted = len(name) > 2 and name[0] == name[-1] == "'"
    spellings = [name, name[1:-1].replace("''", "'")] if quoted else [name]
    for spelling in spellings:
        wanted = spelling.strip().casefold()
        for sheet in workbook.sheets:
            if sheet.name.strip().casefold() == wanted:
                return sheet
    return None
