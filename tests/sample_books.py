"""The sample workbooks that `sample_books.toml` lists: a title, a header, customers."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from sample_cells import BLUE, MONEY, Value, new_workbook, pack, put, set_sizes

LISTED = Path(__file__).with_name("sample_books.toml")
HEADER, NARROWEST, WIDEST = 3, 9, 26


@dataclass(frozen=True, kw_only=True)
class Book:
    """One workbook, the policies that grade it, and what they make of its customers."""

    file: str
    policies: Sequence[str]
    title: str
    sheet: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]
    tiers: Mapping[str, int]
    others: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def built(self) -> bytes:
        """Return the package."""
        book, sheet = new_workbook(self.sheet)
        last = get_column_letter(len(self.columns))
        put(sheet, 1, 1, self.title, size=16, bold=True, align="center", boxed=False)
        sheet.merge_cells(f"A1:{last}1")
        for column, header in enumerate(self.columns, 1):
            put(sheet, HEADER, column, _broken(header), bold=True, fill=BLUE, align="center")
        for row, customer in enumerate(self.rows, HEADER + 1):
            for column, value in enumerate(customer, 1):
                shown = _format(self.columns[column - 1], value)
                align = "general" if shown == MONEY else "center" if column != 2 else "left"
                put(sheet, row, column, _or_none(value), align=align, number_format=shown)
        widths = {get_column_letter(n): self._width(n) for n in range(1, len(self.columns) + 1)}
        lines = 2 if any("\n" in _broken(header) for header in self.columns) else 1
        heights = dict.fromkeys(range(HEADER + 1, HEADER + 1 + len(self.rows)), 18)
        set_sizes(sheet, widths, {1: 32, HEADER: 18 * lines + 6} | heights)
        sheet.auto_filter.ref = f"A{HEADER}:{last}{HEADER + len(self.rows)}"
        sheet.freeze_panes = f"C{HEADER + 1}"
        sheet.print_title_rows = f"{HEADER}:{HEADER}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        return pack(book, "", {})

    def _width(self, column: int) -> float:
        texts = [*_broken(self.columns[column - 1]).split("\n")]
        texts += [_shown(self.columns[column - 1], row[column - 1]) for row in self.rows]
        widest = max(sum(1 + (char > "\u2e80") for char in text) for text in texts)
        return min(max(widest + 3, NARROWEST), WIDEST)


def books() -> list[Book]:
    """Return the workbooks as they are listed."""
    listed = tomllib.loads(LISTED.read_text(encoding="utf-8"))["book"]
    return [Book(**book) for book in listed]


def _broken(header: str) -> str:
    """Return a header in two lines where it is long: before its unit, or in its middle."""
    if len(header) < 10:
        return header
    name, bracket, unit = header.partition("（")
    if bracket:
        return f"{name}\n{bracket}{unit}"
    return f"{header[: len(header) // 2]}\n{header[len(header) // 2 :]}"


def _or_none(value: Value) -> Value:
    """Return what openpyxl takes for a blank."""
    return None if value == "" else value


def _format(header: str, value: Value) -> str:
    if isinstance(value, dt.date):
        return "yyyy-mm-dd"
    return MONEY if "元" in header and isinstance(value, int | float) else "General"


def _shown(header: str, value: Value) -> str:
    if isinstance(value, int | float) and _format(header, value) == MONEY:
        return f"{value:,.2f}"
    return str(value)
