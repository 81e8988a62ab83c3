"""Write an annotated copy: plan the splices of every part, stream them through, check, publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tierctl.model.address import Area, CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.ooxml.ahead import ahead
from tierctl.ooxml.excel_tables import TablePart, table_parts
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.splice import Plan, Splice, spliced
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.workbook import messages
from tierctl.workbook.annotation import Annotation
from tierctl.workbook.formulas import formula_reading
from tierctl.workbook.frame import dimension, hidden, sheet_filter, widths
from tierctl.workbook.graft import Graft
from tierctl.workbook.own_columns import own_columns
from tierctl.workbook.page_graft import PlacedPage, page_graft
from tierctl.workbook.placement import Placement
from tierctl.workbook.publish import publish
from tierctl.workbook.regions import (
    drawing_over,
    filter_name,
    grown_table,
    outside_print_area,
)
from tierctl.workbook.row_edits import PlacedColumn, RowEdits
from tierctl.workbook.spliced_part import SplicedPart
from tierctl.workbook.stamp import (
    SIGNATURE,
    PageMark,
    read_stamp,
    registration,
    stamp_markup,
    stamp_part,
)
from tierctl.workbook.styles import StyleBook


@dataclass(frozen=True, slots=True)
class Copy:
    """A planned copy: where the columns go, and what its owner should know."""

    columns: tuple[PlacedColumn, ...]
    diagnostics: tuple[Diagnostic, ...]


class Annotator:
    """Plan and write one annotated copy of a workbook.

    Construction plans all but the rows, and raises InputRefused where no copy can be made without
    harm; `write` makes the copy, `rehearse` only finds out whether it could.
    """

    def __init__(self, workbook: WorkbookFile, annotation: Annotation) -> None:
        package = workbook.package
        if package.related("", SIGNATURE):
            raise messages.signed(package.archive.shown)
        self._workbook = workbook
        self._annotation = annotation
        self._sheet_info = next(s for s in workbook.sheets if s.name == annotation.sheet)
        self._sheet: SheetPart = workbook.open_sheet(self._sheet_info)
        self._tables = table_parts(package, self._sheet)
        self._placement = Placement(workbook, self._sheet, annotation)
        self._columns = self._placement.columns(self._tables)
        self._known = read_stamp(package)
        self._stamp_part = stamp_part(package, self._known)
        self._plans: dict[str, list[Splice]] = {}
        self._frame: list[Splice] = []
        self.copy = Copy(tuple(self._columns), tuple(self._plan()))

    def _at(self, col: int) -> CellRef:
        return CellRef(self._annotation.sheet, self._annotation.header_row, col)

    def _plan(self) -> Iterator[Diagnostic]:
        """Plan every splice outside the rows; yield what the owner should know."""
        annotation, sheet, columns = self._annotation, self._sheet, self._columns
        at = self._at(min(c.col for c in columns))
        self._frame += dimension(sheet, columns, annotation.header_row, annotation.last_row)
        splices, warnings = widths(sheet, columns, at)
        self._frame += splices
        yield from warnings
        splices, before, warnings = sheet_filter(sheet, annotation, columns, at)
        self._frame += splices
        yield from warnings
        if before is not None:
            last = max(c.col for c in columns if c.appended)
            self._add(
                self._workbook.part,
                filter_name(self._workbook, self._sheet_info.index, before, last),
            )
        for table in self._tables:
            yield from self._table(table, at)
        for part, splices in registration(self._workbook, self._stamp_part).items():
            self._add(part, splices)
        yield from self._notes(at)

    def _table(self, table: TablePart, at: CellRef) -> list[Diagnostic]:
        splices, warnings = grown_table(table, self._annotation, self._columns, at)
        self._add(table.part, splices)
        return warnings

    def _notes(self, at: CellRef) -> Iterator[Diagnostic]:
        annotation, sheet = self._annotation, self._sheet
        cols = [c.col for c in self._columns]
        area = Area(annotation.header_row, min(cols), annotation.last_row, max(cols))
        for placed in self._columns:
            if not placed.appended and hidden(sheet, placed.col):
                yield messages.hidden_column(self._at(placed.col))
        if any(c.appended and c.column.col is not None for c in self._columns):
            yield messages.merged_tier_column(at)
        for placed in self._columns:
            if not placed.appended:
                reader = formula_reading(
                    self._workbook, self._sheet_info, placed.col, placed.header
                )
                if reader is not None:
                    yield messages.stale_formula(reader, self._at(placed.col))
        under = drawing_over(self._workbook.package, sheet, area, cols)
        if under is not None:
            yield messages.under_drawing(self._at(under))
        protection = sheet.child("sheetProtection")
        if protection is not None and protection.get("sheet") in ("1", "true"):
            yield messages.protected_sheet(at)
        if outside_print_area(self._workbook, self._sheet_info.index, self._columns):
            yield messages.outside_print_area(at)

    def _add(self, part: str, splices: list[Splice]) -> None:
        if splices:
            self._plans.setdefault(part, []).extend(splices)

    def rehearse(self) -> None:
        """Make every splice and write none: refuses what `write` would refuse."""
        entry = self._sheet.entry
        sheet = SplicedPart(entry.name, entry.info.CRC)
        for _ in self._sheet_pieces(StyleBook(self._workbook.styles), sheet):
            pass

    def write(self, target: Path, page: PlacedPage | None = None) -> None:
        """Write the copy to `target`, in one step, with a summary page or without.

        Raises InputRefused, OutputRefused, PermissionRefused, WriteFailed or SelfCheckFailed; the
        input and an existing target are untouched then.
        """
        styles = StyleBook(self._workbook.styles)
        entry = self._sheet.entry
        sheet = SplicedPart(entry.name, entry.info.CRC)
        written = sheet.write(self._sheet_pieces(styles, sheet))
        graft, mark = Graft(), self._known.page if self._known else None
        if page is not None:
            graft, mark = page_graft(self._workbook, page, styles)
        stamp = self._stamp_part, lambda digest: self._stamp(digest, mark)
        publish(self._workbook, target, [(sheet, written)], self._plans, graft, styles, stamp)

    def _sheet_pieces(self, styles: StyleBook, part: SplicedPart) -> Iterator[tuple[bytes, Plan]]:
        """Yield the sheet's bytes piece by piece, each with its splices."""
        sheet = self._sheet
        split = len(sheet.head)
        edits = RowEdits(sheet, self._annotation, self._columns, styles)
        head = [s for s in self._frame if s.offset < split]
        tail = [s._replace(offset=s.offset - split) for s in self._frame if s.offset >= split]
        yield sheet.head, Plan.of(head)
        unproved = []
        # In their order, for that is the order of new styles.
        planned = ahead(sheet.blocks(), edits.plan, lambda block: block.many, in_order=True)
        for block, plan in planned:
            if sheet.plain:
                unproved.append(block.unproved)
            yield block.data, plan
        yield sheet.tail, Plan.of(tail)
        if sheet.plain:
            part.unproved = [spliced(sheet.head, head), *unproved, spliced(sheet.tail, tail)]

    def _stamp(self, digest: str, mark: PageMark | None) -> bytes:
        annotation = self._annotation
        # Columns that an earlier run wrote stay known: those of other sheets, and here those that
        # another policy gave.
        columns = own_columns(self._workbook, self._known)
        earlier = columns.get(annotation.sheet, {})
        there = self._placement.header_names() if earlier else set()
        own = {name: role for name, role in earlier.items() if name.strip().casefold() in there}
        columns[annotation.sheet] = own | {c.header: c.column.role for c in self._columns}
        return stamp_markup(
            annotation.policy,
            annotation.policy_version,
            annotation.policy_digest,
            digest,
            columns,
            {sheet.name: sheet.id for sheet in self._workbook.sheets},
            mark,
        )
