"""The customers of large sheets: ordinary rows by columns, all others one by one.

A row is ordinary where its columns alone prove what the reader of single rows would find: it tells
who a customer is, has an amount that can be used, stands right below the row before, and nothing
in it could mean anything else. Where anything is left to ask, the row is read by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tierctl.ooxml.plain_rows import other_rows
from tierctl.ooxml.shaped_rows import TakenApart
from tierctl.tables.bulk_cells import BulkCells
from tierctl.tables.bulk_slab import Slab
from tierctl.tables.bulk_words import Words

if TYPE_CHECKING:
    from tierctl.tables.read import RowReader


class BulkReader:
    """Hand slices of a sheet to the reader of its rows."""

    def __init__(self, reader: RowReader, prefix: str) -> None:
        self._reader = reader
        self._prefix = prefix
        self._cells = BulkCells(reader.workbook.cells)
        self._words = Words(reader.layout.tier_names)

    def read(self, apart: TakenApart) -> None:
        """Take the rows of a slice, in their order."""
        slab = Slab(apart.shapes, self._cells, self._words, self._reader)
        at = 0
        for start, end in slab.runs():
            self._singly(apart.pieces, at, slab.places[start])
            self._run(slab, apart.pieces, start, end)
            at = slab.places[end - 1] + 1
        self._singly(apart.pieces, at, len(apart.pieces))

    def _singly(self, pieces: pl.Series, first: int, end: int) -> None:
        for piece in pieces.slice(first, end - first):
            self._one(piece)

    def _one(self, piece: str) -> None:
        if piece and not piece.isspace():
            for row in other_rows(self._prefix, piece):
                self._reader.take(row)

    def _run(self, slab: Slab, pieces: pl.Series, start: int, end: int) -> None:
        """Take ordinary rows that follow one another; one that may be a sum by itself."""
        reader = self._reader
        while start < end:
            row = slab.rows[start]
            ready = reader.clean and row == reader.previous + 1 and row > reader.seen
            until = slab.until_sum(start, end) if ready else start
            if until > start:
                slab.hand_over(start, until)
                start = until
            if start < end:
                self._one(pieces[slab.places[start]])
                start += 1
