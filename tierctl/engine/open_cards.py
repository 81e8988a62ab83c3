"""Cards that have no total yet: which points are missing, and what the grade can still be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from tierctl.engine.card_reading import CardReader, Item
from tierctl.engine.derived import with_derived
from tierctl.engine.hits import blanks_for
from tierctl.engine.messages import no_points
from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import shown
from tierctl.model.table import Value
from tierctl.model.text import Text, joined
from tierctl.policy.policy import Policy
from tierctl.policy.shown import reading

_RANGE = Text("总分 {low}–{high}，{grades}", "total {low}–{high}, {grades}")
_ANY_OF = Text("{low} 至 {high}", "{low} to {high}")
_OR_FROM = Text("{label}（或 {sources}）", "{label} (or {sources})")


class OpenCards:
    """Tell of customers without a grade what is missing."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._reader = CardReader(policy)
        card = self._reader.card
        self.tables = {card.grades, card.grade}
        """The tables that grade."""

    def ungraded(
        self, values: Mapping[str, Value], at: Callable[[str], CellRef | None]
    ) -> Diagnostic:
        """Report a customer whose total is not known: the values that are missing, or in no rung.

        `at` tells the cell of an input.
        """
        known = with_derived(self._policy, values)
        open = [item for item in self._reader.read(values).items if item.points is None]
        blank = list(dict.fromkeys(name for item in open for name in self._blanks(item, known)))
        unscored = [text for item in open if (text := self._unscored(item, known)) is not None]
        place = next((cell for name in blank if (cell := at(name)) is not None), None)
        return no_points([self._named(name) for name in blank], unscored, place)

    def ranged(self, problem: Diagnostic, values: Mapping[str, Value]) -> Diagnostic:
        """Return a problem with the totals and grades between which the customer will be."""
        read = self._reader.read(values)
        tiers = self._policy.results[self._reader.card.grade].tiers
        labels = {tier.id: tier.label for tier in tiers}
        low, high = labels.get(read.lowest or ""), labels.get(read.highest or "")
        if low is None or high is None:
            return problem
        grades = low if low == high else _ANY_OF.fill(low=low, high=high)
        said = _RANGE.fill(low=shown(read.low), high=shown(read.high), grades=grades)
        message = Text(f"{problem.message.zh}；{said.zh}", f"{problem.message.en}; {said.en}")
        return replace(problem, message=message)

    def _blanks(self, item: Item, values: Mapping[str, Value]) -> Iterator[str]:
        """Give the blank inputs for want of which an item has no points."""
        given = item.characteristic
        if given.judged:
            if values.get(given.points) is None:
                yield given.points
            return
        for name in blanks_for(self._reader.table(given), values):
            if name in self._policy.inputs:
                yield name
            else:
                steps = (table for table in self._policy.tables if name in table.gives)
                yield from (blank for table in steps for blank in blanks_for(table, values))

    def _unscored(self, item: Item, values: Mapping[str, Value]) -> Text | None:
        """Return what an item read where no rung takes it, though nothing is blank."""
        given = item.characteristic
        names = [given.points] if given.judged else self._reader.table(given).names
        if any(values.get(name) is None for name in names):
            return None
        return joined([reading(self._policy, name, values.get(name)) for name in names], "，")

    def _named(self, name: str) -> Text:
        read = self._policy.inputs[name]
        if not read.sources:
            return read.label
        sources = joined([self._policy.label(source) for source in sorted(read.sources)], "、")
        return _OR_FROM.fill(label=read.label, sources=sources)
