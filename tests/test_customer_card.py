"""One customer's scorecard, as `explain` tells it; `validate` on one without a total."""

from pathlib import Path

import openpyxl
import pytest
from cli import run

HEADER = [
    *("客户编号", "企业类型", "领导者素质得分", "净资产得分", "长期资产得分", "资产负债率"),
    *("流动比率", "速动比率", "负债净值比率得分", "应收账款周转次数", "资产管理及盈利其余得分"),
    *("主要产品生命周期得分", "市场预期得分", "企业营销环境得分", "流动资产", "流动负债"),
]
ROWS = [
    ["C1", "生产", 8, 6, 5, 55, 1.3, 0.9, 5, 5, 20, 3, 1.5, 3, None, None],
    ["C2", "生产", 8, None, 5, 55, None, 0.9, 5, 5, 20, 3, 1.5, 3, None, None],
    ["C3", "生产", 8, 6, 5, 55, None, 0.9, 5, 5, 20, 3, 1.5, 3, 500, 400],
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (HEADER, *ROWS):
        sheet.append(row)
    workbook.save(tmp_path / "credit.xlsx")
    return tmp_path / "credit.xlsx"


def explained(book: Path, code: str, lang: str = "zh") -> str:
    wide = {"COLUMNS": "160"}
    unit = ("--unit", "资产负债率=%")
    done = run("explain", book, code, "--policy", "credit-rating", "--lang", lang, *unit, env=wide)
    assert 0 == done.code, done.err
    return " ".join(done.out.split())


def test_the_points_of_every_item_with_their_most_and_why(book: Path) -> None:
    page = explained(book, "C1")
    assert "C 资金结构 25 / 30" in page
    assert "C2 流动比率 6 / 8 企业类型 生产，流动比率 1.3（≥ 1.2 且 < 1.5）" in page
    assert "C4 负债净值比率 5 / 6 评审" in page
    assert "总分 77.5 / 100 A" in page
    assert "步骤" not in page


def test_what_cost_most_and_the_way_up(book: Path) -> None:
    page = explained(book, "C1")
    assert "扣分原因 D2 资产管理及盈利能力其余项目评分偏低（-8）" in page
    assert "升级途径 升到 AA 还差 2.5 分：" in page
    page = explained(book, "C1", "en")
    assert "The way up 2.5 more for AA" in page


def test_a_ratio_that_is_calculated_is_told_as_it_is_read(book: Path) -> None:
    assert "流动比率 1.25（≥ 1.2 且 < 1.5）" in explained(book, "C3")


def test_open_items_say_between_which_points_they_are(book: Path) -> None:
    page = explained(book, "C2")
    assert "B1 净资产 缺 / 8 （可能 0–8）" in page
    assert "总分 缺 / 100 （可能 65.5–81.5）" in page
    assert "升级途径" not in page


def test_the_json_has_the_card(book: Path) -> None:
    unit = ("--unit", "资产负债率=%")
    done = run("explain", book, "C1", "--policy", "credit-rating", "--json", *unit).json
    card = done["card"]
    assert (77.5, 25.0, "aa") == (
        card["total"],
        card["subtotals"]["section_c"],
        card["way_up"]["grade"],
    )
    assert {"id": "current", "points": 6.0, "max": 8.0, "rule": "current-2"}.items() <= next(
        item for item in card["items"] if item["id"] == "current"
    ).items()
    assert ["D2", "A", "B1"] == [loss["code"] for loss in card["reason_codes"]]


def test_validate_tells_the_cell_for_want_of_which_there_is_no_total(book: Path) -> None:
    unit = ("--unit", "资产负债率=%")
    done = run("validate", book, "--policy", "credit-rating", "--lang", "zh", *unit)
    assert 1 == done.code
    page = "".join(done.out.split())
    assert "D3不能评分：缺少净资产得分、流动比率（或流动资产、流动负债）；总分65.5–81.5" in page


def test_no_column_is_missed_that_would_only_calculate_one_that_is_there(book: Path) -> None:
    unit = ("--unit", "资产负债率=%")
    page = run("validate", book, "--policy", "credit-rating", "--json", *unit).out
    assert "net_assets" in page
    assert "net_credit_sales" not in page
