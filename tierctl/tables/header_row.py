"""Which rows of a sheet may be its header, with the columns that each of them binds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tierctl.model.cell import Kind
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.workbook import Sheet
from tierctl.policy.policy import Policy
from tierctl.tables.bind import aliases_of, bind, named
from tierctl.tables.grid import Grid
from tierctl.tables.header import IDENTITY, Header
from tierctl.tables.header_lines import Names, lines_of
from tierctl.tables.options import TableOptions

_LATEST_YEAR = 2100


def header_rows(
    sheet: Sheet, part: SheetPart, grid: Grid, policy: Policy, options: TableOptions
) -> list[Header]:
    """Return every row that names at least one input, or the row that the user named."""
    aliases = aliases_of(policy)
    names = _names(policy, aliases)
    told = options.header_row
    # A line of units or of column names may stand under the line that the user named.
    rows = sorted(grid.rows) if told is None else [told, told + 1]
    lettered = any(column.isascii() and column.isupper() for column in options.maps)
    headers: list[Header] = []
    for row in rows:
        if told is None and _holds_amounts(grid, row):
            continue
        lines = lines_of(grid, row, names)
        if lines.second:
            # The lines above alone would name columns that this one divides.
            headers = [h for h in headers if not lines.first_row <= h.row < row]
        # Letters bind in any row with texts: the first is the header, the others are customers.
        if (
            lettered
            and lines.first_row == row
            and any(h.binds(policy, options.set_aside) for h in headers)
        ):
            break
        if not lines.texts or (told is not None and told not in (row, lines.first_row)):
            continue
        header = Header(sheet, part, grid, lines.first_row, row, lines.texts, lines.uppers)
        bind(header, lines.ways, aliases, policy, options)
        if header.inputs or header.set_aside or row == told:
            headers.append(header)
    return headers


def _names(policy: Policy, aliases: Mapping[str, list[tuple[str, str]]]) -> Names:
    @lru_cache(maxsize=4096)
    def inputs(text: str) -> frozenset[str]:
        return frozenset(name for kind, name in named(text, aliases) if kind == "input")

    return Names(inputs=inputs, required={i.name for i in policy.required()}, identity=IDENTITY)


def _holds_amounts(grid: Grid, row: int) -> bool:
    """Tell whether a row holds a number that is no year, month or serial number: a customer."""
    numbers = (cell.text for cell in grid.rows[row].values() if cell.kind is Kind.NUMBER)
    return any(abs(float(text)) > _LATEST_YEAR or not float(text).is_integer() for text in numbers)
