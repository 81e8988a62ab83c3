"""Scorecards: points, subtotals, totals, reason codes, the way up, limits."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import run
from hypothesis import given, settings
from hypothesis import strategies as st
from policies import table

from tierctl.engine.card_reading import CardReader
from tierctl.engine.decided_columns import decide_columns
from tierctl.engine.derived import with_derived
from tierctl.engine.reference import decide
from tierctl.engine.way_up import WaysUp, WayUp
from tierctl.model.errors import PolicyInvalid
from tierctl.model.table import Value
from tierctl.policy.load import load_policy, parse_policy
from tierctl.policy.policy import Policy

CASES = Path(__file__).parent / "cases"
CREDIT = load_policy("credit-rating")
TRADE = load_policy("trade-credit")
JUDGED: dict[str, Value] = {
    "leadership_score": 8.0,
    "net_assets_score": 6.0,
    "long_term_assets_score": 5.0,
    "debt_net_worth_score": 4.0,
    "asset_profit_rest_score": 22.0,
    "product_lifecycle_score": 3.0,
    "market_outlook_score": 1.0,
    "marketing_environment_score": 3.0,
}
FIRM: dict[str, Value] = {
    **JUDGED,
    "enterprise_type": "production",
    "debt_asset_ratio": 0.48,
    "current_ratio": 1.25,
    "quick_ratio": 0.6,
    "receivables_turnover": 5.0,
}
HEAD = """
id = "card"
version = "1"
title = { zh = "卡", en = "Card" }
[results.grade]
label = { zh = "等级", en = "Grade" }
tiers = [
    { id = "c", label = { zh = "C", en = "C" }, color = "E7E6E6" },
    { id = "b", label = { zh = "B", en = "B" }, color = "DDEBF7" },
    { id = "a", label = { zh = "A", en = "A" }, color = "C6E0B4" },
]
"""


def way_of(policy: Policy, values: Mapping[str, Value]) -> WayUp | None:
    reader = CardReader(policy)
    reading = reader.read(values)
    assert reading.total is not None
    grade = reader.grade_of(reading.total)
    assert grade is not None
    return WaysUp(policy, reader).of(reading, values, grade)


# Numbers of others


def test_the_example_of_pmml_is_what_it_says() -> None:
    policy = parse_policy((CASES / "card_pmml.toml").read_bytes(), "card_pmml.toml")
    reading = CardReader(policy).read({"department": "engineering", "age": 25.0, "income": 500.0})
    assert [3, 0, 26] == [item.points for item in reading.items]
    assert 29 == reading.total
    assert [("RC2_3", 18), ("RC1", 16)] == [(loss.code, loss.points) for loss in reading.losses]


@pytest.mark.parametrize(("blank", "total"), [("department", 17), ("age", 28), ("income", 8)])
def test_what_is_missing_has_the_points_that_the_example_gives_it(blank: str, total: int) -> None:
    policy = parse_policy((CASES / "card_pmml.toml").read_bytes(), "card_pmml.toml")
    values: dict[str, Value] = {"department": "engineering", "age": 25.0, "income": 500.0}
    values[blank] = None
    assert total == CardReader(policy).read(values).total
    [decision] = decide(policy, table(policy, values))
    assert total == decision.results["total_score"]


def test_three_items_of_40_45_and_45_make_130() -> None:
    """Age, marriage and employment, each at its best; the highest grade is for just that total."""
    text = (
        HEAD
        + """
[inputs.age]
label = { zh = "年龄", en = "Age" }
type = "number"
[inputs.married]
label = { zh = "已婚", en = "Married" }
type = "bool"
[inputs.employed]
label = { zh = "在职", en = "Employed" }
type = "bool"
[scorecard]
grade = "grade"
out_of = 130
grades = [
    { when = ">=130", grade = "a" },
    { when = "[100..130)", grade = "b" },
    { when = "<100", grade = "c" },
]
characteristics = [
    { id = "c_age", label = { zh = "年龄", en = "Age" }, rungs = [
        { when = { age = ">=30" }, points = 40 }, { when = { age = "<30" }, points = 10 } ] },
    { id = "c_married", label = { zh = "婚姻", en = "Marriage" }, rungs = [
        { when = { married = "是" }, points = 45 }, { when = { married = "否" }, points = 15 } ] },
    { id = "c_employed", label = { zh = "就业", en = "Employment" }, rungs = [
        { when = { employed = "是" }, points = 45 }, { when = { employed = "否" }, points = 0 } ] },
]
"""
    )
    policy = parse_policy(text.encode(), "card.toml")
    customers: list[dict[str, Value]] = [
        {"age": 41.0, "married": "yes", "employed": "yes"},
        {"age": 29.0, "married": "yes", "employed": "yes"},
        {"age": 29.0, "married": "no", "employed": "no"},
    ]
    found = decide(policy, table(policy, *customers))
    assert [(130, "a"), (100, "b"), (25, "c")] == [
        (d.results["total_score"], d.results["grade"]) for d in found
    ]


# The card and the decision are one


def firms() -> st.SearchStrategy[dict[str, Value]]:
    def score(most: float) -> st.SearchStrategy[Value]:
        return st.none() | st.sampled_from([0.0, most]) | st.integers(0, int(most)).map(float)

    ratio = st.none() | st.sampled_from([0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.95, 1.0, 1.1, 1.2, 1.5, 9])
    amounts = st.none() | st.sampled_from([0.0, 1e5, 3e5, 4.8e5, 1e6])
    assert CREDIT.card is not None
    judged: dict[str, st.SearchStrategy[Value]] = {
        c.points: score(c.most) for c in CREDIT.card.characteristics if c.judged
    }
    ratios = ("debt_asset_ratio", "current_ratio", "quick_ratio", "receivables_turnover")
    return st.fixed_dictionaries(
        {
            **judged,
            "enterprise_type": st.sampled_from(["production", "trade"]),
            **dict.fromkeys(ratios, ratio.map(lambda v: None if v is None else float(v))),
            **dict.fromkeys(sorted(CREDIT.sources), amounts),
        }
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(firms(), min_size=1, max_size=30))
def test_a_card_adds_up_to_what_both_engines_decide(customers: list[dict[str, Value]]) -> None:
    bound = table(CREDIT, *customers)
    reader = CardReader(CREDIT)
    by_rows, by_columns = decide(CREDIT, bound), list(decide_columns(CREDIT, bound))
    assert [d.results for d in by_rows] == [d.results for d in by_columns]
    for values, decision in zip(customers, by_rows, strict=True):
        reading = reader.read(values)
        if not decision.results:
            assert reading.total is None or decision.problems[0].code == "outside-domain"
            assert reading.low <= reading.high
            continue
        assert reading.total == reading.low == reading.high == decision.results["total_score"]
        assert reading.subtotals == {s: decision.results[s] for s in reading.subtotals}
        for item in reading.items:
            if not item.characteristic.judged:
                assert item.points == decision.results[item.characteristic.points]


@settings(max_examples=60, deadline=None)
@given(firms(), st.data())
def test_what_is_open_ends_between_the_totals_that_were_said(
    values: dict[str, Value], data: st.DataObject
) -> None:
    reader = CardReader(CREDIT)
    open = reader.read(values)
    # A ratio that is calculated is not open: another one would be another customer's.
    known = with_derived(CREDIT, values)
    filled = {n: v if known[n] is not None else data.draw(firms())[n] for n, v in values.items()}
    closed = reader.read(filled)
    if closed.total is not None:
        assert open.low <= closed.total <= open.high


# The way up


def test_the_cheapest_way_is_one_rung_of_a_ladder() -> None:
    way = way_of(CREDIT, FIRM)
    assert way is not None
    assert ("aa", 80, 2) == (way.grade, way.total, way.needed)
    [step] = way.raises
    assert ("current", 8) == (step.item.characteristic.id, step.points)
    assert step.rule is not None
    assert "current-1" == step.rule.id


def test_judged_items_come_last_and_give_just_what_is_needed() -> None:
    top: dict[str, Value] = {"debt_asset_ratio": 0.4, "current_ratio": 2.0, "quick_ratio": 1.0}
    way = way_of(CREDIT, {**FIRM, **top, "receivables_turnover": 9.0, "leadership_score": 3.5})
    assert way is not None
    assert ("aa", 80) == (way.grade, way.total)
    [step] = way.raises
    assert (1.5, "leadership", 5.0) == (way.needed, step.item.characteristic.id, step.points)


def test_a_type_or_a_region_is_no_way_up() -> None:
    """As a trading firm it would have more points for its liquidity, and it is none."""
    way = way_of(CREDIT, {**FIRM, "current_ratio": 1.0, "leadership_score": 9.0})
    assert way is not None
    rules = [step.rule for step in way.raises if step.rule is not None]
    assert all(rule.conditions["enterprise_type"].holds("production") for rule in rules)


def test_nobody_above_the_top_and_nobody_held_has_a_way() -> None:
    best = (
        {c.points: c.most for c in CREDIT.card.characteristics if c.judged} if CREDIT.card else {}
    )
    top: dict[str, Value] = {"debt_asset_ratio": 0.4, "current_ratio": 2.0, "quick_ratio": 1.0}
    assert way_of(CREDIT, {**FIRM, **best, **top, "receivables_turnover": 9.0}) is None


@st.composite
def cards(draw: st.DrawFn) -> tuple[Policy, dict[str, Value]]:
    """Draw a card of ladders and judged items in whole points, and a customer of it."""
    parts: list[str] = []
    inputs: list[str] = []
    values: dict[str, Value] = {}
    most = 0
    for n in range(draw(st.integers(1, 5))):
        inputs.append(
            f'[inputs.n{n}]\nlabel = {{ zh = "项{n}", en = "n{n}" }}\ntype = "number"\n'
            'required = "column"\n'
        )
        if draw(st.booleans()):
            top = draw(st.integers(1, 6))
            parts.append(
                f'{{ id = "c{n}", label = {{ zh = "项{n}", en = "c{n}" }}, max = {top},'
                f' points = "n{n}" }}'
            )
            values[f"n{n}"] = float(draw(st.integers(0, top)))
        else:
            points = draw(st.lists(st.integers(0, 6), min_size=2, max_size=4))
            top = max(points)
            rungs = ", ".join(
                f'{{ when = {{ n{n} = "= {i}" }}, points = {p} }}' for i, p in enumerate(points)
            )
            parts.append(
                f'{{ id = "c{n}", label = {{ zh = "项{n}", en = "c{n}" }}, rungs = [{rungs}] }}'
            )
            values[f"n{n}"] = float(draw(st.integers(0, len(points) - 1)))
        most += top
    cuts = draw(st.lists(st.integers(1, max(most, 2)), min_size=2, max_size=2, unique=True))
    low, high = sorted(cuts)
    text = (
        HEAD
        + "\n".join(inputs)
        + (
            f'[scorecard]\ngrade = "grade"\nout_of = {most}\ndecimals = 0\n'
            f'grades = [{{ when = ">={high}", grade = "a" }},'
            f' {{ when = "[{low}..{high})", grade = "b" }}, {{ when = "<{low}", grade = "c" }}]\n'
            f"characteristics = [{', '.join(parts)}]\n"
        )
    )
    return parse_policy(text.encode(), "card.toml"), values


def cheapest(policy: Policy, values: Mapping[str, Value]) -> tuple[Any, ...] | None:
    """Try every way to raise items, and return the best by the rule in words."""
    assert policy.card is not None
    reader = CardReader(policy)
    reading = reader.read(values)
    assert reading.total is not None
    tiers = [tier.id for tier in policy.results["grade"].tiers]
    grade = reader.grade_of(reading.total)
    above = tiers[tiers.index(str(grade)) + 1 :]
    choices: list[Sequence[float]] = []
    for item in reading.items:
        given, now = item.characteristic, item.points or 0.0
        if given.judged:
            choices.append([float(p) for p in range(int(now), int(given.most) + 1)])
        else:
            rungs = {r.points for r in given.rungs.values() if r.points > now}
            choices.append([now, *sorted(rungs)])
    best: tuple[Any, ...] | None = None
    for points in itertools.product(*choices):
        total = sum(points)
        if not above or reader.grade_of(total) not in above:
            continue
        raised = [i for i, p in enumerate(points) if p > (reading.items[i].points or 0)]
        judged = sum(reading.items[i].characteristic.judged for i in raised)
        ranked = (len(raised), judged, total, raised)
        best = ranked if best is None or ranked < best else best
    return best


@settings(max_examples=300, deadline=None)
@given(cards())
def test_the_way_up_is_the_best_of_all_ways(drawn: tuple[Policy, dict[str, Value]]) -> None:
    policy, values = drawn
    best, way = cheapest(policy, values), way_of(policy, values)
    if best is None:
        assert way is None
        return
    assert way is not None
    positions = [
        [i.characteristic.id for i in CardReader(policy).read(values).items].index(
            step.item.characteristic.id
        )
        for step in way.raises
    ]
    judged = sum(step.item.characteristic.judged for step in way.raises)
    assert best == (len(way.raises), judged, way.total, positions)


# Limits


def held(text: str, **values: Value) -> tuple[Any, ...]:
    policy = parse_policy((HEAD + text).encode(), "card.toml")
    [decision] = decide(policy, table(policy, values))
    return decision.results.get("grade"), decision.results.get("score_grade")


def test_of_several_limits_the_lowest_grade_counts() -> None:
    text = """
[inputs.score]
label = { zh = "得分", en = "Score" }
type = "number"
required = "column"
[inputs.overdue]
label = { zh = "逾期天数", en = "Days overdue" }
type = "number"
required = false
[scorecard]
grade = "grade"
out_of = 100
grades = [
    { when = ">=80", grade = "a" },
    { when = "[60..80)", grade = "b" },
    { when = "<60", grade = "c" },
]
[[scorecard.limits]]
id = "late"
label = { zh = "逾期", en = "Late" }
when = { overdue = ">30" }
at_most = "b"
[[scorecard.limits]]
id = "lost"
label = { zh = "失信", en = "Lost" }
when = { overdue = ">90" }
grade = "c"
[[scorecard.characteristics]]
id = "c"
label = { zh = "项", en = "Item" }
max = 100
points = "score"
"""
    assert ("a", "a") == held(text, score=90.0, overdue=None)
    assert ("a", "a") == held(text, score=90.0, overdue=30.0)
    assert ("b", "a") == held(text, score=90.0, overdue=31.0)
    assert ("c", "c") == held(text, score=10.0, overdue=31.0)
    assert ("c", "a") == held(text, score=90.0, overdue=91.0)
    # A knock-out needs no points; a cap of no grade is none.
    assert ("c", None) == held(text, score=None, overdue=91.0)
    assert (None, None) == held(text, score=None, overdue=31.0)


# What is written wrong


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ("points = 26 }", 'points = "x" }', "scorecard.characteristics[2].rungs[0].points"),
        (
            'income = ">2500"',
            'income = "about"',
            "characteristics[2].rungs[2].when.income",
        ),
        ('income = ">2500"', 'incom = ">2500"', "characteristics[2].rungs[2].when.incom"),
        ('when = ">=30"', 'when = "30up?"', "scorecard.grades[0].when"),
        ('grade = "high" }', 'grade = "top" }', "scorecard.grades[0]"),
        ('grade = "grade"', 'grade = "rank"', "scorecard.grade"),
        ('id = "age_score"', 'id = "department_score"', "scorecard.characteristics"),
        ("baseline = 18", 'section = "x"', "scorecard.characteristics[1].section"),
        ("baseline = 18", "max = 11", "scorecard.characteristics[1].rungs[2].points"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(before: str, after: str, where: str) -> None:
    text = (CASES / "card_pmml.toml").read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(PolicyInvalid) as refused:
        parse_policy(text.replace(before, after, 1).encode(), "card.toml")
    assert where in refused.value.message.en


# The command


def workbook(path: Path, headers: Sequence[str], *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    for row in (headers, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def firm_book(path: Path, *rows: Sequence[object]) -> Path:
    labels = [CREDIT.inputs[name].label.zh for name in FIRM]
    own = ["K01", *(v if n != "enterprise_type" else "生产" for n, v in FIRM.items())]
    own[labels.index("资产负债率") + 1] = "48%"
    return workbook(path, ["客户编号", *labels], own, *rows)


def test_the_copy_says_all_of_a_card(tmp_path: Path) -> None:
    done = run("score-credit", firm_book(tmp_path / "a.xlsx"), "--lang", "zh")
    assert 0 == done.code, done.err
    sheet: Any = openpyxl.load_workbook(tmp_path / "a.tiered.xlsx").worksheets[0]
    header, row = sheet.iter_rows(values_only=True)
    found = dict(zip(header, row, strict=True))
    assert ("A", 78) == (found["信用等级"], found["总分"])
    assert "总分 78 ≥ 70 且 < 80" == found["依据"]
    assert found["主要扣分"].startswith("D2 资产管理及盈利能力其余项目评分偏低（-6）；A ")
    assert "升到 AA 还差 2 分：流动比率 6→8 分（流动比率 ≥ 1.5）" == found["升级所需"]
    assert [8, 6, 6, 6] == [
        found[f"{item}得分"] for item in ("资产负债率", "流动比率", "速动比率", "应收账款周转次数")
    ]
    assert 24 == found["C 资金结构小计"]


def test_the_card_is_the_one_whose_columns_are_there(tmp_path: Path, samples: Path) -> None:
    done = run("score-credit", firm_book(tmp_path / "a.xlsx"), "--json")
    assert "credit-rating" == done.json["files"][0]["policy"]["id"]
    assert "score-credit" == done.json["command"]
    none = run("score-credit", samples / "customers.xlsx", "--lang", "en")
    assert 65 == none.code
    assert "credit-rating" in none.err
    assert "trade-credit" in none.err


def test_both_cards_are_asked_for(tmp_path: Path) -> None:
    labels = [i.label.zh for p in (CREDIT, TRADE) for i in p.inputs.values() if i.required]
    path = workbook(tmp_path / "a.xlsx", ["客户编号", *labels], ["K1", *["1"] * len(labels)])
    done = run("score-credit", path, "--lang", "en")
    assert 65 == done.code
    assert "fits several scorecards" in done.err
    assert "--policy" in done.err


def test_a_policy_without_a_card_is_none(tmp_path: Path) -> None:
    done = run("score-credit", firm_book(tmp_path / "a.xlsx"), "--policy", "sales-size")
    assert 78 == done.code
    assert "tierctl classify" in done.err


def test_the_summary_spreads_the_totals_and_averages_the_items(samples: Path) -> None:
    """Six of eight are graded: 78, 97, 31, 68, 99 and 57, on average 71.7."""
    done = run("score-credit", samples / "credit-rating.xlsx", "--json", "--dry-run")
    card = done.json["files"][0]["card"]
    assert 6 == card["count"]
    assert 71.67 == round(card["average"], 2)
    assert [0, 0, 0, 1, 0, 1, 1, 1, 0, 2] == [band["count"] for band in card["totals"]]
    averages = {row["id"]: row["average"] for row in card["items"]}
    # 领导者素质 8, 9, 5, 7, 10, 6; 资产负债率 8, 8, 0, 7, 8, 6
    assert 7.5 == averages["leadership"]
    assert 37 / 6 == averages["debt_asset"]
    shown = run("score-credit", samples / "credit-rating.xlsx", "--lang", "zh", "--dry-run").out
    assert "90–100        2   ███████" in shown
    assert "A 领导者素质" in shown
