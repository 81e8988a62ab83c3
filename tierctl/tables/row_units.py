"""What a customer's row says of its money: another currency or unit than the column's."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.currency import names_currency
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.header_text import CURRENCIES, EDGES, LETTERS, name_of, plain_text
from tierctl.model.quantity import Dimension, Unit, unit_named
from tierctl.tables import unit_diagnostics

_CURRENCY_HEADER = re.compile(
    r"(?:交易|结算|记账|销售|合同|订单)?(?:币种|币别|货币)(?:单位|代码|名称)?|(?:currency|ccy)(?:code)?"
)
_OWN = CURRENCIES | {"元", "人民币元", "本币", "本位币", "综合本位币"}
_MARKS = re.compile(r"cny|rmb|人民币|[()（）/元-]")
_LABEL = re.compile(r"^(?:金额)?(?:单位|币种|币别|货币)[:：]?")


def currency_columns(texts: Mapping[int, str]) -> set[int]:
    """Return the columns whose header says that they tell each row's currency: 币种, 货币."""
    return {col for col, text in texts.items() if _CURRENCY_HEADER.fullmatch(name_of(text))}


def row_unit_problem(
    cells: Mapping[int, Cell],
    columns: Collection[int],
    unit: Unit,
    sheet: str,
    currencies: Collection[int] = (),
) -> Diagnostic | None:
    """Return why a customer's amount is not in its column's unit, or None where nothing says so.

    `cells` are the row's; `columns` those to look at: all but the ones that tell who a customer is,
    inputs and results. A cell there that is nothing but a foreign currency, or a unit of money
    other than `unit`, is about this row. In `currencies` (see `currency_columns`) whatever is not
    元 is foreign. Not to be asked where --unit gives the unit: the user has decided.
    """
    if unit.dimension is not Dimension.MONEY:
        return None
    for col in sorted(set(columns) & cells.keys()):
        cell = cells[col]
        if cell.kind is not Kind.TEXT:
            continue
        at = CellRef(sheet, cell.row, col)
        word = _LABEL.sub("", plain_text(cell.text).strip(EDGES)).strip("()[]【】")
        named = None if word in LETTERS else unit_named(word, Dimension.MONEY)
        if names_currency(word):
            return unit_diagnostics.row_in_currency(cell.text, at)
        if col in currencies and word not in _OWN and named is None and _MARKS.sub("", word):
            return unit_diagnostics.row_in_currency(cell.text, at)
        if named is not None and word not in CURRENCIES and named.shift != unit.shift:
            # 元 in a column of currencies says no multiple.
            if col in currencies and word in _OWN:
                continue
            return unit_diagnostics.row_unit_differs(cell.text, unit.symbol, at)
    return None
