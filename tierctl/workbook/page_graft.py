"""The summary page on its way into a copy: where it goes, and what that does to the package."""

from __future__ import annotations

from dataclasses import dataclass

from tierctl.model.diagnostic import Diagnostic
from tierctl.model.text import Text
from tierctl.ooxml.package import relationships_part
from tierctl.ooxml.workbook import Sheet, WorkbookFile
from tierctl.workbook import messages
from tierctl.workbook.chart import chart_markup
from tierctl.workbook.drawing import drawing_markup
from tierctl.workbook.graft import (
    Graft,
    Grafter,
    owned_parts,
    relationships_markup,
    sheet_entry,
)
from tierctl.workbook.own_page import marked_sheet
from tierctl.workbook.page import SummaryPage
from tierctl.workbook.page_layout import PageLayout
from tierctl.workbook.page_look import FONTS
from tierctl.workbook.page_sheet import cells_digest, sheet_markup
from tierctl.workbook.stamp import PageMark, Stamp
from tierctl.workbook.styles import StyleBook

SHEET = Text("等级汇总", "Tier summary")
_LONGEST = 31


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where the page goes: over the one of an earlier run, or to a new sheet, the last one."""

    name: str
    earlier: Sheet | None


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page with its place."""

    page: SummaryPage
    place: PagePlace


def page_place(
    workbook: WorkbookFile, stamp: Stamp | None, earlier: Sheet | None, wanted: str
) -> tuple[PagePlace | None, list[Diagnostic]]:
    """Return the page's place, None where it may have none; and what the owner should know.

    `earlier` is the page of an earlier run, where it still says what we wrote.
    """
    if earlier is not None:
        return PagePlace(earlier.name, earlier), []
    protection = workbook.document.root.first("workbookProtection")
    if protection is not None and protection.get("lockStructure") in ("1", "true"):
        return None, [messages.locked_structure()]
    group = workbook.document.root.first("sheets")
    sheets = group.all("sheet") if group is not None else ()
    name = _unique(wanted, {(s.get("name") or "").casefold() for s in sheets})
    edited = marked_sheet(workbook, stamp)
    marked = stamp.page.sheet if stamp is not None and stamp.page is not None else None
    # Under another name it may be a new sheet of the user's with the id of a deleted page.
    if edited is not None and edited.name == marked:
        return PagePlace(name, None), [messages.edited_page(edited.name, name)]
    return PagePlace(name, None), []


def _unique(wanted: str, names: set[str]) -> str:
    """Return a name that no sheet has: 等级汇总, or else 等级汇总 (2)."""
    name, number = wanted, 1
    while name.casefold() in names:
        number += 1
        end = f" ({number})"
        name = wanted[: _LONGEST - len(end)] + end
    return name


def page_graft(
    workbook: WorkbookFile, placed: PlacedPage, styles: StyleBook
) -> tuple[Graft, PageMark]:
    """Return what the page does to the package, and how it will be known again."""
    page, place = placed.page, placed.place
    package, dialect = workbook.package, workbook.dialect
    layout = PageLayout(page)
    old = owned_parts(package, place.earlier.part) if place.earlier is not None else set()
    grafter = Grafter(package, old)
    sheet = grafter.name("worksheet", place.earlier.part if place.earlier is not None else None)
    drawing = grafter.name("drawing")
    charts = [grafter.name("chart") for _ in layout.charts]
    base, font = dialect.relationships, FONTS[page.lang]
    parts = {
        sheet: sheet_markup(layout, place.name, page.lang, styles, dialect),
        relationships_part(sheet): relationships_markup([("drawing", drawing)], base),
        drawing: drawing_markup(layout.charts, dialect),
        relationships_part(drawing): relationships_markup([("chart", c) for c in charts], base),
    }
    for part, drawn in zip(charts, layout.charts, strict=True):
        parts[part] = chart_markup(drawn.chart, place.name, font, dialect)
    graft = grafter.graft(parts)
    if place.earlier is not None:
        id = place.earlier.id
    else:
        id, splices = sheet_entry(workbook, place.name, sheet)
        graft.splices.update(splices)
    said = [(*at, value) for at, (value, _) in layout.cells.items() if value is not None]
    return graft, PageMark(place.name, id, cells_digest(said))
