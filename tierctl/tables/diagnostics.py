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


def row_in_currency(text: str, at: CellRef) -> Diagnostic:
    """Report a row that says that its amount is in another currency."""
    return Diagnostic(
        code="foreign-currency",
        severity=Severity.ERROR,
        message=Text(
            "这一行注明“{text}”，金额不是人民币", "the row says “{text}”: its amount is not in yuan"
        ).fill(text=" ".join(text.split())),
        cell=at,
        hint=Text(
            "请换算成人民币并改正该单元格，再重新运行。",
            "Convert the amount to yuan, correct this cell, and run again.",
        ),
    )


def row_unit_differs(text: str, unit: str, at: CellRef) -> Diagnostic:
    """Report a row that gives another unit than its column counts in."""
    return Diagnostic(
        code="unit-differs",
        severity=Severity.ERROR,
        message=Text(
            "这一行注明“{text}”，而该列按{unit}计",
            "the row says “{text}”, and the column counts in {unit}",
        ).fill(text=" ".join(text.split()), unit=unit),
        cell=at,
        hint=Text(
            "请统一单位；若整列都是这个单位，请用 --unit 指定。",
            "Bring the amounts to one unit; if all are in this one, say so with --unit.",
        ),
    )


def hidden_input(label: Text, at: CellRef) -> Diagnostic:
    """Warn of an input that is read from a column which nobody sees."""
    return Diagnostic(
        code="hidden-input",
        severity=Severity.WARNING,
        message=Text("{label}读自隐藏的列", "{label} is read from a hidden column").fill(
            label=label
        ),
        cell=at,
        hint=Text(
            "请确认就是这一列，或用 --map 指定另一列。",
            "Make sure that it is the one, or name another with --map.",
        ),
    )
