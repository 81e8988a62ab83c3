"""The words of a rating form, in both languages."""

from __future__ import annotations

from tierctl.model.text import Text

HEADERS = (
    Text("序号", "No."),
    Text("项目", "Item"),
    Text("参照分值", "Reference points"),
    Text("满分", "Max"),
    Text("取值", "Value"),
    Text("实际得分", "Points"),
)
SUBTITLE = Text(
    "策略 {id} {version}　SHA-256 {digest}",
    "Policy {id} {version}  ·  SHA-256 {digest}",
)
SOURCE = Text("{file}　{sheet}　第 {row} 行", "{file}  ·  {sheet}  ·  row {row}")
CODE = Text("客户编号", "Customer ID")
NAME = Text("客户名称", "Customer")
AS_OF = Text("截至日期", "As of")
NAMELESS = Text("第{row}行", "row {row}")

# The items.
RUNG = Text("{asked} 得{points}", "{asked}: {points}")
OTHERWISE = Text("其他", "otherwise")
OF = Text("{group}：{rungs}", "{group}: {rungs}")
JUDGE = Text("评审人评定，0 至 {most}", "judged, 0 to {most}")
JUDGED = Text("评定", "judged")
MISSING = Text("缺", "missing")
CALCULATED = Text("{value}*", "{value}*")
INITIAL = Text("基础分", "Initial points")
SUBTOTAL = Text("小计", "Subtotal")
TOTAL = Text("总分", "Total")
BETWEEN = Text("{low} 至 {high}", "{low} to {high}")

# The result.
GRADE = Text("评定等级", "Computed grade")
UNGRADED = Text("未定级", "Ungraded")
UNGRADED_AS_YET = Text("未定级（{grades}）", "Ungraded ({grades})")
GRANTED = Text("授予客户信用等级", "Grade granted")
LIMIT = Text("适用限制", "Limit")
OPEN = Text("待补内容", "Missing")
LOSSES = Text("主要扣分", "Main losses")
WAY_UP = Text("升级所需", "Way up")
GROUNDS = Text("授予理由", "Grounds")
DATA = Text("所附数据", "Other data")
SIGNED = (
    Text("评审经理", "Manager"),
    Text("审核", "Checked by"),
    Text("日期", "Date"),
)

# The notes.
NOTES = Text("注", "Notes")
SUM_OF_SECTIONS = Text("总分 = {names}", "Total = {names}")
SUM = Text("总分 = 各项实际得分之和", "Total = the points of all items added up")
GRADES = Text("{label}：{rungs}", "{label}: {rungs}")
GRADE_RUNG = Text("{grade} {asked}", "{grade} {asked}")
FIRST_HOLDS = Text(
    "参照分值由前往后，先符合的一档为准",
    "Reference points: of several rungs that hold the first one counts",
)
FORMULA = Text("{label} = {formula}", "{label} = {formula}")
PERCENT = Text("{formula} × 100%", "{formula} × 100%")
IS_CALCULATED = Text("* 按下列公式算出", "* calculated by these formulas")
MAY_DIFFER = Text(
    "“授予客户信用等级”由评审人填写，与评定等级不同时写明理由",
    "The grade granted is the reviewer's; where it is not the computed one, its grounds are stated",
)
