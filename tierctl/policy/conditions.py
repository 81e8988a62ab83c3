"""The condition language: from what a person writes to the set that it means."""

from __future__ import annotations

from tierctl.model.quantity import Dimension, Unit, half_width
from tierctl.policy import condition_error as expected
from tierctl.policy.bounds import BoundWords
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.number_conditions import read_measures
from tierctl.policy.sets import DateSet, NumberSet, ValueSet
from tierctl.policy.text_conditions import read_texts
from tierctl.policy.text_sets import TextSet
from tierctl.policy.vocabulary import DEFAULTS

_LONGEST = 10_000
_ANY = {"-", "任意", "any"}
_BY_CONVENTION = BoundWords()


def parse_condition(
    text: str,
    unit: Unit | None,
    *,
    bounds: BoundWords = _BY_CONVENTION,
) -> ValueSet:
    """Read a condition on an input; `unit` is a number's declared unit, DAY for a date, None for a
    text.

    Numbers: `>500万`, `500万以上`, `>100万 且 <=500万`, `(100万..500万]`, `100万-500万` (both in),
    `= 3`, `-` (anything). Dates: the same with `2024-01-15`. Texts: `媒体, 律师`, `"a, b"`,
    `!= 无`, `非 无`, `含"科技"`, `-`. All: `空`, `非空`, `永不`, or in English `blank`,
    `not blank`, `never`; a text that reads like one of these stands in quotes. What is excluded
    leaves blank out: `空 或 非 无` takes it in. Raises ConditionError.
    """
    if len(text) > _LONGEST:
        raise ConditionError(text[:20], 0, expected.SHORTER)
    if not text.strip():
        raise ConditionError(text, 0, expected.SOMETHING)
    plain = half_width(text).strip().casefold()
    if plain in _ANY or (plain == "不限" and unit is not None):
        return everything(unit)
    return read_texts(text) if unit is None else read_measures(text, unit, bounds)


def everything(unit: Unit | None) -> ValueSet:
    """Return the set of all values that an input may have, blank among them."""
    if unit is None:
        return TextSet.everything()
    return (DateSet if unit.dimension is Dimension.DATE else NumberSet).everything()


def is_default(text: str) -> bool:
    """Tell whether a cell says that its rule takes what no other takes: - 否则 其他 otherwise."""
    return half_width(text).strip().casefold() in DEFAULTS
