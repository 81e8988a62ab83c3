"""The summary sheet: what it says, how it is grafted, and what a second run makes of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import run
from packages import (
    MAIN,
    OFFICE,
    STRICT_MAIN,
    STRICT_OFFICE,
    STYLES,
    STYLES_PART,
    by_calamine,
    by_openpyxl,
    changes,
    contents,
    parts,
    relationships,
    sheet_xml,
    zipped,
)
from summary_pages import (
    AS_OF,
    FOUR,
    ORDER,
    RELS,
    SALES,
    TWO_TIERS,
    TYPES,
    WORKBOOK,
    Content,
    book,
    caches,
    changed,
    find_all,
    grade,
    graded,
    local,
    page_parts,
    resaved,
    sheet_rows,
    sheets,
    targets,
    tree,
    without_regions,
)

from tierctl.app.classify import Classified
from tierctl.model.diagnostic import Severity
from tierctl.ooxml.document import Document
from tierctl.policy.load import parse_policy
from tierctl.policy.policy import Policy
from tierctl.workbook.stamp import own_copy
from tierctl.workbook.text_width import shortened

COLORS = {"大客户": "C6E0B4", "中客户": "DDEBF7", "小客户": "E7E6E6", "未定级": "FCE4D6"}


@pytest.fixture
def messy(samples: Path) -> Classified:
    """The messy sample, graded."""
    return grade(samples / "messy.xlsx", lang="zh")


def _rows(cells: dict[str, Any]) -> dict[int, list[object]]:
    rows: dict[int, dict[int, object]] = {}
    for address, value in cells.items():
        row, col = openpyxl.utils.cell.coordinate_to_tuple(address)
        rows.setdefault(row, {})[col] = value
    return {row: [cols[c] for c in sorted(cols)] for row, cols in sorted(rows.items())}


# What it says


@pytest.mark.parametrize("reader", [by_openpyxl, by_calamine])
def test_its_cells_are_the_figures(reader: Any, messy: Classified) -> None:
    figures, place = messy.figures, len(sheets(contents(messy.output))) - 1
    rows = list(_rows(reader(messy.output, place)).values())
    assert rows[0] == ["客户等级划分（按年平均销售额）"]
    assert rows[1] == ["messy.xlsx　·　工作表 客户明细　·　截至 2025-06-30"]
    assert rows[3] == [35, 22, 13, figures.total]
    assert ["行数：40 = 已定级 22 + 未定级 13 + 跳过 5"] in rows
    for row in figures.tiers:
        label = row.tier.label.zh if row.tier else "未定级"
        found = next(r for r in rows if r[0] == label and r[1] == row.count)
        assert row.share == pytest.approx(found[2], abs=1e-6)
        if row.tier:
            assert row.total == found[3]
            assert row.total_share == pytest.approx(found[4], abs=1e-6)
    for segment in figures.segments:
        assert [segment.name, *segment.counts, sum(segment.counts)] in rows
    assert ["中客户", "年平均销售额 > 100万 且 ≤ 500万"] in rows
    assert [f"策略 sales-size　版本 1.0.0　SHA-256 {SALES.digest}"] in rows


def test_it_speaks_the_language_of_the_run(samples: Path) -> None:
    path = grade(samples / "customers.xlsx", lang="en").output
    assert list(sheets(contents(path)))[-1] == "Tier summary"
    rows = list(_rows(by_openpyxl(path, 2)).values())
    assert ["customers.xlsx  ·  sheet 客户表  ·  as of 2025-06-30"] in rows
    assert ["Tier", "Customers", "Share", "Average annual sales, sum", "Share of sum"] in rows
    assert ["Medium", "Average annual sales > 1,000,000 and ≤ 5,000,000"] in rows
    assert not [v for row in rows for v in row if re.search("[一-鿿]等级", str(v))]


def test_errors_and_warnings_link_to_their_cells(messy: Classified) -> None:
    content = contents(messy.output)
    part, _, _ = page_parts(content)
    cells = by_openpyxl(messy.output, 3)
    links = {
        e.get("ref", ""): e.get("location", "")
        for e in find_all(tree(content[part]), "hyperlinks", "hyperlink")
    }
    found = [d for d in messy.diagnostics if d.severity is not Severity.NOTE]
    assert len(links) == len(found) == 17
    shown = {(loc, cells[f"C{ref[1:]}"]) for ref, loc in links.items()}
    assert shown == {(f"'客户明细'!{d.cell.a1}", d.message.zh) for d in found if d.cell}
    book = openpyxl.load_workbook(messy.output)
    assert {book["等级汇总"][ref].hyperlink.location for ref in links} == set(links.values())


def test_of_many_findings_the_first_of_each_kind_are_listed(tmp_path: Path) -> None:
    bad = [(f"客户{i}", "待定" if i % 3 else "", "") for i in range(200)]
    rows = sheet_rows(("甲", 6_585_000, ""), *bad).replace("<is><t></t></is>", "")
    path = graded(tmp_path, book(rows))
    texts = [str(v) for v in by_openpyxl(path, 1).values()]
    errors = [t for t in texts if "需要一个金额" in t]
    assert "错误（200）" in texts
    assert (5, 5) == (len(errors), len([t for t in texts if t == "年平均销售额是空的"]))
    assert [t for t in texts if t.startswith("…")] == [
        "… 另有 62 处同类问题",
        "… 另有 128 处同类问题",
    ]


def test_names_from_the_file_stay_texts(tmp_path: Path) -> None:
    nasty = "=1+A1 &lt;b&gt; &amp; 'c'"
    rows = FOUR.replace("浙江", nasty)
    path = graded(tmp_path, book(rows))
    sheet, _, charts = page_parts(contents(path))
    content = contents(path)
    assert b"<f>" not in content[sheet]
    shown = "=1+A1 <b> & 'c'"
    assert shown in by_calamine(path, 1).values()
    assert shown in [v for _, _, values in caches(tree(content[charts[1]])) for v in values]


def test_characters_that_xml_has_not_are_left_out(tmp_path: Path) -> None:
    rows = FOUR.replace("四川", "四_x0001_川_xD800_")
    path = graded(tmp_path, book(rows))
    for name, data in contents(path).items():
        if name.endswith(".xml"):
            tree(data)
    assert [v for v in by_calamine(path, 1).values() if str(v).startswith("四川")]


# Its charts


def test_charts_read_the_cells_and_keep_what_they_hold(messy: Classified) -> None:
    content = contents(messy.output)
    _, drawing, charts = page_parts(content)
    sheet = openpyxl.load_workbook(messy.output)["等级汇总"]
    assert len(list(find_all(tree(content[drawing]), "twoCellAnchor"))) == len(charts) == 2
    for chart in charts:
        found = list(caches(tree(content[chart])))
        assert found
        for name, area, values in found:
            assert name == "等级汇总"
            cells = (
                [c.value for row in sheet[area.a1.replace("$", "")] for c in row]
                if (area.last_row > area.first_row)
                else [sheet[area.a1].value]
            )
            assert [str(c) for c in cells] == values


def test_bars_have_the_colours_of_the_tiers(messy: Classified) -> None:
    content = contents(messy.output)
    by_tier, by_segment = (tree(content[c]) for c in page_parts(content)[2])
    (series,) = find_all(by_tier, "chart", "plotArea", "barChart", "ser")
    points = [e.get("val") for e in find_all(series, "dPt", "spPr", "solidFill", "srgbClr")]
    assert points == list(COLORS.values())
    names, stacked = [], []
    for part in find_all(by_segment, "chart", "plotArea", "barChart", "ser"):
        names += [v.text for v in find_all(part, "tx", "strRef", "strCache", "pt", "v")]
        stacked += [e.get("val") for e in find_all(part, "spPr", "solidFill", "srgbClr")]
    assert dict(zip(names, stacked, strict=True)) == COLORS
    fills = {
        cell.value: cell.fill.start_color.rgb[2:]
        for row in openpyxl.load_workbook(messy.output)["等级汇总"].iter_rows(max_col=2)
        for cell in row
        if cell.value in COLORS
    }
    assert fills == COLORS


def test_openpyxl_reads_the_charts(messy: Classified) -> None:
    charts = openpyxl.load_workbook(messy.output)["等级汇总"]._charts
    assert [(c.barDir, c.grouping) for c in charts] == [("bar", "clustered"), ("bar", "stacked")]


def test_without_regions_there_is_one_chart(tmp_path: Path) -> None:
    content = contents(graded(tmp_path, policy=without_regions()))
    assert len(page_parts(content)[2]) == 1


# How it is grafted


def test_it_is_the_last_sheet_and_renumbers_nothing(tmp_path: Path) -> None:
    names = '<definedName name="_xlnm.Print_Area" localSheetId="1">乙!$A$1</definedName>'
    content = book() | {
        WORKBOOK: (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="客户" sheetId="7" r:id="rId1"/><sheet name="乙" sheetId="3" r:id="rId3"/>'
            f"</sheets><definedNames>{names}</definedNames></workbook>"
        ).encode(),
        RELS: relationships(
            ("worksheet", "worksheets/sheet1.xml"),
            ("styles", "styles.xml"),
            ("worksheet", "worksheets/sheet2.xml"),
        ).encode(),
        "xl/worksheets/sheet2.xml": sheet_xml("").encode(),
    }
    after = contents(graded(tmp_path, content))
    entries = re.findall(r"<sheet .*?/>", after[WORKBOOK].decode())
    assert entries[:2] == re.findall(r"<sheet .*?/>", content[WORKBOOK].decode())
    assert 'name="等级汇总" sheetId="8"' in entries[2]
    assert names.encode() in after[WORKBOOK]
    assert list(sheets(after).values())[2] == "xl/worksheets/sheet3.xml"
    assert b"tabSelected" not in after["xl/worksheets/sheet3.xml"]


def test_its_children_stand_in_the_order_of_the_schema(messy: Classified) -> None:
    content = contents(messy.output)
    names = [local(e) for e in tree(content[page_parts(content)[0]])]
    assert names == list(ORDER)


def test_it_prints_one_page_wide(messy: Classified) -> None:
    sheet = openpyxl.load_workbook(messy.output)["等级汇总"]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 1)
    assert sheet.page_setup.orientation == "portrait"
    widths = [sheet.column_dimensions[c].width for c in sheet.column_dimensions]
    assert sum(widths) < 100


def _taken(content: Content) -> Content:
    """Leave names behind that a new part must not get."""
    types = (
        content[TYPES]
        .decode()
        .replace(
            "</Types>",
            '<Override PartName="/xl/charts/chart1.xml" ContentType="application/xml"/></Types>',
        )
    )
    return content | {
        TYPES: types.encode(),
        "xl/drawings/Drawing1.XML": b"<x/>",
        "xl/worksheets/sheet2.xml": sheet_xml("").encode(),
        "xl/worksheets/_rels/sheet3.xml.rels": relationships().encode(),
    }


def test_its_parts_get_names_that_are_free(tmp_path: Path) -> None:
    content = contents(graded(tmp_path, _taken(book())))
    assert page_parts(content) == (
        "xl/worksheets/sheet4.xml",
        "xl/drawings/drawing2.xml",
        ["xl/charts/chart2.xml", "xl/charts/chart3.xml"],
    )
    declared = [e.get("PartName") for e in tree(content[TYPES]) if e.get("PartName")]
    assert len(declared) == len(set(declared))


@pytest.mark.parametrize("taken", ["等级汇总", "等级汇总 (2)"])
def test_its_name_is_one_that_no_sheet_has(taken: str, tmp_path: Path) -> None:
    content = book()
    content[WORKBOOK] = content[WORKBOOK].replace("客户".encode(), taken.encode())
    path = graded(tmp_path, content)
    free = {"等级汇总": "等级汇总 (2)", "等级汇总 (2)": "等级汇总"}
    assert list(sheets(contents(path))) == [taken, free[taken]]


def test_a_name_counts_without_its_case(tmp_path: Path) -> None:
    content = book()
    content[WORKBOOK] = content[WORKBOOK].replace("客户".encode(), b"TIER Summary")
    path = graded(tmp_path, content, lang="en")
    assert list(sheets(contents(path))) == ["TIER Summary", "Tier summary (2)"]


def _strict(content: Content) -> Content:
    return {
        k: v.replace(MAIN.encode(), STRICT_MAIN.encode()).replace(
            OFFICE.encode(), STRICT_OFFICE.encode()
        )
        for k, v in content.items()
    }


def test_in_a_strict_workbook_all_of_it_is_strict(tmp_path: Path) -> None:
    path = graded(tmp_path, _strict(book()))
    content = contents(path)
    sheet, drawing, charts = page_parts(content)
    rels = [f"{p.rpartition('/')[0]}/_rels/{p.rpartition('/')[2]}.rels" for p in (sheet, drawing)]
    for part in (WORKBOOK, RELS, sheet, drawing, *rels, *charts):
        assert b"schemas.openxmlformats.org/officeDocument" not in content[part], part
        assert b"schemas.openxmlformats.org/spreadsheetml" not in content[part], part
        assert b"schemas.openxmlformats.org/drawingml" not in content[part], part
        assert b"http://purl.oclc.org/ooxml/" in content[part], part
    assert b'<c:gapWidth val="50%"/>' in content[charts[0]]
    assert "等级汇总" in sheets(content)
    assert "大客户" in by_calamine(path, 1).values()


def test_prefixes_are_those_of_the_workbook(tmp_path: Path) -> None:
    content = book()
    for part in (WORKBOOK, STYLES_PART):
        data = content[part].decode().replace("xmlns=", "xmlns:x=")
        content[part] = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", data).encode()
    for part, namespace in ((RELS, "p"), (TYPES, "t")):
        data = content[part].decode().replace("xmlns=", f"xmlns:{namespace}=")
        content[part] = re.sub(r"<(/?)(?=[a-zA-Z])", rf"<\1{namespace}:", data).encode()
    path = graded(tmp_path, content)
    assert b"<x:sheet xmlns:r=" in contents(path)[WORKBOOK]
    assert list(sheets(contents(path))) == ["客户", "等级汇总"]
    assert "大客户" in by_openpyxl(path, 1).values()


def test_a_prefix_r_that_means_something_else_is_no_obstacle(tmp_path: Path) -> None:
    content = book()
    data = content[WORKBOOK].replace(b"xmlns:r=", b"xmlns:q=").replace(b"r:id", b"q:id")
    content[WORKBOOK] = data.replace(b"<workbook ", b'<workbook xmlns:r="urn:x" ')
    assert list(sheets(contents(graded(tmp_path, content)))) == ["客户", "等级汇总"]


def test_without_a_styles_part_cells_have_no_style(tmp_path: Path) -> None:
    content = parts(sheet_xml(FOUR), styles=None)
    path = graded(tmp_path, content)
    sheet, _, _ = page_parts(contents(path))
    assert not list(tree(contents(path)[sheet]).iter("s"))
    assert b' s="' not in contents(path)[sheet]
    assert "大客户" in by_openpyxl(path, 1).values()


BARE = {
    "no number formats": re.sub("<numFmts.*?</numFmts>", "", STYLES),
    "no fonts": re.sub("<fonts.*?</fonts>", "", STYLES),
    "no lines": re.sub("<borders.*?</borders>", "<borders/>", STYLES),
    "no fills": re.sub("<fills.*?</fills>", "", STYLES),
    "no cell styles": re.sub("<cellStyleXfs.*?</cellStyleXfs>", "", STYLES),
    "all of them": STYLES,
}


@pytest.mark.parametrize("name", BARE)
def test_styles_are_added_behind_those_that_are_there(name: str, tmp_path: Path) -> None:
    path = graded(tmp_path, parts(sheet_xml(FOUR), styles=BARE[name]))
    before, after = Document(BARE[name].encode()), Document(contents(path)[STYLES_PART])
    for group in before.root.children:
        grown = after.root.first(group.name)
        assert grown is not None
        old = [before.source(e) for e in group.children]
        assert old == [after.source(e) for e in grown.children][: len(old)]
        assert grown.get("count") in (None, str(len(grown.children)))
    codes = {
        e.get("numFmtId"): e.get("formatCode")
        for e in find_all(tree(contents(path)[STYLES_PART]), "numFmts", "numFmt")
    }
    assert "0.0%" in codes.values()
    assert len(codes) == (1 if name == "no number formats" else 2)
    content = contents(path)
    (xfs,) = find_all(tree(content[STYLES_PART]), "cellXfs")
    used = {
        int(c.get("s", ""))
        for c in find_all(tree(content[page_parts(content)[0]]), "sheetData", "row", "c")
    }
    assert max(used) < len(xfs)


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", book())
    copies = [grade(source, name=name).output.read_bytes() for name in ("b.xlsx", "c.xlsx")]
    assert copies[0] == copies[1]


def test_it_is_only_added_to_the_package(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", book())
    result = grade(source)
    changed_parts, added, removed = changes(source, result.output)
    sheet, drawing, charts = page_parts(contents(result.output))
    assert changed_parts == {TYPES, WORKBOOK, RELS, STYLES_PART, "xl/worksheets/sheet1.xml"}
    assert {sheet, drawing, *charts} < added
    assert removed == set()
    assert own_copy(result.output) == (True, True)


# With an option, and where it may not be


def test_without_it_the_copy_has_no_new_sheet(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", book())
    result = grade(source, summary_sheet=False)
    assert result.summary_sheet is None
    assert changes(source, result.output)[1] == {"customXml/tierctl.xml"}


def test_the_command_has_both_options(samples: Path) -> None:
    source = samples / "customers.xlsx"
    done = run("classify", source, "--as-of", "2024-02-29", "--json")
    assert done.json["files"][0]["summary_sheet"] == "等级汇总"
    output = samples / "customers.tiered.xlsx"
    assert any("2024-02-29" in str(v) for v in by_openpyxl(output, 2).values())
    done = run("classify", source, "--no-summary-sheet", "--json")
    assert done.json["files"][0]["summary_sheet"] is None
    assert list(sheets(contents(output))) == ["客户表", "说明"]
    assert run("classify", source, "--as-of", "2024-02-30").code == 2


def test_a_locked_structure_gets_none_and_is_told(tmp_path: Path) -> None:
    content = book()
    content[WORKBOOK] = content[WORKBOOK].replace(
        b"<sheets>", b'<workbookProtection lockStructure="1"/><sheets>'
    )
    result = grade(zipped(tmp_path / "a.xlsx", content))
    assert list(sheets(contents(result.output))) == ["客户"]
    assert "no-summary-sheet" in {d.code for d in result.diagnostics}
    assert len(result.columns) == 2
    silent = grade(tmp_path / "a.xlsx", summary_sheet=False)
    assert "no-summary-sheet" not in {d.code for d in silent.diagnostics}


def test_in_a_locked_structure_the_page_of_an_earlier_run_is_made_anew(tmp_path: Path) -> None:
    lock = ("<sheets>", '<workbookProtection lockStructure="1"/><sheets>')
    again = grade(changed(graded(tmp_path), workbook=lock), name="d.xlsx")
    assert again.summary_sheet == "等级汇总"
    assert list(sheets(contents(again.output))) == ["客户", "等级汇总"]


# A second run


def test_a_second_run_replaces_its_page(tmp_path: Path) -> None:
    first = graded(tmp_path)
    again = grade(first, name="c.xlsx", as_of=AS_OF.replace(year=2026))
    assert changes(first, again.output)[1:] == (set(), set())
    assert list(sheets(contents(again.output))) == ["客户", "等级汇总"]
    texts = [str(v) for v in by_openpyxl(again.output, 1).values()]
    assert [t for t in texts if "截至" in t] == ["b.xlsx　·　工作表 客户　·　截至 2026-06-30"]
    assert own_copy(again.output) == (True, True)
    assert "等级汇总" not in again.table.other_sheets


def test_a_third_run_adds_no_style_more(tmp_path: Path) -> None:
    first = graded(tmp_path)
    second = grade(first, name="c.xlsx").output
    assert contents(first)[STYLES_PART] == contents(second)[STYLES_PART]


def _hidden(path: Path) -> Path:
    return changed(path, workbook=('name="等级汇总"', 'name="等级汇总" state="hidden"'))


def _renamed(path: Path) -> Path:
    return changed(path, workbook=('name="等级汇总"', 'name="Q&amp;A\'s"'))


def _moved(path: Path) -> Path:
    data = contents(path)[WORKBOOK].decode()
    first, second = re.findall(r"<sheet .*?/>", data)
    return changed(path, workbook=(first + second, second + first))


@pytest.mark.parametrize("change", [_hidden, _renamed, _moved, resaved])
def test_the_page_is_found_whatever_became_of_its_sheet(change: Any, tmp_path: Path) -> None:
    before = change(graded(tmp_path))
    again = grade(before, name="d.xlsx", as_of=AS_OF.replace(year=2026))
    content = contents(again.output)
    assert list(sheets(contents(before))) == list(sheets(content))
    assert sheets(contents(before)) == sheets(content)
    name = again.summary_sheet
    assert name is not None
    _, _, charts = page_parts(content, name)
    place = list(sheets(content)).index(name)
    assert any("2026-06-30" in str(v) for v in by_openpyxl(again.output, place).values())
    assert {sheet for c in charts for sheet, _, _ in caches(tree(content[c]))} == {name}
    assert not _orphans(content)


def _orphans(content: Content) -> set[str]:
    """Return the parts that nothing leads to, and the declared ones that are not there."""
    reached, ahead = {WORKBOOK}, [WORKBOOK]
    while ahead:
        new = [t for t in targets(content, ahead.pop()).values() if t not in reached]
        reached |= set(new)
        ahead += new
    there = {n for n in content if n.endswith(".xml") and n != TYPES}
    declared = {e.get("PartName", "/")[1:] for e in tree(content[TYPES])} - {""}
    return (there - reached) | (declared - there) | (reached - there)


@pytest.mark.parametrize("change", [lambda path: path, resaved])
def test_what_the_new_page_does_not_need_is_left_out(change: Any, tmp_path: Path) -> None:
    before = change(graded(tmp_path))
    again = grade(before, without_regions(), name="d.xlsx")
    content = contents(again.output)
    assert len(page_parts(content)[2]) == 1
    assert "xl/charts/chart2.xml" not in content
    assert not _orphans(content)
    third = grade(again.output, name="e.xlsx")
    assert len(page_parts(contents(third.output))[2]) == 2
    assert not _orphans(contents(third.output))


def test_a_page_that_was_deleted_comes_again(tmp_path: Path) -> None:
    content = contents(graded(tmp_path))
    content[WORKBOOK] = re.sub(rb'<sheet [^>]*name="\xe7\xad[^>]*/>', b"", content[WORKBOOK])
    content[RELS] = re.sub(rb"<Relationship Id=.rIdTierctlPage1.*?/>", b"", content[RELS])
    again = grade(zipped(tmp_path / "c.xlsx", content), name="d.xlsx")
    assert list(sheets(contents(again.output))) == ["客户", "等级汇总"]
    assert "edited-summary-sheet" not in {d.code for d in again.diagnostics}


def test_a_new_sheet_with_the_id_of_a_deleted_page_is_the_user_s(tmp_path: Path) -> None:
    path = graded(tmp_path)
    new = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    content = contents(changed(path, workbook=('name="等级汇总"', 'name="我的"')))
    part = page_parts(contents(path))[0]
    content[part] = new.encode()
    again = grade(zipped(tmp_path / "d.xlsx", content), name="e.xlsx")
    assert list(sheets(contents(again.output))) == ["客户", "我的", "等级汇总"]
    assert contents(again.output)[part] == new.encode()
    assert "edited-summary-sheet" not in {d.code for d in again.diagnostics}


EDITS = {
    "a figure": ("<v>4</v>", "<v>5</v>"),
    "a text": ("各等级客户<", "各级客户<"),
    "a formula": ("<v>4</v>", "<f>2+2</f><v>4</v>"),
    "a cell more": ("</row></sheetData>", '<c r="Z99"><v>1</v></c></row></sheetData>'),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_page_is_its_editor_s(name: str, tmp_path: Path) -> None:
    before = changed(graded(tmp_path), page=EDITS[name])
    again = grade(before, name="d.xlsx")
    content = contents(again.output)
    part = page_parts(contents(before))[0]
    assert contents(before)[part] == content[part]
    assert list(sheets(content)) == ["客户", "等级汇总", "等级汇总 (2)"]
    assert "edited-summary-sheet" in {d.code for d in again.diagnostics}
    assert not _orphans(content)
    third = grade(again.output, name="e.xlsx")
    assert list(sheets(contents(third.output))) == ["客户", "等级汇总", "等级汇总 (2)"]


def test_a_page_with_comments_is_their_writer_s(tmp_path: Path) -> None:
    content = contents(graded(tmp_path))
    rels = f"xl/worksheets/_rels/{page_parts(content)[0].rpartition('/')[2]}.rels"
    added = f'<Relationship Id="rId9" Type="{OFFICE}/comments" Target="/xl/comments1.xml"/>'
    content[rels] = content[rels].replace(b"</Relationships>", f"{added}</Relationships>".encode())
    content["xl/comments1.xml"] = b"<x/>"
    again = grade(zipped(tmp_path / "c.xlsx", content), name="d.xlsx")
    assert list(sheets(contents(again.output)))[1:] == ["等级汇总", "等级汇总 (2)"]


def test_a_chart_that_another_sheet_uses_stays(tmp_path: Path) -> None:
    content = contents(graded(tmp_path))
    chart = page_parts(content)[2][1]
    content["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(("chart", f"/{chart}")).encode()
    before = zipped(tmp_path / "c.xlsx", content)
    again = grade(before, without_regions(), name="d.xlsx")
    assert contents(again.output)[chart] == content[chart]


def test_switched_off_the_page_of_an_earlier_run_stays_and_is_told(tmp_path: Path) -> None:
    first = graded(tmp_path)
    again = grade(first, name="c.xlsx", summary_sheet=False)
    part = page_parts(contents(first))[0]
    assert contents(first)[part] == contents(again.output)[part]
    assert "stale-summary-sheet" in {d.code for d in again.diagnostics}
    third = grade(again.output, name="d.xlsx")
    assert changes(first, third.output)[1:] == (set(), set())


def test_a_copy_without_its_stamp_is_still_read_as_before(samples: Path) -> None:
    """What the page says of the customers is not taken for customers."""
    for lang in ("zh", "en"):
        path = grade(samples / "customers.xlsx", lang=lang).output
        book = openpyxl.load_workbook(path)
        book.save(samples / "saved.xlsx")
        again = grade(samples / "saved.xlsx", name="c.xlsx")
        assert (again.table.sheet, len(again.table.rows)) == ("客户表", 20)


def test_explain_reads_past_the_page(samples: Path) -> None:
    path = grade(samples / "customers.xlsx").output
    done = run("explain", path, "DKF0002", "--json")
    assert done.code == 0, done.err


# What is long, and many


def _many_tiers(count: int) -> Policy:
    colors = ["203864", "FFFFFF", "C6E0B4"]
    tiers = ", ".join(
        f'{{ id = "t{i}", label = {{ zh = "{"很长的名称" * 6}{i}", en = "T{i}" }}, '
        f'color = "{colors[i % 3]}" }}'
        for i in range(count)
    )
    rules = ", ".join(
        f'{{ id = "r{i}", when = {{ annual_sales = ">= {i} and < {i + 1}" }}, '
        f'then = {{ tier = "t{i}" }} }}'
        for i in range(count)
    )
    text = f"""
id = "many"
version = "1"
title = {{ zh = "{"很长的标题" * 20}", en = "Many" }}
[inputs.annual_sales]
label = {{ zh = "年平均销售额", en = "Sales" }}
type = "number"
unit = "元"
[inputs.region]
label = {{ zh = "所在区域", en = "Region" }}
type = "text"
required = false
[results.tier]
label = {{ zh = "客户等级", en = "Tier" }}
tiers = [{tiers}]
[[steps]]
name = "size"
rules = [{rules}]
[summary]
measure = "annual_sales"
segment = "region"
"""
    return parse_policy(text.encode(), "many.toml")


@pytest.mark.parametrize(("count", "legend"), [(2, True), (12, False)])
def test_many_tiers_and_regions_stay_readable(count: int, legend: bool, tmp_path: Path) -> None:
    rows = sheet_rows(*((f"客户{i}", i % count, f"{'区域' * 20}{i % 15}") for i in range(45)))
    path = graded(tmp_path, book(rows), policy=_many_tiers(count))
    content = contents(path)
    by_segment = tree(content[page_parts(content)[2][1]])
    assert legend == bool(list(find_all(by_segment, "chart", "legend")))
    series = list(find_all(by_segment, "chart", "plotArea", "barChart", "ser"))
    assert count == len(series)
    labels = [list(find_all(s, "dLbls", "txPr")) for s in series]
    assert legend == any(labels)
    (names,) = ([v.text for v in find_all(series[0], "cat", "strRef", "strCache", "pt", "v")],)
    assert 12 == len(names)
    cells = by_openpyxl(path, 1)
    assert "其余 3 个" in cells.values()
    sheet = openpyxl.load_workbook(path)["等级汇总"]
    last = sheet.max_column
    assert {cell.coordinate for row in sheet.iter_rows(min_col=last + 1) for cell in row} == set()
    assert max(len(str(v)) for v in cells.values()) < 90


def test_each_step_of_a_policy_is_told(tmp_path: Path) -> None:
    text = TWO_TIERS.replace("annual_sales = ", "half = ").replace(
        "[[steps]]",
        '[results.half]\nlabel = { zh = "一半", en = "Half" }\ntype = "number"\n'
        '[[steps]]\nname = "halve"\nresult = "half"\nformula = "annual_sales / 2"\n[[steps]]',
    )
    path = graded(tmp_path, policy=parse_policy(text.encode(), "steps.toml"))
    rows = list(_rows(by_openpyxl(path, 1)).values())
    start = rows.index(["规则"])
    assert rows[start + 1 : start + 6] == [
        ["步骤 halve"],
        ["一半", "= 年平均销售额 / 2"],
        ["步骤 size"],
        ["高", "一半 > 100"],
        ["低", "一半 ≤ 100"],
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("abc", "abc"), ("一二三", "一二…"), ("ab\ncd", "ab cd"), ("abcdef", "abcd…")],
)
def test_a_text_is_cut_to_a_width(text: str, shown: str) -> None:
    assert shown == shortened(text, 5)
