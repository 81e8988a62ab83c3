"""How far the other tiers are, and that the change named is enough and no more than enough."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policies import Rules, policy, step, table

from tierctl.engine.gaps import gaps
from tierctl.engine.reference import decide
from tierctl.engine.trace import trace
from tierctl.model.table import Value
from tierctl.policy.load import load_policy
from tierctl.policy.policy import Policy

SALES = load_policy("sales-size")


def found(policy: Policy, **values: Value) -> dict[str, list[tuple[str, float | None, bool]]]:
    """Return tier → what must change: name, by how much, and whether a little more is needed."""
    return {
        gap.tier: [
            (c.name, c.way.by if c.way else None, c.way.beyond if c.way else False)
            for c in gap.changes
        ]
        for gap in gaps(policy, trace(policy, values))
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
    for gap in gaps(SALES, trace(SALES, {"annual_sales": sales})):
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
