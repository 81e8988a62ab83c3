"""Cell styles: the neighbours' own with a fill, appended at the end, never reindexed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from packages import (
    MAIN,
    REASONS,
    STYLES,
    STYLES_PART,
    XML,
    annotate,
    annotation,
    column,
    contents,
    parts,
    sheet_xml,
    text,
    zipped,
)

from tierctl.ooxml.document import Document
from tierctl.ooxml.splice import spliced
from tierctl.workbook.styles import StyleBook

FILLS = {"大": "C6EFCE", "小": "FFC7CE"}


def _styled(styles: str) -> tuple[StyleBook, Document]:
    document = Document(styles.encode())
    return StyleBook(document), document


def _written(book: StyleBook, document: Document) -> Document:
    return Document(spliced(document.data, book.splices()))


def _xfs(document: Document) -> list[str]:
    group = document.root.first("cellXfs")
    assert group is not None
    return [document.source(xf) for xf in group.all("xf")]


def test_styles_are_appended_once_and_counted() -> None:
    book, document = _styled(STYLES)
    assert [
        book.style(0, "C6EFCE", False),
        book.style(0, "FFC7CE", False),
        book.style(None, "C6EFCE", False),
        book.style(4, None, True),
    ] == [5, 6, 5, 7]
    after = _written(book, document)
    assert _xfs(document) == _xfs(after)[:5]
    groups = {name: after.root.first(name) for name in ("fills", "cellXfs")}
    for name, count in {"fills": 4, "cellXfs": 8}.items():
        group = groups[name]
        assert group is not None
        assert str(count) == group.get("count")
        assert count == len(group.children)


def test_a_derived_style_is_its_base_as_text_with_a_fill() -> None:
    book, document = _styled(STYLES)
    book.style(3, "C6EFCE", True)
    assert _xfs(_written(book, document))[5].replace(' applyAlignment="1"', "").replace(
        ' applyFill="1"', ""
    ) == (
        '<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" quotePrefix="0">'
        '<alignment horizontal="left" wrapText="1"/></xf>'
    )


def test_a_style_that_is_not_there_counts_as_the_first() -> None:
    book, _ = _styled(STYLES)
    assert book.style(99, "C6EFCE", False) == book.style(0, "C6EFCE", False)


BASES = {
    "closed": "<xf/>",
    "closed with a space": '<xf numFmtId="0" />',
    "open": '<xf numFmtId="0"></xf>',
    "with protection": '<xf><protection locked="0"/></xf>',
    "with alignment": '<xf><alignment vertical="top"/></xf>',
    "with single quotes": "<xf numFmtId='9' fillId='0'><alignment horizontal='right'/></xf>",
}


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("name", BASES)
def test_any_base_takes_a_fill_and_an_alignment(name: str, prefix: str) -> None:
    name_of = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    markup = f"<fills><fill/></fills><cellXfs>{BASES[name]}</cellXfs>"
    markup = markup.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}")
    book, document = _styled(
        f'<{prefix}styleSheet {name_of}="{MAIN}">{markup}</{prefix}styleSheet>'
    )
    assert book.style(0, "C6EFCE", True) == 1
    after = _written(book, document)
    xfs = after.root.first("cellXfs")
    assert xfs is not None
    assert xfs.get("count") is None
    old, new = xfs.children
    expected = {**old.attributes, "fillId": "2", "applyFill": "1", "applyAlignment": "1"}
    assert {**expected, "numFmtId": "0"} == new.attributes
    alignment = new.children[0]
    assert (alignment.name, alignment.get("horizontal")) == ("alignment", "left")
    fills = after.root.first("fills")
    assert fills is not None
    assert [fill.tag_prefix for fill in fills.children] == [prefix] * 3


def test_utf_16_styles_are_appended_in_utf_16() -> None:
    document = Document(STYLES.replace("UTF-8", "UTF-16").encode("utf-16"))
    book = StyleBook(document)
    book.style(3, "C6EFCE", True)
    assert len(_xfs(_written(book, document))) == 6


@pytest.mark.parametrize(
    "styles",
    [
        f'{XML}<styleSheet xmlns="{MAIN}"/>',
        f'{XML}<styleSheet xmlns="{MAIN}"><cellXfs count="0"/></styleSheet>',
    ],
    ids=["no group", "no style"],
)
def test_styles_without_cell_styles_stay_as_they_are(styles: str) -> None:
    book, _ = _styled(styles)
    assert book.style(0, "C6EFCE", False) is None
    assert book.splices() == []


def test_styles_without_fills_get_none() -> None:
    book, document = _styled(f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/></cellXfs></styleSheet>')
    assert book.style(0, "C6EFCE", False) == 1
    assert _xfs(_written(book, document)) == ["<xf/>", '<xf numFmtId="0"/>']


NONE = '<fill><patternFill patternType="none"/></fill>'
GRAY = '<fill><patternFill patternType="gray125"/></fill>'


@pytest.mark.parametrize("there", ["", NONE, NONE + GRAY], ids=["none", "one", "two"])
def test_the_first_two_fills_are_left_to_excel(there: str) -> None:
    """Whatever stands at 0 and 1, Excel shows no fill and grey dots there."""
    book, document = _styled(
        f'<styleSheet xmlns="{MAIN}"><fills count="9">{there}</fills>'
        "<cellXfs><xf/></cellXfs></styleSheet>"
    )
    book.style(0, "C6EFCE", False)
    book.style(0, "FFC7CE", False)
    after = _written(book, document)
    assert ['fillId="2"' in xf or 'fillId="3"' in xf for xf in _xfs(after)] == [False, True, True]
    fills = after.root.first("fills")
    assert fills is not None
    assert fills.get("count") == "4"
    assert [after.source(fill) for fill in fills.children[:2]] == [NONE, GRAY]


def test_a_fill_and_a_style_that_are_there_are_used_again() -> None:
    book, document = _styled(STYLES)
    given = [book.style(0, "C6EFCE", False), book.style(4, None, True), book.style(0, None, False)]
    after = _written(book, document)
    again = StyleBook(after)
    assert given == [
        again.style(0, "C6EFCE", False),
        again.style(4, None, True),
        again.style(0, None, False),
    ]
    assert given == [again.style(base, *how) for base, how in zip(given, HOW, strict=True)]
    assert again.splices() == []


HOW = (("C6EFCE", False), (None, True), (None, False))


def test_a_fill_at_a_reserved_place_is_not_used() -> None:
    """Excel does not show it."""
    solid = NONE.replace('"none"/>', '"solid"><fgColor rgb="FFC6EFCE"/></patternFill>')
    book, document = _styled(
        f'<styleSheet xmlns="{MAIN}"><fills>{NONE}{solid}</fills>'
        "<cellXfs><xf/></cellXfs></styleSheet>"
    )
    book.style(0, "C6EFCE", False)
    assert 'fillId="2"' in _xfs(_written(book, document))[1]


def test_a_full_styles_part_gets_no_more() -> None:
    book, _ = _styled(
        f'<styleSheet xmlns="{MAIN}"><fills/><cellXfs>{"<xf/>" * 64_000}</cellXfs></styleSheet>'
    )
    assert book.style(7, "C6EFCE", False) == 7
    assert book.splices() == []


def _colour(path: Path, a1: str) -> str:
    fill = openpyxl.load_workbook(path).active[a1].fill
    return str(fill.fgColor.rgb) if fill.patternType == "solid" else ""


def test_the_fill_goes_by_the_value_and_a_marked_cell_gets_the_mark(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", parts())
    annotate(source, tmp_path / "b.xlsx", annotation(column(fills=FILLS, marked=[1]), REASONS))
    found = {a1: _colour(tmp_path / "b.xlsx", a1) for a1 in ("C1", "C2", "C3", "C4", "D2")}
    assert found == {"C1": "", "C2": "FFC6EFCE", "C3": "FFFFC000", "C4": "FFFFC7CE", "D2": ""}


def test_reasons_are_aligned_to_the_left(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", parts())
    annotate(source, tmp_path / "b.xlsx", annotation(column(), REASONS))
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert (sheet["C2"].alignment.horizontal, sheet["D2"].alignment.horizontal) == (None, "left")


def test_without_a_styles_part_cells_have_no_style(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", parts(styles=None))
    annotate(source, tmp_path / "b.xlsx", annotation(column(fills=FILLS)))
    sheet = contents(tmp_path / "b.xlsx")["xl/worksheets/sheet1.xml"].decode()
    assert text("C2", "大") in sheet
    assert STYLES_PART not in contents(tmp_path / "b.xlsx")


HEADER = ' s="4"'
FONT = '<fonts count="2"><font/><font><b/></font></fonts>'
PLACES: dict[str, tuple[str, str, int]] = {
    "of the neighbour": ("", '<row r="1">{}</row><row r="2"><c r="A2"/><c r="B2" s="4"/></row>', 4),
    "of nothing": ("", '<row r="1">{}</row><row r="2"><c r="A2" s="4"/></row>', 0),
    "of the row": (
        "",
        '<row r="1">{}</row><row r="2" s="3" customFormat="1"><c r="B2" s="4"/></row>',
        3,
    ),
    "not of a row that only names one": (
        "",
        '<row r="1">{}</row><row r="2" s="3"><c r="B2" s="4"/></row>',
        4,
    ),
    "of the column": (
        '<cols><col min="3" max="9" width="9" style="3"/></cols>',
        '<row r="1">{}</row><row r="2"><c r="B2" s="4"/></row>',
        3,
    ),
    "of the neighbour under a style of both columns": (
        '<cols><col min="1" max="16384" width="9" style="3"/></cols>',
        '<row r="1">{}</row><row r="2"><c r="B2" s="4"/></row>',
        4,
    ),
    "of both columns where the neighbour has none": (
        '<cols><col min="1" max="16384" width="9" style="3"/></cols>',
        '<row r="1">{}</row><row r="2"><c r="A2" s="4"/></row>',
        3,
    ),
    "of the cell that is there": (
        '<cols><col min="3" max="9" width="9" style="3"/></cols>',
        '<row r="1">{}</row><row r="2" s="4" customFormat="1"><c r="C2" s="1"/></row>',
        1,
    ),
    "of the neighbour across our own columns": (
        "",
        '<row r="1">{}</row><row r="2"><c r="B2" s="4"/></row>',
        4,
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_new_cell_has_the_style(place: str, tmp_path: Path) -> None:
    """The base is told by its font: only the wanted one has a font of its own."""
    before, rows, base = PLACES[place]
    fonts = "".join(
        f'<xf numFmtId="0" fontId="{int(i == base)}" fillId="0" borderId="0"/>' for i in range(5)
    )
    styles = (
        f'{XML}<styleSheet xmlns="{MAIN}">{FONT}<fills><fill><patternFill/></fill></fills>'
        "<borders><border/></borders>"
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{fonts}</cellXfs>"
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
    sheet = sheet_xml(rows.format(text("A1", "客户") + text("B1", "额")), before=before)
    source = zipped(tmp_path / "a.xlsx", parts(sheet, styles=styles))
    two = "across" in place
    columns = [column(values=["大"]), column("依据", ["因为"], role="reason")]
    annotate(source, tmp_path / "b.xlsx", annotation(*columns[: 1 + two], rows=[1]))
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").active["D2" if two else "C2"].font.b


def test_a_header_looks_like_its_left_neighbour(tmp_path: Path) -> None:
    rows = f'<row r="1">{text("A1", "客户")}{text("B1", "额", HEADER)}</row><row r="2"/>'
    source = zipped(tmp_path / "a.xlsx", parts(sheet_xml(rows)))
    annotate(source, tmp_path / "b.xlsx", annotation(column(values=["大"]), rows=[1]))
    assert (
        text("C1", "客户等级", ' s="4"')
        in contents(tmp_path / "b.xlsx")["xl/worksheets/sheet1.xml"].decode()
    )
