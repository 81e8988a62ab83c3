"""The splices that give cells of a sheet a fill: their content stays as it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tierctl.model.address import CellRef
from tierctl.ooxml.document import attribute_splice
from tierctl.ooxml.markup import encoded, tag_end, whole_number
from tierctl.ooxml.rows import Block, Row
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.splice import Plan, Splice
from tierctl.workbook.cells import value_cell
from tierctl.workbook.row_edits import column_styles, wider_span
from tierctl.workbook.styles import StyleBook

Colors = Mapping[int, Mapping[int, str]]
"""Row → column → colour."""


class MarkEdits:
    """Plan the splices of one sheet, block after block."""

    def __init__(self, sheet: SheetPart, name: str, colors: Colors, styles: StyleBook) -> None:
        self._sheet = sheet
        self._name = name
        self._colors = colors
        self._styles = styles
        self._column_styles = column_styles(sheet)

    def plan(self, block: Block) -> Plan:
        """Return the splices of a block, by their offsets in its bytes."""
        rows = (row for row in block.rows if row.index in self._colors)
        return Plan.of(splice for row in rows for splice in self._row(block.data, row))

    def _row(self, data: bytes, row: Row) -> Iterator[Splice]:
        encoding = self._sheet.encoding
        cells = {cell.col: cell for cell in row.cells}
        new: dict[int, list[str]] = {}
        for col, color in sorted(self._colors[row.index].items()):
            cell = cells.get(col)
            if cell is None:
                style = self._styles.filled(self._typed_style(row, col), color)
                at = CellRef(self._name, row.index, col)
                after = [c.start for c in row.cells if c.col > col]
                place = min(after, default=row.close)
                new.setdefault(place, []).append(value_cell(at, None, style, self._sheet.prefix))
                continue
            style = self._styles.filled(cell.style, color)
            if style is not None:
                end = tag_end(data, cell.start, encoding)
                tag = data[cell.start : end].decode(encoding)
                yield attribute_splice(tag, cell.start, "s", str(style), encoding)
        for place, made in new.items():
            yield self._inserted(row, place, "".join(made))
        last = max(self._colors[row.index])
        span = wider_span(row.attributes.get("spans", ""), last)
        if span is not None:
            yield attribute_splice(row.tag, row.start, "spans", span, encoding)

    def _inserted(self, row: Row, place: int, markup: str) -> Splice:
        encoding = self._sheet.encoding
        if not row.self_closing:
            return Splice(place, 0, encoded(markup, encoding))
        slash = encoded("/>", encoding)
        closed = encoded(f">{markup}</{self._sheet.prefix}row>", encoding)
        return Splice(row.open_end - len(slash), len(slash), closed)

    def _typed_style(self, row: Row, col: int) -> int | None:
        """Return the style that an empty cell shows: its row's, or its column's."""
        attributes = row.attributes
        if attributes.get("customFormat") in ("1", "true"):
            return whole_number(attributes.get("s", ""))
        styles = (style for first, last, style in self._column_styles if first <= col <= last)
        return next(styles, None)
