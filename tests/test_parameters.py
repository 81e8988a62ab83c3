"""Parameters: what a run may say about a policy, and what becomes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import run
from policies import HEAD

from tierctl.model.errors import PolicyInvalid
from tierctl.policy.load import parse_policy
from tierctl.policy.policy import Policy
from tierctl.policy.run_day import moved
from tierctl.policy.settings import Settings
from tierctl.policy.shown import condition_text

PARAMS = """
[params.large]
label = { zh = "大客户下限", en = "Large from" }
unit = "元"
value = "500万"
[params.share]
label = { zh = "占比", en = "Share" }
unit = "%"
[params.days]
label = { zh = "天数", en = "Days" }
unit = "天"
"""
STEP = """
[[steps]]
name = "size"
hit_policy = "first"
rules = [
    {{ id = "high", when = {{ {when} }}, then = {{ tier = "high" }} }},
    {{ id = "low", when = {{}}, then = {{ tier = "low" }}, fills_gap = true }},
]
"""
GIVEN = {"share": "48", "days": "90"}


def made(when: str, params: dict[str, str] | None = None, **settings: Any) -> Policy:
    text = HEAD.replace("[inputs.sales]", PARAMS + "[inputs.sales]") + STEP.format(when=when)
    given = Settings(params=GIVEN if params is None else params, **settings)
    return parse_policy(text.encode(), "test.toml", given)


def asked(policy: Policy, name: str) -> str:
    return condition_text(policy, name, policy.tables[0].rules[0].conditions[name], "zh")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("500万", "> 500万"),
        ("600万", "> 600万"),
        ("6000000", "> 600万"),
        ("0.06亿", "> 600万"),
        ("6,000,000", "> 600万"),
        ("￥6000000元", "> 600万"),
    ],
)
def test_a_value_is_read_as_a_cell_is(value: str, text: str) -> None:
    assert text == asked(made('sales = ">{large}"', {**GIVEN, "large": value}), "sales")


@pytest.mark.parametrize(
    ("name", "value", "either"),
    [
        ("large", "600", ("600元", "600万元")),
        ("large", "0.5", ("0.5元", "0.5万元")),
        ("share", "0.48", ("0.48%", "48%")),
    ],
)
def test_a_value_whose_unit_nothing_decides_is_refused(
    name: str, value: str, either: tuple[str, str]
) -> None:
    """600 for 600万 makes everybody a large customer, and 0.48 for 48% nobody a poor one."""
    with pytest.raises(PolicyInvalid) as refused:
        made('sales = ">{large}"', {**GIVEN, name: value})
    assert f"--param {name}" in refused.value.message.zh
    assert f"是 {either[0]} 还是 {either[1]}？" in refused.value.message.zh
    made('sales = ">{large}"', {**GIVEN, name: either[0]})
    made('sales = ">{large}"', {**GIVEN, name: either[1]})


def test_a_policy_with_other_values_is_another_one() -> None:
    own = made('sales = ">{large}"')
    same = made('sales = ">{large}"', {**GIVEN, "large": "5000000"})
    other = made('sales = ">{large}"', {**GIVEN, "large": "600万"})
    assert own.digest == same.digest != other.digest
    assert [False, True] == [p.parameters[0].changed for p in (same, other)]


def test_a_value_for_one_policy_goes_before_that_for_all() -> None:
    both = {**GIVEN, "large": "600万", "test.large": "700万", "other.large": "800万"}
    assert "> 700万" == asked(made('sales = ">{large}"', both), "sales")


def test_every_missing_value_is_named_with_its_unit() -> None:
    with pytest.raises(PolicyInvalid) as caught:
        made('sales = ">{large}"', {})
    assert "missing-parameters" == caught.value.code
    assert "share（占比，%）、days（天数，天）" in caught.value.message.zh
    assert "share (Share, %), days (Days, 天)" in caught.value.message.en
    assert caught.value.hint is not None
    assert "tierctl policy params test -o params.toml" in caught.value.hint.en


@pytest.mark.parametrize(
    ("when", "params", "where"),
    [
        ('sales = ">{lage}"', GIVEN, "steps[0].rules[0].when.sales"),
        ('day = "<{as_of+share}"', GIVEN, "steps[0].rules[0].when.day"),
        ('sales = ">{large}"', {**GIVEN, "large": "很多"}, "--param large"),
        ('sales = ">{large}"', {**GIVEN, "large": "50%"}, "--param large"),
    ],
)
def test_what_cannot_be_read_says_where(when: str, params: dict[str, str], where: str) -> None:
    with pytest.raises(PolicyInvalid) as caught:
        made(when, params)
    assert where in caught.value.message.en


@pytest.mark.parametrize(
    ("written", "as_of", "text"),
    [
        ("{as_of}", "2026-01-31", "≤ 2026-01-31"),
        ("{as_of+7天}", "2026-01-31", "≤ 2026-02-07"),
        ("{as_of + 1周}", "2026-01-31", "≤ 2026-02-07"),
        ("{as_of+1个月}", "2026-01-31", "≤ 2026-02-28"),
        ("{as_of+1 month}", "2024-01-31", "≤ 2024-02-29"),
        ("{as_of-3月}", "2026-05-31", "≤ 2026-02-28"),
        ("{as_of+1年}", "2024-02-29", "≤ 2025-02-28"),
        ("{as_of-days}", "2026-11-25", "≤ 2026-08-27"),
    ],
)
def test_a_day_counts_from_that_of_the_run(written: str, as_of: str, text: str) -> None:
    policy = made(f'day = "<={written}"', as_of=date.fromisoformat(as_of))
    assert text == asked(policy, "day")
    assert policy.as_of == date.fromisoformat(as_of)


def test_only_a_policy_that_counts_from_a_day_has_one() -> None:
    assert made('sales = ">{large}"').as_of is None


@pytest.mark.parametrize("months", range(-30, 31))
def test_months_end_within_the_month(months: int) -> None:
    """By hand: the year and month move, the day stays, or is the last one of its month."""
    day = date(2024, 8, 31)
    there = moved(day, months, "个月")
    assert months == (there.year - 2024) * 12 + there.month - 8
    assert there.day == 31 or (there.replace(day=28).month != moved(there, 1, "天").month)


def test_strict_leaves_out_what_fills_gaps() -> None:
    loose, strict = made('sales = ">{large}"'), made('sales = ">{large}"', strict=True)
    assert ["high", "low"] == [rule.id for rule in loose.tables[0].rules]
    assert ["high"] == [rule.id for rule in strict.tables[0].rules]
    assert strict.strict
    assert loose.digest != strict.digest


def test_a_value_for_no_parameter_is_refused_with_a_guess(samples: Path, tmp_path: Path) -> None:
    policy = tmp_path / "test.toml"
    text = HEAD.replace("[inputs.sales]", PARAMS + "[inputs.sales]")
    policy.write_text(text + STEP.format(when='sales = ">{large}"'), encoding="utf-8")
    command: list[str | Path] = [
        "classify",
        samples / "customers.xlsx",
        "--policy",
        policy,
        "--lang",
        "en",
    ]
    done = run(*command, "--param", "larg=1")
    assert 78 == done.code
    assert "Did you mean large?" in done.err


def test_a_file_of_parameters_is_written_filled_in_and_read(samples: Path, tmp_path: Path) -> None:
    policy, file = tmp_path / "test.toml", tmp_path / "params.toml"
    text = HEAD.replace("[inputs.sales]", PARAMS + "[inputs.sales]")
    policy.write_text(text + STEP.format(when='sales = ">{large}"'), encoding="utf-8")
    assert 0 == run("policy", "params", policy, "-o", file).code
    written = file.read_text(encoding="utf-8")
    assert 'large = "500万"' in written
    assert 'share = ""' in written
    command: list[str | Path] = [
        "classify",
        samples / "customers.xlsx",
        "--policy",
        policy,
        "--params",
        file,
    ]
    assert 78 == run(*command).code, "an empty value is none"
    filled = written.replace('share = ""', 'share = "48"').replace('days = ""', 'days = "90"')
    file.write_text(filled.replace("500万", "600万"), encoding="utf-8")
    done = run(*command, "--map", "年平均销售额=sales", "--json")
    assert 0 == done.code
    found = {p["name"]: p["value"] for p in done.json["files"][0]["policy"]["parameters"]}
    assert {"large": "600万", "share": "48", "days": "90"} == found
    assert 73 == run("policy", "params", policy, "-o", file).code


def test_texts_of_tiers_are_rewritten_by_the_file(samples: Path, tmp_path: Path) -> None:
    file = tmp_path / "params.toml"
    file.write_text('[sales-size.texts."大客户"]\n"折扣" = "九折"\n', encoding="utf-8")
    book = samples / "customers.xlsx"
    done = run("classify", book, "--params", file, "--columns", "tier,折扣")
    assert 0 == done.code
    rows = openpyxl.load_workbook(samples / "customers.tiered.xlsx")["客户表"].iter_rows(
        min_row=8, max_row=10, min_col=8, values_only=True
    )
    assert [("客户等级", "折扣"), ("大客户", "九折"), ("中客户", None)] == list(rows)


def test_a_text_for_a_tier_that_is_none_is_refused(samples: Path, tmp_path: Path) -> None:
    file = tmp_path / "params.toml"
    file.write_text('[sales-size.texts."特大客户"]\nprice = "九折"\n', encoding="utf-8")
    done = run("classify", samples / "customers.xlsx", "--params", file)
    assert 78 == done.code
    assert "特大客户" in done.err


def test_a_policy_without_values_can_be_looked_at(tmp_path: Path) -> None:
    policy = tmp_path / "test.toml"
    text = HEAD.replace("[inputs.sales]", PARAMS + "[inputs.sales]")
    policy.write_text(text + STEP.format(when='sales = ">{large}"'), encoding="utf-8")
    done = run("policy", "show", policy, "--lang", "zh")
    assert 0 == done.code
    assert "销售额 >{large}" in done.out
    assert "share  占比        %   须填写" in done.out
    assert "tierctl policy params test -o params.toml" in done.out
    assert 78 == run("policy", "show", policy, "--json").code
    given = ["--param", "share=1%", "--param", "days=2", "--lang", "zh"]
    assert "销售额 > 500万" in run("policy", "show", policy, *given).out
