"""Reading one number with its unit, or one date, inside a condition."""

from __future__ import annotations

from functools import cache

from tierctl.model.dates import day_of
from tierctl.model.quantity import Dimension, Unit, half_width, shifted, unit_named
from tierctl.model.text import Text
from tierctl.policy import condition_error as expected
from tierctl.policy.bounds import Bound, unsaid_unit
from tierctl.policy.reader import Reader
from tierctl.policy.tokens import Token, measure_tokens
from tierctl.policy.vocabulary import SYNONYMS

_PER_MILLE = Unit("‰", Dimension.RATIO, -3)
_MAY_BE_M = ("月", "分", "米")
"""Units beside which M means months, minutes or metres, not millions."""


class MeasureReader(Reader):
    """Read numbers in a column's unit, or dates as ordinal days."""

    def __init__(self, text: str, unit: Unit) -> None:
        self.dates = unit.dimension is Dimension.DATE
        super().__init__(text, measure_tokens(text, dates=self.dates))
        self.unit = unit

    @property
    def literal(self) -> Text:
        """What stands where a value is expected."""
        return expected.DATE if self.dates else expected.NUMBER

    def at_bound(self) -> bool:
        """Tell whether a value comes next."""
        token, following = self.peek(), self.peek(1)
        if token.kind == "dash":
            return _adjacent(token, following) and following.kind in ("number", "infinity")
        if token.kind == "word":
            return token.text == "+" and following.kind == "infinity"
        return token.kind in ("number", "currency", "infinity")

    def bound(self) -> Bound:
        """Take a value with its unit, and (含) or (不含) behind it."""
        start = self.peek().position
        value, unit, digits_end = self.day() if self.dates else self.quantity(self.unit)
        bound = Bound(value, unit, None, start, digits_end, self.ended())
        return bound._replace(included=self.inclusion(bound))

    def ended(self) -> int:
        """Return the position behind the last word taken."""
        last = self.tokens[self.next - 1]
        return last.position + len(last.text)

    def day(self) -> tuple[float, None, int]:
        """Take a date."""
        token = self.take()
        day = day_of(token.text) if token.kind == "number" else None
        if day is None:
            self.fail(token.position, expected.DATE)
        return float(day), None, self.ended()

    def quantity(self, column: Unit) -> tuple[float, Unit | None, int]:
        """Take a number: its value in the base unit, and the unit that stands with it."""
        if column.dimension is Dimension.MONEY:
            self.took("currency")
        first = self.peek()
        sign = "-" if self.at_bound() and self.took("dash") else ""
        token = self.take()
        if token.kind != "number":
            self.fail(first.position if token is first else token.position, expected.NUMBER)
        digits_end = self.ended()
        named = self.named_unit(column)
        value = shifted(sign + token.text.replace(",", ""), (named or column).shift)
        if value is None:
            self.fail(token.position, expected.NUMBER)
        return value, named, digits_end

    def named_unit(self, column: Unit) -> Unit | None:
        """Take the unit where one stands; one that is not this column's is refused."""
        if self.peek().kind != "word":
            return None
        token = self.take()
        named = unit_in(token.text, column)
        if named is None:
            self.fail(token.position, expected.UNIT)
        return named

    def inclusion(self, bound: Bound) -> bool | None:
        """Take (含) or (不含), with or without the bound once more: (含100万)."""
        if self.peek().text != "(" or self.peek(1).kind not in ("included", "excluded"):
            return None
        self.take()
        included = self.take().kind == "included"
        if self.at_bound():
            again = self.bound()
            if again.value != bound.value or again.included is not None:
                self.fail(again.start, expected.SAME_BOUND)
        if self.peek().text != ")":
            self.fail(self.peek().position, expected.CLOSED_GROUP)
        self.take()
        return included

    def check_units(self, low: Bound, high: Bound) -> None:
        """Refuse 100-500万: 100万 to most people, and 100 元 to the letter."""
        doubtful = unsaid_unit(low, high, self.unit)
        if doubtful is None:
            return
        late = doubtful is low
        spoken = high if late else low
        digits = self.text[doubtful.start : doubtful.digits_end]
        shown = self.text[spoken.start : spoken.end]
        units = (self.text[spoken.digits_end : spoken.end].strip(), self.unit.symbol)
        ends = [f"{digits}{word}" for word in units if word]
        choices = [f"{end}-{shown}" if late else f"{shown}-{end}" for end in ends]
        self.fail(doubtful.start, expected.both_units(choices))

    def check_order(self, low: Bound, high: Bound, empty: bool) -> None:
        """Refuse an interval that holds nothing: most often its bounds are the wrong way round."""
        if empty:
            self.fail(high.start, expected.not_below(self.text[low.start : low.end]))


def _adjacent(token: Token, following: Token) -> bool:
    return following.position == token.position + len(token.text)


@cache
def unit_in(word: str, column: Unit) -> Unit | None:
    """Return the unit that a word names in a column, or None."""
    word = half_width(word).strip().casefold()
    named = unit_named(word, column.dimension)
    if named is not None and not (word == "m" and column.symbol[:1] in _MAY_BE_M):
        return named
    if column.dimension is Dimension.RATIO:
        return _PER_MILLE if word == "‰" else None
    if column.dimension is Dimension.MONEY:
        return column if word == column.symbol.casefold() else None
    symbol = column.symbol.casefold()
    names = {symbol, symbol.split("/")[0]} - {""}
    spelled = {s for name in names for s in (name, f"个{name}", *SYNONYMS.get(name, ()))}
    if word in spelled:
        return column
    multiples = [word.removesuffix(s) for s in spelled if word.endswith(s)]
    found = [unit_named(multiple, column.dimension) for multiple in multiples]
    return next((unit for unit in found if unit), None)
