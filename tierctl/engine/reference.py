"""The reference evaluator: the meaning of a policy, one customer at a time, in plain Python.

Every other engine is tested against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace

from tierctl.engine import messages
from tierctl.engine.compute import computed, numbers_read
from tierctl.engine.derived import derived_value
from tierctl.engine.hits import Conflict, blanks_for, hit, matches
from tierctl.engine.open_cards import OpenCards
from tierctl.model.address import CellRef
from tierctl.model.decision import Decision, Match, Status
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.table import BoundTable, Value
from tierctl.model.text import LANGS, Text, joined
from tierctl.policy.formulas import Undefined
from tierctl.policy.policy import Input, Policy
from tierctl.policy.shown import allowed_text, condition_text, reading, shown_value
from tierctl.policy.steps import DecisionTable, FormulaStep, Step

_MOST_NAMED = 6
_NOTHING = Text("各项都是空的", "all is blank")


def decide(policy: Policy, table: BoundTable) -> list[Decision]:
    """Return one decision per customer, in the order of `table.rows`."""
    return list(decisions(policy, table, range(len(table.rows))))


def decisions(policy: Policy, table: BoundTable, positions: Iterable[int]) -> Iterator[Decision]:
    """Give the decisions on the customers at some positions."""
    read = policy.read
    card = OpenCards(policy) if policy.card is not None else None
    for position in positions:
        yield _Customer(policy, table, read, card, position).decision()


class _Customer:
    """One customer's way through the steps."""

    def __init__(
        self,
        policy: Policy,
        table: BoundTable,
        read: Set[str],
        card: OpenCards | None,
        position: int,
    ) -> None:
        self.policy = policy
        self.card = card
        self.table = table
        self.position = position
        self.read = read
        self.values: dict[str, Value] = {
            name: column.values[position] for name, column in table.columns.items()
        }
        self.derived: dict[str, Diagnostic | None] = {}
        """The inputs that a formula was asked for, and why it gave nothing."""
        self.results: dict[str, Value] = {}
        self.matches: list[Match] = []
        self.problems: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []

    def decision(self) -> Decision:
        for read in self.policy.derived:
            self._derive(read)
        outside = self._outside()
        if outside is not None:
            return Decision(status=Status.NOT_APPLICABLE, problems=(outside,))
        self._check()
        for step in self.policy.steps:
            if self.problems:
                break
            given = self._given(step)
            self.results.update(given)
            self.values.update(given)
        self._remark()
        ungraded = bool(self.problems)
        if ungraded and self.card is not None and self.position not in self.table.doubts:
            # What the grade can still be is worth knowing where it is not known yet.
            self.problems[-1] = self.card.ranged(self.problems[-1], self.values)
        return Decision(
            status=Status.UNGRADED if ungraded else Status.GRADED,
            results={} if ungraded else self.results,
            matches=tuple(self.matches),
            problems=tuple(self.problems),
            warnings=tuple(self.warnings),
        )

    def _derive(self, read: Input) -> None:
        """Give an input whose cell is blank what its formula says."""
        columns, position = self.table.columns, self.position
        own = columns.get(read.name)
        if self.values.get(read.name) is not None or (own and position in own.problems):
            return
        given = [columns[name] for name in sorted(read.sources) if name in columns]
        problems = [c.problems[position] for c in given if position in c.problems]
        self.derived[read.name] = problems[0] if problems else None
        try:
            value = derived_value(read, self.values) if not problems else None
        except Undefined as e:
            said = joined(
                [reading(self.policy, n, self.values.get(n)) for n in sorted(read.sources)]
            )
            at = self._at(read.name)
            self.derived[read.name] = messages.undefined(e.kind, read.label, said, at)
            value = None
        self.values[read.name] = value

    def _at(self, name: str) -> CellRef | None:
        if name in self.derived:
            # What gave the value, or should have, is what there is to look at.
            name = next((n for n in sorted(self.policy.inputs[name].sources) if self._at(n)), name)
        column = self.table.columns.get(name)
        if column is None:
            return None
        return CellRef(self.table.sheet, self.table.rows[self.position], column.col)

    def _outside(self) -> Diagnostic | None:
        """Return why the policy does not apply to the customer; None where it does."""
        if self.position in self.table.doubts:
            return None
        for name, allowed in self.policy.scope.items():
            column = self.table.columns.get(name)
            if column is not None and self.position in column.problems:
                continue
            value = self.values.get(name)
            if not allowed.holds(value):
                read = reading(self.policy, name, value)
                needed = Text(*(condition_text(self.policy, name, allowed, lang) for lang in LANGS))
                return messages.not_applicable(read, needed, self._at(name))
        return None

    def _remark(self) -> None:
        """Tell what the policy has to tell beside the tier."""
        for remark in self.policy.remarks:
            if all(c.holds(self.values.get(n)) for n, c in remark.conditions.items()):
                # A formula's result has no cell: then the first that tells who the customer is.
                places = (self._at(name) for name in (*remark.conditions, *self.policy.inputs))
                at = next((place for place in places if place is not None), None)
                self.warnings.append(
                    Diagnostic(
                        code=remark.id,
                        severity=Severity.WARNING,
                        message=remark.message,
                        cell=at,
                    )
                )

    def _check(self) -> None:
        """Find what stands in the way, and what is only worth a warning."""
        doubt = self.table.doubts.get(self.position)
        if doubt is not None:
            self.problems.append(doubt)
        for name, read in self.policy.inputs.items():
            column = self.table.columns.get(name)
            problem = self.derived.get(name)
            if column is not None and problem is None:
                problem = column.problems.get(self.position)
            if problem is not None and problem not in self.problems:
                # A name or a region that cannot be read matters only where a step reads it.
                if read.required or name in self.read:
                    self.problems.append(problem)
                else:
                    self.warnings.append(replace(problem, severity=Severity.WARNING))
                continue
            value = self.values.get(name)
            if value is None or problem is not None:
                continue
            shown, at = shown_value(self.policy, name, value, chinese=False), self._at(name)
            if read.domain is not None and not read.domain.holds(value):
                allowed = allowed_text(read, read.domain)
                self.problems.append(messages.outside_domain(read.label, shown, allowed, at))
            elif read.expected is not None and not read.expected.holds(value):
                expected = allowed_text(read, read.expected)
                self.warnings.append(messages.unexpected(read.label, shown, expected, at))

    def _given(self, step: Step) -> Mapping[str, Value]:
        """Return what a step gives, or report why it gives nothing."""
        if isinstance(step, FormulaStep):
            return self._computed(step)
        return self._decided(step)

    def _decided(self, table: DecisionTable) -> Mapping[str, Value]:
        matching = [rule for rule in table.rules if matches(rule, self.values)]
        found = hit(table, matching, self.policy.results)
        if found is None:
            self.problems.append(self._untaken(table))
            return {}
        if isinstance(found, Conflict):
            ids = [rule.id for rule in found.rules]
            self.problems.append(messages.several_rules(table.name, ids, self._place(table)))
            return {}
        for rule in found.rules:
            read_values = {name: self.values.get(name) for name in rule.conditions}
            self.matches.append(Match(step=table.name, rule=rule.id, values=read_values))
        return found.results

    def _untaken(self, table: DecisionTable) -> Diagnostic:
        """Report that no rule matches; where there are many blanks, they are not told."""
        if self.card is not None and table.name in self.card.tables:
            return self.card.ungraded(self.values, self._at)
        names = table.names
        if len(names) > _MOST_NAMED:
            names = [name for name in names if self.values.get(name) is not None]
        read = joined([reading(self.policy, name, self.values.get(name)) for name in names])
        missing = [self.policy.label(name) for name in blanks_for(table, self.values)]
        few = missing if len(missing) <= _MOST_NAMED else []
        said = read if names else _NOTHING
        return messages.no_rule(table.name, said, few, self._place(table))

    def _computed(self, step: FormulaStep) -> Mapping[str, Value]:
        numbers = numbers_read(step, self.values)
        try:
            given = computed(self.policy, step, self.values)
        except Undefined as e:
            read = joined([reading(self.policy, name, numbers[name]) for name in step.names])
            label = self.policy.results[step.result].label
            self.problems.append(messages.undefined(e.kind, label, read, self._place(step)))
            return {}
        self.matches.append(Match(step=step.name, rule=None, values=numbers))
        return given

    def _place(self, step: Step) -> CellRef | None:
        """Return the first cell that a step reads."""
        return next((ref for ref in map(self._at, step.names) if ref is not None), None)
