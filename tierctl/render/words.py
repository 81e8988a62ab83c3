"""The words of the terminal, in both languages."""

from __future__ import annotations

from tierctl.app.stages import Stage
from tierctl.app.summary_words import AGGREGATES as AGGREGATES
from tierctl.app.summary_words import BLANK as BLANK
from tierctl.app.summary_words import BY as BY
from tierctl.app.summary_words import CROSS as CROSS
from tierctl.app.summary_words import CUSTOMERS as CUSTOMERS
from tierctl.app.summary_words import HIT_POLICIES as HIT_POLICIES
from tierctl.app.summary_words import OTHERS as OTHERS
from tierctl.app.summary_words import RULES as RULES
from tierctl.app.summary_words import SEVERITIES as SEVERITIES
from tierctl.app.summary_words import SHARE as SHARE
from tierctl.app.summary_words import STEP as STEP
from tierctl.app.summary_words import TIER as TIER
from tierctl.app.summary_words import TOTAL as TOTAL
from tierctl.app.summary_words import UNGRADED as UNGRADED
from tierctl.app.summary_words import WATCH as WATCH
from tierctl.model.quantity import Dimension, Unit
from tierctl.model.table import Skip, UnitSource
from tierctl.model.text import Text

STAGES = {
    Stage.READING: Text("正在读取", "reading"),
    Stage.DECIDING: Text("正在定级", "grading"),
    Stage.ANNOTATING: Text("正在标注", "annotating"),
}
WHERE = Text(
    "工作表 {sheet}，表头第 {header} 行，共 {rows} 行客户",
    "sheet {sheet}, header row {header}, {rows} customers",
)
HIDDEN = Text("（含隐藏行 {count}）", " ({count} in hidden rows)")
OTHER_SHEETS = Text("未读取的工作表：{names}", "Sheets not read: {names}")
SKIPPED_ROWS = Text("{why}：第 {rows} 行", "{why}: row {rows}")
SKIPPED = {
    Skip.TOTAL: Text("合计/小计行", "totals"),
    Skip.REPEATED_HEADER: Text("重复的表头", "repeated headers"),
    Skip.NOTE: Text("说明行", "notes"),
    Skip.AFTER_TOTAL: Text("合计之后的行", "rows after the total"),
    Skip.OTHER_TABLE: Text("下方另一张表", "another table below"),
    Skip.EXAMPLE: Text("示例行", "example rows"),
}
UNIT_SOURCES = {
    UnitSource.OPTION: Text("由 --unit 指定", "by --unit"),
    UnitSource.HEADER: Text("见表头", "in the header"),
    UnitSource.NOTE: Text("见单位说明", "in a note"),
    UnitSource.POLICY: Text("策略默认", "the policy's own"),
}
FINDINGS = Text("发现 {count} 个问题", "{count} findings")
TESTED = Text("数据检查", "Data quality")
MORE = Text("另有 {count} 处：{cells}", "{count} more: {cells}")
COUNTS = Text(
    "错误 {error}，警告 {warning}，提示 {note}", "Errors {error}, warnings {warning}, notes {note}"
)
MARKED = Text("（标出 {count} 个单元格）", "({count} cells marked)")
ALL_SOUND = Text("没有发现问题。", "No findings.")
NO_FINDINGS = Text("没有发现问题；检查了 {count} 张规则表", "no findings; tables checked: {count}")
FIRST = Text(
    "，显示前 {count} 个（全部显示：--all-diagnostics）",
    ", the first {count} (all: --all-diagnostics)",
)
COMPARED = Text(
    "与原有“{header}”列比较：相同 {same}，不同 {different}，原为空 {blank}",
    "Against the column “{header}”: {same} the same, {different} different, {blank} blank",
)
UNKNOWN = Text("，公式未计算 {count}", ", {count} formulas never calculated")
WRITTEN = Text("已写出", "Written")
WOULD_WRITE = Text("试运行，未写文件；将写出", "Dry run, nothing written; would write")
FILLED = Text("填入 {col} 列“{header}”", "fills column {col} “{header}”")
APPENDED = Text("新增 {col} 列“{header}”", "adds column {col} “{header}”")
SUMMARY_SHEET = Text("写入工作表“{name}”", "writes the sheet “{name}”")
FORMS = Text("评定表 {count} 份：{place}", "{count} forms: {place}")
NEXT = Text("下一步", "Next")
NEXT_RUN = Text("去掉 --dry-run 再运行一次。", "Run again without --dry-run.")
NEXT_FIX = Text(
    "修正上面列出的单元格后，再运行同一条命令；{count} 位客户还没有等级。",
    "Fix the cells above and run the same command again; {count} customers have no tier yet.",
)
NEXT_COMPARE = Text(
    "在 Excel 中筛选橙色单元格，逐一核对与原等级不同的客户。",
    "Filter the orange cells in Excel, and check the customers whose tier differs.",
)
NEXT_OPEN = Text("用 Excel 或 WPS 打开 {path} 查看。", "Open {path} in Excel or WPS.")
NOBODY = Text("没有一位客户能够定级", "no customer at all could be graded")
VALUES_READ = Text("读到的数据", "Values read")
NOT_USABLE = Text("无法使用", "not usable")
WHY_UNGRADED = Text("为什么未定级", "Why ungraded")
WHY_OUTSIDE = Text("为什么不适用", "Why not applicable")
WARNINGS = Text("提醒", "Warnings")
NOT_APPLICABLE = Text("不适用", "Not applicable")
SCOPE = Text("适用范围", "Applies to")
PARAMETERS = Text("参数（--param 名=值）", "Parameters (--param name=value)")
ANY_OF = Text("任一：{names}", "any of {names}")
AND_MORE = Text("…", "…")
MUST_GIVE = Text("须填写", "must be given")
OWN_VALUE = Text("策略原值 {own}", "the policy says {own}")
CHOICES = Text("可选 {names}", "one of {names}")
OTHERWISE = Text("否则", "otherwise")
BUT_IS = Text("（实为 {value}）", " (it is {value})")
GAPS = Text("离其他等级还差", "To the other tiers")
MUST_BE = Text("{label}须为 {needed}", "{label} must be {needed}")
WAYS = {
    True: (
        Text("{label}再增加超过 {by}（{needed}）", "{label}: over {by} more ({needed})"),
        Text("{label}再增加 {by}（{needed}）", "{label}: {by} more ({needed})"),
    ),
    False: (
        Text("{label}减少超过 {by}（{needed}）", "{label}: over {by} less ({needed})"),
        Text("{label}减少 {by}（{needed}）", "{label}: {by} less ({needed})"),
    ),
}
"""Upwards or not → by more than so much, and by just so much."""
PERCENTAGE_POINTS = Text("{by} 个百分点", "{by} percentage points")
A_LITTLE = {
    True: Text("{label}再多一点即可（{needed}）", "{label}: any more will do ({needed})"),
    False: Text("{label}再少一点即可（{needed}）", "{label}: any less will do ({needed})"),
}
LATER = Text("{label}再晚 {by} 天（{needed}）", "{label}: {by} days later ({needed})")
EARLIER = Text("{label}再早 {by} 天（{needed}）", "{label}: {by} days earlier ({needed})")
POLICY = Text("策略", "Policy")
TITLE = Text("名称", "Title")
INPUTS = Text("输入", "Inputs")
NEEDS = Text("需要的列", "Needs")
RESULTS = Text("结果", "Results")
OPTIONAL = Text("可选", "optional")
REQUIRED = Text("必需", "required")
REQUIRED_OR = Text("必需，或 {names}", "required, or {names}")
OR_FROM = Text("或由 {formula} 算出", "or {formula}")
ALSO = Text("又名 {names}", "also {names}")
TIERS_UP = Text("等级（从低到高）", "Tiers, from the lowest up")
PROVENANCE = {
    "S": Text("来源原文", "printed in the source"),
    "I": Text("由来源推得", "inferred from the source"),
    "P": Text("公开资料", "a public source"),
    "N": Text("来源缺失", "not recoverable"),
    "D": Text("自定", "decided here"),
}
NEW_FILE = Text("已写出 {path}", "Written {path}")
NEXT_EDIT = Text(
    "修改后运行 tierctl classify 客户.xlsx --policy {path}",
    "Edit it, then run tierctl classify customers.xlsx --policy {path}",
)
TEMPLATE_COLUMN = Text("  {letters}  {header}  {needed}", "  {letters}  {header}  {needed}")
NEXT_PARAMS = Text(
    "有些参数还没有数值：先运行 tierctl policy params {policy} -o params.toml 并填好",
    "Parameters have no value yet: run tierctl policy params {policy} -o params.toml, fill it in",
)
NEXT_FILL = Text(
    "填好后运行 tierctl classify {path} --policy {policy}{more}",
    "Fill it in, then run tierctl classify {path} --policy {policy}{more}",
)
NEXT_SHOW = Text("查看一个策略：tierctl policy show {id}", "Look at one: tierctl policy show {id}")
ERROR = Text("错误", "error")
HINT = Text("提示", "hint")
DATE = Text("日期", "date")
UNIT_WORDS = {
    (Dimension.RATIO, 0): Text("比率", "ratio"),
    (Dimension.RATIO, -2): Text("%", "%"),
}


def unit_text(unit: Unit) -> Text:
    """Return the name of a unit."""
    return UNIT_WORDS.get((unit.dimension, unit.shift), Text(unit.symbol, unit.symbol))


def provenance(tag: str) -> Text:
    """Return where a rule's numbers come from: `S`, `P6`."""
    said = PROVENANCE[tag[0]]
    return Text(f"{said.zh} {tag[1:]}", f"{said.en} {tag[1:]}") if tag[1:] else said


ROWS_IN_DOUBT = Text("{file} 的 {rows} 位客户中：", "Of the {rows} customers of {file}:")
NO_ROWS_IN_DOUBT = Text(
    "{file} 的 {rows} 位客户都不在空档或重叠里",
    "None of the {rows} customers of {file} sits in a gap or an overlap",
)
ROW_KINDS = {
    "gap": Text("{count} 位没有规则适用（{step}）", "{count} have no rule ({step})"),
    "overlap": Text(
        "{count} 位同时符合多条规则（{step}：{rules}）",
        "{count} are claimed by several rules ({step}: {rules})",
    ),
    "gap-filled": Text(
        "{count} 位由补缺规则定级（{step}：{rules}）",
        "{count} are graded by a rule that fills a gap ({step}: {rules})",
    ),
}
SUM_OF = Text("，{label}合计 {total}", ", {label} {total} in all")
CASES = Text(
    "用例 {count} 个：相符 {passed}，不符 {failed}", "{count} cases: {passed} hold, {failed} do not"
)
NO_CASES = Text(
    "策略 {id} 没有用例，没有什么可以核对", "the policy {id} has no cases: there is nothing to try"
)
SUGGEST = Text(
    "tierctl policy test {reference} --suggest 按各个界限拟出用例，由您确认。",
    "tierctl policy test {reference} --suggest drafts cases at every bound, for you to approve.",
)
GIVEN = Text("输入", "given")
EXPECTED = Text("期望", "expected")
CAME = Text("实际", "came")
REASON = Text("依据", "reason")
NOTE = Text("说明", "note")
NOTHING_GIVEN = Text("全部空白", "nothing at all")
WITH_WARNING = {
    True: Text("有提醒", "a warning"),
    False: Text("没有提醒", "no warning"),
}
LEFT_OUT = Text(
    "另有 {count} 个没有列出：请先确认这些",
    "{count} more are not listed: approve these first",
)
NO_BOUND_ON = Text(
    "没有为前面步骤的结果的界限拟用例：{names}",
    "there are none for the bounds on results of earlier steps: {names}",
)
SUGGESTED = Text("已写出 {path}：{count} 个用例待确认", "Written {path}: {count} cases to approve")
NEXT_APPROVE = Text(
    "逐条核对期望的结果，再运行 tierctl policy test {path}",
    "Check what each one expects, then run tierctl policy test {path}",
)
