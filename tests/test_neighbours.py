"""What stands beside the customers on their sheet: tables, filters, formulas, merged cells."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from tierctl.app.classify import Classified, ClassifyOptions, classify
from tierctl.model.table import Skip
from tierctl.policy.load import load_policy

CUSTOMERS = [("K1", "锦江", 6585000), ("K2", "武侯", 980000), ("K3", "青羊", 1980000)]


def sheet_of(book: openpyxl.Workbook, *more: str) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = "客户"
    sheet.append(["客户编号", "客户名称", "年平均销售额", *more])
    for customer in CUSTOMERS:
        sheet.append(list(customer))
    return sheet


def excel_table(sheet: Worksheet, name: str, ref: str, totals: int = 0) -> None:
    table = Table(displayName=name, ref=ref, totalsRowCount=totals or None)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(table)


def graded(book: openpyxl.Workbook, folder: Path) -> tuple[Classified, Worksheet]:
    """Grade a workbook; return what was done, and the customers' sheet of the copy."""
    book.save(folder / "a.xlsx")
    result = classify(folder / "a.xlsx", load_policy("sales-size"), ClassifyOptions())
    return result, openpyxl.load_workbook(result.output)["客户"]


def codes(result: Classified) -> set[str]:
    return {diagnostic.code for diagnostic in result.diagnostics}


@pytest.mark.parametrize("own", [True, False], ids=["beside a table", "beside plain cells"])
def test_a_table_beside_the_customers_stays_as_it_is(tmp_path: Path, own: bool) -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    for row, (region, manager) in enumerate(
        [("区域", "经理"), ("四川", "张"), ("浙江", "李")], start=1
    ):
        sheet.cell(row, 5, region)
        sheet.cell(row, 6, manager)
    excel_table(sheet, "区域表", "E1:F3")
    if own:
        excel_table(sheet, "客户表", "A1:C4")
    result, copy = graded(book, tmp_path)
    assert ["G", "H"] == ["ABCDEFGH"[placed.col] for placed in result.columns]
    assert "E1:F3" == copy.tables["区域表"].ref
    assert own == ("table-not-extended" in codes(result))


def test_a_filter_of_another_list_stays_as_it_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    for row, text in enumerate(["区域", "四川", "浙江"], start=1):
        sheet.cell(row, 5, text)
    sheet.auto_filter.ref = "E1:E3"
    _, copy = graded(book, tmp_path)
    assert "E1:E3" == copy.auto_filter.ref


@pytest.mark.parametrize("label", ["标准差", "最大客户", "以上", None])
def test_a_row_that_excel_counts_as_totals_is_no_customer(
    tmp_path: Path, label: str | None
) -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    sheet.append([label, None, 9545000])
    excel_table(sheet, "客户表", "A1:C5", totals=1)
    result, copy = graded(book, tmp_path)
    assert {4: Skip.TOTAL} == dict(result.table.skipped)
    assert copy["D5"].value is None
    assert "A1:E5" == copy.tables["客户表"].ref


def test_a_table_below_the_customers_is_another_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    for row in (["x", "y", "z"], ["V1", "长虹", 9000000], ["V2", "康佳", 1]):
        sheet.append([None])
        sheet.append(row)
    excel_table(sheet, "供应商", "A6:C10")
    result, copy = graded(book, tmp_path)
    assert {5: Skip.OTHER_TABLE, 7: Skip.OTHER_TABLE, 9: Skip.OTHER_TABLE} == dict(
        result.table.skipped
    )
    assert [copy.cell(row, 4).value for row in (6, 8, 10)] == [None, None, None]


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ('COUNTIF(客户!D2:D4,"大客户")', True),
        ('COUNTIF(客户!$D:$D,"大客户")', True),
        ("COUNTA(客户!A2:E4)", True),
        ("SUM(客户!C2:C4)", False),
        ("SUM(D2:D4)", False),
    ],
)
def test_a_formula_that_reads_a_filled_column_is_told(
    tmp_path: Path, formula: str, told: bool
) -> None:
    book = openpyxl.Workbook()
    sheet_of(book, "客户等级")
    book.create_sheet("汇总")["A1"] = f"={formula}"
    result, _ = graded(book, tmp_path)
    found = [d for d in result.diagnostics if d.code == "stale-formula"]
    assert told == bool(found)
    assert all("汇总!A1" in d.message.zh for d in found)


def test_a_tier_column_that_a_merge_covers_is_not_filled(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book, "备注", "客户等级")
    sheet.merge_cells("D3:E3")
    result, copy = graded(book, tmp_path)
    assert "merged-tier-column" in codes(result)
    assert "小客户" == copy["F3"].value
    assert copy["E2"].value is None


def test_a_tier_column_that_an_array_formula_fills_is_not_written_to(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book, "备注", "客户等级")
    sheet["D2"] = ArrayFormula("D2:E4", "=A2:B4")
    result, copy = graded(book, tmp_path)
    assert "merged-tier-column" in codes(result)
    assert "大客户" == copy["F2"].value
    assert copy["E2"].value is None


def test_new_columns_go_right_of_what_an_array_formula_fills(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    sheet["D2"] = ArrayFormula("D2:F4", "=A2:C4")
    result, _ = graded(book, tmp_path)
    assert [6, 7] == [placed.col for placed in result.columns]


def test_the_sheets_named_in_formulas_are_read_in_utf_16_too(tmp_path: Path) -> None:
    """The scan for formulas decodes the part; a sheet in UTF-16 must not hide one."""
    book = openpyxl.Workbook()
    sheet = sheet_of(book, "备注", "客户等级")
    sheet["D2"] = ArrayFormula("D2:E4", "=A2:B4")
    book.save(tmp_path / "b.xlsx")
    with ZipFile(tmp_path / "b.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    text = parts[name].decode().removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    parts[name] = ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")
    with ZipFile(tmp_path / "a.xlsx", "w", ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    result = classify(tmp_path / "a.xlsx", load_policy("sales-size"), ClassifyOptions())
    assert "merged-tier-column" in codes(result)
