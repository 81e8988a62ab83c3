"""Whether two policies have the same scorecard, whatever their items and inputs are called."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from tierctl.model.header_text import name_of
from tierctl.model.text import Lang
from tierctl.policy.policy import Policy
from tierctl.policy.shown import condition_text
from tierctl.policy.steps import Rule


def same_card(a: Policy, b: Policy, lang: Lang) -> bool:
    """Tell whether two cards give every customer the same, as they are written in a language.

    Items count by their places, tiers by their places in the scale; an input is the one that bears
    the header.
    """
    same = {name: _called(b, a.label(name).to(lang)) for name in a.inputs}
    return _shape(a, same, lang) == _shape(b, {name: name for name in b.inputs}, lang)


def _called(policy: Policy, header: str) -> str:
    """Return the input that bears a header, by its name; the header where none does."""
    wanted = name_of(header)
    bearers = (n for n, read in policy.inputs.items() if wanted in map(name_of, read.headers))
    return next(bearers, header)


def _shape(policy: Policy, names: Mapping[str, str], lang: Lang) -> Hashable:
    card = policy.card
    if card is None:
        return None
    tables = {table.name: table for table in policy.tables}
    sections = [section.id for section in card.sections]
    items = []
    for item in card.characteristics:
        section = sections.index(item.section) if item.section is not None else None
        rules = tables[item.table].rules if item.table is not None else ()
        rungs = tuple(
            (_asked(policy, rule, names, lang), item.rungs[rule.id].points)
            for rule in rules
            if rule.id in item.rungs
        )
        judged = names[item.points] if item.judged else None
        items.append((judged, item.most, item.baseline, item.missing, section, rungs))
    scale = [tier.id for tier in policy.results[card.by_score].tiers]
    grades = tuple(
        (rule.conditions[card.total], scale.index(str(rule.results[card.by_score])))
        for rule in tables[card.grades].rules
    )
    return card.out_of, card.initial, card.decimals, tuple(items), grades, len(card.limits)


def _asked(policy: Policy, rule: Rule, names: Mapping[str, str], lang: Lang) -> Hashable:
    """Return the conditions of a rung by the inputs that they are on, any value left out."""
    return frozenset(
        (names[name], condition_text(policy, name, values, lang))
        for name, values in rule.conditions.items()
        if values != values.everything()
    )
