"""Which input of a card is to be known next: those that, as far as the others are known, matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tierctl.engine.card_reading import CardReader
from tierctl.model.table import Value
from tierctl.policy.card import Characteristic
from tierctl.policy.policy import Policy
from tierctl.policy.steps import DecisionTable, HitPolicy, Rule, Step


@dataclass(frozen=True, slots=True)
class OpenInput:
    """An input that is not known yet, and what wants it.

    `item` is None for what says who the customer is, or what a limit reads; `formula` is the input
    whose formula reads it.
    """

    name: str
    item: Characteristic | None = None
    formula: str | None = None


class OpenInputs:
    """Walk a card in its order: who the customer is, what limits read, then item by item.

    `values` has a key for each input that is known: None is known to be blank.
    """

    def __init__(self, policy: Policy, reader: CardReader, first: tuple[str, ...]) -> None:
        self._policy = policy
        self._reader = reader
        self._first = first
        self._card = card = reader.card
        own = {c.points for c in card.characteristics} | {s.id for s in card.sections}
        self._own = own | {card.total, card.by_score, card.grade}

    def next(self, values: Mapping[str, Value]) -> OpenInput | None:
        """Return the first input that matters and is not known; None where nothing is open."""
        return next((one for one in self._wanted(values) if one.name not in values), None)

    def _wanted(self, values: Mapping[str, Value]) -> Iterator[OpenInput]:
        for name in (*self._first, *self._policy.scope):
            yield OpenInput(name)
        if self._card.limits:
            table = next(t for t in self._policy.tables if t.name == self._card.grade)
            yield from self._of_step(table, values, None)
        for item in self._card.characteristics:
            if item.judged:
                yield from self._of_input(item.points, values, item)
            else:
                yield from self._of_step(self._reader.table(item), values, item)
            yield from self._remarked(values, item)

    def _of_step(
        self, step: Step, values: Mapping[str, Value], item: Characteristic | None
    ) -> Iterator[OpenInput]:
        for name in step.names:
            if name in self._policy.inputs:
                if not isinstance(step, DecisionTable) or self._matters(step, name, values, item):
                    yield from self._of_input(name, values, item)
            elif name not in self._own:
                for before in self._giving(name):
                    yield from self._of_step(before, values, item)

    def _of_input(
        self, name: str, values: Mapping[str, Value], item: Characteristic | None
    ) -> Iterator[OpenInput]:
        """Give an input; where it is blank, what its formula reads, in the order of the policy."""
        yield OpenInput(name, item)
        if name in values and values[name] is None:
            sources = self._policy.inputs[name].sources
            for source in (n for n in self._policy.inputs if n in sources):
                yield OpenInput(source, item, formula=name)

    def _remarked(self, values: Mapping[str, Value], item: Characteristic) -> Iterator[OpenInput]:
        """Give what decides whether there is something to tell of an item beside the grade."""
        read = {item.points} if item.judged else {*self._reader.table(item).names}
        for remark in self._policy.remarks:
            known = [n for n in remark.conditions if n in values]
            if read.isdisjoint(known):
                continue
            if all(remark.conditions[n].holds(values[n]) for n in known):
                for name in remark.conditions:
                    if name in self._policy.inputs:
                        yield OpenInput(name, item)

    def _giving(self, name: str) -> list[Step]:
        return [step for step in self._policy.steps if name in step.gives]

    def _matters(
        self,
        table: DecisionTable,
        name: str,
        values: Mapping[str, Value],
        item: Characteristic | None,
    ) -> bool:
        """Tell whether a rule that may still decide asks anything of an input."""
        known = self._reader.known(values)
        open = {n for n in table.names if n != name and self._open(n, values, item)}
        open |= {name} if name not in values else set()
        for rule in table.rules:
            if not _possible(rule, known, open | {name}):
                continue
            asked = rule.conditions.get(name)
            if asked is not None and asked != asked.everything():
                return True
            if table.hit_policy is HitPolicy.FIRST and not open.intersection(rule.conditions):
                return False
        return False

    def _open(self, name: str, values: Mapping[str, Value], item: Characteristic | None) -> bool:
        """Tell whether a value may still be anything."""
        if name in self._policy.inputs:
            wanted = self._of_input(name, values, item)
        elif name in self._own:
            return True
        else:
            steps = self._giving(name)
            wanted = (one for step in steps for one in self._of_step(step, values, item))
        return any(one.name not in values for one in wanted)


def _possible(rule: Rule, known: Mapping[str, Value], open: set[str]) -> bool:
    return all(n in open or c.holds(known.get(n)) for n, c in rule.conditions.items())
