"""Dates: serial numbers as spreadsheets show them, cells of every kind, and what is decided."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from cli import run
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

import tierctl
from tierctl.model.dates import day_of, iso, moment_of_serial

POLICY = """
id = "renewal"
version = "1"
title = { zh = "续约", en = "Renewal" }
[inputs.due]
label = { zh = "合同到期日", en = "Contract end" }
aliases = ["到期日期"]
type = "date"
domain = ">= 2000-01-01"
[results.stage]
label = { zh = "续约等级", en = "Stage" }
tiers = [
    { id = "late", label = { zh = "已过期", en = "Late" }, color = "F8CBAD" },
    { id = "soon", label = { zh = "将到期", en = "Soon" }, color = "FFE699" },
    { id = "safe", label = { zh = "有效", en = "Safe" }, color = "C6E0B4" },
]
[[steps]]
name = "stage"
rules = [
    { id = "late", when = { due = "2026-06-30前" }, then = { stage = "late" } },
    { id = "soon", when = { due = "2026-06-30至2026-12-31" }, then = { stage = "soon" } },
    { id = "safe", when = { due = "2026-12-31之后" }, then = { stage = "safe" } },
]
"""
# What stands in the cell, and the tier or the code of why there is none.
CELLS: list[tuple[object, str]] = [
    (dt.date(2026, 6, 29), "late"),
    (dt.date(2026, 6, 30), "soon"),
    (dt.datetime(2026, 12, 31, 23, 59, 59), "soon"),
    (dt.date(2027, 1, 1), "safe"),
    ("2026-12-31", "soon"),
    ("2026年7月1日", "soon"),
    ("２０２６／７／１", "soon"),
    ("2026-07-01 10:00:00", "soon"),
    (20270101, "safe"),
    (46200, "not-a-date"),
    ("2026.3", "not-a-date"),
    ("明年", "not-a-date"),
    ("2026-02-29", "impossible-date"),
    (dt.time(13, 30), "date-cell"),
    (dt.date(1999, 12, 31), "outside-domain"),
    (None, "missing-value"),
]


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "renewal.toml"
    path.write_text(POLICY, encoding="utf-8")
    return path


def book(path: Path, *, date1904: bool = False) -> Path:
    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900
    sheet = made.worksheets[0]
    sheet.append(["客户编号", "客户名称", "合同到期日"])
    for number, (value, _) in enumerate(CELLS):
        sheet.append([f"K{number:03}", f"甲{number}", value])
    made.save(path)
    return path


@pytest.mark.parametrize("date1904", [False, True])
def test_cells_are_read_as_their_day(policy: Path, tmp_path: Path, date1904: bool) -> None:
    source = book(tmp_path / "contracts.xlsx", date1904=date1904)
    [file] = run("classify", source, "--policy", policy, "--dry-run", "--json").json["files"]
    found = [
        c["problems"][0] if c["problems"] else c["results"]["stage"] for c in file["customers"]
    ]
    assert [expected for _, expected in CELLS] == found


def test_the_way_to_another_tier_is_told_in_days(policy: Path, tmp_path: Path) -> None:
    source = book(tmp_path / "contracts.xlsx")
    columns = "tier,reason,gap-to-next"
    assert 0 == run("classify", source, "--policy", policy, "--columns", columns).code
    rows = openpyxl.load_workbook(tmp_path / "contracts.tiered.xlsx").worksheets[0].values
    assert ("已过期", "合同到期日 2026-06-29 ≤ 2026-06-29", 1) == list(rows)[1][3:]
    said = run("explain", source, "K001", "--policy", policy, "--lang", "zh").out
    assert "合同到期日  2026-06-30  Sheet!C3" in said
    assert "合同到期日再晚 185 天（≥ 2027-01-01）" in said
    assert "合同到期日再早 1 天（≥ 2000-01-01 且 ≤ 2026-06-29）" in said
    told = run("explain", source, "K001", "--policy", policy, "--json").json
    assert "2026-06-30" == told["values"][2]["value"]
    changes = [gap["changes"][0] for gap in told["gaps"]]
    assert [("2026-06-29", -1, False), ("2027-01-01", 185, False)] == [
        (change["bound"], change["by"], change["beyond"]) for change in changes
    ]


def test_a_gap_between_days_is_found_and_none_where_days_meet(tmp_path: Path) -> None:
    made = tmp_path / "gap.toml"
    made.write_text(POLICY.replace("2026-12-31之后", "2027-01-02后"), encoding="utf-8")
    found = run("policy", "check", made, "--lang", "zh").out
    assert "2027-01-01" in found
    made.write_text(POLICY, encoding="utf-8")
    assert "没有发现问题" in run("policy", "check", made, "--lang", "zh").out


@pytest.mark.parametrize(
    "column",
    [
        [dt.date(2026, 6, 29), dt.date(2026, 6, 30), dt.date(2027, 1, 1), None],
        [dt.datetime(2026, 6, 29, 23), dt.datetime(2026, 6, 30), dt.datetime(2027, 1, 1), None],
        ["2026/6/29", "2026年6月30日", "20270101", ""],
        [20260629, 20260630, 20270101, None],
        pl.Series(["2026-06-29", "2026-06-30", "2027-01-01", None], dtype=pl.Categorical),
    ],
    ids=["dates", "moments", "texts", "numbers", "categories"],
)
def test_a_column_of_a_frame_is_read_as_days(policy: Path, column: object) -> None:
    found = tierctl.load_policy(str(policy)).decide({"到期日期": column})
    assert ["late", "soon", "safe", None] == found["stage"].to_list()
    assert "合同到期日 2026-06-30 ≥ 2026-06-30 且 ≤ 2026-12-31" == found["reason"][1]


def test_a_policy_of_dates_is_written_and_read_again(policy: Path, tmp_path: Path) -> None:
    for name in ("again.toml", "again.xlsx"):
        path = tmp_path / name
        assert 0 == run("policy", "new", path, "--from", policy, "--lang", "zh").code
        again = tierctl.load_policy(str(path)).policy
        given = tierctl.load_policy(str(policy)).policy
        [one], [other] = given.tables, again.tables
        assert [list(r.conditions.values()) for r in one.rules] == [
            list(r.conditions.values()) for r in other.rules
        ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('type = "date"', 'type = "date"\nunit = "天"'), "only a number has a unit"),
        (("[[steps]]", '[summary]\nmeasure = "due"\n[[steps]]'), "only a number can be summed"),
    ],
)
def test_what_makes_no_sense_for_a_date_is_refused(
    change: tuple[str, str], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(POLICY.replace(*change), encoding="utf-8")
    refused = run("policy", "show", path, "--lang", "en")
    assert 78 == refused.code
    assert said in refused.err


@given(st.integers(1, 2_900_000), st.integers(0, 24 * 60 - 1), st.booleans())
def test_a_serial_number_is_the_moment_that_openpyxl_reads(
    days: int, minute: int, date1904: bool
) -> None:
    epoch = CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900
    shown = moment_of_serial(days + minute / 1440, date1904=date1904)
    if days == 60 and not date1904:
        assert shown is None
        return
    moment = from_excel(days, epoch) + dt.timedelta(minutes=minute)
    assert moment.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00") == shown
    assert day_of(str(shown)) == moment.toordinal()


@pytest.mark.parametrize("serial", [-1.0, -0.5, 1e9, 1e300])
def test_a_serial_number_that_is_no_day(serial: float) -> None:
    assert moment_of_serial(serial, date1904=False) is None


def test_a_time_is_no_day() -> None:
    assert (
        "13:30"
        == moment_of_serial(0.5625, date1904=False)
        == moment_of_serial(0.5625, date1904=True)
    )
    assert day_of("13:30") is None


@given(st.dates())
def test_a_day_reads_back(day: dt.date) -> None:
    assert day_of(iso(day.toordinal())) == day.toordinal()
