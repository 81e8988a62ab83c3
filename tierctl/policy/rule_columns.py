"""The layout of a rules sheet: settings above, a header, inputs, results, one row per rule."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from tierctl.model.cell import Cell, Kind
from tierctl.model.header_text import name_of
from tierctl.model.quantity import half_width
from tierctl.model.text import Text
from tierctl.policy.condition_words import reads_like_condition
from tierctl.policy.conditions import is_default
from tierctl.policy.reading import invalid
from tierctl.policy.rule_cells import Rows, RuleCells
from tierctl.policy.rule_settings import Setting, plain, setting_of

TIERS = r".*(?:等级|级别|评级|分级|档次|层级|星级)|(?:.* )?(?:tier|grade|level|rating)"
POINTS = r".*(?:得分|分值|分数|积分|结果)|(?:.* )?(?:points?|score|result)"
KINDS = r".*(?:类别|分类)|(?:.* )?(?:class|category)"
"""Names of results, but of inputs too: they count only where no other column is called so."""
_RULE = ("规则", "规则号", "规则编号", "序号", "rule", "ruleid", "no.", "no", "#")
_REMARK = ("备注", "注释", "remark", "remarks", "note", "notes", "comment", "comments")
_COLOR = ("颜色", "底色", "color", "colour")
_FOOTNOTE = re.compile(
    r"\s*(?:[*※]|注\s*[:：\d]|备注|说明\s*[:：]|notes?\b|remarks?\b)", re.IGNORECASE
)
_FIGURES = re.compile(r"[\d\s.,/:~-]*")
_NO_RULES = Text(
    "没有找到规则表：需要一行表头（条件列在前，等级等结果列在后），下面每行一条规则",
    "no rules found: a header (inputs first, then tiers or other results) and below it one row"
    " per rule are needed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleColumns:
    """One table of rules, laid out. Rows and columns are zero-indexed.

    `settings` are what stands above the header, by their names; `names` the header texts.
    """

    settings: Mapping[str, Setting]
    header_row: int
    names: Mapping[int, str]
    inputs: tuple[int, ...]
    results: tuple[int, ...]
    color: int | None
    rows: tuple[int, ...]
    """The rows below the header that hold anything in these columns."""
    called: bool
    """Whether a column is called what results are called."""


def is_special(name: str) -> bool:
    """Tell whether a header is of neither an input nor a result: a number, remark or colour."""
    return plain(name) in (*_RULE, *_REMARK, *_COLOR)


def lay_out(cells: RuleCells, known: Set[str]) -> list[RuleColumns]:
    """Return the tables of rules of a sheet; `known` are the names of inputs that are known.

    Above a header stand settings and titles; a blank row ends the rules. A later table counts
    only if all its inputs are results of the ones above: 得分 | 等级. Raises PolicyInvalid.
    """
    rows = cells.within
    first = _table(cells, rows, sorted(rows), known, None)
    if first is None or not first.rows:
        raise invalid(cells.place, _NO_RULES)
    tables = [first]
    while True:
        given = {name_of(t.names[col]) for t in tables for col in t.results}
        rest = [row for row in sorted(rows) if row > tables[-1].rows[-1]]
        following = _table(cells, rows, rest, known, given)
        if following is None or not following.rows:
            return tables
        tables.append(following)


def another_table(
    cells: RuleCells, tables: Sequence[RuleColumns], known: Set[str]
) -> RuleColumns | None:
    """Return a table of rules beside or below these: a result by its name, and conditions.

    Below the rules may stand the customers, whose dates and telephone numbers are no conditions.
    """
    rows: dict[int, dict[int, Cell]] = {}
    for row, line in cells.within.items():
        others = {col: cell for col, cell in line.items() if not _belongs(tables, row, col)}
        if others:
            rows[row] = others
    for row in sorted(row for row in rows if row > tables[0].header_row):
        if _is_header(cells, rows, row, known):
            table = _columns({}, row, rows, known)
            if table is not None and table.called and _has_conditions(rows, table):
                return table
    return None


def _belongs(tables: Sequence[RuleColumns], row: int, col: int) -> bool:
    return any(
        table.header_row <= row <= table.rows[-1] and min(table.names) <= col <= max(table.names)
        for table in tables
    )


def _has_conditions(rows: Rows, table: RuleColumns) -> bool:
    columns = [
        [rows[row][col].text for row in table.rows if col in rows[row]] for col in table.inputs
    ]
    return any(
        _is_conditions(rows, table.rows, col) and not all(map(_FIGURES.fullmatch, texts))
        for col, texts in zip(table.inputs, columns, strict=True)
    )


def _table(
    cells: RuleCells,
    rows: Rows,
    candidates: Sequence[int],
    known: Set[str],
    given: Set[str] | None,
) -> RuleColumns | None:
    """Return the first table in some rows; with `given`, the first over these results alone."""
    settings: dict[str, Setting] = {}
    for row in candidates:
        found = setting_of(cells, row, rows[row], strict=given is None)
        if found is not None:
            key, setting = found
            if key in settings and given is None:
                zh, en = "这项设置写了两次", "this setting is given twice"
                raise cells.refusal(setting.row, setting.col, Text(zh, en))
            settings[key] = setting
            continue
        if not _is_header(cells, rows, row, known):
            continue
        table = _columns(settings, row, rows, known)
        if given is None:
            return table
        if table and {name_of(table.names[col]) for col in table.inputs} <= given:
            return table
    return None


def _is_header(cells: RuleCells, rows: Rows, row: int, known: Set[str]) -> bool:
    """Tell whether a row is a header, and no title: rules stand right below it.

    A line over groups of columns (条件 | 结果) is merged across, or has the header below it.
    """
    if not _texts(rows[row]) or any((row, col) in cells.wide for col in rows[row]):
        return False
    if _speaks(rows[row], known):
        return True
    below = rows.get(row + 1)
    return below is not None and not (_texts(below) and _speaks(below, known))


def _texts(line: Mapping[int, Cell]) -> bool:
    return len(line) >= 2 and all(cell.kind is Kind.TEXT for cell in line.values())


def _speaks(line: Mapping[int, Cell], known: Set[str]) -> bool:
    return any(_called(cell.text) or name_of(cell.text) in known for cell in line.values())


def _called(name: str, *, kinds: bool = True) -> bool:
    pattern = f"{TIERS}|{POINTS}|{KINDS}" if kinds else f"{TIERS}|{POINTS}"
    return re.fullmatch(pattern, half_width(name_of_words(name))) is not None


def name_of_words(name: str) -> str:
    """Return a header without its brackets, its words kept apart."""
    return " ".join(re.sub(r"[(（\[【].*", "", name).casefold().split())


def _columns(
    settings: Mapping[str, Setting],
    header_row: int,
    rows: Rows,
    known: Set[str],
) -> RuleColumns | None:
    names = {col: cell.text.strip() for col, cell in sorted(rows[header_row].items())}
    cols = [col for col in names if not is_special(names[col])]
    used = _rule_rows(rows, header_row, cols)
    conditions = {col for col in cols if _is_conditions(rows, used, col)}
    called = _called_columns(cols, names, conditions)
    read = conditions | {col for col in cols if name_of(names[col]) in known}
    results = _results(cols, called, conditions, read)
    inputs = tuple(col for col in cols if col not in results)
    if not inputs or not results:
        return None
    color = next((col for col in names if plain(names[col]) in _COLOR), None)
    return RuleColumns(
        settings=settings,
        header_row=header_row,
        names=names,
        inputs=inputs,
        results=results,
        color=color,
        rows=tuple(used),
        called=bool(called),
    )


def _rule_rows(rows: Rows, header_row: int, cols: Sequence[int]) -> list[int]:
    """Return the rows below a header up to a blank one or a footnote."""
    used: list[int] = []
    row = header_row + 1
    while row in rows and any(col in rows[row] for col in cols) and not is_footnote(rows[row]):
        used.append(row)
        row += 1
    return used


def _is_conditions(rows: Rows, used: Sequence[int], col: int) -> bool:
    """Tell whether a column's texts are conditions on a number, 否则 and the like aside."""
    cells = (rows[row][col] for row in used if col in rows[row])
    texts = [cell.text for cell in cells if cell.kind is Kind.TEXT and not is_default(cell.text)]
    return bool(texts) and all(map(reads_like_condition, texts))


def is_footnote(line: Mapping[int, Cell]) -> bool:
    """Tell whether a row holds nothing but a note."""
    [cell, *others] = line.values()
    return not others and cell.kind is Kind.TEXT and _FOOTNOTE.match(cell.text) is not None


def _called_columns(
    cols: Sequence[int], names: Mapping[int, str], conditions: Set[int]
) -> list[int]:
    plainly = [c for c in cols if c not in conditions and _called(names[c], kinds=False)]
    return plainly or [c for c in cols if c not in conditions and _called(names[c])]


def _results(
    cols: Sequence[int], called: Sequence[int], conditions: Set[int], read: Set[int]
) -> tuple[int, ...]:
    """Return the columns of results: from the first that is called so; else the last one.

    What is called so in front is an input where another stands behind (信用得分 | 销售额 | 等级),
    and the result where none does and others are surely read (客户等级 | 销售额).
    """
    front = 0
    while front < len(called) and called[front] == cols[front]:
        front += 1
    behind = called[front:]
    if not behind and 0 < front < len(cols) and set(cols[front:]) & read:
        return tuple(called)
    first = behind[0] if behind else next((c for c in cols[-1:] if c not in conditions), None)
    return tuple(c for c in cols if first is not None and c >= first and c not in conditions)
