"""Conditions on numbers and dates: alternatives of conjunctions of comparisons and intervals."""

from __future__ import annotations

from tierctl.model.quantity import Unit
from tierctl.policy import condition_error as expected
from tierctl.policy.bounds import Bound, BoundWords, Side, between, compared, ranged
from tierctl.policy.brackets import BracketReader
from tierctl.policy.sets import DateSet, NumberSet
from tierctl.policy.tokens import Token
from tierctl.policy.vocabulary import BY_CONVENTION


def read_measures(text: str, unit: Unit, bounds: BoundWords) -> NumberSet:
    """Read a condition on a number in a unit, or on a date. Raises ConditionError."""
    reader = _NumberReader(text, unit, bounds)
    values = reader.alternatives()
    reader.take_last()
    return values


class _NumberReader(BracketReader):
    def __init__(self, text: str, unit: Unit, bounds: BoundWords) -> None:
        super().__init__(text, unit)
        self.bounds = bounds
        self.sets: type[NumberSet] = DateSet if self.dates else NumberSet
        self.excepting = False

    def alternatives(self) -> NumberSet:
        parts = [self.conjunction()]
        while self.joint("or"):
            parts.append(self.conjunction())
        return self.sets.any_of(parts) if len(parts) > 1 else parts[0]

    def joint(self, *kinds: str) -> Token | None:
        """Take a connective; a comma may stand before it."""
        if self.peek().kind == "comma" and self.peek(1).kind in kinds:
            self.take()
        return self.took(*kinds)

    def conjunction(self) -> NumberSet:
        parts = [self.factor()]
        loose = None
        while joint := self.joint("and", "both"):
            loose = joint if joint.kind == "both" else loose
            parts.append(self.factor())
        if len(parts) == 1:
            return parts[0]
        values = self.sets.all_of(parts)
        if loose and values.empty:
            # 100万以下和500万以上 says "and" and means "or".
            self.fail(loose.position, expected.WHICH_JOINT)
        return values

    def factor(self) -> NumberSet:
        token = self.peek()
        if token.kind in ("not", "except"):
            return self.excluded(self.take())
        if token.kind == "open":
            if self.at_interval():
                return self.sets.of(self.bracketed())
            if token.text == "(":
                return self.group(self.take())
        if token.kind in ("blank", "filled", "never", "any"):
            return self.blankness(self.take())
        if token.kind == "compare":
            return self.compared_values()
        if token.kind == "between" or self.peek(int(token.kind == "from")).kind in _VALUES:
            return self.from_a_value(exactly=False)
        return self.fail(token.position, expected.COMPARE)

    def blankness(self, token: Token) -> NumberSet:
        blank = self.sets.of(blank=True)
        if token.kind in ("blank", "never"):
            return blank if token.kind == "blank" else self.sets.of()
        everything = self.sets.everything()
        return everything if token.kind == "any" else everything.but_blank()

    def group(self, opening: Token) -> NumberSet:
        self.deeper(opening)
        values = self.alternatives()
        if self.peek().text != ")":
            self.fail(self.peek().position, expected.CLOSED_GROUP)
        self.take()
        self.depth -= 1
        return values

    def excluded(self, word: Token) -> NumberSet:
        """Take what a negation excludes; blank is left out of the rest."""
        self.deeper(word)
        outer, self.excepting = self.excepting, word.kind == "except"
        at_value = self.peek().kind in _VALUES
        ranged = at_value or self.peek().kind == "between"
        values = self.from_a_value(exactly=True) if at_value else self.factor()
        if self.closes():
            self.take()
        self.excepting = outer
        self.depth -= 1
        if ranged and self.peek().kind == "or" and self.peek(1).kind in (*_VALUES, "between"):
            # 非 5-10 或 20-30: is 25 in?
            self.fail(self.peek().position, expected.BRACKETED)
        return values.complement().but_blank()

    def compared_values(self) -> NumberSet:
        """Take a comparison: a sign or word and its value, or = and a list of values."""
        sign = self.peek().meaning
        if sign not in ("=", "!="):
            worded = self.peek().text[0].isalnum()
            return self.one_side(self.side(), worded=worded)
        self.take()
        values = [self.exact()]
        while self.peek().kind == "comma" and self.peek(1).kind in _VALUES:
            self.take()
            values.append(self.exact())
        named = self.sets.of(*(i for value in values for i in compared("=", value)))
        return named if sign == "=" else named.complement().but_blank()

    def exact(self) -> float:
        bound = self.bound()
        if bound.included is not None:
            self.fail(self.said_at(bound), expected.NO_CONTRADICTION)
        return bound.value

    def said_at(self, bound: Bound) -> int:
        """Return where (含) or (不含) stands behind a bound."""
        return next(t.position for t in self.tokens if t.text == "(" and t.position >= bound.end)

    def from_a_value(self, *, exactly: bool) -> NumberSet:
        """Take what begins with a value: a range, or a bound with its word behind it."""
        opening = self.took("between", "from")
        low = self.bound()
        joints = ("range", "dash", "both", "and") if opening else ("range", "dash")
        joint = self.took(*joints)
        if joint is None and self.peek().kind == "both" and self.amid_follows():
            joint = self.take()
        if joint is not None:
            high = self.bound()
            self.took("amid")
            return self.interval(low, high, *ranged(low, high))
        if self.peek().kind == "after" and not self.closes():
            return self.one_side(self.with_word(low), worded=True)
        if exactly and low.included is None:
            return self.sets.of(*compared("=", low.value))
        return self.fail(low.start, expected.COMPARE)

    def amid_follows(self) -> bool:
        """Tell whether `和 500万 之间` stands here."""
        kinds = [self.peek(i).kind for i in range(1, 5)]
        return "number" in kinds and "amid" in kinds

    def closes(self) -> bool:
        return self.excepting and self.peek().text in _OUTSIDE

    def side(self) -> Side:
        """Take one bound with its sign or word, which may stand before or behind it."""
        word = self.took("compare")
        if word is None:
            return self.with_word(self.bound())
        bound = self.bound()
        if bound.included is not None and not word.text[0].isalnum():
            self.fail(self.said_at(bound), expected.NO_CONTRADICTION)
        return self.signed(word, bound)

    def with_word(self, bound: Bound) -> Side:
        word = self.take()
        if word.kind != "after":
            self.fail(bound.start, expected.COMPARE)
        said = self.inclusion(bound) if bound.included is None else bound.included
        return self.signed(word, bound._replace(included=said))

    def signed(self, word: Token, bound: Bound) -> Side:
        sign = word.meaning[:1]
        included = bound.included
        if included is None:
            by_convention = word.text in BY_CONVENTION and not self.bounds.inclusive
            included = word.meaning[1:] == "=" and not by_convention
        return Side(f"{sign}=" if included else sign, bound)

    def one_side(self, first: Side, *, worded: bool) -> NumberSet:
        """Take the upper bound that may follow a lower one at once: 100万以上500万以下."""
        start = self.next
        dash = self.took("range", "dash") if worded and first.lower else None
        if dash and dash.kind == "dash" and first.bound.value < 0 and self.peek().kind == "number":
            # -10以上-5以下: to -5, or to 5?
            self.fail(dash.position, expected.END)
        following = self.peek()
        if not first.lower or following.kind not in ("compare", *_VALUES):
            self.next = start
            return self.sets.of(first.interval())
        if following.meaning not in ("<", "<=") and following.kind == "compare":
            self.fail(following.position, expected.END)
        second = self.side()
        if second.lower:
            self.fail(following.position, expected.END)
        return self.interval(first.bound, second.bound, first, second)

    def interval(self, low: Bound, high: Bound, above: Side, below: Side) -> NumberSet:
        self.check_units(low, high)
        values = between(above, below)
        self.check_order(low, high, values.empty)
        return self.sets.of(values)


_VALUES = ("number", "dash", "currency", "infinity")
_OUTSIDE = ("以外", "之外", "外")
