"""What to do where an input has no column that is certain: the option that names one."""

from __future__ import annotations

from tierctl.model.address import CellRef, column_letters
from tierctl.model.text import Text


def perhaps_meant(at: CellRef, header: str, name: str) -> Text:
    """Ask whether a column is the one that an input was looked for in."""
    shown, option = " ".join(header.split()), _option(at, name)
    return Text(
        f"您要找的是 {at.a1}“{shown}”吗？是则请加 {option}。",
        f"Did you mean {at.a1} “{shown}”? If so, add {option}.",
    )


def perhaps_another(at: CellRef, header: str, name: str) -> Text:
    """Tell of a column that bears an input's name, and something in brackets that is not known."""
    shown, option = " ".join(header.split()), _option(at, name)
    return Text(
        f"{at}“{shown}”括号里的内容可能使它成为另一种数；若就是这一列，请加 {option}。",
        f"What is in brackets in {at} “{shown}” may make it another number; "
        f"if it is the one, add {option}.",
    )


def _option(at: CellRef, name: str) -> str:
    return f"--map {column_letters(at.col)}={name}"
