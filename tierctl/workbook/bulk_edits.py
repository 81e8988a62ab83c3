"""The splices of the rows that are written alike, all at once: the same as row by row."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tierctl.model.address import CellRef, column_letters
from tierctl.model.table import ValueColumn
from tierctl.ooxml.plain_rows import other_rows
from tierctl.ooxml.shaped_rows import ShapedRows, TakenApart
from tierctl.ooxml.splice import Plan, Splice
from tierctl.workbook import messages
from tierctl.workbook.annotation import AnnotationColumn
from tierctl.workbook.cells import inline_text, number_text, sound_pattern
from tierctl.workbook.row_edits import PlacedColumn, RowEdits, wider_span

# Texts that are not written as they are, but for the three characters that every XML escapes.
_SPECIAL = r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]|_x|^\s|\s$|\s\s"
_LONGEST = 8_000
_SPANS = ' spans="'


class BulkEdits:
    """The splices of one sheet's slices."""

    def __init__(self, edits: RowEdits) -> None:
        self._edits = edits
        self._prefix = edits.sheet.prefix
        self._rows = pl.Series(edits.annotation.rows, dtype=pl.UInt32)
        self._columns = [(placed, _values(placed.column)) for placed in edits.columns]
        self._first = min(placed.col for placed in edits.columns)
        self._sound = sound_pattern(self._prefix)

    def plan(self, apart: TakenApart) -> Plan:
        """Return the splices of a slice, by their offsets in its bytes."""
        singly = list(apart.others)
        frames: list[pl.DataFrame] = []
        for shape in apart.shapes:
            if not self._ours_are_last(shape):
                singly += shape.places.to_list()
                continue
            header = shape.rows == self._edits.annotation.header_row
            singly += shape.places.filter(header).to_list()
            frames += self._alike(shape, apart)
        splices = self._singly(apart, singly)
        frames.append(_frame(list(splices)))
        found = pl.concat(frames).sort("offset", "length", maintain_order=True)
        if not found["data"].str.contains(self._sound).all():
            raise messages.self_check_failed(f"{self._edits.sheet.part}: cells")
        return Plan(
            found["offset"].to_list(),
            found["length"].to_list(),
            found["data"].cast(pl.Binary).to_list(),
        )

    def _ours_are_last(self, shape: ShapedRows) -> bool:
        """Tell whether nothing but our cells, or the place for them, ends the rows of a shape."""
        tail = {col for col in shape.styled if col >= self._first}
        new = {placed.col for placed in self._edits.columns if placed.appended}
        return tail <= self._edits.own and not tail & (shape.formulas | (shape.filled & new))

    def _singly(self, apart: TakenApart, places: list[int]) -> Iterator[Splice]:
        for place in places:
            piece = apart.whole(place)
            for row in other_rows(self._prefix, piece) if piece.strip() else ():
                for splice in self._edits.row(row):
                    yield splice._replace(offset=splice.offset + apart.starts[place])

    def _alike(self, shape: ShapedRows, apart: TakenApart) -> Iterator[pl.DataFrame]:
        """Give the splices of rows of one shape: the cells that end each, and what it spans."""
        at = self._rows.search_sorted(shape.rows)
        customers = self._rows.extend_constant(None, 1).gather(at) == shape.rows
        frame = pl.DataFrame(
            {
                "position": at,
                "row": shape.rows + 1,
                "start": apart.starts.gather(shape.places),
                "length": apart.lengths.gather(shape.places),
                "kept": self._kept(shape, apart),
                "indent": shape.indents,
                "attributes": shape.attributes,
                "whole": _whole_style(shape.attributes),
            }
        ).filter(customers.fill_null(False))
        if frame.is_empty():
            return
        asked = customers.fill_null(False)
        cells = [
            self._cells(placed, values, frame, shape, asked) for placed, values in self._columns
        ]
        yield frame.select(
            offset=pl.col("start") + pl.col("kept"),
            length=pl.col("length") - pl.col("kept"),
            data=pl.concat_str(cells),
        )
        yield self._spans(frame)

    def _kept(self, shape: ShapedRows, apart: TakenApart) -> pl.Series:
        """Return how many bytes of each row stand before the cells of ours that it has."""
        tail = [col for col in shape.styled if col >= self._first]
        if not tail:
            return apart.lengths.gather(shape.places)
        pieces = pl.Series(map(apart.piece, shape.places.to_list()), dtype=pl.String)
        first = f'<{self._prefix}c r="{column_letters(min(tail))}'
        return pieces.str.find(first, literal=True).cast(pl.Int64)

    def _cells(
        self,
        placed: PlacedColumn,
        values: pl.Series,
        frame: pl.DataFrame,
        shape: ShapedRows,
        asked: pl.Series,
    ) -> pl.Series:
        """Return a column's cells for some rows, as they are written."""
        value = values.gather(frame["position"])
        style = self._styles(placed, frame, shape, asked, value)
        p, tag = self._prefix, f'<{self._prefix}c r="{column_letters(placed.col)}'
        row = frame["row"].cast(pl.String)
        if value.dtype == pl.String:
            content = self._texts(value, CellRef(self._edits.annotation.sheet, 0, placed.col))
            kind, none = ' t="inlineStr">', value.is_null()
        else:
            different = value.drop_nulls().unique()
            numbers = pl.Series([number_text(v) for v in different], dtype=pl.String)
            number = value.replace_strict(different, numbers, default=None, return_dtype=pl.String)
            content, kind, none = f"<{p}v>" + number + f"</{p}v>", ">", value.is_null()
        opened = tag + row + '"' + style
        return (opened + kind + content + f"</{p}c>").zip_with(~none, opened + "/>")

    def _styles(
        self,
        placed: PlacedColumn,
        frame: pl.DataFrame,
        shape: ShapedRows,
        customers: pl.Series,
        value: pl.Series,
    ) -> pl.Series:
        """Return the style attribute of each cell; equal cells are asked for once."""
        column = placed.column
        marked = frame["position"].is_in(list(column.marked)) if column.marked else None
        coloured = value if column.fills and value.dtype == pl.String else pl.lit(None, pl.String)
        left = self._edits.left_of(placed.col, shape.styled)
        asked = frame.select("whole").with_columns(
            beside=_style(shape.styled.get(left), customers),
            own=_style(shape.styled.get(placed.col), customers),
            value=coloured,
            marked=marked if marked is not None else pl.lit(False),
            position=frame["position"],
        )
        keys = ["whole", "beside", "own", "value", "marked"]
        different = asked.unique(keys, keep="first", maintain_order=True)
        styles = []
        for whole, near, own, shown, _, position in different.iter_rows():
            typed = self._edits.typed_style(placed.col, left, whole, near)
            base = own if own is not None else typed
            style = self._edits.style(column, base, shown, position)
            styles.append(f' s="{style}"' if style is not None else "")
        different = different.with_columns(style=pl.Series(styles, dtype=pl.String))
        if different.height == 1:
            return pl.repeat(styles[0], frame.height, dtype=pl.String, eager=True)
        found = asked.join(
            different.drop("position"), on=keys, how="left", nulls_equal=True, maintain_order="left"
        )
        return found["style"]

    def _texts(self, texts: pl.Series, at: CellRef) -> pl.Series:
        """Return texts as the content of cells."""
        p = self._prefix
        written = texts.str.replace_all("&", "&amp;", literal=True)
        for char, name in (("<", "&lt;"), (">", "&gt;")):
            written = written.str.replace_all(char, name, literal=True)
        content = f"<{p}is><{p}t>" + written + f"</{p}t></{p}is>"
        special = texts.str.contains(_SPECIAL) | (texts.str.len_bytes() > _LONGEST)
        if not special.any():
            return content
        different = texts.filter(special.fill_null(False)).unique()
        told = pl.Series([inline_text(at, t, p) for t in different], dtype=pl.String)
        replaced = texts.replace_strict(different, told, default=None, return_dtype=pl.String)
        return content.zip_with(~special, replaced)

    def _spans(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the splices by which rows span our columns as well, where they tell it."""
        last = max(placed.col for placed, _ in self._columns)
        spans = frame["attributes"].str.extract(f'{_SPANS}([0-9: ]*)"')
        different = spans.drop_nulls().unique()
        wider = pl.Series([wider_span(span, last) for span in different], dtype=pl.String)
        opened = len(f"<{self._prefix}row") + len(_SPANS)
        place = pl.col("attributes").str.find(_SPANS, literal=True)
        return (
            frame.with_columns(
                old=spans,
                data=spans.replace_strict(different, wider, default=None, return_dtype=pl.String),
            )
            .filter(pl.col("data").is_not_null())
            .select(
                offset=pl.col("start") + (pl.col("indent") + place).cast(pl.Int64) + opened,
                length=pl.col("old").str.len_bytes().cast(pl.Int64),
                data="data",
            )
        )


def _values(column: AnnotationColumn) -> pl.Series:
    if isinstance(column.values, ValueColumn):
        held: pl.Series = column.values.held
        return held
    texts = any(isinstance(value, str) for value in column.values)
    return pl.Series(column.values, dtype=pl.String if texts else pl.Float64)


def _style(attributes: pl.Series | None, customers: pl.Series) -> pl.Series | pl.Expr:
    """Return the style of a column's cells, of customers alone; null where they have none."""
    if attributes is None:
        return pl.lit(None, dtype=pl.Int64)
    style = attributes.filter(customers).str.extract(' s="([0-9]+)"')
    return style.cast(pl.Int64, strict=False)


def _whole_style(attributes: pl.Series) -> pl.Series:
    """Return the style of each row as a whole, where it has one."""
    custom = attributes.str.contains(' customFormat="(?:1|true)"')
    style = attributes.str.extract(' s="([0-9]+)"').cast(pl.Int64, strict=False)
    return style.set(~custom, None)


def _frame(splices: list[Splice]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "offset": pl.Series([s.offset for s in splices], dtype=pl.Int64),
            "length": pl.Series([s.length for s in splices], dtype=pl.Int64),
            "data": pl.Series([s.data.decode() for s in splices], dtype=pl.String),
        }
    )
