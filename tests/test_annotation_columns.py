"""`--columns`: what may be written beside the customers, and that a rerun rewrites all of it."""

from pathlib import Path

import openpyxl
import pytest
from cli import run

ALL = "tier,reason,rule,next-tier,gap-to-next"


def written(path: Path) -> list[list[object]]:
    sheet = openpyxl.load_workbook(path)["客户表"]
    return [[cell.value for cell in row[7:]] for row in sheet.iter_rows(min_row=8, max_row=15)]


def test_every_column_that_is_asked_for_is_written_in_its_order(samples: Path) -> None:
    done = run("classify", samples / "customers.xlsx", "--columns", ALL)
    assert 0 == done.code
    header, first, second, *_ = written(samples / "customers.tiered.xlsx")
    assert ["客户等级", "依据", "适用规则", "上一级", "距上一级"] == header
    assert ["大客户", "年平均销售额 6,585,000 > 500万", "large", None, None] == first
    assert [
        "中客户",
        "年平均销售额 1,250,000 > 100万 且 ≤ 500万",
        "medium",
        "大客户",
        3750000,
    ] == second


def test_the_order_is_the_user_s(samples: Path) -> None:
    run("classify", samples / "customers.xlsx", "--columns", "gap-to-next,tier", "--lang", "en")
    header, _, second, *_ = written(samples / "customers.tiered.xlsx")
    assert ["客户等级", "To the next tier"] == header
    assert ["Medium", 3750000] == second


def test_a_rerun_over_the_copy_rewrites_what_an_earlier_run_wrote(samples: Path) -> None:
    run("classify", samples / "customers.xlsx", "--columns", ALL)
    copy = samples / "customers.tiered.xlsx"
    before = written(copy)
    done = run("classify", copy)
    assert 0 == done.code
    assert before == written(samples / "customers.tiered.tiered.xlsx")


def test_an_ungraded_customer_has_nothing_but_the_reason(samples: Path) -> None:
    run("classify", samples / "messy.xlsx", "--columns", ALL)
    sheet = openpyxl.load_workbook(samples / "messy.tiered.xlsx")["客户明细"]
    tiers = {row[6].value: [cell.value for cell in row[7:11]] for row in sheet.iter_rows(min_row=6)}
    reason, *rest = tiers["未定级"]
    assert reason
    assert [None, None, None] == rest


@pytest.mark.parametrize("given", ["tiers", "tier,resaon", ""])
def test_an_unknown_column_is_a_usage_error(samples: Path, given: str) -> None:
    done = run("classify", samples / "customers.xlsx", "--columns", given, "--lang", "en")
    assert 2 == done.code
    assert "tier, reason, rule, next-tier, gap-to-next" in done.err
