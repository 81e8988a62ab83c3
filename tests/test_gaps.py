"""How far the other tiers are, and that the change named is enough and no more than enough."""

import math
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policies import HEAD, POINTS, Rules, policy, step, table
from random_policies import BESIDE_BOUNDS, customers, policies
from test_columns import as_read

from tierctl.engine.gaps import Gaps
from tierctl.engine.reference import decide
from tierctl.engine.trace import trace
from tierctl.model.table import Value
from tierctl.policy.load import load_policy, parse_policy
from tierctl.policy.policy import Policy
from tierctl.policy.shown import condition_text
from tierctl.policy.text_sets import TextSet

SALES = load_policy("sales-size")


def found(policy: Policy, **values: Value) -> dict[str, list[tuple[str, float | None, bool]]]:
    """Return tier → what must change: name, by how much, and whether a little more is needed."""
    return {
        gap.tier: [
            (c.name, c.way.by if c.way else None, c.way.beyond if c.way else False)
            for c in gap.changes
        ]
        for gap in Gaps(policy).of(trace(policy, values))
    }


@pytest.mark.parametrize(
    ("sales", "expected"),
    [
        (1585000.0, {"small": (-585000.0, False), "large": (3415000.0, True)}),
        (5000000.0, {"small": (-4000000.0, False), "large": (0.0, True)}),
        (1000000.0, {"medium": (0.0, True), "large": (4000000.0, True)}),
        (9000000.0, {"small": (-8000000.0, False), "medium": (-4000000.0, False)}),
    ],
)
def test_the_distance_to_every_other_tier(
    sales: float, expected: dict[str, tuple[float, bool]]
) -> None:
    assert {tier: [("annual_sales", *change)] for tier, change in expected.items()} == found(
        SALES, annual_sales=sales
    )


@given(st.floats(-1e9, 1e9).map(lambda x: round(x, 2)))
def test_the_change_named_gives_the_tier_and_less_does_not(sales: float) -> None:
    for gap in Gaps(SALES).of(trace(SALES, {"annual_sales": sales})):
        [change] = gap.changes
        assert change.way is not None
        there = change.way.there
        short = math.nextafter(there, -math.inf if change.way.upwards else math.inf)
        tiers = [
            decision.results["tier"]
            for decision in decide(
                SALES, table(SALES, {"annual_sales": there}, {"annual_sales": short})
            )
        ]
        assert gap.tier == tiers[0]
        assert gap.tier != tiers[1]


def tier_of(policy: Policy, values: Mapping[str, Value]) -> Value:
    [decision] = decide(policy, as_read(policy, [dict(values)]))
    return decision.results.get(policy.main_result.name)


def alone(policy: Policy) -> list[str]:
    """The inputs that nothing before the tier's own table reads."""
    place = next(i for i, s in enumerate(policy.steps) if policy.main_result.name in s.gives)
    before = {name for step in policy.steps[:place] for name in step.names}
    return [n for n in policy.steps[place].names if n in policy.inputs and n not in before]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_what_is_told_is_enough_and_nothing_less_is(data: st.DataObject) -> None:
    made = data.draw(policies())
    distances = Gaps(made)
    for values in data.draw(customers(made))[:5]:
        had = tier_of(made, values)
        told = {g.tier: g.changes for g in distances.of(trace(made, values))} if had else {}
        for tier, changes in told.items():
            if all(change.name in made.inputs for change in changes):
                least = {change.name: change.least for change in changes}
                assert tier == tier_of(made, {**values, **least})
        for name in alone(made):
            value = values[name]
            if not isinstance(value, float) or not had:
                continue
            for other in BESIDE_BOUNDS:
                tier = str(tier_of(made, {**values, name: other}))
                if tier in told:
                    [change] = told[tier]
                    far = abs(change.least - value) if isinstance(change.least, float) else math.inf
                    assert change.name != name or far <= abs(other - value)
                else:
                    assert tier in (had, "None")


LADDER: Rules = [
    ({"sales": ">=500"}, {"tier": "high"}),
    ({"sales": ">=100"}, {"tier": "middle"}),
    ({}, {"tier": "low"}),
]


def test_a_ladder_is_climbed_down_to_its_default_too() -> None:
    made = policy(step("s", "first", LADDER))
    assert {"low": [("sales", -500.1, True)], "middle": [("sales", -100.1, True)]} == found(
        made, sales=600.1
    )
    assert ["≥ 100 且 < 500", "< 100"] == [
        condition_text(made, "sales", change.needed, "zh")
        for gap in reversed(Gaps(made).of(trace(made, {"sales": 600.1})))
        for change in gap.changes
    ]


def test_a_text_is_told_without_those_that_an_earlier_rule_takes() -> None:
    rules: Rules = [
        ({"kind": "甲"}, {"tier": "low"}),
        ({"kind": "甲, 乙", "sales": ">5"}, {"tier": "high"}),
        ({}, {"tier": "middle"}),
    ]
    made = policy(step("s", "first", rules))
    [low, high] = Gaps(made).of(trace(made, {"sales": 9.0, "kind": "丙"}))
    assert (TextSet.of("甲"), TextSet.of("乙")) == (low.changes[0].needed, high.changes[0].needed)


def test_a_distance_stays_in_the_domain_and_counts_decimals() -> None:
    domain = 'type = "number"\ndomain = "[0..10]"'
    head = HEAD.replace('type = "number"', domain, 1)
    rules: Rules = [({"sales": ">=5.2"}, {"tier": "low"}), ({"sales": ">10"}, {"tier": "high"})]
    made = parse_policy((head + step("s", "priority", rules)).encode(), "test.toml")
    assert {"low": [("sales", 0.1, False)]} == found(made, sales=5.1)


def test_what_a_result_is_calculated_from_is_left_as_it_is() -> None:
    half = '[[steps]]\nname = "half"\nformula = "销售额 / 2"\nresult = "points"\n'
    rules: Rules = [
        ({"points": ">=10", "sales": ">=5"}, {"tier": "high"}),
        ({"points": "<10"}, {"tier": "low"}),
    ]
    made = policy(half, step("s", "unique", rules), results=POINTS)
    assert {"high": [("points", 2.0, False)]} == found(made, sales=16.0)
    assert {} == found(made, sales=4.0)


TWO: Rules = [
    ({"sales": ">100", "kind": "甲"}, {"tier": "high"}),
    ({"sales": ">50"}, {"tier": "middle"}),
    ({}, {"tier": "low"}),
]


def test_the_fewest_changes_are_told_and_a_text_is_named() -> None:
    made = policy(step("s", "first", TWO))
    assert {
        "middle": [("sales", 40.0, True)],
        "high": [("sales", 90.0, True), ("kind", None, False)],
    } == found(made, sales=10.0, kind="乙")


def test_a_tier_that_an_earlier_rule_takes_away_is_left_out() -> None:
    rules: Rules = [({"sales": ">0"}, {"tier": "low"}), ({"sales": ">5"}, {"tier": "high"})]
    assert {} == found(policy(step("s", "first", rules)), sales=1.0)


def test_an_ungraded_customer_has_a_distance_to_every_tier() -> None:
    rules: Rules = [({"sales": ">10"}, {"tier": "low"}), ({"sales": "[20..30]"}, {"tier": "high"})]
    made = policy(step("s", "priority", rules))
    assert {"low": [("sales", 5.0, True)], "high": [("sales", 15.0, False)]} == found(
        made, sales=5.0
    )
