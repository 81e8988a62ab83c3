"""The hit policies: what a table gives where no rule, one, or several match."""

import pytest
from policies import NOTES, POINTS, Rules, policy, step, table

from tierctl.engine.reference import decide
from tierctl.model.decision import Decision
from tierctl.model.errors import PolicyInvalid

LADDER: Rules = [
    ({"sales": ">500万"}, {"tier": "high"}),
    ({"sales": ">100万"}, {"tier": "middle"}),
    ({"sales": ">0"}, {"tier": "low"}),
]
REST: Rules = [({}, {"tier": "low"})]
SCORES: Rules = [
    ({"sales": ">100万"}, {"points": 30}),
    ({"sales": ">500万"}, {"points": 40.5}),
    ({"kind": "甲"}, {"points": 10}),
]
TEXTS: Rules = [
    ({"sales": ">100万"}, {"notes": "大额"}),
    ({"sales": ">500万"}, {"notes": "重点"}),
    ({"kind": "甲"}, {"notes": "大额"}),
]
TIER = step("tier", "first", [({}, {"tier": "low"})])


def one(text: str, sales: float, kind: str | None = None, results: str = "") -> Decision:
    made = policy(text, *([TIER] if results else []), results=results)
    [decision] = decide(made, table(made, {"sales": sales, "kind": kind}))
    return decision


@pytest.mark.parametrize(
    ("hit_policy", "sales", "expected"),
    [
        ("first", 6e6, "high"),
        ("first", 2e6, "middle"),
        ("unique", 6e6, "several-rules"),
        ("unique", 500.0, "low"),
        ("unique", -1.0, "no-rule"),
        ("any", 6e6, "several-rules"),
        ("any", 500.0, "low"),
        ("priority", 6e6, "high"),
        ("priority", 2e6, "middle"),
        ("priority", -1.0, "no-rule"),
    ],
)
def test_several_matches_follow_the_hit_policy(
    hit_policy: str, sales: float, expected: str
) -> None:
    decision = one(step("size", hit_policy, LADDER), sales)
    problem = decision.problems[0].code if decision.problems else None
    assert expected == (problem or decision.results["tier"])


def test_priority_does_not_mind_the_order_of_the_rules() -> None:
    decision = one(step("size", "priority", LADDER[::-1]), 6e6)
    assert {"tier": "high"} == decision.results
    assert ["r3"] == [match.rule for match in decision.matches]


def test_any_allows_matches_that_agree() -> None:
    rules: Rules = [({"sales": ">1"}, {"tier": "low"}), ({"sales": ">2"}, {"tier": "low"})]
    assert {"tier": "low"} == one(step("size", "any", rules), 3.0).results


@pytest.mark.parametrize("hit_policy", ["unique", "first", "any", "priority"])
@pytest.mark.parametrize(("sales", "expected"), [(6e6, "high"), (-1.0, "low")])
def test_a_default_rule_overlaps_with_nothing(hit_policy: str, sales: float, expected: str) -> None:
    rules = [LADDER[0], *REST]
    assert {"tier": expected} == one(step("size", hit_policy, rules), sales).results


@pytest.mark.parametrize(
    ("aggregate", "expected"), [("sum", 80.5), ("min", 10.0), ("max", 40.5), ("count", 3.0)]
)
def test_collect_makes_one_number_of_all_matches(aggregate: str, expected: float) -> None:
    decision = one(step("score", "collect", SCORES, aggregate), 6e6, "甲", POINTS)
    assert expected == decision.results["points"]
    assert ["r1", "r2", "r3"] == [m.rule for m in decision.matches if m.step == "score"]


def test_collect_without_a_match_counts_none_and_sums_nothing() -> None:
    assert 0.0 == one(step("s", "collect", SCORES, "count"), 1.0, "乙", POINTS).results["points"]
    decision = one(step("s", "collect", SCORES, "sum"), 1.0, "乙", POINTS)
    assert ["no-rule"] == [problem.code for problem in decision.problems]


def test_collect_lists_texts_once() -> None:
    decision = one(step("s", "collect", TEXTS), 6e6, "甲", NOTES)
    assert "大额、重点" == decision.results["notes"]


@pytest.mark.parametrize(
    ("text", "results", "place"),
    [
        (step("s", "collect", LADDER), "", "steps[0].hit_policy"),
        (step("s", "first", SCORES, "sum"), POINTS, "steps[0].aggregate"),
        (step("s", "collect", TEXTS, "sum"), NOTES, "steps[0].hit_policy"),
        (step("s", "collect", [({}, {"points": 2e11})], "sum"), POINTS, "steps[0].rules"),
    ],
)
def test_what_cannot_be_collected_is_refused(text: str, results: str, place: str) -> None:
    with pytest.raises(PolicyInvalid) as error:
        policy(text, *([TIER] if results else []), results=results)
    assert place in error.value.message.en


def test_a_later_step_reads_what_earlier_ones_gave() -> None:
    formula = '[[steps]]\nname = "margin"\nformula = "销售额 - 成本"\nresult = "points"\n'
    grade = step(
        "grade",
        "unique",
        [({"points": ">=60"}, {"tier": "high"}), ({"points": "<60"}, {"tier": "low"})],
    )
    made = policy(formula, grade, results=POINTS)
    found = decide(
        made,
        table(
            made,
            {"sales": 100.0, "cost": 40.0},
            {"sales": 100.0, "cost": 40.1},
            {"sales": 100.0, "cost": None},
        ),
    )
    assert [{"points": 60.0, "tier": "high"}, {"points": 59.9, "tier": "low"}] == [
        dict(decision.results) for decision in found[:2]
    ]
    assert ["no-rule"] == [problem.code for problem in found[2].problems]


def test_a_step_reads_a_tier_by_any_of_its_names() -> None:
    second = step("score", "first", [({"tier": "高, Middle"}, {"points": 5}), ({}, {"points": 1})])
    made = policy(step("size", "first", LADDER), second, results=POINTS)
    found = decide(made, table(made, {"sales": 6e6}, {"sales": 2e6}, {"sales": 5.0}))
    assert [5.0, 5.0, 1.0] == [decision.results["points"] for decision in found]


def test_a_formula_without_a_value_leaves_the_customer_ungraded() -> None:
    formula = '[[steps]]\nname = "ratio"\nformula = "销售额 / 成本"\nresult = "points"\n'
    made = policy(formula, TIER, results=POINTS)
    [decision] = decide(made, table(made, {"sales": 1.0, "cost": 0.0}))
    [problem] = decision.problems
    assert "undefined-value" == problem.code
    assert "除数为零" in problem.message.zh
    assert "客户!B2" == str(problem.cell)
