"""What stands around a table of rules and may belong to it: nothing of it is read past."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import groupby, pairwise

from tierctl.model.address import Area, column_letters
from tierctl.model.header_text import name_of
from tierctl.model.text import Text
from tierctl.policy.condition_words import reads_like_condition
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rule_columns import RuleColumns, another_table, is_special
from tierctl.policy.rule_settings import GRADING, setting_of


def refuse_loose_ends(cells: RuleCells, tables: Sequence[RuleColumns], known: Set[str]) -> None:
    """Refuse rules that a blank row, a blank column or the named range leaves out.

    `known` are the names of inputs that are known. Raises PolicyInvalid, which names the cell.
    """
    for table in tables:
        _refuse_no_header(cells, table)
        _refuse_unnamed(cells, table)
        if cells.area is None:
            _refuse_apart(cells, table)
        _refuse_two_in_one(cells, table, known)
    _refuse_below(cells, tables)
    _refuse_another(cells, tables, known)
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


def _refuse_two_in_one(cells: RuleCells, table: RuleColumns, known: Set[str]) -> None:
    """Refuse conditions, results, conditions and results again: they are two tables."""
    cols = sorted((*table.inputs, *table.results))
    runs = [list(run) for _, run in groupby(cols, key=table.inputs.__contains__)]
    behind = runs[2][:1] if len(runs) > 3 else []
    behind += [col for col in table.results if name_of(table.names[col]) in known]
    for col in behind:
        zh = (
            "结果列后面又是条件列：若是两张表，请写明其中一张的区域；若是一张，请把条件列都放在前面"
        )
        en = (
            "conditions stand behind results: of two tables name the range of one, in one put all"
            " conditions first"
        )
        raise cells.refusal(table.header_row, col, Text(zh, en))


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
            area = _whole(cells, tables)
            zh = (
                f"规则到第 {last + 1} 行为止，这一行隔着空行：若是规则，请删去空行；若不是，"
                f"请写明规则的区域：{area}"
            )
            en = (
                f"the rules end at row {last + 1}, and a blank row stands before this one: if it is"
                f" a rule, delete the blank row; if not, name the range of the rules: {area}"
            )
            raise cells.refusal(row, min(line), Text(zh, en))


def _whole(cells: RuleCells, tables: Sequence[RuleColumns]) -> str:
    """Return the range that all tables take, with the settings above them."""
    cols = [col for table in tables for col in table.names]
    tops = [setting.row for table in tables for setting in table.settings.values()]
    top = min(tables[0].header_row, *tops) if tops else tables[0].header_row
    area = Area(top, min(cols), tables[-1].rows[-1], max(cols))
    return f"{cells.place}!{area.a1}"


def _refuse_another(cells: RuleCells, tables: Sequence[RuleColumns], known: Set[str]) -> None:
    """Refuse a table of rules besides, which no result of the others leads to."""
    found = another_table(cells, tables, known)
    if found is None:
        return
    given = "、".join(table.names[col] for table in tables for col in table.results)
    area = _whole(cells, tables)
    zh = (
        f"这里还有一张规则表：若要接着用上面的结果，条件列的表头要与它相同（{given}）；"
        f"若只用上面的，请写明区域：{area}"
    )
    en = (
        f"this is another table of rules: to go on with a result of the ones above it needs the"
        f" same header ({given}); to leave it out, name the range: {area}"
    )
    raise cells.refusal(found.header_row, min(found.inputs), Text(zh, en))


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
