"""One row of values put into a sheet: below its customers, or in place of one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from tierctl.model.address import Area, CellRef
from tierctl.model.dates import iso
from tierctl.model.quantity import DAY, Unit, shifted
from tierctl.model.table import Value
from tierctl.ooxml.document import attribute_splice
from tierctl.ooxml.excel_tables import table_parts
from tierctl.ooxml.formats import Format
from tierctl.ooxml.markup import encoded
from tierctl.ooxml.rows import Block, RawCell, Row
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.splice import Plan, Splice
from tierctl.ooxml.workbook import Sheet, WorkbookFile
from tierctl.workbook import messages
from tierctl.workbook.cells import value_cell
from tierctl.workbook.graft import Graft
from tierctl.workbook.publish import publish
from tierctl.workbook.row_edits import column_styles, wider_span
from tierctl.workbook.spliced_part import SplicedPart
from tierctl.workbook.stamp import SIGNATURE
from tierctl.workbook.styles import StyleBook

_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


class AddedRow:
    """Plan and write a copy of a workbook in which one row has values.

    `values` are by column: a value in the base unit of the unit that its column counts in; None
    empties the cell. Cells look like those of the row `like`, or of their columns. Raises
    InputRefused where the workbook is signed, or a formula stands in the way.
    """

    def __init__(
        self,
        workbook: WorkbookFile,
        sheet: Sheet,
        row: int,
        values: Mapping[int, tuple[Value, Unit]],
        like: int | None,
    ) -> None:
        package = workbook.package
        if package.related("", SIGNATURE):
            raise messages.signed(package.archive.shown)
        self._workbook = workbook
        self._name = sheet.name
        self._sheet: SheetPart = workbook.open_sheet(sheet)
        self._row = row
        self._values = dict(sorted(values.items()))
        self._styles = self._looks(like)

    def write(self, target: Path) -> None:
        """Write the copy to `target`. Raises what `publish` raises."""
        entry, sheet = self._sheet.entry, self._sheet
        part = SplicedPart(entry.name, entry.info.CRC)
        split = len(sheet.head)
        frame = list(self._dimension())
        pieces = [(sheet.head, Plan.of(s for s in frame if s.offset < split))]
        pieces += [(b.data, Plan.of(splices)) for b, splices in self._blocks()]
        tail = (s._replace(offset=s.offset - split) for s in frame if s.offset >= split)
        pieces.append((sheet.tail, Plan.of(tail)))
        styles = StyleBook(self._workbook.styles)
        written = part.write(pieces)
        publish(self._workbook, target, [(part, written)], self._tables(), Graft(), styles, None)

    def _looks(self, like: int | None) -> dict[int, int]:
        """Return the style of each cell: that of the row above, else that of its column."""
        styles = {
            col: style
            for first, last, style in column_styles(self._sheet)
            for col in self._values
            if first <= col <= last
        }
        rows = (row for block in self._sheet.blocks() for row in block.rows)
        for row in rows if like is not None else ():
            if row.index == like:
                styles |= {c.col: c.style for c in row.cells if c.style is not None}
        return styles

    def _blocks(self) -> Iterator[tuple[Block, list[Splice]]]:
        """Give the sheet's rows with the splices that put ours among them."""
        blocks = list(self._sheet.blocks())
        found = next(((b, row) for b in blocks for row in b.rows if row.index >= self._row), None)
        if found is None:
            # Behind the last row that there is: the header, at the least.
            found = blocks[-1], list(blocks[-1].rows)[-1]
        for block in blocks:
            if block is not found[0]:
                yield block, []
                continue
            row = found[1]
            if row.index == self._row:
                yield block, list(self._into(row))
            else:
                at = row.start if row.index > self._row else row.end
                yield block, [Splice(at, 0, self._bytes(self._new()))]

    def _new(self) -> str:
        prefix = self._sheet.prefix
        cells = "".join(
            self._cell(col, self._styles.get(col))
            for col, (value, _) in self._values.items()
            if value is not None
        )
        return f'<{prefix}row r="{self._row + 1}">{cells}</{prefix}row>'

    def _into(self, row: Row) -> Iterator[Splice]:
        """Give the splices that put the values into a row that is there."""
        cells: dict[int, RawCell] = {cell.col: cell for cell in row.cells}
        appended: list[str] = []
        for col, (value, _) in self._values.items():
            old = cells.get(col)
            if old is None and value is None:
                continue
            if old is not None and old.formula is not None:
                raise messages.formula_in_row(CellRef(self._name, row.index, col))
            own = old.style if old is not None else None
            xml = self._cell(col, own if own is not None else self._styles.get(col))
            after = [cell.start for cell in row.cells if cell.col > col]
            if old is not None:
                yield Splice(old.start, old.end - old.start, self._bytes(xml))
            elif after:
                yield Splice(min(after), 0, self._bytes(xml))
            else:
                appended.append(xml)
        if appended and not row.self_closing:
            yield Splice(row.close, 0, self._bytes("".join(appended)))
        elif appended:
            slash = self._bytes("/>")
            closed = f">{''.join(appended)}</{self._sheet.prefix}row>"
            yield Splice(row.open_end - len(slash), len(slash), self._bytes(closed))
        spans = wider_span(row.attributes.get("spans", ""), max(self._values))
        if spans is not None:
            encoding = self._sheet.encoding
            yield attribute_splice(row.tag, row.start, "spans", spans, encoding)

    def _cell(self, col: int, style: int | None) -> str:
        value, unit = self._values[col]
        formats = self._workbook.cells.formats
        shown = formats[style] if style is not None and style < len(formats) else Format.PLAIN
        at = CellRef(self._name, self._row, col)
        return value_cell(at, self._held(value, unit, shown), style, self._sheet.prefix)

    def _held(self, value: Value, unit: Unit, shown: Format) -> Value:
        """Return what a cell of a format holds for a value in its base unit."""
        if not isinstance(value, float):
            return value
        if unit == DAY:
            if shown is not Format.DATE:
                return iso(int(value))
            epoch = _EPOCH_1904 if self._workbook.date1904 else _EPOCH
            return value - epoch.toordinal()
        return value if shown is Format.PERCENT else shifted(repr(value), -unit.shift)

    def _dimension(self) -> Iterator[Splice]:
        element = self._sheet.child("dimension")
        area = Area.parse(element.get("ref") or "") if element is not None else None
        if element is not None and area is not None:
            cols = [area.first_col, area.last_col, *self._values]
            rows = [area.first_row, area.last_row, self._row]
            grown = Area(min(rows), min(cols), max(rows), max(cols))
            if grown != area:
                yield self._sheet.frame.set_attribute(element, "ref", grown.a1)

    def _tables(self) -> dict[str, Sequence[Splice]]:
        """Grow the Excel table that ends just above the row."""
        plans: dict[str, Sequence[Splice]] = {}
        for table in table_parts(self._workbook.package, self._sheet):
            area, root = table.area, table.document.root
            ours = all(area.first_col <= col <= area.last_col for col in self._values)
            if area.last_row != self._row - 1 or not ours or table.fixed or table.totals_rows:
                continue
            grown = Area(area.first_row, area.first_col, self._row, area.last_col).a1
            filtered = root.first("autoFilter")
            elements = [root, *([filtered] if filtered is not None else [])]
            plans[table.part] = [table.document.set_attribute(e, "ref", grown) for e in elements]
        return plans

    def _bytes(self, xml: str) -> bytes:
        return encoded(xml, self._sheet.encoding)
