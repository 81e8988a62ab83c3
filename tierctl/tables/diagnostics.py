"""What is wrong with the cells of a table, with their addresses."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.quantity import Dimension
from tierctl.model.text import Text

_FIX_CELL = Text("请修正该单元格后重新运行。", "Fix the cell and run again.")
_NEEDED = {
    Dimension.MONEY: Text("一个金额", "an amount of money"),
    Dimension.RATIO: Text("一个比率", "a ratio"),
    Dimension.PLAIN: Text("一个数字", "a number"),
}
_LONGEST_FOUND = 40


def _found(cell: Cell) -> Text:
    text = cell.text if len(cell.text) <= _LONGEST_FOUND else cell.text[:_LONGEST_FOUND] + "…"
    match cell.kind:
        case Kind.ERROR:
            return Text(f"错误值 {text}", f"the error {text}")
        case Kind.BOOLEAN:
            return Text(f"逻辑值 {text}", f"the boolean {text}")
        case Kind.DATE:
            return Text(f"日期（{text}）", f"a date ({text})")
        case Kind.UNCACHED:
            return Text("没有保存计算结果的公式", "a formula without a stored value")
        case Kind.NUMBER if cell.foreign:
            return Text(f"按外币显示的 {text}", f"{text} shown in another currency")
        case Kind.NUMBER:
            return Text(f"数字 {text}", f"the number {text}")
        case _:
            return Text(f"文本 '{text}'", f"the text '{text}'")


def unusable(label: Text, dimension: Dimension | None, cell: Cell, at: CellRef) -> Diagnostic:
    """Report a cell whose content is not what its input needs."""
    needed = _NEEDED[dimension] if dimension else Text("一个文本", "a text")
    codes = {
        Kind.ERROR: "error-cell",
        Kind.BOOLEAN: "boolean-cell",
        Kind.DATE: "date-cell",
        Kind.UNCACHED: "uncached-formula",
    }
    hint = _FIX_CELL
    if cell.kind is Kind.UNCACHED:
        hint = Text(
            "请在 Excel 或 WPS 中打开并保存该文件，使公式结果写入文件。",
            "Open and save the file in Excel or WPS, so that the value is stored.",
        )
    if cell.kind is Kind.NUMBER and cell.foreign:
        codes[Kind.NUMBER] = "foreign-currency"
        hint = Text(
            "请换算成人民币；若数值已是人民币，请改单元格格式，或用 --unit 指定单位。",
            "Convert it to yuan; if it is in yuan, change the cell's format or give --unit.",
        )
    return Diagnostic(
        code=codes.get(cell.kind, "not-a-number"),
        severity=Severity.ERROR,
        message=Text(
            "{label}需要{needed}，实为{found}", "{label} needs {needed}, found {found}"
        ).fill(label=label, needed=needed, found=_found(cell)),
        cell=at,
        hint=hint,
    )


def missing(label: Text, at: CellRef) -> Diagnostic:
    """Report a blank cell where an input is required."""
    return Diagnostic(
        code="missing-value",
        severity=Severity.ERROR,
        message=Text("{label}是空的", "{label} is blank").fill(label=label),
        cell=at,
        hint=Text("请填写该单元格后重新运行。", "Fill the cell and run again."),
    )


def long_identifier(label: Text, at: CellRef) -> Diagnostic:
    """Report a numeric identifier whose last digits Excel has already rounded."""
    return Diagnostic(
        code="long-identifier",
        severity=Severity.WARNING,
        message=Text(
            "{label}是 16 位以上的数字，末尾几位可能已被 Excel 改成 0",
            "{label} is a number of 16 digits or more: Excel may have rounded its last digits",
        ).fill(label=label),
        cell=at,
        hint=Text("请把该列设为文本后重新录入。", "Format the column as text and enter it again."),
    )


def two_optional_columns(label: Text, cells: Sequence[CellRef]) -> Diagnostic:
    """Report an optional input that two columns could be; neither is read."""
    listed = "、".join(map(str, cells)), ", ".join(map(str, cells))
    return Diagnostic(
        code="ambiguous-column",
        severity=Severity.WARNING,
        message=Text(
            f"{label.zh}有多个候选列（{listed[0]}），未采用",
            f"{label.en} could be several columns ({listed[1]}); none is read",
        ),
        cell=cells[0],
        hint=Text("可用 --map 列=输入 指定。", "Choose with --map COLUMN=INPUT."),
    )


def merged_customers(label: Text, area: str, at: CellRef) -> Diagnostic:
    """Report a customer or an amount that is merged over the rows of several."""
    return Diagnostic(
        code="merged-cells",
        severity=Severity.ERROR,
        message=Text(
            "{area} 合并了几行客户，{label}属于哪一行不能确定",
            "{area} is merged over several customer rows: whose {label} this is cannot be told",
        ).fill(area=area, label=label),
        cell=at,
        hint=Text("请取消合并，每位客户一行。", "Unmerge it: one row for each customer."),
    )


def unnamed_customer(at: CellRef) -> Diagnostic:
    """Report an amount in a row that does not say whose it is."""
    return Diagnostic(
        code="unnamed-customer",
        severity=Severity.ERROR,
        message=Text(
            "这一行没有客户编号和名称，不知道是谁",
            "the row has no customer ID and no name: whose it is cannot be told",
        ),
        cell=at,
        hint=Text("请填写客户，或删除该行。", "Fill in the customer, or remove the row."),
    )


_TOTAL_OR_CUSTOMER = Text(
    "若是合计行，请写明“合计”；若是客户，请填写客户编号。",
    "If it is a total, call it 合计; if it is a customer, give it a customer ID.",
)


def total_like(word: str, at: CellRef) -> Diagnostic:
    """Report a row that may be a total, or a customer of that name."""
    return Diagnostic(
        code="total-or-customer",
        severity=Severity.ERROR,
        message=Text(
            "“{word}”可能是合计行，也可能是客户", "“{word}” may be a total, or a customer’s name"
        ).fill(word=word),
        cell=at,
        hint=_TOTAL_OR_CUSTOMER,
    )


def sum_of_others(label: Text, area: str, at: CellRef) -> Diagnostic:
    """Report a row without a code whose amount is the sum of those above it."""
    return Diagnostic(
        code="total-or-customer",
        severity=Severity.ERROR,
        message=Text(
            "{label}正好等于 {area} 之和，可能是合计行",
            "{label} is exactly the sum of {area}: this may be a total",
        ).fill(label=label, area=area),
        cell=at,
        hint=_TOTAL_OR_CUSTOMER,
    )


def computed_from_others(at: CellRef) -> Diagnostic:
    """Report an amount that is computed from those of other rows."""
    return Diagnostic(
        code="total-or-customer",
        severity=Severity.ERROR,
        message=Text(
            "金额由其他行的金额算出，可能是合计行",
            "the amount is computed from those of other rows: this may be a total",
        ),
        cell=at,
        hint=_TOTAL_OR_CUSTOMER,
    )


def group_head(label: Text, at: CellRef) -> Diagnostic:
    """Report a row that is the sum of those below it."""
    return Diagnostic(
        code="total-or-customer",
        severity=Severity.ERROR,
        message=Text(
            "{label}正好等于下方各行之和，可能是分组小计",
            "{label} is exactly the sum of rows below: this may be the total of a group",
        ).fill(label=label),
        cell=at,
        hint=_TOTAL_OR_CUSTOMER,
    )


def nobody(word: str, at: CellRef) -> Diagnostic:
    """Report a row whose words do not name a customer."""
    return Diagnostic(
        code="no-customer",
        severity=Severity.ERROR,
        message=Text("“{word}”不像客户", "“{word}” does not look like a customer").fill(word=word),
        cell=at,
        hint=Text(
            "若是客户，请填写客户编号；否则可以不管，或移到表外。",
            "If it is one, give it a customer ID; else leave it, or move it out of the table.",
        ),
    )


def other_block(at: CellRef) -> Diagnostic:
    """Report a row that may belong to another table below the customers."""
    return Diagnostic(
        code="other-block",
        severity=Severity.ERROR,
        message=Text(
            "上方有一行像是另一张表的表头，不能确定这一行是不是客户",
            "a row above reads like the header of another table: whether this is a customer "
            "cannot be told",
        ),
        cell=at,
        hint=Text(
            "请把其他表移到别处；若是同一张表，请删去中间的文字行。",
            "Move the other table elsewhere; if it is one table, remove the words between.",
        ),
    )


def several_lines(at: CellRef, other: CellRef | None) -> Diagnostic:
    """Report a customer whose further lines seem to follow without a name."""
    place = other.a1 if other is not None else ""
    return Diagnostic(
        code="several-lines",
        severity=Severity.ERROR,
        message=Text(
            f"下一行（{place}）有金额而没有客户，可能是同一客户的另一行",
            f"the next row ({place}) has an amount and no customer: it may be another line of this",
        ),
        cell=at,
        hint=Text(
            "请先按客户汇总成一行，或填上下一行的客户。",
            "Sum the rows up by customer first, or fill in whose the next one is.",
        ),
    )


def namesake(name: str, other: CellRef, at: CellRef) -> Diagnostic:
    """Report two customers of one name with different codes."""
    return Diagnostic(
        code="namesake",
        severity=Severity.WARNING,
        message=Text(
            f"{name} 与 {other.a1} 同名而编号不同，各按一位客户定级",
            f"{name} is also in {other.a1} under another ID; each is graded as a customer",
        ),
        cell=at,
        hint=Text("若是同一客户，请先汇总成一行。", "If they are one, sum them up first."),
    )


def below_total(at: CellRef) -> Diagnostic:
    """Report a row below the grand total that tells too little to be surely a customer."""
    return Diagnostic(
        code="below-total",
        severity=Severity.ERROR,
        message=Text(
            "在合计行之后，不能确定是不是客户",
            "the row stands below the total: whether it is a customer cannot be told",
        ),
        cell=at,
        hint=Text(
            "若是客户，请移到合计行之上，或填写客户编号；否则可以不管。",
            "If it is one, move it above the total or give it an ID; else leave it.",
        ),
    )


def repeated_customer(name: str, other: CellRef, at: CellRef) -> Diagnostic:
    """Report a customer who stands on several rows that differ: none says what the sum is."""
    return Diagnostic(
        code="repeated-customer",
        severity=Severity.ERROR,
        message=Text(
            f"{name} 还在 {other.a1}，数值不同，不知道以哪一行为准",
            f"{name} stands in {other.a1} too, with other figures: which counts cannot be told",
        ),
        cell=at,
        hint=Text(
            "请先按客户汇总成一行，或删去多余的行。",
            "Sum the rows up by customer first, or remove the one that is wrong.",
        ),
    )


def same_customer(name: str, other: CellRef, at: CellRef) -> Diagnostic:
    """Report a customer who stands on several rows with the same figures."""
    return Diagnostic(
        code="same-customer",
        severity=Severity.WARNING,
        message=Text(f"{name} 与 {other.a1} 重复", f"{name} repeats {other.a1}"),
        cell=at,
        hint=Text("请删去重复的行。", "Remove the copy."),
    )


def no_customer_column(at: CellRef) -> Diagnostic:
    """Report a table in which no column says who a customer is."""
    return Diagnostic(
        code="no-customer-column",
        severity=Severity.WARNING,
        message=Text("没有一列说明客户是谁", "no column says who a customer is"),
        cell=at,
        hint=Text(
            "可用 --map 列=customer_name 指定。", "Say which with --map COLUMN=customer_name."
        ),
    )


def stand_in(header: str, at: CellRef) -> Diagnostic:
    """Report the column that is taken to say who a customer is."""
    return Diagnostic(
        code="no-customer-column",
        severity=Severity.WARNING,
        message=Text(
            f"没有已知的客户列，以“{header}”列区分客户",
            f"no header says who a customer is; the column “{header}” is taken to tell",
        ),
        cell=at,
        hint=Text(
            "可用 --map 列=customer_name 指定。", "Say which with --map COLUMN=customer_name."
        ),
    )


def detail_sheet(header: str, at: CellRef) -> Diagnostic:
    """Report a column that tells that the rows are documents or months, not customers."""
    return Diagnostic(
        code="detail-sheet",
        severity=Severity.WARNING,
        message=Text(
            f"有“{header}”列：各行可能是一笔业务或一个月，而不是客户的全部金额",
            f"the column “{header}” tells that a row may be one document or month, "
            "and not all of a customer",
        ),
        cell=at,
        hint=Text("若是明细，请先按客户汇总。", "If it is a detail, sum it up by customer first."),
    )
