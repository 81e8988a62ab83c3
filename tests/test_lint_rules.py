"""What is worth telling about the raw conditions of a table's rules, side by side."""

import pytest

from tierctl.model.quantity import YUAN, Unit, base_unit
from tierctl.policy.lint_rules import RawRule, RuleFinding, lint_rules

UNITS: dict[str, Unit | None] = {"sales": YUAN, "kind": None, "score": base_unit("%")}


def linted(*rules: dict[str, str]) -> list[RuleFinding]:
    named = [RawRule(name=f"R{i + 1}", cells=cells) for i, cells in enumerate(rules)]
    return list(lint_rules(named, UNITS))


def test_a_rule_without_conditions_is_told() -> None:
    [finding] = linted({"sales": " ", "kind": ""}, {"sales": "-", "kind": ""})
    assert ("empty-rule", ("R1",), None) == (finding.code, finding.rules, finding.input)
    assert "R1" in finding.message.zh
    assert "R1" in finding.message.en


def test_a_bound_that_two_rules_include_is_told_with_both() -> None:
    [finding] = linted({"sales": "100万以上"}, {"sales": "100万以下"})
    assert ("shared-bound", ("R1", "R2"), "sales") == (finding.code, finding.rules, finding.input)
    assert "规则 R1、R2 都含 100万" in finding.message.zh
    assert "rules R1 and R2 both hold 1,000,000" in finding.message.en


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("500万以上", "100万以上500万以下", True),
        ("100万以上500万以下", "500万以上", True),
        ("100万至500万", "100万以下", True),
        ("100万以上", "100万(不含)以下", False),
        ("100万以上", "不满100万", False),
        ("100万以上", "不超过50万", False),
        ("≥100万", "≤100万", False),  # nobody meant 以上: the check of the table finds it
        ("100万以上", "壹佰万以下", False),
        ("100万以上", "100万以上", False),
    ],
)
def test_only_a_bound_word_that_includes_twice_is_told(
    first: str, second: str, shared: bool
) -> None:
    assert shared is bool(linted({"sales": first}, {"sales": second}))


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("媒体", "律师", False),
        ("媒体", "非 媒体", False),
        ("媒体", "媒体, 律师", True),
        ("媒体", "-", True),
        ("", "律师", True),
        ('含"媒"', '不含"媒体"', True),
        ('含"媒体"', '不含"媒"', False),
    ],
)
def test_rules_that_another_input_keeps_apart_share_nothing(
    first: str, second: str, shared: bool
) -> None:
    rules = {"sales": "100万以上", "kind": first}, {"sales": "100万以下", "kind": second}
    assert shared is bool(linted(*rules))


def test_rules_that_a_number_keeps_apart_share_nothing() -> None:
    apart = {"sales": "100万以上", "score": ">5"}, {"sales": "100万以下", "score": "<=5"}
    assert not linted(*apart)
    assert linted({"sales": "100万以上", "score": ">5"}, {"sales": "100万以下", "score": "<=6"})


def test_what_cannot_be_decided_keeps_no_rules_apart() -> None:
    pairs = " 或 ".join(f'含"{chr(97 + i)}1" 且 不含"{chr(97 + i)}2"' for i in range(25))
    both = [{"sales": f"100万以{way}", "kind": pairs} for way in "上下"]
    assert ["shared-bound"] == [finding.code for finding in linted(*both)]


@pytest.mark.parametrize(
    ("bands", "half"),
    [
        (["80-89", "90-100"], "89.5%"),
        (["90以上", "80至89"], "89.5%"),
        (["80-90(不含)", "90-100"], None),
        (["80-90", "91-100"], "90.5%"),
        (["80-90", "90.5-100"], None),
        (["80-89", "92-100"], None),
        (["80-89", "90-100", "89.2-89.8"], None),
    ],
)
def test_bands_of_whole_numbers_that_leave_a_gap_are_told(
    bands: list[str], half: str | None
) -> None:
    found = linted(*({"score": band} for band in bands))
    assert [half] * bool(half) == [f.message.en.split()[0] for f in found]
    assert all("integer-bands" == f.code and half in f.message.zh for f in found if half)
