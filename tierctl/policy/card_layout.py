"""The layout of a scorecard in a sheet: a header of item, condition and points, and its items.

项目 | 条件 | 得分, and beside them, as they are wanted: 部分, 满分, 缺失, 扣分原因, 代码, 等级; any
other column is one more condition. A blank item goes on with the one above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tierctl.model.cell import Cell, Kind
from tierctl.model.header_text import name_of, same_text
from tierctl.model.quantity import half_width
from tierctl.model.text import Text
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rule_columns import is_footnote, is_special
from tierctl.policy.rule_settings import Setting, plain, setting_of

COLUMNS = {
    "item": (
        "项目",
        "评分项目",
        "评价项目",
        "评定项目",
        "指标",
        "评分指标",
        "item",
        "characteristic",
    ),
    "condition": ("条件", "评分标准", "评分条件", "标准", "condition", "criterion"),
    "points": ("得分", "分值", "分数", "points", "score"),
    "section": ("部分", "大类", "分部", "section", "part"),
    "most": ("满分", "最高分", "权重", "max", "maximum", "weight"),
    "missing": ("缺失", "缺值", "缺失处理", "缺值处理", "missing"),
    "reason": ("扣分原因", "原因", "reason", "reason code"),
    "code": ("代码", "原因代码", "code"),
    "grade": ("等级", "信用等级", "评定等级", "grade", "tier", "rating"),
}
"""What each column may be called; a form writes the first name of either language."""
_VAGUE = tuple(map(plain, ("适用条件", "适用范围", "适用", "applies to", "when")))
_NEEDED = ("item", "condition", "points")
_KEYS = {name_of(name): key for key, names in COLUMNS.items() for name in names}
_TOTALS = tuple(
    map(plain, ("总分", "合计", "总得分", "合计得分", "total", "total score", "total points"))
)
_JUDGED = tuple(
    map(
        plain, ("评审分", "评审", "评审打分", "人工评分", "打分", "judged", "judgement", "judgment")
    )
)
_RANGE = re.compile(r"\s*0+(?:\.0+)?\s*(?:[-–—~～至到]|to)\s*(\d+(?:\.\d+)?)\s*分?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardItem:
    """An item of the sheet, or the rows that grade the total; rows are zero-indexed."""

    name: str
    rows: tuple[int, ...]
    section: str
    section_at: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLayout:
    """A card as it is laid out. `columns` are those with a meaning; `others` are conditions."""

    settings: Mapping[str, Setting]
    out_of: Setting | None
    header_row: int
    columns: Mapping[str, int]
    others: tuple[int, ...]
    items: tuple[CardItem, ...]
    totals: tuple[int, ...]
    """The rows whose item is the total."""


def reads_like_card(cells: RuleCells) -> bool:
    """Tell whether a sheet has the header of a scorecard."""
    rows = cells.within
    return any(_columns(rows[row]) is not None for row in sorted(rows))


def lay_out_card(cells: RuleCells) -> CardLayout:
    """Return the layout of a sheet that has the header of a scorecard.

    Raises PolicyInvalid, which names the cell.
    """
    rows, settings = cells.within, dict[str, Setting]()
    out_of: Setting | None = None
    for row in sorted(rows):
        columns = _columns(rows[row])
        if columns is not None:
            others = tuple(
                col
                for col, cell in sorted(rows[row].items())
                if col not in columns.values() and not is_special(cell.text)
            )
            _refuse_vague(cells, row, others)
            items, totals = _items(cells, row, columns, others)
            return CardLayout(
                settings=settings,
                out_of=out_of,
                header_row=row,
                columns=columns,
                others=others,
                items=items,
                totals=totals,
            )
        found = setting_of(cells, row, rows[row], strict=False)
        if found is not None:
            settings[found[0]] = found[1]
            continue
        cols = sorted(rows[row])
        if len(cols) == 2 and _KEYS.get(name_of(rows[row][cols[0]].text)) == "most":
            out_of = Setting(cells.text(row, cols[1]), row, cols[1])
    raise AssertionError("the caller knows that there is a header")


def judged_most(cells: RuleCells, layout: CardLayout, item: CardItem) -> str | None:
    """Return the most points of an item that a person judges, "" where its max says it.

    It is one row: 评审分, or no condition and points from 0 up. None of one with rungs.
    """
    if len(item.rows) > 1:
        return None
    [row] = item.rows
    condition = half_width(cells.text(row, layout.columns["condition"])).strip()
    points = half_width(cells.text(row, layout.columns["points"]))
    word, _, behind = condition.partition(" ")
    judged = plain(word) in _JUDGED
    ranges = [match[1] for text in (points, behind) if (match := _RANGE.fullmatch(text))]
    blank = condition in ("", "-") and not any(cells.text(row, col) for col in layout.others)
    most = layout.columns.get("most")
    if judged or (blank and (ranges or (not points and most is not None))):
        return ranges[0] if ranges else points
    return None


def _refuse_vague(cells: RuleCells, row: int, others: tuple[int, ...]) -> None:
    """Refuse a column of conditions that does not say on what: a header names one input."""
    for col in others:
        if plain(cells.text(row, col)) in _VAGUE:
            zh = "这一列的表头要写成客户表里的表头（如 企业类型），下面写条件（如 生产）"
            en = (
                "name this column by the header in the customers' sheet (Enterprise type), and put"
                " conditions below (Production)"
            )
            raise cells.refusal(row, col, Text(zh, en))


def _columns(line: Mapping[int, Cell]) -> dict[str, int] | None:
    """Return the columns of a header; None where it is none of a card."""
    found: dict[str, int] = {}
    for col, cell in sorted(line.items()):
        key = _KEYS.get(name_of(cell.text)) if cell.kind is Kind.TEXT else None
        if key is not None:
            found.setdefault(key, col)
    return found if all(key in found for key in _NEEDED) else None


def _items(
    cells: RuleCells, header_row: int, columns: Mapping[str, int], others: tuple[int, ...]
) -> tuple[tuple[CardItem, ...], tuple[int, ...]]:
    rows = cells.within
    used = (*columns.values(), *others)
    found: list[tuple[str, list[int], str, tuple[int, int]]] = []
    totals: list[int] = []
    name, section, at = "", "", (header_row, columns["item"])
    for row in (row for row in sorted(rows) if row > header_row):
        line = {col: cell for col, cell in rows[row].items() if col in used}
        if not line or is_footnote(line):
            continue
        said = cells.text(row, columns["item"])
        new = bool(said) and not same_text(said, name)
        if new and set(line) == {columns["item"]} and "section" not in columns:
            section, at, name = said, (row, columns["item"]), ""
            continue
        name = said or name
        if not name:
            why = Text("这一行没有写项目", "this row names no item")
            raise cells.refusal(row, min(line), why)
        if plain(name) in _TOTALS:
            totals.append(row)
            continue
        if "section" in columns and (own := cells.text(row, columns["section"])):
            if not same_text(own, section):
                at = (row, columns["section"])
            section = own
        if not new:
            found[-1][1].append(row)
            continue
        if any(same_text(name, other) for other, *_ in found):
            zh, en = f"项目 {name} 已在上面写过", f"the item {name} stands above already"
            raise cells.refusal(row, columns["item"], Text(zh, en))
        found.append((name, [row], section, at))
    items = (
        CardItem(name=name, rows=tuple(rows), section=section, section_at=at)
        for name, rows, section, at in found
    )
    return tuple(items), tuple(totals)
