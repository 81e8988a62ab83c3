"""The stamp: a copy is known as ours, and known to be unchanged or not."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from packages import (
    MAIN,
    OFFICE,
    REASONS,
    SHEET,
    STRICT_MAIN,
    STRICT_OFFICE,
    annotate,
    annotation,
    by_openpyxl,
    changes,
    column,
    contents,
    parts,
    relationships,
    sheet_xml,
    text,
    zipped,
)

from tierctl.app.classify import ClassifyOptions, classify
from tierctl.ooxml.package import Package
from tierctl.policy.load import load_policy
from tierctl.workbook.stamp import PART, Stamp, own_copy, read_stamp


def _copy(folder: Path, **content: bytes) -> Path:
    source = zipped(folder / "a.xlsx", {**parts(), **content})
    annotate(source, folder / "b.xlsx", annotation(column(), REASONS))
    return folder / "b.xlsx"


def _stamp(path: Path) -> Stamp | None:
    package = Package(path)
    try:
        return read_stamp(package)
    finally:
        package.close()


def _renamed(content: dict[str, bytes]) -> dict[str, bytes]:
    """What Excel makes of it: another name for the stamp's part."""
    name = "customXml/item1.xml"
    rels = "xl/_rels/workbook.xml.rels"
    content = {name if k == PART else k: v for k, v in content.items()}
    return {**content, rels: content[rels].replace(f"/{PART}".encode(), f"../{name}".encode())}


def _changed(part: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    def change(content: dict[str, bytes]) -> dict[str, bytes]:
        assert old in content[part]
        return {**content, part: content[part].replace(old, new)}

    return change


LATER: dict[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], tuple[bool, bool]]] = {
    "nothing": (lambda c: c, (True, True)),
    "packed in another order": (lambda c: dict(reversed(c.items())), (True, True)),
    "one byte of the sheet": (_changed(SHEET, b"6585000", b"6585001"), (True, False)),
    "one byte of the styles": (_changed("xl/styles.xml", b"Calibri", b"calibri"), (True, False)),
    "a part more": (lambda c: {**c, "docProps/app.xml": b"<x/>"}, (True, False)),
    "a part less": (lambda c: {k: v for k, v in c.items() if "styles" not in k}, (True, False)),
    "a part with another name": (_renamed, (True, False)),
    "no stamp": (lambda c: {k: v for k, v in c.items() if k != PART}, (False, False)),
    "a stamp that is no XML": (lambda c: {**c, PART: b"<tierctl"}, (False, False)),
    "a stamp with a DOCTYPE": (
        lambda c: {**c, PART: b"<!DOCTYPE x>" + c[PART].partition(b"\n")[2]},
        (False, False),
    ),
    "a stamp of somebody else": (lambda c: {**c, PART: b'<x xmlns="urn:x"/>'}, (False, False)),
}


@pytest.mark.parametrize("name", LATER)
def test_a_copy_is_known_by_what_happened_to_it(name: str, tmp_path: Path) -> None:
    change, expected = LATER[name]
    content = change(contents(_copy(tmp_path)))
    assert expected == own_copy(zipped(tmp_path / "c.xlsx", content))


def test_a_foreign_workbook_is_neither_ours_nor_unchanged(tmp_path: Path) -> None:
    assert own_copy(zipped(tmp_path / "a.xlsx", parts())) == (False, False)
    (tmp_path / "b.xlsx").write_text("no workbook")
    assert own_copy(tmp_path / "b.xlsx") == (False, False)


@pytest.mark.parametrize("change", [lambda c: c, _renamed], ids=["as written", "renamed"])
def test_the_stamp_tells_which_columns_are_ours(
    change: Callable[[dict[str, bytes]], dict[str, bytes]], tmp_path: Path
) -> None:
    path = zipped(tmp_path / "c.xlsx", change(contents(_copy(tmp_path))))
    stamp = _stamp(path)
    assert stamp is not None
    assert stamp.policy == "sales"
    assert stamp.columns == {"客户": {"客户等级": "tier", "依据": "reason"}}


def test_names_with_any_character_are_told_as_they_are(tmp_path: Path) -> None:
    header = 'a\t"b" & <c>\'\nd'
    source = zipped(tmp_path / "a.xlsx", parts())
    annotate(source, tmp_path / "b.xlsx", annotation(column(header)))
    stamp = _stamp(tmp_path / "b.xlsx")
    assert stamp is not None
    assert stamp.columns == {"客户": {header: "tier"}}


@pytest.mark.parametrize("change", [lambda c: c, _renamed], ids=["as written", "renamed"])
def test_a_copy_of_a_copy_has_one_stamp(
    change: Callable[[dict[str, bytes]], dict[str, bytes]], tmp_path: Path
) -> None:
    first = zipped(tmp_path / "c.xlsx", change(contents(_copy(tmp_path))))
    annotate(
        first, tmp_path / "d.xlsx", annotation(column(col=2), column("依据", role="reason", col=3))
    )
    assert [p for p in contents(tmp_path / "d.xlsx") if p.startswith("customXml")] == [
        p for p in contents(first) if p.startswith("customXml")
    ]
    rels = contents(tmp_path / "d.xlsx")["xl/_rels/workbook.xml.rels"]
    assert rels.count(b'/customXml"') == 1
    assert own_copy(tmp_path / "d.xlsx") == (True, True)


def test_columns_on_another_sheet_stay_ours(tmp_path: Path) -> None:
    content = parts(
        more={
            "xl/workbook.xml": (
                f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
                '<sheet name="甲" sheetId="1" r:id="rId1"/>'
                '<sheet name="乙" sheetId="2" r:id="rId3"/>'
                "</sheets></workbook>"
            ),
            "xl/worksheets/sheet2.xml": sheet_xml(),
            "xl/_rels/workbook.xml.rels": relationships(
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                ("worksheet", "worksheets/sheet2.xml"),
            ),
        }
    )
    source = zipped(tmp_path / "a.xlsx", content)
    annotate(source, tmp_path / "b.xlsx", annotation(column(), sheet="甲"))
    annotate(tmp_path / "b.xlsx", tmp_path / "c.xlsx", annotation(column("等级"), sheet="乙"))
    stamp = _stamp(tmp_path / "c.xlsx")
    assert stamp is not None
    assert stamp.columns == {"甲": {"客户等级": "tier"}, "乙": {"等级": "tier"}}


def test_the_stamp_is_registered_in_the_workbook_s_own_dialect(tmp_path: Path) -> None:
    content = {
        k: v.replace(MAIN.encode(), STRICT_MAIN.encode()).replace(
            OFFICE.encode(), STRICT_OFFICE.encode()
        )
        for k, v in parts().items()
    }
    annotate(zipped(tmp_path / "a.xlsx", content), tmp_path / "b.xlsx")
    rels = contents(tmp_path / "b.xlsx")["xl/_rels/workbook.xml.rels"].decode()
    assert f'Type="{STRICT_OFFICE}/customXml" Target="/{PART}"/>' in rels


def test_the_stamp_gets_a_content_type_where_xml_has_none(tmp_path: Path) -> None:
    types = contents(zipped(tmp_path / "x.zip", parts()))["[Content_Types].xml"]
    plain = types.replace(b'<Default Extension="xml" ContentType="application/xml"/>', b"")
    override = f'<Override PartName="/{PART}" ContentType="application/xml"/>'.encode()
    for name, content in {"with": types, "without": plain}.items():
        folder = tmp_path / name
        folder.mkdir()
        copy = _copy(folder, **{"[Content_Types].xml": content})
        assert (name == "without") == (override in contents(copy)["[Content_Types].xml"])


def test_an_id_that_is_taken_is_not_used_again(tmp_path: Path) -> None:
    rels = "xl/_rels/workbook.xml.rels"
    taken = parts()[rels].replace(b"rId2", b"rIdTierctl1")
    copy = _copy(tmp_path, **{rels: taken})
    assert b'Id="rIdTierctl2"' in contents(copy)[rels]


def test_a_part_of_the_user_s_that_has_our_name_stays(tmp_path: Path) -> None:
    own, rels = b'<mine xmlns="urn:x"/>', "xl/_rels/workbook.xml.rels"
    related = contents(zipped(tmp_path / "x.zip", parts()))[rels].replace(
        b"</Relationships>",
        f'<Relationship Id="rId9" Type="{OFFICE}/customXml" Target="/{PART}"/>'.encode()
        + b"</Relationships>",
    )
    copy = _copy(tmp_path, **{PART.upper(): own, rels: related})
    assert contents(copy)[PART.upper()] == own
    stamp = _stamp(copy)
    assert stamp is not None
    assert stamp.part == "customXml/tierctl1.xml"
    assert own_copy(copy) == (True, True)
    annotate(copy, tmp_path / "c.xlsx", annotation(column(col=2)))
    assert changes(copy, tmp_path / "c.xlsx")[1:] == (set(), set())


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    rows = f'<row r="1">{text("A1", "客户名称")}{text("B1", "年平均销售额（元）")}</row>' + "".join(
        f'<row r="{i}">{text(f"A{i}", f"客户{i}")}<c r="B{i}"><v>{amount}</v></c></row>'
        for i, amount in enumerate((6585000, 1200000, 5), 2)
    )
    return zipped(tmp_path / "a.xlsx", parts(sheet_xml(rows)))


def test_a_second_run_writes_to_the_same_columns(customers: Path) -> None:
    policy = load_policy("sales-size")
    first = classify(customers, policy, ClassifyOptions())
    again = classify(first.output, policy, ClassifyOptions())
    assert [c.col for c in first.columns] == [c.col for c in again.columns] == [2, 3]
    assert by_openpyxl(first.output) == by_openpyxl(again.output)
    assert own_copy(again.output) == (True, True)
    assert changes(first.output, again.output)[1:] == (set(), set())


def test_the_styles_of_copies_of_copies_do_not_grow(customers: Path) -> None:
    policy = load_policy("sales-size")
    sources = [customers]
    for name in ("b", "c", "d"):
        target = customers.with_name(f"{name}.xlsx")
        sources.append(classify(sources[-1], policy, ClassifyOptions(output=target)).output)
    styles = [contents(path)["xl/styles.xml"] for path in sources]
    assert len(styles[0]) < len(styles[1])
    assert styles[1] == styles[2] == styles[3]


def test_a_second_run_over_a_renamed_stamp_writes_to_the_same_columns(customers: Path) -> None:
    policy = load_policy("sales-size")
    first = classify(customers, policy, ClassifyOptions())
    saved = zipped(customers.with_name("saved.xlsx"), _renamed(contents(first.output)))
    again = classify(saved, policy, ClassifyOptions())
    assert [c.col for c in again.columns] == [2, 3]


def test_a_copy_is_byte_for_byte_the_same_each_time(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", parts())
    for name in ("b.xlsx", "c.xlsx"):
        annotate(source, tmp_path / name, annotation(column(fills={"大": "C6EFCE"}), REASONS))
    assert (tmp_path / "b.xlsx").read_bytes() == (tmp_path / "c.xlsx").read_bytes()
    assert zipfile.is_zipfile(tmp_path / "b.xlsx")
