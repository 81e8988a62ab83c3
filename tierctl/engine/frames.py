"""The cells of a frame as values of a policy's inputs.

Cells are read as the command line reads those of a workbook: text numbers with their units, texts
without the spaces around them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace

import polars as pl

from tierctl.model.dates import day_of
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.errors import InputRefused
from tierctl.model.quantity import Unit, half_width, parse_quantity, shifted, stored
from tierctl.model.text import Text
from tierctl.policy.policy import Input, InputType

_SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_UNUSABLE = "not-a-number"
_NO_DAY = "not-a-date"
_NO_CHOICE = "no-choice"
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
    own_units: Set[int]
    """The rows whose cell carries a unit of its own: 658.5万."""

    def without(self, problems: Mapping[int, Diagnostic]) -> FrameCells:
        """Return the column without the values of some rows, for what is wrong with them."""
        rows, codes = list(problems), [problem.code for problem in problems.values()]
        values = self.values.clone().scatter(rows, None)
        return replace(self, values=values, codes=self.codes.clone().scatter(rows, codes))


def read_cells(frame: pl.DataFrame, column: FrameColumn) -> FrameCells:
    """Return the values of a column. Raises InputRefused where its type can hold none."""
    given = _plain(frame[column.name], column)
    largest = None
    own: Set[int] = frozenset()
    if column.read.type is InputType.TEXT:
        values = _texts(given)
        if column.read.choices:
            values = _mapped(values, lambda v: _id_of(column.read, v), pl.String())
    elif column.read.type is InputType.DATE:
        values = _days(given)
    elif given.dtype == pl.String:
        values, largest, own = _parsed(given, column.unit)
    else:
        values, largest = _shifted(given, column.unit)
    lost = given.is_not_null() & values.is_null()
    code = _NO_DAY if column.read.type is InputType.DATE else _UNUSABLE
    code = _NO_CHOICE if column.read.choices else code
    codes = lost.replace_strict({True: code, False: None}, return_dtype=pl.String)
    return FrameCells(column=column, values=values, codes=codes, largest=largest, own_units=own)


def _plain(given: pl.Series, column: FrameColumn) -> pl.Series:
    """Return cells as numbers, or as texts of which none is empty."""
    type = given.dtype
    if type == pl.Null or type in (pl.Categorical, pl.Enum):
        given = given.cast(pl.String)
    elif column.read.type is InputType.DATE and type in (pl.Date, pl.Datetime):
        given = given.cast(pl.Date).cast(pl.String)
    elif column.read.choices and type == pl.Boolean:
        given = given.cast(pl.String)
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


def _id_of(read: Input, value: object) -> str | None:
    choice = read.choice(str(value))
    return None if choice is None else choice.id


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
        if given.dtype == pl.Float32:
            given = given.cast(pl.String)  # 0.6, not the 0.60000002384 that it is nearest to
        given = given.cast(pl.Float64)
        finite = given.set(~given.is_finite(), None)
        values = _mapped(finite, lambda v: stored(repr(v), unit.shift), pl.Float64())
    largest = given.filter(given.is_finite()).abs().max()
    return values, largest if isinstance(largest, float) else None


def _parsed(given: pl.Series, unit: Unit) -> tuple[pl.Series, float | None, Set[int]]:
    bare: list[float] = []
    units: list[str] = []

    def number(text: object) -> float | None:
        quantity = parse_quantity(str(text), unit.dimension)
        if quantity is None:
            return None
        if quantity.unit is None:
            bare.append(abs(float(quantity.digits)))
        else:
            units.append(str(text))
        return shifted(quantity.digits, (quantity.unit or unit).shift)

    values = _mapped(given, number, pl.Float64())
    own = frozenset(given.is_in(units).arg_true().to_list())
    return values, max(bare, default=None), own
