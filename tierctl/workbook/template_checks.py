"""What a spreadsheet program lets into a template's column: lists, numbers and days in bounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date

from openpyxl.worksheet.datavalidation import DataValidation

from tierctl.model.quantity import Unit, shifted
from tierctl.policy.intervals import Interval
from tierctl.policy.sets import DateSet, NumberSet

# What a list in a cell's own check may hold; a longer one stands on a sheet.
_LONGEST_LIST = 250
_SIDES = {
    ("low", True): "greaterThanOrEqual",
    ("low", False): "greaterThan",
    ("high", True): "lessThanOrEqual",
    ("high", False): "lessThan",
}
_ANY_NUMBER = NumberSet.of(Interval(-1e300, 1e300, True, True))
_ANY_DAY = DateSet.of(Interval(float(date(1900, 1, 1).toordinal()), math.inf, True, False))


def inline(options: Sequence[str]) -> str | None:
    """Return a list as it stands in a check itself; None where it must stand on a sheet."""
    joined = ",".join(options)
    fits = len(joined) <= _LONGEST_LIST and not any('"' in o or "," in o for o in options)
    return f'"{joined}"' if fits else None


def list_check(formula: str, *, strict: bool) -> DataValidation:
    """Return the check that a cell holds one of a list."""
    return DataValidation(type="list", formula1=formula, errorStyle=_style(strict))


def number_check(
    allowed: NumberSet | None, unit: Unit, first: str, *, strict: bool
) -> DataValidation:
    """Return the check that a cell holds a number of a set, or any; `first` is the first cell.

    What merely looks like no number may be one all the same, as 658.5万: it is only warned of.
    """
    any_number = allowed is None or not allowed.intervals
    values = _ANY_NUMBER if allowed is None or any_number else allowed
    shift = 0 if any_number else unit.shift

    def written(value: float) -> str:
        moved = shifted(repr(value), -shift)
        return f"{moved if moved is not None else value:.15G}"

    return _bounded("decimal", values.intervals, written, first, strict and not any_number)


def day_check(allowed: DateSet | None, first: str, *, strict: bool) -> DataValidation:
    """Return the check that a cell holds a day of a set, or any; `first` is the first cell."""
    values = allowed if allowed is not None and allowed.intervals else None

    def written(value: float) -> str:
        day = date.fromordinal(int(value))
        return f"DATE({day.year},{day.month},{day.day})"

    found = values or _ANY_DAY
    return _bounded("date", found.days, written, first, strict and values is not None)


def _bounded(
    kind: str,
    intervals: Sequence[Interval],
    written: Callable[[float], str],
    first: str,
    strict: bool,
) -> DataValidation:
    """Return the check for a union of intervals; `written` gives a bound as a formula has it."""
    style = _style(strict)
    sides = [_sides(interval) for interval in intervals]
    if len(sides) == 1 and len(sides[0]) == 1:
        [(side, closed, bound)] = sides[0]
        return DataValidation(
            type=kind,
            operator=_SIDES[side, closed],
            formula1=written(bound),
            errorStyle=style,
        )
    if len(sides) == 1 and len(sides[0]) == 2 and all(closed for _, closed, _ in sides[0]):
        low, high = (written(bound) for _, _, bound in sides[0])
        return DataValidation(
            type=kind, operator="between", formula1=low, formula2=high, errorStyle=style
        )
    signs = {"low": (">", ">="), "high": ("<", "<=")}
    parts = [
        ",".join(f"{first}{signs[side][closed]}{written(bound)}" for side, closed, bound in one)
        for one in sides
    ]
    either = ",".join(f"AND({part})" if part else "TRUE" for part in parts)
    formula = f"AND(ISNUMBER({first}),OR({either}))"
    return DataValidation(type="custom", formula1=formula, errorStyle=style)


def _sides(interval: Interval) -> list[tuple[str, bool, float]]:
    """Return an interval's finite bounds: which side, whether it is in, the number."""
    bounds = (
        ("low", interval.low_closed, interval.low),
        ("high", interval.high_closed, interval.high),
    )
    return [bound for bound in bounds if math.isfinite(bound[2])]


def _style(strict: bool) -> str:
    return "stop" if strict else "warning"
