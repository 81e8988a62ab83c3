"""The rows of a slice in which `CellWatch` may find something: these are read one by one."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tierctl.model.quantity import Dimension
from tierctl.policy.policy import InputType
from tierctl.tables.bulk_cells import BLANK, DATE, NUMBER, OTHER, TEXT, BulkColumn
from tierctl.tables.bulk_values import BulkValues
from tierctl.tables.cell_watch import CellWatch
from tierctl.tables.columns import LONG_IDENTIFIER, ColumnReader


def remarkable(
    watch: CellWatch, cells: Mapping[int, BulkColumn], values: Mapping[int, BulkValues]
) -> pl.Series:
    """Return of each row whether a cell may be worth a word; `values` go by column."""
    found = []
    for col, cell in cells.items():
        column = watch.columns.get(col)
        if column is None:
            long = (cell.kind == NUMBER) & (cell.text.str.len_bytes() >= LONG_IDENTIFIER)
            # 1e17 is long, too.
            long |= (cell.kind == NUMBER) & cell.text.str.contains("[eE]")
            found.append((cell.kind == OTHER) | long.fill_null(False))
        else:
            found.append(_remarkable(watch, column, cell, values))
    return pl.select(pl.any_horizontal(found)).to_series()


def _remarkable(
    watch: CellWatch, column: ColumnReader, cell: BulkColumn, values: Mapping[int, BulkValues]
) -> pl.Series:
    if column.read.type is InputType.DATE:
        day = values[column.col].values
        near = (cell.kind == DATE) & day.is_between(watch.first, watch.last).fill_null(False)
        return (cell.kind != BLANK) & ~near
    if column.read.type is InputType.NUMBER and column.unit.dimension is Dimension.RATIO:
        # Whether one is written in another way than the others only all of them tell.
        return cell.kind != BLANK
    text = column.read.type is InputType.NUMBER
    return (cell.kind == TEXT) if text else (cell.kind == OTHER)
