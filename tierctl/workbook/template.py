"""A template: a workbook to fill in customers, with a sheet that explains the policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tierctl.model.address import column_letters
from tierctl.model.quantity import Dimension, Unit
from tierctl.model.text import Lang
from tierctl.policy.policy import InputType
from tierctl.policy.sets import DateSet, NumberSet
from tierctl.workbook.packed import packed
from tierctl.workbook.template_about import AboutPage, fill_about
from tierctl.workbook.template_cells import (
    DARK,
    FONT,
    GREY,
    OPTIONAL,
    QUIET,
    REQUIRED,
    WHITE,
    TemplateValue,
    put,
)
from tierctl.workbook.template_checks import day_check, inline, list_check, number_check
from tierctl.workbook.text_width import line_count, text_width

CUSTOMERS = {"zh": "客户表", "en": "Customers"}
_ABOUT = {"zh": "说明", "en": "About"}
_LISTS = {"zh": "选项", "en": "Lists"}
_LAST_ROW = 1_048_576
_NARROWEST, _WIDEST = 12, 26
_HEADER_WIDTH = 20
"""A longer header takes two lines."""
_NOTE_WIDTH, _NOTE_LETTERS, _NOTE_LINE = 300, 40, 19
_FORMATS = {InputType.TEXT: "@", InputType.DATE: "yyyy-mm-dd"}
_MONEY = "#,##0.00"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateColumn:
    """One input's column: what stands in its header and beside it, and what may stand below."""

    header: str
    type: InputType
    unit: Unit
    """The unit of a bare number in the column."""
    required: bool
    note: str
    example: TemplateValue
    options: tuple[str, ...]
    """The texts to choose from, if it is to be one of them."""
    allowed: NumberSet | None
    """The numbers or days that it may be, in the base unit."""
    strict: bool
    """Whether anything else is refused, and not only warned of."""
    refusal: str
    """What the spreadsheet program says to anything else."""

    @property
    def number_format(self) -> str:
        """The format of the cells below the header."""
        if self.type in _FORMATS:
            return _FORMATS[self.type]
        # In a cell of another number format 48% would be 0.48, and read as 0.48 %.
        return _MONEY if self.unit.dimension is Dimension.MONEY else "General"


def template_bytes(columns: Sequence[TemplateColumn], about: AboutPage, lang: Lang) -> bytes:
    """Return the workbook: the sheet of customers, the page about the policy, long lists."""
    return packed(_book(columns, about, about.title, lang))


def filled_bytes(
    columns: Sequence[TemplateColumn], row: Sequence[TemplateValue], title: str, lang: Lang
) -> bytes:
    """Return a workbook with the sheet of customers alone, and one customer in it."""
    book = _book(columns, None, title, lang)
    for col, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
        put(
            book.worksheets[0],
            2,
            col,
            value,
            boxed=False,
            wrapped=False,
            number_format=column.number_format,
        )
    return packed(book)


def _book(
    columns: Sequence[TemplateColumn], about: AboutPage | None, title: str, lang: Lang
) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = CUSTOMERS[lang]
    if about is not None:
        fill_about(book.create_sheet(_ABOUT[lang]), about)
    lists = _Lists(book, _LISTS[lang])
    for col, column in enumerate(columns, start=1):
        _header(sheet, col, column)
        _below(sheet, col, column)
        if about is not None:
            sheet.row_dimensions[2].height = 22
            _example(sheet, col, column)
        check = _check(column, f"{column_letters(col - 1)}2", lists)
        if check is not None:
            check.allow_blank = True
            check.showErrorMessage = True
            check.errorTitle, check.error = column.header[:31], column.refusal[:224]
            check.add(f"{column_letters(col - 1)}2:{column_letters(col - 1)}{_LAST_ROW}")
            sheet.add_data_validation(check)
    _set_up(sheet, columns, title)
    return book


class _Lists:
    """Lists that are too long for a check, on a hidden sheet that is made for the first one."""

    def __init__(self, book: Workbook, name: str) -> None:
        self._book = book
        self._name = name
        self._count = 0

    def add(self, header: str, options: Sequence[str]) -> str:
        """Write a list, and return the range that it stands in."""
        if not self._count:
            self._book.create_sheet(self._name).sheet_state = "hidden"
        self._count += 1
        sheet = self._book[self._name]
        for row, text in enumerate((header, *options), start=1):
            put(sheet, row, self._count, text)
        letters = column_letters(self._count - 1)
        return f"'{self._name}'!${letters}$2:${letters}${len(options) + 1}"


def _header(sheet: Worksheet, col: int, column: TemplateColumn) -> None:
    fill, color = (REQUIRED, WHITE) if column.required else (OPTIONAL, DARK)
    cell = put(
        sheet, 1, col, column.header, fill=fill, color=color, bold=True, size=11, centred=True
    )
    lines = sum(line_count(line, _NOTE_LETTERS) for line in column.note.splitlines())
    cell.comment = Comment(
        column.note, "tierctl", width=_NOTE_WIDTH, height=_NOTE_LINE * (lines + 1)
    )


def _example(sheet: Worksheet, col: int, column: TemplateColumn) -> None:
    put(
        sheet,
        2,
        col,
        column.example,
        fill=QUIET,
        color=GREY,
        italic=True,
        wrapped=False,
        number_format=column.number_format,
    )


def _below(sheet: Worksheet, col: int, column: TemplateColumn) -> None:
    """Give all rows below the header the format of what belongs there."""
    letters = column_letters(col - 1)
    dimension = sheet.column_dimensions[letters]
    dimension.number_format = column.number_format
    dimension.font = Font(name=FONT, size=11)
    dimension.alignment = Alignment(vertical="center")
    header = min(text_width(column.header) + 4, _HEADER_WIDTH)
    dimension.width = min(max(header, text_width(_shown(column)) + 4, _NARROWEST), _WIDEST)


def _shown(column: TemplateColumn) -> str:
    if isinstance(column.example, float) and column.number_format != "General":
        return f"{column.example:,.2f}"
    return str(column.example or "")


def _check(column: TemplateColumn, first: str, lists: _Lists) -> DataValidation | None:
    if column.options:
        formula = inline(column.options) or lists.add(column.header, column.options)
        return list_check(formula, strict=column.strict)
    if column.type is InputType.NUMBER:
        return number_check(column.allowed, column.unit, first, strict=column.strict)
    if column.type is InputType.DATE:
        days = column.allowed if isinstance(column.allowed, DateSet) else None
        return day_check(days, first, strict=column.strict)
    return None


def _set_up(sheet: Worksheet, columns: Sequence[TemplateColumn], title: str) -> None:
    widths = [sheet.column_dimensions[column_letters(c)].width for c in range(len(columns))]
    lines = max(
        line_count(column.header, width - 2) for column, width in zip(columns, widths, strict=True)
    )
    sheet.row_dimensions[1].height = 12 + 18 * lines
    sheet.sheet_format.defaultRowHeight = 20
    sheet.sheet_format.customHeight = True
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    sheet.print_options.gridLines = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddHeader.center.text = title.replace("&", "&&")
    sheet.oddFooter.center.text = "&P / &N"
