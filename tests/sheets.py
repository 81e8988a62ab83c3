"""Small workbooks from rows, and what tierctl must make of them: the runner of the case files.

A case (`tests/cases/*.toml`) gives `rows`, or several `sheet`s. A cell is written as its value; ""
is a blank, `{ formula = "SUM(C2:C4)", value = 5 }` a formula with the value that Excel stored,
`{ value = 0.48, format = "0%" }` a number with a format. What a case may expect:

    found     the header's address             tiers     tier, `ungraded` or a code, by customer
    columns   input → column letters           values    input `annual_sales`, by customer
    unit      symbol of the measure's unit     skipped   row → why it is no customer
    source    where that unit was read         warnings  `code A1`, in the order of the sheet
    refused   the code of the refusal          mentions  what its message and hint must name
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from tierctl.engine.reference import decide
from tierctl.model.address import column_letters
from tierctl.model.decision import Decision
from tierctl.model.errors import TierctlError
from tierctl.model.table import BoundTable
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.load import load_policy, parse_policy
from tierctl.policy.policy import Policy
from tierctl.tables.options import TableOptions
from tierctl.tables.read import read_table

Case = Mapping[str, Any]
CASES = Path(__file__).parent / "cases"

# A percent column and a count, for what sales cannot show.
RATIO_POLICY = b"""
id = "leverage"
version = "1"
title = { zh = "\xe8\xb4\x9f\xe5\x80\xba", en = "Leverage" }
[inputs.debt_ratio]
label = { zh = "\xe8\xb5\x84\xe4\xba\xa7\xe8\xb4\x9f\xe5\x80\xba\xe7\x8e\x87", en = "Debt ratio" }
type = "number"
unit = "%"
[results.tier]
label = { zh = "\xe7\xad\x89\xe7\xba\xa7", en = "Tier" }
tiers = [
    { id = "weak", label = { zh = "\xe5\xbc\xb1", en = "Weak" }, color = "E7E6E6" },
    { id = "sound", label = { zh = "\xe5\xa5\xbd", en = "Sound" }, color = "C6E0B4" },
]
[[steps]]
name = "ladder"
rules = [
    { id = "sound", when = { debt_ratio = "<= 60%" }, then = { tier = "sound" } },
    { id = "weak", when = { debt_ratio = "> 60%" }, then = { tier = "weak" } },
]
"""


def cases(file: str, key: str = "case") -> list[Any]:
    """Return the cases of a data file as pytest parameters, named as the file names them."""
    data = tomllib.loads((CASES / file).read_text(encoding="utf-8"))
    names = [case["name"] for case in data[key]]
    assert len(set(names)) == len(names), f"{file}: two cases bear one name"
    return [pytest.param(case, id=case["name"]) for case in data[key]]


def policy_of(case: Case) -> Policy:
    """Return the policy that a case names: the sales tiers unless it says `leverage`."""
    if case.get("policy") == "leverage":
        return parse_policy(RATIO_POLICY, "leverage.toml")
    return load_policy("sales-size")


def write(path: Path, sheets: Sequence[Case]) -> Path:
    """Write a workbook with openpyxl, then store the values of its formulas."""
    book = Workbook()
    book.remove(book.worksheets[0])
    stored: dict[str, dict[str, object]] = {}
    for number, given in enumerate(sheets, start=1):
        sheet = book.create_sheet(given.get("name", "客户"))
        sheet.sheet_state = "hidden" if given.get("hidden") else "visible"
        for row, cells in enumerate(given["rows"], start=given.get("first_row", 1)):
            for col, content in enumerate(cells, start=given.get("first_col", 1)):
                value = content
                if isinstance(content, dict):
                    value = content["value"]
                    if "formula" in content:
                        address = f"{column_letters(col - 1)}{row}"
                        stored.setdefault(f"xl/worksheets/sheet{number}.xml", {})[address] = value
                        value = f"={content['formula']}"
                if value == "":
                    continue
                cell = sheet.cell(row, col, value)
                if isinstance(content, dict) and "format" in content:
                    cell.number_format = content["format"]
        for area in given.get("merges", ()):
            sheet.merge_cells(area)
        for row in given.get("hidden_rows", ()):
            sheet.row_dimensions[row].hidden = True
        for letters in given.get("hidden_columns", ()):
            sheet.column_dimensions[letters].hidden = True
    book.save(path)
    _store(path, stored)
    return path


def _store(path: Path, stored: Mapping[str, Mapping[str, object]]) -> None:
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for part, values in stored.items():
        text = parts[part].decode()
        for address, value in values.items():
            text, count = re.subn(
                rf'(<c r="{address}"[^>]*><f>[^<]*</f>)<v ?/?>(?:</v>)?',
                rf"\g<1><v>{value}</v>",
                text,
            )
            assert count == 1, address
        parts[part] = text.encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def options_of(case: Case) -> TableOptions:
    """Return the command line of a case; its `header_row` counts from 1, as people do."""
    row = case.get("header_row")
    return TableOptions(
        sheet=case.get("on_sheet"),
        header_row=row - 1 if row is not None else None,
        maps=case.get("map", {}),
        units=case.get("unit_option", {}),
    )


def read(case: Case, folder: Path) -> tuple[BoundTable, list[Decision]]:
    """Write a case's workbook and read it: the table, and a decision for each customer."""
    path = write(folder / "客户.xlsx", case.get("sheet") or [{**case, "name": "客户"}])
    policy = policy_of(case)
    workbook = WorkbookFile(path)
    try:
        table = read_table(workbook, policy, options_of(case))
    finally:
        workbook.close()
    return table, decide(policy, table)


def check(case: Case, folder: Path) -> None:
    """Hold a case against what is made of it."""
    if "refused" in case:
        with pytest.raises(TierctlError) as refusal:
            read(case, folder)
        _check_refusal(case, refusal.value)
        return
    table, decisions = read(case, folder)
    seen = _seen(table, decisions)
    expected = {key: case[key] for key in seen if key in case}
    assert expected, "the case expects nothing"
    assert expected == {key: seen[key] for key in expected}


def _check_refusal(case: Case, refusal: TierctlError) -> None:
    assert case["refused"] == refusal.code
    hint = refusal.hint
    for said in (
        refusal.message.zh + (hint.zh if hint else ""),
        refusal.message.en + (hint.en if hint else ""),
    ):
        for word in case.get("mentions", ()):
            assert word in said


def _seen(table: BoundTable, decisions: Sequence[Decision]) -> dict[str, Any]:
    measure = next(c for n, c in table.columns.items() if n in ("annual_sales", "debt_ratio"))
    warnings = [*table.diagnostics, *(w for d in decisions for w in d.warnings)]
    warned = sorted((d.cell.row, d.cell.col, f"{d.code} {d.cell.a1}") for d in warnings if d.cell)
    return {
        "found": f"{table.sheet}!{column_letters(table.first_col)}{table.header_row + 1}",
        "columns": {name: column_letters(c.col) for name, c in table.columns.items()},
        "unit": measure.unit.symbol,
        "source": measure.unit_source.value,
        "tiers": [_outcome(decision) for decision in decisions],
        "values": [v if v is not None else "" for v in measure.values],
        "skipped": {str(row + 1): why.value for row, why in table.skipped.items()},
        "warnings": [said for _, _, said in warned],
        "hidden_count": table.hidden_rows,
        "other_sheets": list(table.other_sheets),
        "names": [_name(table, position) for position in range(len(table.rows))],
        "customer_rows": [row + 1 for row in table.rows],
        "regions": [table.value("region", p) or "" for p in range(len(table.rows))],
    }


def _outcome(decision: Decision) -> str:
    if decision.problems:
        problem = decision.problems[0]
        return f"{problem.code} {problem.cell.a1}" if problem.cell else problem.code
    return str(decision.results["tier"])


def _name(table: BoundTable, position: int) -> str:
    found = table.value("customer_id", position) or table.value("customer_name", position)
    return str(found or "")
