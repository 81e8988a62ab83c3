"""The layout of a rules sheet: settings above, a header, inputs, results, one row per rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import half_width

# What a setting is called in its first cell; what it says stands in the next one, or behind “：”.
_SETTINGS = {
    "id": ("策略编号", "策略id", "policyid", "id"),
    "title": ("策略名称", "策略", "policy", "title"),
    "version": ("版本", "策略版本", "version"),
    "hit_policy": ("命中方式", "匹配方式", "命中策略", "hitpolicy"),
    "aggregate": ("汇总方式", "聚合", "aggregate"),
    "default": ("默认", "默认等级", "默认结果", "default"),
    "order": ("等级顺序", "等级从低到高", "tierorder", "tiers"),
    "bounds": ("以上以下", "以上/以下", "boundwords"),
}
_RESULTS = (
    r".*(?:等级|级别|评级|分级|档次|类别|分类|得分|分值|分数|积分|结果|层级)"
    r"|(?:.* )?(?:tier|grade|level|class|rating|points?|score|result|category)"
)
_RULE = ("规则", "规则号", "规则编号", "序号", "rule", "ruleid", "no.", "no", "#")
_REMARK = ("备注", "说明", "注释", "remark", "remarks", "note", "notes", "comment", "comments")
_COLOR = ("颜色", "底色", "color", "colour")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleColumns:
    """A rules sheet, laid out. Rows and columns are zero-indexed.

    `settings` are what stands above the header, by their names; `names` the header texts.
    """

    settings: Mapping[str, Cell]
    header_row: int
    names: Mapping[int, str]
    inputs: tuple[int, ...]
    results: tuple[int, ...]
    rule: int | None
    color: int | None
    rows: tuple[int, ...]
    """The rows below the header that hold anything in these columns."""


def lay_out(rows: Mapping[int, Mapping[int, Cell]]) -> RuleColumns | None:
    """Lay a sheet's rows out as rules; None where no row reads like a header of rules.

    Above the header stand settings and titles. The header is the first row of two texts or more
    that is no setting; a blank row ends the rules.
    """
    settings: dict[str, Cell] = {}
    for row in sorted(rows):
        cells = rows[row]
        setting = _setting(cells)
        if setting is not None:
            settings[setting[0]] = setting[1]
            continue
        texts = {col: c.text.strip() for col, c in cells.items() if c.kind is Kind.TEXT}
        if len(texts) >= 2 and len(texts) == len(cells):
            return _columns(settings, row, texts, rows)
    return None


def _setting(cells: Mapping[int, Cell]) -> tuple[str, Cell] | None:
    """Return a row's setting: `命中方式 | first`, or `命中方式：first` in one cell."""
    ordered = [cells[col] for col in sorted(cells)]
    if not ordered or ordered[0].kind is not Kind.TEXT or len(ordered) > 2:
        return None
    name, colon, rest = half_width(ordered[0].text).partition(":")
    found = next((key for key, names in _SETTINGS.items() if _plain(name) in names), None)
    if found is None:
        return None
    if len(ordered) == 2 and not rest.strip():
        return found, ordered[1]
    if len(ordered) == 1 and colon and rest.strip():
        first = ordered[0]
        return found, Cell(first.row, first.col, Kind.TEXT, rest.strip())
    return None


def _columns(
    settings: Mapping[str, Cell],
    header_row: int,
    names: Mapping[int, str],
    rows: Mapping[int, Mapping[int, Cell]],
) -> RuleColumns | None:
    plain = {col: _plain(text) for col, text in names.items()}
    rule = next((col for col in plain if plain[col] in _RULE), None)
    color = next((col for col in plain if plain[col] in _COLOR), None)
    remarks = [col for col in plain if plain[col] in _REMARK]
    cols = [col for col in sorted(plain) if col not in (rule, color, *remarks)]
    results = _results(cols, {col: half_width(names[col]).casefold().strip() for col in cols})
    inputs = tuple(col for col in cols if col not in results)
    if not inputs or not results:
        return None
    used = []
    previous = header_row
    for row in sorted(row for row in rows if row > header_row):
        if row > previous + 1 or not any(col in rows[row] for col in cols):
            break
        used.append(row)
        previous = row
    return RuleColumns(
        settings=settings,
        header_row=header_row,
        names=names,
        inputs=inputs,
        results=results,
        rule=rule,
        color=color,
        rows=tuple(used),
    )


def _results(cols: list[int], names: Mapping[int, str]) -> tuple[int, ...]:
    """Return the columns of results: from the first that is called so; else the last one.

    Where the tier stands in the first column, only what is called so is a result.
    """
    called = [col for col in cols if re.fullmatch(_RESULTS, names[col])]
    if not called:
        return tuple(cols[-1:])
    if called[0] == cols[0]:
        return tuple(called)
    return tuple(col for col in cols if col >= called[0])


def _plain(text: str) -> str:
    return "".join(half_width(text).casefold().split())
