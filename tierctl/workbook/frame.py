"""The sheet around its rows: dimension, column widths and filter grow with our columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from tierctl.model.address import MAX_COLUMNS, Area, CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.ooxml.document import Document, Element, attribute_splice
from tierctl.ooxml.markup import whole_number
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.splice import Splice, spliced
from tierctl.workbook import messages
from tierctl.workbook.annotation import Annotation
from tierctl.workbook.row_edits import PlacedColumn
from tierctl.workbook.text_width import text_width

_WIDEST = 60
_NARROWEST = 10
_SAMPLE = 1000
# The usual column and a digit of the usual font, in EMU.
_USUAL_WIDTH, _DIGIT = 609_600, 66_675
_DECIMAL = re.compile(r"[0-9]{1,5}(\.[0-9]{1,20})?")


def dimension(
    sheet: SheetPart, columns: Sequence[PlacedColumn], header_row: int, last_row: int
) -> list[Splice]:
    """Grow the dimension over our columns, where the sheet has one that can be read."""
    element = sheet.child("dimension")
    area = Area.parse(element.get("ref") or "") if element is not None else None
    if element is None or area is None:
        return []
    grown = Area(
        min(area.first_row, header_row),
        min([area.first_col, *(c.col for c in columns)]),
        max(area.last_row, header_row, last_row),
        max([area.last_col, *(c.col for c in columns)]),
    )
    if grown == area:
        return []
    return [sheet.frame.set_attribute(element, "ref", grown.a1)]


def widths(
    sheet: SheetPart, columns: Sequence[PlacedColumn], at: CellRef
) -> tuple[list[Splice], list[Diagnostic]]:
    """Give appended columns a width that fits, and unhide them."""
    appended = {c.col + 1: _width(c) for c in columns if c.appended}
    if not appended:
        return [], []
    groups = list(sheet.frame.root.all("cols"))
    prefix, document = sheet.prefix, sheet.frame
    new = {
        number: f'<{prefix}col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in appended.items()
    }
    if not groups:
        data = sheet.child("sheetData")
        assert data is not None
        markup = "".join(new[number] for number in sorted(new))
        return [document.insert_before(data, f"<{prefix}cols>{markup}</{prefix}cols>")], []
    spans = [_span(element) for element in groups[0].all("col")]
    if len(groups) > 1 or not _in_order(spans) or "<!" in document.source(groups[0]):
        return [], [messages.unchanged_columns(at)]
    pieces: list[tuple[int, str]] = []
    for element, span in zip(groups[0].all("col"), spans, strict=True):
        assert span is not None
        pieces += _split(document, element, span, appended, new)
    pieces += list(new.items())
    inner = "".join(markup for _, markup in sorted(pieces))
    return [document.replace(groups[0], f"<{prefix}cols>{inner}</{prefix}cols>")], []


def hidden(sheet: SheetPart, col: int) -> bool:
    """Tell whether a column is hidden."""
    return any(first <= col <= last and _hidden(e) for e, first, last in _definitions(sheet))


def column_edges(sheet: SheetPart) -> list[int]:
    """Return about where each column ends, in EMU from the left edge of the sheet."""
    usual = sheet.child("sheetFormatPr")
    wide = _emu(usual.get("defaultColWidth")) if usual is not None else None
    widths = [_USUAL_WIDTH if wide is None else wide] * MAX_COLUMNS
    for element, first, last in _definitions(sheet):
        wide = 0 if _hidden(element) else _emu(element.get("width"))
        if wide is not None:
            widths[first : last + 1] = [wide] * (min(last, MAX_COLUMNS - 1) - first + 1)
    return list(accumulate(widths))


def _definitions(sheet: SheetPart) -> Iterator[tuple[Element, int, int]]:
    """Yield the sheet's column definitions, each with its first and its last column."""
    for group in sheet.frame.root.all("cols"):
        for element in group.all("col"):
            span = _span(element)
            if span is not None and span[0] <= min(span[1], MAX_COLUMNS):
                yield element, span[0] - 1, span[1] - 1


def _hidden(element: Element) -> bool:
    return element.get("hidden") in ("1", "true")


def _emu(width: str | None) -> int | None:
    return round(float(width) * _DIGIT) if width and _DECIMAL.fullmatch(width) else None


def _split(
    document: Document,
    element: Element,
    span: tuple[int, int],
    appended: dict[int, float],
    new: dict[int, str],
) -> list[tuple[int, str]]:
    """Return a column definition cut around ours; ours inherit it, but visible and wide enough."""
    source = document.source(element)
    first, last = span
    inside = sorted(number for number in appended if first <= number <= last)
    if not inside:
        return [(first, source)]
    pieces = []
    for number in inside:
        width = element.get("width")
        wide = width if width is not None and _wide(width, appended[number]) else None
        new[number] = _changed(
            source,
            min=str(number),
            max=str(number),
            hidden="0",
            width=wide or str(appended[number]),
            customWidth="1",
        )
        if first < number:
            pieces.append((first, _changed(source, min=str(first), max=str(number - 1))))
        first = number + 1
    if first <= last:
        pieces.append((first, _changed(source, min=str(first), max=str(last))))
    return pieces


def _changed(source: str, **attributes: str) -> str:
    data = source.encode()
    tag = source[: source.index(">") + 1]
    hidden = attributes.pop("hidden", None)
    if hidden is not None and "hidden=" in tag:
        attributes["hidden"] = hidden
    splices = [attribute_splice(tag, 0, k, v, "utf-8") for k, v in attributes.items()]
    return spliced(data, splices).decode()


def _wide(width: str, needed: float) -> bool:
    try:
        return float(width) >= needed
    except ValueError:
        return False


def _span(element: Element) -> tuple[int, int] | None:
    first, last = whole_number(element.get("min") or ""), whole_number(element.get("max") or "")
    return (first, last) if first and last else None


def _in_order(spans: Sequence[tuple[int, int] | None]) -> bool:
    end = 0
    for span in spans:
        if span is None or span[0] <= end or span[1] < span[0]:
            return False
        end = span[1]
    return True


def _width(placed: PlacedColumn) -> float:
    texts = [placed.header, *map(str, placed.column.values[:_SAMPLE])]
    widest = max(map(text_width, texts))
    return float(min(_WIDEST, max(_NARROWEST, widest + 2)))


def sheet_filter(
    sheet: SheetPart, annotation: Annotation, columns: Sequence[PlacedColumn], at: CellRef
) -> tuple[list[Splice], Area | None, list[Diagnostic]]:
    """Grow the sheet's filter over appended columns that border it, where it is the customers'.

    Returns the splices, the filter's area before where it grew, and warnings.
    """
    element = sheet.child("autoFilter")
    area = Area.parse(element.get("ref") or "") if element is not None else None
    appended = sorted(c.col for c in columns if c.appended)
    header_row = annotation.header_row
    if element is None or area is None or not appended or area.first_row > header_row:
        return [], None, []
    if not any(area.first_col <= col <= area.last_col for col in annotation.data_cols):
        return [], None, []
    if not area.first_row <= header_row <= area.last_row or area.last_col >= appended[-1]:
        return [], None, []
    whole = all(area.first_col <= col <= area.last_col for col in annotation.data_cols)
    if area.last_col != appended[0] - 1 or not whole:
        return [], None, [messages.filter_not_extended(at, area)]
    grown = Area(area.first_row, area.first_col, area.last_row, appended[-1])
    return [sheet.frame.set_attribute(element, "ref", grown.a1)], area, []
