"""Cells and packages of sample workbooks: one look, and the same bytes on every run."""

import datetime as dt
import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

MADE = dt.datetime(2024, 1, 15, 9, 0, 0)
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

BLUE, GREY, GREEN = "DDEBF7", "EDEDED", "E2EFDA"
MONEY = "#,##0.00"
THIN = Side(style="thin", color="808080")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)

Value = str | int | float | bool | dt.date | None


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    *,
    size: int = 11,
    bold: bool = False,
    fill: str | None = None,
    align: str = "general",
    boxed: bool = True,
    number_format: str = "General",
    text: bool = False,
) -> None:
    """Write one styled cell, as text even if it looks like a formula when `text` is set."""
    cell = sheet.cell(row, column, value)
    if text and isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith("=")
    cell.font = Font(name="宋体", size=size, bold=bold)
    wrap, indent = isinstance(value, str) and "\n" in value, int(align == "left")
    cell.alignment = Alignment(align, vertical="center", wrap_text=wrap, indent=indent)
    cell.number_format = number_format
    if fill:
        cell.fill = PatternFill("solid", start_color=fill)
    if boxed:
        cell.border = BOX


def set_sizes(sheet: Worksheet, widths: Mapping[str, float], heights: Mapping[int, float]) -> None:
    """Set column widths and row heights."""
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
    for row, height in heights.items():
        sheet.row_dimensions[row].height = height


def new_workbook(title: str) -> tuple[Workbook, Worksheet]:
    """Open an empty workbook with fixed properties and one sheet."""
    book = Workbook()
    book.properties.creator = "sample"
    book.properties.created = MADE
    sheet = book.worksheets[0]
    sheet.title = title
    return book, sheet


def with_cached_value(part: bytes, cell: str, value: str) -> bytes:
    """Give a sheet's formula cell the result that a spreadsheet program would have saved."""
    uncached = rb'(<c r="%b"[^>]*><f>[^<]*</f>)<v(?:\s*/>|></v>)' % cell.encode()
    filled, count = re.subn(uncached, rb"\g<1><v>%b</v>" % value.encode(), part)
    if count != 1:
        raise ValueError(f"{cell} is not a formula without a cached value")
    return filled


def pack(book: Workbook, part: str, cached: Mapping[str, str]) -> bytes:
    """Save a workbook with fixed times and the cached values of one sheet part."""
    saved, packed = BytesIO(), BytesIO()
    book.save(saved)
    with ZipFile(saved) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":  # saving has put the present time there
                stamp = rb"\g<1>" + MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", stamp, data)
            if name == part:
                for cell, value in cached.items():
                    data = with_cached_value(data, cell, value)
            entry = ZipInfo(name, ZIP_EPOCH)
            entry.create_system = 0  # else it would name the system that ran the script
            target.writestr(entry, data, ZIP_DEFLATED)
    return packed.getvalue()
