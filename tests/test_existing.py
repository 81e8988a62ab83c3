"""The tier column that a sheet already has, in each of its states and modes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from rich.console import Console

from tierctl.app.classify import Classified, ClassifyOptions, classify
from tierctl.app.existing import OnExisting
from tierctl.app.summary import exact_sum
from tierctl.model.errors import InputRefused
from tierctl.policy.load import load_policy
from tierctl.render.json_object import classified
from tierctl.render.summary import summary
from tierctl.render.view import View

HEADER = ["客户编号", "年平均销售额", "客户等级"]
SALES = [7_000_000, 2_000_000, 500_000]
RIGHT = ["大客户", "中客户", "小客户"]


def workbook(folder: Path, tiers: list[Any], **more: Any) -> Path:
    """Write three customers with a tier column; `header` and `beyond` change the sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([*HEADER[:2], more.get("header", HEADER[2]), *more.get("beyond", [])])
    for number, (amount, tier) in enumerate(zip(SALES, tiers, strict=True), start=1):
        sheet.append([f"C{number}", amount, tier, *more.get("beyond", [])])
    path = folder / "客户.xlsx"
    book.save(path)
    return path


def grade(path: Path, mode: OnExisting = OnExisting.APPEND, **options: Any) -> Classified:
    """Grade a workbook by the sales tiers."""
    return classify(path, load_policy("sales-size"), ClassifyOptions(on_existing=mode, **options))


def rows(path: Path) -> list[list[Any]]:
    """Return the copy's rows as openpyxl reads them."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def reasons(path: Path) -> list[Any]:
    """Return the last column's cells, without the header."""
    return [row[-1] for row in rows(path)[1:]]


def test_an_empty_column_is_filled(tmp_path: Path) -> None:
    result = grade(workbook(tmp_path, [None, None, None]))
    copy = rows(result.output)
    assert copy[0] == [*HEADER, "依据"]
    assert [row[2] for row in copy[1:]] == RIGHT
    assert result.comparison is None


def test_an_empty_column_inside_the_data_is_filled_in_its_place(tmp_path: Path) -> None:
    result = grade(workbook(tmp_path, [None, None, None], beyond=["备注"]))
    copy = rows(result.output)
    assert copy[0] == [*HEADER, "备注", "依据"]
    assert [row[2:4] for row in copy[1:]] == [[tier, "备注"] for tier in RIGHT]


def test_a_filled_column_stays_and_differences_are_counted_and_marked(tmp_path: Path) -> None:
    result = grade(workbook(tmp_path, ["大客户", "小客户", None]))
    copy = rows(result.output)
    assert copy[0] == [*HEADER, "客户等级(tierctl)", "依据"]
    assert [row[2] for row in copy[1:]] == ["大客户", "小客户", None]
    assert [row[3] for row in copy[1:]] == RIGHT
    assert result.comparison is not None
    assert (result.comparison.same, len(result.comparison.differing)) == (1, 1)
    assert result.comparison.blank == 1
    assert [(d.code, d.cell.a1) for d in result.diagnostics if d.cell] == [("tier-differs", "C3")]
    assert copy[2][4].endswith("；原等级 小客户")
    sheet = openpyxl.load_workbook(result.output).worksheets[0]
    fills = [sheet.cell(row, 4).fill.fgColor.rgb for row in (2, 3, 4)]
    assert fills == ["FFC6E0B4", "FFFFC000", "FFE7E6E6"]


@pytest.mark.parametrize(
    "spelling", ["大客户", " 大客户 ", "large", "Large", "大 客户", "LARGE", "大"]
)
def test_other_spellings_of_the_same_tier_are_no_difference(tmp_path: Path, spelling: str) -> None:
    result = grade(workbook(tmp_path, [spelling, "中客户", "小客户"]))
    assert result.comparison is not None
    assert result.comparison.differing == {}


def test_overwrite_replaces_the_column(tmp_path: Path) -> None:
    result = grade(workbook(tmp_path, ["小客户", "小客户", "x"]), OnExisting.OVERWRITE)
    copy = rows(result.output)
    assert copy[0] == [*HEADER, "依据"]
    assert [row[2] for row in copy[1:]] == RIGHT
    assert [row[3].partition("；")[2] for row in copy[1:]] == [
        "原等级 小客户",
        "原等级 小客户",
        "原等级 x",
    ]


def test_formulas_are_not_overwritten(tmp_path: Path) -> None:
    path = workbook(tmp_path, ['=IF(B2>0,"大客户","")', None, None])
    with pytest.raises(InputRefused) as refusal:
        grade(path, OnExisting.OVERWRITE)
    assert refusal.value.code == "formula-in-the-way"
    assert "C2" in refusal.value.message.en
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_column_of_formulas_is_not_filled_but_stays(tmp_path: Path) -> None:
    result = grade(workbook(tmp_path, ['=IF(B2>0,"大客户","")', None, None]))
    assert rows(result.output)[0] == [*HEADER, "客户等级(tierctl)", "依据"]


def test_formulas_that_were_never_calculated_are_unknown_and_not_different(tmp_path: Path) -> None:
    result = grade(workbook(tmp_path, ['=IF(B2>0,"大客户","")', "=A1", "大客户"]))
    assert result.comparison is not None
    assert (result.comparison.unknown, result.comparison.same) == (2, 0)
    assert list(result.comparison.differing) == [2]
    assert [d.cell.a1 for d in result.diagnostics if d.code == "tier-differs" and d.cell] == ["C4"]
    assert "原等级" not in "".join(reasons(result.output)[:2])
    sheet = openpyxl.load_workbook(result.output).worksheets[0]
    assert "FFFFC000" not in [sheet.cell(row, 4).fill.fgColor.rgb for row in (2, 3)]
    found = classified("classify", [result], [], "en", unmask=False)["files"][0]["comparison"]
    assert found["unknown"] == 2
    assert "2 formulas never calculated" in shown_page(result)


def test_unknown_is_not_spoken_of_where_all_is_known(tmp_path: Path) -> None:
    result = grade(workbook(tmp_path, ["大客户", "?", None]))
    assert result.comparison is not None
    assert (result.comparison.unknown, list(result.comparison.differing)) == (0, [1])
    found = classified("classify", [result], [], "en", unmask=False)["files"][0]["comparison"]
    assert "unknown" not in found
    assert "never calculated" not in shown_page(result)


def shown_page(result: Classified) -> str:
    """Return the page that the terminal shows."""
    console = Console(file=io.StringIO(), width=160)
    with console.capture() as captured:
        console.print(summary(result, View(lang="en")))
    return captured.get()


@pytest.mark.parametrize("tiers", [[None, None, None], ["大客户", "小客户", "小客户"]])
def test_a_second_run_over_our_own_copy_rewrites_our_own_columns(
    tmp_path: Path, tiers: list[Any]
) -> None:
    first = grade(workbook(tmp_path, tiers))
    second = grade(first.output)
    assert rows(first.output)[0] == rows(second.output)[0]
    assert [row[:-1] for row in rows(first.output)] == [row[:-1] for row in rows(second.output)]


def test_a_second_run_knows_a_column_that_was_filled_as_its_own(tmp_path: Path) -> None:
    """Without the stamp the filled column would look like somebody's, and get a rival."""
    first = grade(workbook(tmp_path, [None, None, None]))
    second = grade(first.output)
    assert second.comparison is None
    assert reasons(second.output) == reasons(first.output)


def test_a_correction_by_hand_in_our_own_column_is_told(tmp_path: Path) -> None:
    first = grade(workbook(tmp_path, [None, None, None]))
    parts = {}
    with zipfile.ZipFile(first.output) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert parts[sheet].count("<t>中客户</t>".encode()) == 1
    parts[sheet] = parts[sheet].replace("<t>中客户</t>".encode(), "<t>大客户</t>".encode())
    edited = tmp_path / "edited.xlsx"
    with zipfile.ZipFile(edited, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    second = grade(edited)
    assert [(d.code, d.cell.a1) for d in second.diagnostics if d.cell] == [("tier-differs", "C3")]
    assert reasons(second.output)[1].endswith("；原等级 大客户")


def test_a_tier_column_merged_downwards_is_not_filled(tmp_path: Path) -> None:
    """One tier would stand for three customers."""
    path = workbook(tmp_path, [None, None, None])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].merge_cells("C2:C4")
    book.save(path)
    result = grade(path)
    assert rows(result.output)[0] == [*HEADER, "客户等级(tierctl)", "依据"]
    assert [row[3] for row in rows(result.output)[1:]] == RIGHT
    assert [d.code for d in result.diagnostics] == ["merged-tier-column"]


def test_a_hidden_tier_column_is_filled_and_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, [None, None, None])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].column_dimensions["C"].hidden = True
    book.save(path)
    result = grade(path)
    assert [(d.code, d.cell.a1) for d in result.diagnostics if d.cell] == [("hidden-column", "C1")]


def test_a_workbook_that_is_open_in_excel_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, [None, None, None])
    (tmp_path / f"~${path.name}").write_bytes(b"owner")
    assert [d.code for d in grade(path).diagnostics] == ["open-elsewhere"]


def test_the_reason_column_gets_a_name_of_its_own(tmp_path: Path) -> None:
    """A column 依据 of somebody else's stays; ours is told apart."""
    result = grade(workbook(tmp_path, [None, None, None], beyond=["依据"]))
    assert rows(result.output)[0] == [*HEADER, "依据", "依据(tierctl)"]


def test_sums_are_those_of_the_written_decimals(tmp_path: Path) -> None:
    """Added as doubles, these are 9,676,461.049999999."""
    path = workbook(tmp_path, [None, None, None])
    book = openpyxl.load_workbook(path)
    for row, amount in enumerate((7_769_569.56, 733_686.91, 1_173_204.58), start=2):
        book.worksheets[0].cell(row, 2).value = amount
    book.save(path)
    assert grade(path).figures.total == 9_676_461.05


def test_the_smallest_and_the_largest_add_up() -> None:
    assert float(exact_sum([1e308, 1.0, -1e308])) == 1.0
    assert float(exact_sum([5e-324, 1e308, -1e308])) == 5e-324
    assert float(exact_sum([0.1] * 10)) == 1.0
