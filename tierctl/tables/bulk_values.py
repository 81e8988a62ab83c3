"""The values of an input's column, all at once: what `ColumnReader` makes of each cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import Dimension, parse_quantity
from tierctl.model.table import Value
from tierctl.policy.policy import InputType
from tierctl.tables.bulk_cells import BLANK, DATE, NUMBER, PERCENT, TEXT, BulkColumn
from tierctl.tables.columns import ColumnReader
from tierctl.tables.days import day_in

# Of so many characters a number without an exponent has no more digits than a double keeps.
_SHORT = r"^-?[0-9]+(?:\.[0-9]+)?$"
_SHORTEST = 16
_IDENTIFIER = r"^(?:0|[1-9][0-9]{0,14})$"
_KINDS = {TEXT: Kind.TEXT, NUMBER: Kind.NUMBER, PERCENT: Kind.NUMBER, DATE: Kind.DATE}


@dataclass(frozen=True, slots=True)
class BulkValues:
    """Values in the base unit, null where there is none; `own_units` are texts with a unit of
    their own, `largest` the largest number without one, for a ratio.
    """

    values: pl.Series
    own_units: pl.Series
    largest: float


def bulk_values(column: ColumnReader, cells: BulkColumn) -> BulkValues:
    """Return the values of cells; null also where `ColumnReader` must be asked."""
    nowhere = pl.repeat(False, len(cells.kind), dtype=pl.Boolean, eager=True)
    if column.read.type is InputType.TEXT:
        whole = (cells.kind == NUMBER) & cells.text.str.contains(_IDENTIFIER)
        usable = (cells.kind == TEXT) | whole
        return BulkValues(cells.text.str.strip_chars().set(~usable, None), nowhere, -1.0)
    if column.read.type is InputType.DATE:
        return BulkValues(_each(cells, cells.kind != BLANK, day_in), nowhere, -1.0)
    return _numbers(column, cells)


def _numbers(column: ColumnReader, cells: BulkColumn) -> BulkValues:
    shift, ratio = column.unit.shift, column.unit.dimension is Dimension.RATIO
    number = cells.kind == NUMBER
    short = number & (cells.text.str.len_bytes() <= _SHORTEST) & cells.text.str.contains(_SHORT)
    digits = cells.text.set(~short, None)
    # By its digits, as `shifted` does it: adding 0.0 leaves no zero with a sign.
    values = (digits + f"e{shift}").cast(pl.Float64) + 0.0
    rest = ~short & (cells.kind != BLANK)
    if rest.any():
        values = values.zip_with(~rest, _each(cells, rest, column.number))
    text = (cells.kind == TEXT) & values.is_not_null()
    own = pl.repeat(False, len(text), dtype=pl.Boolean, eager=True)
    bare = [digits.cast(pl.Float64)] if ratio else []
    if text.any():
        different = cells.text.filter(text).unique().to_list()
        quantities = {t: parse_quantity(t, column.unit.dimension) for t in different}
        united = [t for t, q in quantities.items() if q is not None and q.unit is not None]
        own = text & cells.text.is_in(united)
        bare.append(
            pl.Series(
                [float(q.digits) for q in quantities.values() if q is not None and q.unit is None],
                dtype=pl.Float64,
            )
        )
    if ratio and rest.any():
        others = cells.text.filter(rest & number)
        bare.append(pl.Series([float(text) for text in others.unique()], dtype=pl.Float64))
    largest = max(
        (abs(value) for s in bare for value in (s.min(), s.max()) if isinstance(value, float)),
        default=-1.0,
    )
    return BulkValues(values, own, largest)


def _each(cells: BulkColumn, asked: pl.Series, value: Callable[[Cell], Value]) -> pl.Series:
    """Return the numbers of some cells, each different one read once; null for the others."""
    frame = pl.DataFrame({"k": cells.kind, "t": cells.text})
    different = frame.filter(asked).unique()
    given = [
        value(Cell(0, 0, _KINDS[kind], text, percent=kind == PERCENT)) if kind in _KINDS else None
        for kind, text in different.iter_rows()
    ]
    different = different.with_columns(pl.Series("v", given, dtype=pl.Float64))
    return frame.join(different, on=["k", "t"], how="left", maintain_order="left")["v"]
