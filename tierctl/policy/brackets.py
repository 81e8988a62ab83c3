"""An interval in brackets: `(100万..500万]`, `[90,100]`, `[5万..]`, `(-∞,5]`."""

from __future__ import annotations

import math

from tierctl.policy import condition_error as expected
from tierctl.policy.bounds import Bound
from tierctl.policy.intervals import Interval
from tierctl.policy.measures import MeasureReader
from tierctl.policy.tokens import Token


class BracketReader(MeasureReader):
    """Read intervals in brackets: a round one leaves its bound out, a square one takes it in."""

    def at_interval(self) -> bool:
        """Tell whether a bracket opens an interval, and not a group of conditions."""
        if self.peek().text == "[":
            return True
        before = self.next
        self.next += 1
        try:
            if self.at_open_end():
                return True
            if not self.at_bound():
                return False
            while self.peek().kind in ("number", "dash", "currency", "word", "infinity"):
                self.next += 1
            if self.peek().text == "(" and self.peek(1).kind in ("included", "excluded"):
                while self.peek().kind != "end" and self.take().text != ")":
                    pass
            return self.peek().kind in ("range", "comma") or self.peek().text == ")"
        finally:
            self.next = before

    def bracketed(self) -> Interval:
        """Take an interval in brackets."""
        opening = self.take()
        self.split_group()
        low = self.end(-math.inf)
        separator = self.take()
        if separator.kind not in ("range", "comma", "dash"):
            self.fail(separator.position, expected.SEPARATOR)
        high = self.end(math.inf)
        if separator.kind == "comma":
            self.check_commas(separator, low, high)
        self.check_units(low, high)
        closing = self.take()
        if closing.kind != "close":
            self.fail(closing.position, expected.CLOSING)
        if opening.text + closing.text == "()" and not separator.text.startswith(
            (".", ",", ";", "、")
        ):
            # (100万至500万) may as well be a range that merely stands in brackets: both ends in.
            ends = ["".join(self.text[b.start : b.end].split()) for b in (low, high)]
            self.fail(separator.position, expected.which_ends("..".join(ends)))
        interval = Interval(
            low.value,
            high.value,
            _closed(opening, low),
            _closed(closing, high),
        )
        self.check_order(low, high, interval.empty)
        return interval

    def at_open_end(self) -> bool:
        """Tell whether the place of a bound is left open."""
        return self.peek().text in ("..", "...", "~")

    def end(self, infinite: float) -> Bound:
        """Take a bound; where the place is empty, or says ∞, the interval has no end there."""
        start = self.peek().position
        if self.peek().kind == "close" or self.at_open_end():
            return Bound(infinite, None, None, start, start, start)
        if self.at_bound() and "infinity" in (self.peek().kind, self.peek(1).kind):
            sign = self.peek().text
            if (sign == "-") is not (infinite < 0):
                self.fail(start, self.literal)
            self.next += 1 if self.peek().kind == "infinity" else 2
            return Bound(infinite, None, None, start, start, self.ended())
        return self.bound()

    def split_group(self) -> None:
        """Read `[100,200]` as two bounds: one grouped number would leave nothing to separate."""
        sign = self.peek().kind == "dash"
        number = self.peek(int(sign))
        if number.kind != "number" or "," not in number.text:
            return
        at = self.next + int(sign) + 1
        while self.peek(at - self.next).kind in ("word", "currency"):
            at += 1
        if self.peek(at - self.next).kind != "close":
            return
        first, *rest = number.text.split(",")
        if len(rest) > 1:
            parts = [first, *rest]
            self.fail(
                number.position,
                expected.other_separator(
                    [
                        f"{','.join(parts[:i])}..{','.join(parts[i:])}"
                        for i in range(1, len(parts))
                        if parts[i][0] != "0"
                    ][:2]
                    or [f"{number.text}..{number.text}"]
                ),
            )
        place = number.position + len(first)
        index = self.next + int(sign)
        self.tokens[index : index + 1] = [
            Token("number", first, number.position),
            Token("comma", ",", place),
            Token("number", rest[0], place + 1),
        ]

    def check_commas(self, separator: Token, low: Bound, high: Bound) -> None:
        """Refuse a comma that separates beside commas that group, unless it can be told apart."""
        ends = [self.text[b.start : b.end] for b in (low, high)]
        told = separator.text == ";" or self.text[separator.position + 1 : high.start].isspace()
        mark = self.text[separator.position]
        if not told and any("," in end or mark in end for end in ends) and mark in "".join(ends):
            self.fail(low.start, expected.other_separator(["..".join(ends)]))


def _closed(bracket: Token, bound: Bound) -> bool:
    """Tell whether a bound is in: (含) and (不含) win over the bracket."""
    if math.isinf(bound.value):
        return False
    return bracket.text in "[]" if bound.included is None else bound.included
