"""A scorecard written as a sheet: the rows read as the same card, or it is refused."""

from pathlib import Path

import pytest
from cards import card_text, item
from cli import run

from tierctl.app.policies import resolve_policy
from tierctl.model.text import Lang
from tierctl.policy.same_card import same_card

SIMPLE = card_text(
    item(
        "ratio",
        [
            ({"type": "甲", "ratio": ">=2"}, 10.0),
            ({"type": "甲", "ratio": "[1..2)"}, 5.0),
            ({"type": "甲", "ratio": "<1"}, 0.0),
            ({"type": "乙", "ratio": ">=1"}, 10.0),
            ({"type": "乙", "ratio": "<1"}, 2.5),
        ],
        missing='"zero"',
    ),
    item("judged", points="judged", most=10),
    item("years", [({"years": ">=3"}, 5), ({"years": "<3"}, 0)], missing="2"),
    out_of=25,
    names=("type", "ratio", "years", "judged"),
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_simple_card_is_written_as_a_sheet_that_reads_as_the_same(
    tmp_path: Path, lang: Lang
) -> None:
    (tmp_path / "simple.toml").write_text(SIMPLE, encoding="utf-8")
    for source, target in (("simple.toml", "a.xlsx"), ("a.xlsx", "b.xlsx")):
        done = run("policy", "new", tmp_path / target, "--from", tmp_path / source, "--lang", lang)
        assert 0 == done.code, done.err
    cards = [resolve_policy(str(tmp_path / name)) for name in ("simple.toml", "a.xlsx", "b.xlsx")]
    assert all(same_card(cards[0], other, lang) for other in cards[1:])
    assert "no findings" in run("policy", "check", tmp_path / "b.xlsx", "--lang", "en").out


@pytest.mark.parametrize("name", ["credit-rating", "trade-credit"])
def test_a_card_that_a_sheet_cannot_say_is_refused(tmp_path: Path, name: str) -> None:
    done = run("policy", "new", tmp_path / "a.xlsx", "--from", name, "--lang", "en")
    assert 78 == done.code
    assert "cannot be written as a sheet: a sheet has no limits" in done.err
    assert not (tmp_path / "a.xlsx").exists()


def test_cards_that_differ_are_not_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text(SIMPLE, encoding="utf-8")
    for before, after in (("points = 2.5", "points = 3"), ("zero", "refuse"), (">=2", ">=3")):
        second.write_text(SIMPLE.replace(before, after), encoding="utf-8")
        both = [resolve_policy(str(path)) for path in (first, second)]
        assert not same_card(both[0], both[1], "zh")
