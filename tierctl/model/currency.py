"""Currencies: which texts say that money is counted in another one than 元."""

from __future__ import annotations

import re
import unicodedata

from tierctl.model.quantity import half_width

_FOREIGN = re.compile(
    r"(?<![a-z])(?:usd|hkd|eur|gbp|jpy|krw|aud|cad|sgd|chf|twd|thb|inr|rub|vnd|mop)(?![a-z])|[$€£]"
    r"|美元|美金|[港台澳加新]币|[港欧日韩澳加新]元|英镑|日[圆円]|卢布|卢比|泰铢|法郎|越南盾|外币"
)
_OWN_SYMBOLS = frozenset(["", "¥", "元", "圆", "cny", "rmb", "cn¥", "人民币"])
_JAPANESE = "411"
# What a number format shows as it is: bracketed currency with its locale, quoted, escaped, bare.
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-([0-9a-f]+))?\]")
_PADDING = re.compile(r"[_*].|\[[^\]]*\]")


def foreign_currency(text: str) -> bool:
    """Tell whether a header or a note counts in another currency than 元."""
    return _FOREIGN.search(half_width(text).casefold()) is not None


def foreign_format(code: str) -> bool:
    """Tell whether a number format shows another currency than 元: `[$$-409]#,##0`, `"US$"0`."""
    plain = half_width(code).casefold()
    for symbol, locale in _CURRENCY.findall(plain):
        symbol = symbol.strip(' "\\')
        if symbol in _OWN_SYMBOLS:
            if symbol and (locale or "").lstrip("0") == _JAPANESE:
                return True
        elif foreign_currency(symbol) or symbol.rstrip(".").isalpha() or _is_sign(symbol):
            return True
    return foreign_currency(_PADDING.sub("", plain).replace('"', "").replace("\\", ""))


def _is_sign(symbol: str) -> bool:
    return any(unicodedata.category(char) == "Sc" for char in symbol)
