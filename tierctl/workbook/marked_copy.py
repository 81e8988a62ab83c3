"""A copy of a workbook in which cells are marked, and nothing else is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tierctl.model.diagnostic import Diagnostic
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.splice import Plan, Splice
from tierctl.ooxml.workbook import Sheet, WorkbookFile
from tierctl.workbook import messages
from tierctl.workbook.cell_mark import CellMark
from tierctl.workbook.graft import Graft
from tierctl.workbook.mark_edits import MarkEdits
from tierctl.workbook.notes import MOST, SheetNotes, sheet_notes
from tierctl.workbook.publish import publish
from tierctl.workbook.spliced_part import SplicedPart
from tierctl.workbook.stamp import (
    SIGNATURE,
    read_stamp,
    registration,
    stamp_again,
    stamp_markup,
    stamp_part,
)
from tierctl.workbook.styles import StyleBook


class MarkedCopy:
    """Plan and write the copy; `marks` are of one sheet, at most one for a cell, the first ones
    the most worth a note.

    `policy` is id, version and digest, for the stamp. Raises InputRefused where no copy can be made
    without harm.
    """

    def __init__(
        self,
        workbook: WorkbookFile,
        sheet: Sheet,
        marks: Sequence[CellMark],
        policy: tuple[str, str, str],
    ) -> None:
        package = workbook.package
        if package.related("", SIGNATURE):
            raise messages.signed(package.archive.shown)
        self._workbook = workbook
        self._name = sheet.name
        self._sheet: SheetPart = workbook.open_sheet(sheet)
        self._marks = marks
        self._policy = policy
        self._stamp = read_stamp(package)
        self._stamp_part = stamp_part(package, self._stamp)
        noted = sheet_notes(workbook, self._sheet, marks[:MOST])
        self._notes = noted or SheetNotes()
        self.diagnostics = list(self._told(noted))

    def _told(self, noted: SheetNotes | None) -> Iterator[Diagnostic]:
        """Tell which marks are without a note."""
        if noted is None:
            yield messages.no_notes(self._name)
            return
        for mark in noted.kept:
            yield messages.note_kept(mark.cell)
        if len(self._marks) > MOST:
            yield messages.many_notes(MOST, len(self._marks))

    def write(self, target: Path) -> None:
        """Write the copy to `target`, in one step.

        Raises InputRefused, OutputRefused, PermissionRefused, WriteFailed or SelfCheckFailed; the
        input and an existing target are untouched then.
        """
        styles = StyleBook(self._workbook.styles)
        entry = self._sheet.entry
        sheet = SplicedPart(entry.name, entry.info.CRC)
        written = sheet.write(self._pieces(styles))
        plans = registration(self._workbook, self._stamp_part)
        graft = Graft({**self._notes.graft.splices}, self._notes.graft.parts)
        stamp = self._stamp_part, self._stamped
        publish(self._workbook, target, [(sheet, written)], plans, graft, styles, stamp)

    def _pieces(self, styles: StyleBook) -> Iterator[tuple[bytes, Plan]]:
        """Yield the sheet's bytes piece by piece, each with its splices."""
        colors: dict[int, dict[int, str]] = {}
        for mark in self._marks:
            colors.setdefault(mark.cell.row, {})[mark.cell.col] = mark.color
        sheet, split = self._sheet, len(self._sheet.head)
        edits = MarkEdits(sheet, self._name, colors, styles)
        frame: Sequence[Splice] = self._notes.frame
        yield sheet.head, Plan.of(s for s in frame if s.offset < split)
        for block in sheet.blocks():
            yield block.data, edits.plan(block)
        tail = (s._replace(offset=s.offset - split) for s in frame if s.offset >= split)
        yield sheet.tail, Plan.of(tail)

    def _stamped(self, digest: str) -> bytes:
        """Return the stamp; what an earlier run says of its columns stays."""
        document = self._workbook.package.document(self._stamp_part)
        if self._stamp is not None and document is not None:
            return stamp_again(document, digest)
        return stamp_markup(*self._policy, digest, {}, {}, None)
