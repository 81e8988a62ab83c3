"""What the comparison of two policies says on the terminal, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from tierctl.checks.moves import Gist
from tierctl.model.decision import Status
from tierctl.model.table import Value
from tierctl.model.text import Text, joined, same
from tierctl.policy.policy import Policy
from tierctl.policy.shown import shown_value
from tierctl.render import words

STRUCTURE = Text("写法上的不同", "How they are written")
RULES = Text("规则的不同（{step}）", "Rules ({step})")
WHO = Text("哪些客户的结果不同", "Who gets something else")
STEP = Text("步骤 {step} 的结果不同", "Step {step} gives something else")
UNKNOWN = Text("未能判定", "Not decided")
NOTHING = Text("没有", "none")
FOR_EXAMPLE = Text("{region}；例如 {customer}", "{region}; for example {customer}")
PERHAPS = Text(
    "{region}（未能判定有没有这样的客户）",
    "{region} (not decided whether anybody is there)",
)
MORE = Text("… 另有 {count} 处（见 --json）", "… and {count} more (see --json)")
SAME = Text(
    "没有差别：每位客户得到的结果都相同，输入、结果、等级和公式也相同",
    "No difference: every customer gets the same, by the same inputs, results, tiers and formulas",
)
SAME_RESULTS = Text(
    "每位客户得到的结果都相同；不同的只是上面列出的写法",
    "Every customer gets the same; only what is listed above differs",
)
ON = Text(
    "{file}：工作表 {sheet}，{count} 位客户，{moved} 位的等级不同",
    "{file}: sheet {sheet}, {count} customers, {moved} in another tier",
)
UNMATCHED = Text(
    "有 {count} 行只被其中一个策略当作客户，没有比较",
    "{count} rows are customers for one of the policies only, and are not compared",
)
CODE, NAME, CELL = Text("客户编号", "ID"), Text("客户名称", "Name"), Text("单元格", "Cell")
A, B = Text("A 的等级", "Tier by A"), Text("B 的等级", "Tier by B")
MATRIX = Text("客户数：A（行）→ B（列）", "Customers: A (rows) → B (columns)")
SUMS = Text("{label}合计：A（行）→ B（列）", "{label}, sums: A (rows) → B (columns)")
STATUS = {
    Status.UNGRADED: words.UNGRADED,
    Status.NOT_APPLICABLE: Text("不适用", "Not applicable"),
}


def value_text(both: Policy, name: str, value: Value) -> Text:
    """Return the value of a result, a tier by its label."""
    return Text(shown_value(both, name, value, True), shown_value(both, name, value, False))


def move_text(both: Policy, before: Gist, after: Gist) -> Text:
    """Return `大客户 → 中客户`, `折扣 0.85 → 0.9`, `大客户 → 未定级`."""
    if isinstance(before, Status) or isinstance(after, Status):
        return _arrow(_gist(both, before), _gist(both, after))
    given = dict(after)
    parts = []
    for name, value in before:
        text = _arrow(value_text(both, name, value), value_text(both, name, given[name]))
        parts.append(text if name == both.main_result.name else _labelled(both, name, text))
    return joined(parts, "，")


def _gist(both: Policy, gist: Gist) -> Text:
    if isinstance(gist, Status):
        return STATUS[gist]
    values: Mapping[str, Value] = dict(gist)
    main = both.main_result.name
    if main in values:
        return value_text(both, main, values[main])
    parts = [_labelled(both, name, value_text(both, name, value)) for name, value in gist]
    return joined(parts, "，") if parts else Text("已定级", "graded")


def _labelled(both: Policy, name: str, text: Text) -> Text:
    return joined([both.label(name), text], " ", " ")


def _arrow(a: Text, b: Text) -> Text:
    return Text("{a} → {b}", "{a} → {b}").fill(a=a, b=b)


def sides_text(a: Text | None, b: Text | None) -> Text:
    """Return both sides of a change; one that is not there is 没有."""
    return a if a is not None and a == b else _arrow(a or NOTHING, b or NOTHING)


def customer_value(value: Value) -> Text:
    """Return who a customer is, as its cell says."""
    return same("" if value is None else str(value))
