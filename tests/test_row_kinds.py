"""Which rows are customers: none is lost without a reason, no total passes for one."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets import Case, cases, check, read


@pytest.mark.parametrize("case", cases("tables.toml", "rows"))
def test_customers_are_told_from_other_rows(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)


@pytest.mark.parametrize("case", cases("tables.toml", "cells"))
def test_a_cell_is_a_value_or_a_diagnostic(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)


cells = st.sampled_from(
    [
        "",
        "K1",
        "合计",
        "Total",
        "四川",
        "注：x",
        "客户编号",
        "年平均销售额",
        "*",
        5,
        6585000,
        "5万",
        True,
    ]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(cells, cells, cells, cells), max_size=8))
def test_rows_in_are_rows_decided_and_rows_skipped(
    tmp_path: Path, body: list[tuple[object, ...]]
) -> None:
    header: list[object] = ["客户编号", "客户名称", "所在区域", "年平均销售额"]
    rows: list[list[object]] = [header, ["K0", "锦江", "四川", 980000], *map(list, body)]
    # The header's row is named: what hypothesis writes below may look like a header, too.
    table, decisions = read({"rows": rows, "header_row": 1}, tmp_path)
    filled = [n for n, cells in enumerate(rows) if n and any(cell != "" for cell in cells)]
    assert filled == sorted([*table.rows, *table.skipped])
    assert len(decisions) == len(table.rows)


words = st.sampled_from(
    [
        "",
        "四川",
        "合计",
        "小计",
        "Total",
        "注：x",
        "单位：万元",
        "销售额",
        "客户名称",
        "待定",
        "*",
        "共3家",
    ]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(words, words, st.sampled_from(["", 6585000, 980000, "待定"]), st.booleans()),
        min_size=1,
        max_size=8,
    )
)
def test_no_row_with_a_code_is_lost_whatever_else_stands_in_it(
    tmp_path: Path, customers: list[tuple[object, object, object, bool]]
) -> None:
    rows: list[list[object]] = [["客户编号", "客户名称", "备注", "年平均销售额（元）"]]
    coded = []
    for number, (name, remark, amount, gap) in enumerate(customers):
        rows += [[]] if gap else []
        rows.append([f"K{number}", name, remark, amount])
        coded.append(len(rows) - 1)
    table, decisions = read({"rows": rows, "header_row": 1}, tmp_path)
    assert coded == list(table.rows)
    assert table.columns["annual_sales"].unit.symbol == "元"
    for position, (_, remark, amount, _) in enumerate(customers):
        certain = isinstance(amount, int) and remark != "单位：万元"
        assert certain == bool(decisions[position].results)
