"""The filled card of one customer: what was answered, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tierctl.app.answer import Answer
from tierctl.app.card_columns import CardColumns
from tierctl.app.case_table import case_table, without_cells
from tierctl.engine.card_reading import CardReader, CardReading, Item
from tierctl.engine.decide import decide
from tierctl.engine.way_up import WayUp
from tierctl.model.decision import Status
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.table import Value
from tierctl.model.text import LANGS, Text
from tierctl.policy.cases import Case
from tierctl.policy.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One customer's card. `values` are what was answered, `known` what is calculated as well."""

    policy: Policy
    answers: Mapping[str, Answer]
    values: Mapping[str, Value]
    known: Mapping[str, Value]
    status: Status
    grade: str | None
    by_score: str | None
    """The grade that the points alone would give."""
    reading: CardReading
    way: WayUp | None
    way_told: Text | None
    limit_told: Text | None
    problems: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...]

    def read_by(self, item: Item) -> dict[str, Value]:
        """Return what an item read, by input or result."""
        given, reader = item.characteristic, CardReader(self.policy)
        names = [given.points] if given.judged else reader.table(given).names
        return {name: self.known.get(name) for name in names}


def assess(policy: Policy, answers: Mapping[str, Answer]) -> Assessed:
    """Return the card of a customer as the engine fills it in for a row of a sheet."""
    assert policy.card is not None
    case = Case(
        where="",
        name="",
        note="",
        cells={name: answer.cell for name, answer in answers.items()},
        status=Status.GRADED,
        results={},
        warns=None,
    )
    table = case_table(policy, [case])
    decisions = decide(policy, table)
    decision = decisions[0]
    told = {lang: CardColumns(policy, table, decisions, lang) for lang in LANGS}
    reader, columns = CardReader(policy), told["zh"]
    reading = columns.readings[0]
    values = {name: table.value(name, 0) for name in table.columns}
    grade = decision.results.get(policy.card.grade)
    return Assessed(
        policy=policy,
        answers=answers,
        values=values,
        known=reader.known(values),
        status=decision.status,
        grade=str(grade) if grade is not None else None,
        by_score=reader.grade_of(reading.total) if reading.total is not None else None,
        reading=reading,
        way=columns.way(0),
        way_told=_both([told[lang].ways_up()[0] for lang in LANGS]),
        limit_told=_both([told[lang].limits()[0] for lang in LANGS]),
        problems=without_cells(decision.problems),
        warnings=without_cells(decision.warnings),
    )


def _both(said: list[Value]) -> Text | None:
    zh, en = said
    return Text(str(zh), str(en)) if zh is not None else None
