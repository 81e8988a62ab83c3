"""Numbers that count: in which unit, and that nothing is compared that counts something else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import run

import tierctl
from tierctl.model.counts import header_count
from tierctl.model.quantity import base_unit

ORDERS = [("C1", 6, 150), ("C2", 4, 50), ("C3", 2, 5)]


def book(folder: Path, header: str, times: int, suffix: str = "") -> Path:
    """Write orders whose volume stands under a header: thousands of pieces, times a factor."""
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.worksheets[0]
    sheet.append(["客户编号", "订单次数", header])
    for code, count, volume in ORDERS:
        number = volume * times
        sheet.append([code, count, f"{number}{suffix}" if suffix else number])
    workbook.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def tiers(path: Path, *options: str) -> list[str]:
    done = run("classify", path, "--policy", "order-volume", "--json", *options)
    [file] = done.json["files"]
    if "error" in file:
        return [file["error"]["code"]]
    return [customer["results"]["tier"] for customer in file["customers"]]


@pytest.mark.parametrize(
    ("header", "times", "suffix"),
    [
        ("累计订单量（K）", 1, ""),
        ("累计订单量（个）", 1000, ""),
        ("累计订单量（件）", 1000, ""),
        ("Order volume (pcs)", 1000, ""),
        ("累计订单量", 1, "K"),
    ],
)
def test_pieces_and_thousands_of_them_give_the_same(
    tmp_path: Path, header: str, times: int, suffix: str
) -> None:
    assert ["a", "b", "c"] == tiers(book(tmp_path, header, times, suffix))


@pytest.mark.parametrize(("times", "unit"), [(1, "K"), (1000, "个"), (1000, "pcs")])
def test_what_nothing_says_is_asked(tmp_path: Path, times: int, unit: str) -> None:
    """50,000 pieces are no 50,000 thousands: every customer would be A or B without a word."""
    path = book(tmp_path, "累计订单量", times)
    assert ["undecided-unit"] == tiers(path)
    assert ["a", "b", "c"] == tiers(path, "--unit", f"order_volume={unit}")


def test_months_are_no_days(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.worksheets[0]
    for row in (["客户编号", "需求状况", "预计成交月数（天）"], ["C1", "明显", 30]):
        sheet.append(row)
    workbook.save(tmp_path / "a.xlsx")
    done = run("classify", tmp_path / "a.xlsx", "--policy", "pipeline", "--lang", "zh")
    assert 65 == done.code
    assert "C1：“预计成交月数（天）”的单位与策略不同：预计成交月数按 月 计" in done.err
    assert "预计成交月数（月）" in done.err


@pytest.mark.parametrize(
    ("header", "own", "found"),
    [
        ("订单量（个）", "K", ("个", None)),
        ("订单量（K）", "K", (None, None)),
        ("订单量（天）", "K", (None, "天")),
        ("订单次数（笔）", "次", (None, None)),
        ("订单次数（年）", "次", (None, None)),
        ("订单次数（天）", "次", (None, "天")),
        ("成立年限（年）", "年", (None, None)),
        ("成立年限（月）", "年", (None, "月")),
        ("成立年限（个月）", "月", (None, None)),
        ("处理天数（天）", "天", (None, None)),
        ("处理天数（次）", "天", (None, "次")),
        ("Days (weeks)", "天", (None, "weeks")),
        ("得分（分）", "分", (None, None)),
    ],
)
def test_a_header_s_count(header: str, own: str, found: tuple[str | None, str | None]) -> None:
    unit, other = header_count(header, base_unit(own))
    assert found == (unit.symbol if unit else None, other)


def test_frames_are_asked_the_same() -> None:
    policy = tierctl.load_policy("order-volume")
    count = [6, 4, 2]
    with pytest.raises(tierctl.InputRefused, match="single pieces"):
        policy.decide({"订单次数": count, "累计订单量": [150, 50, 5]})
    found = policy.decide({"订单次数": count, "累计订单量（个）": [150_000, 50_000, 5000]})
    assert ["a", "b", "c"] == found["tier"].to_list()
    with pytest.raises(tierctl.InputRefused, match="another unit"):
        tierctl.load_policy("pipeline").decide({"需求状况": ["明显"], "预计成交月数（天）": [30]})
