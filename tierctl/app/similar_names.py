"""Customers whose names differ in no more than their spelling or their legal form: never merged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tierctl.app import validate_messages as messages
from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.folding import folded
from tierctl.model.table import BoundTable
from tierctl.tables.repeats import key_of

# What stands behind a name and tells of its legal form alone, the longest first.
_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "总公司", "集团公司", "公司", "集团")
_WORD = re.compile(
    "co|company|corp(?:oration)?|inc(?:orporated)?|limited|ltd|llc|plc|pty|gmbh|group|holdings"
)
_BRACKETS = re.compile(r"[()\[\]{}【】〔〕「」《》<>“”\"'’‘·・.,，。、;；:：&_/\\|+*#-]+")
_SHORTEST = 2


def similar_names(table: BoundTable) -> Iterator[Diagnostic]:
    """Give a warning for every customer whose plain name an earlier or later one has as well.

    Names that are spelled alike but for width, case and spaces are told while the rows are read.
    """
    column = table.columns.get("customer_name")
    if column is None:
        return
    alike: dict[str, list[int]] = {}
    for position, name in enumerate(column.values):
        if isinstance(name, str) and position not in table.doubts:
            alike.setdefault(plain_name(name), []).append(position)
    for positions in alike.values():
        keys = [key_of(str(column.values[position])) for position in positions]
        if len(set(keys)) < 2:
            continue
        for position, key in zip(positions, keys, strict=True):
            other = next(p for p, k in zip(positions, keys, strict=True) if k != key)
            names = str(column.values[position]), str(column.values[other])
            here = CellRef(table.sheet, table.rows[position], column.col)
            there = CellRef(table.sheet, table.rows[other], column.col)
            yield messages.similar_name(names, there, here)


def plain_name(name: str) -> str:
    """Return a name without width, case, spaces, punctuation and its legal form.

    `杭州智远（集团）有限公司` is 杭州智远, `Acme Co., Ltd.` is acme. What is nothing else stays.
    """
    words = _BRACKETS.sub(" ", folded(name)).split()
    while len(words) > 1 and _WORD.fullmatch(words[-1]):
        words.pop()
    plain = "".join(words)
    while True:
        form = next((f for f in _FORMS if plain.endswith(f)), "")
        if not form or len(plain) - len(form) < _SHORTEST:
            return plain
        plain = plain.removesuffix(form)
