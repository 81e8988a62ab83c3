"""The copy with marks: a fill and a note on the cells concerned, and nothing else changed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from cli import run
from openpyxl.comments import Comment
from packages import (
    CUSTOMERS,
    MAIN,
    OFFICE,
    SHEET,
    STRICT_MAIN,
    STRICT_OFFICE,
    STYLES_PART,
    XML,
    by_calamine,
    by_openpyxl,
    changes,
    contents,
    parts,
    relationships,
    sheet_xml,
    zipped,
)

from tierctl.app.classify import ClassifyOptions, classify
from tierctl.app.validate import Validated, ValidateOptions, validate
from tierctl.model.address import CellRef, column_index
from tierctl.model.diagnostic import Diagnostic
from tierctl.ooxml import rows as ooxml_rows
from tierctl.ooxml.package import CONTENT_TYPES_PART
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.load import load_policy
from tierctl.workbook import notes
from tierctl.workbook.cell_mark import CellMark
from tierctl.workbook.marked_copy import MarkedCopy
from tierctl.workbook.stamp import PART, own_copy

RELS = "xl/_rels/workbook.xml.rels"
SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"
COMMENTS, DRAWING = "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"
ERROR, WARNING = "F8CBAD", "FFE699"
NEW = {PART, COMMENTS, DRAWING, SHEET_RELS}
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
CONTROLS = (
    f'<xml {_VML} xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1,7"/></o:shapelayout>'
    '<v:shape id="_x0000_s1025" type="#_x0000_t201">{}</v:shape></xml>'
)
"""A button of Excel's, as it writes them."""


def mark(a1: str, note: str = "不对", color: str = ERROR) -> CellMark:
    """A mark on a cell of sheet 客户."""
    letters = a1.rstrip("0123456789")
    cell = CellRef("客户", int(a1[len(letters) :]) - 1, column_index(letters))
    return CellMark(cell=cell, color=color, note=note)


def marked(source: Path, target: Path, *marks: CellMark) -> list[str]:
    """Write a copy with marks; return the codes of what it tells."""
    workbook = WorkbookFile(source)
    try:
        copy = MarkedCopy(workbook, workbook.sheets[0], marks, ("sales", "1", "0" * 64))
        copy.write(target)
        return [found.code for found in copy.diagnostics]
    finally:
        workbook.close()


def seen(path: Path) -> dict[str, tuple[str, str]]:
    """Return fill and note of every cell that has a note, as openpyxl reads them."""
    book = openpyxl.load_workbook(path)
    return {
        cell.coordinate: (cell.fill.fgColor.rgb[2:], cell.comment.text)
        for row in book.worksheets[0].iter_rows()
        for cell in row
        if cell.comment is not None
    }


def children(path: Path) -> list[str]:
    """Return the elements of a sheet in their order."""
    workbook = WorkbookFile(path)
    try:
        root = workbook.open_sheet(workbook.sheets[0]).frame.root
        return [child.name for child in root.children]
    finally:
        workbook.close()


def test_cells_get_a_fill_and_a_note_and_keep_what_they_hold(tmp_path: Path) -> None:
    source, target = zipped(tmp_path / "a.xlsx", parts()), tmp_path / "b.xlsx"
    assert marked(source, target, mark("B2"), mark("A3", "看看\n<&>", WARNING), mark("B1")) == []
    expected = {"B2": (ERROR, "不对"), "A3": (WARNING, "看看\n<&>"), "B1": (ERROR, "不对")}
    assert expected == seen(target)
    assert by_openpyxl(source) == by_openpyxl(target)
    assert by_calamine(source) == by_calamine(target)
    changed = {SHEET, STYLES_PART, RELS, CONTENT_TYPES_PART}
    assert changes(source, target) == (changed, NEW, set())
    assert own_copy(target) == (True, True)


def test_a_style_is_kept_but_for_the_fill(tmp_path: Path) -> None:
    rows = CUSTOMERS.replace('<c r="B2">', '<c r="B2" s="3">').replace('r="B3"', 's="1" r="B3"')
    source, target = zipped(tmp_path / "a.xlsx", parts(sheet_xml(rows))), tmp_path / "b.xlsx"
    marked(source, target, mark("B2"), mark("B3"))
    cells = openpyxl.load_workbook(target).worksheets[0]
    assert (cells["B2"].number_format, cells["B2"].alignment.horizontal) == ("0%", "right")
    assert cells["B3"].is_date
    assert cells["B2"].quotePrefix


def test_a_cell_that_is_not_there_is_made_in_its_place(tmp_path: Path) -> None:
    rows = (
        '<row r="1" spans="1:2"><c r="A1"><v>1</v></c><c r="D1"><v>4</v></c></row>'
        '<row r="2"/><row r="3" spans="1:1" s="4" customFormat="1"></row>'
    )
    cols = '<cols><col min="2" max="2" width="9" style="1"/></cols>'
    source = zipped(tmp_path / "a.xlsx", parts(sheet_xml(rows, before=cols)))
    wanted = [mark(a1) for a1 in ("C1", "B1", "B2", "F3")]
    marked(source, tmp_path / "b.xlsx", *wanted)
    written = contents(tmp_path / "b.xlsx")[SHEET].decode()
    order = [written.index(f'r="{a1}"') for a1 in ("A1", "B1", "C1", "D1", "B2", "F3")]
    assert sorted(order) == order
    assert 'spans="1:6"' in written
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert (sheet["B1"].number_format, sheet["F3"].number_format) == ("mm-dd-yy", "#,##0.00")
    assert {"B1", "C1", "B2", "F3"} == seen(tmp_path / "b.xlsx").keys()


def test_the_drawing_of_notes_stands_in_its_place(tmp_path: Path) -> None:
    after = (
        '<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>'
        '<drawing r:id="rId1"/><tableParts count="0"/>'
        '<extLst><ext uri="x"/></extLst>'
    )
    content = parts(
        sheet_xml(after=after),
        related=[("drawing", "../drawings/drawing1.xml")],
        more={"xl/drawings/drawing1.xml": "<x/>"},
    )
    source = zipped(tmp_path / "a.xlsx", content)
    marked(source, tmp_path / "b.xlsx", mark("B2"))
    expected = ["sheetData", "pageMargins", "drawing", "legacyDrawing", "tableParts", "extLst"]
    assert expected == children(tmp_path / "b.xlsx")
    related = contents(tmp_path / "b.xlsx")[SHEET_RELS].decode()
    assert 'Id="rIdTierctl1"' in related
    assert "drawing1.xml" in related


def test_notes_of_others_stay_and_ours_are_written_anew(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "客户"
    sheet["A1"], sheet["B1"] = "客户", "销售额"
    sheet["A2"], sheet["B2"] = "甲", "待定"
    sheet["B2"].comment = Comment("等财务确认", "张三")
    source, target, again = (tmp_path / f"{name}.xlsx" for name in "abc")
    book.save(source)
    assert ["note-kept"] == marked(source, target, mark("B2"), mark("A2"))
    found = seen(target)
    assert found["B2"] == (ERROR, "等财务确认")
    assert found["A2"] == (ERROR, "不对")
    authors = {c.comment.author for c in openpyxl.load_workbook(target).worksheets[0]["2"]}
    assert {"张三", "tierctl"} == authors
    marked(target, again, mark("A2", "还是不对"), mark("A1"))
    assert {"B2": "等财务确认", "A2": "还是不对", "A1": "不对"} == {
        a1: text for a1, (_, text) in seen(again).items()
    }


def test_notes_are_added_to_a_drawing_of_controls(tmp_path: Path) -> None:
    content = parts(
        sheet_xml(after='<legacyDrawing r:id="rId1"/>'),
        related=[("vmlDrawing", "../drawings/vmlDrawing9.vml")],
        more={"xl/drawings/vmlDrawing9.vml": CONTROLS.format("")},
    )
    source, target = zipped(tmp_path / "a.xlsx", content), tmp_path / "b.xlsx"
    assert [] == marked(source, target, mark("B2"))
    written = contents(target)["xl/drawings/vmlDrawing9.vml"].decode()
    assert '_x0000_s1025" type="#_x0000_t201"' in written
    assert 'data="1,7,8"' in written
    assert 'id="_x0000_s8193"' in written
    assert {"B2": (ERROR, "不对")} == seen(target)


@pytest.mark.parametrize(
    "drawing", [CONTROLS.format("<br>"), "<xml/>"], ids=["malformed", "without names"]
)
def test_what_cannot_be_added_to_stays_and_cells_are_only_coloured(
    tmp_path: Path, drawing: str
) -> None:
    part = "xl/drawings/vmlDrawing1.vml"
    content = parts(
        sheet_xml(after='<legacyDrawing r:id="rId1"/>'),
        related=[("vmlDrawing", "../drawings/vmlDrawing1.vml")],
        more={part: drawing},
    )
    source, target = zipped(tmp_path / "a.xlsx", content), tmp_path / "b.xlsx"
    assert ["no-notes"] == marked(source, target, mark("B2"))
    assert drawing.encode() == contents(target)[part]
    cell = openpyxl.load_workbook(source).worksheets[0]["B2"]
    assert cell.comment is None
    assert f"FF{ERROR}".encode() in contents(target)[STYLES_PART]
    assert changes(source, target)[1] == {PART}


def test_strict_and_prefixed_sheets_are_marked_in_their_own_words(tmp_path: Path) -> None:
    content = {
        name: data.replace(MAIN.encode(), STRICT_MAIN.encode()).replace(
            OFFICE.encode(), STRICT_OFFICE.encode()
        )
        for name, data in parts().items()
    }
    rows = CUSTOMERS.replace("<", "<x:").replace("<x:/", "</x:")
    content[SHEET] = (
        f'{XML}<x:worksheet xmlns:x="{STRICT_MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    ).encode()
    source, target = zipped(tmp_path / "a.xlsx", content), tmp_path / "b.xlsx"
    assert [] == marked(source, target, mark("B2"), mark("C2"))
    new = contents(target)
    assert STRICT_MAIN in new[COMMENTS].decode()
    assert f'Type="{STRICT_OFFICE}/comments"' in new[SHEET_RELS].decode()
    assert "<x:legacyDrawing" in new[SHEET].decode()
    assert '<x:c r="C2" s="' in new[SHEET].decode()


def test_a_workbook_without_styles_gets_notes_alone(tmp_path: Path) -> None:
    source, target = zipped(tmp_path / "a.xlsx", parts(styles=None)), tmp_path / "b.xlsx"
    marked(source, target, mark("B2"), mark("C2"))
    assert {"B2", "C2"} == seen(target).keys()


def test_only_the_first_of_very_many_cells_have_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tierctl.workbook.marked_copy.MOST", 2)
    assert notes.MOST == 1_000
    source, target = zipped(tmp_path / "a.xlsx", parts()), tmp_path / "b.xlsx"
    assert ["many-notes"] == marked(source, target, mark("B2"), mark("B3"), mark("B4"))
    assert {"B2", "B3"} == seen(target).keys()
    assert openpyxl.load_workbook(target).worksheets[0]["B4"].fill.fgColor.rgb == f"FF{ERROR}"


def test_large_sheets_are_marked_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = zipped(tmp_path / "a.xlsx", parts())
    marked(source, tmp_path / "b.xlsx", mark("B2"), mark("C3"))
    monkeypatch.setattr(ooxml_rows, "_MANY", 0)
    marked(source, tmp_path / "c.xlsx", mark("B2"), mark("C3"))
    assert contents(tmp_path / "b.xlsx") == contents(tmp_path / "c.xlsx")


# --- validate -o ---


def checked(source: Path, target: Path) -> Validated:
    """Validate a workbook by the sales tiers, with a copy."""
    return validate(source, load_policy("sales-size"), ValidateOptions(output=target))


def cells_of(found: list[Diagnostic]) -> set[str]:
    return {one.cell.a1 for one in found if one.cell is not None}


def test_every_cell_that_is_told_of_is_marked_by_its_worst_finding(samples: Path) -> None:
    result = checked(samples / "messy.xlsx", samples / "m.xlsx")
    assert result.output == samples / "m.xlsx"
    book = openpyxl.load_workbook(samples / "m.xlsx")
    sheet = book["客户明细"]
    filled = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in (f"FF{ERROR}", f"FF{WARNING}")
    }
    assert cells_of([*result.diagnostics]) == filled
    assert result.marked == len(filled)
    assert sheet["D16"].comment.text.count("警告") == 2
    assert sheet["D25"].comment.text == "错误：年平均销售额是空的\n→ 请填写该单元格后重新运行。"
    assert sheet["D27"].comment.text == "合同尚未签订，金额待财务部确认。"
    assert by_openpyxl(samples / "messy.xlsx", 1) == by_openpyxl(samples / "m.xlsx", 1)
    assert by_calamine(samples / "messy.xlsx", 1) == by_calamine(samples / "m.xlsx", 1)


def test_a_copy_is_replaced_as_those_of_classify_are(samples: Path) -> None:
    """The same command gives the same bytes; an edited copy, or another file, asks for --force."""
    command = ("validate", samples / "messy.xlsx", "-o", samples / "out.xlsx")
    assert run(*command).code == 1
    before = (samples / "out.xlsx").read_bytes()
    assert run(*command).code == 1
    assert before == (samples / "out.xlsx").read_bytes()
    book = openpyxl.load_workbook(samples / "out.xlsx")
    book.save(samples / "out.xlsx")
    assert run(*command).code == 73
    assert run(*command, "--force").code == 1
    assert run("validate", samples / "messy.xlsx", "-o", samples / "messy.xlsx").code == 2
    assert run("validate", samples / "messy.xlsx", "-o", samples / "out.csv").code == 2


def test_several_copies_go_into_a_folder(samples: Path) -> None:
    (samples / "out").mkdir()
    both = [samples / "messy.xlsx", samples / "customers.xlsx"]
    done = run("validate", *both, "-o", samples / "out", "--json")
    assert {"messy.checked.xlsx", "customers.checked.xlsx"} == {
        path.name for path in (samples / "out").iterdir()
    }
    assert [27, 0] == [file["marked"] for file in done.json["files"]]
    assert run("validate", *both, "-o", samples / "one.xlsx").code == 2


def test_notes_speak_the_language_that_is_asked_for(samples: Path) -> None:
    run("validate", samples / "messy.xlsx", "-o", samples / "out.xlsx", "--lang", "en")
    sheet = openpyxl.load_workbook(samples / "out.xlsx")["客户明细"]
    assert sheet["D25"].comment.text.startswith("error: Average annual sales is blank")


def test_the_columns_of_an_earlier_classification_stay_known(samples: Path) -> None:
    policy = load_policy("sales-size")
    graded = classify(samples / "customers.xlsx", policy, ClassifyOptions())
    checked(graded.output, samples / "m.xlsx")
    again = classify(samples / "m.xlsx", policy, ClassifyOptions())
    assert [c.col for c in graded.columns] == [c.col for c in again.columns]
    assert not any(column.appended for column in again.columns)


def test_a_spreadsheet_program_keeps_fills_and_notes(samples: Path) -> None:
    program = shutil.which("soffice")
    assert program is not None
    book = openpyxl.load_workbook(samples / "customers.xlsx")
    book["客户表"]["G9"] = None
    book["客户表"]["G10"] = "待定"
    book.save(samples / "blank.xlsx")
    for name in ("messy.xlsx", "blank.xlsx"):
        checked(samples / name, samples / f"out-{name}")
        before = openpyxl.load_workbook(samples / f"out-{name}").worksheets
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={(samples / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                samples / "lo",
                samples / f"out-{name}",
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        after = openpyxl.load_workbook(samples / "lo" / f"out-{name}").worksheets
        for old, new in zip(before, after, strict=True):
            for row in old.iter_rows():
                for cell in row:
                    if cell.comment is not None:
                        read = new[cell.coordinate]
                        assert read.comment is not None
                        assert cell.comment.text == read.comment.text
                        assert cell.fill.fgColor.rgb == read.fill.fgColor.rgb


def test_related_parts_are_where_the_relationships_say(tmp_path: Path) -> None:
    """A workbook that has relationships already gets ours beside them."""
    content = parts(related=[("hyperlink", "https://example.com")])
    content[SHEET_RELS] = (
        relationships(("hyperlink", "https://example.com"))
        .encode()
        .replace(b'com"/>', b'com" TargetMode="External"/>')
    )
    source, target = zipped(tmp_path / "a.xlsx", content), tmp_path / "b.xlsx"
    marked(source, target, mark("B2"))
    assert {"B2": (ERROR, "不对")} == seen(target)
    assert b"https://example.com" in contents(target)[SHEET_RELS]
