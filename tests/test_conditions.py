"""From what a person writes to the set that it means."""

import contextlib
import time
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import CASES

from tierctl.model.quantity import DAY, YUAN, Dimension, Unit, base_unit
from tierctl.policy.bounds import BoundWords
from tierctl.policy.canonical import canonical
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.conditions import is_default, parse_condition
from tierctl.policy.sets import ValueSet
from tierctl.policy.vocabulary import words

FILE = tomllib.loads((CASES / "conditions.toml").read_text(encoding="utf-8"))


SPELLINGS = [{**case, "text": text} for case in FILE["meaning"] for text in case["texts"]]
EXCLUSIVE = BoundWords(inclusive=False)
OTHERS = {"text": None, "date": DAY}


def unit_of(case: dict[str, Any]) -> Unit | None:
    word = case.get("unit", "元")
    return OTHERS[word] if word in OTHERS else base_unit(word)


def parsed(case: dict[str, Any]) -> ValueSet:
    return parse_condition(case["text"], unit_of(case))


def number(text: str, bounds: BoundWords = EXCLUSIVE) -> str:
    return canonical(parse_condition(text, YUAN, bounds=bounds), Dimension.MONEY, "en")


@pytest.mark.parametrize("case", SPELLINGS, ids=lambda case: repr(case["text"]))
def test_a_condition_is_printed_back_in_one_form(case: dict[str, Any]) -> None:
    unit = unit_of(case)
    dimension = unit.dimension if unit else Dimension.PLAIN
    values = parsed(case)
    assert case["zh"] == canonical(values, dimension, "zh")
    assert case["en"] == canonical(values, dimension, "en")


@pytest.mark.parametrize("case", FILE["refused"], ids=lambda case: repr(case["text"]))
def test_an_unclear_condition_is_refused_at_its_character(case: dict[str, Any]) -> None:
    with pytest.raises(ConditionError) as error:
        parsed(case)
    assert case["at"] == error.value.position
    place = str(case["at"] + 1)
    assert f"第 {place} 个字符" in error.value.message.zh
    assert f"character {place}" in error.value.message.en
    assert case.get("says", "") in error.value.message.en


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


PIECES = [
    *words(dates=True),
    *"万元%天甲含除!.'()\x00\u2028ßİ“」 ",
    "5",
    "100",
    "1,000",
    "2024-01-15",
]
ANY_CHARACTER = st.text(max_size=30)
ANY_WORD = st.lists(st.sampled_from([*PIECES, '"甲"']), max_size=12).map("".join)


@given(ANY_CHARACTER | ANY_WORD, st.sampled_from(["元", "%", "天", "text", "date"]))
def test_any_text_is_a_set_or_is_refused_at_a_character(text: str, unit: str) -> None:
    case = {"text": text, "unit": unit}
    position, values = 0, None
    try:
        values = parsed(case)
    except ConditionError as e:
        position = e.position
    assert 0 <= position <= len(text)
    if values is not None:
        base = unit_of(case)
        printed = canonical(values, base.dimension if base else Dimension.PLAIN, "zh")
        assert values == parsed({"text": printed, "unit": unit})


LONG = ["(", "非 ", "除", "甲,", "= 1, ", ">5 或 ", "!= 1 且 ", '含"a" 或 ', '"', "万", "空 或 "]


@pytest.mark.parametrize("piece", LONG)
@pytest.mark.parametrize("end", ["", "5", "甲"])
@pytest.mark.parametrize("unit", ["元", "text", "date"])
def test_ten_kilobytes_are_read_or_refused_at_once(piece: str, end: str, unit: str) -> None:
    text = (piece * 10_000)[:9_999] + end
    start = time.process_time()
    with contextlib.suppress(ConditionError):
        parsed({"text": text, "unit": unit})
    assert time.process_time() - start < 0.5


def test_a_policy_may_exclude_what_is_inclusive_by_convention() -> None:
    assert "> 100" == number("100以上")
    assert "< 100" == number("100以下")
    assert "≥ 100" == number("100以上", BoundWords())
    assert "> 1 and < 2" == number("1以上2以下")
    said = ["100(含)以上", "100以上(含)", "100及以上", "至少100", "满100", "≥100"]
    assert ["≥ 100"] * len(said) == [number(text) for text in said]
    assert "≤ 100" == number("100以内")
    assert "≥ 1 and ≤ 2" == number("1-2")
    day = parse_condition("2024-01-15以前", DAY, bounds=EXCLUSIVE)
    assert "≤ 2024-01-14" == canonical(day, Dimension.DATE, "en")


@pytest.mark.parametrize(
    "text", ["-", "－", " 否则 ", "其他", "其余", "Otherwise", "else", "default"]
)
def test_a_default_is_told(text: str) -> None:
    assert is_default(text)


@pytest.mark.parametrize("text", ["", "其他客户", "任意", '"其他"', ">5"])
def test_what_is_no_default_is_told(text: str) -> None:
    assert not is_default(text)


def test_a_message_says_what_to_write() -> None:
    with pytest.raises(ConditionError) as error:
        parse_condition("100-500万", YUAN)
    assert "应为两端都写单位：100万-500万 或 100元-500万" in error.value.message.zh
    assert "expected a unit at both ends: 100万-500万 or 100元-500万" in error.value.message.en
