"""The sure way through a sheet part: expat's events, with exact offsets in any encoding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from tierctl.model.address import MAX_ROWS, column_index
from tierctl.model.text import Text
from tierctl.ooxml.document import Malformed, first_bytes, parse, safe_parser, split_name
from tierctl.ooxml.markup import encoded, encoding_of, tag_end, whole_number
from tierctl.ooxml.namespaces import MAIN
from tierctl.ooxml.rows import Block, Head, Piece, RawCell, Row, Tail

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?\d*\Z")


class _Cell:
    """A cell that is being read."""

    def __init__(self, col: int, attributes: dict[str, str], start: int) -> None:
        self.col = col
        self.start = start
        self.type = attributes.get("t") or "n"
        self.style = whole_number(attributes.get("s", ""))
        self.formula: list[str] | None = None
        self.value: list[str] | None = None


class _Scanner:
    """Expat's handlers; offsets count from the start of the part."""

    def __init__(self, first: bytes) -> None:
        self.buffer = b""
        self.base = 0
        self.encoding = encoding_of(first)
        self.head_end: int | None = None
        self.tail_start: int | None = None
        self.rows: list[Row] = []
        self._row: tuple[int, str, int, int] | None = None
        self._row_index = -1
        self._cells: list[RawCell] = []
        self._cell: _Cell | None = None
        self._path: list[str] = []
        self._ends: list[int | None] = []
        self.parser = safe_parser(first)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _tag(self, start: int) -> tuple[str, int, bool]:
        """Return a tag's text, the offset behind it, and whether it closes itself."""
        local = start - self.base
        end = tag_end(self.buffer, local, self.encoding)
        raw = self.buffer[local:end]
        slash = encoded("/>", self.encoding)
        return raw.decode(self.encoding), end + self.base, raw.endswith(slash)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        uri, local, _ = split_name(name)
        self._path.append(local if uri == MAIN else "")
        self._ends.append(None)
        path = self._path[1:]
        start = self.parser.CurrentByteIndex
        if path == ["sheetData"] and self.head_end is None:
            _, end, closed = self._tag(start)
            self.head_end = end
            if closed:
                self.tail_start = end
        elif path == ["sheetData", "row"]:
            tag, end, closed = self._tag(start)
            number = whole_number(attributes.get("r", ""))
            self._row_index = number - 1 if number else self._row_index + 1
            if self._row_index >= MAX_ROWS:
                row = self._row_index + 1
                raise Malformed(Text(f"没有第 {row} 行", f"no sheet has a row {row}"))
            self._row = (self._row_index, tag, start, end)
            self._ends[-1] = end if closed else None
            self._cells = []
        elif path == ["sheetData", "row", "c"]:
            _, end, closed = self._tag(start)
            match = _REFERENCE.match(attributes.get("r", "").strip())
            after = self._cells[-1].col + 1 if self._cells else 0
            self._cell = _Cell(column_index(match[1]) if match else after, attributes, start)
            self._ends[-1] = end if closed else None
        elif self._cell is not None and path[:3] == ["sheetData", "row", "c"]:
            if path[3:] == ["f"]:
                self._cell.formula = []
            elif path[3:] in (["v"], ["is"]):
                self._cell.value = []

    def _end(self, _: str) -> None:
        path = self._path[1:]
        closed = self._ends.pop()
        if path == ["sheetData", "row", "c"] and self._cell is not None:
            cell, self._cell = self._cell, None
            self._cells.append(
                RawCell(
                    cell.col,
                    cell.start,
                    closed or self._tag(self.parser.CurrentByteIndex)[1],
                    cell.type,
                    cell.style,
                    None if cell.formula is None else "".join(cell.formula),
                    None if cell.value is None else "".join(cell.value),
                )
            )
        elif path == ["sheetData", "row"] and self._row is not None:
            index, tag, start, open_end = self._row
            close = end = closed or 0
            if not closed:
                close = self.parser.CurrentByteIndex
                end = self._tag(close)[1]
            self.rows.append(Row(index, tag, (start, open_end, close, end), cells=self._cells))
            self._row = None
        elif path == ["sheetData"] and self.tail_start is None:
            self.tail_start = self.parser.CurrentByteIndex
        self._path.pop()

    def _text(self, text: str) -> None:
        if self._cell is None:
            return
        path = self._path[4:]
        if path == ["f"] and self._cell.formula is not None:
            self._cell.formula.append(text)
        elif path in (["v"], ["is", "t"], ["is", "r", "t"]) and self._cell.value is not None:
            self._cell.value.append(text)

    def take_head(self) -> bytes:
        """Cut the head off the buffer; the rows that were read stay for the first block."""
        assert self.head_end is not None
        head = self.buffer[: self.head_end - self.base]
        self.buffer = self.buffer[self.head_end - self.base :]
        self.base = self.head_end
        return head

    def take(self, end: int) -> Block:
        """Cut the bytes up to offset `end` off the buffer, with the rows that they hold."""
        base, self.base = self.base, end
        data, self.buffer = self.buffer[: end - base], self.buffer[end - base :]
        rows, self.rows = [_moved(row, -base) for row in self.rows], []
        return Block(data, lambda: rows)


def _moved(row: Row, by: int) -> Row:
    span = (row.start + by, row.open_end + by, row.close + by, row.end + by)
    cells = [cell._replace(start=cell.start + by, end=cell.end + by) for cell in row.cells]
    return Row(row.index, row.tag, span, cells=cells)


def scan_exact(chunks: Iterable[bytes]) -> Iterator[Piece]:
    """Yield a sheet part's head, its rows in blocks, and its tail.

    Raises Malformed where the part is no XML, or declares a DOCTYPE.
    """
    source = iter(chunks)
    first = first_bytes(source)
    scanner = _Scanner(first)
    head = False
    for chunk in chain([first], source, [b""]):
        scanner.buffer += chunk
        parse(scanner.parser, chunk, not chunk)
        if not head and scanner.head_end is not None:
            yield Head(scanner.take_head())
            head = True
        if scanner.rows:
            yield scanner.take(scanner.rows[-1].end)
    if not head:
        yield Head(scanner.buffer)
        yield Tail(b"")
        return
    if scanner.tail_start is not None and scanner.tail_start > scanner.base:
        yield scanner.take(scanner.tail_start)
    yield Tail(scanner.buffer)
