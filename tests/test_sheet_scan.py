"""The two ways through a sheet part: the quick one says what the exact one says, or steps aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import (
    CUSTOMERS,
    MAIN,
    OFFICE,
    SHEET,
    STYLES_PART,
    XML,
    annotate,
    examples,
    parts,
    read_cells,
    sheet_xml,
    text,
    zipped,
)

from tierctl.model.address import column_letters
from tierctl.model.cell import Kind
from tierctl.model.errors import InputRefused
from tierctl.ooxml import document, plain_rows
from tierctl.ooxml.document import Malformed
from tierctl.ooxml.exact_rows import scan_exact
from tierctl.ooxml.plain_rows import scan_plain
from tierctl.ooxml.rows import Block, Head, NotPlain, Piece, RawCell, Row, Tail
from tierctl.ooxml.workbook import WorkbookFile


class Scan(NamedTuple):
    """A scan with all offsets counted from the start of the part."""

    joined: bytes
    head: bytes
    tail: bytes
    rows: list[tuple[int, str, int, int, int, int, list[RawCell]]]


def _moved(row: Row, by: int) -> tuple[int, str, int, int, int, int, list[RawCell]]:
    cells = [cell._replace(start=cell.start + by, end=cell.end + by) for cell in row.cells]
    span = (row.start + by, row.open_end + by, row.close + by, row.end + by)
    return (row.index, row.tag, *span, cells)


def whole(pieces: Iterator[Piece]) -> Scan:
    """Put a scan's pieces together."""
    joined = head = tail = b""
    rows = []
    for piece in pieces:
        if isinstance(piece, Head):
            head = piece.data
        elif isinstance(piece, Tail):
            tail = piece.data
        elif isinstance(piece, Block):
            rows += [_moved(row, len(joined)) for row in piece.rows]
        joined += piece.data
    return Scan(joined, head, tail, rows)


def chunks(data: bytes, size: int) -> Iterator[bytes]:
    """Cut bytes as an inflater may."""
    return (data[i : i + size] for i in range(0, len(data), size))


_space = st.sampled_from(["", "", "\n", "  "])
_content = st.sampled_from(
    [
        "",
        "1",
        "&#23458;&#x5BA2;&#128512;&#xFF0C;",
        " 5 ",
        "-1.5E3",
        "客户",
        "a &amp; b",
        "&lt;c&gt;",
        "x\r\ny",
        "&#10;",
        "😀",
        "_x000D_",
    ]
)
_formula = st.sampled_from(
    ["", "<~f>A1+1</~f>", "<~f/>", '<~f t="shared" si="0"/>', '<~f t="array" ref="A1">B1&lt;2</~f>']
)
_value = st.sampled_from(
    ["", "<~v/>", "<~v>{}</~v>", '<~v xml:space="preserve">{}</~v>', '<~v xml:space="preserve"/>']
)
_inline = st.sampled_from(
    [
        "<~is/>",
        "<~is><~t>{}</~t></~is>",
        '<~is><~t xml:space="preserve">{}</~t></~is>',
        "<~is><~r><~rPr><~b/></~rPr><~t>{}</~t></~r><~r><~t>2</~t></~r></~is>",
        '<~is><~t>{}</~t><~rPh sb="0" eb="1"><~t>か</~t></~rPh><~phoneticPr fontId="1"/></~is>',
    ]
)


@st.composite
def _cell(draw: st.DrawFn, row: int, col: int) -> str:
    style = draw(st.sampled_from(["", ' s="3"', ' s="12"']))
    kind = draw(st.sampled_from(["", "n", "s", "str", "inlineStr", "b", "e", "d"]))
    typed = f' t="{kind}"' if kind else ""
    opened = f'<~c r="{column_letters(col)}{row + 1}"{draw(st.permutations([style, typed]))[0]}'
    opened += typed if typed and typed not in opened else ""
    opened += style if style and style not in opened else ""
    if draw(st.integers(0, 4)) == 0:
        return f"{opened}{draw(st.sampled_from(['', ' ']))}/>"
    body = draw(_inline if kind == "inlineStr" else _value).format(draw(_content))
    return f"{opened}>{draw(_formula)}{body}</~c>"


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """A sheet part as ordinary programs write it."""
    prefix = draw(st.sampled_from(["", "x:", "ss-1:"]))
    rows = ""
    for number in sorted(draw(st.sets(st.integers(0, 30), max_size=8))):
        more = draw(
            st.sampled_from(["", ' spans="1:3"', ' s="1" customFormat="1"', ' ht="1&gt;"', " "])
        )
        opened = f'{draw(_space)}<~row r="{number + 1}"{more}'
        if draw(st.integers(0, 4)) == 0:
            rows += f"{opened}/>"
            continue
        cols = sorted(draw(st.sets(st.integers(0, 800), max_size=4)))
        cells = "".join(draw(_space) + draw(_cell(number, col)) for col in cols)
        rows += f"{opened.rstrip() if more == ' ' else opened}>{cells}{draw(_space)}</~row>"
    data = f"<~sheetData>{rows}{draw(_space)}</~sheetData>"
    if not rows and draw(st.booleans()):
        data = "<~sheetData/>"
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    before = draw(st.sampled_from(["", '<~dimension ref="A1"/>', "<~cols><~col/></~cols>"]))
    after = draw(st.sampled_from(["", '<~autoFilter ref="A1:B2"/>', "<~rowBreaks/>"]))
    body = f"<~worksheet {name}='{MAIN}'>{before}{data}{after}</~worksheet>"
    mark = draw(st.sampled_from(["", "\ufeff", XML]))
    return f"{mark}{body.replace('~', prefix)}".encode()


@examples
@given(sheets(), st.sampled_from([7, 64, 1000, 100_000]))
def test_the_quick_way_says_what_the_exact_way_says(data: bytes, size: int) -> None:
    exact = whole(scan_exact(chunks(data, size)))
    assert data == exact.joined
    assert exact == whole(scan_plain(chunks(data, size), guarded=True))
    assert exact == whole(scan_plain(chunks(data, size), guarded=False))


@pytest.mark.parametrize("size", [1, 2, 3, 50, 10_000])
def test_rows_are_the_same_however_the_part_is_cut(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each scan gathers some bytes first; here none, so that every cut is met."""
    monkeypatch.setattr(plain_rows, "_FIRST", 120)
    monkeypatch.setattr(document, "_FIRST", 60)
    data = sheet_xml(after='<autoFilter ref="A1:B4"/>').encode()
    expected = whole(scan_exact([data]))
    assert [row[0] for row in expected.rows] == [0, 1, 2, 3]
    assert expected == whole(scan_exact(chunks(data, size)))
    assert expected == whole(scan_plain(chunks(data, size), guarded=True))


@examples
@given(sheets(), st.sampled_from(["utf-16-le", "utf-16-be"]), st.sampled_from([64, 100_000]))
def test_the_exact_way_reads_utf_16_as_it_reads_utf_8(
    data: bytes, encoding: str, size: int
) -> None:
    text = data.decode("utf-8-sig").replace("UTF-8", "UTF-16")
    wide = f"\ufeff{text}".encode(encoding)
    narrow = whole(scan_exact([text.replace("UTF-16", "UTF-8").encode()]))
    found = whole(scan_exact(chunks(wide, size)))
    assert wide == found.joined
    assert [row[:2] for row in narrow.rows] == [row[:2] for row in found.rows]
    for narrow_row, row in zip(narrow.rows, found.rows, strict=True):
        assert wide[row[2] : row[5]].decode(encoding).startswith(row[1])
        assert wide[row[4] : row[5]].decode(encoding) in (
            "",
            narrow_row[1].split()[0].replace("<", "</") + ">",
        )
        for expected, cell in zip(narrow_row[6], row[6], strict=True):
            assert expected._replace(start=cell.start, end=cell.end) == cell
            raw = wide[cell.start : cell.end].decode(encoding)
            assert raw.lstrip("<").split(" ")[0].endswith("c")
            assert raw.endswith(">")


A1 = text("A1", "a")
NOT_PLAIN = {
    "a comment": f"<!-- --><row r='1'>{A1}</row>",
    "CDATA": '<row r="1"><c r="A1" t="str"><v><![CDATA[<c>]]></v></c></row>',
    "a processing instruction": f'<row r="1">{A1}</row><?x y?>',
    "a bare ampersand": '<row r="1"><c r="A1" t="str"><v>a & b</v></c></row>',
    "an unknown entity": '<row r="1"><c r="A1" t="str"><v>a&nbsp;b</v></c></row>',
    "an entity in capitals": '<row r="1"><c r="A1" t="str"><v>&LT;</v></c></row>',
    "a reference to no character": '<row r="1"><c r="A1" t="str"><v>&#x1F;</v></c></row>',
    "a reference to half a character": '<row r="1"><c r="A1" t="str"><v>&#xD800;</v></c></row>',
    "a reference to the last half": '<row r="1"><c r="A1" t="str"><v>&#57343;</v></c></row>',
    "a control character": '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
    "a row without r": f"<row>{A1}</row>",
    "a row with nothing": f'<row/><row r="2">{text("A2", "a")}</row>',
    "a row that is row 0": f'<row r="0">{A1}</row>',
    "a row beyond the last": f'<row r="1048577">{A1}</row>',
    "a cell without r": '<row r="1"><c><v>1</v></c></row>',
    "a cell with r not first": '<row r="1"><c s="1" r="A1"><v>1</v></c></row>',
    "a cell in lower case": '<row r="1"><c r="a1"><v>1</v></c></row>',
    "extLst in a row": f'<row r="1">{A1}<extLst><ext><c r="B1"/></ext></extLst></row>',
    "single quotes in a row": f"<row r='1'>{A1}</row>",
    "single quotes in a cell": """<row r="1"><c r='A1'><v>1</v></c></row>""",
    "a line break in a tag": '<row r="1"><c\nr="A1"><v>1</v></c></row>',
    "space in an end tag of a row": f'<row r="1">{A1}</row ><row r="2"></row>',
    "space in an end tag of a cell": '<row r="1"><c r="A1"><v>1</v></c ><c r="B1"></c></row>',
    "space in an end tag of a value": '<row r="1"><c r="A1"><v>1</v\n></c></row>',
    "another prefix for the same namespace": (
        f'<row r="1">{A1}</row><x:row xmlns:x="{MAIN}" r="2"><x:c r="A2"><x:v>1</x:v></x:c></x:row>'
    ),
    "foreign markup": f'<row r="1">{A1}<mc:AlternateContent xmlns:mc="urn:x"/></row>',
    "a cell that is not closed": '<row r="1"><c r="A1"><v>1</v></row>',
    "a row that is not closed": f'<row r="1">{A1}<row r="2"></row>',
}


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_the_quick_way_steps_aside(name: str) -> None:
    with pytest.raises(NotPlain):
        whole(scan_plain([sheet_xml(NOT_PLAIN[name]).encode()], guarded=True))


FRAMES = {
    "utf-16": sheet_xml().encode("utf-16"),
    "latin": sheet_xml("").replace("UTF-8", "ISO-8859-1").encode(),
    "not utf-8": sheet_xml('<row r="1"><c r="A1"><v>~</v></c></row>')
    .encode()
    .replace(b"~", b"\xff"),
    "a comment before": sheet_xml(before="<!-- <sheetData> -->").encode(),
    "a comment behind": sheet_xml(after="<!-- -->").encode(),
    "a DOCTYPE": sheet_xml().replace("<worksheet", "<!DOCTYPE a><worksheet", 1).encode(),
    "two prefixes": sheet_xml().replace("<worksheet", f'<worksheet xmlns:x="{MAIN}"', 1).encode(),
    "alternatives before": sheet_xml(
        before='<mc:AlternateContent xmlns:mc="urn:x"><sheetData/></mc:AlternateContent>'
    ).encode(),
    "no rows": f'{XML}<worksheet xmlns="{MAIN}"></worksheet>'.encode(),
    "another root": f'{XML}<chartsheet xmlns="{MAIN}"><sheetData/></chartsheet>'.encode(),
    "cut short": sheet_xml().encode()[:400],
    "nothing": b"",
}


@pytest.mark.parametrize("name", FRAMES)
def test_the_quick_way_steps_aside_from_a_frame(name: str) -> None:
    with pytest.raises(NotPlain):
        whole(scan_plain([FRAMES[name]], guarded=True))


def test_what_openpyxl_writes_goes_the_quick_way(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["客户", "a & b > c", 1.5, True, None, "=A1"])
    book.active.auto_filter.ref = "A1:F1"
    book.save(tmp_path / "a.xlsx")
    workbook = WorkbookFile(tmp_path / "a.xlsx")
    assert workbook.open_sheet(workbook.sheets[0]).plain
    workbook.close()


ODD: dict[str, tuple[str, dict[str, str]]] = {
    "no addresses": (
        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>",
        {"A1": "1", "B1": "2", "B2": "3"},
    ),
    "some addresses": (
        (
            '<row r="3"><c><v>1</v></c><c r="D3"><v>2</v></c><c><v>3</v></c></row>'
            "<row><c><v>4</v></c></row>"
        ),
        {"A3": "1", "D3": "2", "E3": "3", "A4": "4"},
    ),
    "malformed addresses": (
        (
            '<row r="x"><c r="?"><v>1</v></c><c r=""><v>2</v></c></row>'
            '<row r="0"><c r="$b$9"><v>3</v></c></row><row r="²"><c r="c"><v>4</v></c></row>'
        ),
        {"A1": "1", "B1": "2", "B2": "3", "C3": "4"},
    ),
    "comments and CDATA": (
        (
            '<!-- <row r="1"> --><row r="2"><c r="A2" t="str"><v>a<!-- b --><![CDATA[<c>]]></v></c>'
            "</row><?x?>"
        ),
        {"A2": "a<c>"},
    ),
    "foreign cells": (
        (
            '<row r="1"><c r="A1"><v>1</v><extLst><ext><c r="B1"><v>2</v></c></ext></extLst></c>'
            '<y:c xmlns:y="urn:y" r="C1"><y:v>3</y:v></y:c></row>'
        ),
        {"A1": "1"},
    ),
    "another prefix": (
        f'<x:row xmlns:x="{MAIN}" r="2"><x:c r="A2"><x:v>1</x:v></x:c></x:row>',
        {"A2": "1"},
    ),
    "space in end tags": (
        (
            '<row r="1"><c r="A1"><v>1</v ></c ><c r="B1"><v>2</v></c></row\n>'
            '<row r="2" ><c r="A2" ><v>3</v></c></row>'
        ),
        {"A1": "1", "B1": "2", "A2": "3"},
    ),
    "single quotes and a greater-than sign": (
        "<row r='1' ht='>'><c r='A1' foo=\">\"><v>1</v></c></row>",
        {"A1": "1"},
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_plain_is_read_all_the_same(name: str, tmp_path: Path) -> None:
    rows, expected = ODD[name]
    found = read_cells(zipped(tmp_path / "a.xlsx", parts(sheet_xml(rows))))
    assert expected == {a1: cell.text for a1, cell in found.items() if not cell.blank}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_utf_16_sheet_is_read(encoding: str, tmp_path: Path) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    data = (mark + sheet_xml().replace("UTF-8", "UTF-16")).encode(encoding)
    found = read_cells(zipped(tmp_path / "a.xlsx", parts(data)))
    assert {"A1", "B1", "A2", "B2", "A3", "B3", "A4", "B4"} == set(found)
    assert (found["A2"].text, found["B2"].text) == ("甲", "6585000")


ASCII = CUSTOMERS.translate(dict(zip(map(ord, "客户销售额甲乙丙"), "abcdefgh", strict=False)))


@pytest.mark.parametrize("label", ["utf8", "UTF8", "Utf-8", "utf_8"])
@pytest.mark.parametrize("part", [SHEET, STYLES_PART, "xl/sharedStrings.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("rows", [CUSTOMERS, ASCII, f"<!-- -->{CUSTOMERS}", f"<!-- -->{ASCII}"])
def test_utf_8_may_be_spelled_otherwise(rows: str, part: str, label: str, tmp_path: Path) -> None:
    """Expat knows one spelling; the quick way, the exact way and the last check must agree."""
    content = parts(sheet_xml(rows), strings=f'{XML}<sst xmlns="{MAIN}"><!-- --><si/></sst>')
    assert b'encoding="UTF-8"' in content[part]
    content[part] = content[part].replace(b'"UTF-8"', f'"{label}"'.encode())
    annotate(zipped(tmp_path / "a.xlsx", content), tmp_path / "b.xlsx")
    assert read_cells(tmp_path / "b.xlsx")["C2"].text == "大"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_may_be_spelled_otherwise(encoding: str, tmp_path: Path) -> None:
    data = f"\ufeff{sheet_xml().replace('UTF-8', 'utf16')}".encode(encoding)
    assert read_cells(zipped(tmp_path / "a.xlsx", parts(data)))["A2"].text == "甲"


REFUSED = {
    "a control character": (NOT_PLAIN["a control character"], "line 2, column "),
    "a reference to no character": (NOT_PLAIN["a reference to no character"], "line 2, column "),
    "a bare ampersand": (NOT_PLAIN["a bare ampersand"], "line 2, column "),
    "a cell that is not closed": (NOT_PLAIN["a cell that is not closed"], "line 2, column "),
    "a row that is not closed": (NOT_PLAIN["a row that is not closed"], "line 2, column "),
    "a row beyond the last": (NOT_PLAIN["a row beyond the last"], "no sheet has a row 1048577"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_malformed_sheet_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    rows, place = REFUSED[name]
    with pytest.raises(InputRefused) as refused:
        read_cells(zipped(tmp_path / "a.xlsx", parts(sheet_xml(rows))))
    assert refused.value.code == "damaged"
    assert place in refused.value.message.en
    assert SHEET in refused.value.message.zh


@pytest.mark.parametrize(
    "sheet",
    [
        f'{XML}<worksheet><sheetData><row r="1"><c r="A1"/></row></sheetData></worksheet>',
        f'{XML}<chartsheet xmlns="{MAIN}"><sheetData/></chartsheet>',
        f'{XML}<worksheet xmlns="urn:x" xmlns:x="{MAIN}"><sheetData/></worksheet>',
        sheet_xml().replace('encoding="UTF-8"', 'encoding="GBK"'),
        sheet_xml().replace('encoding="UTF-8"', 'encoding="nonsense"'),
        "",
    ],
    ids=["no namespace", "chart sheet", "foreign namespace", "GBK", "no encoding", "empty"],
)
def test_a_part_that_is_no_worksheet_is_refused(sheet: str, tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        read_cells(zipped(tmp_path / "a.xlsx", parts(sheet)))
    assert refused.value.code == "damaged"


def test_the_exact_way_reads_a_part_without_rows_as_all_head() -> None:
    data = f'<worksheet xmlns="{MAIN}"><cols/></worksheet>'.encode()
    assert [Head(data), Tail(b"")] == list(scan_exact([data]))


def test_the_exact_way_refuses_what_ends_too_soon() -> None:
    with pytest.raises(Malformed, match="malformed XML at line 2"):
        whole(scan_exact([sheet_xml().encode()[:400]]))


# --- cells ---

STRINGS = (
    f'{XML}<sst xmlns="{MAIN}" count="4"><si><t>零</t></si><si/>'
    "<si><r><t>富</t></r><r><rPr><b/></rPr><t>文本</t></r>"
    '<rPh sb="0" eb="1"><t>かな</t></rPh></si></sst>'
)
CELLS = {
    "number": ('<c r="A1"><v>6585000</v></c>', Kind.NUMBER, "6585000"),
    "number as written": ('<c r="A1"><v> 1E3 </v></c>', Kind.NUMBER, "1E3"),
    "number of a formula": ('<c r="A1"><f>1+1</f><v>2</v></c>', Kind.NUMBER, "2"),
    "no number": ('<c r="A1"><v>1,5</v></c>', Kind.ERROR, "1,5"),
    "infinity": ('<c r="A1"><v>1e999</v></c>', Kind.ERROR, "1e999"),
    "not a number": ('<c r="A1"><v>nan</v></c>', Kind.ERROR, "nan"),
    "full-width digits": ('<c r="A1"><v>１２</v></c>', Kind.ERROR, "１２"),
    "digits with underscores": ('<c r="A1"><v>1_000</v></c>', Kind.ERROR, "1_000"),
    "blank": ('<c r="A1"/>', Kind.BLANK, ""),
    "blank with a style": ('<c r="A1" s="1"/>', Kind.BLANK, ""),
    "blank with an empty value": ('<c r="A1"><v></v></c>', Kind.BLANK, ""),
    "shared string": ('<c r="A1" t="s"><v>0</v></c>', Kind.TEXT, "零"),
    "empty shared string": ('<c r="A1" t="s"><v>1</v></c>', Kind.TEXT, ""),
    "rich text with a reading": ('<c r="A1" t="s"><v>2</v></c>', Kind.TEXT, "富文本"),
    "shared string that is not there": ('<c r="A1" t="s"><v>3</v></c>', Kind.ERROR, "s=3"),
    "shared string below zero": ('<c r="A1" t="s"><v>-1</v></c>', Kind.ERROR, "s=-1"),
    "shared string of no number": ('<c r="A1" t="s"><v>²</v></c>', Kind.ERROR, "s=²"),
    "shared string of a long number": (
        f'<c r="A1" t="s"><v>{"9" * 5000}</v></c>',
        Kind.ERROR,
        f"s={'9' * 5000}",
    ),
    "inline string": (text("A1", "a&amp;b"), Kind.TEXT, "a&b"),
    "inline string with an escape": (text("A1", "a_x000D_b"), Kind.TEXT, "a\rb"),
    "inline string of spaces": (text("A1", "  "), Kind.TEXT, "  "),
    "inline rich text": (
        (
            '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r>'
            '<rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
        ),
        Kind.TEXT,
        "ab",
    ),
    "inline string of nothing": ('<c r="A1" t="inlineStr"/>', Kind.BLANK, ""),
    "formula text": ('<c r="A1" t="str"><f>B1</f><v>=x</v></c>', Kind.TEXT, "=x"),
    "formula text that is empty": ('<c r="A1" t="str"><f>B1</f><v></v></c>', Kind.TEXT, ""),
    "formula text that is empty, closed": ('<c r="A1" t="str"><f>B1</f><v/></c>', Kind.TEXT, ""),
    "formula without a value": ('<c r="A1"><f>B1</f></c>', Kind.UNCACHED, ""),
    "formula with an empty value": ('<c r="A1"><f>B1</f><v/></c>', Kind.UNCACHED, ""),
    "formula text without a value": ('<c r="A1" t="str"><f>B1</f></c>', Kind.UNCACHED, ""),
    "shared formula without a value": (
        '<c r="A1"><f t="shared" si="0"/></c>',
        Kind.UNCACHED,
        "",
    ),
    "true": ('<c r="A1" t="b"><v>1</v></c>', Kind.BOOLEAN, "TRUE"),
    "false": ('<c r="A1" t="b"><v>0</v></c>', Kind.BOOLEAN, "FALSE"),
    "error": ('<c r="A1" t="e"><v>#N/A</v></c>', Kind.ERROR, "#N/A"),
    "error of a formula": ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Kind.ERROR, "#DIV/0!"),
    "date by a built-in style": ('<c r="A1" s="1"><v>45000</v></c>', Kind.DATE, "2023-03-15"),
    "date by a custom style": ('<c r="A1" s="2"><v>45000.5</v></c>', Kind.DATE, "2023-03-15 12:00"),
    "date as ISO text": ('<c r="A1" t="d"><v>2024-02-29</v></c>', Kind.DATE, "2024-02-29"),
    "text under a date style": ('<c r="A1" s="1" t="str"><v>45000</v></c>', Kind.TEXT, "45000"),
    "number with a style that is not there": (
        '<c r="A1" s="99"><v>45000</v></c>',
        Kind.NUMBER,
        "45000",
    ),
    "unknown type": ('<c r="A1" t="zz"><v>1</v></c>', Kind.ERROR, "1"),
}


@pytest.mark.parametrize("plain", [True, False], ids=["quick", "exact"])
@pytest.mark.parametrize("name", CELLS)
def test_a_cell_has_its_kind(name: str, plain: bool, tmp_path: Path) -> None:
    markup, kind, shown = CELLS[name]
    rows = f'{"" if plain else "<!-- -->"}<row r="1">{markup}</row>'
    content = parts(sheet_xml(rows), strings=STRINGS)
    cell = read_cells(zipped(tmp_path / "a.xlsx", content))["A1"]
    assert (kind, shown) == (cell.kind, cell.text)


@pytest.mark.parametrize(("style", "percent"), [(0, False), (3, True), (4, False)])
def test_a_number_knows_whether_it_is_shown_in_percent(
    style: int, percent: bool, tmp_path: Path
) -> None:
    rows = f'<row r="1"><c r="A1" s="{style}"><v>0.15</v></c></row>'
    cell = read_cells(zipped(tmp_path / "a.xlsx", parts(sheet_xml(rows))))["A1"]
    assert (percent, style, "0.15") == (cell.percent, cell.style, cell.text)


def test_a_cell_keeps_its_formula(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f>IF(B1&lt;2,"a","b")</f><v>1</v></c></row>'
    cell = read_cells(zipped(tmp_path / "a.xlsx", parts(sheet_xml(rows))))["A1"]
    assert cell.formula == 'IF(B1<2,"a","b")'


def test_sheets_are_found_in_their_order_with_their_state(tmp_path: Path) -> None:
    content = parts(
        more={
            "xl/workbook.xml": (
                f'<workbook xmlns="{MAIN}" xmlns:rel="{OFFICE}"><sheets>'
                '<sheet name="图" sheetId="3" rel:id="rId9"/>'
                '<sheet name="藏" sheetId="2" state="veryHidden" rel:id="rId1"/>'
                '<sheet name="明" sheetId="1" state="visible" rel:id="rId1"/></sheets></workbook>'
            )
        }
    )
    workbook = WorkbookFile(zipped(tmp_path / "a.xlsx", content))
    found = [(sheet.name, sheet.index, sheet.visible) for sheet in workbook.sheets]
    workbook.close()
    assert found == [("藏", 1, False), ("明", 2, True)]


def test_a_workbook_without_styles_and_strings_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", parts(styles=None))
    assert read_cells(path)["B2"].kind is Kind.NUMBER
