"""The sheet of a template that explains its policy: sections of lines, in three columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tierctl.workbook.template_cells import DARK, GREY, HEADING, put
from tierctl.workbook.text_width import line_count

_WIDTHS = (34, 68, 14)
_LINE, _SPARE = 17, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutLine:
    """One line of a section: what it is about, what is said, a remark; `fill` is a tier's colour.

    What stands alone in `said` runs over the whole width.
    """

    about: str = ""
    said: str
    remark: str = ""
    fill: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSection:
    """A heading, and the lines below it."""

    title: str
    lines: tuple[AboutLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """The page: the policy's title, its name and version, and the sections."""

    title: str
    subtitle: str
    sections: Sequence[AboutSection]


def fill_about(sheet: Worksheet, page: AboutPage) -> None:
    """Write the page on an empty sheet."""
    for letters, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letters].width = width
    sheet.sheet_view.showGridLines = False
    _whole(sheet, 1, page.title, bold=True, size=16.0)
    _whole(sheet, 2, page.subtitle, color=GREY)
    row = 3
    for section in page.sections:
        row += 1
        _whole(sheet, row, section.title, bold=True, size=12, color=DARK)
        for line in section.lines:
            row += 1
            _line(sheet, row, line)
        row += 1
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.center.text = "&P / &N"


def _line(sheet: Worksheet, row: int, line: AboutLine) -> None:
    if not line.about:
        _whole(sheet, row, line.said)
        return
    cells = (line.about, line.said, line.remark)
    for col, text in enumerate(cells, start=1):
        fill = (line.fill or HEADING) if col == 1 else None
        put(sheet, row, col, text, fill=fill, bold=col == 1)
    lines = (line_count(text, width - 2) for text, width in zip(cells, _WIDTHS, strict=True))
    sheet.row_dimensions[row].height = _SPARE + _LINE * max(lines)


def _whole(
    sheet: Worksheet,
    row: int,
    text: str,
    *,
    bold: bool = False,
    size: float = 11,
    color: str = "000000",
) -> None:
    put(sheet, row, 1, text, bold=bold, size=size, color=color, boxed=False)
    sheet.merge_cells(None, row, 1, row, len(_WIDTHS))
    lines = line_count(text, (sum(_WIDTHS) - 2) * 11 / size)
    sheet.row_dimensions[row].height = _SPARE + _LINE * lines * size / 11
