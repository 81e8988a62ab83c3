"""Why a cell names no day: what is wrong with it, and how it is to be written."""

from __future__ import annotations

import re

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.dates import moment_of_serial
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.quantity import half_width
from tierctl.model.text import Text

_PARTS = re.compile(r"([0-9]{1,4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,4})[日号]?(?:[T ][0-9:.]+)?")
_DIGITS = re.compile(r"(?:19|20)[0-9]{6}")
# Serials of the years 1954 to 2119: smaller and larger numbers are hardly days.
_SERIALS = range(20_000, 80_000)
_WRITE = Text("请改成日期，如 2024-01-15。", "Make it a date, written as 2024-01-15.")


def no_day(label: Text, found: Text, cell: Cell, at: CellRef) -> Diagnostic:
    """Report a text or a number where a day is needed; `found` tells what stands there."""
    text = half_width(cell.text).strip()
    parts = _PARTS.fullmatch(text)
    code, why, hint = "not-a-date", Text("", ""), _WRITE
    if parts is not None and len(parts[1]) < 3 and len(parts[3]) < 3:
        code = "two-digit-year"
        why = Text("，年份只有两位", ", whose year has two digits")
    elif (parts is not None and len(parts[1]) == 4) or _DIGITS.fullmatch(text):
        code = "impossible-date"
        why = Text("，没有这一天", ": there is no such day")
    elif cell.kind is Kind.NUMBER and text.isdigit() and int(text) in _SERIALS:
        day = moment_of_serial(float(text), date1904=False)
        hint = Text(
            f"若是日期 {day}，请设为日期格式。", f"If it is {day}, give the cell a date format."
        )
    return Diagnostic(
        code=code,
        severity=Severity.ERROR,
        message=Text(
            "{label}需要一个日期，实为{found}{why}", "{label} needs a date, found {found}{why}"
        ).fill(label=label, found=found, why=why),
        cell=at,
        hint=hint,
    )
