"""The summary page of an earlier run: found again under any name, at any place, while unedited."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.model.cell import Kind
from tierctl.ooxml.package import Package
from tierctl.ooxml.workbook import Sheet, WorkbookFile
from tierctl.workbook.page_sheet import cells_digest
from tierctl.workbook.stamp import Stamp

_OWN = {"drawing", "printerSettings"}
"""What a page of ours leads to, once a spreadsheet program has saved it: no comments, no tables."""


def marked_sheet(workbook: WorkbookFile, stamp: Stamp | None) -> Sheet | None:
    """Return the sheet that the stamp calls our page, edited or not; ids outlive renaming."""
    if stamp is None or stamp.page is None:
        return None
    return next((sheet for sheet in workbook.sheets if sheet.id == stamp.page.id), None)


def own_page(workbook: WorkbookFile, stamp: Stamp | None) -> Sheet | None:
    """Return the sheet that is still the page as we wrote it.

    Saving it in a program changes its bytes and nothing that it says: it is ours. One that says
    anything else is its editor's, or a new sheet with the id of one that was deleted.
    """
    sheet = marked_sheet(workbook, stamp)
    if sheet is None or stamp is None or stamp.page is None:
        return None
    package = workbook.package
    kinds = {r.kind for r in package.relationships(sheet.part)}
    if not kinds <= _OWN or _pictures(package, sheet.part):
        return None
    said = cells_digest(_cells(workbook, sheet))
    return sheet if said == stamp.page.digest else None


def _pictures(package: Package, part: str) -> bool:
    """Tell whether somebody has put anything but charts on a page."""
    drawings = [r.target for r in package.related(part, "drawing")]
    return any(r.kind != "chart" for d in drawings for r in package.relationships(d))


def _cells(workbook: WorkbookFile, sheet: Sheet) -> Iterator[tuple[int, int, str | float]]:
    for block in workbook.open_sheet(sheet).blocks():
        for row in block.rows:
            for raw in row.cells:
                if raw.has_content:
                    cell = workbook.cells.read(row.index, raw)
                    plain = cell.kind is Kind.NUMBER and cell.formula is None
                    # What is no text and no number of its own, we did not write.
                    other = cell.text if cell.formula is None else f"={cell.formula}"
                    yield row.index, raw.col, float(cell.text) if plain else other
