"""What counted numbers count: pieces, of which K are a thousand, or a span of time.

Money and ratios have units of their own; these numbers are as many as they say, and must not be
compared with thresholds that count something else.
"""

from __future__ import annotations

from tierctl.model.header_text import unit_words
from tierctl.model.quantity import Dimension, Unit

_PIECES = frozenset(
    [*"个件只支台套箱瓶辆块片颗粒", "枚", "pcs", "pc", "pieces", "piece", "units", "ea"]
)
_COUNTS = _PIECES | frozenset([*"次人户家笔单名位", "k"])
_TIMES = {
    **dict.fromkeys(["天", "日", "day", "days"], "天"),
    **dict.fromkeys(["周", "星期", "week", "weeks"], "周"),
    **dict.fromkeys(["月", "个月", "month", "months"], "月"),
    **dict.fromkeys(["季", "季度", "quarter", "quarters"], "季"),
    **dict.fromkeys(["年", "year", "years"], "年"),
    **dict.fromkeys(["小时", "hour", "hours"], "小时"),
}


def piece_unit(word: str) -> Unit | None:
    """Return the unit that counts single pieces, if a word names one: 个, 件, pcs."""
    word = word.strip().casefold()
    return Unit(word, Dimension.PLAIN, 0) if word in _PIECES else None


def header_count(text: str, own: Unit) -> tuple[Unit | None, str | None]:
    """Return the pieces that a header counts in where the policy counts in thousands of them, and
    the word by which it counts what the policy does not: 天 over numbers of 月.
    """
    symbol = own.symbol.casefold()
    time = _TIMES.get(symbol)
    for word in unit_words(text):
        other = _TIMES.get(word)
        # 次数（年） is of a year, and still a number of times.
        if other not in (None, time) and (time or (symbol in _COUNTS and other != "年")):
            return None, word
        if time and word in _COUNTS:
            return None, word
        if own.shift and (unit := piece_unit(word)):
            return unit, None
    return None, None
