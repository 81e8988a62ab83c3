"""The splices that put our cells into the rows of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tierctl.model.address import CellRef
from tierctl.ooxml.document import Element, attribute_splice
from tierctl.ooxml.markup import encoded, whole_number
from tierctl.ooxml.rows import Block, RawCell, Row
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.splice import Splice
from tierctl.workbook import messages
from tierctl.workbook.annotation import MARK, REASON, Annotation, AnnotationColumn
from tierctl.workbook.cells import value_cell
from tierctl.workbook.styles import StyleBook

_SPAN = re.compile(r"(\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column with its place; `header` is what its header cell says."""

    column: AnnotationColumn
    col: int
    header: str
    appended: bool


class RowEdits:
    """Plan the splices of one sheet, block after block."""

    def __init__(
        self,
        sheet: SheetPart,
        annotation: Annotation,
        columns: list[PlacedColumn],
        styles: StyleBook,
    ) -> None:
        self._sheet = sheet
        self._annotation = annotation
        self._columns = sorted(columns, key=lambda c: c.col)
        self._own = {c.col for c in columns}
        self._styles = styles
        self._positions = {row: i for i, row in enumerate(annotation.rows)}
        self._column_styles = _column_styles(sheet)

    def splices(self, block: Block) -> Iterator[Splice]:
        """Yield the splices of a block, by their offsets in its bytes."""
        for row in block.rows:
            position = self._positions.get(row.index)
            if position is not None or row.index == self._annotation.header_row:
                yield from self._row(row, position)

    def _row(self, row: Row, position: int | None) -> Iterator[Splice]:
        """Yield the splices of one row; `position` is None for the header."""
        cells = {cell.col: cell for cell in row.cells}
        appended: list[str] = []
        prefix, encoding = self._sheet.prefix, self._sheet.encoding
        written = []
        for placed in self._columns:
            if position is None and not placed.appended:
                continue
            at = CellRef(self._annotation.sheet, row.index, placed.col)
            xml = value_cell(
                at,
                placed.header if position is None else placed.column.values[position],
                self._style(row, cells, placed, position),
                prefix,
            )
            written.append(placed.col)
            old = cells.get(placed.col)
            if old is not None:
                if placed.appended and old.has_content:
                    # Placement went past all content: nothing of the user's may be here.
                    raise messages.self_check_failed(f"{at} is not empty")
                if old.formula is not None:
                    raise messages.formula_in_the_way(at)
                yield Splice(old.start, old.end - old.start, encoded(xml, encoding))
                continue
            after = [cell.start for cell in row.cells if cell.col > placed.col]
            if after:
                yield Splice(min(after), 0, encoded(xml, encoding))
            else:
                appended.append(xml)
        if appended and not row.self_closing:
            yield Splice(row.close, 0, encoded("".join(appended), encoding))
        elif appended:
            slash = encoded("/>", encoding)
            closed = f">{''.join(appended)}</{prefix}row>"
            yield Splice(row.open_end - len(slash), len(slash), encoded(closed, encoding))
        if written:
            yield from self._spans(row, max(written))

    def _spans(self, row: Row, last_col: int) -> Iterator[Splice]:
        spans = row.attributes.get("spans", "")
        parts = [(int(a), int(b)) for a, b in _SPAN.findall(spans)]
        if parts and max(b for _, b in parts) < last_col + 1:
            value = f"{min(a for a, _ in parts)}:{last_col + 1}"
            yield attribute_splice(row.tag, row.start, "spans", value, self._sheet.encoding)

    def _style(
        self, row: Row, cells: dict[int, RawCell], placed: PlacedColumn, position: int | None
    ) -> int | None:
        column = placed.column
        base = self._base_style(row, cells, placed)
        if position is None:
            return base
        value = column.values[position]
        fill = column.fills.get(value) if isinstance(value, str) else None
        marked = position in column.marked
        return self._styles.style(base, MARK if marked else fill, column.role == REASON)

    def _base_style(self, row: Row, cells: dict[int, RawCell], placed: PlacedColumn) -> int | None:
        """Return the style that the cell would have if a person had typed into it."""
        own = cells.get(placed.col)
        if own is not None and own.style is not None:
            return own.style
        attributes = row.attributes
        style = whole_number(attributes.get("s", ""))
        if style is not None and attributes.get("customFormat") in ("1", "true"):
            return style
        left = placed.col - 1
        while left in self._own and left not in cells:
            left -= 1
        neighbour = cells.get(left)
        beside = neighbour.style if neighbour is not None else None
        for first, last, column_style in self._column_styles:
            if first <= placed.col <= last:
                # A style of the whole sheet says less than the cell that it does not show in.
                return beside if beside is not None and first <= left else column_style
        return beside


def _column_styles(sheet: SheetPart) -> list[tuple[int, int, int]]:
    """Return the columns that have a style of their own: first, last, style."""
    group = sheet.child("cols")
    styles = []
    for element in group.all("col") if group is not None else ():
        style, span = whole_number(element.get("style") or ""), _column_span(element)
        if style and span is not None:
            styles.append((*span, style))
    return styles


def _column_span(element: Element) -> tuple[int, int] | None:
    first, last = whole_number(element.get("min") or ""), whole_number(element.get("max") or "")
    return (first - 1, last - 1) if first and last else None
