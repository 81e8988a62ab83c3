"""What stands before and behind a number's name and leaves it what it is: 2024年度销售额."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tierctl.model.header_text import EDGES, plain_text

_YEAR = r"(?:(?:fy|cy)?(?:19|20)\d{2}(?:财年|年度|年)?|(?<!\d)\d{2}年度?)"
_SPAN = rf"{_YEAR}[-~至到—]{_YEAR}"
_COUNT = "[一两二三四五六七八九十]"
_COUNTED = rf"(?:(?:最?近|过去)(?:{_COUNT}|\d){{1,2}}|(?<!\d)[1-9]|{_COUNT}{{1,2}})个?年度?"
_BEFORE = re.compile(
    rf"求和项[:：]?|sumof|{_SPAN}|{_YEAR}|{_COUNTED}|[本当今全每]年度?|年度?平均|年均|平均|年度?"
    r"|不?含(?:增值)?税|未税|税[前后]|annual|yearly|average|avg\.?|total|net|gross"
)
_BEHIND = re.compile(rf"(?:{_SPAN}|{_YEAR}|[本当今全]年度?|年度?平均|年均|平均|peryear)$")
_DATED = re.compile(rf"{_YEAR}|[本当今上去前]年")
# More than one year: their sum is no yearly amount. 2024年 and 24年 are one.
_SEVERAL = re.compile(
    rf"{_SPAN}|(?:最?近|过去)(?:[两二三四五六七八九十]{{1,2}}|[2-9]|\d{{2}})个?年"
    r"|(?<!\d)[2-9]个?年|(?<![零〇一二三四五六七八九])[两二三四五六七八九十]{1,2}个?年|历年|往年"
)
_MEAN = re.compile(r"均|avg|average|mean")
_SAME_YEAR = re.compile(r"((?:19|20)\d{2})年?[-~至到—]\1年?")


def cores(name: str) -> Iterator[str]:
    """Yield a header's name, then what is left of it without its modifiers, the outermost first."""
    while name:
        rest = name
        while rest:
            yield rest
            end = _BEHIND.search(rest)
            rest = rest[: end.start()].strip(EDGES) if end else ""
        begin = _BEFORE.match(name)
        name = name[begin.end() :].strip(EDGES) if begin else ""


def dated(text: str) -> bool:
    """Tell whether a header is about a certain year: 销售额（2024年）, 本年销售额."""
    return _DATED.search(plain_text(text)) is not None


def several_years(text: str) -> bool:
    """Tell whether a header may be a sum over years: 近三年销售额, and no average of them."""
    plain = _SAME_YEAR.sub("", plain_text(text))
    return _SEVERAL.search(plain) is not None and _MEAN.search(plain) is None
