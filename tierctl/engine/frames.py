"""Tables of other programs: a Polars frame of what they hold, and their cells as values.

Cells are read as the command line reads those of a workbook: text numbers with their units, texts
without the spaces around them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from tierctl.model.dates import day_of
from tierctl.model.errors import InputRefused
from tierctl.model.quantity import Dimension, Unit, half_width, parse_quantity, shifted
from tierctl.model.text import Text
from tierctl.policy.policy import Input, InputType

_SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_UNUSABLE = "not-a-number"
_NUMBERS_OR_TEXTS = Text("数字或文本", "numbers or texts")
_NEEDED = {
    InputType.NUMBER: _NUMBERS_OR_TEXTS,
    InputType.TEXT: _NUMBERS_OR_TEXTS,
    InputType.DATE: Text("日期或文本", "dates or texts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameColumn:
    """A column that holds an input's cells, in a unit."""

    read: Input
    name: str
    unit: Unit
    assumed: bool
    """Whether nothing in the column's name says its unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameCells:
    """A column's values in the base unit, and the codes of the cells that are none."""

    column: FrameColumn
    values: pl.Series
    codes: pl.Series
    largest: float | None
    """The largest number, without its sign and as it stands, of those that carry no unit."""


def as_frame(data: Any) -> pl.DataFrame:
    """Return a table of any kind that Polars takes; a column of numbers and texts becomes texts.

    Raises InputRefused for what is no table.
    """
    if isinstance(data, pl.DataFrame):
        return data
    if isinstance(data, pl.LazyFrame):
        return data.collect()
    try:
        if isinstance(data, Mapping):
            return pl.DataFrame(dict(data), strict=False)
        try:
            return pl.DataFrame(data, strict=False)
        except (ValueError, TypeError):
            # A column of pandas that mixes numbers, texts and dates has no type in Arrow.
            columns = {str(name): _listed(data[name]) for name in data.columns}
            return pl.DataFrame(columns, strict=False)
    except (TypeError, ValueError, OverflowError, AttributeError, pl.exceptions.PolarsError) as e:
        raise InputRefused(
            "not-a-table", Text(f"不是可读取的表：{e}", f"this is no table that can be read: {e}")
        ) from e


def _listed(values: Iterable[object]) -> list[object]:
    """Return a column's cells; a NaN among others is what pandas has for a blank."""
    given = [None if isinstance(v, float) and math.isnan(v) else v for v in values]
    return [value.isoformat() if isinstance(value, date) else value for value in given]


def read_cells(frame: pl.DataFrame, column: FrameColumn) -> FrameCells:
    """Return the values of a column. Raises InputRefused where its type can hold none."""
    given = _plain(frame[column.name], column)
    largest = None
    if column.read.type is InputType.TEXT:
        values = _texts(given)
    elif column.read.type is InputType.DATE:
        values = _days(given)
    elif given.dtype == pl.String:
        values, largest = _parsed(given, column.unit)
    else:
        values, largest = _shifted(given, column.unit)
    lost = given.is_not_null() & values.is_null()
    codes = lost.replace_strict({True: _UNUSABLE, False: None}, return_dtype=pl.String)
    return FrameCells(column=column, values=values, codes=codes, largest=largest)


def _plain(given: pl.Series, column: FrameColumn) -> pl.Series:
    """Return cells as numbers, or as texts of which none is empty."""
    type = given.dtype
    if type == pl.Null or type in (pl.Categorical, pl.Enum):
        given = given.cast(pl.String)
    elif column.read.type is InputType.DATE and type in (pl.Date, pl.Datetime):
        given = given.cast(pl.Date).cast(pl.String)
    elif type != pl.String and not type.is_numeric():
        needed = _NEEDED[column.read.type]
        raise InputRefused(
            "wrong-type",
            Text(
                "列“{name}”的类型是 {type}，{label}需要{needed}",
                "the column {name} is of type {type}; {label} needs {needed}",
            ).fill(name=column.name, type=str(type), label=column.read.label, needed=needed),
        )
    if given.dtype == pl.String:
        given = given.str.strip_chars(_SPACES).replace("", None)
    return given


def _mapped(
    given: pl.Series, change: Callable[[object], float | str | None], type: pl.DataType
) -> pl.Series:
    """Return what each different value becomes."""
    different = given.drop_nulls().unique()
    changed = pl.Series([change(value) for value in different.to_list()], dtype=type)
    return given.replace_strict(different, changed, default=None, return_dtype=type)


def _texts(given: pl.Series) -> pl.Series:
    if given.dtype == pl.String:
        return given
    if given.dtype.is_integer():
        return given.cast(pl.String)
    return _mapped(given.cast(pl.Float64), _text_of, pl.String())


def _days(given: pl.Series) -> pl.Series:
    return _mapped(_texts(given), _day_of, pl.Float64())


def _day_of(value: object) -> float | None:
    day = day_of(half_width(str(value)).strip())
    return None if day is None else float(day)


def _text_of(value: object) -> str | None:
    """Return a number as a text: 1001.0 is the code 1001."""
    assert isinstance(value, float)
    if not math.isfinite(value):
        return None
    return str(int(value)) if value == int(value) else repr(value)


def _shifted(given: pl.Series, unit: Unit) -> tuple[pl.Series, float | None]:
    if given.dtype.is_decimal():
        # By their digits: older versions of Polars cannot tell which decimals differ.
        digits = given.cast(pl.String)
        values = _mapped(digits, lambda v: shifted(str(v), unit.shift), pl.Float64())
        given = given.cast(pl.Float64)
    else:
        given = given.cast(pl.Float64)
        values = given.set(~given.is_finite(), None)
        if unit.shift:
            values = _mapped(values, lambda v: shifted(repr(v), unit.shift), pl.Float64())
    largest = given.filter(given.is_finite()).abs().max()
    return values, largest if isinstance(largest, float) else None


def _parsed(given: pl.Series, unit: Unit) -> tuple[pl.Series, float | None]:
    dimension: Dimension = unit.dimension
    bare: list[float] = []

    def number(text: object) -> float | None:
        quantity = parse_quantity(str(text), dimension)
        if quantity is None:
            return None
        if quantity.unit is None:
            bare.append(abs(float(quantity.digits)))
        return shifted(quantity.digits, (quantity.unit or unit).shift)

    return _mapped(given, number, pl.Float64()), max(bare, default=None)
