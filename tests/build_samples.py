"""Build the sample workbooks in sample_data/, byte for byte the same on every run.

Run `OPENPYXL_LXML=False python tests/build_samples.py [FOLDER]`: with lxml, openpyxl writes other
bytes.
"""

import csv
import datetime as dt
import sys
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml import LXML
from sample_books import books
from sample_cells import BLUE, GREEN, GREY, MONEY, Value, new_workbook, pack, put, set_sizes

SAMPLE_DATA = Path(__file__).resolve().parent.parent / "sample_data"
Line = tuple[Value, Value, Value, Value, Value, Value]

TITLE = "客户等级划分表"
RULES = (
    ("销售额", "客户等级"),
    (">500万", "大客户"),
    (">100万 且 <=500万", "中客户"),
    ("<=100万", "小客户"),
)
# With this step none of the made-up accounts has a valid check digit.
ACCOUNT_STEP = 1367
SOURCES = (
    "客户名单和年平均销售额取自销售部年度汇总表，金额单位为元。",
    "账号为虚构的示例号码，不对应任何真实账户。",
    "部分开户行在来源中已遮盖，照原样保留。",
    "客户等级按“客户表”上方的等级划分条件确定，本表留空待填。",
)

CODE, NAME, REGION, SALES, NOTE, MANAGER = range(1, 7)
MESSY_HEADER: Line = ("编号", "名称", "区域", "年平均\n销售额（元）", "备注", "客户经理")
FIRST, BLANK, REPEATED, LAST = 6, 32, 33, 43
SUBTOTAL, UNDECIDED, HIDDEN, TOTAL = 18, 27, 41, 44
# The rows from FIRST on, as they stand in the sheet; tests/cases/messy.toml names their cells.
MESSY: tuple[Line, ...] = (
    ("KH1001", "锦江百货总店", "四川", 6585000, "普通数字", "王芳"),
    ("KH1002", "武侯电器商行", "四川", "6585000", "文本型数字", "王芳"),
    ("KH1003", "青羊宫家电城", "四川", "6,585,000", "文本，带千分位", "王芳"),
    ("KH1004", "金牛数码广场", "四川", "¥1,250,000.00", "文本，半角 ¥ 符号", "王芳"),
    ("KH1005", "成华商贸公司", "四川", "￥3,500,000", "文本，全角 ￥ 符号", "王芳"),
    ("KH1006", "龙泉驿批发部", "四川", "RMB 4,500,000", "文本，RMB 前缀", "王芳"),
    ("KH1007", "绵阳科技城店", "四川", "658.5万", "文本，单位为万", "王芳"),
    ("KH1008", "德阳旌阳分店", "四川", "100.01万", "文本，单位为万，略高于 100 万", "王芳"),
    ("KH1009", "宜宾五粮液专卖", "四川", "1.2亿", "文本，单位为亿", "王芳"),
    ("KH1010", "乐山大佛商场", "四川", "２，０００，０００", "文本，全角数字和逗号", "王芳"),
    ("KH1011", "南充嘉陵分店", "四川", "(1,234)", "文本，括号表示负数", "王芳"),
    ("KH1012", "百大商贸\n高新分店", "四川", -5000, "负数；名称内有换行", "王芳"),
    ("四川小计", None, None, "=SUM(D6:D17)", "小计行，不是客户（SUM 不计文本）", None),
    ("KH2001", "合肥庐阳分店", "安徽", "\u00a0 980000 \u00a0", "文本，前后空格和 NBSP", "刘洋"),
    ("KH2002", "=cmd|' /C calc'!A0", "安徽", 5000000, "恰好 500 万；名称像公式，实为文本", "刘洋"),
    ("KH2003", '<b>&"quoted"</b>', "安徽", 1000000, "恰好 100 万；名称含标签和引号", "刘洋"),
    ("KH2004", "[red]Rich markup[/red]", "安徽", 5000000.01, "多一分；名称含方括号", "刘洋"),
    ("KH2005", "徽味轩🍲火锅店", "安徽", 0, "零；名称含表情符号", "刘洋"),
    ("KH2006", "芜湖镜湖分店", "安徽", "\u22121,234", "文本，数学减号", "刘洋"),
    ("KH2007", "蚌埠龙子湖店", "安徽", None, "空单元格", "刘洋"),
    ("KH2008", "阜阳颍州分店", "安徽", "   ", "只有空格", "刘洋"),
    ("KH2009", "安庆迎江分店", "安徽", "待定", "文字，无金额（有批注）", "刘洋"),
    ("KH2010", "黄山屯溪分店", "安徽", "约500万", "文字，约数", "刘洋"),
    ("KH2011", "滁州琅琊分店", "安徽", "500-600万", "文字，金额区间", "刘洋"),
    ("KH2012", "六安金安分店", "安徽", "1,23", "千分位位置错误", "刘洋"),
    ("KH2013", "宣城宣州分店", "安徽", "12.5%", "百分比，不是金额", "刘洋"),
    (None, None, None, None, None, None),
    MESSY_HEADER,
    ("KH3001", "杭州西湖分店", "浙江", "#N/A", "错误值 #N/A", "陈静"),
    ("KH3002", "宁波海曙分店", "浙江", "#DIV/0!", "错误值 #DIV/0!", "陈静"),
    ("KH3003", "温州鹿城分店", "浙江", True, "逻辑值 TRUE", "陈静"),
    ("KH3004", "嘉兴南湖分店", "浙江", dt.date(2023, 12, 31), "日期，不是金额", "陈静"),
    ("KH3005", "湖州吴兴分店", "浙江", "=640000*5", "公式，未保存计算结果", "陈静"),
    ("KH3006", "绍兴越城分店", "浙江", "=1000000+250000", "公式，已保存计算结果", "陈静"),
    ("KH3007", "金华婺城分店", "浙江", "-", "短横线，表示没有数", "陈静"),
    ("KH3008", "衢州柯城分店", "浙江", 7200000, "隐藏行，普通数字", "陈静"),
    (915100000000016000, "舟山定海分店", "浙江", 2150000, "编号为 18 位数字，末位已失真", "陈静"),
    ("000123", "台州椒江分店", "浙江", 850000, "编号为文本，前面有零", "陈静"),
    ("合计", None, None, "=D18+SUM(D19:D31)+SUM(D39:D43)", "合计行，不是客户（跳过错误值）", None),
    ("注：以上数据由财务部提供，未经审计。", None, None, None, None, None),
    ("制表人：张三    审核：李四", None, None, None, None, None),
)
MESSY_CACHED = {"D18": "6580000", "D39": "1250000", "D44": "29030000.01"}


def fill_rules(sheet: Worksheet) -> None:
    """Write the title and the rule block above the customers."""
    put(sheet, 1, 1, TITLE, size=18, bold=True, fill=BLUE, align="center", boxed=False)
    sheet.merge_cells("A1:H1")
    put(sheet, 2, 1, "等级划分条件", bold=True, boxed=False)
    sheet.merge_cells("A2:B2")
    for row, (sales, tier) in enumerate(RULES, 3):
        fill = GREY if row == 3 else None
        put(sheet, row, 1, sales, bold=row == 3, fill=fill, align="center")
        put(sheet, row, 2, tier, bold=row == 3, fill=fill, align="center")


def fill_customers(sheet: Worksheet, source: Path) -> None:
    """Write header and customers from the CSV, with made-up accounts and no tiers."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        header, *customers = csv.reader(file)
    for column, heading in enumerate(header, 1):
        put(sheet, 8, column, heading, bold=True, fill=BLUE, align="center")
    for row, (code, name, bank, _, scope, region, sales, _) in enumerate(customers, 9):
        account = f"6222{(row - 8) * ACCOUNT_STEP:015d}"
        put(sheet, row, 1, code, align="center")
        put(sheet, row, 2, name, align="left")
        put(sheet, row, 3, bank, align="left")
        put(sheet, row, 4, account, align="center", number_format="@")
        put(sheet, row, 5, scope, align="center")
        put(sheet, row, 6, region, align="center")
        put(sheet, row, 7, int(sales), number_format=MONEY)
        put(sheet, row, 8, None, align="center")


def build_customers(source: Path) -> bytes:
    """Build the sheet that a sales department keeps: rules on top, customers below."""
    book, sheet = new_workbook("客户表")
    fill_rules(sheet)
    fill_customers(sheet, source)
    widths = {"A": 21, "B": 23, "C": 16, "D": 24, "E": 12, "F": 12, "G": 17, "H": 12}
    set_sizes(sheet, widths, {1: 36, 8: 24} | dict.fromkeys([*range(2, 7), *range(9, 29)], 18))
    sheet.auto_filter.ref = "A8:H28"
    sheet.freeze_panes = "A9"
    sheet.print_title_rows = "8:8"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True

    notes = book.create_sheet("说明")
    put(notes, 1, 1, "说明", size=14, bold=True, boxed=False)
    for row, line in enumerate(SOURCES, 2):
        put(notes, row, 1, line, boxed=False)
    put(notes, 7, 1, "二十家客户年平均销售额之和（元）：", boxed=False)
    put(notes, 7, 2, "=SUM(客户表!G9:G28)", boxed=False, number_format=MONEY)
    set_sizes(notes, {"A": 40, "B": 18}, {1: 26})
    return pack(book, "xl/worksheets/sheet2.xml", {"B7": "60990200"})


def fill_messy_head(sheet: Worksheet) -> None:
    """Write two title rows, a blank row and the two-line header."""
    put(sheet, 1, 1, "客户经营情况明细表", size=16, bold=True, align="center", boxed=False)
    period = "统计期间：2023年1月—12月    填报部门：销售部"
    put(sheet, 2, 1, period, align="center", boxed=False)
    groups = ("客户信息", None, None, "经营情况", None, "客户经理")
    for row, headings in ((4, groups), (5, (*MESSY_HEADER[:-1], None))):
        for column, heading in enumerate(headings, 1):
            put(sheet, row, column, heading, bold=True, fill=BLUE, align="center")
    for merged in ("A1:F1", "A2:F2", "A4:C4", "D4:E4", "F4:F5"):
        sheet.merge_cells(merged)


def fill_messy_line(sheet: Worksheet, row: int, line: Line) -> None:
    """Write one row of the messy sheet in the look of its kind."""
    sums, heading, below = row in (SUBTOTAL, TOTAL), row == REPEATED, row > TOTAL
    fill = BLUE if heading else GREY if sums else None
    for column, value in enumerate(line, 1):
        centred = heading or column in (REGION, MANAGER) or (sums and column == CODE)
        number_format = "General"
        if column == SALES and not isinstance(value, bool):
            number_format = "yyyy-mm-dd" if isinstance(value, dt.date) else MONEY
        if (row == FIRST + 1 and column == SALES) or (column == CODE and isinstance(value, str)):
            number_format = "@"
        put(
            sheet,
            row,
            column,
            value,
            bold=sums or heading,
            fill=fill,
            align="center" if centred else "left" if column == NOTE else "general",
            boxed=not below,
            number_format=number_format,
            text=column == NAME,
        )
    if sums or below:
        sheet.merge_cells(None, row, CODE, row, MANAGER if below else REGION)


def add_messy_extras(book: Workbook, sheet: Worksheet) -> None:
    """Add what such sheets carry along: list, name, comment, conditional fill, hidden parts."""
    regions = book.create_sheet("参数")
    for row, region in enumerate(("区域列表", "四川", "安徽", "浙江"), 1):
        put(regions, row, 1, region, bold=row == 1)
    regions.sheet_state = "hidden"
    book.defined_names["区域列表"] = DefinedName("区域列表", attr_text="参数!$A$2:$A$4")
    choice = DataValidation(type="list", formula1="区域列表", allow_blank=True)
    choice.add(f"C{FIRST}:C{LAST}")
    sheet.add_data_validation(choice)
    over_5_million = 'AND(ISNUMBER($D6),$D6>5000000,LEFT($A6,2)="KH")'
    green = DifferentialStyle(fill=PatternFill(bgColor=GREEN))
    rule = Rule(type="expression", dxf=green, formula=[over_5_million])
    sheet.conditional_formatting.add(f"A{FIRST}:F{LAST}", rule)
    comment = Comment("合同尚未签订，金额待财务部确认。", "财务部", height=60, width=220)
    sheet.cell(UNDECIDED, SALES).comment = comment
    sheet.row_dimensions[HIDDEN].hidden = True
    sheet.row_breaks.append(Break(id=BLANK))
    sheet.freeze_panes = f"A{FIRST}"


def build_messy() -> bytes:
    """Build a sheet that holds every kind of bad or odd cell once."""
    book, contents = new_workbook("目录")
    put(contents, 1, 1, "目录", size=14, bold=True, boxed=False)
    put(contents, 2, 1, "一、客户明细：各区域客户 2023 年经营情况", boxed=False)
    put(contents, 3, 1, "二、如有疑问，请联系销售部内勤。", boxed=False)
    set_sizes(contents, {"A": 48}, {1: 26})

    sheet = book.create_sheet("客户明细")
    fill_messy_head(sheet)
    for row, line in enumerate(MESSY, FIRST):
        fill_messy_line(sheet, row, line)
    widths = {"A": 14, "B": 25, "C": 10, "D": 19, "E": 36, "F": 11}
    set_sizes(sheet, widths, {1: 32, 2: 20, 4: 20, 5: 34, 17: 32, REPEATED: 34})
    add_messy_extras(book, sheet)
    return pack(book, "xl/worksheets/sheet2.xml", MESSY_CACHED)


def build(folder: Path) -> None:
    """Write all workbooks into a folder; the sales customers come from the CSV in sample_data/."""
    customers = build_customers(SAMPLE_DATA / "customers.csv")
    (folder / "customers.xlsx").write_bytes(customers)
    (folder / "messy.xlsx").write_bytes(build_messy())
    for book in books():
        (folder / book.file).write_bytes(book.built())


if __name__ == "__main__":
    if LXML:
        raise SystemExit("set OPENPYXL_LXML=False")
    build(Path(sys.argv[1]) if sys.argv[1:] else SAMPLE_DATA)
