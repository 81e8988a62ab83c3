"""Whether a table is about customers at all, and about a whole period of each."""

from __future__ import annotations

import re

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.header_text import name_of
from tierctl.tables import diagnostics, messages
from tierctl.tables.header import Header
from tierctl.tables.layout import Layout
from tierctl.tables.stand_in import names_things

_STAFF = re.compile(r"工号|部门|岗位|职务|职位|员工编号|employee ?(?:id|no\.?)|department|position")
_PERSON = re.compile(r"姓名|name|员工姓名")
# One row with such a column tells of a document or a month, and a customer may have many.
_DETAIL = re.compile(
    r"(?:单据|订单|发票|凭证|合同|出库|销售)?(?:编号|号码|单号|号|日期)|单价|摘要|月份|季度|账期|会计期间|期间"
    r"|date|order ?(?:no\.?|date|number)|invoice ?(?:no\.?|date|number)|unit ?price|month|quarter"
)
_NO_DETAIL = re.compile(r"(?:编号|号码|号)")


def refuse_other_subject(header: Header, layout: Layout) -> list[Diagnostic]:
    """Return a warning where no header says who a customer is.

    Raises InputRefused where the table is about something else: products, months, staff.
    """
    if layout.identity:
        name = layout.customer_name
        person = name is not None and _PERSON.fullmatch(name_of(header.texts[name]))
        staff = any(_STAFF.fullmatch(name_of(text)) for text in header.texts.values())
        if person and staff and layout.customer_id is None and name is not None:
            raise messages.no_customer_column(header.ref(name), header.texts[name])
        return []
    col = layout.stand_in
    if col is None:
        return [diagnostics.no_customer_column(header.ref(min(header.texts)))]
    if names_things(header.texts[col]):
        raise messages.no_customer_column(header.ref(col), header.texts[col])
    return [diagnostics.stand_in(" ".join(header.texts[col].split()), header.ref(col))]


def detail_warning(header: Header, bound: set[int]) -> list[Diagnostic]:
    """Return a warning where a column tells that the rows are documents or months."""
    for col, text in sorted(header.texts.items()):
        name = name_of(text)
        if col not in bound and _DETAIL.fullmatch(name) and not _NO_DETAIL.fullmatch(name):
            at: CellRef = header.ref(col)
            return [diagnostics.detail_sheet(" ".join(text.split()), at)]
    return []
