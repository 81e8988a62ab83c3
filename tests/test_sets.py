"""Conditions as sets: the algebra agrees with membership, and the printed form reads back."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from tierctl.model.quantity import PERCENT, PLAIN, YUAN, Dimension, Unit
from tierctl.model.table import Value
from tierctl.policy.conditions import parse_condition
from tierctl.policy.sets import Interval, NumberSet, TextSet, canonical

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


texts = st.text(
    st.sampled_from('甲乙Ａ（） ,、"”-或非空且 blankore|&~3.万'), min_size=1, max_size=8
).map(str.strip)
text_sets = st.builds(
    TextSet, st.frozensets(texts.filter(bool), max_size=4), st.booleans(), st.booleans()
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


@given(number_sets(), st.sampled_from([YUAN, PERCENT, PLAIN]))
def test_a_printed_number_condition_reads_back_as_the_same_set(a: NumberSet, unit: Unit) -> None:
    for lang in ("zh", "en"):
        printed = canonical(a, unit.dimension, lang)
        assert a == parse_condition(printed, unit)


@given(text_sets)
def test_a_printed_text_condition_reads_back_as_the_same_set(a: TextSet) -> None:
    for lang in ("zh", "en"):
        assert a == parse_condition(canonical(a, Dimension.PLAIN, lang), None)


@given(text_sets, texts)
def test_a_text_set_holds_its_texts_or_all_others(a: TextSet, text: str) -> None:
    assert ((text in a.texts) != a.complement) == a.holds(text)
    assert a.blank == a.holds(None)
    assert not a.holds(1.0)
