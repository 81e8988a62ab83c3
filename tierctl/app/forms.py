"""Write a printable rating form for every customer: a workbook for each, or a sheet in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tierctl.app import form_messages, form_words, messages
from tierctl.app.form_names import file_names, sheet_names
from tierctl.app.outcome import Outcome
from tierctl.model.errors import WriteFailed
from tierctl.model.text import Lang, Text
from tierctl.tables.header import IDENTITY
from tierctl.workbook.atomic import cannot_write, is_folder, replacing, require_place

_EXTENSION = ".xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsWanted:
    """Where forms go: `place` is a folder, or with `one_workbook` a file."""

    place: Path
    one_workbook: bool
    as_of: date
    """The date that is printed."""
    inputs: frozenset[Path]
    """The files that the run reads: no form takes the place of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedForm:
    """A customer's form: the customer's position and row, the form's file and sheet."""

    position: int
    row: int
    path: Path
    sheet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedForms:
    """The forms of a sheet's customers, before any is written."""

    wanted: FormsWanted
    outcome: Outcome
    lang: Lang
    source: str
    placed: Sequence[PlacedForm]

    def write(self) -> None:
        """Write all forms, each file in one step.

        Raises OutputRefused, PermissionRefused or WriteFailed.
        """
        if not self.placed:
            return
        from tierctl.app.form_content import FormContent
        from tierctl.workbook.form_book import form_book

        content = FormContent(self.outcome, self.lang, self.source, self.wanted.as_of)
        if not self.wanted.one_workbook:
            _make_folder(self.wanted.place)
        for path, placed in self._files():
            data = form_book(((one.sheet, content.form(one.position)) for one in placed), self.lang)
            with replacing(path, None) as (file, _):
                file.write(data)

    def _files(self) -> Iterator[tuple[Path, Sequence[PlacedForm]]]:
        if self.wanted.one_workbook:
            yield self.wanted.place, self.placed
        else:
            yield from ((one.path, [one]) for one in self.placed)


def planned_forms(
    wanted: FormsWanted,
    outcome: Outcome,
    lang: Lang,
    source: str,
    *,
    force: bool,
    taken: Set[Path],
) -> PlannedForms:
    """Return the forms of all customers to whom the policy applies; writes nothing.

    `taken` are the outputs of the run so far, this one's copy among them. Raises UsageRefused,
    OutputRefused or PermissionRefused where a form cannot go where it is to stand.
    """
    place = wanted.place
    require_place(place)
    outside = set(outcome.decisions.outside())
    positions = [i for i in range(len(outcome.table.rows)) if i not in outside]
    if wanted.one_workbook:
        if place.suffix.casefold() != _EXTENSION:
            raise messages.wrong_extension(str(place), _EXTENSION)
        placed = _in_one(place, outcome, positions, lang)
    else:
        if place.exists() and not is_folder(place):
            raise form_messages.no_folder_for_forms(str(place))
        placed = _in_many(place, outcome, positions, lang, taken)
    _refuse_taken(wanted, {form.path for form in placed}, force=force, taken=taken)
    return PlannedForms(wanted=wanted, outcome=outcome, lang=lang, source=source, placed=placed)


def _in_one(path: Path, outcome: Outcome, positions: Iterable[int], lang: Lang) -> list[PlacedForm]:
    names = sheet_names()
    return [
        PlacedForm(
            position=i,
            row=outcome.table.rows[i],
            path=path,
            sheet=names.name(*_called(outcome, i, lang)),
        )
        for i in positions
    ]


def _in_many(
    folder: Path, outcome: Outcome, positions: Iterable[int], lang: Lang, taken: Set[Path]
) -> list[PlacedForm]:
    names = file_names()
    for path in taken:
        # A customer of another file of this run may bear the same name.
        if path.parent.resolve() == folder.resolve():
            names.take(path.stem)
    placed = []
    for i in positions:
        called = _called(outcome, i, lang)
        placed.append(
            PlacedForm(
                position=i,
                row=outcome.table.rows[i],
                path=folder / f"{names.name(*called)}{_EXTENSION}",
                sheet=sheet_names().name(*called),
            )
        )
    return placed


def _called(outcome: Outcome, position: int, lang: Lang) -> tuple[str, str]:
    """Return a customer's code and name, and what to call one that has neither."""
    table = outcome.table
    parts = [str(table.value(name, position) or "") for name in IDENTITY]
    row: Text = form_words.NAMELESS.fill(row=table.rows[position] + 1)
    return " ".join(parts), row.to(lang)


def _refuse_taken(wanted: FormsWanted, paths: Set[Path], *, force: bool, taken: Set[Path]) -> None:
    outputs = {path.resolve() for path in taken}
    inputs = {path.resolve() for path in wanted.inputs}
    existing = []
    for path in sorted(paths):
        real = path.resolve()
        if real in outputs:
            raise messages.same_output(str(path))
        if real in inputs:
            raise messages.same_file(str(path))
        if path.exists():
            existing.append(path)
    if existing and not force:
        raise form_messages.forms_exist(str(existing[0]), len(existing))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except PermissionError as e:
        raise cannot_write(folder) from e
    except OSError as e:
        raise WriteFailed(
            "write-failed",
            Text(f"无法建立 {folder}：{e.strerror}", f"cannot make {folder}: {e.strerror}"),
        ) from e
