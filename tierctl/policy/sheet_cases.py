"""The cases of a rules workbook: a sheet with a customer a row, and what must come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tierctl.model.cell import Kind
from tierctl.model.dates import day_of
from tierctl.model.header_text import header_unit
from tierctl.model.quantity import Dimension, Unit, base_unit, parse_quantity
from tierctl.model.text import Text
from tierctl.policy.case_columns import CaseColumns, CaseRole, case_columns
from tierctl.policy.document import CaseDocument, InputDocument, PolicyDocument
from tierctl.policy.policy import YES_OR_NO
from tierctl.policy.reading import Place
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rule_columns import is_footnote
from tierctl.policy.sheet_findings import SMALL_AMOUNT

CASES = ("用例", "测试用例", "Test cases", "Cases")
"""What the sheet may be called, the first one in Chinese and the last one in English."""

_WORDS = {text.casefold(): choice.id == "yes" for choice in YES_OR_NO for text in choice.names}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCases:
    """The cases of a sheet, and where each key of them stands."""

    documents: tuple[CaseDocument, ...]
    place: Place


def sheet_cases(cells: RuleCells, document: PolicyDocument) -> SheetCases:
    """Return the cases that a sheet has for a policy.

    Raises PolicyInvalid, which names the cell, for a header that is none of the policy's inputs or
    results, for a row without anything expected, and for a cell that no case can hold.
    """
    columns = case_columns(cells, document)
    return _Reader(cells, columns, document).cases()


class _Reader:
    def __init__(self, cells: RuleCells, columns: CaseColumns, document: PolicyDocument) -> None:
        self._cells = cells
        self._columns = columns
        self._document = document
        self._rows = [
            row
            for row, line in sorted(cells.rows.items())
            if row > columns.header_row
            and not is_footnote(line)
            and any(col in columns.roles for col in line)
        ]
        self._units = {col: self._unit(col) for col in columns.of(CaseRole.INPUT)}

    def cases(self) -> SheetCases:
        """Return the cases."""
        places: dict[str, str] = {}
        documents = []
        for number, row in enumerate(self._rows):
            path = f"cases[{number}]"
            places[path] = self._cells.at(row, min(self._columns.roles))
            case: dict[str, Any] = {"given": {}, "then": {}}
            for col, (role, name) in self._columns.roles.items():
                if role in (CaseRole.INPUT, CaseRole.RESULT):
                    key = "given" if role is CaseRole.INPUT else "then"
                    places[f"{path}.{key}.{name}"] = self._cells.at(row, col)
                if self._cells.cell(row, col) is None:
                    continue
                if role is CaseRole.INPUT:
                    case["given"][name] = self._given(row, col, name)
                elif role is CaseRole.RESULT:
                    case["then"][name] = self._cells.text(row, col)
                elif role is CaseRole.WARNS:
                    case["warns"] = self._yes_or_no(row, col)
                elif role in (CaseRole.NAME, CaseRole.NOTE):
                    case[role.value] = self._cells.text(row, col)
            if not case["then"]:
                zh, en = "没有写期望的结果", "this row says nothing of what is expected"
                raise self._cells.refusal(row, self._columns.first_result, Text(zh, en))
            documents.append(CaseDocument.model_validate(case))
        return SheetCases(documents=tuple(documents), place=_placing(places, self._cells.place))

    def _unit(self, col: int) -> Unit | None:
        """Return the unit that the sheet states for a column; None where it states none."""
        read = self._document.inputs.get(self._columns.roles[col][1])
        if read is None or read.type != "number":
            return None
        row = self._columns.header_row
        dimension = base_unit(read.unit).dimension
        unit = header_unit(self._cells.text(row, col), dimension)
        if unit is None and dimension is Dimension.MONEY and self._rows:
            unit = self._cells.noted_unit(row, self._rows[-1])
        return unit

    def _given(self, row: int, col: int, name: str) -> str | float | bool | date:
        """Return a cell as a policy file would write it; an amount with the unit of its header."""
        cell, read = self._cells.cell(row, col), self._document.inputs.get(name)
        assert cell is not None
        if cell.kind is Kind.BOOLEAN and read is not None and read.type in ("bool", "choice"):
            return cell.text == "TRUE"
        if cell.kind is Kind.DATE and read is not None and read.type == "date":
            day = day_of(cell.text)
            assert day is not None
            return date.fromordinal(day)
        text = self._cells.text(row, col)
        if read is not None and read.type == "number":
            return self._number(row, col, text, read)
        return text

    def _number(self, row: int, col: int, text: str, read: InputDocument) -> str | float:
        base = base_unit(read.unit)
        if cell_is_foreign(self._cells, row, col):
            zh, en = "这里按外币显示", "this is shown in another currency"
            raise self._cells.refusal(row, col, Text(zh, en))
        bare = self._cells.is_number(row, col)
        plain = f"{Decimal(text):f}" if bare and not text.endswith("%") else text
        quantity = parse_quantity(plain, base.dimension)
        if quantity is None or quantity.unit is not None:
            return text
        unit = self._units[col]
        if unit is None:
            self._refuse_small(row, col, float(quantity.digits), base, read)
        if unit is None or (unit.shift == base.shift and base.dimension is not Dimension.RATIO):
            return (int(text) if text.lstrip("-").isdigit() else float(text)) if bare else text
        return f"{quantity.digits}{unit.symbol}"

    def _refuse_small(
        self, row: int, col: int, amount: float, base: Unit, read: InputDocument
    ) -> None:
        if base.dimension is Dimension.MONEY and 0 < abs(amount) < SMALL_AMOUNT:
            header = read.label.zh
            zh = f"{amount:g} 没有单位，是元还是万元？请写在表头里，如 {header}（元）"
            en = f"{amount:g} has no unit, 元 or 万元? Write it in the header, as {header}（元）"
            raise self._cells.refusal(row, col, Text(zh, en))

    def _yes_or_no(self, row: int, col: int) -> bool:
        cell = self._cells.cell(row, col)
        assert cell is not None
        text = cell.text if cell.kind is Kind.BOOLEAN else self._cells.text(row, col)
        if text.casefold() not in _WORDS:
            raise self._cells.refusal(row, col, Text("应为 是 或 否", "yes or no is needed"))
        return _WORDS[text.casefold()]


def cell_is_foreign(cells: RuleCells, row: int, col: int) -> bool:
    """Tell whether a number is shown in another currency."""
    cell = cells.cell(row, col)
    return cell is not None and cell.kind is Kind.NUMBER and cell.foreign


def _placing(places: Mapping[str, str], whole: str) -> Place:
    def place(path: str) -> str:
        return places.get(path) or whole

    return place
