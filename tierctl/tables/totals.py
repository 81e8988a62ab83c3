"""Totals among the rows: what says so for certain, and what only raises a doubt."""

from __future__ import annotations

import re

from tierctl.model.address import Area
from tierctl.tables.layout import RowFacts
from tierctl.tables.row_words import is_bare_sum, is_weak, partly_total, total_word
from tierctl.tables.sums import Sums

_REFERENCE = re.compile(
    r"(?<![\w!':])\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?(?![\w(!])"
)
_SUMMING = re.compile(r"\s*(?:ROUND\()?\s*(?:SUM|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)
_WHOLE_COLUMN = re.compile(r"(?:SUM|SUBTOTAL|AGGREGATE)\((?:\d+,){0,2}\w+\[(?!\[?[#@])", re.I)


def total_of(facts: RowFacts, sums: Sums) -> str | None:
    """Return what a row of totals is called, or None where it is none for certain.

    Certain are: the label of a total where a customer's code or name would stand; a word of totals
    beside a sum, whatever code it bears; a SUM over the customers' cells that no customer owns.
    """
    label = _label(facts)
    if label is not None and (not _may_be_name(label, facts) or _formula(facts)):
        return label
    upwards = _sums_upwards(facts)
    word = label or next((t for t in facts.labels.values() if partly_total(t)), None)
    if word is not None and (upwards or sums.addends(facts.cells) is not None):
        return total_word(word) or word
    identity = facts.layout.identity
    identified = facts.coded or (len(identity) > 1 and all(c in facts.cells for c in identity))
    return facts.texts.get(min(facts.texts, default=-1), "") if upwards and not identified else None


def total_like(facts: RowFacts) -> str | None:
    """Return a word of totals in a row that passes for a customer, or None where there is none.

    Beside the names only 小计 and its like count: 目标 or 全部 may be a customer's state.
    """
    if facts.coded:
        return None
    for col, text in facts.texts.items():
        if partly_total(text) if col in facts.labels else is_bare_sum(text):
            return text
    return None


def refers_to_others(facts: RowFacts) -> bool:
    """Tell whether an amount is computed from cells of other rows in its own column."""
    for col in facts.layout.required:
        cell = facts.cells.get(col)
        for match in _REFERENCE.finditer(cell.formula or "" if cell is not None else ""):
            area = Area.parse(match[0])
            if (
                area is not None
                and area.first_col <= col <= area.last_col
                and not area.first_row == area.last_row == facts.row
            ):
                return True
    return False


def _label(facts: RowFacts) -> str | None:
    """Return the label of a total, where nothing says that it is a customer of that name."""
    texts, id, name = facts.texts, facts.layout.customer_id, facts.layout.customer_name
    words = {col: word for col, text in texts.items() if (word := total_word(text)) is not None}
    marked = [col for col in words if col in facts.labels or not facts.named]
    if not marked:
        return None
    if id in marked:
        return words[id]
    for col in (name, facts.layout.stand_in):
        if col is not None and col in marked:
            return None if id in facts.cells else words[col]
    # 合计 under another header: a count may stand where the others have names.
    described = name in texts if name is not None else id in facts.cells
    return None if described else words[marked[0]]


def _may_be_name(label: str, facts: RowFacts) -> bool:
    return is_weak(label) and facts.named and facts.layout.customer_id is None


def _formula(facts: RowFacts) -> bool:
    return any(facts.cells[col].formula for col in facts.layout.required if col in facts.cells)


def _sums_upwards(facts: RowFacts) -> bool:
    """Tell whether a cell adds up cells of its own column: months in a row make a customer."""
    for col in facts.layout.required:
        cell = facts.cells.get(col)
        formula = (cell.formula or "") if cell is not None else ""
        # A whole column of an Excel table is above its totals.
        if _WHOLE_COLUMN.search(formula) or (_SUMMING.match(formula) and refers_to_others(facts)):
            return True
    return False
