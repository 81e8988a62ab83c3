"""The shipped policies, table by table: `tests/cases/catalog_*.toml`, by both engines.

A file names a policy and has tables. Each is a sheet as a person would keep it: `columns` are its
headers, then `=>`, then what tierctl must say, by the headers that it writes: a result as people
call it, `提示` the codes of warnings, `依据` the reason. `未定级 code` in the first one says that a
customer stays ungraded, `不适用` that the policy does not apply; "" is a blank. `params`, `as_of`
and `strict` are those of the command line; a table may have its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sheets import CASES, write

from tierctl.engine import reference
from tierctl.engine.decided_columns import decide_columns
from tierctl.engine.reasons import Reasons
from tierctl.model.decision import Decision, Status
from tierctl.model.errors import InputRefused
from tierctl.model.table import BoundTable, Value
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.load import load_policy, shipped
from tierctl.policy.policy import Policy, ResultType
from tierctl.policy.settings import Settings
from tierctl.tables.options import TableOptions
from tierctl.tables.read import read_table

Table = Mapping[str, Any]
AS_OF = date(2025, 6, 30)


def tables() -> list[Any]:
    """Return the tables of all case files, each with what its file says of all."""
    found: list[Table] = []
    for path in sorted(CASES.glob("catalog_*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        common = {key: value for key, value in data.items() if key != "table"}
        found += [{**common, **table} for table in data["table"]]
    return [pytest.param(table, id=f"{table['policy']}: {table['name']}") for table in found]


def loaded(table: Table) -> Policy:
    """Return the policy of a table, as its run has it."""
    settings = Settings(
        params={name: str(value) for name, value in table.get("params", {}).items()},
        as_of=table.get("as_of", AS_OF),
        strict=table.get("strict", False),
    )
    return load_policy(table["policy"], settings)


def read(policy: Policy, table: Table, path: Path) -> BoundTable:
    """Write the customers of a table to a workbook, and read them back."""
    width = table["columns"].index("=>")
    header = ["客户名称", *table["columns"][:width]]
    customers = [[f"客户{n}", *row[:width]] for n, row in enumerate(table["rows"], start=1)]
    workbook = WorkbookFile(write(path, [{"rows": [header, *customers]}]))
    try:
        return read_table(workbook, policy, TableOptions())
    finally:
        workbook.close()


def said(policy: Policy, decision: Decision, header: str) -> Value:
    """Return what a column of a decision says."""
    if header == "提示":
        return "、".join(warning.code for warning in decision.warnings)
    if header == "依据":
        return Reasons(policy, "zh").of(decision)
    [result] = [r for r in policy.results.values() if r.label.zh == header]
    value = decision.results.get(result.name)
    if value is not None and result.type is ResultType.TIER:
        return result.tier(str(value)).label.zh
    return value if value is not None else ""


def row_said(policy: Policy, decision: Decision, headers: Sequence[str]) -> list[Value]:
    """Return what a row says; the first column tells why there is no grade."""
    found = [said(policy, decision, header) for header in headers]
    if decision.status is Status.UNGRADED:
        found[0] = f"未定级 {decision.problems[0].code}"
    elif decision.status is Status.NOT_APPLICABLE:
        found[0] = "不适用"
    return found


@pytest.mark.parametrize("table", tables())
def test_customers_get_what_the_table_says(table: Table, tmp_path: Path) -> None:
    policy = loaded(table)
    bound = read(policy, table, tmp_path / "客户.xlsx")
    width = table["columns"].index("=>")
    headers = table["columns"][width + 1 :]
    expected = [[row[:width], row[width:]] for row in table["rows"]]
    for decided in (reference.decide(policy, bound), decide_columns(policy, bound)):
        found = [row_said(policy, decision, headers) for decision in decided]
        given = [row[:width] for row in table["rows"]]
        assert expected == [list(pair) for pair in zip(given, found, strict=True)]


def test_every_shipped_policy_has_cases() -> None:
    policies = {param.values[0]["policy"] for param in tables()}
    assert policies >= set(shipped()) - {"sales-size"}


def test_a_sheet_with_none_of_many_optional_columns_is_refused(tmp_path: Path) -> None:
    table = {"policy": "urgency", "columns": ["区域", "=>"], "rows": [["四川"], ["浙江"]]}
    with pytest.raises(InputRefused) as refused:
        read(loaded(table), table, tmp_path / "客户.xlsx")
    assert "no-table" == refused.value.code
    assert "没有找到含有“需处理天数” 或 “处理期限”列的表头" in refused.value.message.zh


def test_a_header_of_optional_columns_is_found_under_a_title(tmp_path: Path) -> None:
    table: Table = {"policy": "urgency", "columns": ["处理期限", "=>"], "rows": []}
    rows = [["客户跟进表", "2025年"], [], ["客户名称", "处理期限"], ["甲公司", AS_OF]]
    workbook = WorkbookFile(write(tmp_path / "客户.xlsx", [{"rows": rows}]))
    bound = read_table(workbook, loaded(table), TableOptions())
    workbook.close()
    assert (2, [3]) == (bound.header_row, list(bound.rows))
