"""Which rows of a sheet may be its header: their lines, and the ways to read each column."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.model.address import Area
from tierctl.model.cell import Kind
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.workbook import Sheet
from tierctl.policy.policy import Policy
from tierctl.tables.bind import aliases_of, bind
from tierctl.tables.grid import Grid
from tierctl.tables.header import Header
from tierctl.tables.headers import is_unit, qualified
from tierctl.tables.options import TableOptions

_WIDEST_MERGE = 256
_LATEST_YEAR = 2100


def header_rows(
    sheet: Sheet, part: SheetPart, grid: Grid, policy: Policy, options: TableOptions
) -> list[Header]:
    """Return every row that names at least one input, or the row that the user named."""
    aliases = aliases_of(policy)
    told = options.header_row
    # A line of units or of column names may stand under the line that the user named.
    rows = sorted(grid.rows) if told is None else [told, told + 1]
    lettered = any(column.isascii() and column.isupper() for column in options.maps)
    headers: list[Header] = []
    for row in rows:
        if told is None and _holds_amounts(grid, row):
            continue
        texts, first_row, ways = _texts(grid, row)
        # Letters bind in any row with texts: the first is the header, the others are customers.
        if lettered and first_row == row and any(h.binds(policy) for h in headers):
            break
        if not texts or (told is not None and told not in (row, first_row)):
            continue
        header = Header(sheet, part, grid, first_row, row, texts)
        bind(header, ways, aliases, policy, options)
        if header.inputs or row == told:
            headers.append(header)
    return headers


def _holds_amounts(grid: Grid, row: int) -> bool:
    """Tell whether a row holds a number that is no year, month or serial number: a customer."""
    numbers = (cell.text for cell in grid.rows[row].values() if cell.kind is Kind.NUMBER)
    return any(abs(float(text)) > _LATEST_YEAR or not float(text).is_integer() for text in numbers)


def _texts(grid: Grid, row: int) -> tuple[dict[int, str], int, dict[int, list[str]]]:
    """Return a row's texts as a header, the first line of it, and each column's readings.

    Where the line above belongs to it (a merged group title, a title merged downwards), a column
    may be read by its own text, by both, or by the text above alone.
    """
    texts = _line(grid, row)
    ways = {col: [text] for col, text in texts.items()}
    second = _second_line(grid, row)
    first_row = row - 1 if second else row
    for col, upper in (_line(grid, row - 1) if row else {}).items():
        if col in ways:
            own = texts[col]
            # 计划 over 销售额 is another thing than 销售额.
            ways[col] = [upper + own] if second and qualified(f"({upper})") else [own, upper + own]
            if second and is_unit(own):
                texts[col] = upper + own if own.startswith(("(", "（")) else f"{upper}（{own}）"
        elif grid.merged_down(row, col) or (second and col not in grid.rows[row]):
            texts[col] = upper
            ways[col] = [upper]
            first_row = row - 1
    return dict(sorted(texts.items())), first_row, ways


def _line(grid: Grid, row: int) -> dict[int, str]:
    """Return a row's texts; one merged over several columns stands over each that is in use."""
    cells = grid.rows.get(row, {})
    texts = {col: grid.text(row, col) for col in cells}
    for area in grid.near:
        if not area.first_row <= row <= area.last_row:
            continue
        for col in range(area.first_col, min(area.last_col, area.first_col + _WIDEST_MERGE) + 1):
            first = col == area.first_col and area.first_row < row
            if col not in cells and (first or grid.used_below(area.last_row, col)):
                texts[col] = grid.text(row, col)
    return {col: text for col, text in texts.items() if text}


def _second_line(grid: Grid, row: int) -> bool:
    """Tell whether a row is the second line of a header: of units, or of names under groups.

    A customer under a header that has a merged title is none: its cells stand under names.
    """
    cells = grid.rows.get(row, {})
    above = grid.rows.get(row - 1, {})
    if not cells or len(above) < 2 or any(c.kind is not Kind.TEXT for c in above.values()):
        return False
    if any(cell.kind is not Kind.TEXT for cell in cells.values()):
        return False
    if all(is_unit(cell.text) for cell in cells.values()):
        return True
    groups = [a for a in grid.near if a.first_row == a.last_row == row - 1]
    under = [col for col in cells if _covered(groups, col)]
    return bool(under) and all(
        col in under or col not in above or is_unit(cell.text) for col, cell in cells.items()
    )


def _covered(areas: Sequence[Area], col: int) -> bool:
    return any(a.first_col <= col <= a.last_col and a.last_col > a.first_col for a in areas)
