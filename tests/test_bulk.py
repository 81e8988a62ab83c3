"""Rows read by columns are what the reader of single rows makes of them, whatever they hold."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from packages import MAIN
from sheets import cases, options_of, policy_of, write

from tierctl.app.classify import ClassifyOptions, classify
from tierctl.model.cell import Cell, Kind
from tierctl.model.errors import TierctlError
from tierctl.model.quantity import YUAN
from tierctl.ooxml import rows as ooxml_rows
from tierctl.ooxml import shaped_rows
from tierctl.ooxml.plain_rows import scan_plain
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.load import load_policy
from tierctl.policy.policy import Policy
from tierctl.tables import row_words
from tierctl.tables.bulk_slab import Slab
from tierctl.tables.bulk_words import Words
from tierctl.tables.layout import plain
from tierctl.tables.options import TableOptions
from tierctl.tables.read import read_table
from tierctl.tables.row_units import row_unit_problem

one_of = st.sampled_from
SALES = load_policy("sales-size")


def as_read(path: Path, policy: Policy, options: TableOptions) -> object:
    """Return all that is read, or the refusal."""
    workbook = WorkbookFile(path)
    try:
        table = read_table(workbook, policy, options)
    except TierctlError as e:
        return e.code, str(e)
    finally:
        workbook.close()
    return {
        field.name: list(value) if isinstance(value, Sequence) else value
        for field in fields(table)
        for value in [getattr(table, field.name)]
    }


def assert_same(path: Path, policy: Policy = SALES, options: TableOptions | None = None) -> None:
    for closely in (None, date(2026, 1, 15)):
        _assert_same(path, policy, replace(options or TableOptions(), closely=closely))


def _assert_same(path: Path, policy: Policy, options: TableOptions) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ooxml_rows, "_MANY", 1 << 60)
        singly = as_read(path, policy, options)
        patch.setattr(ooxml_rows, "_MANY", 0)
        patch.setattr(shaped_rows, "_FEWEST", 1)
        patch.setattr(shaped_rows, "_MOST_STRIKES", 50)
        assert singly == as_read(path, policy, options)


CODES = one_of(
    ["DKF{n:04}", "dkf{n:04}", "{n}", "A-{n}", "川{n}", "10{n:02}", "", "无", "ＤＫＦ{n}"]
)
NAMES = one_of(
    [
        "客户{n}公司",
        "客户{n} 公司",
        "Shop {n}",
        "大客户",
        "其他",
        "合计客户{n}",
        "同名公司",
        "",
        "-",
    ]
)
AMOUNTS = st.one_of(
    st.floats(1.0, 1e8).map(lambda amount: round(amount, 2)),
    st.integers(1, 50).map(lambda n: n * 1e6),
    one_of(["658.5万", "6,585,000", "待定", "", 0, -5.5, True, "1e3", 1e-7, 123456789012.345]),
)
REGIONS = one_of(["四川", "安徽", "其他", "美元", "万元", "小计", "USD", "", 12, 0.35])
LAYOUTS = [
    ("客户编号", "客户名称", "所在区域", "年平均销售额"),
    ("客户名称", "所在区域", "年平均销售额"),
    ("客户编号", "年平均销售额", "备注"),
    ("客户名称", "币种", "年平均销售额（万元）"),
    ("序号", "客户名称", "年平均销售额", "客户等级"),
]
ODD = one_of(["total", "blank", "header", "sum", "unnamed", "again", "grand"])


@st.composite
def sheets(draw: st.DrawFn) -> list[list[Any]]:
    """Return a sheet of mostly ordinary customers, and what offices put between them."""
    header = draw(one_of(LAYOUTS))
    code, name = draw(CODES), draw(NAMES)
    rows: list[list[Any]] = [list(header)]
    total = 0.0
    for n in range(draw(st.integers(4, 20))):
        plainly = draw(one_of([True, True, True, False]))
        amount = draw(st.floats(1e4, 1e8).map(lambda a: round(a, 2)) if plainly else AMOUNTS)
        total += amount if isinstance(amount, float) else 0.0
        values = {
            "客户编号": (code if plainly else draw(CODES)).format(n=n),
            "序号": n + 1,
            "客户名称": (name if plainly else draw(NAMES)).format(n=n),
            "所在区域": "四川" if plainly else draw(REGIONS),
            "币种": "人民币" if plainly else draw(REGIONS),
            "备注": "" if plainly else draw(REGIONS),
            "客户等级": draw(one_of(["", "大客户", 3])),
        }
        rows.append([values.get(title, amount) for title in header])
        odd = draw(one_of([None] * 12 + [ODD]))
        kind = draw(odd) if odd is not None else ""
        sum_row: list[Any] = [""] * len(header)
        if kind in ("total", "sum", "grand"):
            sum_row[header.index(next(t for t in header if "额" in t))] = round(total, 2)
            sum_row[0] = {"total": "小计", "grand": "合计", "sum": ""}[kind]
            rows.append(sum_row)
        elif kind in ("blank", "header"):
            rows.append(sum_row if kind == "blank" else list(header))
        elif kind == "again":
            rows.append(list(rows[-1]))
        elif kind == "unnamed":
            rows.append(["", "", *rows[-1][2:]])
    return rows


def book(rows: Sequence[Sequence[Any]], path: Path) -> Path:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for number, cells in enumerate(rows, start=1):
        for col, value in enumerate(cells, start=1):
            if value != "":
                sheet.cell(number, col, value)
    sheet.row_dimensions[5].hidden = True
    made.save(path)
    return path


@settings(max_examples=150, deadline=None)
@given(sheets())
def test_rows_by_columns_are_rows_one_by_one(rows: list[list[Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_same(book(rows, Path(folder) / "book.xlsx"))


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("tables.toml", "find"),
        ("tables.toml", "rows"),
        ("tables.toml", "cells"),
        ("units.toml", "case"),
    ],
)
def test_the_cases_are_read_by_columns_as_they_are_one_by_one(
    file: str, key: str, tmp_path: Path
) -> None:
    for number, param in enumerate(cases(file, key)):
        [case] = param.values
        sheets = case.get("sheet") or [{**case, "name": "客户"}]
        path = write(tmp_path / f"{number}.xlsx", sheets)
        assert_same(path, policy_of(case), options_of(case))


def test_ordinary_rows_are_read_by_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two ways are compared in earnest: nearly all rows go the quick one."""
    monkeypatch.setattr(ooxml_rows, "_MANY", 0)
    handed: list[int] = []
    hand_over = Slab.hand_over

    def counted(slab: Slab, start: int, end: int) -> None:
        handed.append(end - start)
        hand_over(slab, start, end)

    monkeypatch.setattr(Slab, "hand_over", counted)
    header = list(LAYOUTS[0])
    rows = [[f"K{n:04}", f"客户{n}", "四川", 1000.5 + n] for n in range(100)]
    as_read(book([header, *rows], tmp_path / "book.xlsx"), SALES, TableOptions())
    assert [99] == handed


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.from_regex(row_words._TOTAL, fullmatch=True),
        st.from_regex(row_words._PARTLY),
        st.from_regex(row_words._BEHIND, fullmatch=True),
        st.text(max_size=20),
    )
)
@example("合 计")
@example("其中:华东")
@example("3家客户")
def test_no_label_of_a_total_slips_through(text: str) -> None:
    if row_words.partly_total(plain(text)):
        assert Words(frozenset()).totals(pl.Series([text]))[0]


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.from_regex(row_words._NOBODY, fullmatch=True),
        st.from_regex(row_words._EXAMPLE, fullmatch=True),
        st.text(max_size=20),
        one_of(["大客户", "大 客户", "ＬＡＲＧＥ", "Large", " - ", "——"]),
    )
)
def test_no_word_for_nobody_slips_through(text: str) -> None:
    words = Words(frozenset(["大客户", "large"]))
    if words._is_nobody(text):
        assert words.nobodies(pl.Series([text]))[0]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        one_of(
            [
                "USD",
                "美元",
                "万元",
                "（美元）",
                "US$",
                "千元",
                "k",
                "[欧元]",
                "金额单位：万元",
                "HK$",
            ]
        ),
        st.text("usdhkeur$€£元万千百亿美欧日港币金额单位:：()（） ", max_size=8),
    )
)
def test_no_unit_of_a_row_slips_through(text: str) -> None:
    words = Words(frozenset())
    everything = words.units(pl.Series([text]), [YUAN], all_of_them=True)[0]
    told = row_unit_problem({0: Cell(0, 0, Kind.TEXT, text)}, (0,), YUAN, "")
    assert (told is not None) == words.units(pl.Series([text]), [YUAN], all_of_them=False)[0]
    assert everything or told is None


def copy_of(source: Path, target: Path) -> list[list[tuple[object, str, object]]] | str:
    """Annotate, and return every cell of the copy's sheets as it is seen; or the refusal."""
    try:
        classify(source, SALES, ClassifyOptions(output=target, force=True))
    except TierctlError as e:
        return str(e)
    book = openpyxl.load_workbook(target)
    return [
        [(cell.value, cell.fill.start_color.rgb, cell.alignment.horizontal) for cell in cells]
        for sheet in book.worksheets
        for cells in sheet.iter_rows()
    ]


@settings(max_examples=60, deadline=None)
@given(sheets())
def test_copies_and_copies_of_copies_are_the_same_either_way(rows: list[list[Any]]) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        source = book(rows, folder / "book.xlsx")
        made = []
        for way, many in (("singly", 1 << 60), ("bulk", 0)):
            patch.setattr(ooxml_rows, "_MANY", many)
            patch.setattr(shaped_rows, "_FEWEST", 1)
            patch.setattr(shaped_rows, "_MOST_STRIKES", 50)
            first, second = folder / f"{way}1.xlsx", folder / f"{way}2.xlsx"
            copy = copy_of(source, first)
            made.append((copy, copy_of(first, second) if first.exists() else ""))
        [singly, bulk] = made
        assert [str(part).replace("singly", "bulk") for part in singly] == list(map(str, bulk))


def test_rows_that_close_themselves_may_end_a_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Styled blank rows stand below the customers: they belong to no `</row>`."""
    monkeypatch.setattr(ooxml_rows, "_MANY", 0)
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>\n<row r="2" s="1"/><row r="3"/>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    pieces = list(scan_plain([sheet.encode()], guarded=True))
    [block] = [piece for piece in pieces if isinstance(piece, ooxml_rows.Block)]
    assert block.apart is not None
    assert rows.encode() == block.unproved
    assert [0, 1, 2] == [row.index for row in block.rows]
