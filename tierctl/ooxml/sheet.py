"""A sheet part: its frame (all but the rows) as a document, its rows in slices, its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tierctl.model.address import Area
from tierctl.model.cell import Cell, Kind
from tierctl.model.dates import moment_of_serial
from tierctl.model.text import Text
from tierctl.ooxml.archive import Entry
from tierctl.ooxml.document import Document, Element, Malformed
from tierctl.ooxml.exact_rows import scan_exact
from tierctl.ooxml.formats import Format
from tierctl.ooxml.markup import string_value, whole_number
from tierctl.ooxml.namespaces import MAIN
from tierctl.ooxml.package import Package
from tierctl.ooxml.plain_rows import scan_plain
from tierctl.ooxml.rows import Block, Head, NotPlain, Piece, RawCell, Tail
from tierctl.ooxml.strings import SharedStrings


class SheetPart:
    """One worksheet part, read in slices as often as needed.

    Its rows are kept between the readings where they are no more than `room` bytes; a larger part
    is never held whole.

    The frame is the part without its rows; offsets in it below `len(head)` are offsets in the
    part, the others lie behind the rows.
    """

    def __init__(self, package: Package, part: str, room: int = 0) -> None:
        entry = package.entry(part)
        if entry is None:
            raise KeyError(part)
        self.part = part
        self._room = room
        self.entry: Entry = entry
        self._package = package
        try:
            self.plain = True
            self._frame(scan_plain(package.archive.inflated(entry), guarded=True))
        except NotPlain:
            self.plain = False
            self._frame(self._pieces())
        try:
            self.frame = Document(self.head + self.tail)
        except Malformed as e:
            raise package.archive.damaged(entry.name, e.why) from e
        if self.frame.root.name != "worksheet" or self.frame.root.uri != MAIN:
            raise package.archive.damaged(entry.name, Text("不是工作表", "it is no worksheet"))
        self.encoding = self.frame.encoding
        self.prefix = self.frame.root.tag_prefix

    def _frame(self, pieces: Iterable[Piece]) -> None:
        head = tail = b""
        kept: list[Block] | None = [] if self.plain else None
        for piece in pieces:
            if isinstance(piece, Head):
                head = piece.data
            elif isinstance(piece, Tail):
                tail = piece.data
            elif kept is not None:
                kept.append(piece)
                if sum(len(block.data) for block in kept) > self._room:
                    kept = None
        self.head, self.tail = head, tail
        self._kept = kept
        self.kept = sum(len(block.data) for block in kept or ())
        """How many bytes of rows are kept."""

    def _pieces(self) -> Iterator[Piece]:
        chunks = self._package.archive.inflated(self.entry)
        if self.plain:
            yield from scan_plain(chunks, guarded=False)
            return
        try:
            yield from scan_exact(chunks)
        except Malformed as e:
            raise self._package.archive.damaged(self.entry.name, e.why) from e

    def blocks(self) -> Iterator[Block]:
        """Yield the rows in slices; their bytes joined are all that lies between head and tail."""
        if self._kept is not None:
            return iter(self._kept)
        return (piece for piece in self._pieces() if isinstance(piece, Block))

    def child(self, name: str) -> Element | None:
        """Return a direct child of the worksheet by its name."""
        return self.frame.root.first(name)

    def merges(self) -> list[Area]:
        """Return the merged areas; references that are none are left out."""
        group = self.child("mergeCells")
        return _areas(group.all("mergeCell")) if group is not None else []

    def hidden_columns(self) -> list[range]:
        """Return the columns that are hidden, or so narrow that nobody sees them."""
        group = self.child("cols")
        found = []
        for element in group.all("col") if group is not None else ():
            first, last = (whole_number(element.get(name) or "") for name in ("min", "max"))
            hidden = element.get("hidden") in ("1", "true") or element.get("width") in ("0", "0.0")
            if hidden and first is not None and last is not None:
                found.append(range(first - 1, last))
        return found


def _areas(elements: Iterable[Element]) -> list[Area]:
    areas = [Area.parse(element.get("ref") or "") for element in elements]
    return [area for area in areas if area is not None]


@dataclass(frozen=True, slots=True)
class CellReader:
    """Tell what a raw cell holds, by the workbook's strings, formats and epoch."""

    strings: SharedStrings
    formats: list[Format]
    date1904: bool = False

    def read(self, row: int, raw: RawCell) -> Cell:
        """Return the cell with its kind; nothing is folded into blank, zero or text."""
        kind, text = self._content(raw)
        shown = Format.PLAIN
        if kind is Kind.NUMBER and raw.style is not None and raw.style < len(self.formats):
            shown = self.formats[raw.style]
            if shown is Format.DATE:
                kind = Kind.DATE
                text = moment_of_serial(float(text), date1904=self.date1904) or text
        return Cell(
            row,
            raw.col,
            kind,
            text,
            percent=shown is Format.PERCENT,
            foreign=shown is Format.FOREIGN,
            formula=raw.formula,
            style=raw.style,
        )

    def _content(self, raw: RawCell) -> tuple[Kind, str]:
        value = raw.value
        if raw.type in ("str", "inlineStr") and value is not None:
            return Kind.TEXT, string_value(value)
        if value is None or not value.strip():
            return (Kind.BLANK if raw.formula is None else Kind.UNCACHED), ""
        value = value.strip()
        if raw.type == "s":
            index = whole_number(value)
            if index is not None and index < len(self.strings):
                return Kind.TEXT, self.strings[index]
            return Kind.ERROR, f"s={value}"
        if raw.type == "b":
            return Kind.BOOLEAN, "TRUE" if value in ("1", "true") else "FALSE"
        if raw.type == "d":
            return Kind.DATE, value
        if raw.type == "n" and _is_number(value):
            return Kind.NUMBER, value
        return Kind.ERROR, value


def _is_number(text: str) -> bool:
    if not text.isascii() or "_" in text or len(text) > 64:
        return False
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False
