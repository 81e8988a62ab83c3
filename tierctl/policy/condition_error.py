"""A condition that cannot be read, and what was expected where it stops making sense."""

from __future__ import annotations

from tierctl.model.text import Text
from tierctl.policy.unreadable import Unreadable


class ConditionError(Unreadable):
    """A condition that cannot be read."""

    what = Text("条件", "condition")


SHORTER = Text("较短的条件", "a shorter condition")
SIMPLER = Text(
    "较简单的条件：“含”与“不含”的组合太多",
    "a simpler condition: too many combinations of contains and not contains",
)
NESTED = Text("较少的括号和“非”", "fewer brackets and nots inside one another")
SOMETHING = Text("一个条件，任意值写 -", "a condition; - for any")
NUMBER = Text("一个数字", "a number")
DATE = Text("一个日期，如 2024-01-15", "a date such as 2024-01-15")
TEXT = Text("一个文本", "a text")
QUOTED = Text("一个带引号的文本", "a text in quotes")
COMPARE = Text("比较符号（> >= < <= =）或区间", "a comparison (> >= < <= =) or an interval")
END = Text("“且”“或”或条件结束", "“and”, “or” or the end")
UNIT = Text("这一列的单位", "a unit of this column")
CLOSING = Text(") 或 ]", ") or ]")
CLOSED_GROUP = Text(")", ")")
SEPARATOR = Text("..", "..")
AND_OR_OR = Text("“且”或“或”（逗号不说明是哪一个）", "“and” or “or”: a comma does not say which")
WHICH_JOINT = Text("“且”或“或”：这样写没有任何值符合", "“and” or “or”: written so, no value fits")
SAME_BOUND = Text("同一个界值，或只写 (含) (不含)", "the same bound, or just (含) or (不含)")
NO_CONTRADICTION = Text(
    "与符号一致的界：≥ ≤ 已含，> < 已不含",
    "a bound that its sign does not contradict: ≥ and ≤ include, > and < exclude",
)
SPACED_OR = Text(
    "文本之间的“、”，或给含“或”字的文本加引号",
    "a comma between texts, or quotes around a text that has 或 in it",
)
QUOTED_CONTAINS = Text(
    "引号：这段文本里有“包含”或“不含”", "quotes around a text that has 包含 or 不含 in it"
)
EACH_CONTAINS = Text(
    '“且 含"…"”（都含）或“、”（含其一）',
    'and contains "…" (all of them), or a comma (one of them)',
)
BRACKETED = Text("括号：非 (… 或 …)，或 (非 …) 或 …", "brackets: not (… or …), or (not …) or …")
OUTSIDE = Text(
    "“外”（除…外），或给以“除”开头的文本加引号",
    "外 (除…外), or quotes around a text that begins with 除",
)
OR_END = Text("“或”“、”或条件结束", "“or”, a comma or the end")
OPERATOR = Text("“含”“不含”“非”或“=”", "contains, not contains, not or =")
FEWER_PARTS = Text("至多 100 个含有的文字", "at most 100 contained parts")


def not_below(low: str) -> Text:
    """Expect the larger bound second."""
    return Text(
        f"大于 {low} 的界：小的写在前；什么都不允许写“永不”",
        f"a bound above {low}: the smaller one stands first; never for nothing at all",
    )


def both_units(choices: list[str]) -> Text:
    """Expect a unit at both ends; `choices` are the two spellings that leave no doubt."""
    return Text(
        f"两端都写单位：{' 或 '.join(choices)}", f"a unit at both ends: {' or '.join(choices)}"
    )


def other_separator(choices: list[str]) -> Text:
    """Expect bounds that a comma does not both group and separate."""
    return Text(
        f"用 .. 分隔的两端，如 {' 或 '.join(choices)}",
        f"bounds with .. between them, such as {' or '.join(choices)}",
    )


def spaced(word: str, text: str) -> Text:
    """Expect a text that tells whether it begins with an operator."""
    rest = text.removeprefix(word) or "…"
    return Text(
        f'{word} "{rest}"（条件），或 "{text}"（一个文本）',
        f'{word} "{rest}" for a condition, or "{text}" for a text',
    )


def our_word(word: str, text: str) -> Text:
    """Expect a text that tells whether it is one of our words."""
    return Text(f'{word}（条件），或 "{text}"（一个文本）', f'{word}, or "{text}" for a text')


def which_ends(ends: str) -> Text:
    """Expect a notation that tells whether the bounds are in."""
    return Text(
        f"({ends})（两端不含）或 [{ends}]（两端都含）",
        f"({ends}) without its ends, or [{ends}] with them",
    )
