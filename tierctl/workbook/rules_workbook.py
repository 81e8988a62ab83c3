"""A rules workbook to start from: the rules on one sheet, how to write them on another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tierctl.model.address import column_letters
from tierctl.model.text import Lang, Text
from tierctl.policy.cases_form import CasesTable
from tierctl.policy.rules_form import HIT_POLICY_WORDS, FormCell, FormTable
from tierctl.policy.sheet_cases import CASES
from tierctl.policy.sheet_texts import SHEETS
from tierctl.workbook.text_width import text_width

_SHEET = {"zh": "等级规则", "en": "Rules"}
_HELP = {"zh": "说明", "en": "How to write rules"}
_HEADER, _RESULTS, _SETTINGS = "DDEBF7", "FFF2CC", "F2F2F2"
_LINE = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_SPARE = 20
"""Rows below the rules in which new ones stay texts: 5-12 is no date there."""
_NARROWEST, _REMARKS, _WIDEST = 14, 24, 44
_FONT = "微软雅黑"

_TITLE = Text("怎么写规则", "How to write rules")
_COLUMNS = (Text("写法", "You write"), Text("含义", "It means"))
_NOTES = (
    (">500万", Text("大于 500 万", "more than 5,000,000")),
    (
        "100万-500万",
        Text("100 万到 500 万，两端都含", "from 1,000,000 to 5,000,000, both included"),
    ),
    (
        ">100万 且 <=500万",
        Text("大于 100 万，不超过 500 万", "more than 1,000,000, up to 5,000,000"),
    ),
    ("100万以上不足500万", Text("含 100 万，不含 500 万", "from 1,000,000, below 5,000,000")),
    ("<100万 或 >500万", Text("两者之一", "either of the two")),
    ("3", Text("等于 3", "equal to 3")),
    ("媒体, 律师", Text("其中之一", "one of these texts")),
    ("非 媒体", Text("除“媒体”外，非空", "any other text, but not blank")),
    ('含"科技"', Text("文本里有“科技”", "the text contains 科技")),
    ("空 / 非空", Text("没有填 / 填了", "blank / not blank")),
    ("-", Text("任意值", "any value")),
    ("否则 / otherwise", Text("最后一行：其余的客户", "in the last row: all other customers")),
)
_RULES = (
    Text(
        "条件列在前，结果列在后；一行一条规则，同一行的条件要都满足。中间不要留空行。",
        "Columns of conditions first, results last; one row per rule, all its conditions must"
        " hold. No blank row in between.",
    ),
    Text(
        "列名就是客户表里的表头。增加一个条件：插入一列，写上表头。",
        "A column's name is the header in the customers' sheet. For one more condition insert a"
        " column and give it its header.",
    ),
    Text(
        "单位写在表头里也可以：年销售额（万元）下写 >500。",
        "The unit may stand in the header: >500 under 年销售额（万元）.",
    ),
    Text(
        "命中方式：唯一 = 一位客户只能符合一条；首条 = 取第一条；收集求和 = 分数相加，"
        "隔一个空行再写 得分 | 等级。",
        "Hit policy: unique = a customer fits one rule only; first = the first one counts; collect"
        " sum = points are added up, and below, after a blank row, stands a table Points | Tier.",
    ),
    Text(
        "评分卡：表头写 项目 | 条件 | 得分，一档一行，项目就是客户表里的表头；评审项的条件写"
        " 评审分，得分写 0-10；最后几行的项目写 总分，得分列写等级。还可以有 部分、满分、缺失、"
        "扣分原因 等列。",
        "A scorecard: the header Item | Condition | Points, a row per rung; an item is a header of"
        " the customers' sheet. Of a judged item the condition is judged, the points 0-10. In the"
        " last rows the item is Total score, and the points are the grades. Section, Max, Missing"
        " and Reason may be columns, too.",
    ),
    Text(
        "“等级说明”工作表：每个等级一行，写上服务、价格、激励等文字；定级时加"
        " --columns tier,reason,服务 写在每位客户旁边。空着的不写。",
        "The sheet “Tier texts” has a row for each tier: its service, price, incentive. With"
        " --columns tier,reason,Service they stand beside each customer. Blank cells say nothing.",
    ),
    Text(
        "“用例”工作表：每行一位客户和应得的等级；tierctl policy test 逐个核对规则是否如此。",
        "The sheet “Cases” has a customer a row, and the tier that must come out; tierctl policy"
        " test tries whether the rules give it.",
    ),
    Text(
        "等级顺序从低到高；结果单元格的底色就是等级的颜色。",
        "Tier order from the lowest up; the fill of a result is the colour of its tier.",
    ),
    Text(
        "生效日期、失效日期各写一行，放在表头上方，两天都算在内；不在有效期内的规则不会用来定级。",
        "Effective from and Effective to, a row each above the header, are the first and the last"
        " day, both in; outside them nobody is graded by these rules.",
    ),
)
_RUN = Text("用法", "Run")


class RulesWorkbook:
    """The workbook; `name` is its file name, for the command that it shows."""

    def __init__(
        self,
        tables: Sequence[FormTable],
        texts: Sequence[Sequence[str]],
        cases: CasesTable | None,
        lang: Lang,
        name: str,
    ) -> None:
        self._lang = lang
        self._book = Workbook()
        sheet = self._book.worksheets[0]
        sheet.title = _SHEET[lang]
        row = 1
        for table in tables:
            row = self._table(sheet, row, table) + 2
        _set_widths(sheet, tables)
        said = self._book.create_sheet(SHEETS[0] if lang == "zh" else SHEETS[-1])
        _write_texts(said, texts)
        if cases is not None:
            _write_cases(self._book.create_sheet(CASES[0] if lang == "zh" else CASES[-1]), cases)
        notes = self._book.create_sheet(_HELP[lang])
        self._help(notes, name)
        for made in self._book.worksheets:
            made.sheet_view.showGridLines = False
            made.page_setup.orientation = "landscape"
            made.page_setup.fitToHeight = 1 if made is notes else 0
            made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def write(self, file: IO[bytes]) -> None:
        """Write it to an open file."""
        self._book.save(file)

    def _table(self, sheet: Worksheet, row: int, table: FormTable) -> int:
        """Write a table from a row on, and return its last row."""
        for name, said in table.settings:
            self._setting(sheet, row, name, said, len(table.header))
            row += 1
        row += 1
        for col, text in enumerate(table.header, start=1):
            is_result = table.inputs < col < len(table.header)
            fill = _RESULTS if is_result else _HEADER
            _put(sheet, row, col, text, bold=True, fill=fill, centred=True)
        sheet.row_dimensions[row].height = 26
        for number, cells in enumerate(table.rows):
            row += 1
            sheet.row_dimensions[row].height = 22
            for col, value in enumerate(cells):
                color = table.fills.get((number, col))
                is_input = col < table.inputs
                centred = not is_input and col < len(cells) - 1
                _put(sheet, row, col + 1, value, fill=color, text=is_input, centred=centred)
        for spare in range(row + 1, row + 1 + _SPARE):
            for col in range(1, table.inputs + 1):
                sheet.cell(spare, col).number_format = "@"
        return row

    def _setting(self, sheet: Worksheet, row: int, name: str, said: str, last: int) -> None:
        _put(sheet, row, 1, name, bold=True, fill=_SETTINGS)
        for col in range(2, last + 1):
            _put(sheet, row, col, said if col == 2 else None)
        sheet.merge_cells(None, row, 2, row, last)
        sheet.row_dimensions[row].height = 20
        words = HIT_POLICY_WORDS[self._lang]
        if said in words:
            choice = DataValidation(type="list", formula1=f'"{",".join(words)}"')
            choice.add(f"B{row}")
            sheet.add_data_validation(choice)

    def _help(self, sheet: Worksheet, name: str) -> None:
        for letters, width in (("A", 28), ("B", 36), ("C", 46)):
            sheet.column_dimensions[letters].width = width
        _put(sheet, 1, 1, f"{_TITLE.zh}  {_TITLE.en}", bold=True, boxed=False)
        row = 3
        headers = (f"{_COLUMNS[0].zh} {_COLUMNS[0].en}", _COLUMNS[1].zh, _COLUMNS[1].en)
        for col, text in enumerate(headers, start=1):
            _put(sheet, row, col, text, bold=True, fill=_HEADER)
        for spelled, meant in _NOTES:
            row += 1
            for col, text in enumerate((spelled, meant.zh, meant.en), start=1):
                _put(sheet, row, col, text, text=True)
        row += 1
        run = f": tierctl classify customers.xlsx --policy {name}"
        for sentence in (*_RULES, Text(_RUN.zh + run, _RUN.en + run)):
            for text in (sentence.zh, sentence.en):
                row += 1
                _put(sheet, row, 1, text, boxed=False).alignment = Alignment(
                    wrap_text=True, vertical="top"
                )
                sheet.merge_cells(None, row, 1, row, 3)
                sheet.row_dimensions[row].height = 17 * (1 + text_width(text) // 118)
            row += 1


def _put(
    sheet: Worksheet,
    row: int,
    col: int,
    value: FormCell | None,
    *,
    bold: bool = False,
    fill: str | None = None,
    text: bool = False,
    centred: bool = False,
    boxed: bool = True,
) -> Cell:
    """Write one cell; a text never becomes a formula, and `text` keeps what is typed there one."""
    cell = sheet.cell(row, col, value if value != "" else None)
    if isinstance(value, str) and value:
        cell.data_type = "s"
        cell.quotePrefix = value[0] in "=+-@"
    cell.font = Font(name=_FONT, size=11, bold=bold)
    cell.alignment = Alignment(
        horizontal="center" if centred else "left", vertical="center", indent=0 if centred else 1
    )
    if boxed:
        cell.border = _BOX
    if text:
        cell.number_format = "@"
    if fill:
        cell.fill = PatternFill("solid", start_color=fill)
    return cell


def _write_texts(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    """Write what goes with each tier: the names of the texts, then a row for each tier."""
    for number, row in enumerate(rows, start=1):
        sheet.row_dimensions[number].height = 26 if number == 1 else 22
        for col, text in enumerate(row, start=1):
            fill = _HEADER if number == 1 else None
            _put(sheet, number, col, text, bold=number == 1, fill=fill, text=True)
    for col in range(len(rows[0])):
        widest = max(text_width(row[col]) for row in rows) + 4
        room = _NARROWEST if col == 0 else _REMARKS
        sheet.column_dimensions[column_letters(col)].width = min(_WIDEST, max(room, widest))


def _write_cases(sheet: Worksheet, cases: CasesTable) -> None:
    """Write the cases: what each customer's cells hold, and what must come out."""
    for number, row in enumerate((cases.header, *cases.rows), start=1):
        sheet.row_dimensions[number].height = 26 if number == 1 else 22
        for col, value in enumerate(row):
            if number == 1:
                fill = _RESULTS if col in cases.results else _HEADER
                _put(sheet, 1, col + 1, value, bold=True, fill=fill, centred=True)
            else:
                _put(sheet, number, col + 1, value, text=isinstance(value, str) and bool(value))
    for col in range(len(cases.header)):
        widest = max(text_width(str(row[col])) for row in (cases.header, *cases.rows)) + 4
        sheet.column_dimensions[column_letters(col)].width = min(_WIDEST, max(_NARROWEST, widest))
    sheet.freeze_panes = "A2"


def _set_widths(sheet: Worksheet, tables: Sequence[FormTable]) -> None:
    """Make every column wide enough for what stands in it; a Chinese character takes two."""
    widths: dict[int, int] = {}
    for table in tables:
        for col, header in enumerate(table.header):
            texts = [header, *(str(cells[col]) for cells in table.rows)]
            texts += [name for name, _ in table.settings] if col == 0 else []
            room = _REMARKS if col == len(table.header) - 1 else _NARROWEST
            widths[col] = max(widths.get(col, 0), room, max(map(text_width, texts)) + 4)
    for col, width in widths.items():
        sheet.column_dimensions[column_letters(col)].width = min(_WIDEST, width)
