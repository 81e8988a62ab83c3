"""A row that says that its money is in another currency or unit keeps its customer ungraded."""

import pytest

from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import PLAIN, TEN_THOUSAND_YUAN, YUAN, Unit
from tierctl.tables.row_units import currency_columns, row_unit_problem


def problem(text: str, unit: Unit = YUAN, header: str = "备注") -> str | None:
    cells = {0: Cell(1, 0, Kind.TEXT, "美元"), 1: Cell(1, 1, Kind.NUMBER, "350")}
    cells[2] = Cell(1, 2, Kind.TEXT, text)
    found = row_unit_problem(cells, {1, 2}, unit, "客户", currency_columns({2: header}))
    if found is None:
        return None
    assert found.cell is not None
    assert str(found.cell) == "客户!C2"
    assert found.hint is not None
    return found.code


@pytest.mark.parametrize("text", ["美元", "USD", "（美元）", "US$", "万美元", "港幣", "币种：欧元"])
def test_a_cell_that_is_a_foreign_currency_is_about_its_row(text: str) -> None:
    assert problem(text) == "foreign-currency"
    assert problem(text, header="币种") == "foreign-currency"


@pytest.mark.parametrize("text", ["万元", "单位万元", "单位：万元", "（万元）", "萬元", "万"])
def test_a_cell_that_is_another_unit_is_about_its_row(text: str) -> None:
    assert problem(text) == "unit-differs"
    assert problem(text, header="金额单位") == "unit-differs"


@pytest.mark.parametrize(
    "text",
    [
        "人民币",
        "RMB",
        "CNY",
        "元",
        "¥",
        "优质客户",
        "做美元业务",
        "K",
        "M",
        "万元俱乐部",
        "%",
        "件",
    ],
)
def test_any_other_cell_says_nothing(text: str) -> None:
    assert problem(text) is None


def test_the_columns_own_unit_is_no_problem() -> None:
    assert problem("万元", TEN_THOUSAND_YUAN) is None
    assert problem("元", TEN_THOUSAND_YUAN) == "unit-differs"
    assert problem("元", TEN_THOUSAND_YUAN, header="币种") is None
    assert problem("万元", PLAIN) is None


@pytest.mark.parametrize("header", ["币种", "币别", "货币", "Currency", "结算币种", "币种代码"])
def test_in_a_column_of_currencies_what_is_not_yuan_is_foreign(header: str) -> None:
    assert problem("第纳尔", header=header) == "foreign-currency"
    for own in ("人民币", "CNY", "RMB", "CNY（人民币）", "人民币/CNY", "人民币元", "本位币"):
        assert problem(own, header=header) is None
