"""The cells of many rows, column by column: what each holds, as `CellReader` tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tierctl.model.cell import Kind
from tierctl.ooxml.formats import Format
from tierctl.ooxml.markup import unescaped
from tierctl.ooxml.rows import RawCell
from tierctl.ooxml.shaped_rows import RawColumn, ShapedRows
from tierctl.ooxml.sheet import CellReader

BLANK, TEXT, NUMBER, PERCENT, DATE, OTHER = range(6)
"""What a cell holds; OTHER is an error, a boolean, an amount in another currency, or unknown."""

_NUMBER = r"^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?$"
_ATTRIBUTE = re.compile(r' (s|t)="(\w*)"')
_LONGEST_NUMBER = 60
_MOST_WAYS = 256
_SHARED, _INLINE, _PLAIN, _IN_PERCENT, _EXACTLY = range(5)
"""How a cell is to be read: the last one as `CellReader` does it."""


@dataclass(frozen=True, slots=True)
class BulkColumn:
    """One column: `kind` by the names above; `text` as `Cell.text` has it, null where blank."""

    kind: pl.Series
    text: pl.Series


class BulkCells:
    """Read raw columns by a workbook's strings and formats."""

    def __init__(self, reader: CellReader) -> None:
        self._reader = reader
        # One more than there are, so that there always is one.
        strings = reader.strings.column.extend_constant(None, 1)
        blank = strings.str.strip_chars() == ""
        # In one piece: cells ask for strings from all over.
        self._strings = (strings.set(blank, None) if blank.any() else strings).rechunk()
        kinds = pl.Series([TEXT], dtype=pl.UInt8).new_from_index(0, len(strings))
        self._string_kinds = kinds.set(blank, BLANK).set(strings.is_null(), None).rechunk()

    def joined(self, shapes: Sequence[ShapedRows]) -> pl.DataFrame:
        """Return all rows of the shapes: kind, text, formula and content of each column's cells."""
        frames = []
        for shape in shapes:
            columns = {
                "place": shape.places,
                "row": shape.rows,
                "hidden": shape.attributes.str.contains(' hidden="(?:1|true)"'),
            }
            for col, raw in shape.columns.items():
                read = self.read(raw)
                columns[f"k{col}"], columns[f"t{col}"] = read.kind, read.text
                columns[f"f{col}"] = pl.repeat(
                    raw.formula, len(shape.rows), dtype=pl.Boolean, eager=True
                )
                columns[f"h{col}"] = (raw.content != "") | raw.formula
            frames.append(pl.DataFrame(columns))
        if not frames:
            frames = [
                pl.DataFrame(
                    {"place": [], "row": [], "hidden": []},
                    schema={"place": pl.Int64, "row": pl.UInt32, "hidden": pl.Boolean},
                )
            ]
        joined = pl.concat(frames, how="diagonal").sort("place")
        return joined.with_columns(
            pl.col("^k[0-9]+$").fill_null(BLANK), pl.col("^[fh][0-9]+$").fill_null(False)
        )

    def read(self, raw: RawColumn) -> BulkColumn:
        """Return what a column's cells hold."""
        frame = pl.DataFrame({"a": raw.attributes, "v": raw.content})
        different = frame["a"].unique()
        known = [_EXACTLY]
        if len(different) <= _MOST_WAYS:
            known = [self._way(attributes) for attributes in different.to_list()]
        ways = sorted(set(known))
        if len(ways) == 1:
            frame = frame.select("a", "v", *self._quickly(ways[0]))
        else:
            way = pl.col("a").replace_strict(different, known, return_dtype=pl.UInt8)
            frame = frame.with_columns(way.alias("w"))
            kind = text = pl.lit(None)
            for each in ways:
                here, (t, k) = pl.col("w") == each, self._quickly(each)
                text = pl.when(here).then(t).otherwise(text)
                kind = pl.when(here).then(k).otherwise(kind)
            frame = frame.select("a", "v", t=text.cast(pl.String), k=kind.cast(pl.UInt8))
        unread = frame["k"].is_null()
        if raw.formula:
            # What a formula gave may be nothing at all.
            unread |= frame["v"] == ""
        if unread.any():
            frame = self._exactly(frame, unread, raw.formula)
        return BulkColumn(frame["k"], frame["t"])

    def _way(self, attributes: str) -> int:
        given = dict(_ATTRIBUTE.findall(attributes))
        type = given.get("t", "n")
        if type == "s":
            return _SHARED
        if type in ("str", "inlineStr"):
            return _INLINE
        if type != "n":
            return _EXACTLY
        style, formats = given.get("s"), self._reader.formats
        shown = Format.PLAIN
        if style is not None and style.isdigit() and int(style) < len(formats):
            shown = formats[int(style)]
        return {Format.PLAIN: _PLAIN, Format.PERCENT: _IN_PERCENT}.get(shown, _EXACTLY)

    def _quickly(self, way: int) -> tuple[pl.Expr, pl.Expr]:
        """Return text and kind of what can be read without looking twice; kind null elsewhere."""
        content = pl.col("v")
        if way == _SHARED:
            place = content.cast(pl.UInt32, strict=False)
            place = pl.when(place < len(self._strings)).then(place)
            text = pl.lit(self._strings).gather(place)
            kind = pl.lit(self._string_kinds).gather(place)
        elif way == _INLINE:
            blank = content.str.strip_chars() == ""
            text = pl.when(~blank).then(content)
            kind = pl.when(~content.str.contains("[&\r]|_x")).then(
                pl.when(blank).then(BLANK).otherwise(TEXT)
            )
        elif way == _EXACTLY:
            text = kind = pl.lit(None)
        else:
            number = content.str.contains(_NUMBER) & (content.str.len_bytes() < _LONGEST_NUMBER)
            text = content
            kind = pl.when(number).then(NUMBER if way == _PLAIN else PERCENT)
        return text.cast(pl.String).alias("t"), kind.cast(pl.UInt8).alias("k")

    def _exactly(self, frame: pl.DataFrame, unread: pl.Series, formula: bool) -> pl.DataFrame:
        """Read some cells, each different one once."""
        rest = frame.filter(unread).select("a", "v").unique()
        read = [self._cell(a, v, formula) for a, v in rest.iter_rows()]
        rest = rest.with_columns(
            pl.Series("rk", [kind for kind, _ in read], dtype=pl.UInt8),
            pl.Series("rt", [text for _, text in read], dtype=pl.String),
        )
        frame = frame.with_columns(unread.alias("u"))
        frame = frame.join(rest, on=["a", "v"], how="left", maintain_order="left")
        return frame.with_columns(
            k=pl.when("u").then("rk").otherwise("k"), t=pl.when("u").then("rt").otherwise("t")
        )

    def _cell(self, attributes: str, content: str, formula: bool) -> tuple[int, str | None]:
        given = dict(_ATTRIBUTE.findall(attributes))
        style = int(given["s"]) if given.get("s", "").isdigit() else None
        raw = RawCell(
            0, 0, 0, given.get("t", "n"), style, "" if formula else None, unescaped(content)
        )
        cell = self._reader.read(0, raw)
        if cell.blank:
            return BLANK, None
        if cell.kind is Kind.TEXT:
            return TEXT, cell.text
        if cell.kind is Kind.DATE:
            return DATE, cell.text
        if cell.kind is Kind.NUMBER and not cell.foreign:
            return PERCENT if cell.percent else NUMBER, cell.text
        return OTHER, cell.text
