"""The sheet of a rating form: one customer on one A4 page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tierctl.model.address import column_letters
from tierctl.workbook.form import Form, FormItem, FormSection
from tierctl.workbook.form_cells import BAND, HEAD, FormCells, Look
from tierctl.workbook.text_width import line_count, shortened, text_width

_WIDTHS = (11.5, 20, 12.5, 27, 6, 15, 9)
"""Number, item, reference points in two columns, most, value, points."""
_LAST = len(_WIDTHS)
_LINE, _SPARE, _LEAST = 1.36, 6, 19.5
"""The height of a line by the size of its letters, and what a row has beside its lines."""
_SIDES, _INDENT = 1, 2
"""What a cell's edges take of its width, and the indent of a text that stands at the left."""
_TIGHT = 0.92
"""What a Chinese character takes more than two digits of the font that widths are counted in."""
_WIDE = str.maketrans(dict.fromkeys("≤≥×→“”", "　"))
"""What Chinese fonts draw as wide as a character."""
_PAGE, _SMALLEST, _MORE = 790, 0.62, 6
"""The height of A4 between its margins, at the scale at which the columns are as wide as it; to
what a longer form may shrink to go on one page, and how much higher the rows of a shorter one get.
"""
_FOOTER = 110

_TITLE = Look(size=16, bold=True, horizontal="center", boxed=False)
_SUBTITLE = Look(size=8, color="737373", horizontal="center", boxed=False)
_LABEL = Look(fill=HEAD, bold=True, size=9, horizontal="center")
_TEXT = Look(horizontal="left")
_EMPTY = Look()
_HEADER = Look(fill=HEAD, bold=True, horizontal="center")
_CENTRED = Look(horizontal="center")
_POINTS = Look(horizontal="center", number_format="General")
_SECTION = Look(fill=BAND, bold=True, horizontal="left")
_SUBTOTAL = Look(fill=BAND, bold=True, horizontal="center")
_TOTAL = Look(fill=HEAD, bold=True, size=11, horizontal="center")
_NOTE = Look(size=7.5, color="595959", horizontal="left", boxed=False)


@dataclass(slots=True)
class _Piece:
    """A cell or a run of cells of one row, columns counted from 1."""

    first: int
    last: int
    value: str | float | None
    look: Look


class FormSheet:
    """One form, row by row."""

    def __init__(self, sheet: Worksheet, form: Form, cells: FormCells) -> None:
        self._sheet = sheet
        self._form = form
        self._cells = cells
        self._row = 0
        self._height = 0.0

    def fill(self) -> None:
        """Write the form on the empty sheet, ready to print."""
        form, words = self._form, self._form.words
        self._add([_Piece(1, _LAST, form.title, _TITLE)], least=30)
        self._add([_Piece(1, _LAST, form.subtitle, _SUBTITLE)], least=15)
        for left, right in zip_longest(form.facts[::2], form.facts[1::2]):
            self._pair(left, right)
        self._headers()
        for section in form.sections:
            self._section(section)
        self._total()
        self._grade()
        for label, text in form.remarks:
            self._remark(label, text)
        self._remark(words.grounds, "", least=27)
        self._signatures()
        table = self._row
        self._add([], least=5)
        for number, note in enumerate(form.notes, start=1):
            first = f"{words.notes}  " if number == 1 else ""
            self._add([_Piece(1, _LAST, f"{first}{number}. {note}", _NOTE)], least=11, spare=1)
        self._spread(table)
        self._print()

    def _add(
        self, pieces: Sequence[_Piece], *, least: float = _LEAST, spare: float = _SPARE
    ) -> None:
        """Write a row as high as its longest text needs."""
        self._row += 1
        height = least
        for piece in pieces:
            self._cells.put(
                self._sheet, self._row, piece.first, piece.last, piece.value, piece.look
            )
            if isinstance(piece.value, str):
                lines = _lines(piece.value, piece)
                height = max(height, spare + lines * _LINE * piece.look.size)
        self._sheet.row_dimensions[self._row].height = height
        self._height += height

    def _pair(self, left: tuple[str, str], right: tuple[str, str] | None) -> None:
        if right is None:
            self._remark(*left)
            return
        self._add(
            [
                _Piece(1, 1, left[0], _LABEL),
                _Piece(2, 2, left[1], _TEXT),
                _Piece(3, 3, right[0], _LABEL),
                _Piece(4, _LAST, right[1], _TEXT),
            ]
        )

    def _headers(self) -> None:
        number, item, reference, most, value, points = self._form.words.headers
        texts = ((1, 1, number), (2, 2, item), (3, 4, reference), (5, 5, most), (6, 6, value))
        pieces = [_Piece(first, last, text, _HEADER) for first, last, text in texts]
        self._add([*pieces, _Piece(7, 7, points, _HEADER)])

    def _section(self, section: FormSection) -> None:
        if section.label is not None:
            self._add(
                [
                    _Piece(1, 4, section.label, _SECTION),
                    _Piece(5, 5, section.most, _SUBTOTAL),
                    _Piece(6, 6, self._form.words.subtotal, _SUBTOTAL),
                    _Piece(7, 7, section.subtotal, _SUBTOTAL),
                ]
            )
        for item in section.items:
            self._item(item)

    def _item(self, item: FormItem) -> None:
        self._add(
            [
                _Piece(1, 1, item.number, _CENTRED),
                _Piece(2, 2, item.label, _TEXT),
                _Piece(3, 4, item.reference, _TEXT),
                _Piece(5, 5, item.most, _POINTS),
                _Piece(6, 6, item.value, _TEXT),
                _Piece(7, 7, item.points, _POINTS),
            ]
        )

    def _total(self) -> None:
        form = self._form
        self._add(
            [
                _Piece(1, 4, form.words.total, _TOTAL),
                _Piece(5, 5, form.out_of, _TOTAL),
                _Piece(6, 6, form.between, _TOTAL),
                _Piece(7, 7, form.total, _TOTAL),
            ],
            least=22,
        )

    def _grade(self) -> None:
        form = self._form
        self._add(
            [
                _Piece(1, 1, form.words.grade, _LABEL),
                _Piece(2, 2, form.grade, self._cells.tier(form.color)),
                _Piece(3, 3, form.words.granted, _LABEL),
                _Piece(4, _LAST, None, _EMPTY),
            ],
            least=34,
        )

    def _remark(self, label: str, text: str, *, least: float = _LEAST) -> None:
        self._add([_Piece(1, 1, label, _LABEL), _Piece(2, _LAST, text, _TEXT)], least=least)

    def _signatures(self) -> None:
        manager, checker, day = self._form.words.signed
        self._add(
            [
                _Piece(1, 1, manager, _LABEL),
                _Piece(2, 2, None, _EMPTY),
                _Piece(3, 3, checker, _LABEL),
                _Piece(4, 4, None, _EMPTY),
                _Piece(5, 5, day, _LABEL),
                _Piece(6, _LAST, None, _EMPTY),
            ],
            least=30,
        )

    def _spread(self, last: int) -> None:
        """Give the rows down to the last one of the table some of the height that is left."""
        rows = self._sheet.row_dimensions
        more = round(min((_PAGE - self._height) / last, _MORE), 2)
        for row in range(1, last + 1) if more > 0 else ():
            rows[row].height += more

    def _print(self) -> None:
        sheet = self._sheet
        for col, width in enumerate(_WIDTHS):
            sheet.column_dimensions[column_letters(col)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.print_area = f"A1:{column_letters(_LAST - 1)}{self._row}"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.orientation = "portrait"
        sheet.page_setup.fitToWidth = 1
        # A card of very many items would be too small to read on one page.
        sheet.page_setup.fitToHeight = 1 if self._height * _SMALLEST <= _PAGE else 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.45
        margins.top, margins.bottom = 0.45, 0.55
        margins.header = margins.footer = 0.25
        footer = shortened(self._form.source, _FOOTER).replace("&", "&&")
        sheet.oddFooter.left.text = footer
        sheet.oddFooter.left.size = 8


def _lines(text: str, piece: _Piece) -> int:
    """Return how many lines a text takes in its cells."""
    indent = _INDENT if piece.look.horizontal == "left" else 0
    width = sum(_WIDTHS[piece.first - 1 : piece.last]) - _SIDES - indent
    room = width * 11 / piece.look.size * _TIGHT
    lines = text.translate(_WIDE).splitlines()
    return sum(1 if text_width(line) <= room else line_count(line, room) for line in lines)
