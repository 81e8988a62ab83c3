"""The cells of a rules sheet: what each says, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import NoReturn

from tierctl.model.address import Area, CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.dates import day_of, iso
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.errors import PolicyInvalid
from tierctl.model.quantity import Unit, shifted
from tierctl.model.text import Text
from tierctl.policy.lint import date_from_range
from tierctl.policy.reading import invalid

Rows = Mapping[int, Mapping[int, Cell]]
"""Cells by row and column, zero-indexed, blank ones left out."""

_UNUSABLE = {
    Kind.BOOLEAN: Text(
        "这里是逻辑值 {text}：请写成文本 是 或 否",
        "this is the boolean {text}: write a text, such as yes or no",
    ),
    Kind.ERROR: Text(
        "这里是错误值 {text}：请改成条件或结果",
        "this is the error {text}: put a condition or a result here",
    ),
    Kind.UNCACHED: Text(
        "公式没有保存计算结果：请在 Excel 或 WPS 中打开并保存，或直接写出内容",
        "this formula has no stored value: open and save the file in Excel, or write the text",
    ),
}
_OTHER = Text("这里需要文本或数字", "a text or a number is needed here")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCells:
    """Rules as they stand in a sheet, merged cells filled downwards.

    `file` names the file in messages; `fills` are the colours of cells, RRGGBB; `wide` the cells
    that are merged across columns; `area` the range that holds the rules, where one is named.
    """

    file: str
    sheet: str
    rows: Rows
    fills: Mapping[tuple[int, int], str] = field(default_factory=dict)
    wide: Set[tuple[int, int]] = frozenset()
    area: Area | None = None
    notes: Mapping[tuple[int, int], Unit | None] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The file and the sheet: `rules.xlsx#等级规则`."""
        return f"{self.file}#{self.sheet}"

    @property
    def within(self) -> Rows:
        """The rows and cells of the named range; all of them where none is named."""
        if self.area is None:
            return self.rows
        held = {
            row: {col: cell for col, cell in cells.items() if self.area.holds(row, col)}
            for row, cells in self.rows.items()
        }
        return {row: cells for row, cells in held.items() if cells}

    def at(self, row: int, col: int) -> str:
        """Return where a cell stands: `rules.xlsx#等级规则!B5`."""
        return str(self._ref(row, col))

    def _ref(self, row: int, col: int) -> CellRef:
        return CellRef(self.place, row, col)

    def refusal(self, row: int, col: int, why: Text) -> PolicyInvalid:
        """Return the error for what stands in a cell."""
        return invalid(self.at(row, col), why)

    def note(self, code: str, severity: Severity, row: int, col: int, message: Text) -> Diagnostic:
        """Return what is worth telling about a cell."""
        return Diagnostic(code=code, severity=severity, message=message, cell=self._ref(row, col))

    def cell(self, row: int, col: int) -> Cell | None:
        """Return a cell, or None where it is blank."""
        return self.rows.get(row, {}).get(col)

    def is_number(self, row: int, col: int) -> bool:
        """Tell whether a cell holds a number, not a text that reads like one."""
        cell = self.cell(row, col)
        return cell is not None and cell.kind is Kind.NUMBER

    def day(self, row: int, col: int) -> str | None:
        """Return the day of a date cell, as `2024-01-15`; None for any other cell."""
        cell = self.cell(row, col)
        day = day_of(cell.text) if cell is not None and cell.kind is Kind.DATE else None
        return iso(day) if day is not None else None

    def text(self, row: int, col: int) -> str:
        """Return a cell as its writer sees it, a number in percent with its sign; "" where blank.

        Raises PolicyInvalid for a date (5-12 becomes one), an error, a boolean, or a formula
        without a stored value.
        """
        cell = self.cell(row, col)
        if cell is None:
            return ""
        if cell.kind is Kind.TEXT:
            return cell.text.strip()
        if cell.kind is not Kind.NUMBER:
            self._refuse(row, col, cell)
        value = shifted(cell.text, 2 if cell.percent else 0)
        if value is None:
            raise self.refusal(row, col, _OTHER)
        return repr(value).removesuffix(".0") + ("%" if cell.percent else "")

    def noted_unit(self, header_row: int, last_row: int) -> Unit | None:
        """Return the unit that notes above a table, or right below it, give its amounts.

        Raises PolicyInvalid for a unit that is none of ours, and where two notes disagree.
        """
        below = last_row + 1
        while below in self.rows:
            below += 1
        found: Unit | None = None
        for (row, col), unit in sorted(self.notes.items()):
            if header_row <= row <= last_row or row >= below:
                continue
            if unit is None or (found is not None and unit != found):
                zh = "看不出金额的单位：请写在条件的表头里，如（元）或（万元）"
                en = (
                    "the unit of the amounts is not clear: write it in the header of the"
                    " conditions, such as (元) or (万元)"
                )
                raise self.refusal(row, col, Text(zh, en))
            found = unit
        return found

    def _refuse(self, row: int, col: int, cell: Cell) -> NoReturn:
        finding = date_from_range(cell)
        if finding is not None:
            raise self.refusal(row, col, finding.message)
        raise self.refusal(row, col, _UNUSABLE.get(cell.kind, _OTHER).fill(text=cell.text))
