"""The splices that put our cells into the rows of a sheet."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tierctl.model.address import CellRef
from tierctl.ooxml.document import Element, attribute_splice
from tierctl.ooxml.markup import encoded, whole_number
from tierctl.ooxml.rows import Block, RawCell, Row
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.splice import Plan, Splice
from tierctl.workbook import messages
from tierctl.workbook.annotation import MARK, Annotation, AnnotationColumn
from tierctl.workbook.cells import sound_pattern, value_cell
from tierctl.workbook.styles import StyleBook

if TYPE_CHECKING:
    from tierctl.workbook.bulk_edits import BulkEdits

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
        self.sheet = sheet
        self.annotation = annotation
        self.columns = sorted(columns, key=lambda c: c.col)
        self.own = {c.col for c in columns}
        self._styles = styles
        self.positions = {row: i for i, row in enumerate(annotation.rows)}
        self._column_styles = column_styles(sheet)
        self._bulk: BulkEdits | None = None

    def plan(self, block: Block) -> Plan:
        """Return the splices of a block, by their offsets in its bytes."""
        apart = block.apart
        if apart is None:
            plan = Plan.of(splice for row in block.rows for splice in self.row(row))
            self._require_sound(plan)
            return plan
        if self._bulk is None:
            from tierctl.workbook.bulk_edits import BulkEdits

            self._bulk = BulkEdits(self)
        return self._bulk.plan(apart)

    def _require_sound(self, plan: Plan) -> None:
        """Prove what is put among plain rows, which are proved themselves. SelfCheckFailed."""
        sound = re.compile(sound_pattern(self.sheet.prefix))
        if self.sheet.plain and not all(sound.fullmatch(new.decode()) for new in plan.data):
            raise messages.self_check_failed(f"{self.sheet.part}: cells")

    def row(self, row: Row) -> Iterator[Splice]:
        """Yield the splices of a row, if it is the header or a customer's."""
        position = self.positions.get(row.index)
        if position is not None or row.index == self.annotation.header_row:
            yield from self._row(row, position)

    def _row(self, row: Row, position: int | None) -> Iterator[Splice]:
        """Yield the splices of one row; `position` is None for the header."""
        cells = {cell.col: cell for cell in row.cells}
        appended: list[str] = []
        prefix, encoding = self.sheet.prefix, self.sheet.encoding
        written = []
        for placed in self.columns:
            if position is None and not placed.appended:
                continue
            at = CellRef(self.annotation.sheet, row.index, placed.col)
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
        value = wider_span(row.attributes.get("spans", ""), last_col)
        if value is not None:
            yield attribute_splice(row.tag, row.start, "spans", value, self.sheet.encoding)

    def _style(
        self, row: Row, cells: dict[int, RawCell], placed: PlacedColumn, position: int | None
    ) -> int | None:
        base = self._base_style(row, cells, placed)
        if position is None:
            return base
        return self.style(placed.column, base, placed.column.values[position], position)

    def style(
        self, column: AnnotationColumn, base: int | None, value: str | float | None, position: int
    ) -> int | None:
        """Return the style of a cell of ours: that of its neighbours, with the value's colour."""
        fill = column.fills.get(value) if isinstance(value, str) else None
        marked = position in column.marked
        return self._styles.style(base, MARK if marked else fill, column.says_why)

    def _base_style(self, row: Row, cells: dict[int, RawCell], placed: PlacedColumn) -> int | None:
        own = cells.get(placed.col)
        if own is not None and own.style is not None:
            return own.style
        attributes = row.attributes
        custom = attributes.get("customFormat") in ("1", "true")
        whole = whole_number(attributes.get("s", "")) if custom else None
        left = self.left_of(placed.col, cells)
        neighbour = cells.get(left)
        return self.typed_style(placed.col, left, whole, neighbour.style if neighbour else None)

    def left_of(self, col: int, cells: Container[int]) -> int:
        """Return the column beside a cell of ours, past those that we write."""
        left = col - 1
        while left in self.own and left not in cells:
            left -= 1
        return left

    def typed_style(self, col: int, left: int, row: int | None, beside: int | None) -> int | None:
        """Return the style that a cell would have if a person had typed into it.

        `row` is the style of its whole row, `beside` that of the cell in the column `left`.
        """
        if row is not None:
            return row
        for first, last, column_style in self._column_styles:
            if first <= col <= last:
                # A style of the whole sheet says less than the cell that it does not show in.
                return beside if beside is not None and first <= left else column_style
        return beside


def wider_span(spans: str, last_col: int) -> str | None:
    """Return the columns that a row spans with one more, or None where they do already."""
    parts = [(int(a), int(b)) for a, b in _SPAN.findall(spans)]
    if not parts or max(b for _, b in parts) > last_col:
        return None
    return f"{min(a for a, _ in parts)}:{last_col + 1}"


def column_styles(sheet: SheetPart) -> list[tuple[int, int, int]]:
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
