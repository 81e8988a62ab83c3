"""The annotated copy: our columns beside the data, and nothing else changed."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.worksheet.table import Table
from packages import (
    CUSTOMERS,
    DRAWING,
    MAIN,
    OFFICE,
    PACKAGE,
    REASONS,
    SHEET,
    STRICT_MAIN,
    STRICT_OFFICE,
    STYLES_PART,
    TABLE,
    XML,
    annotate,
    annotation,
    by_calamine,
    by_openpyxl,
    changes,
    column,
    contents,
    parts,
    patched,
    read_cells,
    relationships,
    sheet_xml,
    text,
    zipped,
)

from tierctl.model.errors import InputRefused
from tierctl.ooxml.package import CONTENT_TYPES_PART
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.workbook.annotate import Annotator
from tierctl.workbook.annotation import Annotation
from tierctl.workbook.stamp import PART, own_copy

RELS = "xl/_rels/workbook.xml.rels"
WRITTEN = {"C1": "客户等级", "C2": "大", "C3": "中", "C4": "小"}


def _sheet(path: Path) -> str:
    return contents(path)[SHEET].decode()


def _source(folder: Path, rows: str = CUSTOMERS, before: str = "", after: str = "") -> Path:
    return zipped(folder / "a.xlsx", parts(sheet_xml(rows, before=before, after=after)))


def _codes(source: Path, target: Path | None = None) -> list[str]:
    return [d.code for d in annotate(source, target).diagnostics]


# --- what stays ---


def test_untouched_parts_keep_their_bytes_and_place(tmp_path: Path) -> None:
    content = {**parts(), "xl/media/图.png": os.urandom(500), "docProps/app.xml": b"<x/>"}
    source = zipped(tmp_path / "a.xlsx", content, comment=b"note", stored=["xl/media/图.png"])
    annotate(source, tmp_path / "b.xlsx", annotation(column(fills={"大": "C6EFCE"})))
    assert changes(source, tmp_path / "b.xlsx") == ({SHEET, STYLES_PART, RELS}, {PART}, set())
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "b.xlsx") as new:
        assert [*old.namelist(), PART] == new.namelist()
        assert new.comment == b"note"
        for a, b in zip(old.infolist(), new.infolist()[:-1], strict=True):
            assert (a.date_time, a.external_attr) == (b.date_time, b.external_attr)


def test_the_sheet_changes_only_where_it_must(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", parts(styles=None))
    annotate(source, tmp_path / "b.xlsx")
    written = _sheet(tmp_path / "b.xlsx")
    for a1, value in WRITTEN.items():
        assert written.count(text(a1, value)) == 1
        written = written.replace(text(a1, value), "")
    cols = '<cols><col min="3" max="3" width="10.0" customWidth="1"/></cols>'
    assert written.count(cols) == 1
    assert _sheet(source) == written.replace(cols, "").replace('"1:3"', '"1:2"')


def test_planning_writes_nothing(tmp_path: Path) -> None:
    source = _source(tmp_path)
    copy = annotate(source)
    assert [(c.header, c.col, c.appended) for c in copy.columns] == [("客户等级", 2, True)]
    assert [source] == list(tmp_path.iterdir())


def test_the_copy_has_the_input_s_permissions_and_an_existing_one_keeps_its_own(
    tmp_path: Path,
) -> None:
    source = _source(tmp_path)
    source.chmod(0o640)
    annotate(source, tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").stat().st_mode & 0o777 == 0o640
    (tmp_path / "b.xlsx").chmod(0o604)
    annotate(source, tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").stat().st_mode & 0o777 == 0o604


# --- any way a workbook is written ---


def _strict(content: dict[str, bytes]) -> dict[str, bytes]:
    return {
        k: v.replace(MAIN.encode(), STRICT_MAIN.encode()).replace(
            OFFICE.encode(), STRICT_OFFICE.encode()
        )
        for k, v in content.items()
    }


def _prefixed(content: dict[str, bytes]) -> dict[str, bytes]:
    """Give every element of the sheet and the styles the prefix x."""
    for part in (SHEET, STYLES_PART):
        body = content[part].decode().removeprefix(XML)
        body = body.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
        content[part] = (XML + body.replace("xmlns=", "xmlns:x=")).encode()
    return content


def _wide(content: dict[str, bytes]) -> dict[str, bytes]:
    for part in (SHEET, STYLES_PART, "xl/workbook.xml"):
        content[part] = content[part].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    return content


def _without_addresses(content: dict[str, bytes]) -> dict[str, bytes]:
    sheet = content[SHEET].decode()
    for a1 in ("A1", "B1", "A2", "B2", "A3", "B3", "A4", "B4"):
        sheet = sheet.replace(f' r="{a1}"', "")
    for row in "1234":
        sheet = sheet.replace(f'<row r="{row}"', "<row")
    content[SHEET] = sheet.encode()
    return content


def _elsewhere(content: dict[str, bytes]) -> dict[str, bytes]:
    content = {k.replace("xl/", "other/"): v for k, v in content.items()}
    for name in ("_rels/.rels", CONTENT_TYPES_PART):
        content[name] = content[name].replace(b"xl/", b"other/")
    return content


WRITINGS = {
    "ordinary": lambda c: c,
    "strict": _strict,
    "prefixed": _prefixed,
    "utf-16": _wide,
    "with a byte order mark": lambda c: {**c, SHEET: b"\xef\xbb\xbf" + c[SHEET]},
    "latin": lambda c: {
        **c,
        SHEET: c[SHEET]
        .decode()
        .replace("UTF-8", "ISO-8859-1")
        .encode("latin-1", "xmlcharrefreplace"),
    },
    "without addresses": _without_addresses,
    "with comments": lambda c: {**c, SHEET: c[SHEET].replace(b"<row", b"<!-- <row --><row")},
    "in single quotes": lambda c: {**c, SHEET: c[SHEET].replace(b'"', b"'")},
    "at another place": _elsewhere,
}


@pytest.mark.parametrize("name", WRITINGS)
def test_a_workbook_is_annotated_however_it_is_written(name: str, tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", WRITINGS[name](parts()))
    annotate(source, tmp_path / "b.xlsx", annotation(column(fills={"大": "C6EFCE"}), REASONS))
    before, after = read_cells(source), read_cells(tmp_path / "b.xlsx")
    assert {a1: cell.text for a1, cell in before.items()} | {
        **WRITTEN,
        "D1": "依据",
        "D2": "因为一",
        "D3": "因为二",
        "D4": "因为三",
    } == {a1: cell.text for a1, cell in after.items()}
    if name not in ("strict", "at another place"):  # openpyxl sees no sheets, or a wrong place
        assert by_openpyxl(tmp_path / "b.xlsx")["C2"] == "大"
    if name != "utf-16":  # calamine does not read it
        assert by_calamine(tmp_path / "b.xlsx")["D4"] == "因为三"


def test_inserted_tags_carry_the_sheet_s_prefix(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", _prefixed(parts()))
    annotate(source, tmp_path / "b.xlsx")
    root = ElementTree.fromstring(_sheet(tmp_path / "b.xlsx"))
    assert {f"{{{MAIN}}}"} == {tag.tag.partition("}")[0] + "}" for tag in root.iter()}
    assert 't="inlineStr"><x:is><x:t>大</x:t></x:is></x:c>' in _sheet(tmp_path / "b.xlsx")


def test_what_openpyxl_made_is_annotated(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "客户"
    for row in (["客户", "销售额"], ["甲", 1], ["乙", 2], ["丙", 3]):
        sheet.append(row)
    sheet.add_table(Table(displayName="T", ref="A1:B4"))
    sheet.freeze_panes = "A2"
    book.create_sheet("其他")["A1"] = "=客户!B2"
    book.save(tmp_path / "a.xlsx")
    annotate(tmp_path / "a.xlsx", tmp_path / "b.xlsx", annotation(column(fills={"大": "C6EFCE"})))
    old, new = by_openpyxl(tmp_path / "a.xlsx"), by_openpyxl(tmp_path / "b.xlsx")
    assert {**old, **WRITTEN} == new
    copy = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert copy["客户"].tables["T"].column_names == ["客户", "销售额", "客户等级"]
    assert copy["其他"]["A1"].value == "=客户!B2"


# --- cells ---

ROWS: dict[str, tuple[str, str]] = {
    "a self-closing row": ('<row r="2" ht="9"/>', '<row r="2" ht="9">{}</row>'),
    "a self-closing row with a space": ('<row r="2" />', '<row r="2" >{}</row>'),
    "an empty row": ('<row r="2"></row>', '<row r="2">{}</row>'),
    "a row that ends before": (
        '<row r="2"><c r="A2"/></row>',
        '<row r="2"><c r="A2"/>{}</row>',
    ),
    "a row with a styled cell there": (
        '<row r="2"><c r="A2"/><c r="C2" s="0"/></row>',
        '<row r="2"><c r="A2"/>{}</row>',
    ),
    "a row with cells beyond": (
        '<row r="2"><c r="A2"/><c r="F2" s="1"/><c r="G2"/></row>',
        '<row r="2"><c r="A2"/>{}<c r="F2" s="1"/><c r="G2"/></row>',
    ),
    "a row with a styled cell there and cells beyond": (
        '<row r="2"><c r="D2"/><c r="F2"/></row>',
        '<row r="2">{}<c r="F2"/></row>',
    ),
    "spans that end before": (
        '<row r="2" spans="1:2"></row>',
        '<row r="2" spans="1:4">{}</row>',
    ),
    "spans that reach": ('<row r="2" spans="1:9"></row>', '<row r="2" spans="1:9">{}</row>'),
    "spans in two parts": (
        '<row r="2" spans="2:3 3:3"></row>',
        '<row r="2" spans="2:4">{}</row>',
    ),
    "garbled spans": ('<row r="2" spans="x"></row>', '<row r="2" spans="x">{}</row>'),
}


@pytest.mark.parametrize("name", ROWS)
def test_new_cells_stand_in_their_order(name: str, tmp_path: Path) -> None:
    row, expected = ROWS[name]
    header = f'<row r="1">{text("A1", "客户")}</row>'
    source = zipped(tmp_path / "a.xlsx", parts(sheet_xml(header + row), styles=None))
    columns = [column(values=["大"]), column("依据", ["因为"], role="reason")]
    annotate(source, tmp_path / "b.xlsx", annotation(*columns, rows=[1]))
    new = text("C2", "大") + text("D2", "因为")
    assert expected.format(new) in _sheet(tmp_path / "b.xlsx")


HEADER, PLAIN = ' s="4"', ' s="0"'


def test_an_existing_empty_column_is_filled_and_keeps_its_header_and_style(tmp_path: Path) -> None:
    rows = (
        f'<row r="1">{text("A1", "等级", HEADER)}{text("B1", "销售额")}</row>'
        f'<row r="2"><c r="A2" s="3"/><c r="B2"><v>1</v></c></row>'
        f'<row r="3"><c r="B3"><v>1</v></c></row><row r="4"/>'
    )
    copy = annotate(_source(tmp_path, rows), tmp_path / "b.xlsx", annotation(column("等级", col=0)))
    assert [(c.col, c.appended) for c in copy.columns] == [(0, False)]
    new = [text("A2", "大", ' s="5"'), text("A3", "中", PLAIN), text("A4", "小", PLAIN)]
    expected = rows.replace('<c r="A2" s="3"/>', new[0])
    expected = expected.replace('<row r="3">', f'<row r="3">{new[1]}')
    expected = expected.replace('<row r="4"/>', f'<row r="4">{new[2]}</row>')
    assert sheet_xml(expected) == _sheet(tmp_path / "b.xlsx")


TAKEN = {
    "data": ("", 5, 6),
    "a merge": ('<mergeCells><mergeCell ref="A2:H2"/></mergeCells>', 1, 8),
    "no merge above the header": ('<mergeCells><mergeCell ref="A1:H1"/></mergeCells>', 1, 2),
    "a filter": ('<autoFilter ref="A2:H9"/>', 1, 8),
    "no merge of whole rows": ('<mergeCells><mergeCell ref="1:4"/></mergeCells>', 1, 2),
    "no garbled merge": ('<mergeCells><mergeCell ref="??"/></mergeCells>', 1, 2),
}


@pytest.mark.parametrize("name", TAKEN)
def test_columns_go_right_of(name: str, tmp_path: Path) -> None:
    after, used, expected = TAKEN[name]
    source = _source(tmp_path, after=after)
    copy = annotate(source, what=annotation(header_row=1, rows=[2, 3], used_last_col=used))
    assert [expected] == [c.col for c in copy.columns]


def test_a_header_that_is_there_already_is_made_another(tmp_path: Path) -> None:
    rows = (
        f'<row r="1">{text("A1", "客户等级")}{text("B1", " 依据(tierctl) ")}{text("C1", "依据")}'
        '</row><row r="2"/>'
    )
    source = _source(tmp_path, rows)
    columns = [
        column("客户等级", ["大"]),
        column("客户等级(tierctl)", ["中"], role="b"),
        column("依据", ["因为"], role="reason"),
    ]
    copy = annotate(source, tmp_path / "b.xlsx", annotation(*columns, rows=[1], used_last_col=2))
    expected = ["客户等级(tierctl)", "客户等级(tierctl)2", "依据(tierctl)2"]
    assert expected == [c.header for c in copy.columns]
    found = by_openpyxl(tmp_path / "b.xlsx")
    assert expected == [found["D1"], found["E1"], found["F1"]]


TEXTS = {
    "markup": "&<>\"'&amp;<v>1</v>",
    "a formula": "=1+1",
    "a plus": "+1",
    "a minus": "-1",
    "an at": "@SUM(1)",
    "an error": "#N/A",
    "an address": "http://example.com",
    "a number": "00123",
    "a long number": "915100000000016000",
    "true": "TRUE",
    "a line break": "一\n二",
    "a carriage return": "一\r\n二",
    "a tab": "一\t二",
    "spaces": "  a  b  ",
    "only spaces": "   ",
    "an ideographic space": "\u3000a",
    "what looks like an escape": "_x0041_ _x000D_",
    "an escape before a return": "_x0041\r",
    "emoji": "😀",
    "nothing": "",
    "as much as fits": "客" * 32_767,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_written_as_text(name: str, tmp_path: Path) -> None:
    value = TEXTS[name]
    annotate(_source(tmp_path), tmp_path / "b.xlsx", annotation(column(values=[value, "x", "y"])))
    ours = read_cells(tmp_path / "b.xlsx")["C2"]
    assert (value, None) == (ours.text, ours.formula)
    cell = openpyxl.load_workbook(tmp_path / "b.xlsx").active["C2"]
    if "\r" not in value and "_x" not in value:  # openpyxl leaves escapes as they are
        assert value == (cell.value or "")
    assert cell.data_type != "f"
    assert cell.hyperlink is None
    assert value == by_calamine(tmp_path / "b.xlsx").get("C2", "")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a\x00\x07\x1bb", "ab"),
        ("\x01 a", " a"),
        ("a\ud800b\uffff", "ab"),
        ("_\x01x0041_", "_x0041_"),
    ],
)
def test_characters_that_no_xml_holds_are_left_out(
    value: str, written: str, tmp_path: Path
) -> None:
    annotate(_source(tmp_path), tmp_path / "b.xlsx", annotation(column(values=[value, "x", "y"])))
    assert read_cells(tmp_path / "b.xlsx")["C2"].text == written
    assert by_calamine(tmp_path / "b.xlsx")["C2"] == written


# --- around the rows ---

DIMENSIONS = {
    "grown to the right": ('<dimension ref="A1:B4"/>', '<dimension ref="A1:C4"/>'),
    "grown downwards": ("<dimension ref='A1'/>", "<dimension ref='A1:C4'/>"),
    "large enough": ('<dimension ref="A1:Z99"/>', '<dimension ref="A1:Z99"/>'),
    "malformed": ('<dimension ref="?"/>', '<dimension ref="?"/>'),
    "of nothing": ("<dimension/>", "<dimension/>"),
    "absent": ("", ""),
}


@pytest.mark.parametrize("name", DIMENSIONS)
def test_the_dimension_is(name: str, tmp_path: Path) -> None:
    before, expected = DIMENSIONS[name]
    annotate(_source(tmp_path, before=before), tmp_path / "b.xlsx")
    root = f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    assert f"{root}{expected}<cols>" in _sheet(tmp_path / "b.xlsx")


OURS = '<col min="3" max="3" width="10.0" customWidth="1"/>'
WIDTHS = {
    "where there are none": ("", f"<cols>{OURS}</cols>"),
    "where the group is empty": ("<cols/>", f"<cols>{OURS}</cols>"),
    "beside others": (
        '<cols><col min="1" max="2" width="9"/><col min="5" max="6" width="8"/></cols>',
        f'<cols><col min="1" max="2" width="9"/>{OURS}<col min="5" max="6" width="8"/></cols>',
    ),
    "cut out of a wider one": (
        '<cols><col min="2" max="16384" width="30" style="1"/></cols>',
        (
            '<cols><col min="2" max="2" width="30" style="1"/>'
            '<col customWidth="1" min="3" max="3" width="30" style="1"/>'
            '<col min="4" max="16384" width="30" style="1"/></cols>'
        ),
    ),
    "widened": (
        '<cols><col min="3" max="3" width="2"/></cols>',
        '<cols><col customWidth="1" min="3" max="3" width="10.0"/></cols>',
    ),
    "made visible": (
        '<cols><col min="3" max="9" width="12" hidden="1"/></cols>',
        (
            '<cols><col customWidth="1" min="3" max="3" width="12" hidden="0"/>'
            '<col min="4" max="9" width="12" hidden="1"/></cols>'
        ),
    ),
    "given where there was none": (
        '<cols><col min="3" max="3" style="1"/></cols>',
        '<cols><col customWidth="1" width="10.0" min="3" max="3" style="1"/></cols>',
    ),
}


@pytest.mark.parametrize("name", WIDTHS)
def test_a_new_column_s_width_is(name: str, tmp_path: Path) -> None:
    before, expected = WIDTHS[name]
    source = zipped(tmp_path / "a.xlsx", parts(sheet_xml(before=before)))
    assert _codes(source, tmp_path / "b.xlsx") == []
    found = ElementTree.fromstring(_sheet(tmp_path / "b.xlsx")).find(f"{{{MAIN}}}cols")
    wanted = ElementTree.fromstring(expected)
    assert found is not None
    assert [col.attrib for col in wanted] == [col.attrib for col in found]


@pytest.mark.parametrize(
    "before",
    [
        '<cols><col min="1" max="3"/><col min="2" max="9"/></cols>',
        '<cols><col min="5" max="6"/><col min="1" max="2"/></cols>',
        '<cols><col min="1" max="2"/></cols><cols><col min="3" max="3"/></cols>',
        '<cols><col min="x" max="3"/></cols>',
        '<cols><col min="3" max="1"/></cols>',
    ],
    ids=["overlapping", "out of order", "two groups", "garbled", "backwards"],
)
def test_column_definitions_that_contradict_themselves_are_left_alone(
    before: str, tmp_path: Path
) -> None:
    assert _codes(_source(tmp_path, before=before), tmp_path / "b.xlsx") == ["column-widths-kept"]
    assert before in _sheet(tmp_path / "b.xlsx")


def test_widths_count_wide_characters_twice_up_to_a_limit(tmp_path: Path) -> None:
    columns = [
        column("a", ["客户客户客户", "", ""], role="a"),
        column("b", ["x" * 500, "", ""], role="b"),
    ]
    annotate(_source(tmp_path), tmp_path / "b.xlsx", annotation(*columns))
    assert 'min="3" max="3" width="14.0"' in _sheet(tmp_path / "b.xlsx")
    assert 'min="4" max="4" width="60.0"' in _sheet(tmp_path / "b.xlsx")


FILTER_NAME = (
    '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{}</definedName>'
)
FILTERS = {
    "that borders grows with its name": ("A1:B4", "客户!$A$1:$B$4", "A1:C4", "客户!$A$1:$C$4", []),
    "with a quoted sheet grows": (
        "A1:B4",
        "'a&amp;b &quot;c&quot;'!$A$1:$B$4",
        "A1:C4",
        "'a&amp;b \"c\"'!$A$1:$C$4",
        [],
    ),
    "of another name grows alone": ("A1:B4", "客户!$A$1:$B$9", "A1:C4", "客户!$A$1:$B$9", []),
    "that ends before stays": (
        "A1:A4",
        "客户!$A$1:$A$4",
        "A1:A4",
        "客户!$A$1:$A$4",
        ["filter-not-extended"],
    ),
    "below the header stays": ("A2:B4", "客户!$A$2:$B$4", "A2:B4", "客户!$A$2:$B$4", []),
    "of no area stays": ("#REF!", "客户!#REF!", "#REF!", "客户!#REF!", []),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter(name: str, tmp_path: Path) -> None:
    ref, named, ref_after, named_after, codes = FILTERS[name]
    criteria = '<filterColumn colId="1"><filters><filter val="1"/></filters></filterColumn>'
    other = FILTER_NAME.replace('"0"', '"1"').format("其他!$A$1:$B$4")
    sheet = sheet_xml(after=f'<autoFilter ref="{ref}">{criteria}</autoFilter>')
    content = parts(sheet, names=FILTER_NAME.format(named) + other)
    source = zipped(tmp_path / "a.xlsx", content)
    assert codes == _codes(source, tmp_path / "b.xlsx")
    after = contents(tmp_path / "b.xlsx")
    assert f'<autoFilter ref="{ref_after}">{criteria}</autoFilter>' in after[SHEET].decode()
    assert FILTER_NAME.format(named_after) + other in after["xl/workbook.xml"].decode()


def test_a_filter_in_an_extension_or_a_custom_view_is_not_the_sheet_s(tmp_path: Path) -> None:
    after = (
        '<customSheetViews><customSheetView guid="x"><autoFilter ref="A1:B4"/></customSheetView>'
        '</customSheetViews><extLst><ext><autoFilter ref="A1:H4"/></ext></extLst>'
    )
    annotate(_source(tmp_path, after=after), tmp_path / "b.xlsx")
    assert after in _sheet(tmp_path / "b.xlsx")


# --- Excel tables ---

COLUMNS = '<tableColumn id="1" name="客户"/><tableColumn id="7" name="销售额" dataDxfId="3"/>'
EXTENSION = (
    '<extLst><ext uri="{5}" xmlns:x14="urn:x14"><x14:table altText="t">'
    '<x14:autoFilter ref="A1:B4"/><tableColumns count="9"/></x14:table></ext></extLst>'
)


def _table(
    ref: str = "A1:B4",
    *,
    attributes: str = "",
    filter_ref: str | None = "A1:B4",
    columns: str = COLUMNS,
    prefix: str = "",
) -> str:
    inner = f'<autoFilter ref="{filter_ref}"/>' if filter_ref else ""
    body = (
        f'<table xmlns="{MAIN}" id="4" name="T" displayName="T" ref="{ref}"{attributes}>{inner}'
        f'<tableColumns count="2">{columns}</tableColumns>'
        f'<tableStyleInfo name="TableStyleMedium2"/>{EXTENSION}</table>'
    )
    if prefix:
        body = body.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}")
        body = body.replace("xmlns=", "xmlns:x=").replace("x:x14:", "x14:")
    return XML + body


def _with_table(folder: Path, table: str, more: Mapping[str, str] | None = None) -> Path:
    sheet = sheet_xml(after='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>')
    content = parts(
        sheet, related=[("table", "../tables/table1.xml")], more={TABLE: table, **(more or {})}
    )
    return zipped(folder / "a.xlsx", content)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_table_that_borders_grows_and_nothing_else_in_it_changes(
    prefix: str, tmp_path: Path
) -> None:
    before = _table(prefix=prefix)
    source = _with_table(tmp_path, before)
    assert _codes(source, tmp_path / "b.xlsx") == []
    expected = before.replace('displayName="T" ref="A1:B4"', 'displayName="T" ref="A1:C4"')
    expected = expected.replace(
        f'<{prefix}autoFilter ref="A1:B4"', f'<{prefix}autoFilter ref="A1:C4"'
    ).replace('tableColumns count="2"', 'tableColumns count="3"')
    end = f'dataDxfId="3"/></{prefix}tableColumns>'
    new = f'dataDxfId="3"/><{prefix}tableColumn id="8" name="客户等级"/></{prefix}tableColumns>'
    assert expected.replace(end, new) == contents(tmp_path / "b.xlsx")[TABLE].decode()


def test_each_new_column_of_a_table_has_its_own_id_and_its_header_s_text(tmp_path: Path) -> None:
    headers = ['客户 "a" & <b>', "一\n二", "_x0041_", "客户"]
    columns = [column(header, role=str(i)) for i, header in enumerate(headers)]
    source = _with_table(tmp_path, _table())
    copy = annotate(source, tmp_path / "b.xlsx", annotation(*columns))
    table = ElementTree.fromstring(contents(tmp_path / "b.xlsx")[TABLE])
    found = table.findall(f"{{{MAIN}}}tableColumns/{{{MAIN}}}tableColumn")
    assert [c.get("id") for c in found] == ["1", "7", "8", "9", "10", "11"]
    names = [c.get("name") or "" for c in found]
    assert names[2:] == ['客户 "a" & <b>', "一_x000a_二", "_x005F_x0041_", "客户(tierctl)"]
    assert table.get("ref") == "A1:F4"
    cells = read_cells(tmp_path / "b.xlsx")
    assert [cells[f"{c}1"].text for c in "CDEF"] == [c.header for c in copy.columns]


def test_the_totals_row_of_a_table_is_not_written_to(tmp_path: Path) -> None:
    table = _table("A1:B4", attributes=' totalsRowCount="1"', filter_ref="A1:B3")
    source = _with_table(tmp_path, table)
    annotate(source, tmp_path / "b.xlsx", annotation(column(values=["大", "中"]), rows=[1, 2]))
    after = contents(tmp_path / "b.xlsx")[TABLE].decode()
    assert 'displayName="T" ref="A1:C4" totalsRowCount="1"' in after
    assert '<autoFilter ref="A1:C3"/>' in after
    assert "totalsRow" not in after.replace("totalsRowCount", "")
    assert "C4" not in read_cells(tmp_path / "b.xlsx")


def test_a_table_without_a_filter_gets_none(tmp_path: Path) -> None:
    source = _with_table(tmp_path, _table(filter_ref=None))
    annotate(source, tmp_path / "b.xlsx")
    after = contents(tmp_path / "b.xlsx")[TABLE].decode()
    assert 'ref="A1:C4"' in after
    assert "<autoFilter" not in after


def test_a_self_closing_group_of_columns_is_opened(tmp_path: Path) -> None:
    table = _table("B1:B4").replace(f">{COLUMNS}</tableColumns>", "/>")
    annotate(_with_table(tmp_path, table), tmp_path / "b.xlsx", annotation(data_cols=[1]))
    after = contents(tmp_path / "b.xlsx")[TABLE].decode()
    assert '<tableColumns count="1"><tableColumn id="1" name="客户等级"/></tableColumns>' in after


BELOW = annotation(header_row=1)
BEYOND = annotation(used_last_col=4)
KEPT: dict[str, tuple[str, dict[str, str], Annotation]] = {
    "that ends before": (_table("A1:A4"), {}, annotation()),
    "that starts above the header": (_table(), {}, BELOW),
    "without a header": (_table(attributes=' headerRowCount="0"'), {}, annotation()),
    "of a query": (
        _table(),
        {
            "xl/tables/_rels/table1.xml.rels": relationships(("queryTable", "../q.xml")),
            "xl/q.xml": "<q/>",
        },
        annotation(),
    ),
    "of a query by its type": (_table(attributes=' tableType="queryTable"'), {}, annotation()),
    "mapped to XML": (_table(attributes=' tableType="xml"'), {}, annotation()),
    "with something beside it": (_table(), {}, BEYOND),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_table_stays_as_it_is_with_a_warning(name: str, tmp_path: Path) -> None:
    table, more, what = KEPT[name]
    copy = annotate(_with_table(tmp_path, table, more), tmp_path / "b.xlsx", what)
    assert [d.code for d in copy.diagnostics] == ["table-not-extended"]
    assert table == contents(tmp_path / "b.xlsx")[TABLE].decode()


def test_a_table_elsewhere_on_the_sheet_stays_without_a_word(tmp_path: Path) -> None:
    source = _with_table(tmp_path, _table("A20:B30"))
    copy = annotate(source, tmp_path / "b.xlsx")
    assert (copy.columns[0].col, copy.diagnostics) == (2, ())


# --- what the owner should know, and what is refused ---


def _drawing(anchors: str) -> str:
    return f'{XML}<d:wsDr xmlns:d="{DRAWING}">{anchors}</d:wsDr>'


def _marker(name: str, col: int, row: int, offset: int = 0) -> str:
    return (
        f"<d:{name}><d:col>{col}</d:col><d:colOff>{offset}</d:colOff><d:row>{row}</d:row>"
        f"<d:rowOff>{offset}</d:rowOff></d:{name}>"
    )


def _anchor(col: int, row: int, to: tuple[int, int] | None = None, offset: int = 0) -> str:
    end = _marker("to", *to, offset) if to else ""
    return f"<d:anchor>{_marker('from', col, row)}{end}<d:pic/></d:anchor>"


def _sized(col: int, row: int, width: int) -> str:
    return f'<d:anchor>{_marker("from", col, row)}<d:ext cx="{width}" cy="9"/><d:pic/></d:anchor>'


DRAWINGS = {
    "over a new cell": (_anchor(2, 1, (5, 9)), ["under-drawing"]),
    "that reaches a new cell": (_anchor(0, 0, (2, 1), 9), ["under-drawing"]),
    "that ends at a new cell's left edge": (_anchor(0, 0, (2, 9)), []),
    "with a size that reaches a new cell": (_sized(0, 1, 1_219_201), ["under-drawing"]),
    "with a size that ends before": (_sized(0, 1, 1_219_200), []),
    "fixed at a new cell": (_anchor(2, 2), ["under-drawing"]),
    "within alternatives": (
        (
            f'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{_anchor(2, 1, (5, 9))}</mc:Choice>'
            "</mc:AlternateContent>"
        ),
        ["under-drawing"],
    ),
    "beside": (_anchor(3, 0, (9, 9)), []),
    "below": (_anchor(2, 4, (9, 9)), []),
    "fixed to the page": ("<d:absoluteAnchor/>", []),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing(name: str, tmp_path: Path) -> None:
    anchors, codes = DRAWINGS[name]
    content = parts(
        sheet_xml(after='<drawing r:id="rId1"/>'),
        related=[("drawing", "../drawings/drawing1.xml")],
        more={"xl/drawings/drawing1.xml": _drawing(anchors)},
    )
    source = zipped(tmp_path / "a.xlsx", content)
    assert codes == _codes(source, tmp_path / "b.xlsx")
    assert changes(source, tmp_path / "b.xlsx")[0] == {SHEET, RELS}


PRINT = '<definedName name="_xlnm.Print_Area" localSheetId="0">{}</definedName>'
NOTES: dict[str, tuple[str, str, list[str]]] = {
    "a protected sheet": ('<sheetProtection sheet="1" objects="1"/>', "", ["protected-sheet"]),
    "protection that is off": ('<sheetProtection sheet="0"/>', "", []),
    "a print area that ends before": ("", PRINT.format("客户!$A$1:$B$4"), ["outside-print-area"]),
    "a print area that reaches": ("", PRINT.format("客户!$A$1:$H$4"), []),
    "a print area of whole columns": ("", PRINT.format("客户!$A:$B"), ["outside-print-area"]),
    "a print area of two parts": ("", PRINT.format("客户!$A$1:$B$4,客户!$C$1:$D$4"), []),
    "a print area that is broken": ("", PRINT.format("#REF!"), []),
    "a print area of another sheet": (
        "",
        PRINT.replace('"0"', '"1"').format("客户!$A$1:$B$4"),
        [],
    ),
}


@pytest.mark.parametrize("name", NOTES)
def test_the_owner_is_told_of(name: str, tmp_path: Path) -> None:
    after, names, codes = NOTES[name]
    source = zipped(tmp_path / "a.xlsx", parts(sheet_xml(after=after), names=names))
    assert codes == _codes(source)


def test_a_warning_names_the_cell_of_our_first_column(tmp_path: Path) -> None:
    source = _source(tmp_path, after='<sheetProtection sheet="1"/>')
    (note,) = annotate(source).diagnostics
    assert str(note.cell) == "客户!C1"


SIGNATURE = f"{PACKAGE}/digital-signature/origin"


def _signed(folder: Path) -> Path:
    rels = relationships(
        ("officeDocument", "xl/workbook.xml"), (SIGNATURE, "_xmlsignatures/origin")
    )
    content = {**parts(), "_rels/.rels": rels.encode(), "_xmlsignatures/origin": b""}
    return zipped(folder / "a.xlsx", content)


def _formula(folder: Path) -> Path:
    return _source(folder, CUSTOMERS.replace('<c r="B3"><v>', '<c r="B3"><f>B2</f><v>'))


def _misspelt(folder: Path) -> Path:
    """A value whose end tag is another's: only a whole reading sees it."""
    return _source(folder, CUSTOMERS.replace("<v>5</v>", "<v>5</w>"))


REFUSED: dict[str, tuple[Callable[[Path], Path], Annotation, str]] = {
    "a signed workbook": (_signed, annotation(), "signed-workbook"),
    "a formula in the way": (_formula, annotation(column(col=1)), "formula-in-the-way"),
    "a text too long for a cell": (
        _source,
        annotation(column(values=["x", "y" * 32_768, "z"])),
        "text-too-long",
    ),
    "a text too long in halves of characters": (
        _source,
        annotation(column(values=["😀" * 16_384, "x", "y"])),
        "text-too-long",
    ),
    "no column left": (_source, annotation(used_last_col=16_383), "no-room"),
    "one column left for two": (
        _source,
        annotation(column(), REASONS, used_last_col=16_382),
        "no-room",
    ),
    "a sheet that only seems to be XML": (_misspelt, annotation(), "damaged"),
    "a damaged styles part": (
        lambda folder: patched(_source(folder), STYLES_PART, crc=1),
        annotation(),
        "damaged",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_done_without_harm_is_refused_and_nothing_is_written(
    name: str, tmp_path: Path
) -> None:
    build, what, code = REFUSED[name]
    source = build(tmp_path)
    with pytest.raises(InputRefused) as refused:
        annotate(source, tmp_path / "b.xlsx", what)
    assert code == refused.value.code
    assert [source] == list(tmp_path.iterdir())


def test_the_last_column_of_all_can_be_written_to(tmp_path: Path) -> None:
    copy = annotate(_source(tmp_path), tmp_path / "b.xlsx", annotation(used_last_col=16_382))
    assert copy.columns[0].col == 16_383
    assert read_cells(tmp_path / "b.xlsx")["XFD2"].text == "大"


def test_a_sheet_that_is_full_still_takes_its_own_columns(tmp_path: Path) -> None:
    rows = CUSTOMERS.replace('<c r="B2"><v>6585000</v></c>', '<c r="B2"/><c r="XFD2"><v>1</v></c>')
    rows = rows.replace('<c r="B3"><v>1200000</v></c>', "").replace('<c r="B4"><v>5</v></c>', "")
    source = _source(tmp_path, rows)
    annotate(source, tmp_path / "b.xlsx", annotation(column(col=1), used_last_col=16_383))
    assert [read_cells(tmp_path / "b.xlsx")[a].text for a in ("B2", "B3", "XFD2")] == [
        "大",
        "中",
        "1",
    ]


def test_a_failed_run_leaves_an_existing_copy_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"old")
    content = {**parts(), "z.bin": b"z" * 99}
    source = patched(zipped(tmp_path / "a.xlsx", content), "z.bin", crc=1)
    with pytest.raises(InputRefused):
        annotate(source, tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").read_bytes() == b"old"
    assert {source, tmp_path / "b.xlsx"} == set(tmp_path.iterdir())


def test_a_plan_can_be_written_twice(tmp_path: Path) -> None:
    workbook = WorkbookFile(_source(tmp_path))
    annotator = Annotator(workbook, annotation(column(fills={"大": "C6EFCE"})))
    for name in ("b.xlsx", "c.xlsx"):
        annotator.write(tmp_path / name)
    workbook.close()
    assert (tmp_path / "b.xlsx").read_bytes() == (tmp_path / "c.xlsx").read_bytes()
    assert own_copy(tmp_path / "c.xlsx") == (True, True)
