"""A scorecard written as a sheet: rows are rungs, and the rows of the total are its grades."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from tierctl.model.diagnostic import Diagnostic
from tierctl.model.header_text import name_of
from tierctl.model.quantity import half_width, rounded
from tierctl.model.text import Text
from tierctl.policy.bounds import BoundWords
from tierctl.policy.card_layout import CardItem, CardLayout, judged_most, lay_out_card
from tierctl.policy.card_sheet_grades import card_grades
from tierctl.policy.card_sheet_inputs import CardInputs
from tierctl.policy.conditions import is_default
from tierctl.policy.document import InputDocument, PolicyDocument
from tierctl.policy.misfit import misfit
from tierctl.policy.reading import invalid
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rule_settings import BOUNDS, Setting, choice, day, plain
from tierctl.policy.rules_sheet import SheetPolicy, named_both, slug
from tierctl.policy.sheet_findings import findings

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_MISSING = {
    "拒绝": "refuse", "不定级": "refuse", "不评": "refuse", "refuse": "refuse",
    "零分": "zero", "0分": "zero", "0": "zero", "zero": "zero",
}  # fmt: skip
_OTHERWISE = "非空"


def card_sheet_policy(
    cells: RuleCells, known: Mapping[str, InputDocument], stem: str
) -> SheetPolicy:
    """Return the policy that a sheet with a scorecard means; see `sheet_policy`.

    Raises PolicyInvalid, which names the cell.
    """
    return _CardSheet(cells, lay_out_card(cells), known, stem).policy()


class _CardSheet:
    def __init__(
        self,
        cells: RuleCells,
        layout: CardLayout,
        known: Mapping[str, InputDocument],
        stem: str,
    ) -> None:
        self._cells = cells
        self._layout = layout
        self._stem = stem
        given = layout.settings.get("bounds")
        self._bound_words = choice(cells, given, BOUNDS, {}) if given else "inclusive"
        self._inclusive = self._bound_words == "inclusive"
        self._inputs = CardInputs(
            cells, layout, known, BoundWords(inclusive=self._inclusive), judged=self._judged()
        )
        self._places: dict[str, tuple[int, int]] = {}
        self._notes: list[Diagnostic] = []

    def _judged(self) -> dict[str, str]:
        found = ((i.name, judged_most(self._cells, self._layout, i)) for i in self._layout.items)
        return {name: most for name, most in found if most is not None}

    def policy(self) -> SheetPolicy:
        """Return the policy."""
        layout, cells = self._layout, self._cells
        if not layout.items:
            why = Text("表头下面没有评分项目", "there are no items below the header")
            raise cells.refusal(layout.header_row, layout.columns["item"], why)
        sections = list(dict.fromkeys(i.section for i in layout.items if i.section))
        items = [self._item(k, item, sections) for k, item in enumerate(layout.items)]
        grades = card_grades(cells, layout, inclusive=self._inclusive)
        self._places |= grades.places
        self._notes += grades.notes
        settings = layout.settings
        title = self._setting("title") or self._stem
        document: dict[str, Any] = {
            "id": slug(self._setting("id") or self._stem),
            "version": self._setting("version") or "1",
            "title": named_both(title),
            **{
                key: day(cells, settings[key])
                for key in ("effective_from", "effective_to")
                if key in settings
            },
            "inputs": self._inputs.documents,
            "results": {"grade": grades.result.model_dump()},
            "scorecard": {
                "grade": "grade",
                "out_of": self._out_of(items),
                "sections": [
                    {"id": f"section_{n}", "label": named_both(name)}
                    for n, name in enumerate(sections, start=1)
                ],
                "characteristics": items,
                "grades": grades.bands,
            },
            "conditions": {"bound_words": self._bound_words},
        }
        self._places["scorecard"] = (layout.header_row, layout.columns["item"])
        self._places |= {f"inputs.{name}": at for name, at in self._inputs.places.items()}
        try:
            checked = PolicyDocument.model_validate(document)
        except ValidationError as e:
            path, why = misfit(e)
            raise invalid(self._place(path), why) from e
        return SheetPolicy(
            document=checked,
            place=self._place,
            notes=tuple(self._notes),
            cases_sheet=self._setting("cases"),
        )

    # -- items ---------------------------------------------------------------------------------

    def _item(self, k: int, item: CardItem, sections: Sequence[str]) -> dict[str, Any]:
        path = f"scorecard.characteristics[{k}]"
        first = item.rows[0]
        self._places[path] = (first, self._layout.columns["item"])
        # A unit in brackets is the input's, and no part of what people call the item.
        own = self._inputs.documents[self._inputs.of(item)].label.zh
        label = own if name_of(own) == name_of(item.name) else item.name
        found: dict[str, Any] = {"id": f"item_{k + 1}", "label": named_both(label)}
        if item.section:
            found["section"] = f"section_{sections.index(item.section) + 1}"
        for key, value in (
            ("max", self._most(item)),
            ("missing", self._missing(item)),
            ("code", self._said("code", item)),
            ("reason", self._said("reason", item)),
        ):
            column = self._layout.columns.get("most" if key == "max" else key)
            if column is not None:
                self._places[f"{path}.{key}"] = (self._row_of(item, column), column)
            if value is not None:
                found[key] = named_both(str(value)) if key == "reason" else value
        name = self._inputs.of(item)
        if item.name in self._inputs.judged:
            return {**found, "points": name, "max": self._judged_max(item, found.get("max"))}
        found["rungs"] = [
            self._rung(f"{path}.rungs[{j}]", item, r) for j, r in enumerate(item.rows)
        ]
        columns = self._inputs.columns(item)
        self._notes += findings(self._cells, columns, item.rows, "first", inclusive=self._inclusive)
        return found

    def _rung(self, path: str, item: CardItem, row: int) -> dict[str, Any]:
        self._places[path] = (row, self._layout.columns["condition"])
        self._places[f"{path}.points"] = (row, self._layout.columns["points"])
        own, *others = self._inputs.columns(item)
        when = {}
        for column in others:
            self._places[f"{path}.when.{column.name}"] = (row, column.col)
            if (said := column.condition(row)) != "-":
                when[column.name] = said
        self._places[f"{path}.when.{own.name}"] = (row, own.col)
        if own.texts[row] in ("", "-") and when:
            pass  # the other conditions are all that it asks for
        elif is_default(own.texts[row]) and row == item.rows[-1]:
            when[own.name] = _OTHERWISE
        elif not own.texts[row]:
            why = Text(
                "这一档没有条件；评审项请在条件里写 评审分",
                "this rung has no condition; of an item that is judged write judged there",
            )
            raise self._cells.refusal(row, own.col, why)
        else:
            when[own.name] = own.condition(row)
        rung: dict[str, Any] = {"when": when, "points": self._number(row, "points")}
        reason = self._cell(row, "reason")
        if reason and reason != self._said("reason", item):
            rung["reason"] = named_both(reason)
        return rung

    def _judged_max(self, item: CardItem, stated: float | None) -> float:
        said, row = self._inputs.judged[item.name], item.rows[0]
        if _NUMBER.fullmatch(said):
            most = float(said)
            if stated is not None and stated != most:
                zh = f"满分 {stated:g} 与得分 0–{most:g} 不同"
                en = f"the max is {stated:g}, but the points go to {most:g}"
                raise self._cells.refusal(row, self._layout.columns["most"], Text(zh, en))
            return most
        if stated is None:
            why = Text(
                "评审项要写明满分：得分写 0-10，或写在“满分”列",
                "of a judged item the max is needed: points 0-10, or a column Max",
            )
            raise self._cells.refusal(row, self._layout.columns["points"], why)
        return stated

    def _most(self, item: CardItem) -> float | None:
        column = self._layout.columns.get("most")
        if column is None:
            return None
        row = self._row_of(item, column)
        return self._number(row, "most") if self._cells.text(row, column) else None

    def _missing(self, item: CardItem) -> str | float | None:
        said = self._said("missing", item)
        if said is None:
            return None
        word = plain(said)
        if word in _MISSING:
            return _MISSING[word]
        number = word.removesuffix("分")
        if _NUMBER.fullmatch(number):
            return float(number)
        column = self._layout.columns["missing"]
        zh = f"不认识 {said}：写 拒绝、零分，或一个分数"
        en = f"unknown: {said}: write refuse, zero, or a number of points"
        raise self._cells.refusal(self._row_of(item, column), column, Text(zh, en))

    def _out_of(self, items: Sequence[Mapping[str, Any]]) -> float:
        """Return what the sheet says that the card is out of, else what its items add up to."""
        setting = self._layout.out_of
        column = self._layout.columns.get("most")
        if setting is None and column is not None:
            rows = [row for row in self._layout.totals if self._cells.text(row, column)]
            if rows:
                setting = Setting(self._cells.text(rows[0], column), rows[0], column)
        if setting is None:
            best = (i.get("max") or max(r["points"] for r in i["rungs"]) for i in items)
            return rounded(sum(best), 9)
        self._places["scorecard.out_of"] = (setting.row, setting.col)
        return self._parsed(setting.text, setting.row, setting.col)

    # -- cells ---------------------------------------------------------------------------------

    def _cell(self, row: int, key: str) -> str:
        column = self._layout.columns.get(key)
        return self._cells.text(row, column) if column is not None else ""

    def _said(self, key: str, item: CardItem) -> str | None:
        """Return what an item says in the first of its rows that says anything."""
        return next((text for row in item.rows if (text := self._cell(row, key))), None)

    def _row_of(self, item: CardItem, column: int) -> int:
        return next((row for row in item.rows if self._cells.text(row, column)), item.rows[0])

    def _number(self, row: int, key: str) -> float:
        column = self._layout.columns[key]
        return self._parsed(self._cells.text(row, column), row, column)

    def _parsed(self, text: str, row: int, col: int) -> float:
        number = half_width(text).strip().removesuffix("分").strip()
        if not _NUMBER.fullmatch(number):
            zh = f"这里需要一个分数，实为“{text}”" if text else "这里需要一个分数"
            en = f"points are needed here, found “{text}”" if text else "points are needed here"
            raise self._cells.refusal(row, col, Text(zh, en))
        return float(number)

    def _setting(self, name: str) -> str:
        setting = self._layout.settings.get(name)
        return setting.text if setting is not None else ""

    def _place(self, path: str) -> str:
        """Return where a key stands: its cell, or that of the key that it is part of."""
        places = self._places | {key: (s.row, s.col) for key, s in self._layout.settings.items()}
        while path:
            if path in places:
                return self._cells.at(*places[path])
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self._cells.place
