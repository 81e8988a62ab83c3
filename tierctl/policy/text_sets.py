"""A set of texts: a pattern of contained parts, and the finitely many texts that are exceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

from tierctl.model.table import Value
from tierctl.policy import patterns
from tierctl.policy.patterns import ANYTHING, NOTHING, Pattern

_JOINTS = "·-_~+#*/=%@^0123456789"


@dataclass(frozen=True, slots=True)
class TextSet:
    """The texts of `pattern`; but an exception is in where it is not of it, and out where it is.

    A list of texts is exceptions to NOTHING, everything but a list exceptions to ANYTHING. A
    pattern with any text has infinitely many, so finitely many exceptions never empty it, and sets
    with the same members are equal. Operations raise TooComplex where a pattern has too many
    alternatives.
    """

    pattern: Pattern = NOTHING
    exceptions: frozenset[str] = frozenset()
    blank: bool = False

    @classmethod
    def of(cls, *texts: str, blank: bool = False) -> TextSet:
        """Return the set of the listed texts."""
        return cls(NOTHING, frozenset(texts), blank)

    @classmethod
    def everything(cls) -> TextSet:
        """Return the set of all texts, and blank."""
        return cls(ANYTHING, frozenset(), True)

    @classmethod
    def containing(cls, part: str) -> TextSet:
        """Return the texts that contain `part`: the same characters in the same width and case."""
        return cls(patterns.containing(part))

    @classmethod
    def any_of(cls, sets: Iterable[TextSet]) -> TextSet:
        """Return the values that are in at least one of many sets. Raises TooComplex."""
        listed: set[str] = set()
        blank = False
        patterned = []
        for values in sets:
            if values.pattern:
                patterned.append(values)
            else:
                listed |= values.exceptions
                blank |= values.blank
        if all(not values.exceptions for values in patterned):
            pattern = patterns.any_of(values.pattern for values in patterned)
            blank |= any(values.blank for values in patterned)
            new = frozenset(text for text in listed if not patterns.holds(pattern, text))
            return TextSet(pattern, new, blank)
        return reduce(TextSet.union, patterned, TextSet.of(*listed, blank=blank))

    @classmethod
    def all_of(cls, sets: Iterable[TextSet]) -> TextSet:
        """Return the values that are in every one of many sets. Raises TooComplex."""
        return cls.any_of(values.complement() for values in sets).complement()

    def holds(self, value: Value) -> bool:
        """Tell whether a value is in the set; a number never is."""
        if value is None:
            return self.blank
        if not isinstance(value, str):
            return False
        return (value in self.exceptions) != patterns.holds(self.pattern, value)

    def union(self, other: TextSet) -> TextSet:
        """Return the values that are in either. Raises TooComplex."""
        pattern = patterns.either(self.pattern, other.pattern)
        return self._combined(other, pattern, lambda a, b: a or b)

    def intersection(self, other: TextSet) -> TextSet:
        """Return the values that are in both. Raises TooComplex."""
        pattern = patterns.both(self.pattern, other.pattern)
        return self._combined(other, pattern, lambda a, b: a and b)

    def _combined(
        self, other: TextSet, pattern: Pattern, joint: Callable[[bool, bool], bool]
    ) -> TextSet:
        named = self.exceptions | other.exceptions
        exceptions = frozenset(
            text
            for text in named
            if joint(self.holds(text), other.holds(text)) != patterns.holds(pattern, text)
        )
        return TextSet(pattern, exceptions, joint(self.blank, other.blank))

    def complement(self) -> TextSet:
        """Return the values that are not in it. Raises TooComplex."""
        return TextSet(patterns.neither(self.pattern), self.exceptions, not self.blank)

    def but_blank(self) -> TextSet:
        """Return the set without blank."""
        return TextSet(self.pattern, self.exceptions)

    @property
    def listed(self) -> list[str]:
        """The texts that are in beside the pattern, sorted."""
        return sorted(t for t in self.exceptions if not patterns.holds(self.pattern, t))

    @property
    def excluded(self) -> list[str]:
        """The texts that are out although they are of the pattern, sorted."""
        return sorted(t for t in self.exceptions if patterns.holds(self.pattern, t))

    @property
    def empty(self) -> bool:
        """Whether nothing is in it, blank included."""
        return not (self.pattern or self.exceptions or self.blank)

    def witness(self) -> str | None:
        """Return a text in the set; None where only blank is in it, or nothing."""
        listed = self.listed
        if listed or not self.pattern:
            return listed[0] if listed else None
        term = min(self.pattern, key=lambda t: (sorted(t.has), sorted(t.lacks)))
        # A character of no part keeps the parts apart, and none arises where two meet.
        used = {char for part in term.lacks for char in part}
        joint = next(c for c in (*_JOINTS, *map(chr, range(0x4E00, 0x9FFF))) if c not in used)
        text: str = joint.join(sorted(term.has)) or joint
        while text in self.exceptions:
            text += joint
        return text
