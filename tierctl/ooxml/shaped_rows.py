"""Rows that are written alike, taken apart all at once: by columns instead of by cells.

Most rows of a sheet have cells in the same columns, written in the same way: their shape. The
pattern of a shape takes the values out of every row that it matches, and proves of each that it
is well-formed and plain. Rows that fit no common shape are left to `plain_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from tierctl.model.address import MAX_ROWS, column_index

_MOST_SHAPES = 24
_FEWEST = 16
"""A shape of fewer rows in a slice is not worth a pattern."""
_MOST_STRIKES = 4
_ATTRIBUTES = r'((?: (?:s|t|cm|vm|ph)="[A-Za-z0-9]*")*)'
_ROW_ATTRIBUTES = r'((?: [A-Za-z0-9.:]+="[^"<&]*")*)'
# How a cell's content may be written: what stands before its one text, and behind it.
_BODIES = {
    "value": ("><~v>", "</~v></~c>"),
    "inline": ("><~is><~t>", "</~t></~is></~c>"),
    "spaced": ('><~is><~t xml:space="preserve">', "</~t></~is></~c>"),
    "formula": (
        r'><~f(?: [a-z0-9]+="[^"<&]*")*(?:/>|>[^<]*</~f>)<~v>',
        "</~v></~c>",
    ),
}
_EMPTY = "/>"


@dataclass(frozen=True, slots=True)
class RawColumn:
    """One column of rows of a shape, as written: `content` has its references unresolved.

    With `formula`, the content is what a formula gave.
    """

    attributes: pl.Series
    content: pl.Series
    formula: bool


@dataclass(frozen=True, slots=True)
class ShapedRows:
    """The rows of one shape.

    `places` say which pieces of the slice they are, ascending; `rows` are zero-indexed, `indents`
    how many spaces stand before each. `columns` hold the columns in which they have more than a
    style, `styled` the attributes of every cell; `filled` are the columns of `columns`, `formulas`
    those of them that formulas fill.
    """

    places: pl.Series
    rows: pl.Series
    indents: pl.Series
    attributes: pl.Series
    columns: dict[int, RawColumn]
    styled: dict[int, pl.Series]
    filled: frozenset[int]
    formulas: frozenset[int]


@dataclass(frozen=True, slots=True)
class TakenApart:
    """A slice's rows: by their shapes, and the places of the pieces that fit none.

    A piece ends before `</row>`; all of them, joined by it, are the slice. `starts` and `lengths`
    say where each stands in its bytes.
    """

    data: bytes
    close: str
    starts: pl.Series
    lengths: pl.Series
    shapes: Sequence[ShapedRows]
    others: list[int]

    def piece(self, place: int) -> str:
        """Return a piece of the slice."""
        start = self.starts[place]
        return self.data[start : start + self.lengths[place]].decode()

    def whole(self, place: int) -> str:
        """Return a piece with the `</row>` that ends it; nothing ends the last one."""
        piece = self.piece(place)
        return piece if place == len(self.starts) - 1 else piece + self.close

    def forget_cells(self) -> None:
        """Keep what is needed to write beside the cells, and not what stands in them."""
        for shape in self.shapes:
            shape.columns.clear()


def take_apart(data: bytes, prefix: str) -> TakenApart:
    """Take the rows of a slice apart; it ends with a whole row."""
    close = f"</{prefix}row>"
    pieces = pl.Series("piece", data.decode().split(close), dtype=pl.String)
    lengths = pieces.str.len_bytes().cast(pl.Int64)
    rest = pl.DataFrame({"place": pl.arange(0, len(pieces), eager=True), "piece": pieces})
    shapes: list[ShapedRows] = []
    others: list[int] = []
    strikes = 0
    while rest.height >= _FEWEST and strikes < _MOST_STRIKES and len(shapes) < _MOST_SHAPES:
        shape = _shape(rest["piece"][0], prefix)
        fitting = _fitting(rest, shape, prefix) if shape is not None else None
        if fitting is None or fitting.places.len() < _FEWEST:
            strikes += 1
            others.append(rest["place"][0])
            rest = rest.slice(1)
            continue
        shapes.append(fitting)
        rest = rest.filter(~pl.col("place").is_in(fitting.places.implode()))
    last = len(pieces) - 1
    others += [place for place in rest["place"].to_list() if place < last or pieces[last].strip()]
    whole = lengths + len(close)
    return TakenApart(data, close, whole.cum_sum() - whole, lengths, shapes, sorted(others))


Shape = tuple[tuple[str, str], ...]
"""For each cell its column's letters and how its content is written."""


def _shape(piece: str, prefix: str) -> Shape | None:
    """Return the shape of a row, or None where it has none that is plain."""
    opening, cell = _grammar(prefix)
    start = opening.match(piece)
    if start is None:
        return None
    at, shape = start.end(), []
    previous = -1
    while at < len(piece):
        match = cell.match(piece, at)
        if match is None or column_index(match[1]) <= previous:
            return None
        previous = column_index(match[1])
        shape.append((match[1], match.lastgroup or _EMPTY))
        at = match.end()
    return tuple(shape)


@cache
def _grammar(prefix: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    bodies = "|".join(
        f"(?P<{kind}>{_tags(before, prefix)}[^<]*{_tags(behind, prefix)})"
        for kind, (before, behind) in _BODIES.items()
    )
    opening = re.compile(rf"\s*<{prefix}row{_ROW_ATTRIBUTES}>")
    cell = re.compile(
        rf'<{prefix}c r="([A-Z]{{1,3}})[1-9][0-9]{{0,6}}"{_ATTRIBUTES}(?:{_EMPTY}|{bodies})'
    )
    return opening, cell


def _tags(markup: str, prefix: str) -> str:
    return markup.replace("~", prefix)


@cache
def _pattern(shape: Shape, prefix: str) -> str:
    """Return the pattern of a shape: at every character one way on, so that it is quick."""
    parts = [rf"^\s*<{prefix}row{_ROW_ATTRIBUTES}>"]
    for letters, kind in shape:
        parts.append(rf'<{prefix}c r="{letters}[1-9][0-9]{{0,6}}"{_ATTRIBUTES}')
        if kind == _EMPTY:
            parts.append(_EMPTY)
        else:
            before, behind = (_tags(markup, prefix) for markup in _BODIES[kind])
            parts.append(f"{before}([^<]*){behind}")
    return "".join(parts) + "$"


def _fitting(rest: pl.DataFrame, shape: Shape, prefix: str) -> ShapedRows | None:
    groups = rest["piece"].str.extract_groups(_pattern(shape, prefix)).struct.unnest()
    piece = pl.col("piece").str
    indent = piece.len_bytes() - piece.strip_chars_start().str.len_bytes()
    groups = groups.with_columns(rest["place"], rest.select(indent=indent)["indent"])
    groups = groups.filter(pl.col("1").is_not_null())
    numbers = groups["1"].str.extract(r' r="([1-9][0-9]{0,6})"').cast(pl.UInt32, strict=False)
    if groups.is_empty() or numbers.null_count() or numbers.gt(MAX_ROWS).any():
        return None
    cells = list(_columns(groups, shape))
    columns = {col: raw for col, raw in cells if isinstance(raw, RawColumn)}
    return ShapedRows(
        places=groups["place"],
        rows=numbers - 1,
        indents=groups["indent"],
        attributes=groups["1"],
        columns=columns,
        filled=frozenset(columns),
        formulas=frozenset(col for col, raw in columns.items() if raw.formula),
        styled={col: raw.attributes if isinstance(raw, RawColumn) else raw for col, raw in cells},
    )


def _columns(groups: pl.DataFrame, shape: Shape) -> Iterator[tuple[int, RawColumn | pl.Series]]:
    group = 2
    for letters, kind in shape:
        if kind == _EMPTY:
            yield column_index(letters), groups[str(group)]
            group += 1
            continue
        yield (
            column_index(letters),
            RawColumn(groups[str(group)], groups[str(group + 1)], kind == "formula"),
        )
        group += 2
