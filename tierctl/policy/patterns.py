"""Texts by what they contain, in one normal form: all prime alternatives.

A pattern is a set of alternatives; an alternative says which parts a text has and which it lacks.
Parts know one another: who has 科技公司 has 科技. The normal form is Blake's (every alternative
that no wider one covers, found by consensus), so that patterns with the same texts are equal. An
alternative that is possible at all holds infinitely many texts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

_MOST_TERMS = 100
_MOST_WORK = 10_000
"""Comparisons of two alternatives in one operation: some ten milliseconds."""


class TooComplex(ValueError):
    """A combination of parts with too many alternatives to decide: unknown, neither yes nor no."""


@dataclass(frozen=True, slots=True)
class Term:
    """The texts that have every part of `has` and none of `lacks`. Build with `of`."""

    has: frozenset[str]
    lacks: frozenset[str]

    @classmethod
    def of(cls, has: Iterable[str], lacks: Iterable[str]) -> Iterator[Term]:
        """Give the alternative in its shortest form, or nothing where no text can be such."""
        had, lacked = frozenset(has), frozenset(lacks)
        longest = frozenset(p for p in had if not any(p in q for q in had if p != q))
        shortest = frozenset(p for p in lacked if not any(q in p for q in lacked if p != q))
        if not any(part in text for part in shortest for text in longest):
            yield cls(longest, shortest)

    def holds(self, text: str) -> bool:
        """Tell whether a text is of this kind."""
        return all(part in text for part in self.has) and not any(p in text for p in self.lacks)

    def within(self, other: Term) -> bool:
        """Tell whether every text of this kind is of the other kind."""
        return all(any(part in own for own in self.has) for part in other.has) and all(
            any(own in part for own in self.lacks) for part in other.lacks
        )

    def without(self) -> list[Term]:
        """Return the alternatives to this one: each part that may be otherwise."""
        return [Term(frozenset(), frozenset({p})) for p in sorted(self.has)] + [
            Term(frozenset({p}), frozenset()) for p in sorted(self.lacks)
        ]


Pattern = frozenset[Term]
NOTHING: Pattern = frozenset()
ANYTHING: Pattern = frozenset({Term(frozenset(), frozenset())})


def containing(part: str) -> Pattern:
    """Return the texts that contain `part`, which is not empty."""
    return frozenset({Term(frozenset({part}), frozenset())})


def holds(pattern: Pattern, text: str) -> bool:
    """Tell whether a text is of a pattern."""
    return any(term.holds(text) for term in pattern)


def any_of(several: Iterable[Pattern]) -> Pattern:
    """Return the texts of at least one. Raises TooComplex."""
    return _normal([term for pattern in several for term in pattern])


def either(a: Pattern, b: Pattern) -> Pattern:
    """Return the texts of either. Raises TooComplex."""
    return any_of([a, b])


def both(a: Pattern, b: Pattern) -> Pattern:
    """Return the texts of both. Raises TooComplex."""
    if len(a) * len(b) > _MOST_TERMS * 10:
        raise TooComplex
    return _normal([t for x in a for y in b for t in Term.of(x.has | y.has, x.lacks | y.lacks)])


def neither(pattern: Pattern) -> Pattern:
    """Return the texts that are not of it. Raises TooComplex."""
    others = [term.without() for term in pattern]
    # Single parts are one alternative together, however many they are.
    singles = [other[0] for other in others if len(other) == 1]
    lacks = {p for term in singles for p in term.lacks}
    start = frozenset(Term.of({p for term in singles for p in term.has}, lacks))
    return reduce(both, (_normal(other) for other in others if len(other) != 1), start)


def _normal(terms: Iterable[Term]) -> Pattern:
    kept: list[Term] = []
    waiting = deque(terms)
    work = 0
    while waiting:
        term = waiting.popleft()
        work += len(kept)
        if any(term.within(other) for other in kept):
            continue
        kept = [other for other in kept if not other.within(term)]
        if len(kept) >= _MOST_TERMS or work > _MOST_WORK:
            raise TooComplex
        for other in kept:
            waiting.extend(_consensus(term, other))
            waiting.extend(_consensus(other, term))
        kept.append(term)
    return frozenset(kept)


def _consensus(a: Term, b: Term) -> Iterator[Term]:
    """Give what holds either way: a text has 科技, or it lacks 科技 and all that contains it."""
    for part in a.has:
        for longer in b.lacks:
            if part in longer:
                yield from Term.of(a.has - {part} | b.has, a.lacks | b.lacks - {longer})
