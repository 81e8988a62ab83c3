"""Which values of one input give each tier, while all others stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from tierctl.model.table import Value
from tierctl.policy.patterns import TooComplex
from tierctl.policy.policy import Policy
from tierctl.policy.precedence import keeps_from_deciding
from tierctl.policy.sets import NumberSet, ValueSet
from tierctl.policy.steps import DecisionTable, Rule
from tierctl.policy.text_sets import TextSet

Reached = Mapping[str, ValueSet]
"""Tier → the values that give it."""
_Set = TypeVar("_Set", NumberSet, TextSet)


class Reach:
    """What every value that the table of the tiers reads could change by itself.

    A value reaches tiers through the rules that all others leave open. What it reaches through them
    is calculated once, for all customers with the same.
    """

    def __init__(self, policy: Policy, table: DecisionTable) -> None:
        self._policy = policy
        self._rules = table.rules
        rules = list(enumerate(table.rules))
        self._rivals = {
            rule.id: {
                rival.id
                for other, rival in rules
                if other != i and keeps_from_deciding(table, other, i, policy.results)
            }
            for i, rule in rules
        }
        self._known: dict[tuple[str, ...], Reached] = {}

    def of(self, name: str, values: Mapping[str, Value]) -> Reached:
        """Return the values of `name` that give each tier, of those that it may have.

        Nothing where texts are too entangled to tell.
        """
        open = [
            rule
            for rule in self._rules
            if all(c.holds(values.get(n)) for n, c in rule.conditions.items() if n != name)
        ]
        key = (name, *(rule.id for rule in open))
        if key not in self._known:
            try:
                self._known[key] = self._reached(name, open)
            except TooComplex:
                self._known[key] = {}
        return self._known[key]

    def _reached(self, name: str, open: Sequence[Rule]) -> Reached:
        asked = {rule.id: rule.conditions[name] for rule in open if name in rule.conditions}
        read = self._policy.inputs.get(name)
        domain = read.domain if read is not None else None
        texts = {id: values for id, values in asked.items() if isinstance(values, TextSet)}
        numbers = {id: values for id, values in asked.items() if not isinstance(values, TextSet)}
        if texts:
            allowed = domain if isinstance(domain, TextSet) else TextSet.everything()
            return self._regions(open, texts, allowed)
        if numbers:
            kind = type(next(iter(numbers.values())))
            some = domain if isinstance(domain, NumberSet) else kind.everything()
            return self._regions(open, numbers, some)
        return {}

    def _regions(
        self, open: Sequence[Rule], asked: Mapping[str, _Set], allowed: _Set
    ) -> dict[str, _Set]:
        """Return where a rule of each tier matches and no rival of it does."""
        kind = type(allowed)
        sets = {rule.id: asked.get(rule.id, kind.everything()) for rule in open}
        found = {}
        for tier in self._policy.main_result.tiers:
            parts = []
            for rule in open:
                if rule.results[self._policy.main_result.name] == tier.id:
                    rivals = kind.any_of(sets[id] for id in sets if id in self._rivals[rule.id])
                    parts.append(kind.all_of([allowed, sets[rule.id], rivals.complement()]))
            found[tier.id] = kind.any_of(parts)
        return found
