"""The notes below a form: how its points add up, what grades they give, the formulas."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.app import form_words as words
from tierctl.app.form_ladder import without_met_bound
from tierctl.app.summary_words import settings_text
from tierctl.model.quantity import PERCENT
from tierctl.model.text import Lang, Text, joined
from tierctl.policy.policy import Policy
from tierctl.policy.sets import NumberSet
from tierctl.policy.shown import condition_text


def form_notes(policy: Policy, lang: Lang) -> list[str]:
    """Return the notes of a scorecard's forms, one paragraph each."""
    return [text.to(lang) for text in _notes(policy, lang)]


def _notes(policy: Policy, lang: Lang) -> Iterator[Text]:
    card = policy.card
    assert card is not None
    sections = [section.label for section in card.sections]
    every = all(item.section is not None for item in card.characteristics)
    if sections and every and not card.initial:
        yield words.SUM_OF_SECTIONS.fill(names=joined(sections, " + ", " + "))
    else:
        yield words.SUM
    yield _grades(policy, lang)
    yield words.FIRST_HOLDS
    formulas = list(_formulas(policy))
    if formulas:
        yield joined([words.IS_CALCULATED, joined(formulas, "；", "; ")], "：", ": ")
    yield words.MAY_DIFFER
    yield from settings_text(policy)


def _grades(policy: Policy, lang: Lang) -> Text:
    """Return which totals give which grade, as a ladder."""
    card = policy.card
    assert card is not None
    table = next(table for table in policy.tables if table.name == card.grades)
    before: NumberSet | None = None
    rungs = []
    for rule in table.rules:
        asked = rule.conditions.get(card.total)
        if not isinstance(asked, NumberSet):
            continue
        short = without_met_bound(asked, before)
        before = asked if before is None else before.union(asked)
        grade = policy.results[card.by_score].tier(str(rule.results[card.by_score]))
        said = condition_text(policy, card.total, short, lang)
        rungs.append(words.GRADE_RUNG.fill(grade=grade.label, asked=said))
    return words.GRADES.fill(label=words.GRADE, rungs=joined(rungs, "；", "; "))


def _formulas(policy: Policy) -> Iterator[Text]:
    for read in policy.derived:
        # What a blank gets, a number, is no formula that anybody would look up.
        if read.formula is None or not read.formula.names:
            continue
        labels = {name: policy.label(name) for name in read.formula.names}
        text = Text(read.formula.said(labels, "zh"), read.formula.said(labels, "en"))
        if read.unit == PERCENT:
            text = words.PERCENT.fill(formula=text)
        yield words.FORMULA.fill(label=read.label, formula=text)
