"""The words of a template, in both languages."""

from __future__ import annotations

from tierctl.model.quantity import Dimension
from tierctl.model.text import Text

HEADER = Text("{label}（{unit}）", "{label} ({unit})")
TIMES = Text("倍", "ratio")

# What a column is, and what may stand in it.
REQUIRED = Text("必填", "Required")
REQUIRED_OR = Text("必填，或填 {names}", "Required, or {names}")
OPTIONAL = Text("选填", "Optional")
NUMBER = Text("数字", "A number")
NUMBER_IN = Text("数字，单位：{unit}", "A number, in {unit}")
SPELLINGS = {
    Dimension.MONEY: Text("也可写 658.5万、1.2亿", "658.5万 and 1.2亿 are read, too"),
    Dimension.RATIO: Text("48 或 48% 都可以", "48 and 48% are the same"),
}
TEXT = Text("文本", "A text")
DAY = Text("日期，如 2025-06-30", "A date, such as 2025-06-30")
MENTIONED = Text("规则提到：{names}", "The rules name: {names}")
ONE_OF = Text("从列表中选：{names}", "Choose one of: {names}")
ONE_OF_MANY = Text("从列表中选：{names}……共 {count} 项", "Choose one of {count}: {names} …")
MUST_BE = Text("须为 {allowed}，否则不定级", "Must be {allowed}, or the customer stays ungraded")
USUALLY = Text(
    "通常 {allowed}，否则照用但会提醒", "Usually {allowed}; others count, with a warning"
)
CODE = Text("文本，开头的 0 会保留", "A text: zeros in front are kept")
WHO = Text(
    "编号和名称至少填一个，否则不定级",
    "Fill in the ID or the name, or the customer stays ungraded",
)
GROUPS = Text("汇总按它分组", "The summary groups by it")
BLANK_UNGRADED = Text("空着则不定级", "Blank: the customer stays ungraded")
BLANK_GETS = Text("空着计 {points} 分", "Blank: {points} points")
BLANK_CALCULATED = Text(
    "空着则按 {formula} 计算，算不出则不定级",
    "Blank: calculated as {formula}; without that, the customer stays ungraded",
)
BLANK_SOURCE = Text("可以空着；用来计算 {names}", "May be blank; {names} can be calculated from it")
BLANK_READ = Text("可以空着：规则按“空”判断", "May be blank: the rules take it as blank")
BLANK_HARMLESS = Text("可以空着，不影响等级", "May be blank: no rule reads it")

# What the spreadsheet program says to what does not belong there.
CHOOSE = Text("请从列表中选。", "Choose one from the list.")
NEEDED = Text("须为 {allowed}。", "It must be {allowed}.")
UNUSUAL = Text("通常为 {allowed}。确定要填这个值吗？", "It is usually {allowed}. Are you sure?")
NEEDS_NUMBER = Text(
    "这里需要数字。658.5万 这样的写法也可以，请选“是”。",
    "A number is needed here. 658.5万 is one, too: choose Yes.",
)
NEEDS_DAY = Text("这里需要日期，如 2025-06-30。", "A date is needed here, such as 2025-06-30.")

# The page about the policy.
SUBTITLE = Text("策略 {id} {version}", "Policy {id} {version}")
HOW = Text("怎么用", "How to use it")
FILL = Text(
    "1. 在“{sheet}”里一位客户填一行。深色表头必填，浅色表头选填；把鼠标停在表头上有说明。",
    "1. Fill in one row per customer on the sheet {sheet}. Dark headers are required, light ones"
    " optional; the note on each header says what belongs there.",
)
EXAMPLE = Text(
    "2. 客户编号为“{code}”的行只是示例，定级时跳过，删不删都可以。列可以增加、调换或删去选填的。",
    "2. The row with the customer ID {code} is an example: it is skipped, whether you delete it or"
    " not. Columns may be added and moved, and optional ones left out.",
)
PARAMS_FIRST = Text(
    "3. 有些参数还没有数值，要先给出：运行 {command}，填好 params.toml。",
    "3. Some parameters have no value yet: run {command}, and fill in params.toml.",
)
RUN = Text(
    "{number}. 保存后运行：{command}",
    "{number}. Save it, and run: {command}",
)
GIVES = Text(
    "原文件不改动；副本里加上：{names}。",
    "Your file stays as it is; the copy has in addition: {names}.",
)
COLUMNS = Text("要填的列", "Columns to fill in")
PARAMETERS = Text("参数", "Parameters")
UNGIVEN = Text("（尚未给出）", "(not given yet)")
VALUE_IN = Text("{value} {unit}", "{value} {unit}")
OWN = Text("原值 {own}", "policy: {own}")
AS_OF = Text("截至日期", "As-of date")
AS_OF_GIVEN = Text("规则中的日期从 {day} 起算。", "Days in the rules are counted from {day}.")
AS_OF_RUN = Text(
    "规则中的日期从截至日期起算：默认为运行当天，可用 --as-of 2025-06-30 指定。",
    "Days in the rules are counted from the as-of date: the day of the run, or the one that"
    " --as-of 2025-06-30 names.",
)
SCOPE = Text("适用范围", "Applies to")
SCOPE_ELSE = Text("其他客户记为“不适用”。", "Other customers are told as not applicable.")
RULES = Text("规则", "Rules")
STEP = Text("规则：{name}", "Rules: {name}")
STEP_FACTS = Text("{name}（{facts}）", "{name} ({facts})")
FILLS_GAP = Text("补缺", "fills a gap")
FORMULA = Text("计算：{name}", "Formula: {name}")
CARD = Text("评分卡（满分 {most}）", "Scorecard (out of {most})")
CARD_SECTION = Text("评分卡：{label}（满分 {most}）", "Scorecard: {label} (out of {most})")
REST = Text("评分卡：其他项目", "Scorecard: other items")
CARD_ITEM = Text("{code} {label}", "{code} {label}")
MOST = Text("满分 {most}", "Max {most}")
JUDGED = Text("评审 0–{most}，填在 {label}", "Judged, 0–{most}, in {label}")
GRADES = Text("评分卡：按总分定级", "Scorecard: grades by total")
LIMITS = Text("评分卡：先于得分的限制", "Scorecard: limits, before the points")
REMARKS = Text("另外提醒", "Warnings")
TIERS = Text("{label}（从高到低）", "{label} (from the highest down)")
HIGHEST = Text("最高", "the highest")
LOWEST = Text("最低", "the lowest")
TEXT_OF = Text("{name}：{said}", "{name}: {said}")
BLANKS = Text("空白和错误", "Blanks and errors")
ON_BLANKS = (
    Text(
        "必填列空着，或填了无法使用的内容（待定、约500万、错误值）的客户记为“未定级”并说明原因，"
        "绝不落到最低等级。",
        "A customer whose required cell is blank, or holds what cannot be used (待定, about 5M, an"
        " error), stays ungraded, with the reason; never in the lowest tier.",
    ),
    Text(
        "选填列空着，规则按“空”判断；没有规则适用的客户也记为“未定级”。",
        "A blank optional cell counts as blank; a customer whom no rule takes is ungraded, too.",
    ),
    Text(
        "合计行、空行和注释不算客户，会跳过并计数。",
        "Totals, blank rows and notes are no customers: they are skipped, and counted.",
    ),
)
