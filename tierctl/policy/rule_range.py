"""What stands around a table of rules and may belong to it: nothing of it is read past."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tierctl.model.address import Area, column_letters
from tierctl.model.text import Text
from tierctl.policy.condition_words import reads_like_condition
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rule_columns import RuleColumns, is_special
from tierctl.policy.rule_settings import GRADING, setting_of


def refuse_loose_ends(cells: RuleCells, tables: Sequence[RuleColumns]) -> None:
    """Refuse rules that a blank row, a blank column or the named range leaves out.

    Raises PolicyInvalid, which names the cell.
    """
    for table in tables:
        _refuse_no_header(cells, table)
        _refuse_unnamed(cells, table)
        if cells.area is None:
            _refuse_apart(cells, table)
    _refuse_below(cells, tables)
    if cells.area is not None:
        _refuse_cut(cells, tables, cells.area)


def _refuse_no_header(cells: RuleCells, table: RuleColumns) -> None:
    for col in table.inputs:
        text = table.names[col]
        if reads_like_condition(text):
            zh = f"这里应是表头，却像一个条件：{text}。请把表头行也包括进来"
            en = f"a header is needed here, and this is a condition: {text}. Take the header row in"
            raise cells.refusal(table.header_row, col, Text(zh, en))


def _refuse_unnamed(cells: RuleCells, table: RuleColumns) -> None:
    """Refuse a column among the others that has rules and no header."""
    for row in table.rows:
        for col in cells.within[row]:
            if col not in table.names and min(table.names) < col < max(table.names):
                zh, en = "这一列没有表头", "this column has no header"
                raise cells.refusal(row, col, Text(zh, en))


def _refuse_apart(cells: RuleCells, table: RuleColumns) -> None:
    """Refuse a header with a blank column in it: another table may stand beside the rules."""
    cols = sorted(table.names)
    for left, right in pairwise(cols):
        if right > left + 1:
            area = Area(table.header_row, cols[0], table.rows[-1], cols[-1]).a1
            zh = f"前面隔着空列：若都是规则，请写明区域，如 {cells.place}!{area}"
            en = (
                "a blank column stands before this one: if all are rules, name the range, such as"
                f" {cells.place}!{area}"
            )
            raise cells.refusal(table.header_row, right, Text(zh, en))


def _refuse_below(cells: RuleCells, tables: Sequence[RuleColumns]) -> None:
    last = tables[-1].rows[-1]
    for row, line in cells.within.items():
        if row <= last or not set(line) <= set(tables[-1].names):
            continue
        found = setting_of(cells, row, line, strict=False)
        if found is not None and found[0] in GRADING:
            zh, en = "设置要写在表头上方", "a setting stands above the header"
            raise cells.refusal(row, min(line), Text(zh, en))
        if _like_a_rule(cells, row, tables[-1]):
            zh = f"规则到第 {last + 1} 行为止，这一行隔着空行：请删去空行，或写明规则的区域"
            en = (
                f"the rules end at row {last + 1}, and a blank row stands before this one: delete"
                " the blank row, or name the range of the rules"
            )
            raise cells.refusal(row, min(line), Text(zh, en))


def _like_a_rule(cells: RuleCells, row: int, table: RuleColumns) -> bool:
    line = cells.rows.get(row, {})
    return any(col in line for col in table.inputs) and any(col in line for col in table.results)


def _refuse_cut(cells: RuleCells, tables: Sequence[RuleColumns], area: Area) -> None:
    """Refuse a range that ends in the middle of the rules."""
    table = tables[-1]
    below = area.last_row + 1
    if table.rows[-1] == area.last_row and _like_a_rule(cells, below, table):
        zh = f"区域 {area.a1} 把这条规则切在外面"
        en = f"the range {area.a1} leaves this rule out"
        raise cells.refusal(below, min(table.inputs), Text(zh, en))
    for table in tables:
        for col in (min(table.names) - 1, max(table.names) + 1):
            header = cells.cell(table.header_row, col)
            if area.holds(table.header_row, col) or header is None or is_special(header.text):
                continue
            if any(cells.cell(row, col) is not None for row in table.rows):
                letters = column_letters(col)
                zh = f"区域 {area.a1} 把 {letters} 列切在外面：请把它包括进来，或在中间留一个空列"
                en = (
                    f"the range {area.a1} leaves column {letters} out: take it in, or leave a blank"
                    " column between"
                )
                raise cells.refusal(table.header_row, col, Text(zh, en))
