"""Two policies in one set of names: what is the same under another name, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from policies import HEAD, POINTS, step
from random_policies import policies

from tierctl.checks.difference import difference
from tierctl.policy.alignment import aligned
from tierctl.policy.load import parse_policy
from tierctl.policy.policy import Policy
from tierctl.policy.steps import FormulaStep

RULES = step(
    "size",
    "unique",
    [({"sales": ">500万"}, {"tier": "high"}), ({"sales": "<=500万"}, {"tier": "low"})],
)
FORMULA = '[[steps]]\nname = "margin"\nformula = "sales - cost"\nresult = "points"\n'
LATER = step("size", "unique", [({"tier": "低"}, {"points": 1}), ({}, {"points": 0})])


def policy(text: str, *changes: tuple[str, str]) -> Policy:
    """Return the policy of a file in which texts are replaced."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return parse_policy(text.encode(), "test.toml")


OLD = policy(HEAD + RULES)


@settings(max_examples=100, deadline=None)
@given(policies())
def test_a_policy_is_aligned_with_itself(one: Policy) -> None:
    pair = aligned(one, one)
    assert one.steps == pair.b.steps
    assert one.inputs == pair.b.inputs == pair.both.inputs
    assert all(a is not None and a == b for a, b in pair.pairs)


def test_an_input_is_the_same_by_a_header_that_both_know() -> None:
    pair = aligned(
        OLD, policy(HEAD + RULES, ("inputs.sales", "inputs.amount"), ("sales =", "amount ="))
    )
    assert "sales" in pair.b.inputs
    assert OLD.steps == pair.b.steps


@pytest.mark.parametrize("new", ['type = "text"', 'type = "number"\nunit = "%"'])
def test_what_is_of_another_kind_is_another_input(new: str) -> None:
    old = 'label = { zh = "成本", en = "Cost" }\ntype = "number"\nunit = "元"'
    pair = aligned(OLD, policy(HEAD + RULES, (old, old.partition("type")[0] + new)))
    assert {"cost", "cost_b"} <= pair.both.inputs.keys()
    assert "成本（B）" == pair.both.label("cost_b").zh


def test_tiers_are_the_same_by_their_label_and_else_by_their_id() -> None:
    other = policy(
        HEAD + RULES,
        ('id = "high"', 'id = "top"'),
        ("tier = 'high'", "tier = 'top'"),
        ('zh = "低", en = "Low"', 'zh = "一般", en = "Plain"'),
    )
    pair = aligned(OLD, other)
    assert ["low", "middle", "high"] == [tier.id for tier in pair.b.results["tier"].tiers]
    assert OLD.steps == pair.b.steps


def test_a_number_in_a_sheet_names_no_tier() -> None:
    """tier_1 of one sheet is not that of another where their labels differ."""
    rules = RULES.replace("'low'", "'tier_1'")
    old = policy(HEAD + rules, ('"low"', '"tier_1"'))
    new = policy(
        HEAD + rules, ('"low"', '"tier_1"'), ('zh = "低", en = "Low"', 'zh = "差", en = "Bad"')
    )
    pair = aligned(old, new)
    assert "tier_1_b" == pair.b.results["tier"].tiers[0].id
    assert ["低", "中", "高", "差"] == [tier.label.zh for tier in pair.both.results["tier"].tiers]
    [move] = difference(pair).moves
    assert ((("tier", "tier_1"),), (("tier", "tier_1_b"),)) == (move.before, move.after)


def test_the_tier_that_is_counted_is_the_same_whatever_it_is_called() -> None:
    other = policy(
        HEAD + RULES,
        ("results.tier", "results.grade"),
        ("tier =", "grade ="),
        ('zh = "等级", en = "Tier"', 'zh = "星级", en = "Stars"'),
    )
    assert OLD.steps == aligned(OLD, other).b.steps


def test_formulas_and_conditions_on_tiers_are_read_in_the_new_names() -> None:
    text = HEAD + POINTS + FORMULA + RULES
    pair = aligned(
        policy(text), policy(text, ("inputs.cost", "inputs.spent"), ("- cost", "- spent"))
    )
    formulas = [s.formula for p in (pair.a, pair.b) for s in p.steps if isinstance(s, FormulaStep)]
    assert formulas[0] == formulas[1]
    text = HEAD + POINTS + RULES + LATER.replace('"size"', '"later"')
    other = policy(text, ('id = "low"', 'id = "base"'), ("'low'", "'base'"))
    assert policy(text).steps == aligned(policy(text), other).b.steps


def test_steps_are_paired_by_what_they_give() -> None:
    text = HEAD + POINTS
    a, b = policy(text + FORMULA + RULES), policy(text + FORMULA.replace("margin", "m") + RULES)
    assert [("margin", "m"), ("size", "size")] == [
        (x.name, y.name) for x, y in aligned(a, b).pairs if x and y
    ]
    assert [("margin", None)] == [
        (x.name if x else None, y.name if y else None)
        for x, y in aligned(a, OLD).pairs
        if x is None or y is None
    ]
