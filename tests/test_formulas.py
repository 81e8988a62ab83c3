"""What a formula gives, how it is printed back, and which texts are none."""

import math
import time
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import CASES

from tierctl.model.text import Text
from tierctl.policy.formula_text import FormulaError, parse_formula
from tierctl.policy.formulas import (
    Binary,
    Call,
    Expression,
    Formula,
    Function,
    Name,
    Negative,
    Number,
    Undefined,
    evaluate,
)

FILE = tomllib.loads((CASES / "formulas.toml").read_text(encoding="utf-8"))
LABELS = {id: Text(label["zh"], label["en"]) for id, label in FILE["labels"].items()}
NAMES = {spelling: id for id, label in LABELS.items() for spelling in (id, label.zh, label.en)}


def outcome(formula: Formula, values: dict[str, float | None]) -> float | str:
    """Return what a formula gives, in the words of the case file."""
    try:
        value = evaluate(formula, values)
    except Undefined as undefined:
        return undefined.kind
    return "blank" if value is None else value


@pytest.mark.parametrize("case", FILE["value"], ids=lambda case: repr(case["text"]))
def test_a_formula_gives_what_a_person_expects(case: dict[str, Any]) -> None:
    values = {NAMES[k]: None if v == "" else float(v) for k, v in case["values"].items()}
    formula = parse_formula(case["text"], NAMES)
    assert values.keys() == formula.names
    assert case["gives"] == outcome(formula, values)


@pytest.mark.parametrize("case", FILE["spelling"], ids=lambda case: repr(case["text"]))
def test_a_formula_is_printed_back_in_one_form(case: dict[str, Any]) -> None:
    formula = parse_formula(case["text"], NAMES)
    assert case["zh"] == formula.printed(LABELS, "zh")
    assert case["en"] == formula.printed(LABELS, "en")


@pytest.mark.parametrize("case", FILE["refused"].values(), ids=FILE["refused"])
def test_an_unclear_formula_is_refused_at_its_character(case: dict[str, Any]) -> None:
    with pytest.raises(FormulaError) as error:
        parse_formula(case["text"], NAMES)
    assert case["at"] == error.value.position
    message, place = error.value.message, str(case["at"] + 1)
    assert f"第 {place} 个字符" in message.zh
    assert f"character {place}" in message.en
    assert case["says"] in message.en


def test_a_name_that_means_two_values_is_refused_where_it_is_used() -> None:
    names = {"销售额": "sales", "Ｓａｌｅｓ": "sales", "sales": "sales_2023", "a": "a"}
    assert {"sales", "a"} == parse_formula("销售额 + a", names).names
    with pytest.raises(FormulaError, match="sales or sales_2023"):
        parse_formula("a + SALES", names)


# Names that are only names in brackets, or that look like something else.
ODD = [
    "x",
    "销售额",
    "Annual sales",
    "a]b",
    "ｃ］",
    "「d」",
    "1年",
    "万",
    "min",
    "%",
    "a+b",
    "e5",
    "_",
]
numbers = (
    st.floats(0, allow_nan=False, allow_infinity=False)
    | st.integers(0, 10**12).map(lambda n: n / 100)
    | st.integers(0, 10**9).map(lambda n: n * 100.0)
).map(abs)
expressions: st.SearchStrategy[Expression] = st.recursive(
    st.builds(Number, numbers) | st.builds(Name, st.sampled_from(ODD)),
    lambda parts: (
        st.builds(Negative, parts)
        | st.builds(Binary, st.sampled_from("+-*/"), parts, parts)
        | st.builds(Call, st.just("abs"), st.tuples(parts))
        | st.builds(
            Call,
            st.sampled_from(["max", "min"]),
            st.lists(parts, min_size=2, max_size=3).map(tuple),
        )
    ),
    max_leaves=25,
)
doubles = st.floats() | st.integers(-9, 9).map(float)


@given(expressions)
def test_a_printed_formula_reads_back_as_the_same(expression: Expression) -> None:
    formula = Formula(expression)
    ids = {name: name for name in ODD}
    assert formula == parse_formula(str(formula), ids)
    labels = {name: Text(f"{name}（元）", name * 2) for name in ODD}
    for lang in ("zh", "en"):
        names = {label.to(lang): id for id, label in labels.items()}
        assert formula == parse_formula(formula.printed(labels, lang), names)


def in_python(part: Expression) -> str:
    """Return a tree as Python source, every part in brackets."""
    match part:
        case Number(value):
            return repr(value)
        case Name(id):
            return f"values[{id!r}]"
        case Negative(operand):
            return f"(-{in_python(operand)})"
        case Binary(op, left, right):
            return f"({in_python(left)} {op} {in_python(right)})"
        case Call(function, arguments):
            return f"{function}({', '.join(map(in_python, arguments))})"


@given(expressions, st.fixed_dictionaries(dict.fromkeys(ODD, doubles)))
def test_a_formula_gives_what_python_calculates(
    expression: Expression, values: dict[str, float | None]
) -> None:
    found = outcome(Formula(expression), values)
    try:
        expected = eval(in_python(expression), {"values": values})
    except ZeroDivisionError:
        assert isinstance(found, str)
    else:
        # Python goes on with an infinity, and may come back from it.
        assert found == "not-finite" or expected == found
        assert math.isfinite(expected) or found == "not-finite"


@given(expressions, st.sampled_from(ODD))
def test_a_blank_makes_the_whole_blank(expression: Expression, blank: str) -> None:
    formula = Formula(expression)
    found = outcome(formula, {name: None if name == blank else 1.0 for name in ODD})
    assert (blank in formula.names) == (found == "blank")


SIGNS = "ab12.e,%万亿()（）[]「」 +-*/×÷−，、;minabsx\u200b甲'\"^=\n"


@given(st.text(SIGNS, max_size=30) | st.text(max_size=30))
def test_any_text_is_a_formula_or_refused_within_itself(text: str) -> None:
    refused = None
    try:
        formula = parse_formula(text, {"a": "a", "甲": "a", "b b": "b"})
    except FormulaError as error:
        refused = error
    if refused is None:
        assert formula == parse_formula(str(formula), {"a": "a", "b": "b"})
    else:
        assert 0 <= refused.position <= len(text)
        assert refused.message.en


LONG = [
    "(",
    "[",
    "「",
    "[]",
    "-",
    "a",
    "1",
    "1,111",
    "a+",
    "a ",
    "min(",
    "min(a,",
    " ",
    "]]",
    "[a]]",
]


@pytest.mark.parametrize("part", [*LONG, "Total asset", "%", "1.", "e1", "\u200b", "万"])
def test_no_text_takes_long(part: str) -> None:
    """A search to the end from each character would take a second."""
    text = (part * 10_000)[:10_000]
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        with pytest.raises(FormulaError):
            parse_formula(text, NAMES)
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.15


def test_a_formula_of_more_than_10_kb_is_refused() -> None:
    assert parse_formula("a".ljust(10_000), NAMES).names == {"a"}
    with pytest.raises(FormulaError, match="shorter"):
        parse_formula("a".ljust(10_001), NAMES)


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("-", ""), ("abs(", ")"), ("-(", ")")]
)
def test_a_formula_is_at_most_50_levels_deep(opening: str, closing: str) -> None:
    levels = 50 // len(opening.replace("abs", ""))
    deep = parse_formula(opening * levels + "a" + closing * levels, NAMES)
    assert deep == parse_formula(str(deep), NAMES)
    with pytest.raises(FormulaError, match="50 levels") as error:
        parse_formula(opening * 51 + "a" + closing * 51, NAMES)
    assert error.value.position < 51 * len(opening)


def test_a_formula_has_at_most_100_operations() -> None:
    """Whoever walks the tree may recurse, comparing and hashing included."""
    long = parse_formula("a" + " + a" * 100, NAMES)
    assert long == parse_formula(str(long), NAMES)
    assert hash(long) == hash(parse_formula(str(long), NAMES))
    assert evaluate(long, {"a": 2.0}) == 202.0
    with pytest.raises(FormulaError, match="100 operations") as error:
        parse_formula("a" + " + a" * 101, NAMES)
    assert error.value.position == 1 + 100 * 4 + 1


@pytest.mark.parametrize("value", [-1.0, -0.0, math.nan, math.inf])
def test_a_number_is_finite_and_has_no_sign(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Number(value)


@pytest.mark.parametrize(("function", "count"), [("abs", 0), ("abs", 2), ("min", 1), ("max", 0)])
def test_a_function_takes_what_every_engine_can_calculate(function: Function, count: int) -> None:
    """Some SQL has no LEAST of one value."""
    with pytest.raises(ValueError, match="two or more"):
        Call(function, (Name("a"),) * count)
