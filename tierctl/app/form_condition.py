"""A condition as a form prints it: choices by their labels, hidden results by their causes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tierctl.model.table import Value
from tierctl.model.text import Lang
from tierctl.policy.policy import Policy
from tierctl.policy.sets import NumberSet, ValueSet
from tierctl.policy.shown import condition_text
from tierctl.policy.steps import DecisionTable, Rule
from tierctl.policy.text_sets import TextSet

_SPACED = re.compile("([<>=≤≥]) ")
"""A form's column is narrow: `≥1.2`, as such tables print it."""


class ConditionWords:
    """Conditions on inputs and results in one language."""

    def __init__(self, policy: Policy, lang: Lang) -> None:
        self._policy = policy
        self._lang: Lang = lang

    def said(
        self, name: str, allowed: ValueSet, values: Mapping[str, Value], *, named: bool
    ) -> str:
        """Return a condition; one on a hidden result as the values that lead to it.

        Of several ways to a hidden result those count whose values this customer has.
        """
        table = self.maker(name)
        if table is None:
            text = self._plain(name, allowed)
            return f"{self._policy.label(name).to(self._lang)} {text}" if named else text
        ways = [rule for rule in table.rules if allowed.holds(rule.results.get(name))]
        known = [rule for rule in ways if all(values.get(n) is not None for n in rule.conditions)]
        texts = [self._way(parts) for parts in _widest(known or ways)]
        return (" 或 " if self._lang == "zh" else " or ").join(texts)

    def always(self, name: str, allowed: ValueSet) -> bool:
        """Tell whether every value that there can be meets a condition."""
        table = self.maker(name)
        if table is not None:
            return all(allowed.holds(rule.results.get(name)) for rule in table.rules)
        read = self._policy.inputs.get(name)
        if read is None:
            return False
        if read.choices:
            return all(allowed.holds(choice.id) for choice in read.choices)
        domain = read.domain
        if isinstance(allowed, NumberSet) and isinstance(domain, NumberSet):
            return allowed.union(domain.complement()).complement().but_blank().empty
        return False

    def maker(self, name: str) -> DecisionTable | None:
        """Return the table that gives a hidden result; None for what has a name of its own."""
        result = self._policy.results.get(name)
        if result is None or not result.hidden:
            return None
        return next((table for table in self._policy.tables if name in table.gives), None)

    def _way(self, parts: Mapping[str, ValueSet]) -> str:
        label = self._policy.label
        said = [f"{label(n).to(self._lang)} {self._plain(n, c)}" for n, c in parts.items()]
        text = ("、" if self._lang == "zh" else ", ").join(said)
        if len(said) == 1:
            return text
        return f"（{text}）" if self._lang == "zh" else f"({text})"

    def _plain(self, name: str, allowed: ValueSet) -> str:
        """Return a condition without the quotes that a policy file would have around texts."""
        if isinstance(allowed, TextSet) and not allowed.pattern and not allowed.blank:
            return "/".join(self._labels(name, allowed))
        return _SPACED.sub(r"\1", condition_text(self._policy, name, allowed, self._lang))

    def _labels(self, name: str, allowed: TextSet) -> Iterator[str]:
        read = self._policy.inputs.get(name)
        named = read.choices if read is not None else self._policy.results[name].tiers
        labels = {one.id: one.label.to(self._lang) for one in named}
        yield from (label for id, label in labels.items() if id in allowed.exceptions)
        yield from (text for text in allowed.listed if text not in labels)


def _widest(ways: Sequence[Rule]) -> list[Mapping[str, ValueSet]]:
    """Return the conditions of rules, those left out that another's hold in themselves.

    Rules that each ask for the same one value are one with all that they allow.
    """
    alone: dict[str, ValueSet] = {}
    several: list[Mapping[str, ValueSet]] = []
    for rule in ways:
        if len(rule.conditions) == 1:
            ((name, allowed),) = rule.conditions.items()
            alone[name] = _either(alone[name], allowed) if name in alone else allowed
        else:
            several = [one for one in several if not _within(one, rule.conditions)]
            if not any(_within(rule.conditions, one) for one in several):
                several.append(rule.conditions)
    return [*({name: allowed} for name, allowed in alone.items()), *several]


def _within(inner: Mapping[str, ValueSet], outer: Mapping[str, ValueSet]) -> bool:
    return inner.keys() == outer.keys() and all(
        _either(outer[name], allowed) == outer[name] for name, allowed in inner.items()
    )


def _either(one: ValueSet, other: ValueSet) -> ValueSet:
    if isinstance(one, TextSet):
        return one.union(other) if isinstance(other, TextSet) else one
    return one.union(other) if isinstance(other, NumberSet) else one
