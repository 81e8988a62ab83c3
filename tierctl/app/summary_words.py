"""The words of a summary, in the terminal and in the workbook."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.app.outcome import Outcome
from tierctl.model.diagnostic import Severity
from tierctl.model.text import Text
from tierctl.policy.policy import Policy

RULES = Text("规则", "Rules")
TIER = Text("等级", "Tier")
CUSTOMERS = Text("客户数", "Customers")
SHARE = Text("占比", "Share")
TOTAL = Text("合计", "Total")
UNGRADED = Text("未定级", "Ungraded")
BLANK = Text("（空）", "(blank)")
OTHERS = Text("其余 {count} 个", "{count} more")
BY = Text("按{label}", "By {label}")
ROWS = Text(
    "行数：{found} = 已定级 {graded} + 未定级 {ungraded} + 跳过 {skipped}",
    "Rows: {found} = {graded} graded + {ungraded} ungraded + {skipped} skipped",
)
ROWS_OUTSIDE = Text(
    "行数：{found} = 已定级 {graded} + 未定级 {ungraded} + 不适用 {outside} + 跳过 {skipped}",
    "Rows: {found} = {graded} graded + {ungraded} ungraded + {outside} not applicable"
    " + {skipped} skipped",
)
CROSS = Text("{down} × {across}", "{down} × {across}")
CUSTOMERS_BY_TIER = Text("各等级客户", "Customers by tier")
_IN_FORCE = Text("有效期：{period}", "In force: {period}")
_PARAMETER = Text("{label} {value}（策略原值 {own}）", "{label} {value} (the policy says {own})")
_GIVEN = Text("{label} {value}（自定）", "{label} {value} (given)")
_STRICT = Text("严格模式：补缺规则不适用", "Strict: rules that only fill gaps are left out")
WATCH = Text("{title}（{count}）", "{title} ({count})")
STEP = Text("步骤 {name}", "Step {name}")
HIT_POLICIES = {
    "unique": Text("只许一条规则符合", "one rule only may match"),
    "first": Text("取符合的第一条", "the first rule that matches"),
    "any": Text("符合的规则结果须相同", "all rules that match give the same"),
    "priority": Text("取最高的等级", "the highest tier of those that match"),
    "collect": Text("收集所有符合的规则", "all rules that match count"),
}
AGGREGATES = {
    "sum": Text("求和", "added up"),
    "min": Text("取最小", "the smallest"),
    "max": Text("取最大", "the largest"),
    "count": Text("计数", "counted"),
}
SEVERITIES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.NOTE: Text("提示", "note"),
}


def rows_text(outcome: Outcome) -> Text:
    """Return how many rows there were, and what became of them."""
    figures, table = outcome.figures, outcome.table
    return (ROWS_OUTSIDE if figures.outside else ROWS).fill(
        found=len(table.rows) + len(table.skipped),
        graded=figures.graded,
        ungraded=figures.ungraded,
        outside=figures.outside,
        skipped=len(table.skipped),
    )


def settings_text(policy: Policy) -> Iterator[Text]:
    """Give a policy's period, and what this run says that its file does not: values, strictness."""
    if policy.period.dated:
        yield _IN_FORCE.fill(period=policy.period.text)
    for parameter in policy.parameters:
        if parameter.changed:
            said = _GIVEN if parameter.own is None else _PARAMETER
            yield said.fill(label=parameter.label, value=parameter.value, own=parameter.own)
    if policy.strict:
        yield _STRICT
