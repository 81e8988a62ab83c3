"""The words of an assessment at the terminal, in both languages."""

from __future__ import annotations

from tierctl.model.quantity import Dimension
from tierctl.model.text import Text

# Which card.
WHICH_CARD = Text("用哪张评分卡？", "Which card?")
CARD = Text("{number}  {title}（{id}）", "{number}  {title} ({id})")
NO_CARD = Text("请输入 1 至 {count}，或评分卡的名字", "give a number from 1 to {count}, or a name")

# A question.
KEYS = Text(
    "输入答案后按 Enter；< 返回上一题，? 帮助，q 退出。",
    "Type an answer and press Enter; < goes back, ? helps, q ends.",
)
CUSTOMER = Text("客户", "Customer")
SECTION = Text("{label}（{most} 分）", "{label} ({most} points)")
ITEM = Text("{code} {label}（满分 {most}）", "{code} {label} (out of {most})")
POINTS = Text("{points} 分", "{points} points")
POINT = Text("1 分", "1 point")
POINT_RANGE = Text("{low}–{high} 分", "{low}–{high} points")
JUDGED = Text("评审分 0–{most}", "judged, 0 to {most}")
CALCULATES = Text("用来计算{label}", "for {label}")
BLANK_CALCULATED = Text("留空则由{sources}计算", "blank: calculated from {sources}")
MAY_BE_BLANK = Text("可留空", "may be blank")
BRACKETED = Text("（{facts}）", " ({facts})")
UNITS = {
    Dimension.MONEY: Text("{unit}，也可写 658.5万、1.2亿", "in {unit}; 658.5万 is read, too"),
    Dimension.RATIO: Text("48 或 48%", "48 or 48%"),
    Dimension.PLAIN: Text("{unit}", ""),
    Dimension.DATE: Text("日期，如 2025-06-30", "a day, such as 2025-06-30"),
}
TIMES = Text("倍，如 1.2", "a ratio such as 1.2")
PROMPT = Text("{asked}：", "{asked}: ")
DEFAULT = Text("{asked} [{before}]：", "{asked} [{before}]: ")
LEFT_BLANK = Text("空", "blank")

# What is said to an answer.
WRONG = Text("{why}。请重新输入。", "{why}. Try again.")
READ_AS = Text("= {value}", "= {value}")
CALCULATED = Text("{label} = {value}", "{label} = {value}")
NOT_CALCULATED = Text(
    "{label}算不出来；可用 < 返回，直接填写{label}",
    "{label} cannot be calculated; < goes back, to give {label} itself",
)
FIRST_QUESTION = Text("这是第一题。", "This is the first question.")
ITEM_POINTS = Text("{code} 得 {points} 分", "item {code}: {points}")
ITEM_OPEN = Text("{code} 未得分", "item {code}: no points yet")
SO_FAR = Text("已得 {points} 分", "so far {points}")
BETWEEN = Text("总分 {low}–{high}（{grades}）", "total {low}–{high} ({grades})")
FROM_TO = Text("{low} 至 {high}", "{low} to {high}")
LAST = Text("已答完。Enter 完成，< 返回：", "That is all. Enter ends, < goes back: ")
ENDED = Text("已中止，没有写任何文件。", "Ended; nothing was written.")

# Help.
HELP = (
    Text("Enter 保留方括号里的旧答案；可留空的题直接按 Enter。", "Enter keeps what stands in"
         " brackets, or leaves blank what may be."),
    Text("- 改为空；< 或 b 返回上一题；q 或 Ctrl-C 退出，不写文件。",
         "- makes it blank; < or b goes back; q or Ctrl-C ends, and writes nothing."),
)  # fmt: skip
HELP_CHOICE = Text("可答序号，或：{names}", "Give the number, or one of: {names}")
HELP_NUMBER = Text("须为 {allowed}", "It must be {allowed}")
HELP_ALIASES = Text("在表格里也叫：{names}", "In a sheet it may be called: {names}")

# The filled card.
CODE = Text("代码", "Code")
ITEMS = Text("项目", "Item")
GIVEN = Text("依据", "By")
SCORE = Text("得分", "Points")
MOST = Text("满分", "Most")
TOTAL = Text("总分", "Total")
GRADE = Text("等级", "Grade")
UNGRADED = Text("未定级", "Ungraded")
RANGE = Text("可能的总分", "It can come to")
RANGE_OF = Text("{low}–{high}，{grades}", "{low}–{high}, {grades}")
REASONS = Text("主要扣分", "Points lost")
LOSS = Text("{code} {reason}（-{points}）", "{code} {reason} (-{points})")
WAY_UP = Text("升级所需", "Way up")
LIMIT = Text("限制", "Limit")
PROBLEMS = Text("原因", "Why")
WARNINGS = Text("提醒", "Warnings")
SAVED = Text("已保存", "Saved")
WOULD_SAVE = Text("试运行，没有写文件；将保存到", "Dry run, nothing written; would save to")
SAVED_AT = Text("{path} {sheet}!第 {row} 行{how}", "{path} {sheet}, row {row}{how}")
SAVED_NEW = Text("（新工作簿）", " (a new workbook)")
SAVED_REPLACED = Text("（替换原行）", " (in place of what stood there)")
NO_GRADE = Text("没有等级：{why}", "no grade: {why}")
