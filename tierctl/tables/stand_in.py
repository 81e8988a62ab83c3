"""The column that tells who a customer is where no header says so: texts, nearly all different."""

from __future__ import annotations

import re
from collections.abc import Collection

from tierctl.model.cell import Kind
from tierctl.model.header_text import name_of
from tierctl.tables.header import Header

# What a column of texts may be about, and no customer is.
_THINGS = re.compile(
    r".*(?:产品|品名|商品|物料|货号|规格|型号|品牌|月份|季度|年份|年度|日期|期间|账期|业务员|销售员|员工|人员"
    r"|部门|单据|单号|凭证|摘要|项目|科目|渠道).*"
    r"|product|item|sku|month|quarter|date|period|salesperson|employee|staff|department|voucher"
)
_DIFFERENT = 0.9


def names_things(text: str) -> bool:
    """Tell whether a header is about something else than customers: 产品名称, 月份."""
    return _THINGS.fullmatch(name_of(text)) is not None


def stand_in(header: Header, taken: Collection[int]) -> int | None:
    """Return the column below a header, none of `taken`, that may tell who a customer is.

    Of the columns that mostly hold texts and are about no other things, the first with hardly a
    text twice; else the first; else one that is about other things.
    """
    below = [cells for row, cells in header.grid.rows.items() if row > header.row]
    found: list[tuple[bool, bool, int]] = []
    for col in sorted(set(header.texts) - set(taken)):
        told = (cells[col] for cells in below if col in cells)
        texts = [cell.text for cell in told if cell.kind is Kind.TEXT]
        if texts and len(texts) * 2 > len(below):
            alike = len(set(texts)) < _DIFFERENT * len(texts)
            found.append((names_things(header.texts[col]), alike, col))
    return min(found)[2] if found else None
