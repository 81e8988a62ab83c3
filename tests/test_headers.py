"""What a header text is taken for: the column, its unit, or a refusal."""

import tomllib
from pathlib import Path

import pytest
from sheets import CASES, Case, check

from tierctl.model.header_text import name_of
from tierctl.model.quantity import Dimension
from tierctl.tables.headers import is_unit
from tierctl.tables.unit_notes import note_unit, unclear_note

FILE = tomllib.loads((CASES / "headers.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("header", FILE["header"], ids=lambda header: repr(header["text"]))
def test_a_header_is_the_sales_column_in_its_unit_or_is_refused(
    header: Case, tmp_path: Path
) -> None:
    expected = (
        {"refused": header["refused"]}
        if "refused" in header
        else {
            "columns": {"customer_id": "A", "customer_name": "B", "annual_sales": "C"},
            "unit": header.get("unit", "元"),
            "source": header.get("source", "policy"),
        }
    )
    rows = [["客户编号", "客户名称", header["text"]], ["K1", "锦江百货", 658.5]]
    check({"rows": rows, **expected}, tmp_path)


@pytest.mark.parametrize(
    ("note", "symbol"),
    [
        ("单位：万元", "万元"),
        ("单位:万元", "万元"),
        ("（单位：万元）", "万元"),
        ("单 位：万 元", "万元"),
        ("金额单位：人民币万元", "万元"),
        ("金额单位为万元", "万元"),
        ("金额：元", "元"),
        ("单位：万元、%", "万元"),
        ("单位：万元  币种：人民币", "万元"),
        ("制表日期：2024年1月   单位：万元", "万元"),
        ("客户销售额统计表（单位：千元）", "千元"),
        ("（万元）", "万元"),
        ("Unit: 万元", "万元"),
        ("编制单位：元达公司", None),
        ("填报单位：财务部", None),
        ("单位名称", None),
        ("United Trading", None),
        ("客户销售额统计表", None),
    ],
)
def test_a_note_gives_the_unit_where_it_names_one(note: str, symbol: str | None) -> None:
    unit = note_unit(note, Dimension.MONEY)
    assert symbol == (unit.symbol if unit else None)
    assert not unclear_note(note)


@pytest.mark.parametrize(
    "note",
    [
        "单位：美元",
        "单位：万美元",
        "单位：百元",
        "（单位：港币）",
        "RMB million",
        "In thousands",
        "RMB'000",
    ],
)
def test_a_note_in_what_is_no_unit_of_ours_is_not_read_past(note: str) -> None:
    assert unclear_note(note)


def test_names_are_equal_without_width_case_space_and_brackets() -> None:
    spellings = ["客户ID", "客户ｉｄ", " 客户 id ", "客户\nID", "客户ID（必填）", "*客户ID："]
    assert {"客户id"} == {name_of(text) for text in spellings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("万元", True), ("（元）", True), ("单位：%", True), ("四川", False), ("元达公司", False)],
)
def test_a_unit_alone_is_told_from_a_name(text: str, expected: bool) -> None:
    assert expected == is_unit(text)
