"""A slice of a sheet by columns: which of its rows are ordinary, and what each of them says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl

from tierctl.model.table import UnitSource
from tierctl.ooxml.shaped_rows import ShapedRows
from tierctl.policy.policy import InputType
from tierctl.tables.bulk_cells import BLANK, NUMBER, PERCENT, TEXT, BulkCells, BulkColumn
from tierctl.tables.bulk_values import BulkValues, bulk_values
from tierctl.tables.bulk_watch import remarkable
from tierctl.tables.bulk_words import Words
from tierctl.tables.filled_columns import shown_text
from tierctl.tables.repeats import content_part

if TYPE_CHECKING:
    from tierctl.tables.read import RowReader

_PLAIN_CODE = "^[\x20-\x7e\u4e00-\u9fff]*$"
_SERIAL = "^[1-9][0-9]{0,3}$"
_LONGEST_CODE, _MOST_WORDS = 32, 4


class Slab:
    """The rows of a slice that have a shape, in their order; `reader` is what they are read for."""

    def __init__(
        self, shapes: Sequence[ShapedRows], cells: BulkCells, words: Words, reader: RowReader
    ) -> None:
        self._reader = reader
        self._words = words
        frame = cells.joined(shapes)
        self._frame = frame
        cols = sorted(int(name[1:]) for name in frame.columns if name[0] == "k")
        self._all = {c: BulkColumn(frame[f"k{c}"], frame[f"t{c}"]) for c in cols}
        self._formula = {c: frame[f"f{c}"] for c in cols}
        self._cells = {c: cell for c, cell in self._all.items() if c in reader.wanted}
        self._texts = {c: cell.text.set(cell.kind != TEXT, None) for c, cell in self._cells.items()}
        self.rows: list[int] = frame["row"].to_list()
        self.places: list[int] = frame["place"].to_list()
        self._values = self._read_values()
        self._code, self._coded = self._codes()
        self._ordinary = self._find_ordinary()
        self._described = self._count_described()
        self._forms = _forms(self._code)
        self._told = self._tell()

    def runs(self) -> Iterator[tuple[int, int]]:
        """Give the runs of ordinary rows that follow one another: first position, and end."""
        frame = self._frame.select("place", "row").with_columns(ok=self._ordinary)
        follows = (
            pl.col("ok")
            & pl.col("ok").shift(fill_value=False)
            & (pl.col("place").diff() == 1)
            & (pl.col("row").cast(pl.Int64).diff() == 1)
        ).fill_null(False)
        marks = frame.select(start=pl.col("ok") & ~follows, follows=follows)
        starts = marks["start"].arg_true().to_list()
        ends = (~marks["follows"]).arg_true().to_list()
        if not starts:
            return
        for start in starts:
            at = bisect_right(ends, start)
            yield start, ends[at] if at < len(ends) else len(self.rows)

    def _nowhere(self) -> pl.Series:
        return pl.repeat(False, len(self.rows), dtype=pl.Boolean, eager=True)

    def _filled(self, col: int) -> pl.Series:
        cell = self._cells.get(col)
        return cell.kind != BLANK if cell is not None else self._nowhere()

    def _read_values(self) -> dict[int, BulkValues]:
        return {
            i: bulk_values(column, self._cells[column.col])
            for i, column in enumerate(self._reader.columns)
            if column.col in self._cells
        }

    def _codes(self) -> tuple[pl.Series, pl.Series]:
        """Return what stands where the codes stand, and which of them are customers' codes."""
        col = self._reader.layout.customer_id
        if col is None or col not in self._cells:
            return pl.repeat("", len(self.rows), eager=True), self._nowhere()
        code = self._cells[col].text.str.strip_chars().fill_null("")
        coded = (
            code.str.contains("[0-9]")
            & ~code.str.contains(_SERIAL)
            & (code.str.len_chars() <= _LONGEST_CODE)
            & (code.str.count_matches("[\u4e00-\u9fff]") <= _MOST_WORDS)
        )
        return code, coded

    def _find_ordinary(self) -> pl.Series:
        reader, layout = self._reader, self._reader.layout
        rows = self._frame["row"]
        ok = rows > reader.header.row + 1
        for areas in (reader.filled.ranges, reader.boundaries.ranges):
            for rows_in in areas:
                ok &= ~rows.is_between(rows_in.start, rows_in.stop, closed="left")
        known = [c for c in (layout.customer_id, layout.customer_name) if c is not None]
        for col in known or layout.naming:
            ok &= self._filled(col)
        if not layout.naming:
            return self._nowhere()
        for col in layout.naming:
            if col in self._cells:
                kind = self._cells[col].kind
                ok &= ~self._formula[col] & kind.is_in([BLANK, TEXT, NUMBER])
                ok &= ~self._words.nobodies(self._texts[col])
        ok &= self._code.str.contains(_PLAIN_CODE)
        for text in self._texts.values():
            ok &= ~self._words.totals(text)
        if reader.watch is not None:
            by_col = {reader.columns[i].col: values for i, values in self._values.items()}
            ok &= ~remarkable(reader.watch, self._cells, by_col)
        return ok & self._usable() & self._in_unit() & self._unwritten()

    def _usable(self) -> pl.Series:
        """Return where every input's cell can be used, and nothing else need be known of it."""
        ok = ~self._nowhere()
        for i, column in enumerate(self._reader.columns):
            filled = self._filled(column.col)
            if i in self._values:
                ok &= ~filled | self._values[i].values.is_not_null()
            if column.read.needs_value:
                ok &= filled
            if column.col in self._reader.layout.required and column.col in self._cells:
                cell = self._cells[column.col]
                ok &= ~self._formula[column.col] & ((cell.kind != TEXT) | self._coded)
        return ok

    def _in_unit(self) -> pl.Series:
        """Return where no other cell says that the money is in another unit."""
        reader = self._reader
        units = {
            column.unit
            for column in reader.columns
            if column.counts_money and column.source is not UnitSource.OPTION
        }
        ok = ~self._nowhere()
        if units:
            # A unit may stand outside of the table, too.
            for col, cell in self._all.items():
                if col not in reader.told:
                    text = cell.text.set(cell.kind != TEXT, None)
                    currencies = col in reader.currencies
                    ok &= ~self._words.units(text, units, all_of_them=currencies)
        return ok

    def _unwritten(self) -> pl.Series:
        """Return where no formula stands in a column of results."""
        ok = ~self._nowhere()
        for col in (*self._reader.results.cols, *self._reader.own.cols):
            if col in self._all:
                ok &= ~self._formula[col]
        return ok

    def until_sum(self, start: int, end: int) -> int:
        """Return the first position whose amount may be a sum of those above; `end` for none."""
        unidentified = ~self._coded.slice(start, end - start)
        if not unidentified.any():
            return end
        return start + self._reader.sums.first_suspect(
            self._amounts(start, end), unidentified.to_list()
        )

    def _amounts(self, start: int, end: int) -> list[list[float]]:
        by_col = {column.col: i for i, column in enumerate(self._reader.columns)}
        return [
            self._values[by_col[col]].values.slice(start, end - start).to_list()
            for col in self._reader.sums.cols
        ]

    def hand_over(self, start: int, end: int) -> None:
        """Give the rows between two positions to the reader."""
        reader, length = self._reader, end - start
        rows = self.rows[start:end]
        filled = self._described.slice(start, length)
        coded = self._coded.slice(start, length)
        for i, column in enumerate(reader.columns):
            if i in self._values:
                given = self._values[i]
                column.extend(
                    given.values.slice(start, length),
                    given.own_units.slice(start, length).arg_true().to_list(),
                    given.largest,
                )
            else:
                text = column.read.type is InputType.TEXT
                type = pl.String if text else pl.Float64
                nothing = pl.repeat(None, length, dtype=type, eager=True)
                column.extend(nothing, [], -1.0)
        for columns in (reader.results, reader.own):
            columns.extend({col: self._shown(col, start, length) for col in columns.cols})
        least = filled.min()
        assert isinstance(least, int)
        code = self._code.slice(start, length)
        forms = self._forms.slice(start, length).filter(coded).unique()
        reader.classifier.remember_run(least, forms.to_list())
        reader.doubts.add_run(
            rows,
            codes=code.set(~code.str.contains("^[0-9]+$"), "").to_list(),
            coded=coded.to_list(),
            least=least,
            amounts=self._amounts(start, end),
            repeats=self._told.slice(start, length),
        )
        used = [
            c
            for c in self._all
            if c > reader.used_last_col and self._frame[f"h{c}"].slice(start, length).any()
        ]
        reader.took(
            rows, max(used, default=-1), int(self._frame["hidden"].slice(start, length).sum())
        )

    def _count_described(self) -> pl.Series:
        """Return how many cells of a row describe a customer."""
        layout = self._reader.layout
        counted = [
            self._filled(c).cast(pl.UInt32)
            for c in self._cells
            if c not in layout.required and c not in layout.results
        ]
        described = pl.repeat(0, len(self.rows), dtype=pl.UInt32, eager=True)
        for one in counted:
            described += one
        return described

    def _shown(self, col: int, start: int, length: int) -> list[str]:
        cell = self._all.get(col)
        if cell is None:
            return [""] * length
        kind, text = cell.kind.slice(start, length), cell.text.slice(start, length)
        given = pl.DataFrame({"k": kind, "t": text})
        different = given.unique()
        texts = [
            "" if k == BLANK else shown_text(t, number=k in (NUMBER, PERCENT))
            for k, t in different.iter_rows()
        ]
        different = different.with_columns(pl.Series("s", texts, dtype=pl.String))
        joined = given.join(
            different, on=["k", "t"], how="left", nulls_equal=True, maintain_order="left"
        )
        return joined["s"].to_list()

    def _tell(self) -> pl.DataFrame:
        """Return what tells of repeated customers: code, content, and the name in each column."""
        layout = self._reader.layout
        coded = self._coded
        told = coded | (self._code == "")
        parts = []
        for col, cell in sorted(self._cells.items()):
            if col in self._reader.doubts.repeats.ignored:
                continue
            text = cell.text.str.strip_chars()
            if col == layout.customer_id:
                text = text.set(~told, None)
            parts.append(pl.lit(content_part(col, "")) + text)
        frame = pl.DataFrame({"code": self._code.set(~coded, "")})
        content = pl.concat_str(parts, ignore_nulls=True) if parts else pl.lit("")
        frame = frame.with_columns(content=content.hash(seed=0))
        for col in layout.naming:
            if col not in self._cells:
                continue
            name = self._cells[col].text.str.strip_chars()
            if col == layout.customer_id:
                name = name.set(~coded, None)
            frame = frame.with_columns(name.alias(str(col)))
        return frame


def _forms(codes: pl.Series) -> pl.Series:
    """Return the forms of codes, as far as plain letters and digits tell them."""
    return codes.str.replace_all("[0-9]+", "9").str.replace_all("[A-Za-z]+", "A")
