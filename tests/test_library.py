"""Policies from Python: any table in, the same rows out with their tiers and reasons."""

from __future__ import annotations

import doctest
import math
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policies import HEAD, NOTES, POINTS, policy, step
from random_policies import customers, policies
from test_columns import as_read
from test_undecided import GRADED, REFUSED, grade

import tierctl
from tierctl.app import library
from tierctl.app.classify import ClassifyOptions, classify
from tierctl.engine import reference
from tierctl.engine.columns import run
from tierctl.engine.decided_columns import bound_frame
from tierctl.engine.plan import compile_policy
from tierctl.engine.reason_columns import reason_column
from tierctl.engine.reasons import Reasons
from tierctl.model.errors import InputRefused, PolicyInvalid
from tierctl.model.text import Lang
from tierctl.policy.load import parse_policy

SALES = tierctl.load_policy("sales-size")
ADDED = ["tier", "tier_label", "status", "rule", "reason", "problem"]
DATA: dict[str, list[object]] = {
    "客户编号": ["A", "B", "C", "A"],
    "年平均销售额": [5000000.01, 5e6, None, 1e6],
    "other": [1, 2, 3, 4],
}
RATIO = """
id = "debt"
version = "1"
title = { zh = "试", en = "Test" }
[inputs.debt]
label = { zh = "资产负债率", en = "Debt ratio" }
type = "number"
unit = "%"
[results.tier]
label = { zh = "等级", en = "Tier" }
tiers = [
    { id = "low", label = { zh = "低", en = "Low" }, color = "E7E6E6" },
    { id = "high", label = { zh = "高", en = "High" }, color = "C6E0B4" },
]
[[steps]]
name = "size"
rules = [
    { id = "high", when = { debt = ">= 48%" }, then = { tier = "high" } },
    { id = "low", when = { debt = "< 48%" }, then = { tier = "low" } },
]
"""


def tiers(values: object, column: str = "Sales") -> list[str | None]:
    return SALES.decide({column: values})["tier"].to_list()


KINDS: dict[str, Callable[[], object]] = {
    "polars": lambda: pl.DataFrame(DATA),
    "lazy": lambda: pl.DataFrame(DATA).lazy(),
    "pandas": lambda: pd.DataFrame(DATA, index=[9, 8, 7, 6]),
    "arrow": lambda: pa.table(DATA),
    "dict": lambda: DATA,
    "iterables": lambda: {name: iter(values) for name, values in DATA.items()},
    "rows": lambda: pl.DataFrame(DATA).to_dicts(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_any_table_keeps_its_rows_and_columns_and_gets_results(kind: str) -> None:
    found = SALES.decide(KINDS[kind]())
    assert [*DATA, *ADDED] == found.columns
    assert found.select(list(DATA)).equals(pl.DataFrame(DATA))
    assert ["large", "medium", None, "small"] == found["tier"].to_list()
    assert ["大客户", "中客户", None, "小客户"] == found["tier_label"].to_list()
    assert ["graded", "graded", "ungraded", "graded"] == found["status"].to_list()
    assert ["large", "medium", None, "small"] == found["rule"].to_list()
    assert [None, None, "missing-value", None] == found["problem"].to_list()
    assert [
        "年平均销售额 5,000,000.01 > 500万",
        "年平均销售额 5,000,000 > 100万 且 ≤ 500万",
        "年平均销售额是空的",
        "年平均销售额 1,000,000 ≤ 100万",
    ] == found["reason"].to_list()


@pytest.mark.parametrize("name", ["annual_sales", "Annual Sales", "年平均销售额(元)", " 销售额 "])
def test_a_column_is_found_by_name_label_or_alias(name: str) -> None:
    assert ["large"] == tiers([6e6], name)


def test_the_language_is_that_of_the_names_or_as_asked() -> None:
    assert ["Large"] == SALES.decide({"Sales": [6e6]})["tier_label"].to_list()
    assert ["大客户"] == SALES.decide({"Sales": [6e6]}, lang="zh")["tier_label"].to_list()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("年平均销售额（万元）", 500, "medium"),
        ("年平均销售额（万元）", 500.01, "large"),
        ("年平均销售额（万元）", Decimal("500.01"), "large"),
        ("年平均销售额（万元）", "5000001元", "large"),
        ("Sales", "500.01万", "large"),
        ("Sales", " ５００万 ", "medium"),
        ("Sales", Decimal("5000000.01"), "large"),
        ("Sales", 2**62, "large"),
        ("Sales", True, None),
    ],
)
def test_units_and_text_numbers_are_read_as_in_a_sheet(
    name: str, value: object, expected: str | None
) -> None:
    if value is True:
        with pytest.raises(InputRefused, match="Boolean"):
            tiers([value], name)
    else:
        assert [expected] == tiers([value], name)


def test_what_is_no_number_is_told_and_never_graded() -> None:
    found = SALES.decide({"Sales": ["待定", "", "  ", None, "6000000"]})
    assert ["not-a-number", *["missing-value"] * 3, None] == found["problem"].to_list()
    assert (
        "Average annual sales needs an amount of money, found the text '待定'"
        == (found["reason"][0])
    )
    endless = SALES.decide(pl.DataFrame({"Sales": [math.nan, math.inf, -math.inf, 1.0]}))
    assert [*["not-a-number"] * 3, None] == endless["problem"].to_list()


def test_pandas_has_nan_for_a_blank_and_may_mix_numbers_and_texts() -> None:
    found = SALES.decide(pd.DataFrame({"Sales": [6e6, math.nan]}))
    assert [None, "missing-value"] == found["problem"].to_list()
    mixed = SALES.decide(pd.DataFrame({"Sales": [6000000, "658.5万", 2.5, math.nan, "x"]}))
    assert ["large", "large", "small", None, None] == mixed["tier"].to_list()
    assert "not-a-number" == mixed["problem"][-1]


def test_numbers_and_blanks_of_a_text_input_are_texts() -> None:
    kinds = step("s", "first", [({"kind": "7"}, {"tier": "high"}), ({}, {"tier": "low"})])
    made = library.LoadedPolicy(policy(kinds))
    for values in ([7, 8], [7.0, 7.5], ["7 ", ""], pl.Series(["7", "8"], dtype=pl.Categorical)):
        assert ["high", "low"] == made.decide({"类型": values})["tier"].to_list()
    assert ["low"] == made.decide({"类型": [None]})["tier"].to_list()
    assert ["low"] == made.decide({"unknown": [1]})["tier"].to_list()
    [problem] = made.decide(pl.DataFrame({"类型": [math.nan]}))["problem"].to_list()
    assert "not-a-number" == problem


def test_all_results_stand_beside_the_tier() -> None:
    size = step("size", "first", [({"sales": ">1"}, {"tier": "high", "points": 2.5})])
    notes = step("notes", "collect", [({"sales": ">1"}, {"notes": "大"}), ({}, {"notes": "其他"})])
    found = library.LoadedPolicy(policy(size, notes, results=POINTS + NOTES)).decide(
        {"sales": [2.0, 1.0]}
    )
    assert ["tier", "points", "notes", "tier_label"] == found.columns[1:5]
    assert [("high", 2.5, "大"), (None, None, None)] == found.select(found.columns[1:4]).rows()


def test_an_ungraded_row_has_no_results_of_the_steps_before() -> None:
    half = '[[steps]]\nname = "half"\nformula = "销售额 / 2"\nresult = "points"\n'
    size = step("size", "first", [({"points": ">1"}, {"tier": "high"})])
    late = step("late", "first", [({"sales": ">100"}, {"notes": "大"})])
    found = library.LoadedPolicy(policy(half, size, late, results=POINTS + NOTES)).decide(
        {"sales": [2.0, 4.0, 200.0]}
    )
    assert [("no-rule", None, None, None)] * 2 == found.select(
        "problem", "tier", "tier_label", "points"
    ).rows()[:2]
    assert ("high", 100.0, "大") == found.select("tier", "points", "notes").row(2)


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        ({"region": ["x"]}, "missing-column", "Average annual sales (the frame has: region)"),
        ({"Sales（华东）": [1.0]}, "missing-column", "Average annual sales"),
        ({"Sales": [1], "销售额": [1]}, "ambiguous-column", "Sales, 销售额"),
        ({"Sales": [1], "status": [1], "tier": [2]}, "column-exists", "tier, status"),
        ({"Sales (USD)": [1]}, "foreign-currency", "Sales (USD)"),
        ({"Sales (million)": [1]}, "unclear-unit", "Sales (million)"),
        ({"Sales": [[1.0]]}, "wrong-type", "List"),
        ({"Sales": [1, 2], "b": [1]}, "not-a-table", ""),
        (7, "not-a-table", ""),
        (None, "not-a-table", "None"),
        ("customers.xlsx", "not-a-table", "customers.xlsx"),
        (pd.DataFrame([[1, 2]], columns=["Sales", "Sales"]), "same-names", "named Sales"),
        ({1: [6e6], "1": [5e6], "Sales": [5e6]}, "same-names", "named 1"),
    ],
)
def test_what_cannot_be_decided_with_certainty_is_refused(
    data: object, code: str, said: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        SALES.decide(data)
    assert code == refused.value.code
    assert said in refused.value.message.en


def test_bare_ratios_are_refused_and_named_ones_read() -> None:
    debt = library.LoadedPolicy(parse_policy(RATIO.encode(), "debt.toml"))
    for bare in ([0.48, 0.6], ["0.48", "0.6"]):
        with pytest.raises(InputRefused, match="ratio or percent"):
            debt.decide({"资产负债率": bare})
    assert ["high"] == debt.decide({"资产负债率（ratio）": [0.48]})["tier"].to_list()
    assert ["low"] == debt.decide({"资产负债率（%）": [0.48]})["tier"].to_list()
    assert ["high", "low"] == debt.decide({"资产负债率": [48, 1]})["tier"].to_list()
    assert ["high"] == debt.decide({"资产负债率": ["48%"]})["tier"].to_list()


def test_an_optional_input_of_two_columns_has_the_one_with_its_own_label() -> None:
    kinds = step("s", "first", [({"sales": ">1"}, {"tier": "high"}), ({}, {"tier": "low"})])
    head = HEAD.replace("required = false", 'required = false\naliases = ["amount", "sum"]', 1)
    made = library.LoadedPolicy(parse_policy((head + kinds).encode(), "test.toml"))
    assert ["high"] == made.decide({"amount": [0], "Sales": [2]})["tier"].to_list()
    assert 0 == made.decide({"Sales": []}).height
    with pytest.raises(InputRefused, match="amount, sum"):
        made.decide({"amount": [0], "sum": [2]})


def test_a_policy_tells_what_it_reads_and_gives() -> None:
    assert ("sales-size", "1.0.0") == (SALES.id, SALES.version)
    assert "Customer tiers by average annual sales" == SALES.title.en
    assert SALES.inputs["annual_sales"].required
    assert ["tier"] == list(SALES.results)
    with pytest.raises(PolicyInvalid, match="there is no policy sales"):
        tierctl.load_policy("sales")


def test_the_sample_is_decided_as_the_command_line_does(samples: Path) -> None:
    path = samples / "customers.xlsx"
    done = classify(path, SALES.policy, ClassifyOptions(dry_run=True, lang="zh"))
    sheet = openpyxl.load_workbook(path, data_only=True)[done.table.sheet]
    rows = [[c.value for c in sheet[r + 1]] for r in (done.table.header_row, *done.table.rows)]
    found = SALES.decide(
        {str(name): list(cells) for name, *cells in zip(*rows, strict=True) if name}, lang="zh"
    )
    assert [d.results["tier"] for d in done.decisions] == found["tier"].to_list()
    reasons = Reasons(SALES.policy, "zh")
    assert [reasons.of(d) for d in done.decisions] == found["reason"].to_list()


UNALIKE: list[list[object]] = [
    [True, 6e6],
    [6e6, True],
    [date(2020, 1, 1), 6e6],
    [6e6, datetime(2020, 1, 1)],
    [timedelta(1), 6e6],
    [np.bool_(True), 6e6],
    [10**400, 6e6],
]


@pytest.mark.parametrize("values", UNALIKE, ids=str)
@pytest.mark.parametrize("kind", ["dict", "rows", "pandas", "series", "array"])
def test_what_stands_among_numbers_and_is_none_is_no_number(
    kind: str, values: list[object]
) -> None:
    """Polars makes 1 of True, 18262 of a date, and nothing of an integer that is too large."""
    data: dict[str, object] = {
        "dict": {"Sales": values},
        "rows": [{"Sales": value} for value in values],
        "pandas": pd.DataFrame({"Sales": pd.Series(values, dtype=object)}),
        "series": {"Sales": pd.Series(values, dtype=object)},
        "array": {"Sales": np.array(values, dtype=object)},
    }
    found = SALES.decide(data[kind])
    assert ["large" if value == 6e6 else None for value in values] == found["tier"].to_list()
    assert {None, "not-a-number"} == set(found["problem"])


def test_numbers_of_several_types_are_numbers() -> None:
    values = [6000000, 5000000.5, Decimal("5000000.01"), np.int64(1000001), 10**30, None]
    assert ["large", "large", "large", "medium", "large", None] == tiers(values)


def test_late_rows_count_as_the_first_ones_do() -> None:
    found = SALES.decide([{"Sales": 6000000}] * 200 + [{"Sales": "98万", "类型": "媒体"}])
    assert "small" == found["tier"][-1]
    assert "媒体" == found["类型"][-1]


def test_blanks_of_pandas_are_blanks() -> None:
    for blank in (None, math.nan, pd.NA, pd.NaT):
        values = pd.Series([6000000, blank, "x"], dtype=object)
        assert [None, "missing-value", "not-a-number"] == SALES.decide(
            pd.DataFrame({"Sales": values})
        )["problem"].to_list()


def test_noise_of_arithmetic_is_none_as_in_a_sheet() -> None:
    """An average of 500万 may be stored as 5000000.000000001; and 0.6 has a nearest float32."""
    assert ["medium", "small"] == tiers([5000000.000000001, 1000000.0000000001])
    assert ["medium", "large"] == tiers([500.00000000000006, "658.5万"], "Sales（万元）")
    debt = library.LoadedPolicy(parse_policy(RATIO.replace("48%", "0.48倍").encode(), "d.toml"))
    single = pl.Series([0.48, 0.47], dtype=pl.Float32)
    assert ["high", "low"] == debt.decide({"资产负债率（ratio）": single})["tier"].to_list()


@pytest.mark.parametrize(("header", "amounts"), REFUSED.values(), ids=REFUSED)
def test_amounts_that_a_sheet_may_not_have_are_refused(header: str, amounts: list[object]) -> None:
    with pytest.raises(InputRefused) as refused:
        SALES.decide({header: amounts})
    assert "undecided-unit" == refused.value.code
    assert refused.value.hint is not None
    assert "元 或 万元" in refused.value.hint.zh or "万元 或 元" in refused.value.hint.zh
    assert [refused.value.hint.en] == refused.value.__notes__


@pytest.mark.parametrize(("header", "amounts"), GRADED.values(), ids=GRADED)
def test_amounts_that_a_sheet_may_have_are_decided_as_there(
    tmp_path: Path, header: str, amounts: list[object]
) -> None:
    sheet = grade(tmp_path, header, amounts)
    found = SALES.decide({header: amounts})
    assert [d.results.get("tier") for d in sheet.decisions] == found["tier"].to_list()


@pytest.mark.parametrize(
    "amounts",
    [
        [6585000, 1250000, 980000, 2000000, 658.5],
        ["658.5万", 6585000, 1250000, "980,000", 2000000, "658.5"],
    ],
    ids=str,
)
def test_an_amount_in_another_unit_is_in_doubt_as_in_a_sheet(
    tmp_path: Path, amounts: list[object]
) -> None:
    sheet = grade(tmp_path, "年平均销售额", amounts)
    found = SALES.decide({"年平均销售额": amounts})
    assert [d.results.get("tier") for d in sheet.decisions] == found["tier"].to_list()
    assert [*[None] * (len(amounts) - 1), "unit-doubt"] == found["problem"].to_list()
    assert "按万元计则相近" in found["reason"][-1]
    assert ["small"] == SALES.decide({"年平均销售额（元）": amounts})["tier"].to_list()[-1:]


@settings(max_examples=60, deadline=None)
@given(data=st.data(), lang=st.sampled_from(["zh", "en"]))
def test_reasons_of_all_rows_are_those_of_each(data: st.DataObject, lang: Lang) -> None:
    drawn = data.draw(policies())
    bound = as_read(drawn, data.draw(customers(drawn)))
    plan = compile_policy(drawn)
    reasons = Reasons(drawn, lang)
    said = reason_column(drawn, plan, run(plan, bound_frame(plan, bound)), lang)
    for decision, text in zip(reference.decide(drawn, bound), said, strict=True):
        if not decision.problems:
            assert reasons.of(decision) == text


def test_examples_in_the_documentation_run() -> None:
    found = doctest.testmod(library)
    assert (0, 7) == (found.failed, found.attempted)


def test_the_library_is_imported_when_it_is_asked_for() -> None:
    code = (
        "import sys, tierctl\n"
        "print(sorted(m for m in sys.modules if m.startswith('tierctl')))\n"
        "tierctl.load_policy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert "['tierctl']" == done.stdout.strip()
    with pytest.raises(AttributeError, match="nothing"):
        vars(tierctl)["__getattr__"]("nothing")
    assert Path(tierctl.__file__).with_name("py.typed").is_file()


def test_values_of_parameters_are_given_by_name(tmp_path: Path) -> None:
    text = (
        HEAD
        + '[params.large]\nlabel = { zh = "大", en = "Large" }\nunit = "元"\n'
        + step("s", "first", [({"sales": ">{large}"}, {"tier": "high"}), ({}, {"tier": "low"})])
    )
    policy = tmp_path / "p.toml"
    policy.write_text(text, encoding="utf-8")
    with pytest.raises(tierctl.PolicyInvalid, match="large"):
        tierctl.load_policy(str(policy))
    loaded = tierctl.load_policy(str(policy), params={"large": 20_000})
    assert ["high", "low"] == loaded.decide({"sales": [20_001, 20_000]})["tier"].to_list()
    written = tierctl.load_policy(str(policy), params={"large": "20000元"})
    assert loaded.policy.digest == written.policy.digest


def test_choices_and_scope_are_read_as_in_a_sheet(tmp_path: Path) -> None:
    choices = """
[inputs.demand]
label = { zh = "需求", en = "Demand" }
type = "choice"
choices = [
    { id = "clear", label = { zh = "明显", en = "Clear" } },
    { id = "none", label = { zh = "无", en = "None" } },
]
[inputs.signed]
label = { zh = "已签约", en = "Signed" }
type = "bool"
required = false
"""
    rules = [({"demand": "明显"}, {"tier": "high"}), ({"signed": "是"}, {"tier": "low"})]
    policy = tmp_path / "p.toml"
    scope = "scope = { kind = '甲 或 空' }\n[inputs.sales]"
    text = HEAD.replace("[inputs.sales]", scope, 1) + choices + step("s", "first", rules)
    policy.write_text(text, encoding="utf-8")
    found = tierctl.load_policy(str(policy)).decide(
        {
            "需求": ["明显", "ＣＬＥＡＲ", "无", "无", "不知", "明显"],
            "已签约": [None, None, True, False, True, None],
            "类型": ["甲", None, "甲", "甲", "甲", "乙"],
        }
    )
    assert ["high", "high", "low", None, None, None] == found["tier"].to_list()
    assert [None, None, None, "no-rule", "no-choice", "not-applicable"] == found[
        "problem"
    ].to_list()
    assert ["graded"] * 3 + ["ungraded"] * 2 + ["not-applicable"] == found["status"].to_list()
    assert "需求 不知 不在可选值内（明显、无）" == found["reason"][4]
    assert "不在策略适用范围内：类型 乙" in found["reason"][5]
