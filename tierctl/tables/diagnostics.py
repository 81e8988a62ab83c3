"""What is wrong with the cells of a table, with their addresses."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.quantity import Dimension, Unit
from tierctl.model.text import Text
from tierctl.tables.date_diagnostics import no_day

_FIX_CELL = Text("请修正该单元格后重新运行。", "Fix the cell and run again.")
UNCACHED_HINT = Text(
    "请在 Excel 或 WPS 中打开并保存该文件，使公式结果写入文件。",
    "Open and save the file in Excel or WPS, so that the value is stored.",
)
_NEEDED = {
    Dimension.MONEY: Text("一个金额", "an amount of money"),
    Dimension.RATIO: Text("一个比率", "a ratio"),
    Dimension.PLAIN: Text("一个数字", "a number"),
    Dimension.DATE: Text("一个日期（如 2024-01-15）", "a date (such as 2024-01-15)"),
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


def unusable(label: Text, unit: Unit | None, cell: Cell, at: CellRef) -> Diagnostic:
    """Report a cell whose content is not what its input needs; `unit` is None for a text."""
    days = unit is not None and unit.dimension is Dimension.DATE
    if days and cell.kind in (Kind.TEXT, Kind.NUMBER):
        return no_day(label, _found(cell), cell, at)
    needed = _NEEDED[unit.dimension] if unit else Text("一个文本", "a text")
    codes = {
        Kind.ERROR: "error-cell",
        Kind.BOOLEAN: "boolean-cell",
        Kind.DATE: "date-cell",
        Kind.UNCACHED: "uncached-formula",
    }
    hint = _FIX_CELL
    if cell.kind is Kind.UNCACHED:
        hint = UNCACHED_HINT
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
