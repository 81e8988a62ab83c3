"""What a result may be: never fewer values than some customer has."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policies import POINTS, Rules, policy, step, table

from tierctl.checks.survey import Survey
from tierctl.engine.reference import decide
from tierctl.policy.intervals import Interval
from tierctl.policy.load import parse_policy
from tierctl.policy.policy import Policy
from tierctl.policy.sets import NumberSet

INPUTS = """
id = "test"
version = "1"
title = { zh = "试", en = "Test" }
[inputs.a]
label = { zh = "a", en = "a" }
type = "number"
domain = "DOMAIN_A"
[inputs.b]
label = { zh = "b", en = "b" }
type = "number"
domain = "DOMAIN_B"
required = false
[results.points]
label = { zh = "得分", en = "Points" }
type = "number"
decimals = 2
[results.tier]
label = { zh = "等级", en = "Tier" }
tiers = [
    { id = "low", label = { zh = "低", en = "Low" }, color = "E7E6E6" },
    { id = "high", label = { zh = "高", en = "High" }, color = "C6E0B4" },
]
[[steps]]
name = "f"
formula = "FORMULA"
result = "points"
[[steps]]
name = "s"
hit_policy = "first"
rules = [{ id = "r1", when = {}, then = { tier = "low" } }]
"""
DOMAINS = {
    "[0..10]": Interval(0.0, 10.0, True, True),
    "(1..5]": Interval(1.0, 5.0, False, True),
    "[-3..2]": Interval(-3.0, 2.0, True, True),
    ">=0": Interval(0.0, math.inf, True, False),
    "<0": Interval(-math.inf, 0.0, False, False),
    "-": Interval(-math.inf, math.inf, False, False),
}
FORMULAS = [
    "a + b", "a - b", "a * b", "a / b", "-a", "abs(a)", "max(a, b, 3)", "min(a, -b)",
    "a * 2 - b / 4", "(a + b) / (b + 1)", "abs(a - b) * a", "100 / a",
    "a + 1e300 * 1e300", "a - 1e300 * 1e300",
]  # fmt: skip


def computed(formula: str, a: str, b: str) -> Policy:
    text = INPUTS.replace("DOMAIN_A", a).replace("DOMAIN_B", b).replace("FORMULA", formula)
    return parse_policy(text.encode(), "test.toml")


def number_in(interval: Interval) -> st.SearchStrategy[float]:
    low = interval.low if math.isfinite(interval.low) else None
    high = interval.high if math.isfinite(interval.high) else None
    numbers = st.one_of(
        st.floats(low, high, allow_nan=False, allow_infinity=False),
        st.floats(max(interval.low, -20), min(interval.high, 20)),
    )
    return numbers.map(lambda x: x + 0.0).filter(interval.holds)


@settings(deadline=None, max_examples=300)
@given(
    st.data(),
    st.sampled_from(FORMULAS),
    st.sampled_from(sorted(DOMAINS)),
    st.sampled_from(sorted(DOMAINS)),
)
def test_a_formula_gives_nothing_outside_of_its_bounds(
    data: st.DataObject, formula: str, a: str, b: str
) -> None:
    made = computed(formula, a, b)
    values = Survey(made).attainable("points").values
    customer = {
        "a": data.draw(number_in(DOMAINS[a])),
        "b": data.draw(st.one_of(st.none(), number_in(DOMAINS[b]))),
    }
    [decision] = decide(made, table(made, customer))
    assert decision.problems or values.holds(decision.results["points"])


@pytest.mark.parametrize(
    ("formula", "low", "high"),
    [
        ("a + b", -3.0, 12.0),
        ("a - b", -2.0, 13.0),
        ("a * b", -30.0, 20.0),
        ("a * 0.3", 0.0, 3.0),
        ("abs(b)", 0.0, 3.0),
        ("max(a, b)", 0.0, 10.0),
        ("min(a, b)", -3.0, 2.0),
        ("a / 4", 0.0, 2.5),
        ("a / (a + 1)", 0.0, 10.0),
        ("a / b", -math.inf, math.inf),
        ("1 / a", 0.1, math.inf),
    ],
)
def test_the_bounds_of_a_formula(formula: str, low: float, high: float) -> None:
    """Scores of bounded points have a bounded total, which a table of grades can cover."""
    values = Survey(computed(formula, "[0..10]", "[-3..2]")).attainable("points").values
    assert isinstance(values, NumberSet)
    [found] = values.intervals
    assert (low, high) == (found.low, found.high)


def test_what_a_formula_cannot_compute_is_no_value() -> None:
    scores: Rules = [({"sales": ">5"}, {"points": 5}), ({}, {"points": 7})]
    total = '[results.total]\nlabel = { zh = "总分", en = "Total" }\ntype = "number"\n'
    made = policy(
        step("a", "first", scores),
        '[[steps]]\nname = "f"\nformula = "10 / (得分 - 5)"\nresult = "total"\n',
        step("b", "first", [({}, {"tier": "low"})]),
        results=POINTS + total,
    )
    found = Survey(made).attainable("total")
    assert NumberSet.of(Interval(5.0, 5.0, True, True)) == found.values


def test_more_numbers_than_can_be_listed_are_bounds() -> None:
    """Points of 1, 3, 9 … for values of their own add up to 2^13 totals."""
    names = [f"n{i}" for i in range(13)]
    text = INPUTS[: INPUTS.index("[inputs.a]")]
    for i in range(13):
        text += f'[inputs.i{i}]\nlabel = {{ zh = "i{i}", en = "i{i}" }}\ntype = "number"\n'
    text += INPUTS[INPUTS.index("[results.points]") : INPUTS.index("[[steps]]")]
    for name in names:
        text += f'[results.{name}]\nlabel = {{ zh = "{name}", en = "{name}" }}\n'
        text += 'type = "number"\n'
    for i, name in enumerate(names):
        rules: Rules = [({f"i{i}": ">0"}, {name: 3.0**i / 1000}), ({}, {name: 0})]
        text += step(f"s{i}", "first", rules)
    text += f'[[steps]]\nname = "f"\nformula = "{" + ".join(names)}"\nresult = "points"\n'
    text += step("s", "first", [({}, {"tier": "low"})])
    found = Survey(parse_policy(text.encode(), "test.toml")).attainable("points")
    assert not found.exact
    assert isinstance(found.values, NumberSet)
    assert 0.0 == found.values.intervals[0].low


@pytest.mark.parametrize(("aggregate", "most"), [("sum", math.inf), ("count", 14.0), ("max", 14.0)])
def test_collected_points_of_too_many_combinations(aggregate: str, most: float) -> None:
    """Rules over inputs of their own match in 2^n ways."""
    text = INPUTS[: INPUTS.index("[inputs.a]")]
    for n in range(1, 15):
        text += f'[inputs.i{n}]\nlabel = {{ zh = "i{n}", en = "i{n}" }}\ntype = "number"\n'
    text += INPUTS[INPUTS.index("[results.points]") : INPUTS.index("[[steps]]")]
    rules: Rules = [({f"i{n}": ">0", f"i{n % 14 + 1}": ">1"}, {"points": n}) for n in range(1, 15)]
    text += step("c", "collect", rules, aggregate) + step("s", "first", [({}, {"tier": "low"})])
    found = Survey(parse_policy(text.encode(), "test.toml")).attainable("points")
    assert isinstance(found.values, NumberSet)
    assert not found.exact
    assert most == found.values.intervals[-1].high
