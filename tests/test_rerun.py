"""A second run over our own copy: its columns and its page are written anew, nothing comes twice.

So it is in every mode, whatever lies on the sheet and whatever became of the copy in between.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import run
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Protection
from openpyxl.utils.units import pixels_to_EMU
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from packages import by_openpyxl, changes, contents, text, zipped

from tierctl.app.annotation_columns import ColumnKind
from tierctl.app.classify import Classified, ClassifyOptions, classify
from tierctl.app.existing import OnExisting
from tierctl.policy.load import load_policy, parse_policy
from tierctl.tables.options import TableOptions
from tierctl.workbook.stamp import own_copy

SALES = load_policy("sales-size")
AMOUNTS = [7_000_000, 2_000_000, 500_000]
RIGHT = ["大客户", "中客户", "小客户"]
APPEND, OVERWRITE = OnExisting.APPEND, OnExisting.OVERWRITE
EXISTING: dict[str, list[str | None] | None] = {
    "no tier column": None,
    "an empty one": [None, None, None],
    "a filled one": ["大客户", "小客户", None],
    "one of formulas": ['=IF(B2>0,"大客户","")', None, None],
}
DISCOUNTS = parse_policy(
    """
id = "discounts"
version = "1"
title = { zh = "折扣", en = "Discounts" }
[inputs.annual_sales]
label = { zh = "年平均销售额", en = "Average annual sales" }
type = "number"
unit = "元"
[results.tier]
label = { zh = "客户等级", en = "Tier" }
tiers = [
    { id = "low", label = { zh = "低", en = "Low" }, color = "E7E6E6" },
    { id = "high", label = { zh = "高", en = "High" }, color = "C6E0B4" },
]
[results.discount]
label = { zh = "折扣", en = "Discount" }
type = "number"
decimals = 2
[[steps]]
name = "size"
rules = [
    { id = "high", when = { annual_sales = ">= 100万" }, then = { tier = "high", discount = 0.8 } },
    { id = "low", when = { annual_sales = "< 100万" }, then = { tier = "low", discount = 1 } },
]
""".encode(),
    "discounts.toml",
)


def book(tiers: list[str | None] | None = None) -> tuple[openpyxl.Workbook, Worksheet]:
    """Make a workbook of three customers, with a tier column before the last one or without."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "客户"
    for number, amount in enumerate(["年平均销售额", *AMOUNTS]):
        tier = [] if tiers is None else [["客户等级", *tiers][number]]
        sheet.append([f"C{number}" if number else "客户编号", amount, *tier, "备注"])
    return workbook, sheet


def first(folder: Path, workbook: openpyxl.Workbook, **options: Any) -> Classified:
    """Save a workbook and grade it."""
    workbook.save(folder / "a.xlsx")
    return grade(folder / "a.xlsx", **options)


def grade(path: Path, policy: Any = SALES, **options: Any) -> Classified:
    return classify(path, policy, ClassifyOptions(**options))


def rows(path: Path) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def written(result: Classified) -> dict[str, list[Any]]:
    """Return what stands in each column of ours, by its header."""
    by_column = list(zip(*rows(result.output), strict=True))
    return {c.header: list(by_column[c.col][1:]) for c in result.columns}


def told(result: Classified) -> list[tuple[str, str]]:
    """Return the findings and where they are, without those about single customers."""
    found = [(d.code, d.cell.a1 if d.cell else "") for d in result.diagnostics]
    return [(code, at) for code, at in found if code != "tier-differs"]


def sheet_names(path: Path) -> list[str]:
    return list(openpyxl.load_workbook(path).sheetnames)


# --- every mode after every mode ---


def _refused(name: str, *modes: OnExisting) -> bool:
    return name == "one of formulas" and modes[0] is OVERWRITE


MODES = [
    (name, *modes)
    for name, *modes in product(EXISTING, OnExisting, OnExisting)
    if not _refused(name, *modes)
]


@pytest.mark.parametrize(("name", "once", "again"), MODES)
def test_nothing_comes_twice(
    name: str, once: OnExisting, again: OnExisting, tmp_path: Path
) -> None:
    one = first(tmp_path, book(EXISTING[name])[0], on_existing=once)
    two = grade(one.output, on_existing=again)
    three = grade(two.output, on_existing=once)
    assert rows(one.output)[0] == rows(two.output)[0] == rows(three.output)[0]
    assert rows(two.output) == rows(three.output)
    assert changes(one.output, three.output)[1:] == (set(), set())
    assert ["客户", "等级汇总"] == sheet_names(three.output)
    assert own_copy(three.output) == (True, True)
    for result in (one, two, three):
        assert [c.col for c in one.columns] == [c.col for c in result.columns]
        assert RIGHT in written(result).values()


@pytest.mark.parametrize("mode", OnExisting)
@pytest.mark.parametrize("name", ["a filled one", "one of formulas"])
def test_what_somebody_filled_is_as_it_was_after_two_runs(
    name: str, mode: OnExisting, tmp_path: Path
) -> None:
    """Overwriting comes too late once our column stands beside it: that is told."""
    two = grade(first(tmp_path, book(EXISTING[name])[0]).output, on_existing=mode)
    assert EXISTING[name] == [row[2] for row in rows(two.output)[1:]]
    assert RIGHT == written(two)["客户等级(tierctl)"]
    assert ([("not-overwritten", "C1")] if mode is OVERWRITE else []) == told(two)


def test_the_command_overwrites_once_our_column_is_gone(tmp_path: Path) -> None:
    """What `not-overwritten` says to do helps."""
    one = first(tmp_path, book(EXISTING["a filled one"])[0])
    done = run("classify", one.output, "--on-existing", "overwrite", "--lang", "en")
    assert "or delete the column of E1 first" in done.out
    book_ = openpyxl.load_workbook(one.output)
    book_.worksheets[0].delete_cols(5)
    book_.save(tmp_path / "b.xlsx")
    done = run("classify", tmp_path / "b.xlsx", "--on-existing", "overwrite", "-q")
    assert (done.code, done.out) == (0, "")
    assert RIGHT == [row[2] for row in rows(tmp_path / "b.tiered.xlsx")[1:]]


def test_other_figures_give_other_tiers_and_a_new_customer_gets_one(tmp_path: Path) -> None:
    """The sheet has been worked on between the runs, in a program that keeps the stamp."""
    one = first(tmp_path, book(EXISTING["an empty one"])[0])
    content = contents(one.output)
    part = "xl/worksheets/sheet1.xml"
    content[part] = content[part].replace(b"<v>7000000</v>", b"<v>7</v>", 1)
    row = f'<row r="5">{text("A5", "C4")}<c r="B5"><v>9000000</v></c></row>'
    content[part] = content[part].replace(b"</sheetData>", f"{row}</sheetData>".encode())
    two = grade(zipped(tmp_path / "b.xlsx", content))
    assert ["小客户", "中客户", "小客户", "大客户"] == written(two)["客户等级"]
    page = {str(value) for value in by_openpyxl(two.output, 1).values()}
    assert any("= 已定级 4 +" in value for value in page)


# --- another policy, other columns, another language, another name ---


def test_a_column_of_another_policy_stays_is_told_and_is_ours_again_later(tmp_path: Path) -> None:
    workbook, _ = book()
    workbook.save(tmp_path / "a.xlsx")
    one = grade(tmp_path / "a.xlsx", DISCOUNTS)
    two = grade(one.output)
    three = grade(two.output, DISCOUNTS)
    assert ["客户等级", "折扣", "依据"] == list(written(one))
    assert [("stale-column", "E1")] == told(two)
    assert [0.8, 0.8, 1] == [row[4] for row in rows(two.output)[1:]]
    assert rows(one.output) == rows(three.output)
    assert [] == told(three)


def test_a_tier_that_is_not_asked_for_again_is_written_anew(tmp_path: Path) -> None:
    """A tier of one policy beside the reason of another would be worse than none."""
    one = first(tmp_path, book()[0])
    two = grade(one.output, DISCOUNTS, columns=[ColumnKind.REASON])
    assert ["高", "高", "低"] == written(two)["客户等级"]
    assert "100万" in written(two)["依据"][2]


def test_in_another_language_the_same_columns_are_written(tmp_path: Path) -> None:
    one = first(tmp_path, book(EXISTING["a filled one"])[0])
    two = grade(one.output, lang="en")
    assert rows(one.output)[0] == rows(two.output)[0]
    assert ["Large", "Medium", "Small"] == written(two)["客户等级(tierctl)"]
    assert sheet_names(one.output) == sheet_names(two.output)


@pytest.mark.parametrize("name", EXISTING)
def test_a_sheet_that_was_renamed_keeps_its_columns(name: str, tmp_path: Path) -> None:
    one = first(tmp_path, book(EXISTING[name])[0])
    content = contents(one.output)
    named = content["xl/workbook.xml"].replace('name="客户"'.encode(), b'name="2025"')
    content["xl/workbook.xml"] = named
    two = grade(zipped(tmp_path / "b.xlsx", content))
    assert rows(one.output)[0] == rows(two.output)[0]
    three = grade(two.output)
    assert rows(one.output)[0] == rows(three.output)[0]
    assert ["2025", "等级汇总"] == sheet_names(three.output)


def test_a_new_sheet_with_the_old_name_is_somebody_s(tmp_path: Path) -> None:
    """The graded sheet was renamed and kept; the new one has headers like ours."""
    workbook, _ = book()
    new = workbook.create_sheet("新")
    for number, amount in enumerate(["年平均销售额", *AMOUNTS]):
        new.append(
            [number or "客户编号", amount, number or "客户等级", "我的" if number else "依据"]
        )
    one = first(tmp_path, workbook, table=TableOptions(sheet="客户"))
    content = contents(one.output)
    named = content["xl/workbook.xml"].decode()
    named = named.replace('name="客户"', 'name="旧"').replace('name="新"', 'name="客户"')
    content["xl/workbook.xml"] = named.encode()
    path = zipped(tmp_path / "b.xlsx", content)
    two = grade(path, table=TableOptions(sheet="客户"))
    theirs = openpyxl.load_workbook(two.output)["客户"]
    headers = ["客户编号", "年平均销售额", "客户等级", "依据", "客户等级(tierctl)", "依据(tierctl)"]
    assert headers == [cell.value for cell in theirs[1]]
    assert [1, "我的"] == [cell.value for cell in theirs[2]][2:4]


# --- what lies on the sheet ---


def test_a_table_and_a_filter_grow_once(tmp_path: Path) -> None:
    workbook, sheet = book()
    sheet.add_table(Table(displayName="T", ref="A1:C4"))
    one = first(tmp_path, workbook)
    two = grade(one.output)
    assert changes(one.output, two.output)[0] <= {"customXml/tierctl.xml", _page(one)}
    copy = openpyxl.load_workbook(two.output).worksheets[0].tables["T"]
    assert "A1:E4" == copy.ref
    assert ["客户编号", "年平均销售额", "备注", "客户等级", "依据"] == copy.column_names


def _page(result: Classified) -> str:
    (added,) = (n for n in changes(result.source, result.output)[1] if "worksheets/sheet" in n)
    return added


def _chart(sheet: Worksheet, start: tuple[int, int], end: tuple[int, int], offset: int = 9) -> None:
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    chart.anchor = TwoCellAnchor(
        _from=AnchorMarker(col=start[0], row=start[1]),
        to=AnchorMarker(col=end[0], row=end[1], colOff=offset, rowOff=offset),
    )
    sheet.add_chart(chart)


FREE: list[tuple[str, str]] = []
CHARTS = {
    "over the first new column": ((3, 1), (3, 3), [("under-drawing", "D1")]),
    "over the second": ((4, 1), (9, 3), [("under-drawing", "E1")]),
    "that begins before": ((0, 1), (3, 3), [("under-drawing", "D1")]),
    "beyond": ((5, 0), (9, 9), FREE),
    "below": ((0, 4), (9, 9), FREE),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_stays_where_it_is_and_is_told_of_each_time(name: str, tmp_path: Path) -> None:
    start, end, expected = CHARTS[name]
    workbook, sheet = book()
    _chart(sheet, start, end)
    one = first(tmp_path, workbook)
    two = grade(one.output)
    assert expected == told(one) == told(two)
    drawing = "xl/drawings/drawing1.xml"
    assert contents(one.source)[drawing] == contents(two.output)[drawing]


def test_a_chart_that_ends_where_ours_begin_covers_nothing(tmp_path: Path) -> None:
    workbook, sheet = book()
    _chart(sheet, (0, 1), (3, 9), offset=0)
    assert FREE == told(first(tmp_path, workbook))


def test_a_chart_between_our_columns_covers_none_of_them(tmp_path: Path) -> None:
    """The tier goes into column C, the reason into F; the chart lies over D and E."""
    workbook, sheet = book(EXISTING["an empty one"])
    sheet["E1"] = "电话"
    _chart(sheet, (3, 1), (4, 3))
    assert FREE == told(first(tmp_path, workbook))


@pytest.mark.parametrize(
    ("width", "expected"), [(4, [("under-drawing", "D1")]), (30, FREE)], ids=["narrow", "wide"]
)
def test_how_far_a_chart_with_a_size_reaches_depends_on_the_columns(
    width: int, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    workbook, sheet = book()
    for letter in "ABC":
        sheet.column_dimensions[letter].width = width
    chart = BarChart()
    chart.width, chart.height = 6, 3  # centimetres
    sheet.add_chart(chart, "A2")
    assert pixels_to_EMU(64) * 3 < 6 * 360_000 < 3 * 30 * 7 * 9_525
    assert expected == told(first(tmp_path, workbook))


def test_new_columns_among_hidden_ones_are_seen_and_stay_so(tmp_path: Path) -> None:
    """Everything right of the data is hidden up to the last column, as templates have it."""
    workbook, sheet = book()
    sheet.column_dimensions.group("D", "XFD", hidden=True)
    one = first(tmp_path, workbook)
    two = grade(one.output)
    for result in (one, two):
        assert FREE == told(result)
        found = openpyxl.load_workbook(result.output).worksheets[0].column_dimensions
        hidden = {(d.min, d.max) for d in found.values() if d.hidden}
        assert {(6, 16_384)} == hidden


def test_a_column_of_ours_that_was_hidden_stays_hidden_and_is_told(tmp_path: Path) -> None:
    one = first(tmp_path, book()[0])
    content = contents(one.output)
    part = "xl/worksheets/sheet1.xml"
    assert b'<col min="5" max="5"' in content[part]
    content[part] = content[part].replace(b'<col min="5"', b'<col hidden="1" min="5"')
    two = grade(zipped(tmp_path / "b.xlsx", content))
    assert [("hidden-column", "E1")] == told(two)
    assert b'<col hidden="1" min="5"' in contents(two.output)[part]


# --- what is protected ---


def test_a_protected_sheet_is_written_and_its_protection_stays(tmp_path: Path) -> None:
    """The cells that people may fill in stay theirs to fill in, though they are coloured now."""
    workbook, sheet = book(EXISTING["an empty one"])
    sheet.protection.sheet = True
    sheet.protection.password = "secret"
    for row in range(2, 5):
        sheet.cell(row, 3).protection = Protection(locked=False)
    one = first(tmp_path, workbook)
    two = grade(one.output)
    before = openpyxl.load_workbook(one.source).worksheets[0].protection
    for result in (one, two):
        assert [("protected-sheet", "C1")] == told(result)
        copy = openpyxl.load_workbook(result.output).worksheets[0]
        assert (True, before.password) == (copy.protection.sheet, copy.protection.password)
        assert [False] * 3 == [copy.cell(row, 3).protection.locked for row in range(2, 5)]
        assert RIGHT == written(result)["客户等级"]


def test_a_locked_structure_gets_no_sheet_in_any_run(tmp_path: Path) -> None:
    workbook, _ = book()
    workbook.security = WorkbookProtection(lockStructure=True)
    one = first(tmp_path, workbook)
    two = grade(one.output)
    for result in (one, two):
        assert [("no-summary-sheet", "")] == told(result)
        assert result.summary_sheet is None
        assert ["客户"] == sheet_names(result.output)
        assert openpyxl.load_workbook(result.output).security.lockStructure
        assert RIGHT == written(result)["客户等级"]


def test_a_copy_of_every_sample_is_graded_again(samples: Path) -> None:
    """A header that is repeated further down lacks our columns, and is one all the same."""
    for name in ("customers.xlsx", "messy.xlsx"):
        one = classify(samples / name, SALES, ClassifyOptions())
        two = classify(one.output, SALES, ClassifyOptions())
        assert one.table.rows == two.table.rows
        assert one.table.skipped == two.table.skipped
        assert list(one.decisions) == list(two.decisions)
