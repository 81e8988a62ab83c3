"""From what a person writes to the set that it means."""

import tomllib
from typing import Any

import pytest
from sheets import CASES

from tierctl.model.quantity import Dimension, Unit, base_unit
from tierctl.policy.canonical import canonical
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.conditions import parse_condition

FILE = tomllib.loads((CASES / "conditions.toml").read_text(encoding="utf-8"))


def unit_of(case: dict[str, Any]) -> Unit | None:
    word = case.get("unit", "元")
    return None if word == "text" else base_unit(word)


@pytest.mark.parametrize("case", FILE["spelling"], ids=lambda case: repr(case["text"]))
def test_a_condition_is_printed_back_in_one_form(case: dict[str, Any]) -> None:
    unit = unit_of(case)
    dimension = unit.dimension if unit else Dimension.PLAIN
    values = parse_condition(case["text"], unit)
    assert case["zh"] == canonical(values, dimension, "zh")
    assert case["en"] == canonical(values, dimension, "en")


@pytest.mark.parametrize("case", FILE["refused"], ids=lambda case: repr(case["text"]))
def test_an_unclear_condition_is_refused_at_its_character(case: dict[str, Any]) -> None:
    with pytest.raises(ConditionError) as error:
        parse_condition(case["text"], unit_of(case))
    assert case["at"] == error.value.position
    place = str(case["at"] + 1)
    assert f"第 {place} 个字符" in error.value.message.zh
    assert f"character {place}" in error.value.message.en


@pytest.mark.parametrize("text", [">" + "9" * 20_000, "甲," * 10_000, "(" * 10_001])
@pytest.mark.parametrize("unit", [None, base_unit("元")], ids=["text", "money"])
def test_a_condition_of_more_than_10_kb_is_refused(text: str, unit: Unit | None) -> None:
    with pytest.raises(ConditionError):
        parse_condition(text, unit)


def test_what_is_excluded_leaves_blank_out() -> None:
    excluding = parse_condition("!= 无", None)
    assert [excluding.holds(v) for v in ("有", "无", None)] == [True, False, False]
    assert parse_condition("空 或 非 无", None).holds(None)


def test_a_quoted_text_keeps_its_width() -> None:
    """A name in full-width brackets must still equal the cell that it was copied from."""
    assert parse_condition('"（四川）Ａ公司"', None).holds("（四川）Ａ公司")
    assert not parse_condition('"（四川）Ａ公司"', None).holds("(四川)A公司")
