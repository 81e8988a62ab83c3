"""What a rules sheet says above its header: hit policy, default, order of tiers, name, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from tierctl.model.cell import Cell, Kind
from tierctl.model.dates import day_of
from tierctl.model.header_text import BRACKETS
from tierctl.model.quantity import half_width
from tierctl.model.text import Text
from tierctl.policy.rule_cells import RuleCells

# What a setting is called in its first cell; what it says stands in the next one, or behind “：”.
NAMES = {
    "title": ("策略名称", "策略", "policy", "title"),
    "id": ("策略编号", "策略id", "policy id", "id"),
    "version": ("版本", "策略版本", "version"),
    "hit_policy": ("命中方式", "匹配方式", "命中策略", "hit policy"),
    "aggregate": ("汇总方式", "聚合", "aggregate"),
    "default": ("默认", "默认等级", "默认结果", "default"),
    "order": ("等级顺序", "等级从低到高", "等级从高到低", "tier order", "order"),
    "effective_from": ("生效日期", "生效日", "effective from"),
    "effective_to": ("失效日期", "失效日", "effective to"),
    "cases": ("用例", "用例表", "cases", "test cases"),
    "bounds": ("以上以下", "以上/以下", "bound words"),
}
_DATES = ("effective_from", "effective_to")
GRADING = ("hit_policy", "aggregate", "default", "order", "bounds", *_DATES)
"""Settings that decide what customers get: one that is misspelled must not be read past."""

HIT_POLICIES = {
    "唯一": "unique", "首条": "first", "首个": "first", "按顺序": "first", "顺序": "first",
    "任意": "any", "一致": "any", "优先级": "priority", "最高": "priority",
    "收集": "collect", "全部": "collect",
}  # fmt: skip
SUMS = {
    "收集求和": "sum", "累加": "sum", "collect sum": "sum", "收集最大": "max",
    "collect max": "max", "收集最小": "min", "collect min": "min", "收集计数": "count",
    "collect count": "count",
}  # fmt: skip
"""Hit policies that say at once what becomes of the numbers collected."""
AGGREGATES = {"求和": "sum", "合计": "sum", "最小": "min", "最大": "max", "计数": "count"}
BOUNDS = {"含": "inclusive", "包含": "inclusive", "不含": "exclusive", "不包含": "exclusive"}

_KEYS = {"".join(name.split()): key for key, names in NAMES.items() for name in names}
_CHAIN = re.compile(r"\s*(?:->|→|[<＜>＞,，、;；])\s*")
_DOWNWARDS = re.compile("(?<!-)[>＞]")
_UPWARDS = re.compile("[<＜]")
_DIRECTIONS = {
    "<": re.compile("[从由]低[到至]高|low(?:est)?to(?:the)?high|lowestfirst"),
    ">": re.compile("[从由]高[到至]低|high(?:est)?to(?:the)?low|highestfirst"),
}


class Setting(NamedTuple):
    """What a setting says, and the cell that says it (zero-indexed)."""

    text: str
    row: int
    col: int


def setting_of(
    cells: RuleCells, row: int, line: Mapping[int, Cell], *, strict: bool = True
) -> tuple[str, Setting] | None:
    """Return the setting that a row holds: `命中方式 | first`, or `命中方式：first` in one cell.

    The order of tiers may take a cell for each. With `strict`, raises PolicyInvalid for a
    misspelled name.
    """
    cols = sorted(line)
    first = line[cols[0]]
    if first.kind is not Kind.TEXT or not first.text.strip():
        return None
    name, colon, rest = (part.strip() for part in half_width(first.text).partition(":"))
    key = _KEYS.get(plain(name)) or _KEYS.get(plain(BRACKETS.sub("", name)))
    pair = len(cols) == 2 and not rest
    if not (pair or (len(cols) == 1 and colon and rest)):
        # More cells than two are the tiers in their order, or no setting.
        if len(cols) < 2 or key != "order":
            if strict and key in _DATES:
                zh, en = (
                    "请单独写一行，日期写在右边一格",
                    "write it on a row of its own: name, day",
                )
                raise cells.refusal(row, cols[0], Text(zh, en))
            return None
        tiers = "、".join(cells.text(row, col) for col in cols[1:])
        return key, Setting(_directed(name, tiers), row, cols[1])
    if key is None:
        if strict:
            _refuse_misspelled(cells, row, cols[0], name)
        return None
    if pair and key in _DATES:
        # A number may be a day, too: 20260101.
        rest = cells.day(row, cols[1]) or cells.text(row, cols[1])
    elif pair:
        rest = cells.text(row, cols[1])
    text, col = rest, cols[1] if pair else cols[0]
    return key, Setting(_directed(name, text) if key == "order" else text, row, col)


def _directed(name: str, tiers: str) -> str:
    """Return a list of tiers with the sign that its name gives it: 等级从高到低 | A、B、C."""
    for sign, said in _DIRECTIONS.items():
        if said.search(plain(name)) and not (_UPWARDS.search(tiers) or _DOWNWARDS.search(tiers)):
            return sign.join(_CHAIN.split(tiers.strip()))
    return tiers


def _refuse_misspelled(cells: RuleCells, row: int, col: int, name: str) -> None:
    grading = [n for key in GRADING for n in NAMES[key] if len(n) > 2]
    close = get_close_matches(name.casefold(), grading, n=1, cutoff=0.7)
    if close:
        zh = f"不认识设置“{name}”：您要写的是“{close[0]}”吗？"
        en = f"there is no setting “{name}”: did you mean “{close[0]}”?"
        raise cells.refusal(row, col, Text(zh, en))


def choice(
    cells: RuleCells, setting: Setting, words: Mapping[str, str], more: Mapping[str, str]
) -> str:
    """Return what a setting says, in our own word; `more` are words that stand for themselves.

    Raises PolicyInvalid for an unknown one.
    """
    text = " ".join(setting.text.casefold().split())
    if text in more:
        return text
    found = words.get(text, text if text in words.values() else None)
    if found is not None:
        return found
    known = [*words, *dict.fromkeys(words.values()), *more]
    close = get_close_matches(text, known, n=1)
    guess = Text(f"您要写的是 {close[0]} 吗？", f"did you mean {close[0]}? ") if close else None
    guess = guess or Text("", "")
    listed = "、".join(known), ", ".join(known)
    raise cells.refusal(
        setting.row,
        setting.col,
        Text(
            f"不认识 {setting.text}：{guess.zh}可用：{listed[0]}",
            f"unknown: {setting.text}: {guess.en}it may be {listed[1]}",
        ),
    )


def day(cells: RuleCells, setting: Setting) -> date:
    """Return the day that a setting names. Raises PolicyInvalid where it names none."""
    found = day_of(half_width(setting.text).strip())
    if found is None:
        zh = f"不是日期：{setting.text}；请写成 2026-01-01"
        en = f"this is no date: {setting.text}; write 2026-01-01"
        raise cells.refusal(setting.row, setting.col, Text(zh, en))
    return date.fromordinal(found)


def tier_order(cells: RuleCells, setting: Setting) -> list[str]:
    """Return the tiers from the lowest up: 小 < 中 < 大, or 大 > 中 > 小.

    Raises PolicyInvalid where no sign tells which end is the highest, the signs point both ways, or
    a tier is listed twice.
    """
    listed = [part for part in _CHAIN.split(setting.text.strip()) if part]
    downwards = _DOWNWARDS.search(setting.text) is not None
    if not downwards and not _UPWARDS.search(setting.text):
        zh = f"看不出哪一端最高：请写成 {' < '.join(listed)} 或 {' > '.join(listed)}"
        en = f"which end is the highest? Write {' < '.join(listed)}, or {' > '.join(listed)}"
        raise cells.refusal(setting.row, setting.col, Text(zh, en))
    if downwards and _UPWARDS.search(setting.text):
        zh, en = "等级顺序里 < 和 > 混用", "the order of tiers has < and > in it"
        raise cells.refusal(setting.row, setting.col, Text(zh, en))
    for i, label in enumerate(listed):
        if label in listed[:i]:
            zh, en = f"等级顺序里 {label} 重复", f"the order of tiers has {label} twice"
            raise cells.refusal(setting.row, setting.col, Text(zh, en))
    return listed[::-1] if downwards else listed


def plain(text: str) -> str:
    """Return a name as it is compared: without spaces, width and case."""
    return "".join(half_width(text).casefold().split())
