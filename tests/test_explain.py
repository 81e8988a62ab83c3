"""`tierctl explain`: the values with their cells, every rule, and the way to the other tiers."""

from pathlib import Path

import openpyxl
import pytest
from cli import run


def test_a_customer_is_explained_by_its_code(samples: Path) -> None:
    done = run("explain", samples / "customers.xlsx", "dkf0006", "--lang", "zh")
    assert (0, "") == (done.code, done.err)
    for words in (
        "DKF0006 鼓楼东一街分店  中客户",
        "年平均销售额  1,580,000       客户表!G14",
        "× 大客户 年平均销售额 > 500万（实为 1,580,000）",
        "● 中客户 年平均销售额 > 100万 且 ≤ 500万",
        "大客户  年平均销售额再增加超过 3,420,000（> 500万）",
        "小客户  年平均销售额减少 580,000（≤ 100万）",
    ):
        assert words in done.out


def test_a_customer_is_found_by_its_name(samples: Path) -> None:
    done = run("explain", samples / "customers.xlsx", "鼓楼东一街分店", "--lang", "en")
    assert 0 == done.code
    assert "Large  Average annual sales: over 3,420,000 more (> 5,000,000)" in done.out


def test_the_json_says_the_same(samples: Path) -> None:
    found = run("explain", samples / "customers.xlsx", "DKF0006", "--json").json
    assert ("tierctl/1", "explain", 14) == (found["schema"], found["command"], found["row"])
    assert {"tier": "medium"} == found["results"]
    assert [("large", 3420000.0, True), ("small", -580000.0, False)] == sorted(
        (gap["tier"], gap["changes"][0]["by"], gap["changes"][0]["beyond"]) for gap in found["gaps"]
    )
    [step] = found["steps"]
    assert ["medium"] == [rule["rule"] for rule in step["rules"] if rule["decided"]]


def test_an_ungraded_customer_is_told_why(samples: Path) -> None:
    ungraded = next(
        customer
        for file in run("classify", samples / "messy.xlsx", "--dry-run", "--json").json["files"]
        for customer in file["customers"]
        if customer["problems"] == ["not-a-number"] and customer["customer_id"]
    )
    done = run("explain", samples / "messy.xlsx", ungraded["customer_id"], "--lang", "en")
    assert 0 == done.code
    assert "Ungraded" in done.out
    assert "needs an amount of money" in done.out
    assert "To the other tiers" not in done.out


@pytest.mark.parametrize(
    ("code", "said"), [("DKF00O6", "Did you mean DKF00"), ("nobody", "has no customer nobody")]
)
def test_an_unknown_customer_is_a_usage_error(samples: Path, code: str, said: str) -> None:
    done = run("explain", samples / "customers.xlsx", code, "--lang", "en")
    assert 2 == done.code
    assert said in done.err


def test_long_numbers_are_masked(samples: Path) -> None:
    page = run("explain", samples / "customers.xlsx", "DKF0001", "--lang", "en").out
    assert "6222000000000001367" not in page


def test_a_rule_that_leaves_an_input_open_says_nothing_of_it(samples: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["所在区域", "年平均销售额", "等级"],
        ["四川", ">100万", "重点"],
        ["", "<=100万", "普通"],
        ["否则", "", "其他"],
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "r.xlsx")
    done = run(
        "explain", samples / "customers.xlsx", "DKF0007", "--policy", tmp_path / "r.xlsx",
        "--lang", "zh", "--ascii",
    )  # fmt: skip
    assert 0 == done.code
    assert "* 普通 年平均销售额 <= 100万" in done.out
    assert "- 重点 所在区域" in done.out
    assert "+ 其他 否则" in done.out


Rows = list[list[object]]
KINDS = "、".join(f"行业{i}类别" for i in range(40))
CUSTOMERS: Rows = [
    ["客户编号", "客户名称", "客户类型", "年平均销售额", "资产负债率（%）"],
    ["A1", "很长的名字" * 30, "媒体", 1585000.01, 62],
    ["A2", "在界线上", "媒体", 5000000, 62],
    ["A3", "不明", "媒体", "待定", 62],
]
RULES: Rows = [
    ["命中方式", "首条"],
    ["客户类型", "年平均销售额", "资产负债率", "等级"],
    [KINDS, ">500万", "<=50%", "战略"],
    ["媒体", ">500万", "", "优先"],
    ["媒体", ">100万", "<=60%", "重点"],
    ["媒体\u202e律师", ">300万", "", "其他"],
    ["否则", "", "", "普通"],
]


@pytest.fixture
def books(tmp_path: Path) -> tuple[Path, Path]:
    """A workbook of customers, and one of rules with long and hostile texts in it."""
    for name, rows in (("c.xlsx", CUSTOMERS), ("r.xlsx", RULES)):
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(tmp_path / name)
    return tmp_path / "c.xlsx", tmp_path / "r.xlsx"


def test_nothing_is_cut_and_nothing_steers_the_terminal(books: tuple[Path, Path]) -> None:
    done = run("explain", books[0], "A1", "--policy", books[1], "--lang", "zh")
    assert 0 == done.code
    assert "…" not in done.out
    assert "\u202e" not in done.out
    told = "".join(done.out.split())
    assert "≤60%（实为62%）" in told
    assert '"行业9类别"（实为媒体）' in told
    assert 2 * 30 == told.count("很")


def test_every_tier_has_its_distance_down_to_the_default(books: tuple[Path, Path]) -> None:
    page = run("explain", books[0], "A2", "--policy", books[1], "--lang", "zh", "--ascii").out
    assert "优先  年平均销售额再多一点即可（> 500万）" in page
    assert "重点  资产负债率减少 2 个百分点（<= 60%）" in page
    assert not set("×●○≤≥") & set(page)


def test_a_cell_that_cannot_be_used_is_not_called_blank(books: tuple[Path, Path]) -> None:
    page = run("explain", books[0], "A3", "--policy", books[1], "--lang", "zh").out
    assert "年平均销售额  无法使用" in page
