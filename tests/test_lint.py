"""What is worth telling about one condition."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import CASES

from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import DAY, YUAN, Unit, base_unit
from tierctl.policy.lint import date_from_range, lint_condition

FILE = tomllib.loads((CASES / "lint.toml").read_text(encoding="utf-8"))
OTHERS = {"text": None, "date": DAY}


def unit_of(case: dict[str, Any]) -> Unit | None:
    word = case.get("unit", "元")
    return OTHERS[word] if word in OTHERS else base_unit(word)


@pytest.mark.parametrize("case", FILE["condition"], ids=lambda case: repr(case["text"]))
def test_a_condition_is_told_what_it_may_have_meant(case: dict[str, Any]) -> None:
    found = lint_condition(case["text"], unit_of(case))
    assert case["finds"] == [[finding.code, finding.position] for finding in found]
    assert all(f.message.zh != f.message.en for f in found)


@given(st.text(max_size=40), st.sampled_from([None, YUAN, base_unit("%")]))
def test_any_text_can_be_linted(text: str, unit: Unit | None) -> None:
    for finding in lint_condition(text, unit):
        assert 0 <= finding.position < len(text)


@pytest.mark.parametrize("case", FILE["date"], ids=lambda case: f"{case['kind']} {case['text']}")
def test_a_range_that_became_a_date_is_told(case: dict[str, Any]) -> None:
    cell = Cell(0, 0, Kind[case["kind"]], case["text"])
    finding = date_from_range(cell)
    if "becomes" not in case:
        assert finding is None
        return
    assert finding is not None
    assert "date-from-range" == finding.code
    for said in (finding.message.zh, finding.message.en):
        assert case["becomes"] in said
        assert case["range"] in said
        assert "[5..12]" in said
