"""What is worth telling about the raw conditions of a table's rules, read side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tierctl.model.quantity import Unit, shown_short
from tierctl.model.text import Text, joined, same
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.conditions import parse_condition
from tierctl.policy.patterns import TooComplex
from tierctl.policy.sets import NumberSet, ValueSet
from tierctl.policy.text_sets import TextSet


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRule:
    """A rule as its row has it: its name, and the text of its condition on each input."""

    name: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFinding:
    """One finding about rules. `code` is stable, kebab-case and never translated."""

    code: str
    rules: tuple[str, ...]
    input: str | None
    message: Text


class _Read(NamedTuple):
    """A rule, and the sets of its conditions that can be read."""

    rule: RawRule
    sets: Mapping[str, ValueSet]


_EMPTY = Text(
    "规则 {rule} 没有任何条件：任意值写 -，默认规则写 否则",
    "rule {rule} has no condition: write - for any value, or otherwise for a default rule",
)
_SHARED = Text(
    "规则 {rules} 都含 {point}：一处改为 超过（>）或 不满（<），或写 (不含)",
    "rules {rules} both hold {point}: write > or < in one of them, or (不含) behind the bound",
)
_WORDS = ("以上", "以下", "以内")


def lint_rules(
    rules: Sequence[RawRule], units: Mapping[str, Unit | None]
) -> tuple[RuleFinding, ...]:
    """Return what is worth telling about a table's rules.

    `units` gives each input's unit, None for a text. `empty-rule`: a row without any condition.
    `shared-bound`: 100万以上 beside 100万以下, where 100万 belongs to both. A condition that cannot
    be read takes no part.
    """
    return (*_empty_rules(rules), *_shared_bounds([_read(rule, units) for rule in rules], units))


def _read(rule: RawRule, units: Mapping[str, Unit | None]) -> _Read:
    sets: dict[str, ValueSet] = {}
    for name, text in rule.cells.items():
        if name in units and text.strip():
            try:
                sets[name] = parse_condition(text, units[name])
            except ConditionError:
                continue
    return _Read(rule, sets)


def _empty_rules(rules: Sequence[RawRule]) -> Iterator[RuleFinding]:
    for rule in rules:
        if not any(text.strip() for text in rule.cells.values()):
            message = _EMPTY.fill(rule=rule.name)
            yield RuleFinding(code="empty-rule", rules=(rule.name,), input=None, message=message)


def _shared_bounds(
    rules: Sequence[_Read], units: Mapping[str, Unit | None]
) -> Iterator[RuleFinding]:
    for name, unit in units.items():
        if unit is None:
            continue
        above: dict[float, list[_Read]] = defaultdict(list)
        below: dict[float, list[_Read]] = defaultdict(list)
        for read in rules:
            values = read.sets.get(name)
            if isinstance(values, NumberSet):
                for interval in values.intervals:
                    if interval.low_closed and interval.low < interval.high:
                        above[interval.low].append(read)
                    if interval.high_closed and interval.low < interval.high:
                        below[interval.high].append(read)
        for point in sorted(above.keys() & below.keys()):
            for upper in above[point]:
                for lower in below[point]:
                    worded = _worded(upper, name) or _worded(lower, name)
                    if worded and upper is not lower and _may_meet(upper, lower, name):
                        yield _shared(name, unit, point, upper, lower)


def _worded(read: _Read, name: str) -> bool:
    return any(word in read.rule.cells[name] for word in _WORDS)


def _may_meet(a: _Read, b: _Read, name: str) -> bool:
    """Tell whether one customer may fit both rules on every other input."""
    return not any(_apart(a.sets[n], b.sets[n]) for n in a.sets.keys() & b.sets.keys() - {name})


def _apart(a: ValueSet, b: ValueSet) -> bool:
    if isinstance(a, TextSet) and isinstance(b, TextSet):
        try:
            return a.intersection(b).empty
        except TooComplex:
            return False
    if isinstance(a, NumberSet) and isinstance(b, NumberSet):
        return a.intersection(b).empty
    return False


def _shared(name: str, unit: Unit, point: float, upper: _Read, lower: _Read) -> RuleFinding:
    names = (upper.rule.name, lower.rule.name)
    shown = Text(*(shown_short(point, unit.dimension, chinese) for chinese in (True, False)))
    listed = joined([same(rule) for rule in names], "、", " and ")
    return RuleFinding(
        code="shared-bound",
        rules=names,
        input=name,
        message=_SHARED.fill(rules=listed, point=shown),
    )
