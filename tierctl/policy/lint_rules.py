"""What is worth telling about the raw conditions of a table's rules, read side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tierctl.model.quantity import Unit, shifted, shown_short
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
_BANDS = Text(
    "规则 {rules} 都不含 {half}：一条到 {high}，一条从 {low} 起；"
    "若不只有整数，写 (不含)，如 …-{low}(不含)",
    "{half} is in neither of the rules {rules}, from {low} and up to {high}: where not all numbers"
    " are whole, write (不含), such as …-{low}(不含)",
)
_WORDS = ("以上", "以下", "以内")


def lint_rules(
    rules: Sequence[RawRule], units: Mapping[str, Unit | None]
) -> tuple[RuleFinding, ...]:
    """Return what is worth telling about a table's rules.

    `units` gives each input's unit, None for a text. `empty-rule`: a row without any condition.
    `shared-bound`: 100万以上 beside 100万以下, where 100万 belongs to both. `integer-bands`: 80-89
    beside 90-100, where 89.5 is in neither. A condition that cannot be read takes no part.
    """
    found = list(_empty_rules(rules))
    read = [_read(rule, units) for rule in rules]
    for name, unit in units.items():
        if unit is not None:
            ends = _ends(read, name)
            found += _shared_bounds(ends, name, unit)
            found += _integer_bands(read, ends, name, unit)
    return tuple(found)


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


class _Ends(NamedTuple):
    """The rules whose set on one input has a closed end at a number, by that number."""

    lows: Mapping[float, Sequence[_Read]]
    highs: Mapping[float, Sequence[_Read]]

    def pairs(self, high: float, low: float, name: str) -> Iterator[tuple[_Read, _Read]]:
        """Give the rules that begin at `low` with those that end at `high`, for one customer."""
        for upper in self.lows.get(low, ()):
            for lower in self.highs.get(high, ()):
                if upper is not lower and _may_meet(upper, lower, name):
                    yield upper, lower


def _ends(rules: Sequence[_Read], name: str) -> _Ends:
    lows: dict[float, list[_Read]] = defaultdict(list)
    highs: dict[float, list[_Read]] = defaultdict(list)
    for read in rules:
        values = read.sets.get(name)
        for interval in values.intervals if isinstance(values, NumberSet) else ():
            if interval.low < interval.high:
                if interval.low_closed:
                    lows[interval.low].append(read)
                if interval.high_closed:
                    highs[interval.high].append(read)
    return _Ends(lows, highs)


def _shared_bounds(ends: _Ends, name: str, unit: Unit) -> Iterator[RuleFinding]:
    for point in sorted(ends.lows.keys() & ends.highs.keys()):
        for pair in ends.pairs(point, point, name):
            if any(_worded(read, name) for read in pair):
                yield _finding("shared-bound", _SHARED, pair, name, point=_shown(point, unit))


def _integer_bands(
    rules: Sequence[_Read], ends: _Ends, name: str, unit: Unit
) -> Iterator[RuleFinding]:
    """Find 80-89 beside 90-100: 89.5 is in neither."""
    for high in sorted(ends.highs):
        count = shifted(repr(high), -unit.shift)
        if count is None or count != round(count):
            continue
        low, half = (shifted(repr(count + step), unit.shift) for step in (1.0, 0.5))
        if low is None or half is None or any(_holds(read, name, half) for read in rules):
            continue
        for pair in ends.pairs(high, low, name):
            shown = {"high": high, "low": low, "half": half}
            said = {word: _shown(value, unit) for word, value in shown.items()}
            yield _finding("integer-bands", _BANDS, pair, name, **said)


def _holds(read: _Read, name: str, value: float) -> bool:
    return name in read.sets and read.sets[name].holds(value)


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


def _shown(value: float, unit: Unit) -> Text:
    return Text(*(shown_short(value, unit.shown_as, chinese) for chinese in (True, False)))


def _finding(
    code: str, message: Text, pair: tuple[_Read, _Read], name: str, **values: Text
) -> RuleFinding:
    names = tuple(read.rule.name for read in pair)
    listed = joined([same(rule) for rule in names], "、", " and ")
    return RuleFinding(
        code=code, rules=names, input=name, message=message.fill(rules=listed, **values)
    )
