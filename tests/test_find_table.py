"""The right sheet, the right header row, the right column; where there is doubt, a refusal."""

from pathlib import Path

import pytest
from sheets import Case, cases, check


@pytest.mark.parametrize("case", cases("tables.toml", "find"))
def test_the_table_is_found_or_the_doubt_is_named(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)


def test_a_header_below_many_notes_is_found(tmp_path: Path) -> None:
    notes = [[f"说明 {n}：请勿修改本表"] for n in range(1, 61)]
    rows = [*notes, ["客户编号", "年平均销售额"], ["K1", 6585000]]
    check({"rows": rows, "found": "客户!A61", "tiers": ["large"]}, tmp_path)


def test_a_second_table_is_noticed_however_far_below(tmp_path: Path) -> None:
    customers = [[f"K{n}", f"客户{n}", 980000] for n in range(300)]
    rows = [
        ["客户编号", "客户名称", "年平均销售额"],
        *customers,
        ["客户编号", "年平均销售额", "上年"],
        ["K301", 1, 6585000],
    ]
    check({"rows": rows, "refused": "ambiguous-header", "mentions": ["客户!A302"]}, tmp_path)


def test_a_second_table_is_noticed_by_any_name_of_the_sales(tmp_path: Path) -> None:
    customers = [[f"K{n}", f"客户{n}", 980000 + n] for n in range(300)]
    rows = [
        ["客户编号", "客户名称", "年平均销售额"],
        *customers,
        [],
        ["客户编号", "2023年销售额", "上年"],
        ["K301", 1, 6585000],
    ]
    check({"rows": rows, "refused": "ambiguous-header", "mentions": ["客户!A303"]}, tmp_path)
