"""A policy written as a sheet: columns are inputs and results, rows are rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from tierctl.model.diagnostic import Diagnostic
from tierctl.model.errors import PolicyInvalid
from tierctl.model.header_text import name_of
from tierctl.model.quantity import base_unit
from tierctl.model.text import Text
from tierctl.policy.document import InputDocument, PolicyDocument
from tierctl.policy.misfit import misfit
from tierctl.policy.reading import Place, invalid
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rule_columns import RuleColumns, lay_out
from tierctl.policy.rule_range import refuse_loose_ends
from tierctl.policy.rule_settings import BOUNDS, GRADING, choice, day
from tierctl.policy.sheet_inputs import Subject, subjects
from tierctl.policy.sheet_step import SheetStep


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPolicy:
    """The policy that a sheet means, where each key of it stands, and what is worth telling."""

    document: PolicyDocument
    place: Place
    notes: tuple[Diagnostic, ...]
    cases_sheet: str = ""
    """The sheet that a setting names for its cases."""


def reads_like_rules(cells: RuleCells) -> bool:
    """Tell whether a sheet holds rules: below a setting, or with results that are called so."""
    try:
        table = lay_out(cells, frozenset())[0]
    except PolicyInvalid:
        return False
    return table.called or not table.settings.keys().isdisjoint(GRADING)


def names_cases(cells: RuleCells) -> str:
    """Return the sheet that rules name for their cases; "" where these are no rules, or do not."""
    try:
        setting = lay_out(cells, frozenset())[0].settings.get("cases")
    except PolicyInvalid:
        return ""
    return setting.text if setting is not None else ""


def sheet_policy(cells: RuleCells, known: Mapping[str, InputDocument], stem: str) -> SheetPolicy:
    """Return the policy that a sheet of rules means.

    `known` are inputs by their names: a column of the same header takes over label, unit and
    aliases. `stem` names a policy that does not name itself. Raises PolicyInvalid, which names
    the cell.
    """
    names = {
        name_of(text)
        for name, given in known.items()
        for text in (name, given.label.zh, given.label.en, *given.aliases)
    }
    tables = lay_out(cells, names)
    refuse_loose_ends(cells, tables, names)
    return _Sheet(cells, tables, known, stem).policy()


class _Sheet:
    """The tables of one sheet, each a step: a later one reads what the ones above give."""

    def __init__(
        self,
        cells: RuleCells,
        tables: list[RuleColumns],
        known: Mapping[str, InputDocument],
        stem: str,
    ) -> None:
        self._cells = cells
        self._settings = tables[0].settings
        self._stem = stem
        bounds = self._settings.get("bounds")
        self._bounds = choice(cells, bounds, BOUNDS, {}) if bounds else "inclusive"
        self._steps: list[SheetStep] = []
        for table in tables:
            read = self._subjects(table, known)
            taken = [name for step in self._steps for name in step.results]
            inclusive = self._bounds == "inclusive"
            self._steps.append(SheetStep(cells, table, read, taken, inclusive=inclusive))

    def _subjects(
        self, table: RuleColumns, known: Mapping[str, InputDocument]
    ) -> dict[int, Subject]:
        given: dict[str, Subject] = {}
        for step in self._steps:
            for name, result in step.results.items():
                unit = base_unit(result.unit) if result.type == "number" else None
                given[name_of(result.header)] = Subject(name, unit, None)
        names = {col: name_of(table.names[col]) for col in table.inputs}
        if self._steps:
            return {col: given[name] for col, name in names.items()}
        return subjects(self._cells, table.header_row, table.inputs, table.rows, known)

    def policy(self) -> SheetPolicy:
        """Return the policy."""
        results = {name: r for step in self._steps for name, r in step.results.items()}
        if all(result.type != "tier" for result in results.values()):
            result = next(iter(results.values()))
            zh = (
                f"只有“{result.header}”，没有等级：请隔一个空行再写一张表，表头为"
                f" {result.header} | 等级"
            )
            en = (
                f"there is “{result.header}” and no tier: below, after a blank row, write a table"
                f" with the header {result.header} | Tier"
            )
            raise self._cells.refusal(result.header_row, result.col, Text(zh, en))
        documents = {name: doc for step in self._steps for name, doc in step.documents.items()}
        inputs = self._steps[0].inputs
        measures = [c.name for c in inputs if c.document and c.document.unit == "元"]
        document: dict[str, Any] = {
            "id": slug(self._setting("id") or self._stem),
            "version": self._setting("version") or "1",
            "title": named_both(self._setting("title") or self._stem),
            "effective_from": self._day("effective_from"),
            "effective_to": self._day("effective_to"),
            "inputs": {column.name: column.document for column in inputs},
            "results": {name: given.model_dump() for name, given in documents.items()},
            "steps": [
                step.step(f"steps[{i}]", "rules" if i == 0 else f"rules_{i + 1}")
                for i, step in enumerate(self._steps)
            ],
            "summary": {"measure": measures[0] if measures else None},
            "conditions": {"bound_words": self._bounds},
        }
        notes = tuple(note for step in self._steps for note in step.notes)
        try:
            checked = PolicyDocument.model_validate(document)
        except ValidationError as e:
            path, why = misfit(e)
            raise invalid(self._place(path), why) from e
        return SheetPolicy(
            document=checked,
            place=self._place,
            notes=notes,
            cases_sheet=self._setting("cases"),
        )

    def _setting(self, name: str) -> str:
        setting = self._settings.get(name)
        return setting.text if setting is not None else ""

    def _day(self, name: str) -> date | None:
        setting = self._settings.get(name)
        return day(self._cells, setting) if setting is not None else None

    def _place(self, path: str) -> str:
        """Return where a key stands: its cell, or that of the key that it is part of."""
        places = {key: place for step in self._steps for key, place in step.places.items()}
        places |= {key: (s.row, s.col) for key, s in self._settings.items()}
        while path:
            if path in places:
                return self._cells.at(*places[path])
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self._cells.place


def slug(text: str) -> str:
    """Return a text as the id of a policy."""
    made = re.sub("[^a-z0-9_-]+", "-", text.casefold()).strip("-_")[:60]
    return made if made[:1].isalpha() else f"rules-{made}".rstrip("-")


def named_both(text: str) -> dict[str, str]:
    """Return a label that reads the same in both languages."""
    return {"zh": text, "en": text}
