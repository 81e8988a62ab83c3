"""The condition language: from what a person writes to the set that it means."""

from __future__ import annotations

from typing import Literal

from tierctl.model.quantity import PLAIN, Unit, half_width
from tierctl.policy import condition_error as expected
from tierctl.policy.bounds import BoundWords
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.number_conditions import read_measures
from tierctl.policy.sets import DateSet, NumberSet, ValueSet
from tierctl.policy.text_conditions import read_texts
from tierctl.policy.text_sets import TextSet
from tierctl.policy.vocabulary import DEFAULTS

ConditionKind = Literal["number", "text", "date"]

_LONGEST = 10_000
_ANY = {"-", "任意", "any"}
_BY_CONVENTION = BoundWords()


def parse_condition(
    text: str,
    unit: Unit | None,
    *,
    kind: ConditionKind | None = None,
    bounds: BoundWords = _BY_CONVENTION,
) -> ValueSet:
    """Read a condition on an input; `unit` is a number's declared unit, None for any other kind.

    `kind` is number where there is a unit and text where there is none, unless it says date.
    Numbers: `>500万`, `500万以上`, `>100万 且 <=500万`, `(100万..500万]`, `100万-500万` (both in),
    `= 3`, `-` (anything). Dates: the same with `2024-01-15`. Texts: `媒体, 律师`, `"a, b"`,
    `!= 无`, `非 无`, `含"科技"`, `-`. All: `空`, `非空`, `永不`, or in English `blank`,
    `not blank`, `never`; a text that reads like one of these stands in quotes. What is excluded
    leaves blank out: `空 或 非 无` takes it in. Raises ConditionError.
    """
    kind = kind or ("number" if unit else "text")
    if len(text) > _LONGEST:
        raise ConditionError(text[:20], 0, expected.SHORTER)
    if not text.strip():
        raise ConditionError(text, 0, expected.SOMETHING)
    plain = half_width(text).strip().casefold()
    if plain in _ANY or (plain == "不限" and kind != "text"):
        if kind == "text":
            return TextSet.everything()
        return (NumberSet if kind == "number" else DateSet).everything()
    if kind == "text":
        return read_texts(text)
    return read_measures(text, unit or PLAIN if kind == "number" else None, bounds)


def is_default(text: str) -> bool:
    """Tell whether a cell says that its rule takes what no other takes: - 否则 其他 otherwise."""
    return half_width(text).strip().casefold() in DEFAULTS
