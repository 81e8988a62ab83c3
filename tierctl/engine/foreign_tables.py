"""Tables of other programs as Polars frames: no value becomes another one on the way."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from numbers import Number
from typing import Any

import polars as pl

from tierctl.model.errors import InputRefused
from tierctl.model.text import Text


def as_frame(data: Any) -> pl.DataFrame:
    """Return a table of any kind that Polars takes; a column of unlike values becomes texts.

    Raises InputRefused for what is no table.
    """
    if isinstance(data, pl.DataFrame):
        return data
    if isinstance(data, pl.LazyFrame):
        return data.collect()
    try:
        if isinstance(data, Mapping):
            return _of_columns(list(data.items()))
        if hasattr(data, "isna") and hasattr(data, "columns"):  # pandas: two may have one name
            return _of_columns([(n, data.iloc[:, i]) for i, n in enumerate(data.columns)])
        if isinstance(data, Sequence) and data and all(isinstance(row, Mapping) for row in data):
            names = dict.fromkeys(name for row in data for name in row)
            return _of_columns([(name, [row.get(name) for row in data]) for name in names])
        if data is None or isinstance(data, str | bytes):
            raise TypeError(repr(data))
        return pl.DataFrame(data, infer_schema_length=None)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as e:
        raise InputRefused(
            "not-a-table",
            Text(f"不是可读取的表：{e}", f"this is no table that can be read: {e}"),
            Text(
                "可用 Polars 或 pandas 表、Arrow 表、列的字典或行的列表。",
                "Give a Polars or pandas frame, an Arrow table, a dict of columns or a list of "
                "dicts.",
            ),
        ) from e


def _of_columns(columns: Sequence[tuple[object, object]]) -> pl.DataFrame:
    names = [str(name) for name, _ in columns]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        listed = ", ".join(twice)
        raise InputRefused(
            "same-names",
            Text(f"有重名的列：{listed}", f"several columns are named {listed}"),
            Text("请先重命名。", "Rename them first."),
        )
    return pl.DataFrame({str(name): _column(values) for name, values in columns})


def _column(values: Any) -> Any:
    """Return values as a series; what is no list is the same in every row."""
    if isinstance(values, pl.Series | str | bytes) or not hasattr(values, "__iter__"):
        return values
    type = getattr(values, "dtype", getattr(values, "type", None))
    if hasattr(values, "isna"):  # pandas
        if str(type) != "object":
            return pl.from_pandas(values)
        return _series(
            [None if blank else v for v, blank in zip(values, values.isna(), strict=True)]
        )
    return _series(list(values)) if str(type) in ("None", "object") else pl.Series(values)


def _series(values: Sequence[Any]) -> pl.Series:
    """Return values as they are where they are alike, numbers as numbers, all others as texts.

    Polars itself makes 1 of True among numbers, and 18262 of a date.
    """
    kinds = {type(value) for value in values if value is not None}
    try:
        if len(kinds) < 2:
            return pl.Series(values)
    except (TypeError, OverflowError):
        pass  # integers too large for one type of Polars
    try:
        if all(_is_number(value) for value in values if value is not None):
            return pl.Series([None if value is None else float(value) for value in values])
    except OverflowError:
        pass  # an integer beyond all doubles: as a text it is told to be no amount
    return pl.Series([None if value is None else _text(value) for value in values])


def _is_number(value: object) -> bool:
    return isinstance(value, Number) and not isinstance(value, bool | complex)


def _text(value: object) -> str:
    """Return a cell as a sheet would show it: 7.0 is 7, in 15 digits and without an exponent."""
    if isinstance(value, float) and math.isfinite(value):
        return f"{Decimal(f'{value:.15g}'):f}"
    return str(value)
