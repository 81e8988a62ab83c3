"""What is wrong with the units and the columns of amounts, with their addresses."""

from __future__ import annotations

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.text import Text


def row_in_currency(text: str, at: CellRef) -> Diagnostic:
    """Report a row that says that its amount is in another currency."""
    return Diagnostic(
        code="foreign-currency",
        severity=Severity.ERROR,
        message=Text(
            "这一行注明“{text}”，金额不是人民币", "the row says “{text}”: its amount is not in yuan"
        ).fill(text=" ".join(text.split())),
        cell=at,
        hint=Text(
            "请换算成人民币并改正该单元格，再重新运行。",
            "Convert the amount to yuan, correct this cell, and run again.",
        ),
    )


def row_unit_differs(text: str, unit: str, at: CellRef) -> Diagnostic:
    """Report a row that gives another unit than its column counts in."""
    return Diagnostic(
        code="unit-differs",
        severity=Severity.ERROR,
        message=Text(
            "这一行注明“{text}”，而该列按{unit}计",
            "the row says “{text}”, and the column counts in {unit}",
        ).fill(text=" ".join(text.split()), unit=unit),
        cell=at,
        hint=Text(
            "请统一单位；若整列都是这个单位，请用 --unit 指定。",
            "Bring the amounts to one unit; if all are in this one, say so with --unit.",
        ),
    )


def hidden_input(label: Text, at: CellRef) -> Diagnostic:
    """Warn of an input that is read from a column which nobody sees."""
    return Diagnostic(
        code="hidden-input",
        severity=Severity.WARNING,
        message=Text("{label}读自隐藏的列", "{label} is read from a hidden column").fill(
            label=label
        ),
        cell=at,
        hint=Text(
            "请确认就是这一列，或用 --map 指定另一列。",
            "Make sure that it is the one, or name another with --map.",
        ),
    )
