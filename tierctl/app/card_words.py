"""The words of a scorecard in a sheet."""

from __future__ import annotations

from tierctl.model.text import Text

LOSS = Text("{code} {reason}（-{points}）", "{code} {reason} (-{points})")
WAY_UP = Text("升到 {grade} 还差 {needed} 分：{raises}", "{needed} more for {grade}: {raises}")
RAISE = Text("{label} {before}→{after} 分", "{label} {before}→{after}")
BRACKETED = Text("（{text}）", " ({text})")
LIMITED = Text(
    "{label}；按分 {total} 为 {grade}", "{label}; the points, {total}, would give {grade}"
)
