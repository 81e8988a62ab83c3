"""The words of a scorecard on a page."""

from __future__ import annotations

from tierctl.model.text import Text

CARD = Text("评分卡（满分 {most}）", "Scorecard (out of {most})")
WITH_INITIAL = Text(
    "评分卡（满分 {most}，起始 {initial} 分）", "Scorecard (out of {most}, {initial} to begin with)"
)
SECTION = Text("{label}  {most} 分", "{label}  {most}")
MOST = Text("满分 {most}", "max {most}")
JUDGED = Text("评审 0–{most}（{label}）", "judged, 0–{most} ({label})")
JUDGED_ITSELF = Text("评审 0–{most}", "judged, 0–{most}")
REFUSED = Text("缺值不定级", "missing: no grade")
UNSTATED = Text("缺值没有写明，按不定级", "missing: not stated, no grade")
GETS = Text("缺值计 {points} 分", "missing: {points}")
COUNTED_FROM = Text("扣分从 {points} 算起", "losses from {points}")
GRADES = Text("按总分定级", "Grades by total")
LIMITS = Text("先于得分的限制", "Limits, before the points")
GIVES = Text("定为 {grade}", "{grade}")
AT_MOST = Text("最高 {grade}", "at most {grade}")

POINTS = Text("得分", "Points")
OF = Text("{points} / {most}", "{points} / {most}")
OPEN = Text("缺", "open")
JUDGED_POINTS = Text("评审", "judged")
ASKED = Text("{read}（{asked}）", "{read} ({asked})")
BETWEEN = Text("（可能 {low}–{high}）", " ({low}–{high} possible)")
REASONS = Text("扣分原因", "Reason codes")
WAY_UP = Text("升级途径", "The way up")
LIMIT = Text("限制", "Limit")
