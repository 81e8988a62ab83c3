"""The words of a summary, in the terminal and in the workbook."""

from __future__ import annotations

from tierctl.model.diagnostic import Severity
from tierctl.model.text import Text

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
STEP = Text("步骤 {name}", "Step {name}")
SEVERITIES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.NOTE: Text("提示", "note"),
}
