"""Regions and customers of a policy in words: labels, conditions, tiers by their labels."""

from __future__ import annotations

from collections.abc import Mapping

from tierctl.model.table import Value
from tierctl.model.text import Text, joined
from tierctl.policy import shown
from tierctl.policy.policy import Policy
from tierctl.policy.sets import ValueSet
from tierctl.policy.text_sets import TextSet


def region_text(policy: Policy, region: Mapping[str, ValueSet]) -> Text:
    """Return `年平均销售额 > 100万 且 ≤ 500万，类型 = 甲`; every customer is 任意客户."""
    parts = [condition_text(policy, name, values) for name, values in region.items()]
    return _listed(parts) if parts else Text("任意客户", "any customer")


def condition_text(policy: Policy, name: str, values: ValueSet) -> Text:
    """Return a condition on an input or a result behind its label."""
    label = policy.label(name)
    listed = isinstance(values, TextSet) and values.exceptions and not values.pattern
    sign = "= " if listed else ""
    return Text(
        f"{label.zh} {sign}{shown.condition_text(policy, name, values, 'zh')}",
        f"{label.en} {sign}{shown.condition_text(policy, name, values, 'en')}",
    )


def customer_text(policy: Policy, customer: Mapping[str, Value]) -> Text:
    """Return `年平均销售额 = 5,000,000，类型 = 甲`; one of whom nothing is read is 任意客户."""
    parts = []
    for name, value in customer.items():
        label, sign = policy.label(name), "" if value is None else "= "
        parts.append(
            Text(
                f"{label.zh} {sign}{shown.shown_value(policy, name, value, True)}",
                f"{label.en} {sign}{shown.shown_value(policy, name, value, False)}",
            )
        )
    return _listed(parts) if parts else Text("任意客户", "any customer")


def _listed(parts: list[Text]) -> Text:
    return joined(parts, "，", ", ")
