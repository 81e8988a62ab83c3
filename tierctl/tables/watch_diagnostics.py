"""What is worth a look in cells that can be used, or that no decision reads."""

from __future__ import annotations

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.text import Text, same
from tierctl.tables.column_hints import perhaps_meant
from tierctl.tables.diagnostics import UNCACHED_HINT, long_identifier


def missing_column(label: Text, name: str, at: CellRef) -> Diagnostic:
    """Tell of an input that one can do without and that no column was found for."""
    hint = Text(
        f"有这一列时，请用 --map 列={name} 指定。",
        f"If there is such a column, say which: --map COLUMN={name}.",
    )
    return _missing(label, at, hint)


def column_like(label: Text, name: str, near: CellRef, header: str, at: CellRef) -> Diagnostic:
    """Tell of an input without a column, and of the one that is most like it."""
    return _missing(label, at, perhaps_meant(near, header, name))


def _missing(label: Text, at: CellRef, hint: Text) -> Diagnostic:
    return Diagnostic(
        code="missing-optional-column",
        severity=Severity.NOTE,
        message=Text("没有{label}列（可选）", "there is no column {label} (optional)").fill(
            label=label
        ),
        cell=at,
        hint=hint,
    )


def number_as_text(label: Text, text: str, at: CellRef) -> Diagnostic:
    """Tell of a number that is stored as a text: it is read, but no spreadsheet adds it up."""
    return Diagnostic(
        code="number-as-text",
        severity=Severity.WARNING,
        message=Text(
            "{label}应为数字，实为文本 '{text}'；按数字读取",
            "{label} should be a number, found the text '{text}'; read as one",
        ).fill(label=label, text=_short(text)),
        cell=at,
        hint=Text(
            "Excel 求和时会漏掉文本：请转换为数字。",
            "Excel leaves texts out of sums: convert it to a number.",
        ),
    )


def unit_in_cell(label: Text, text: str, unit: str, at: CellRef) -> Diagnostic:
    """Tell of an amount with a unit of its own in a column that counts in another."""
    return Diagnostic(
        code="mixed-units",
        severity=Severity.WARNING,
        message=Text(
            "{label}应按{unit}计，实为带单位的 '{text}'；按其自带单位读取",
            "{label} should be in {unit}, found '{text}' with its own unit; read by that",
        ).fill(label=label, unit=unit, text=_short(text)),
        cell=at,
        hint=Text("请统一为一种单位的数字。", "Bring all amounts to numbers in one unit."),
    )


def percent_among_bare(label: Text, at: CellRef) -> Diagnostic:
    """Tell of a percent in a column that mostly has bare numbers."""
    return _written_otherwise(
        at,
        Text(
            "{label}多为不带百分号的数，此处为百分数",
            "{label} mostly has numbers without a percent sign, found a percent",
        ).fill(label=label),
    )


def bare_among_percents(label: Text, at: CellRef) -> Diagnostic:
    """Tell of a bare number in a column that mostly has percents."""
    return _written_otherwise(
        at,
        Text(
            "{label}多为百分数，此处为不带百分号的数",
            "{label} mostly has percents, found a number without a percent sign",
        ).fill(label=label),
    )


def _written_otherwise(at: CellRef, message: Text) -> Diagnostic:
    return Diagnostic(
        code="mixed-units",
        severity=Severity.WARNING,
        message=message,
        cell=at,
        hint=Text("请统一写法。", "Write all of them in one way."),
    )


def date_as_text(label: Text, found: str, at: CellRef) -> Diagnostic:
    """Tell of a day that is stored as a text, or as a number such as 20240115."""
    return Diagnostic(
        code="date-as-text",
        severity=Severity.WARNING,
        message=Text(
            "{label}应为日期，实为 '{found}'；按日期读取",
            "{label} should be a date, found '{found}'; read as one",
        ).fill(label=label, found=_short(found)),
        cell=at,
        hint=Text(
            "Excel 不能按它排序和筛选：请转换为日期。",
            "Excel cannot sort or filter by it: convert it to a date.",
        ),
    )


def far_date(label: Text, day: str, first: str, last: str, at: CellRef) -> Diagnostic:
    """Tell of a day so far away that it is hardly meant."""
    return Diagnostic(
        code="far-date",
        severity=Severity.WARNING,
        message=Text(
            "{label}为 {day}，太远（通常在 {first} 至 {last} 之间）；按该日期读取",
            "{label} is {day}, far away (expected from {first} to {last}); read as it is",
        ).fill(label=label, day=day, first=first, last=last),
        cell=at,
        hint=Text("请核对年份。", "Check the year."),
    )


def unread_cell(header: str, cell: Cell, at: CellRef) -> Diagnostic:
    """Tell of an error, or of a formula without a value, in a column that the policy reads past."""
    if cell.kind is Kind.UNCACHED:
        found, code = (
            Text("没有保存计算结果的公式", "a formula without a stored value"),
            ("uncached-formula"),
        )
        hint = UNCACHED_HINT
    else:
        found, code = (
            Text("错误值 {error}", "the error {error}").fill(error=cell.text),
            ("error-cell"),
        )
        hint = Text("请修正该单元格。", "Fix the cell.")
    return Diagnostic(
        code=code,
        severity=Severity.WARNING,
        message=Text(
            "“{header}”列（策略不读取）有{found}", "column “{header}” (not read) has {found}"
        ).fill(header=header, found=found),
        cell=at,
        hint=hint,
    )


def unread_identifier(header: str, at: CellRef) -> Diagnostic:
    """Tell of a number of 16 digits or more in a column that the policy reads past."""
    return long_identifier(same(header), at)


_LONGEST = 40


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
