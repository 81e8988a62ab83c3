"""Scorecards through the commands that show, compare, try and write policies."""

from pathlib import Path

import pytest
from cards import LADDER, card_text, item
from cli import run

RATIO = item("ratio", LADDER)
JUDGED = item("judged", points="judged", most=10)
USED = ("ratio", "judged")


@pytest.mark.parametrize("name", ["credit-rating", "trade-credit"])
def test_a_card_is_written_as_a_card(name: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    assert 0 == run("policy", "new", path, "--from", name).code
    assert "[[scorecard.characteristics]]" in path.read_text(encoding="utf-8")
    assert '[[steps]]\nname = "total' not in path.read_text(encoding="utf-8")
    done = run("policy", "diff", name, path, "--lang", "en")
    assert "No difference: every customer gets the same" in done.out


def test_a_card_is_shown_as_a_card() -> None:
    page = run("policy", "show", "credit-rating", "--lang", "zh", env={"COLUMNS": "150"}).out
    assert "评分卡（满分 100）" in page
    assert "C 资金结构  30 分" in page
    assert "C1 资产负债率  满分 8；缺值不定级" in page
    assert "评审 0–10（领导者素质得分）" in page
    assert "步骤 " not in page
    page = run("policy", "show", "trade-credit", "--lang", "en", env={"COLUMNS": "200"}).out
    assert "Limits, before the points" in page
    shown = run("policy", "show", "credit-rating", "--json").json["policy"]["scorecard"]
    assert (100, 5, 12) == (
        shown["out_of"],
        len(shown["sections"]),
        len(shown["characteristics"]),
    )


def test_cases_are_drafted_on_below_and_above_every_grade() -> None:
    drafted = run("policy", "test", "trade-credit", "--suggest", "--lang", "zh").out
    for total, grade in (("90", "AAA"), ("89.99", "AA"), ("60", "B"), ("59.99", "C")):
        case = drafted.split(f'name = "赊销总分 {total}"')[1].split("[[cases]]")[0]
        assert f'total_score = {total}, credit_grade = "{grade}"' in case


def test_two_cards_differ_by_item(tmp_path: Path) -> None:
    paths = tmp_path / "a.toml", tmp_path / "b.toml"
    other = item("ratio", [({"ratio": ">=3"}, 10.0), ({"ratio": "[1..3)"}, 5.0), LADDER[2]])
    judged = item("judged", points="judged", most=10, missing='"zero"')
    paths[0].write_text(card_text(RATIO, JUDGED, names=USED), encoding="utf-8")
    paths[1].write_text(card_text(other, judged, names=USED), encoding="utf-8")
    page = run("policy", "diff", *paths, "--lang", "zh").out
    assert "项目 judged项的缺值处理  不定级 → 计 0 分" in page
    assert "规则的不同（ratio项）" in page


def test_a_template_names_the_columns_that_another_is_calculated_from(tmp_path: Path) -> None:
    done = run("template", "credit-rating", "-o", tmp_path / "a.xlsx", "--lang", "zh")
    assert "G  资产负债率（%）  必需，或 负债总额、资产总额" in done.out
    assert "总负债" not in done.out


def test_a_blank_that_gets_other_points_is_a_difference(tmp_path: Path) -> None:
    paths = tmp_path / "a.toml", tmp_path / "b.toml"
    zero = item("judged", points="judged", most=10, missing='"zero"')
    for path, judged in zip(paths, (JUDGED, zero), strict=True):
        path.write_text(card_text(RATIO, judged, names=USED), encoding="utf-8")
    page = run("policy", "diff", *paths, "--lang", "en").out
    assert "Every customer gets the same" not in page
    assert "Judged is calculated otherwise where it is blank" in page
