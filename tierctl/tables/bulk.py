"""The customers of large sheets: ordinary rows by columns, all others one by one.

A row is ordinary where its columns alone prove what the reader of single rows would find: it tells
who a customer is, has an amount that can be used, stands right below the row before, and nothing
in it could mean anything else. Where anything is left to ask, the row is read by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tierctl.ooxml.plain_rows import other_rows
from tierctl.ooxml.rows import Block
from tierctl.tables.bulk_slab import Slab
from tierctl.tables.bulk_words import Words

if TYPE_CHECKING:
    from tierctl.tables.read import RowReader


class BulkRows:
    """The rows of a slice by columns; nothing of the sheet reader changes before `read`."""

    def __init__(self, reader: RowReader, block: Block) -> None:
        assert block.apart is not None
        self._reader = reader
        self._prefix = reader.header.part.prefix
        self._apart = block.apart
        words = Words(reader.layout.tier_names)
        self._slab = Slab(block.apart.shapes, reader.bulk_cells, words, reader)

    def read(self) -> None:
        """Hand the rows to the reader, in their order."""
        slab, at = self._slab, 0
        for start, end in slab.runs():
            self._singly(at, slab.places[start])
            self._run(start, end)
            at = slab.places[end - 1] + 1
        self._singly(at, len(self._apart.starts))
        if not self._reader.again:
            self._apart.forget_cells()

    def _singly(self, first: int, end: int) -> None:
        for place in range(first, end):
            self._one(place)

    def _one(self, place: int) -> None:
        piece = self._apart.whole(place)
        if piece.strip():
            for row in other_rows(self._prefix, piece):
                self._reader.take(row)

    def _run(self, start: int, end: int) -> None:
        """Take ordinary rows that follow one another; one that may be a sum by itself."""
        reader, slab = self._reader, self._slab
        while start < end:
            row = slab.rows[start]
            ready = reader.clean and row == reader.previous + 1 and row > reader.seen
            until = slab.until_sum(start, end) if ready else start
            if until > start:
                slab.hand_over(start, until)
                start = until
            if start < end:
                self._one(slab.places[start])
                start += 1
