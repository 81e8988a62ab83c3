"""Rating forms as a workbook: one customer on each sheet."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook

from tierctl.model.text import Lang
from tierctl.workbook.form import Form
from tierctl.workbook.form_cells import FormCells
from tierctl.workbook.form_sheet import FormSheet
from tierctl.workbook.packed import packed


def form_book(forms: Iterable[tuple[str, Form]], lang: Lang) -> bytes:
    """Return a workbook of at least one form, each with the name of its sheet."""
    book = Workbook()
    cells = FormCells(lang)
    spare = book.worksheets[0]
    for name, form in forms:
        FormSheet(book.create_sheet(name), form, cells).fill()
    book.remove(spare)
    book.active = 0
    return packed(book)
