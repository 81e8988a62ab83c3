"""What `validate` has to say beyond what was found while the table was read."""

from __future__ import annotations

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.errors import TableRefused
from tierctl.model.text import Text


def refused(error: TableRefused) -> Diagnostic:
    """Report what would keep the customers from being graded at all."""
    return Diagnostic(
        code=error.code,
        severity=Severity.ERROR,
        message=error.what,
        cell=error.at,
        hint=error.hint,
    )


def similar_name(names: tuple[str, str], there: CellRef, at: CellRef) -> Diagnostic:
    """Report two customers whose names may be those of one: this one's, and the other's."""
    name, other = names
    return Diagnostic(
        code="similar-name",
        severity=Severity.WARNING,
        message=Text(
            "“{name}”与 {place}“{other}”只是写法或公司形式不同，可能是同一客户",
            "“{name}” and {place} “{other}” differ in spelling or legal form alone: they may be"
            " one customer",
        ).fill(name=_line(name), other=_line(other), place=there.a1),
        cell=at,
        hint=Text(
            "请核对；若是同一客户，请先汇总成一行。",
            "Check them; if they are one, sum them up into one row first.",
        ),
    )


def contradicted_unit(label: Text, unit: str, other: str, at: CellRef) -> Diagnostic:
    """Report a column for which the sheet states two units."""
    return Diagnostic(
        code="mixed-units",
        severity=Severity.WARNING,
        message=Text(
            "{label}按{unit}计，而表中另有说明为{other}",
            "{label} counts in {unit}, and the sheet says {other} as well",
        ).fill(label=label, unit=unit, other=other),
        cell=at,
        hint=Text(
            "请改正其中一处，或用 --unit 指定。", "Correct one of them, or say which with --unit."
        ),
    )


def _line(text: str) -> str:
    return " ".join(text.split())
