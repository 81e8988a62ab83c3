"""The cells of a rules sheet: what each says, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.errors import PolicyInvalid
from tierctl.model.text import Text
from tierctl.policy.lint import date_from_range
from tierctl.policy.reading import invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCells:
    """Rules as they stand in a sheet: cells by row and column, blank ones left out, zero-indexed.

    `file` names the file in messages; `fills` are the colours of cells, RRGGBB.
    """

    file: str
    sheet: str
    rows: Mapping[int, Mapping[int, Cell]]
    fills: Mapping[tuple[int, int], str]
    header_row: int = 0

    @property
    def place(self) -> str:
        """The file and the sheet: `rules.xlsx#等级规则`."""
        return f"{self.file}#{self.sheet}"

    def at(self, row: int, col: int) -> str:
        """Return where a cell stands: `rules.xlsx#等级规则!B5`."""
        return f"{self.file}#{CellRef(self.sheet, row, col)}"

    def refusal(self, row: int, col: int, why: Text) -> PolicyInvalid:
        """Return the error for what stands in a cell."""
        return invalid(self.at(row, col), why)

    def cell(self, row: int, col: int) -> Cell | None:
        """Return a cell, or None where it is blank."""
        return self.rows.get(row, {}).get(col)

    def text(self, row: int, col: int) -> str:
        """Return a cell as its writer sees it, a number in percent with its sign; "" where blank.

        Raises PolicyInvalid for a date (5-12 becomes one), an error or a boolean.
        """
        cell = self.cell(row, col)
        if cell is None:
            return ""
        if cell.kind is Kind.NUMBER and cell.percent:
            return f"{float(cell.text) * 100:.15g}%"
        if cell.kind is Kind.NUMBER:
            return repr(float(cell.text)).removesuffix(".0")
        if cell.kind is Kind.TEXT:
            return cell.text.strip()
        finding = date_from_range(cell)
        if finding is not None:
            raise self.refusal(row, col, finding.message)
        raise self.refusal(
            row, col, Text("这里需要文本或数字", "a text or a number is needed here")
        )
