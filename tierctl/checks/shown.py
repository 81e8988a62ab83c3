"""Regions and customers of a policy in words: labels, conditions, tiers by their labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tierctl.model.quantity import shown_short
from tierctl.model.table import Value
from tierctl.model.text import Lang, Text, joined
from tierctl.policy.canonical import canonical
from tierctl.policy.policy import Policy, ResultType
from tierctl.policy.sets import ValueSet
from tierctl.policy.text_sets import TextSet


def region_text(policy: Policy, region: Mapping[str, ValueSet]) -> Text:
    """Return `年平均销售额 > 100万 且 ≤ 500万，类型 = 甲`; every customer is 任意客户."""
    parts = [condition_text(policy, name, values) for name, values in region.items()]
    return _listed(parts) if parts else Text("任意客户", "any customer")


def condition_text(policy: Policy, name: str, values: ValueSet) -> Text:
    """Return a condition on an input or a result behind its label."""
    label = policy.label(name)
    return Text(
        f"{label.zh} {_condition(policy, name, values, 'zh')}",
        f"{label.en} {_condition(policy, name, values, 'en')}",
    )


def _condition(policy: Policy, name: str, values: ValueSet, lang: Lang) -> str:
    if not isinstance(values, TextSet):
        return canonical(values, policy.unit(name).dimension, lang)
    result = policy.results.get(name)
    if result is not None and result.type is ResultType.TIER:
        labels = frozenset(result.tier(id).label.to(lang) for id in values.exceptions)
        values = replace(values, exceptions=labels)
    text = canonical(values, policy.unit(name).dimension, lang)
    return f"= {text}" if values.exceptions and not values.pattern else text


def customer_text(policy: Policy, customer: Mapping[str, Value]) -> Text:
    """Return `年平均销售额 = 5,000,000，类型 = 甲`; one of whom nothing is read is 任意客户."""
    parts = []
    for name, value in customer.items():
        label = policy.label(name)
        if value is None:
            parts.append(Text(f"{label.zh} 空", f"{label.en} blank"))
            continue
        shown = _value(policy, name, value)
        parts.append(Text(f"{label.zh} = {shown.zh}", f"{label.en} = {shown.en}"))
    return _listed(parts) if parts else Text("任意客户", "any customer")


def _value(policy: Policy, name: str, value: float | str) -> Text:
    if isinstance(value, float):
        text = shown_short(value, policy.unit(name).dimension, chinese=False)
        return Text(text, text)
    result = policy.results.get(name)
    if result is not None and result.type is ResultType.TIER:
        return result.tier(value).label
    return Text(value, value)


def _listed(parts: list[Text]) -> Text:
    return joined(parts, "，", ", ")
