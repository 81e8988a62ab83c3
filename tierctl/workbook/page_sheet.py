"""The summary page as a sheet part: one A4 page wide, no grid, its texts inline."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby

from tierctl.model.address import Area, CellRef
from tierctl.model.text import Lang
from tierctl.ooxml.markup import attribute_text, string_text
from tierctl.ooxml.namespaces import Dialect
from tierctl.workbook.cells import value_cell
from tierctl.workbook.page_layout import PageLayout
from tierctl.workbook.page_look import FONTS
from tierctl.workbook.styles import StyleBook

_A4 = 9


def sheet_markup(
    layout: PageLayout, name: str, lang: Lang, styles: StyleBook, dialect: Dialect
) -> bytes:
    """Return the sheet's part; its drawing is rId1."""
    last = max(col for _, col in layout.cells)
    area = Area(0, 1, len(layout.heights) - 1, last)
    cols = "".join(
        f'<col min="{i}" max="{i}" width="{width:.2f}" customWidth="1"/>'
        for i, width in enumerate(layout.widths, 1)
    )
    merges = "".join(f'<mergeCell ref="{merged.a1}"/>' for merged in layout.merges)
    links = "".join(_link(at, target) for at, target in layout.links)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{dialect.main}" xmlns:r="{dialect.relationships}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="{area.a1}"/>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
        '<sheetFormatPr defaultRowHeight="18"/>'
        f"<cols>{cols}</cols>"
        f"<sheetData>{''.join(_rows(layout, name, lang, styles))}</sheetData>"
        f'<mergeCells count="{len(layout.merges)}">{merges}</mergeCells>'
        f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.5" right="0.5" top="0.55" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{_A4}" fitToHeight="{layout.pages_high}" orientation="portrait"/>'
        "<headerFooter><oddFooter>&amp;C&amp;9&amp;P / &amp;N</oddFooter></headerFooter>"
        '<drawing r:id="rId1"/></worksheet>'
    ).encode()


def _rows(layout: PageLayout, name: str, lang: Lang, styles: StyleBook) -> Iterator[str]:
    by_row = {
        row: list(cells) for row, cells in groupby(sorted(layout.cells), key=lambda at: at[0])
    }
    for row, height in enumerate(layout.heights):
        yield f'<row r="{row + 1}" ht="{height:g}" customHeight="1">'
        for at in by_row.get(row, ()):
            value, look = layout.cells[at]
            style = styles.made(look, FONTS[lang], lang == "zh")
            yield value_cell(CellRef(name, *at), value, style, "")
        yield "</row>"


def _link(at: Area, target: CellRef) -> str:
    sheet = target.sheet.replace("'", "''")
    location = attribute_text(f"'{sheet}'!{target.a1}")
    return f'<hyperlink ref="{at.a1}" location="{location}" display="{target.a1}"/>'


def cells_digest(cells: Iterable[tuple[int, int, str | float]]) -> str:
    """Return the digest of what cells say, by row and column: no program's way to save changes it.

    A number counts by its 15 significant digits, which is what a spreadsheet keeps of it.
    """
    lines = [
        f"{row} {col} {string_text(value) if isinstance(value, str) else f'{float(value):.15g}'}"
        for row, col, value in sorted(cells, key=lambda cell: cell[:2])
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
