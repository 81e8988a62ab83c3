"""The words of a condition on a number or a date, each with its kind and its meaning.

Which words include their bound follows the Civil Code, article 1259: 以上 以下 以内 include it,
超过 不满 以外 exclude it.
"""

from __future__ import annotations

BEFORE = {
    ">": "> 大于 高于 多于 超过 超出 超 more_than greater_than larger_than over above exceeds"
    " exceeding",
    ">=": ">= ≥ ≧ 大于等于 大于或等于 大于或者等于 等于或大于 高于或等于 不小于 不低于 不少于"
    " 不短于 至少 最少 最低 达到 达 满 at_least no_less_than not_less_than no_fewer_than"
    " not_fewer_than not_below not_under greater_than_or_equal_to minimum",
    "<": "< 小于 低于 少于 不满 未满 不足 不到 未达到 未达 less_than fewer_than smaller_than under"
    " below",
    "<=": "<= ≤ ≦ 小于等于 小于或等于 小于或者等于 等于或小于 低于或等于 不大于 不超过 未超过"
    " 不高于 不多于 至多 最多 最高 at_most up_to no_more_than not_more_than not_over not_above"
    " less_than_or_equal_to maximum within",
    "=": "= == 等于 恰好 equals equal_to exactly",
    "!=": "!= <> ≠ 不等于 not_equal_to other_than",
}
AFTER = {
    ">": "以外 之外",
    ">=": "以上 及以上 或以上 和以上 含以上 及其以上 起 or_more or_above or_over or_higher"
    " or_greater and_above and_over and_up and_more",
    "<=": "以下 及以下 或以下 和以下 含以下 及其以下 以内 之内 内 or_less or_below or_under"
    " or_lower or_fewer and_below and_under",
}
DATES_BEFORE = {
    ">": "晚于 after later_than",
    ">=": "不早于 since on_or_after not_before",
    "<": "早于 before earlier_than",
    "<=": "不晚于 截至 截止 until on_or_before not_after",
}
DATES_AFTER = {
    ">": "之后 后",
    ">=": "以后 及以后 或以后 及之后 or_later",
    "<": "之前 前",
    "<=": "以前 及以前 或以前 及之前 止 为止 or_earlier",
}
BY_CONVENTION = {"以上", "以下", "以前", "以后"}
"""Words that include their bound by convention, and exclude it where a policy declares so."""

OTHERS = {
    "and": "且 并且 而且 同时 and & &&",
    "both": "和 及 与 以及",
    "or": "或 或者 or | ||",
    "not": "非 不是 不为 不在 not",
    "except": "除 除了 except",
    "outside": "外 除外",
    "between": "介于 在 between",
    "from": "从 自 from",
    "amid": "之间",
    "range": ".. ... ~ 〜 ∼ — —— 至 到 to",
    "dash": "-",
    "included": "含 包含 包括 含本数 包括本数 inclusive incl",
    "excluded": "不含 不包含 不包括 不含本数 不包括本数 exclusive excl",
    "blank": "空 为空 空白 blank empty is_blank",
    "filled": "非空 不为空 不空 有值 not_blank not_empty is_not_blank",
    "never": "永不 never",
    "any": "任意 不限 any",
    "infinity": "∞ 无穷 无穷大 infinity",
    "open": "( [",
    "close": ") ]",
    "comma": ", 、 ;",
    "currency": "¥ 人民币 rmb cny",
}
SYNONYMS = {
    "天": {"日", "day", "days"},
    "月": {"month", "months"},
    "年": {"year", "years"},
    "次": {"time", "times"},
    "分": {"point", "points"},
}
"""Other names of a unit that a policy may declare; any may have 个 before it."""

DEFAULTS = {"-", "否则", "其他", "其它", "其余", "otherwise", "else", "default"}


def words(dates: bool) -> dict[str, tuple[str, str]]:
    """Return each word's kind and meaning; the meaning of a comparison is its sign."""
    found: dict[str, tuple[str, str]] = {}
    for kind, spelled in OTHERS.items():
        found |= {word.replace("_", " "): (kind, kind) for word in spelled.split()}
    tables = [("compare", BEFORE), ("after", AFTER)]
    if dates:
        tables += [("compare", DATES_BEFORE), ("after", DATES_AFTER)]
    for kind, table in tables:
        for sign, spelled in table.items():
            found |= {word.replace("_", " "): (kind, sign) for word in spelled.split()}
    return found
