"""Values as sentences show them: in their base unit, tiers by their labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tierctl.model.dates import iso
from tierctl.model.quantity import DAY, shown_short
from tierctl.model.table import Value
from tierctl.model.text import Lang, Text
from tierctl.policy.canonical import canonical
from tierctl.policy.policy import Choice, Input, Policy, Tier
from tierctl.policy.sets import ValueSet
from tierctl.policy.text_sets import TextSet


def shown_value(policy: Policy, name: str, value: Value, chinese: bool) -> str:
    """Return the value of an input or a result as a sentence shows it."""
    if value is None:
        return "空" if chinese else "blank"
    if isinstance(value, float):
        return shown_short(value, policy.unit(name).shown_as, chinese=False)
    return _labelled(policy, name, value, "zh" if chinese else "en")


def _labelled(policy: Policy, name: str, value: str, lang: Lang) -> str:
    """Return what people call a choice or a tier; another text as it is."""
    read = policy.inputs.get(name)
    named: Sequence[Choice | Tier] = read.choices if read else policy.results[name].tiers
    return next((one.label.to(lang) for one in named if one.id == value), value)


def choice_text(read: Input, value: str) -> Text:
    """Return what people call a choice, in both languages; another text as it is."""
    found = (choice.label for choice in read.choices if choice.id == value)
    return next(found, Text(value, value))


def plain_value(policy: Policy, name: str, value: Value) -> Value:
    """Return the value of an input or a result as programs read it: a day as its ISO text."""
    if isinstance(value, float) and policy.unit(name) == DAY:
        return iso(int(value))
    return value


def reading(policy: Policy, name: str, value: Value) -> Text:
    """Return `年平均销售额 6,585,000`: what was read, with its value."""
    label = policy.label(name)
    return Text(
        f"{label.zh} {shown_value(policy, name, value, True)}",
        f"{label.en} {shown_value(policy, name, value, False)}",
    )


def allowed_text(read: Input, values: ValueSet) -> Text:
    """Return the values that an input may have, in both languages."""
    dimension = read.unit.shown_as
    return Text(canonical(values, dimension, "zh"), canonical(values, dimension, "en"))


def condition_text(policy: Policy, name: str, values: ValueSet, lang: Lang) -> str:
    """Return a condition on an input or a result in its canonical form, tiers by their labels."""
    if isinstance(values, TextSet):
        named = frozenset(_labelled(policy, name, id, lang) for id in values.exceptions)
        values = replace(values, exceptions=named)
    return canonical(values, policy.unit(name).shown_as, lang)
