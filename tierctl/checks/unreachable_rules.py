"""Unreachable rules: those that decide for nobody."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.checks import messages
from tierctl.checks.boxed_table import WORK, BoxedTable
from tierctl.checks.boxes import Budget, OutOfBudget, covered, holds, meets
from tierctl.checks.finding import Finding
from tierctl.checks.shown import condition_text, region_text
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Topic, Undecided


def unreachable_rules(survey: Survey, undecided: Undecided) -> Iterator[Finding]:
    """Give the rules of every table that can never decide; not those made for a scorecard."""
    card = survey.policy.card
    for table in survey.tables:
        budget = Budget(WORK)
        for number, decides in enumerate(survey.decides(table)):
            if card is not None and not card.wrote(table.table.name, table.table.rules[number].id):
                continue
            if decides is None:
                undecided.add(table, Topic.RULES, exhausted=table.exhausted)
            elif not decides:
                yield _finding(survey, table, number, budget)


def _finding(survey: Survey, table: BoxedTable, number: int, budget: Budget) -> Finding:
    rule, step = table.table.rules[number], table.title
    where = f"{table.where}.rules[{number}]"
    for name, cells in zip(table.names, table.boxes[number], strict=True):
        if not cells:
            values = rule.conditions.get(name, survey.attainable(name).values)
            condition = condition_text(survey.policy, name, values)
            return messages.impossible_rule(where, step, rule.id, condition)
    if table.decides[number] is None:  # by itself it could, but for what else decides there
        condition = region_text(survey.policy, rule.conditions)
        return messages.impossible_rule(where, step, rule.id, condition)
    others = [table.table.rules[n].id for n in _hiding(table, number, budget)]
    return messages.hidden_rule(where, step, rule.id, others)


def _hiding(table: BoxedTable, rule: int, budget: Budget) -> list[int]:
    """Return rules that leave nothing of a rule, none of them needlessly while there is budget."""
    box = table.boxes[rule]
    needed = [n for n in table.rivals(rule) if meets(box, table.covers[n])]
    alone = [n for n in needed if holds(table.covers[n], box)]
    if alone:
        return alone[:1]
    try:
        for n in list(needed):
            rest = [other for other in needed if other != n]
            if covered(box, [table.covers[other] for other in rest], budget):
                needed = rest
    except OutOfBudget:
        pass  # a longer list is no wrong one
    return needed
