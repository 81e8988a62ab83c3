"""Conditions as sets: the algebra agrees with membership, and the printed form reads back."""

import itertools
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tierctl.model.dates import FIRST, LAST
from tierctl.model.quantity import DAY, PERCENT, PLAIN, YUAN, Dimension, Unit
from tierctl.model.table import Value
from tierctl.policy.canonical import canonical
from tierctl.policy.conditions import parse_condition
from tierctl.policy.intervals import Interval
from tierctl.policy.sets import DateSet, NumberSet, ValueSet
from tierctl.policy.text_sets import TextSet

# Few distinct bounds, so that intervals touch, nest and coincide.
bounds = st.sampled_from([-math.inf, -2.5, -1.0, 0.0, 0.1, 1.0, 1e6, 5e6, 5000000.01, math.inf])


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = draw(bounds), draw(bounds)
    return Interval(
        low,
        high,
        draw(st.booleans()) and math.isfinite(low),
        draw(st.booleans()) and math.isfinite(high),
    )


@st.composite
def number_sets(draw: st.DrawFn) -> NumberSet:
    return NumberSet.of(*draw(st.lists(intervals(), max_size=4)), blank=draw(st.booleans()))


# Any finite double, and its neighbours: what a printed bound must bring back exactly.
doubles = st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x + 0.0)


@st.composite
def exact_sets(draw: st.DrawFn) -> NumberSet:
    low, high = sorted([draw(doubles), draw(doubles)])
    return NumberSet.of(
        Interval(low, high, draw(st.booleans()), draw(st.booleans())), blank=draw(st.booleans())
    )


days = st.one_of(st.integers(738_000, 738_012), st.sampled_from([FIRST, FIRST + 1, LAST - 1, LAST]))


@st.composite
def date_sets(draw: st.DrawFn) -> DateSet:
    parts = []
    for _ in range(draw(st.integers(0, 4))):
        low = draw(st.one_of(st.just(-math.inf), days))
        high = draw(st.one_of(st.just(math.inf), days))
        closed = draw(st.booleans()), draw(st.booleans())
        finite = math.isfinite(low), math.isfinite(high)
        parts.append(Interval(low, high, closed[0] and finite[0], closed[1] and finite[1]))
    return DateSet.of(*parts, blank=draw(st.booleans()))


texts = st.text(
    st.sampled_from('甲乙Ａ（） ,、"”「-或非空且含除外 blankore|&~3.万'), min_size=1, max_size=8
).map(str.strip)
lists = st.builds(
    lambda listed, blank: TextSet.of(*listed, blank=blank),
    st.frozensets(texts.filter(bool), max_size=4),
    st.booleans(),
)
short = st.text(st.sampled_from("甲乙"), min_size=1, max_size=3)
atoms = st.one_of(lists, short.map(TextSet.of), short.map(TextSet.containing))
text_sets = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(TextSet.union, inner, inner),
        st.builds(TextSet.intersection, inner, inner),
        inner.map(TextSet.complement),
    ),
    max_leaves=5,
)
kinds = st.one_of(
    st.tuples(number_sets(), number_sets()),
    st.tuples(date_sets(), date_sets()),
    st.tuples(text_sets, text_sets),
)


def probes(*sets: NumberSet) -> list[Value]:
    """Return every bound, one ulp either side of it, points beyond them, and blank."""
    points = {b for s in sets for i in s.intervals for b in (i.low, i.high) if math.isfinite(b)}
    points |= {0.0, -1e300, 1e300}
    near = {math.nextafter(p, way) for p in points for way in (-math.inf, math.inf)}
    return [*sorted(points | near), None]


def members(values: NumberSet, points: list[Value]) -> list[bool]:
    return [values.holds(point) for point in points]


@given(number_sets(), number_sets())
def test_a_union_holds_what_either_holds(a: NumberSet, b: NumberSet) -> None:
    points = probes(a, b)
    expected = [a.holds(p) or b.holds(p) for p in points]
    assert expected == members(a.union(b), points)


@given(number_sets(), number_sets())
def test_an_intersection_holds_what_both_hold(a: NumberSet, b: NumberSet) -> None:
    points = probes(a, b)
    expected = [a.holds(p) and b.holds(p) for p in points]
    assert expected == members(a.intersection(b), points)


@given(number_sets())
def test_a_complement_holds_the_rest_and_twice_is_the_set(a: NumberSet) -> None:
    points = probes(a)
    assert [not a.holds(p) for p in points] == members(a.complement(), points)
    assert a == a.complement().complement()


@given(st.lists(intervals(), max_size=5), st.booleans())
def test_a_set_is_the_union_of_its_intervals_in_any_order(
    parts: list[Interval], blank: bool
) -> None:
    made = NumberSet.of(*parts, blank=blank)
    points = probes(NumberSet(tuple(parts)))
    expected = [blank if p is None else any(i.holds(float(p)) for i in parts) for p in points]
    assert expected == members(made, points)
    assert made == NumberSet.of(*reversed(parts), blank=blank)
    assert made == NumberSet.of(*parts, *parts, blank=blank)


@given(number_sets(), number_sets())
def test_sets_with_the_same_members_are_equal(a: NumberSet, b: NumberSet) -> None:
    points = probes(a, b)
    # Between two neighbouring bounds membership is constant: a middle point decides each gap.
    finite = sorted(p for p in points if isinstance(p, float))
    middles: list[Value] = [x / 2 + y / 2 for x, y in itertools.pairwise(finite)]
    same = members(a, points + middles) == members(b, points + middles)
    assert same == (a == b)


@given(st.one_of(number_sets(), exact_sets()), st.sampled_from([YUAN, PERCENT, PLAIN]))
def test_a_printed_number_condition_reads_back_as_the_same_set(a: NumberSet, unit: Unit) -> None:
    assert_reads_back(a, unit)


@given(date_sets())
def test_a_printed_date_condition_reads_back_as_the_same_set(a: DateSet) -> None:
    assert_reads_back(a, DAY)


@given(text_sets)
def test_a_printed_text_condition_reads_back_as_the_same_set(a: TextSet) -> None:
    assert_reads_back(a, None)


def assert_reads_back(a: ValueSet, unit: Unit | None) -> None:
    dimension = unit.dimension if unit else Dimension.PLAIN
    zh, en = canonical(a, dimension, "zh"), canonical(a, dimension, "en")
    assert a == parse_condition(zh, unit)
    assert a == parse_condition(en, unit)


@given(kinds)
def test_the_algebra_of_every_kind_keeps_its_laws(pair: tuple[Any, Any]) -> None:
    a, b = pair
    assert a.union(b) == b.union(a)
    assert a.intersection(b) == b.intersection(a)
    assert a == a.complement().complement()
    assert a.union(b).complement() == a.complement().intersection(b.complement())
    assert a.intersection(a.complement()).empty
    assert a.union(a.complement()) == a.everything()
    assert a == a.intersection(b).union(a.intersection(b.complement()))
    assert a.any_of([a, b]) == a.union(b)
    assert a.all_of([a, b]) == a.intersection(b)
    assert not a.but_blank().holds(None)


@given(kinds)
def test_a_set_is_empty_or_has_a_witness(pair: tuple[Any, Any]) -> None:
    for values in (*pair, pair[0].intersection(pair[1]), pair[0].complement()):
        assert values.empty is not values.holds(values.witness())
        assert (values.but_blank().witness() is None) == values.but_blank().empty


@given(text_sets, text_sets, texts)
def test_texts_are_in_a_combination_as_they_are_in_its_parts(
    a: TextSet, b: TextSet, text: str
) -> None:
    for value in (text, "甲", "乙", "甲乙", "乙甲", "甲甲乙", None):
        assert (a.holds(value) or b.holds(value)) == a.union(b).holds(value)
        assert (a.holds(value) and b.holds(value)) == a.intersection(b).holds(value)
        assert (not a.holds(value)) == a.complement().holds(value)
    assert not a.holds(1.0)


@given(date_sets(), date_sets(), days)
def test_days_are_in_a_combination_as_they_are_in_its_parts(
    a: DateSet, b: DateSet, day: int
) -> None:
    for value in (float(day), None):
        assert (a.holds(value) or b.holds(value)) == a.union(b).holds(value)
        assert (a.holds(value) and b.holds(value)) == a.intersection(b).holds(value)
        assert (not a.holds(value)) == a.complement().holds(value)


def test_a_moment_belongs_to_its_day() -> None:
    noon = 738_000.5
    assert parse_condition("= 2021-07-29", DAY).holds(noon)
    assert not parse_condition("> 2021-07-29", DAY).holds(noon)


def test_no_double_lies_between_two_neighbours() -> None:
    hollow = NumberSet.of(Interval(1.0, math.nextafter(1.0, 2.0), False, False))
    assert hollow.empty
    assert hollow.witness() is None
