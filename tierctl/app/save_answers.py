"""The answers of an assessment as a row of a workbook, which `score-credit` reads as they are."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tierctl.app import assessment_messages as messages
from tierctl.app.answer import Answer
from tierctl.app.read_customers import own_set_aside, read_customers
from tierctl.app.template_columns import inputs_of, template_column
from tierctl.model.address import CellRef
from tierctl.model.folding import folded
from tierctl.model.quantity import Unit, shifted
from tierctl.model.table import BoundTable, Skip, Value
from tierctl.model.text import Lang
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.policy import InputType, Policy
from tierctl.policy.shown import choice_text
from tierctl.tables.header import IDENTITY
from tierctl.tables.options import TableOptions
from tierctl.tables.read import read_table
from tierctl.workbook.added_row import AddedRow
from tierctl.workbook.atomic import replacing, require_place
from tierctl.workbook.template import CUSTOMERS, filled_bytes
from tierctl.workbook.template_cells import TemplateValue

_EXTENSIONS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Where the answers stand."""

    path: Path
    sheet: str
    row: int
    new: bool
    """Whether the workbook was made for them."""
    replaced: bool
    written: bool


def require_savable(target: Path) -> None:
    """Refuse a place where no workbook can be saved, before anybody has answered anything.

    Raises UsageRefused, OutputRefused, PermissionRefused.
    """
    known = _EXTENSIONS if target.exists() else _EXTENSIONS[:1]
    if target.suffix.casefold() not in known:
        raise messages.not_saved_extension(str(target))
    require_place(target)


def save_answers(
    policy: Policy,
    answers: Mapping[str, Answer],
    target: Path,
    options: TableOptions,
    *,
    force: bool,
    dry_run: bool,
    lang: Lang,
) -> Saved:
    """Add the answers to a workbook, or make one for them; `force` replaces a customer's row.

    Raises UsageRefused where nobody can tell who the customer is, OutputRefused, PermissionRefused,
    WriteFailed, and what `score-credit` raises for a workbook that it cannot read; an existing one
    is as it was then.
    """
    given = {name: answer for name, answer in answers.items() if not answer.blank}
    if not any(name in given for name in IDENTITY):
        raise messages.nobody_to_save()
    require_savable(target)
    new = not target.exists()
    if not new and target.with_name(f"~${target.name}").exists() and not force:
        raise messages.open_elsewhere(target.name)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"made{target.suffix}"
        row, replaced = _Row(policy, given, target.name, lang), False
        if new:
            made.write_bytes(row.alone())
            at = CellRef(CUSTOMERS[lang], 1, 0)
        else:
            at, replaced = row.write(target, made, options, force)
        mode = None if new else target.stat().st_mode & 0o777
        _read_back(made, policy, given, options, at, target.name)
        if not dry_run:
            with replacing(target, mode) as (file, _):
                file.write(made.read_bytes())
    return Saved(
        path=target,
        sheet=at.sheet,
        row=at.row,
        new=new,
        replaced=replaced,
        written=not dry_run,
    )


class _Row:
    """The row that answers are in a workbook."""

    def __init__(self, policy: Policy, given: Mapping[str, Answer], shown: str, lang: Lang) -> None:
        self._policy = policy
        self._given = given
        self._shown = shown
        self._lang: Lang = lang

    def alone(self) -> bytes:
        """Return a new workbook that holds the row, with a column for every input."""
        policy, lang = self._policy, self._lang
        inputs = inputs_of(policy)
        columns = [template_column(policy, read, lang) for read in inputs]
        row: list[TemplateValue] = []
        for read, column in zip(inputs, columns, strict=True):
            value: TemplateValue = self._value(read.name)
            if isinstance(value, float) and read.type is InputType.DATE:
                value = date.fromordinal(int(value))
            elif isinstance(value, float):
                value = shifted(repr(value), -column.unit.shift)
            row.append(value)
        return filled_bytes(columns, row, policy.title.to(lang), lang)

    def write(
        self, source: Path, target: Path, options: TableOptions, force: bool
    ) -> tuple[CellRef, bool]:
        """Write the workbook with the row; return where it is, and whether one was replaced."""
        workbook = WorkbookFile(source)
        try:
            table = read_table(workbook, self._policy, own_set_aside(workbook, options))
            known = self._position(table)
            lacking = [
                self._policy.label(name) for name in self._given if name not in table.columns
            ]
            if lacking:
                raise messages.no_columns(self._shown, lacking)
            if known is not None and not force:
                at = CellRef(table.sheet, table.rows[known], table.first_col)
                raise messages.saved_already(self._shown, self._who(), str(at))
            above = table.rows[-1] if table.rows else None
            row = table.rows[known] if known is not None else self._below(table)
            sheet = next(s for s in workbook.sheets if s.name == table.sheet)
            AddedRow(workbook, sheet, row, self._values(table), above).write(target)
            return CellRef(table.sheet, row, table.first_col), known is not None
        finally:
            workbook.close()

    def _who(self) -> str:
        return str(next(self._given[name].value for name in IDENTITY if name in self._given))

    def _position(self, table: BoundTable) -> int | None:
        """Return the customer's row: that with its code, or, without one, with its name."""
        name = next(name for name in IDENTITY if name in self._given)
        wanted = _plain(self._given[name].value)
        column = table.columns.get(name)
        values = column.values if column is not None else ()
        return next((i for i, value in enumerate(values) if _plain(value) == wanted), None)

    def _below(self, table: BoundTable) -> int:
        last = max([table.header_row, *table.rows, *_examples(table)])
        if table.last_row > last:
            at = CellRef(table.sheet, last + 1, table.first_col)
            raise messages.something_below(self._shown, str(at))
        return last + 1

    def _values(self, table: BoundTable) -> dict[int, tuple[Value, Unit]]:
        columns = table.columns.items()
        return {column.col: (self._value(name), column.unit) for name, column in columns}

    def _value(self, name: str) -> Value:
        """Return what is written for an input: a choice by its name, a number in the base unit."""
        value = self._given[name].value if name in self._given else None
        read = self._policy.inputs[name]
        if read.choices and value is not None:
            return choice_text(read, str(value)).to(self._lang)
        return value


def _examples(table: BoundTable) -> list[int]:
    return [row for row, why in table.skipped.items() if why is Skip.EXAMPLE]


def _plain(value: Value) -> str:
    return "".join(folded(str(value)).split()) if value is not None else ""


def _read_back(
    path: Path,
    policy: Policy,
    given: Mapping[str, Answer],
    options: TableOptions,
    at: CellRef,
    shown: str,
) -> None:
    """Refuse a workbook whose row would be read as anything but the answers."""
    table = read_customers(path, policy, options)
    row = list(table.rows).index(at.row) if at.row in table.rows else None
    if row is None or row in table.doubts:
        raise messages.not_read_back(shown)
    for name in table.columns:
        wanted = given[name].value if name in given else None
        if table.value(name, row) != wanted:
            raise messages.not_read_back(shown)
