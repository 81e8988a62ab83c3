"""What makes another thing of a header, and the units that it may name."""

from __future__ import annotations

import re

from tierctl.model.currency import foreign_currency
from tierctl.model.folding import folded
from tierctl.model.header_text import (
    BRACKETS,
    CURRENCIES,
    EDGES,
    LETTERS,
    SPACE,
    SPLIT,
    UNIT_LABEL,
    header_unit,
    plain_text,
)
from tierctl.model.quantity import Dimension, unit_named

# A multiple that is none of our units must not be read past.
_MULTIPLE = re.compile(
    r"(?<![\d.])(?:10,?000|1,?000|'?000)s?(?!\d)|thousand|million|billion"
    r"|(?<![a-z])(?:mn|mm|mio|bn|w|k|m)(?![a-z])"
)
COUNTED = frozenset([*"%‰件台套吨个箱瓶只支辆人户家次笔单天月倍", "kg", "pcs"])
# January to December is a year, other months are not.
_WHOLE_YEAR = re.compile(
    r"(?:\d{2,4}年?[./-]?)?(?<!\d)0?1月?(?:份)?[-~至到—](?:\d{2,4}年?[./-]?)?12月(?:份|底|末)?"
)
# Words in brackets, or over the column, that make another thing of it.
_QUALIFIED = re.compile(
    r"目标|计划|预算|预计|预测|预估|估计|暂估|同比|环比|同期|增长|增幅|增速|占比|比重|排名|差异|差额|完成率"
    r"|[月季旬周]|半年|日均|每日|累计|笔数|单数|件数|次数|数量|订单|回款|应收|欠款|毛利|利润|成本"
    r"|target|plan|budget|forecast|estimate|growth|share|rank|yoy|month|quarter|week|daily|ytd"
    r"|to date|qty|quantity|count|profit|margin|cost|(?<![a-z])[qh][1-4](?![a-z\d])"
)
_YEAR = r"(?:fy|cy)?(?:\d{4}|\d{2})年?度?"
# What may stand in brackets behind the name of a number and leaves it what it is; units aside.
_HARMLESS = re.compile(
    rf"{_YEAR}(?:[-~至到—]{_YEAR})?(?:平均|均值)?|(?:最?近|过去)?[一二两三四五六七八九十\d]+个?年度?(?:平均|均值)?"
    r"|全年|年度?|本年度?|当年|上年度?|去年|今年|往年|历年|annual|yearly|year|peryear|p\.?a\.?"
    r"|不?含(?:增值)?税|未税|税[前后]|价税合计|(?:incl|excl|ex|inc)(?:uding|\.)?(?:tax|vat)|tax|vat|incl|excl"
    r"|平均|均值|年均|合计|总[计额]|净额|金额|数[字值]|经?审计|未审计|avg|average|mean|total|net|gross"
    r"|amount|sales|audited|unaudited|必填|选填|可选|required|optional|见?备注|注|note|[*※]+|[a-z]"
)


def qualified(text: str) -> bool:
    """Tell whether what stands in brackets makes another thing of a header: 销售额（目标）."""
    plain = _WHOLE_YEAR.sub("", folded(text))
    return any(_QUALIFIED.search(content) for content in BRACKETS.findall(plain))


def unexplained(text: str) -> bool:
    """Tell whether something in brackets may make another number of a header: 销售额（华东）.

    Years, units, tax and the like do not; what is not known may.
    """
    plain = _WHOLE_YEAR.sub("", folded(text))
    return any(
        not (_HARMLESS.fullmatch(part) or _about_units(part))
        for content in BRACKETS.findall(plain)
        for part in map(_plain_unit, SPLIT.split(content))
        if part
    )


def _plain_unit(part: str) -> str:
    return UNIT_LABEL.sub("", SPACE.sub("", part)).strip(EDGES)


def _about_units(part: str) -> bool:
    """Tell whether a part of a header is about its unit, be it one of ours or not."""
    return (
        part in COUNTED
        or part in CURRENCIES
        or foreign_currency(part)
        or re.search("[千仟万萬亿億元]|^[\\d,']+$", part) is not None
        or _MULTIPLE.search(part) is not None
        or any(unit_named(part, dimension) for dimension in Dimension)
    )


def unclear_unit(text: str) -> bool:
    """Tell whether a header of money counts in what is no unit of money, as far as we can read."""
    plain = folded(text)
    contents = BRACKETS.findall(plain)
    words = {part for content in contents for part in SPLIT.split(content)}
    if words & COUNTED:
        return True
    if header_unit(text, Dimension.MONEY) is not None:
        return False
    return any(re.search("[千仟万萬亿億]", c) for c in contents) or any(
        _MULTIPLE.search(c) for c in [*contents, BRACKETS.sub(" ", plain)]
    )


def is_unit(text: str) -> bool:
    """Tell whether a text is nothing but a unit: `万元`, `（元）`, `单位：%`."""
    plain = plain_text(text).strip("()[]【】")
    word = UNIT_LABEL.sub("", plain)
    if plain in LETTERS:
        return False
    return any(unit_named(word, dimension) for dimension in Dimension) or word in COUNTED
