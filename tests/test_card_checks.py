"""What is wrong with a scorecard whatever the data: each finding, and a near card without it."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from cards import GRADES, INPUTS, LADDER, card, card_text, item
from cli import run
from hypothesis import given, settings
from hypothesis import strategies as st
from policies import shipped_policy, table

from tierctl.checks.check import check_policy, policy_errors
from tierctl.checks.finding import Finding
from tierctl.checks.survey import Survey
from tierctl.engine.reference import decide
from tierctl.model.diagnostic import Severity
from tierctl.model.table import Value
from tierctl.policy.intervals import Interval
from tierctl.policy.policy import Policy
from tierctl.policy.sets import NumberSet

RATIO = item("ratio", LADDER)
JUDGED = item("judged", points="judged", most=10)
USED = ("ratio", "judged")


def found(*items: str, **options: object) -> list[Finding]:
    options = {"names": USED, **options}
    return [f for f in check_policy(card(*items, **options)) if f.code != "unused-input"]


def lines(findings: Sequence[Finding]) -> list[str]:
    return [f"{f.severity} {f.code} {f.message.zh}" for f in findings]


@pytest.mark.parametrize("name", ["credit-rating", "trade-credit"])
def test_a_shipped_card_has_neither_errors_nor_warnings(name: str) -> None:
    """And what totals there may be is decided."""
    findings = check_policy(shipped_policy(name))
    assert {"filled-gap"} >= {f.code for f in findings}
    assert {Severity.NOTE} >= {f.severity for f in findings}


@pytest.mark.parametrize(("name", "least"), [("credit-rating", 5.0), ("trade-credit", 2.0)])
def test_the_totals_of_a_shipped_card_are_known(name: str, least: float) -> None:
    total = Survey(shipped_policy(name)).attainable("total_score")
    assert total.exact
    assert NumberSet.of(Interval(least, 100.0, True, True), blank=True) == total.values


def test_a_good_card_has_no_findings() -> None:
    assert [] == lines(found(RATIO, JUDGED))


# -- weights and points ------------------------------------------------------------------------


def test_weights_that_do_not_add_up_are_an_error_with_every_item() -> None:
    [finding] = found(RATIO, JUDGED, out_of=25)
    assert "error weights-total" == f"{finding.severity} {finding.code}"
    assert (
        "各项满分合计 20，但满分（out_of）写的是 25：ratio项 10 + judged项 10" == finding.message.zh
    )
    assert "scorecard.out_of" == finding.where


def test_initial_points_count_to_the_weights() -> None:
    assert [] == found(RATIO, JUDGED, out_of=25, rest="initial = 5\n")
    [finding] = found(RATIO, JUDGED, out_of=20, rest="initial = 5\n")
    assert "起始分 5 + ratio项 10" in finding.message.zh


def test_weights_in_tenths_add_up() -> None:
    """0.1 + 0.2 is 0.3 for whoever wrote it."""
    small = [item("ratio", [({"ratio": ">=0"}, 0.1)]), item("judged", points="judged", most=0.2)]
    grades = [(">0.2", "a"), ("(0.1..0.2]", "b"), ("<=0.1", "c")]
    assert [] == found(*small, out_of=0.3, grades=grades)


def test_nobody_is_graded_by_a_card_that_does_not_add_up() -> None:
    assert ["weights-total"] == [f.code for f in policy_errors(card(RATIO, JUDGED, out_of=25))]
    assert [] == policy_errors(card(RATIO, JUDGED))


def test_a_max_above_the_best_rung_cannot_be_reached() -> None:
    above = item("ratio", LADDER, most=12)
    assert ["warning unreachable-max 项目 ratio项 满分 12，但最多只能得 10"] == lines(
        found(above, JUDGED, out_of=22)
    )


def test_a_top_rung_that_nobody_meets_gives_no_points() -> None:
    never = item("ratio", [({"ratio": "<0"}, 10.0), *LADDER[1:]])
    codes = [f.code for f in found(never, JUDGED, grades=GRADES)]
    assert "unreachable-rule" in codes
    assert "unreachable-max" in codes


def test_judged_points_are_within_their_max() -> None:
    wide = INPUTS["judged"] + '\ndomain = "0-12"'
    below = INPUTS["judged"] + '\ndomain = "[-2..10]"'
    assert ["beyond-max"] == [f.code for f in found(RATIO, JUDGED, judged=wide)]
    assert ["below-zero"] == [f.code for f in found(RATIO, JUDGED, judged=below)]


# -- rungs -------------------------------------------------------------------------------------


def test_a_gap_between_rungs_is_told_with_its_place(tmp_path: Path) -> None:
    gap = item("ratio", [LADDER[0], ({"ratio": "[1..1.8]"}, 5.0), LADDER[2]])
    [finding] = found(gap, JUDGED)
    assert (
        "warning gap 没有规则适用（ratio项）：比率 > 1.8 且 < 2；例如 比率 = 1.9"
        == f"{finding.severity} {finding.code} {finding.message.zh}"
    )
    path = tmp_path / "gap.toml"
    path.write_text(card_text(JUDGED, gap, names=USED), encoding="utf-8")
    done = run("policy", "check", path, "--json").json
    assert ["scorecard.characteristics[1]"] == [f["where"] for f in done["findings"]]


def test_a_finding_about_a_rung_and_a_grade_names_its_place(tmp_path: Path) -> None:
    hidden = item("ratio", [*LADDER, ({"ratio": ">=3"}, 7.0)])
    grades = [*GRADES, ("= -1", "c")]
    path = tmp_path / "card.toml"
    path.write_text(card_text(JUDGED, hidden, names=USED, grades=grades), encoding="utf-8")
    done = run("policy", "check", path, "--json").json
    assert ["scorecard.characteristics[1].rungs[3]", "scorecard.grades[3]"] == [
        f["where"] for f in done["findings"] if f["code"] == "unreachable-rule"
    ]


def test_rungs_that_overlap_are_told_and_those_within_one_another_are_not() -> None:
    crossing = item("ratio", [({"ratio": "[1..3]"}, 10.0), ({"ratio": "[0..2)"}, 0.0), LADDER[0]])
    assert ["项目 ratio项 的两档重叠（得 10 分和得 0 分），按顺序取 10 分：比率 = 1"] == [
        f.message.zh for f in found(crossing, JUDGED) if f.code == "rung-overlap"
    ]
    nested = item(
        "ratio", [({"ratio": ">=2"}, 10.0), ({"ratio": ">=1"}, 5.0), ({"ratio": ">=0"}, 0)]
    )
    assert [] == found(nested, JUDGED)


def test_a_bound_that_two_rungs_share_is_noted() -> None:
    shared = item("ratio", [({"ratio": ">=2"}, 10.0), ({"ratio": "<=2"}, 0.0)])
    assert ["shared-bound"] == [f.code for f in found(shared, JUDGED)]


# -- missing values ----------------------------------------------------------------------------


def test_what_a_blank_gets_is_to_be_stated() -> None:
    silent = item("ratio", LADDER, missing="")
    assert [
        "warning unstated-missing 项目 ratio项 没有写明缺值怎么计分（missing），按不定级处理"
    ] == lines(found(silent, JUDGED))
    judged = item("judged", points="judged", most=10, missing="")
    assert ["scorecard.characteristics[1].missing"] == [f.where for f in found(RATIO, judged)]


def test_of_a_value_that_is_always_there_nothing_is_asked() -> None:
    needed = INPUTS["ratio"].replace('"column"', "true")
    assert [] == found(item("ratio", LADDER, missing=""), JUDGED, ratio=needed)


@pytest.mark.parametrize("missing", ['"refuse"', '"zero"', "3"])
def test_a_blank_is_no_gap_where_it_is_stated(missing: str) -> None:
    assert [] == found(item("ratio", LADDER, missing=missing), JUDGED)


def test_a_gap_beside_blanks_is_still_a_gap() -> None:
    """Stating what a blank gets hides no value that no rung takes."""
    rungs = [({"type": "甲", **when}, points) for when, points in LADDER]
    typed = item("ratio", [*rungs, ({"type": "乙", "ratio": ">=1"}, 10.0)])
    [finding] = found(typed, JUDGED, names=("type", *USED))
    assert '没有规则适用（ratio项）：类型 = "乙"，比率 < 1' in finding.message.zh.replace(
        "比率 ≥ 0 且 < 1", "比率 < 1"
    )


def test_an_item_of_several_values_that_may_ask_for_a_blank() -> None:
    """Where a rung asks for a blank, blanks are values, and those that no rung takes are a gap."""
    rungs = [({"ratio": ">=1", "years": "空"}, 10.0), ({"ratio": ">=0", "years": ">=0"}, 0.0)]
    [finding] = found(item("ratio", rungs), JUDGED, names=(*USED, "years"))
    assert "年限 空" in finding.message.zh


# -- totals and grades -------------------------------------------------------------------------

WHOLE = [("90-100", "a"), ("80-89", "b"), ("0-79", "c")]
HALVES = [
    item("ratio", [({"ratio": ">=2"}, 50.0), ({"ratio": "<2"}, 49.5)]),
    item("years", [({"years": ">=2"}, 50.0), ({"years": "[1..2)"}, 40.0), ({"years": "<1"}, 20.0)]),
]


def test_a_fraction_between_bands_is_a_gap_where_it_is_attained() -> None:
    """49.5 and 40 make 89.5, which is neither 80-89 nor 90-100."""
    findings = found(*HALVES, names=("ratio", "years"), grades=WHOLE, out_of=100)
    gap = "warning gap 没有规则适用（等级表）：总分 > 89 且 < 90；例如 总分 = 89.5"
    assert gap in lines(findings)
    [finding] = [f for f in findings if f.code == "gap"]
    assert {"total_score": 89.5} == finding.witness
    hint = finding.hint
    assert hint is not None
    assert "[80..90)" in hint.zh
    rungs = [({"ratio": ">=2"}, 50.0), ({"ratio": "<2"}, 49.0)]
    assert [] == found(
        item("ratio", rungs), HALVES[1], names=("ratio", "years"), grades=WHOLE, out_of=100
    )


def test_judged_points_have_every_fraction() -> None:
    judged = item("judged", points="judged", most=100)
    findings = found(judged, names=("judged",), grades=WHOLE, out_of=100)
    assert [
        "warning gap 没有规则适用（等级表）：总分 > 79 且 < 80 或 > 89 且 < 90；例如 总分 = 79.1"
    ] == lines(findings)
    assert [] == found(judged, names=("judged",), grades=WHOLE, out_of=100, decimals=0)


def test_a_grade_that_nobody_can_reach() -> None:
    """Two ladders give 0, 5, 10, 15 and 20: between 11 and 14 there is nobody."""
    years = item("years", [({"years": ">=2"}, 10.0), ({"years": "<2"}, 0.0)])
    grades = [(">=14", "a"), ("(10..14)", "b"), ("<=10", "c")]
    findings = found(RATIO, years, names=("ratio", "years"), grades=grades)
    assert ["unreachable-rule", "unreachable-tier"] == [f.code for f in findings]
    assert "没有客户能得到信用等级“B”" in findings[1].message.zh
    assert [] == found(RATIO, JUDGED, grades=grades)


def test_points_that_one_value_gives_twice_are_not_taken_for_independent() -> None:
    """Both items read the ratio: 10 and 0 never meet, so that a total of 10 is nobody's."""
    other = item("again", [({"ratio": ">=2"}, 10.0), ({"ratio": "<2"}, 0.0)])
    first = item("ratio", [({"ratio": ">=2"}, 10.0), ({"ratio": "<2"}, 0.0)])
    grades = [(">10", "a"), ("= 10", "b"), ("<10", "c")]
    findings = found(first, other, names=("ratio",), grades=grades)
    assert {"unreachable-rule", "unreachable-tier"} == {f.code for f in findings}


def test_items_that_share_a_choice_are_looked_at_for_each_of_its_values() -> None:
    def typed(id: str, x: float, y: float) -> str:
        return item(id, [({"type": "甲"}, x), ({"type": "乙"}, y)], most=10)

    grades = [(">=15", "a"), ("[8..15)", "b"), ("<8", "c")]
    items = [typed("one", 10, 0), typed("two", 10, 0)]
    findings = found(*items, names=("type",), grades=grades)
    assert {"unreachable-rule", "unreachable-tier"} == {f.code for f in findings}
    items = [typed("one", 10, 0), typed("two", 0, 10)]
    assert "a" not in {
        f.message.en.split("“")[1][0].lower()
        for f in found(
            *items, names=("type",), grades=[(">=10", "a"), ("<5", "b"), ("[5..10)", "c")]
        )
        if f.code == "unreachable-tier"
    }


def test_what_cannot_be_told_is_not_called_clean() -> None:
    """A judged value that a ladder reads, too: its points and the rung go together."""
    both = item("judged", points="judged", most=10)
    ladder = item("rung", [({"judged": ">=5"}, 10.0), ({"judged": "<5"}, 0.0)])
    grades = [(">=15", "a"), ("[5..15)", "b"), ("<5", "c")]
    findings = found(both, ladder, names=("judged",), grades=grades)
    assert {"not-decided"} == {f.code for f in findings}


LIMITED = """
[[scorecard.limits]]
id = "young"
label = { zh = "新客户", en = "New" }
when = { years = "<1" }
at_most = "b"
"""


def test_what_a_card_is_made_of_is_no_finding() -> None:
    """The tables behind a limit have rules that a person never wrote."""
    assert [] == found(RATIO, JUDGED, names=(*USED, "years"), rest=LIMITED)
    grades = [(">=10", "a"), ("<10", "b")]
    knock_out = LIMITED.replace('at_most = "b"', 'grade = "c"')
    assert [] == found(RATIO, JUDGED, names=(*USED, "years"), rest=knock_out, grades=grades)


def test_a_limit_that_never_applies_names_its_place(tmp_path: Path) -> None:
    never = LIMITED.replace("<1", "<0")
    path = tmp_path / "card.toml"
    text = card_text(RATIO, JUDGED, names=(*USED, "years"), rest=never)
    path.write_text(text, encoding="utf-8")
    done = run("policy", "check", path, "--json").json
    assert [("unreachable-rule", "scorecard.limits[0]")] == [
        (f["code"], f["where"]) for f in done["findings"] if f["code"] != "unused-input"
    ]


# -- against every customer --------------------------------------------------------------------

CONDITIONS = [">=2", "[1..2)", "<1", ">=1", "<2", "-", "(1..3]"]
POINTS = [0.0, 0.1, 0.25, 1.0, 1.5, 2.0]
VALUES: dict[str, list[Value]] = {
    "ratio": [0.0, 1.0, 1.5, 2.0, 3.0, 4.0, None],
    "years": [0.0, 1.0, 1.5, 2.0, 3.0, 4.0, None],
    "type": ["x", "y", None],
    "judged": [n / 10 for n in range(31)] + [None],
}


@st.composite
def cards(draw: st.DrawFn) -> Policy:
    """Draw a card of two or three ladders, some on a value that they share, and judged points."""
    items = []
    for i in range(draw(st.integers(1, 3))):
        reads = draw(
            st.sampled_from([("ratio",), ("years",), ("type", "ratio"), ("type", "years")])
        )
        rungs = []
        for _ in range(draw(st.integers(1, 4))):
            when = {
                name: draw(
                    st.sampled_from(["甲", "乙", "甲, 乙"] if name == "type" else CONDITIONS)
                )
                for name in reads
            }
            rungs.append((when, draw(st.sampled_from(POINTS))))
        missing = draw(st.sampled_from(['"refuse"', '"zero"', "0.5"]))
        items.append(item(f"i{i}", rungs, missing=missing, most=2))
    if draw(st.booleans()):
        items.append(item("j", points="judged", most=3))
    return card(*items, out_of=100, decimals=1, names=tuple(VALUES))


@settings(deadline=None, max_examples=120)
@given(cards())
def test_the_totals_are_those_of_all_customers(policy: Policy) -> None:
    """Judged points in steps of the card's decimals stand for all that there are."""
    total = Survey(policy).attainable("total_score")
    read = [name for name in VALUES if name in policy.read]
    customers = [
        dict(zip(read, values, strict=True))
        for values in itertools.product(*(VALUES[name] for name in read))
    ]
    given = {d.results.get("total_score") for d in decide(policy, table(policy, *customers))}
    numbers = {value for value in given if isinstance(value, float)}
    assert total.exact
    assert isinstance(total.values, NumberSet)
    told = {
        n / 10 for n in range(200) if any(i.low <= n / 10 <= i.high for i in total.values.intervals)
    }
    assert told == numbers


def test_without_the_rungs_that_fill_gaps_a_place_is_still_that_of_the_file(tmp_path: Path) -> None:
    rungs = [*LADDER, ({"ratio": ">=3"}, 7.0)]
    text = card_text(item("ratio", rungs), JUDGED, names=USED)
    path = tmp_path / "card.toml"
    marked = text.replace('">=2" }, points = 10.0', '">=2" }, points = 10.0, fills_gap = true')
    path.write_text(marked.replace('ratio = ">=3"', 'ratio = "<0.5"'), encoding="utf-8")
    done = run("policy", "check", path, "--strict", "--json").json
    places = {f["code"]: f["where"] for f in done["findings"]}
    assert "scorecard.characteristics[0].rungs[3]" == places["unreachable-rule"]
