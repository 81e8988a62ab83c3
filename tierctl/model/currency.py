"""Currencies: which texts say that money is counted in another one than 元."""

from __future__ import annotations

import re
import unicodedata

from tierctl.model.folding import folded

_FOREIGN = re.compile(
    r"(?<![a-z])(?:usd|hkd|eur|gbp|jpy|krw|aud|cad|sgd|chf|twd|ntd|thb|inr|rub|vnd|mop|myr|idr|php"
    r"|(?:us |hk )?dollars?|euros?|yen|pounds? sterling|sterling)(?![a-z])|[$€£]"
    r"|美[元圆金]|[港台澳加新日韩欧]币|[港欧日韩澳加新]元|英镑|[日韩][圆円]|卢布|卢比|泰铢|法郎|越南盾|外币"
)
# What may stand beside a currency in a cell that names nothing else: US$, 万美元, USD（美元）.
_BESIDE = re.compile(r"us|hk|nt|[十百千万亿元圆]|thousand|million|'?000|[\s()\[\]【】,、/:;.*-]")
_OWN_SYMBOLS = frozenset(["", "¥", "元", "圆", "cny", "rmb", "cn¥", "人民币"])
_JAPANESE = "411"
# What a number format shows as it is: bracketed currency with its locale, quoted, escaped, bare.
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-([0-9a-f]+))?\]")
_PADDING = re.compile(r"[_*].|\[[^\]]*\]")


def foreign_currency(text: str) -> bool:
    """Tell whether a header or a note counts in another currency than 元."""
    return _FOREIGN.search(folded(text)) is not None


def names_currency(text: str) -> bool:
    """Tell whether a text is nothing but the name of another currency than 元."""
    plain = folded(text)
    rest = _FOREIGN.sub(" ", plain)
    return rest != plain and not _BESIDE.sub("", rest)


def foreign_format(code: str) -> bool:
    """Tell whether a number format shows another currency than 元: `[$$-409]#,##0`, `"US$"0`."""
    plain = folded(code)
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
