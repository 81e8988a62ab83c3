"""The rows of a scorecard's sheet that grade the total: 总分 | >=90 | AAA."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tierctl.model.cell import Cell, Kind
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import base_unit
from tierctl.model.text import Text
from tierctl.policy.bounds import BoundWords
from tierctl.policy.card_layout import CardLayout
from tierctl.policy.conditions import parse_condition
from tierctl.policy.document import ResultDocument
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.sets import NumberSet
from tierctl.policy.sheet_findings import findings
from tierctl.policy.sheet_inputs import InputColumn, Subject
from tierctl.policy.sheet_results import ResultColumn

_POINTS = base_unit("分")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardGrades:
    """The grade as a result, its bands, where they stand, and what is worth telling."""

    result: ResultDocument
    bands: list[dict[str, Any]]
    places: Mapping[str, tuple[int, int]]
    notes: list[Diagnostic]


def card_grades(cells: RuleCells, layout: CardLayout, *, inclusive: bool) -> CardGrades:
    """Return the grades of a card, the best first. Raises PolicyInvalid, which names the cell."""
    _refuse_none(cells, layout)
    column, header = layout.columns["condition"], layout.header_row
    said = cells.text(layout.totals[0], layout.columns["item"]) or "总分"
    named = with_header(cells, header, column, said)
    bounds = BoundWords(inclusive=inclusive)
    subject = Subject("total_score", _POINTS, None)
    asked = InputColumn(named, (header, column), layout.totals, subject, bounds)
    notes = findings(named, [asked], layout.totals, "unique", inclusive=inclusive)
    conditions = {row: asked.condition(row) for row in layout.totals}
    own = layout.columns.get("grade")
    filled = own is not None and any(cells.text(row, own) for row in layout.totals)
    given = own if own is not None and filled else layout.columns["points"]
    plain = "Grade" if said.isascii() else "等级"
    titled = with_header(cells, header, given, cells.text(header, given) if filled else plain)
    ordered = sorted(layout.totals, key=lambda row: -_low(conditions[row], bounds))
    column_of = ResultColumn(titled, (header, given), ordered, first=True)
    result = column_of.document(layout.settings.get("order"), None, None)
    ids = {tier.label.zh: tier.id for tier in result.tiers}
    places = {f"scorecard.grades[{i}]": (row, column) for i, row in enumerate(layout.totals)}
    return CardGrades(
        result=result,
        bands=[
            {"when": conditions[row], "grade": ids[column_of.texts[row]]} for row in layout.totals
        ],
        places={**places, "results.grade": (header, given)},
        notes=notes,
    )


def with_header(cells: RuleCells, row: int, col: int, text: str) -> RuleCells:
    """Return the cells with another header: what a column is about in some of its rows."""
    line = {**cells.rows[row], col: Cell(row, col, Kind.TEXT, text)}
    return replace(cells, rows={**cells.rows, row: line})


def _refuse_none(cells: RuleCells, layout: CardLayout) -> None:
    if not layout.totals:
        why = Text(
            "没有“总分”的行：请在下面写 总分 | >=90 | AAA，每个等级一行",
            "there is no row of the total: write Total score | >=90 | AAA below, a row for each"
            " grade",
        )
        raise cells.refusal(layout.items[-1].rows[-1], layout.columns["item"], why)


def _low(condition: str, bounds: BoundWords) -> float:
    values = parse_condition(condition, _POINTS, bounds=bounds)
    intervals = values.intervals if isinstance(values, NumberSet) else ()
    return next((i.low for i in intervals), float("-inf"))
