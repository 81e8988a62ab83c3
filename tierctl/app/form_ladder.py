"""What an item gives for which values, in words: the rungs that apply to one customer."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tierctl.app import form_words as words
from tierctl.app.form_condition import ConditionWords
from tierctl.engine.card_reading import CardReader
from tierctl.model.quantity import shown
from tierctl.model.table import Value
from tierctl.model.text import Lang
from tierctl.policy.card import Characteristic
from tierctl.policy.policy import Policy
from tierctl.policy.sets import DateSet, NumberSet, ValueSet
from tierctl.policy.steps import Rule

Part = tuple[str, ValueSet]


class Ladders:
    """The ladders of a card in words, each as far as it is this customer's."""

    def __init__(self, policy: Policy, reader: CardReader, lang: Lang) -> None:
        self._policy = policy
        self._reader = reader
        self._lang: Lang = lang
        self._words = ConditionWords(policy, lang)

    def text(self, given: Characteristic, values: Mapping[str, Value]) -> str:
        """Return the rungs: on one line, or each on its own where it asks for several values.

        A ladder of somebody else, another type or region, is left out; where it is not known
        which is this customer's, each stands on a line of its own.
        """
        if given.judged:
            return words.JUDGE.fill(most=shown(given.most)).to(self._lang)
        fixed = self._reader.fixed_inputs(given)
        unknown = [name for name in fixed if values.get(name) is None]
        ladders: dict[str, list[Rule]] = {}
        for rule in self._reader.possible(given, values, fixed):
            parts = [(n, c) for n, c in rule.conditions.items() if n in unknown]
            ladders.setdefault(self._all_of(parts, values, named=False), []).append(rule)
        names = [n for n in self._reader.table(given).names if n not in fixed]
        lines = []
        for group, rules in ladders.items():
            rungs = list(self._rungs(given, rules, names, values))
            alone = not group and len(names) > 1
            text = "\n".join(rungs) if alone else ("；" if self._lang == "zh" else "; ").join(rungs)
            lines.append(words.OF.fill(group=group, rungs=text).to(self._lang) if group else text)
        return "\n".join(lines)

    def _rungs(
        self,
        given: Characteristic,
        rules: Sequence[Rule],
        names: Sequence[str],
        values: Mapping[str, Value],
    ) -> Iterator[str]:
        before: NumberSet | None = None
        for rule in rules:
            parts: list[Part] = [(n, rule.conditions[n]) for n in names if n in rule.conditions]
            if len(parts) == 1 == len(names) and isinstance(own := parts[0][1], NumberSet):
                parts = [(names[0], without_met_bound(own, before))]
                before = own if before is None else before.union(own)
            parts = [(n, c) for n, c in parts if not self._words.always(n, c)]
            asked = self._all_of(parts, values, named=len(names) > 1)
            points = rule.results[given.points]
            yield words.RUNG.fill(
                asked=asked or words.OTHERWISE,
                points=shown(points) if isinstance(points, float) else "",
            ).to(self._lang)

    def _all_of(self, parts: Sequence[Part], values: Mapping[str, Value], *, named: bool) -> str:
        said = [self._words.said(name, allowed, values, named=named) for name, allowed in parts]
        return ("，" if self._lang == "zh" else ", ").join(said)


def without_met_bound(own: NumberSet, before: NumberSet | None) -> NumberSet:
    """Return a rung's numbers without the bound that the rungs before it take care of.

    `(50..60]` behind `<=50` is `<=60`, as such ladders are printed: the first that holds counts.
    """
    if before is None or isinstance(own, DateSet) or len(own.intervals) != 1:
        return own
    interval = own.intervals[0]
    if math.isinf(interval.low) or math.isinf(interval.high) or interval.low == interval.high:
        return own
    up = NumberSet.of(replace(interval, high=math.inf, high_closed=False), blank=own.blank)
    down = NumberSet.of(replace(interval, low=-math.inf, low_closed=False), blank=own.blank)
    reached = own.union(before)
    return next((wider for wider in (up, down) if wider.union(before) == reached), own)
