"""What is wrong with a policy whatever the data: checks find it all, and nothing that is not."""

import itertools
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policies import POINTS, Rules, policy, shipped_policy, step, table
from sheets import CASES

from tierctl.checks.check import check_policy, policy_errors
from tierctl.checks.finding import Finding
from tierctl.engine.hits import Conflict, Hit, hit, matches
from tierctl.engine.reference import decide
from tierctl.model.diagnostic import Severity
from tierctl.model.table import Value
from tierctl.policy.load import parse_policy, shipped
from tierctl.policy.policy import Policy
from tierctl.policy.sets import NumberSet
from tierctl.policy.steps import DecisionTable

# -- by case -----------------------------------------------------------------------------------

FILE = tomllib.loads((CASES / "checks.toml").read_text(encoding="utf-8"))
KNOWN = {
    "sales": ("销售额", "Sales", "number", "元"),
    "share": ("占比", "Share", "number", "%"),
    "pieces": ("件数", "Pieces", "number", "件"),
    "kind": ("类型", "Kind", "text", ""),
    "day": ("签约日期", "Signed on", "date", ""),
}
TIERS = {"低": "low", "中": "middle", "高": "high"}


def head(case: Mapping[str, Any]) -> str:
    text = 'id = "case"\nversion = "1"\ntitle = { zh = "例", en = "Case" }\n'
    for name, domain in case["inputs"].items():
        zh, en, kind, unit = KNOWN[name]
        text += f'[inputs.{name}]\nlabel = {{ zh = "{zh}", en = "{en}" }}\ntype = "{kind}"\n'
        text += f'unit = "{unit}"\n' if unit else ""
        text += f"domain = '{domain}'\n" if domain else ""
        text += f"required = {str(name not in case.get('optional', [])).lower()}\n"
    tiers = ", ".join(
        f'{{ id = "{id}", label = {{ zh = "{zh}", en = "{id}" }}, color = "FFFFFF" }}'
        for zh, id in TIERS.items()
    )
    text += f'[results.tier]\nlabel = {{ zh = "等级", en = "Tier" }}\ntiers = [{tiers}]\n'
    return text


def results(steps: Sequence[Mapping[str, Any]], decimals: int) -> str:
    given = {s.get("gives", "points") for s in steps if gives_number(s)}
    labels = {"points": "得分", "first": "first", "second": "second"}
    return "".join(
        f'[results.{name}]\nlabel = {{ zh = "{labels[name]}", en = "{name}" }}\n'
        f'type = "number"\ndecimals = {decimals}\n'
        for name in sorted(given)
    )


def gives_number(step: Mapping[str, Any]) -> bool:
    return "formula" in step or not isinstance(step["rules"][0]["then"], str)


def steps(case: Mapping[str, Any]) -> Iterator[str]:
    for number, written in enumerate(case["steps"]):
        if "formula" in written:
            yield f'[[steps]]\nname = "s{number}"\nformula = "{written["formula"]}"\n'
            yield 'result = "points"\n'
            continue
        name = written.get("gives", "points") if gives_number(written) else "tier"
        rules: Rules = [
            (rule["when"], {name: TIERS.get(rule["then"], rule["then"])})
            for rule in written["rules"]
        ]
        hit_policy = written.get("hit_policy", "unique")
        yield step(f"s{number}", hit_policy, rules, written.get("aggregate", ""))


@pytest.mark.parametrize("case", FILE["case"], ids=lambda case: case["name"])
def test_checks_find_what_a_person_would(case: Mapping[str, Any]) -> None:
    text = head(case) + results(case["steps"], case.get("decimals", 4)) + "".join(steps(case))
    made = parse_policy(text.encode(), "case.toml")
    names = {f"s{n}": written["name"] for n, written in enumerate(case["steps"])}
    found = []
    for finding in check_policy(made):
        said = finding.message.zh
        for id, name in names.items():
            said = said.replace(f"（{id}）", f"（{name}）").replace(f"{id}：", f"{name}：")
        found.append(f"{finding.severity} {finding.code} {said}")
    assert case["finds"] == found


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_policy_has_no_errors(name: str) -> None:
    errors = [f for f in check_policy(shipped_policy(name)) if f.severity is Severity.ERROR]
    assert [] == errors


# -- against the reference evaluator, point by point -------------------------------------------

NUMBERS = ["-", ">5", ">=5", "<5", "<=5", "[1..5]", "(1..5)", "= 3", "空", "<1 或 >5", "非 3"]
DATES = ["-", "2024-01-03后", ">2024-01-02 且 <2024-01-05", "= 2024-01-03", "<=2024-01-04", "空"]
TEXTS = ["-", "甲", "乙", "甲, 乙", "非 甲", "非空", "空 或 乙", '含"甲"', '含"甲丙" 或 乙']
POINTS_OF: dict[str, list[Value]] = {
    "sales": [-1.0, 0.0, 0.5, 1.0, math.nextafter(1.0, 2.0), 2.0, 3.0, 4.0, 5.0, 6.0, None],
    "cost": [0.0, 1.0, 1.5, 3.0, 4.0, 5.0, 5.5, None],
    "day": [*(float(date(2024, 1, day).toordinal()) for day in range(1, 7)), None],
    "kind": ["甲", "乙", "甲丙", "甲丁", "丁", "丁乙", "甲乙", "甲丙乙", None],
}
TIER_IDS = ["low", "middle", "high"]


@st.composite
def rules(draw: st.DrawFn, result: st.SearchStrategy[Mapping[str, object]]) -> Rules:
    made = []
    second, conditions = draw(st.sampled_from([("cost", NUMBERS), ("day", DATES)]))
    for _ in range(draw(st.integers(1, 5))):
        when = {
            "sales": draw(st.sampled_from(NUMBERS)),
            second: draw(st.sampled_from(conditions)),
            "kind": draw(st.sampled_from(TEXTS)),
        }
        kept = draw(st.sets(st.sampled_from(sorted(when))))
        made.append(({n: c for n, c in when.items() if n in kept}, draw(result)))
    return made


tier_results = st.sampled_from(TIER_IDS).map(lambda tier: {"tier": tier})
hit_policies = st.sampled_from(["unique", "any", "first", "priority"])


def customers(table: DecisionTable) -> list[dict[str, Value]]:
    """Return a customer for every combination of representative values."""
    names = table.names
    columns: list[Sequence[Value]] = [POINTS_OF[name] for name in names]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*columns)]


def codes(found: Sequence[Finding]) -> set[str]:
    return {finding.code for finding in found}


def of(found: Sequence[Finding], code: str) -> list[Finding]:
    return [finding for finding in found if finding.code == code]


def problems(made: Policy, *given: Mapping[str, Value]) -> list[list[str]]:
    return [[p.code for p in decision.problems] for decision in decide(made, table(made, *given))]


@settings(deadline=None)
@given(hit_policies, rules(tier_results))
def test_gaps_are_the_customers_that_no_rule_takes(hit_policy: str, given_rules: Rules) -> None:
    made = policy(step("s", hit_policy, given_rules))
    found = check_policy(made)
    for finding in of(found, "gap"):
        assert [["no-rule"]] == problems(made, finding.witness)
    untaken = [
        customer
        for customer in customers(made.tables[0])
        if not any(matches(rule, customer) for rule in made.tables[0].rules)
    ]
    assert bool(untaken) == ("gap" in codes(found))


@settings(deadline=None)
@given(hit_policies, rules(tier_results))
def test_overlaps_are_the_pairs_that_one_customer_matches(
    hit_policy: str, given_rules: Rules
) -> None:
    made = policy(step("s", hit_policy, given_rules))
    expected = set()
    rules = made.tables[0].rules
    for customer in customers(made.tables[0]):
        matching = [r for r in rules if not r.default and matches(r, customer)]
        for a, b in itertools.combinations(matching, 2):
            differ = a.results != b.results
            if hit_policy == "unique" or (hit_policy == "any" and differ):
                expected.add((a.id, b.id, "error" if differ else "warning"))
    overlaps = of(check_policy(made), "overlap")
    assert expected == {(*finding.rules, str(finding.severity)) for finding in overlaps}
    for finding in overlaps:
        matched = [r.id for r in rules if matches(r, finding.witness)]
        assert set(finding.rules) <= set(matched)
    errors = [f for f in overlaps if f.severity is Severity.ERROR]
    assert errors == policy_errors(made)


@settings(deadline=None)
@given(hit_policies, rules(tier_results))
def test_unreachable_are_the_rules_and_tiers_that_no_customer_reaches(
    hit_policy: str, given_rules: Rules
) -> None:
    made = policy(step("s", hit_policy, given_rules))
    [tested] = made.tables
    deciding = set()
    for customer in customers(tested):
        matching = [rule for rule in tested.rules if matches(rule, customer)]
        decided = hit(tested, matching, made.results)
        if isinstance(decided, Hit):
            # What matches beside it under `any` gives the same, and would decide without it.
            same = hit_policy == "any" and not decided.rules[0].default
            also = [r for r in matching if not r.default] if same else decided.rules
            deciding |= {rule.id for rule in also}
    found = check_policy(made)
    expected = [rule.id for rule in tested.rules if rule.id not in deciding]
    assert expected == [finding.rules[0] for finding in of(found, "unreachable-rule")]
    reached = {rule.results["tier"] for rule in tested.rules if rule.id in deciding}
    missing = [f"results.tier.tiers[{n}]" for n, id in enumerate(TIER_IDS) if id not in reached]
    assert missing == [finding.where for finding in of(found, "unreachable-tier")]


def outcomes(made: Policy, tested: DecisionTable, customer: Mapping[str, Value]) -> object:
    matching = [rule for rule in tested.rules if matches(rule, customer)]
    found = hit(tested, matching, made.results)
    return None if found is None or isinstance(found, Conflict) else dict(found.results)


@settings(deadline=None)
@given(hit_policies, rules(tier_results))
def test_unused_are_the_inputs_that_change_no_outcome(hit_policy: str, given_rules: Rules) -> None:
    made = policy(step("s", hit_policy, given_rules))
    [tested] = made.tables
    expected = {"sales", "cost", "day", "kind"}
    for name in tested.names:
        by_rest: dict[object, list[object]] = {}
        for customer in customers(tested):
            rest = tuple(value for n, value in customer.items() if n != name)
            by_rest.setdefault(rest, []).append(outcomes(made, tested, customer))
        if any(one != several[0] for several in by_rest.values() for one in several):
            expected.discard(name)
    found = {finding.where for finding in of(check_policy(made), "unused-input")}
    assert {f"inputs.{name}" for name in expected} == found


point_results = st.sampled_from([{"points": n} for n in (0, 5, 10, 12.5)])


@settings(deadline=None)
@given(
    st.sampled_from(["sum", "min", "max", "count"]),
    rules(point_results),
    st.lists(
        st.sampled_from(["<5", "= 5", ">5 且 <12", "[12..15]", ">15", ">=10"]),
        min_size=1,
        max_size=4,
    ),
)
def test_attainable_points_are_those_that_a_customer_has(
    aggregate: str, given_rules: Rules, given_bands: Sequence[str]
) -> None:
    """A table over collected points has a gap where, and only where, some points are in none."""
    grades: Rules = [({"points": band}, {"tier": "low"}) for band in given_bands]
    collect = step("score", "collect", given_rules, aggregate)
    made = policy(collect, step("grade", "first", grades), results=POINTS)
    score, grade = made.tables
    attained = set()
    for customer in customers(score):
        got = outcomes(made, score, customer)
        if isinstance(got, dict):
            attained.add(got["points"])
    found = [f for f in check_policy(made) if f.where.startswith("steps[1]")]
    untaken = {p for p in attained if not any(matches(r, {"points": p}) for r in grade.rules)}
    gaps = of(found, "gap")
    assert bool(untaken) == bool(gaps)
    assert {finding.witness["points"] for finding in gaps} <= untaken
    assert "not-decided" not in codes(found)


@settings(deadline=None)
@given(
    rules(point_results),
    st.sampled_from(
        ["得分 * 2", "-得分 + 3", "max(得分, 7)", "abs(得分 - 6)", "得分 / (得分 - 5)"]
    ),
    st.lists(st.sampled_from(["<5", "= 5", ">5 且 <12", ">=10"]), min_size=1, max_size=3),
)
def test_no_gap_is_missed_behind_a_formula(
    given_rules: Rules, formula: str, given_bands: Sequence[str]
) -> None:
    """What a formula gives is never fewer values than some customer has."""
    total = '[results.total]\nlabel = { zh = "总分", en = "Total" }\ntype = "number"\n'
    grades: Rules = [({"total": band}, {"tier": "low"}) for band in given_bands]
    made = policy(
        step("score", "first", given_rules),
        f'[[steps]]\nname = "f"\nformula = "{formula}"\nresult = "total"\n',
        step("grade", "first", grades),
        results=POINTS + total,
    )
    found = [f for f in check_policy(made) if f.where == "steps[2]"]
    decisions = decide(made, table(made, *customers(made.tables[0])))
    stuck = any("grade" in p.message.en for d in decisions for p in d.problems)
    assert not stuck or codes(found) & {"gap", "not-decided"}


POLICY_HEAD = """
id = "pigeons"
version = "1"
title = { zh = "鸽", en = "Pigeons" }
[results.tier]
label = { zh = "等级", en = "Tier" }
tiers = [
    { id = "low", label = { zh = "低", en = "Low" }, color = "E7E6E6" },
    { id = "high", label = { zh = "高", en = "High" }, color = "C6E0B4" },
]
"""

# -- what is not decided, and what is cut short ------------------------------------------------


def test_texts_too_entangled_are_not_decided() -> None:
    parts = [f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}" for n in range(12)]
    entangled: Rules = [({"kind": f'含"{part}"'}, {"tier": "low"}) for part in parts]
    found = check_policy(policy(step("s", "first", entangled)))
    [finding] = [f for f in found if f.where == "steps[0]"]
    assert ("not-decided", Severity.NOTE) == (finding.code, finding.severity)
    assert "文本条件太复杂" in finding.message.zh


def pigeons(count: int, holes: int) -> str:
    """Return the TOML of a policy: some two pigeons sit in one hole, told by a rule for each pair.

    That no gap is left is a famously hard thing to find out box by box.
    """
    text = POLICY_HEAD
    names = [f"p{n}" for n in range(count)]
    holes_named = ", ".join(f"洞{n}" for n in range(holes))
    for name in names:
        text += f'[inputs.{name}]\nlabel = {{ zh = "{name}", en = "{name}" }}\ntype = "text"\n'
        text += f'domain = "{holes_named}"\n'
    pairs = itertools.product(itertools.combinations(names, 2), range(holes))
    rules: Rules = [({a: f"洞{hole}", b: f"洞{hole}"}, {"tier": "low"}) for (a, b), hole in pairs]
    return text + step("s", "first", rules)


def test_too_many_combinations_are_not_decided() -> None:
    found = check_policy(parse_policy(pigeons(10, 9).encode(), "pigeons.toml"))
    [finding] = of(found, "not-decided")
    assert "空档" in finding.message.zh
    assert "规则的组合太多" in finding.message.zh
    assert "gap" not in codes(found)


def test_few_combinations_are_decided() -> None:
    found = check_policy(parse_policy(pigeons(5, 4).encode(), "pigeons.toml"))
    assert not codes(found) & {"not-decided", "gap"}
    assert "gap" in codes(check_policy(parse_policy(pigeons(4, 4).encode(), "pigeons.toml")))


def sharing(*before: str) -> list[Finding]:
    """Return what is found of a table whose results of earlier ones both come from sales."""
    points: Rules = [({"sales": ">5"}, {"points": 9}), ({}, {"points": 1})]
    tiers: Rules = [({"sales": ">5"}, {"notes": "大"}), ({}, {"notes": "小"})]
    grades: Rules = [
        ({"points": ">5", "notes": "大"}, {"tier": "high"}),
        ({"points": "<5", "notes": "小"}, {"tier": "low"}),
    ]
    notes = '[results.notes]\nlabel = { zh = "规模", en = "Size" }\ntype = "text"\n'
    twice = '[results.twice]\nlabel = { zh = "两倍", en = "Twice" }\ntype = "number"\n'
    made = policy(
        *before,
        step("a", "first", points),
        step("b", "first", tiers),
        step("c", "unique", grades),
        results=POINTS + notes + (twice if before else ""),
    )
    return [f for f in check_policy(made) if "（c）" in f.message.zh or "c：" in f.message.zh]


def test_results_that_share_an_input_are_combined_for_each_of_its_values() -> None:
    """High points with a low tier have no customer: sales decide both."""
    assert [] == sharing()


def test_results_that_share_an_input_that_a_formula_reads_are_not_combined() -> None:
    found = sharing('[[steps]]\nname = "f"\nformula = "sales * 2"\nresult = "twice"\n')
    assert {"not-decided"} == codes(found)
    assert "空档" in found[0].message.zh


def test_many_gaps_and_overlaps_are_cut_short() -> None:
    islands: Rules = [({"sales": f"= {n}", "cost": f"= {n}"}, {"tier": "low"}) for n in range(30)]
    found = check_policy(policy(step("s", "unique", islands)))
    assert 20 == len(of(found, "gap"))
    assert 1 == len(of(found, "more-gaps"))
    same: Rules = [({"sales": f">{n}"}, {"tier": "low"}) for n in range(9)]
    found = check_policy(policy(step("s", "unique", [*same, ({"sales": ">3"}, {"tier": "high"})])))
    assert 20 == len(of(found, "overlap"))
    assert 9 == len([f for f in found if f.severity is Severity.ERROR])
    assert "45" in of(found, "more-overlaps")[0].message.zh


def test_a_gap_that_only_blanks_fall_into_says_so() -> None:
    both: Rules = [({"sales": ">1"}, {"tier": "low"}), ({"sales": "<=1"}, {"tier": "high"})]
    [finding] = of(check_policy(policy(step("s", "first", both))), "gap")
    assert {"sales": None} == finding.witness
    assert NumberSet.of(blank=True).holds(finding.witness["sales"])
