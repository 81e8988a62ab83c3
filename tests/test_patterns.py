"""Patterns of contained parts: the normal form is one for all that means the same."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tierctl.policy import patterns
from tierctl.policy.patterns import ANYTHING, NOTHING, Pattern, TooComplex, containing

PARTS = ["a", "b", "ab", "ba", "aab", "c"]
# Every possible choice of parts stands in one of these texts, and no other part with it.
WORLDS = ["|".join(c) for n in range(len(PARTS) + 1) for c in itertools.combinations(PARTS, n)]

made = st.recursive(
    st.sampled_from([*map(containing, PARTS), ANYTHING, NOTHING]),
    lambda inner: st.one_of(
        st.builds(patterns.either, inner, inner),
        st.builds(patterns.both, inner, inner),
        inner.map(patterns.neither),
    ),
    max_leaves=8,
)


def members(pattern: Pattern) -> list[bool]:
    return [patterns.holds(pattern, text) for text in WORLDS]


@given(made, made)
def test_patterns_are_equal_exactly_where_they_hold_the_same_texts(a: Pattern, b: Pattern) -> None:
    assert (members(a) == members(b)) == (a == b)


@given(made)
def test_a_pattern_of_no_text_is_nothing(a: Pattern) -> None:
    assert (not any(members(a))) == (a == NOTHING)
    assert all(members(a)) == (a == ANYTHING)


@given(made, made)
def test_combinations_hold_what_their_parts_hold(a: Pattern, b: Pattern) -> None:
    pairs = list(zip(members(a), members(b), strict=True))
    assert [x or y for x, y in pairs] == members(patterns.either(a, b))
    assert [x and y for x, y in pairs] == members(patterns.both(a, b))
    assert [not x for x, _ in pairs] == members(patterns.neither(a))


def test_a_longer_part_brings_the_shorter_ones_with_it() -> None:
    assert containing("a") == patterns.either(containing("a"), containing("ab"))
    assert containing("ab") == patterns.both(containing("a"), containing("ab"))


def test_too_many_alternatives_are_told_and_not_guessed() -> None:
    pairs = [
        patterns.both(containing(chr(0x4E00 + 2 * i)), containing(chr(0x4E01 + 2 * i)))
        for i in range(9)
    ]
    whole = NOTHING
    for pair in pairs:
        whole = patterns.either(whole, pair)
    with pytest.raises(TooComplex):
        patterns.neither(whole)
