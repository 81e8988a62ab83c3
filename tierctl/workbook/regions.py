"""What bounds the data on a sheet: Excel tables, filters, print areas, drawings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tierctl.model.address import Area, CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.ooxml.document import Element
from tierctl.ooxml.excel_tables import TablePart
from tierctl.ooxml.markup import attribute_text, string_text, whole_number
from tierctl.ooxml.namespaces import DRAWING
from tierctl.ooxml.package import Package
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.splice import Splice
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.workbook import messages
from tierctl.workbook.annotation import Annotation
from tierctl.workbook.frame import column_edges
from tierctl.workbook.row_edits import PlacedColumn

_ROW_HEIGHT = 190_500  # the usual one, in EMU


def taken_columns(sheet: SheetPart, tables: Sequence[TablePart], header_row: int) -> int:
    """Return the last column that a merge, table or filter takes from the header row down."""
    areas = [table.area for table in tables] + sheet.merges()
    element = sheet.child("autoFilter")
    area = Area.parse(element.get("ref") or "") if element is not None else None
    # A reference to whole rows ends nowhere: it says nothing about where the data ends.
    return max(
        (
            a.last_col
            for a in [*areas, area]
            if a and a.last_row >= header_row and a.last_col < 16_383
        ),
        default=-1,
    )


def grown_table(
    table: TablePart,
    annotation: Annotation,
    columns: Sequence[PlacedColumn],
    at: CellRef,
) -> tuple[list[Splice], list[Diagnostic]]:
    """Grow the table that is the data over appended columns that border it.

    Another table beside the customers stays as it is: sorting it must not move their tiers.
    """
    appended = sorted((c for c in columns if c.appended), key=lambda c: c.col)
    area, document, header_row = table.area, table.document, annotation.header_row
    held = [area.first_col <= col <= area.last_col for col in annotation.data_cols]
    if not appended or not area.first_row <= header_row <= area.last_row or not any(held):
        return [], []
    if not all(held):
        return [], [messages.table_not_extended(at, table.name)]
    if area.first_row != header_row or area.last_col != appended[0].col - 1 or table.fixed:
        return [], [messages.table_not_extended(at, table.name)]
    root = document.root
    last = appended[-1].col
    splices = [document.set_attribute(root, "ref", _wider(area, last))]
    inner = root.first("autoFilter")
    inner_area = Area.parse(inner.get("ref") or "") if inner is not None else None
    if inner is not None and inner_area is not None:
        splices.append(document.set_attribute(inner, "ref", _wider(inner_area, last)))
    group = root.first("tableColumns")
    assert group is not None
    existing = list(group.all("tableColumn"))
    ids = [whole_number(e.get("id") or "") or 0 for e in existing]
    markup = "".join(
        f'<{root.tag_prefix}tableColumn id="{max(ids, default=0) + i + 1}" '
        f'name="{_column_name(c.header)}"/>'
        for i, c in enumerate(appended)
    )
    splices.append(document.append_child(group, markup))
    count = str(len(existing) + len(appended))
    splices.append(document.set_attribute(group, "count", count))
    return splices, []


def _column_name(header: str) -> str:
    text = string_text(header).replace('"', "&quot;")
    return text.replace("\n", "_x000a_").replace("\t", "_x0009_")


def _wider(area: Area, last_col: int) -> str:
    return Area(area.first_row, area.first_col, area.last_row, last_col).a1


def names_of(workbook: WorkbookFile, name: str, sheet_index: int) -> Iterator[Element]:
    """Yield the defined names of a kind that belong to a sheet."""
    group = workbook.document.root.first("definedNames")
    for element in group.all("definedName") if group is not None else ():
        if element.get("name") == name and element.get("localSheetId") == str(sheet_index):
            yield element


def filter_name(
    workbook: WorkbookFile, sheet_index: int, before: Area, last_col: int
) -> list[Splice]:
    """Grow `_xlnm._FilterDatabase`, the filter's hidden name, along with the filter."""
    splices = []
    for element in names_of(workbook, "_xlnm._FilterDatabase", sheet_index):
        sheet, _, ref = element.text.rpartition("!")
        if Area.parse(ref) == before:
            after = Area(before.first_row, before.first_col, before.last_row, last_col)
            text = attribute_text(f"{sheet}!{after.absolute}").replace("&quot;", '"')
            document = workbook.document
            splices.append(
                Splice(element.open_end, element.close - element.open_end, document.bytes(text))
            )
    return splices


def outside_print_area(
    workbook: WorkbookFile, sheet_index: int, columns: Sequence[PlacedColumn]
) -> bool:
    """Tell whether a print area leaves appended columns out."""
    for element in names_of(workbook, "_xlnm.Print_Area", sheet_index):
        areas = [Area.parse(part.rpartition("!")[2]) for part in element.text.split(",")]
        last = max((a.last_col for a in areas if a is not None), default=16_383)
        if any(c.appended and c.col > last for c in columns):
            return True
    return False


def drawing_over(package: Package, sheet: SheetPart, area: Area, cols: Sequence[int]) -> int | None:
    """Return the first of some columns of an area that a picture or chart lies over."""
    edges = column_edges(sheet) if package.related(sheet.part, "drawing") else []
    found = [
        col
        for relationship in package.related(sheet.part, "drawing")
        for covered in _covered(package, relationship.target, edges)
        for col in cols
        if covered.first_row <= area.last_row
        and covered.last_row >= area.first_row
        and covered.first_col <= col <= covered.last_col
    ]
    return min(found, default=None)


def _covered(package: Package, part: str, edges: Sequence[int]) -> Iterator[Area]:
    """Yield the cells that each drawing lies over."""
    document = package.document(part)
    assert document is not None
    for anchor in _anchors(document.root):
        start, end = anchor.first("from", DRAWING), anchor.first("to", DRAWING)
        if start is not None:
            last = _end(start, end) if end is not None else _extent(anchor, start, edges)
            yield Area(*_position(start), *last)


def _anchors(element: Element) -> Iterator[Element]:
    """Yield the anchors of a drawing; slicers and new charts stand within alternatives."""
    for child in element.children:
        if child.name in ("AlternateContent", "Choice", "Fallback"):
            yield from _anchors(child)
        else:
            yield child


def _end(start: Element, end: Element) -> tuple[int, int]:
    """Return the last cell of a drawing: one that ends at a cell's very edge does not reach it."""
    first = _position(start)
    row, col = (
        at - 1 if at > before and _number(end, offset) == 0 else at
        for at, before, offset in zip(_position(end), first, ("rowOff", "colOff"), strict=True)
    )
    return row, col


def _extent(anchor: Element, start: Element, edges: Sequence[int]) -> tuple[int, int]:
    """Return about where a drawing ends that has a size and no end: in rows of the usual height."""
    row, col = _position(start)
    size = anchor.first("ext", DRAWING)
    width, height = (size.get("cx") or "", size.get("cy") or "") if size is not None else ("", "")
    down = _number(start, "rowOff") + (whole_number(height) or 0)
    left = edges[min(col, len(edges)) - 1] if col else 0
    right = left + _number(start, "colOff") + (whole_number(width) or 0)
    return row + max(0, down - 1) // _ROW_HEIGHT, max(col, bisect_left(edges, right))


def _position(marker: Element) -> tuple[int, int]:
    return _number(marker, "row"), _number(marker, "col")


def _number(marker: Element, name: str) -> int:
    element = marker.first(name, DRAWING)
    return whole_number(element.text if element is not None else "") or 0
