"""How the rules of two tables differ, rule by rule: the old condition beside the new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tierctl.model.table import Value
from tierctl.model.text import LANGS, Text, joined
from tierctl.policy.alignment import Aligned
from tierctl.policy.policy import Policy
from tierctl.policy.sets import ValueSet
from tierctl.policy.shown import condition_text, shown_value
from tierctl.policy.steps import DecisionTable, Rule

_OTHERWISE = Text("否则", "otherwise")
_ANY = Text("任意", "any")
_ORDER = Text("规则的顺序", "order of the rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A rule of both sides that is not the same, or one of one side; `gives` is what it gives.

    Where that is the same, only the conditions that differ are told.
    """

    step: str
    gives: Text
    a: Text | None
    b: Text | None


def rule_changes(pair: Aligned, a: DecisionTable, b: DecisionTable) -> list[RuleChange]:
    """Return the rules that differ: paired by what they give, else by their ids, in order."""
    rest, mine = list(b.rules), []
    for rule in a.rules:
        partner = next((other for other in rest if _alike(rule, other)), None)
        if partner is None:
            mine.append(rule)
        else:
            rest.remove(partner)
    if not mine and not rest:
        turned = any(not _alike(*pair) for pair in zip(a.rules, b.rules, strict=True))
        return [_order(pair.both, a, b)] if turned else []
    partners: dict[int, Rule] = {}
    for alike in (_gives, _named):
        for number, rule in enumerate(mine):
            found = next((other for other in rest if alike(rule, other)), None)
            if number not in partners and found is not None:
                partners[number] = found
                rest.remove(found)
    both = pair.both
    changed = [_change(both, a.name, rule, partners.get(n)) for n, rule in enumerate(mine)]
    return [*changed, *(_change(both, a.name, None, rule) for rule in rest)]


def _order(both: Policy, a: DecisionTable, b: DecisionTable) -> RuleChange:
    tables = (a, b)
    sides = [joined([_given(both, rule.results) for rule in table.rules]) for table in tables]
    if sides[0] == sides[1]:
        sides = [joined([_text(both, rule) for rule in t.rules], "；", "; ") for t in tables]
    return RuleChange(step=a.name, gives=_ORDER, a=sides[0], b=sides[1])


def _alike(a: Rule, b: Rule) -> bool:
    return _gives(a, b) and _conditions(a) == _conditions(b)


def _gives(a: Rule, b: Rule) -> bool:
    return a.results == b.results


def _named(a: Rule, b: Rule) -> bool:
    return a.id == b.id


def _conditions(rule: Rule) -> Mapping[str, ValueSet]:
    return {n: v for n, v in rule.conditions.items() if v != v.everything()}


def _change(both: Policy, step: str, a: Rule | None, b: Rule | None) -> RuleChange:
    given = [_given(both, rule.results) for rule in (a, b) if rule is not None]
    gives = joined(given if given[0] != given[-1] else given[:1], " → ", " → ")
    if a is None or b is None or given[0] != given[-1]:
        sides = [_text(both, rule) if rule is not None else None for rule in (a, b)]
        return RuleChange(step=step, gives=gives, a=sides[0], b=sides[1])
    one, other = _conditions(a), _conditions(b)
    names = [n for n in {**one, **other} if one.get(n) != other.get(n)]
    return RuleChange(
        step=step,
        gives=gives,
        a=_OTHERWISE if a.default else _some(both, one, names),
        # `销售额 > 500万 → > 600万`: its name need not be told again.
        b=_OTHERWISE if b.default else _some(both, other, names, named=a.default or len(names) > 1),
    )


def _given(both: Policy, results: Mapping[str, Value]) -> Text:
    shown = [
        Text(shown_value(both, n, v, True), shown_value(both, n, v, False))
        for n, v in results.items()
    ]
    return joined(shown, "，")


def _text(both: Policy, rule: Rule) -> Text:
    conditions = _conditions(rule)
    if rule.default:
        return _OTHERWISE
    return _some(both, conditions, list(conditions)) if conditions else _ANY


def _some(
    both: Policy, conditions: Mapping[str, ValueSet], names: Sequence[str], *, named: bool = True
) -> Text:
    """Return conditions on some values: `年平均销售额 > 500万`."""
    parts = []
    for name in names:
        said = _ANY
        if name in conditions:
            said = Text(*(condition_text(both, name, conditions[name], lang) for lang in LANGS))
        parts.append(joined([both.label(name), said], " ", " ") if named else said)
    return joined(parts, "，")
