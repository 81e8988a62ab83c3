"""Which texts of a column may tell something about their row: each different one judged once.

Patterns that Polars searches quickly let through whatever `row_words` or `row_units` could know;
what they let through is judged by these themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

import polars as pl

from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import Unit
from tierctl.tables.layout import plain
from tierctl.tables.row_units import row_unit_problem
from tierctl.tables.row_words import is_example, is_nobody, partly_total

# Full-width letters, unusual spaces (those from 1C to 1F only Python takes for such), and spaces
# between Chinese characters: to be judged plain.
_ODD = "[\x1c-\x1f\uff00-\uffef\u3000\u00a0\u2000-\u206f]|[\u4e00-\u9fff]\\s+[\u4e00-\u9fff]"
TOTALS = rf"""(?i){_ODD}
|[小合总總共]\s*[计計和额数量]|总(?:销|营|金|收|值|户)|汇总|累计|合共|全部|所有|全体|[∑Σσς]
|total|ttl|overall|sum|all customers|^\s*全[省市国公集]|集团合并|过次页|承前页
|平均|均值|[户人]均|最[大小高低]|[占比]比|比例|中位数|标准差|average|avg|mean|max|min|med|std
|客户数|[户家]数|其中|目标|计划|预算|任务|成率|[上去今本]年|[上本同]期|[同环]比|增[长减]|差[额异]
|汇率|税[额率]|增值税|净额|^\s*[加减]\s*:|target|budget|last|yoy|growth|exchange
|\d\s*[家户个人位名条]|\d customers"""
_TOTALS = "".join(TOTALS.split("\n"))
NAMES = rf"""(?i){_ODD}
|^[-—–－+/／\s]*$|^\s*[无空]\s*$|其\s*[他它余]|空白|散客|零[散星]|未知|不详|other|unknown|^\s*n/?a\s*$
|misc|null|none|[示样范]例|^\s*例|example|sample|^\s*[x×某]{{2}}"""
_NAMES = "".join(NAMES.split("\n"))
UNITS = rf"""(?i){_ODD}|[$€£¥元圆円币镑布比铢郎盾千万亿百%]|美金|外币
|usd|hkd|eur|gbp|jpy|krw|aud|cad|sgd|chf|twd|ntd|thb|inr|rub|vnd|mop|myr|idr|php|dollar|yen|sterling
|rmb|cny|yuan|^\W*[km]\W*$|percent|ratio|倍"""
_UNITS = "".join(UNITS.split("\n"))


class Words:
    """Tell the texts that rows may be told apart by."""

    def __init__(self, tier_names: Collection[str]) -> None:
        self._tier_names = tier_names
        names = "|".join(sorted(pl_escaped(name) for name in tier_names if name))
        self._names = f"{_NAMES}|{names}" if names else _NAMES

    def totals(self, texts: pl.Series) -> pl.Series:
        """Return which texts may be the label of a total."""
        return _judged(texts, _TOTALS, lambda text: partly_total(plain(text)))

    def nobodies(self, texts: pl.Series) -> pl.Series:
        """Return which texts, standing for a name, may be no customer's."""
        return _judged(texts, self._names, self._is_nobody)

    def _is_nobody(self, text: str) -> bool:
        word = plain(text)
        return (
            is_nobody(word)
            or is_example(word)
            or word in self._tier_names
            or not text.strip(" -－—–/／")
        )

    def units(self, texts: pl.Series, units: Collection[Unit], *, all_of_them: bool) -> pl.Series:
        """Return which texts say that their row's money is in another unit than one of `units`.

        With `all_of_them`, the column is one of currencies, and every text may be foreign.
        """

        def differs(text: str) -> bool:
            cells = {0: Cell(0, 0, Kind.TEXT, text)}
            currencies = (0,) if all_of_them else ()
            return any(row_unit_problem(cells, (0,), unit, "", currencies) for unit in units)

        return _judged(texts, "" if all_of_them else _UNITS, differs)


def pl_escaped(text: str) -> str:
    """Return a text as a pattern that finds it, whatever spaces stand in it."""
    return re.escape(text).replace(r"\ ", r"\s+").replace(" ", r"\s+")


def _judged(texts: pl.Series, pattern: str, judge: Callable[[str], bool]) -> pl.Series:
    """Return which texts are judged so, of those in which a pattern is found; false for null."""
    found = texts.str.contains(pattern).fill_null(False) if pattern else texts.is_not_null()
    if not found.any():
        return found
    different = texts.filter(found).unique()
    told = different.filter(pl.Series([judge(t) for t in different.to_list()], dtype=pl.Boolean))
    return found & texts.is_in(told.implode()).fill_null(False)
