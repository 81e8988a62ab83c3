"""Numbers and their units: what counts as a number, and how a unit moves its decimal point.

A unit is an exact decimal shift of the shortest decimal text, then the nearest double: a plain
multiplication by 10,000 is wrong for one in ten two-decimal values.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from tierctl.model.dates import FIRST, LAST, iso


class Dimension(StrEnum):
    """What a number measures; it decides which units a cell may carry."""

    MONEY = "money"
    RATIO = "ratio"
    PLAIN = "plain"
    DATE = "date"
    """A day, by its ordinal."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `shift` is the power of ten that leads to the dimension's base unit."""

    symbol: str
    dimension: Dimension
    shift: int

    @property
    def shown_as(self) -> Dimension:
        """What its numbers look like: 1.2 倍 is shown as it is, not as 120%."""
        plain = self.dimension is Dimension.RATIO and self.shift == 0
        return Dimension.PLAIN if plain else self.dimension


YUAN = Unit("元", Dimension.MONEY, 0)
TEN_THOUSAND_YUAN = Unit("万元", Dimension.MONEY, 4)
RATIO = Unit("ratio", Dimension.RATIO, 0)
PERCENT = Unit("%", Dimension.RATIO, -2)
PLAIN = Unit("", Dimension.PLAIN, 0)
DAY = Unit("", Dimension.DATE, 0)

# Spellings that name a unit by themselves, whatever the column measures.
_NAMED = {
    "元": YUAN,
    "人民币元": YUAN,
    "rmb": YUAN,
    "cny": YUAN,
    "yuan": YUAN,
    "千元": Unit("千元", Dimension.MONEY, 3),
    "万元": TEN_THOUSAND_YUAN,
    "十万元": Unit("十万元", Dimension.MONEY, 5),
    "百万元": Unit("百万元", Dimension.MONEY, 6),
    "千万元": Unit("千万元", Dimension.MONEY, 7),
    "亿元": Unit("亿元", Dimension.MONEY, 8),
    "%": PERCENT,
    "percent": PERCENT,
    "百分比": PERCENT,
    "ratio": RATIO,
    "倍": RATIO,
}
# Bare multipliers: money where the column is money, plain numbers where it is not.
_MULTIPLIERS = {"千": 3, "k": 3, "万": 4, "百万": 6, "m": 6, "千万": 7, "亿": 8}

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {
    0x3000: " ",
    0x00A0: " ",
    0x2007: " ",
    0x2009: " ",
    0x202F: " ",
    0xFFE5: "¥",
    0x2212: "-",
    0x2013: "-",
}
_UNIT_WORDS = "|".join(
    sorted((re.escape(w) for w in [*_NAMED, *_MULTIPLIERS]), key=len, reverse=True)
)
_NUMBER = re.compile(
    rf"""(?P<open>\()?\ *
    (?P<sign>[-+])?\ *(?P<currency>¥|rmb|cny|人民币)?\ *(?P<sign2>[-+])?
    (?P<number>(?:[1-9]\d{{0,2}}(?:(?:,\d{{3}})+|(?:\ \d{{3}})+)|\d+)(?:\.\d*)?|\.\d+)
    \ *(?P<unit>{_UNIT_WORDS})?\ *(?P<close>\))?\Z""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it was written, in decimal digits, and the unit that was written with it."""

    digits: str
    unit: Unit | None


def half_width(text: str) -> str:
    """Return `text` with full-width ASCII and the many kinds of space and minus made plain."""
    return text.translate(_FULL_WIDTH)


def unit_named(word: str, dimension: Dimension) -> Unit | None:
    """Return the unit that `word` names in a column of `dimension`, or None."""
    word = half_width(word).strip().casefold()
    if word in _NAMED:
        unit = _NAMED[word]
        return unit if unit.dimension is dimension else None
    if word in _MULTIPLIERS and dimension in (Dimension.MONEY, Dimension.PLAIN):
        symbol = f"{word}元" if dimension is Dimension.MONEY and word not in "km" else word
        return Unit(symbol, dimension, _MULTIPLIERS[word])
    return None


def units_of(dimension: Dimension) -> list[str]:
    """Return the spellings that `--unit` takes for a dimension, for a message."""
    named = [word for word, unit in _NAMED.items() if unit.dimension is dimension]
    return named or list(_MULTIPLIERS)


def base_unit(symbol: str | None) -> Unit:
    """Return the unit that a policy declares for an input; unknown words measure plain numbers."""
    if not symbol:
        return PLAIN
    word = symbol.casefold()
    # A bare multiplier counts pieces: 100 in a column of K is 100K in a condition.
    plain = Unit(symbol, Dimension.PLAIN, _MULTIPLIERS.get(word, 0))
    return _NAMED.get(word, plain)


def parse_quantity(text: str, dimension: Dimension) -> Quantity | None:
    """Read a number out of a text cell; None where the text is anything else.

    Taken: `6585000`, `6,585,000`, `658.5万`, `1.2亿`, `¥`/`￥`/`RMB`, `(1,234)`, `−1,234`, `35%`,
    full-width digits, spaces. Refused: everything else, so that no text is graded by accident.
    """
    if len(text) > _LONGEST:
        return None
    match = _NUMBER.match(half_width(text).strip())
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    signs = [sign for sign in (match["sign"], match["sign2"]) if sign]
    if len(signs) > 1 or (signs and match["open"]):
        return None
    unit = None
    if match["unit"]:
        unit = unit_named(match["unit"], dimension)
        if unit is None:
            return None
    # A currency mark says what is counted, not in which multiple: the column still decides that.
    if match["currency"] and dimension is not Dimension.MONEY:
        return None
    digits = match["number"].replace(",", "").replace(" ", "")
    return Quantity(("-" if "-" in signs or match["open"] else "") + digits, unit)


def shifted(digits: str, shift: int) -> float | None:
    """Return decimal `digits` moved by `shift` places as the nearest double; None if not finite.

    Digits are a plain or exponent decimal, as in a cell's `<v>`.
    """
    if len(digits) > _LONGEST:
        return None
    try:
        # A cell holds a double: its shortest text, not the 17 digits some programs write.
        mantissa, _, exponent = repr(float(digits)).partition("e")
        value = float(f"{mantissa}e{int(exponent or 0) + shift}")
    except ValueError:
        return None
    return value + 0.0 if math.isfinite(value) else None


def stored(digits: str, shift: int) -> float | None:
    """Return the number of a cell, moved by `shift` places: its double to 15 significant digits.

    Spreadsheets show and compare no more: an average of 500 may be stored as 500.00000000000006.
    """
    return shifted(f"{float(digits):.15g}", shift)


def rounded(value: float, decimals: int) -> float:
    """Return a finite number rounded to decimals, ties away from zero; zero has no sign.

    Spelled out on doubles, because every engine must do the same and their own ROUNDs differ on
    ties: 1.005 is a little less than it looks, and gives 1.0.
    """
    scale = 10.0**decimals
    scaled = abs(value) * scale
    # Beyond 2^52 a double has no fraction left to round, and +0.5 would add one.
    if scaled > 2.0**52:
        return value
    return math.copysign(math.floor(scaled + 0.5) / scale, value) + 0.0


def shown(value: float) -> str:
    """Return a number as people read it: grouped, without a needless fraction."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    text = repr(value)
    if "e" in text:
        return text
    whole, _, fraction = text.partition(".")
    return f"{int(whole):,}.{fraction}" if not whole.startswith("-0") else text


def shown_short(value: float, dimension: Dimension, chinese: bool) -> str:
    """Return a threshold as its readers write it: 500万, 60%, 1,234, 2024-01-15."""
    if dimension is Dimension.DATE and FIRST <= value <= LAST:
        return iso(int(value))
    if dimension is Dimension.RATIO:
        percent = _tidy(value * 100)
        return f"{shown(percent)}%" if math.isfinite(percent) else shown(value)
    if dimension is Dimension.MONEY and chinese and abs(value) >= 10_000:
        for factor, word in ((100_000_000, "亿"), (10_000, "万")):
            part = _tidy(value / factor)
            if abs(value) >= factor and part * 100 == int(part * 100) and part * factor == value:
                return f"{shown(part)}{word}"
    return shown(value)


def _tidy(value: float) -> float:
    return float(f"{value:.15g}")
