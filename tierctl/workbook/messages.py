"""What the writing of a copy has to say: refusals, and warnings about the workbook."""

from __future__ import annotations

from tierctl.model.address import Area, CellRef
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.errors import InputRefused, OutputRefused, SelfCheckFailed
from tierctl.model.text import Text


def _warning(code: str, at: CellRef, zh: str, en: str, severity: Severity) -> Diagnostic:
    return Diagnostic(code=code, severity=severity, message=Text(zh, en), cell=at)


def filter_not_extended(at: CellRef, area: Area) -> Diagnostic:
    """Warn of a filter that does not reach our columns: a later sort would leave them behind."""
    return _warning(
        "filter-not-extended",
        at,
        f"筛选区域 {area.a1} 没有紧邻新增列，未扩展；在 Excel 中排序时新增列不会跟着移动",
        f"the filter {area.a1} does not border the new columns and was not extended; "
        "sorting with it will leave them behind",
        Severity.WARNING,
    )


def table_not_extended(at: CellRef, name: str) -> Diagnostic:
    """Warn of an Excel table that our columns stand beside and not in."""
    return _warning(
        "table-not-extended",
        at,
        f"新增列放在表格 {name} 之外；对该表格排序时新增列不会跟着移动",
        f"the new columns stand outside the table {name}; sorting it will leave them behind",
        Severity.WARNING,
    )


def under_drawing(at: CellRef) -> Diagnostic:
    """Warn of a picture or chart that covers new cells."""
    return _warning(
        "under-drawing",
        at,
        "有图片或图表盖住了部分新增单元格",
        "a picture or chart covers some of the new cells",
        Severity.WARNING,
    )


def stale_formula(reader: CellRef, at: CellRef) -> Diagnostic:
    """Warn of a formula that reads a column we filled: its stored value is from before."""
    return _warning(
        "stale-formula",
        at,
        f"{reader} 等公式引用了本列，保存的结果还是填写之前的；请在 Excel 中按 Ctrl+Alt+F9",
        f"formulas such as {reader} read this column; their stored values are from before it was "
        "filled: recalculate with Ctrl+Alt+F9 in Excel",
        Severity.WARNING,
    )


def merged_tier_column(at: CellRef) -> Diagnostic:
    """Tell that a column with merged cells was not filled: one tier would stand for several."""
    return _warning(
        "merged-tier-column",
        at,
        "原有等级列含有合并的单元格，或由别处的数组公式填充，无法逐行填写，结果写在新列",
        "the tier column has merged cells, or is filled by an array formula from elsewhere, and "
        "cannot be filled row by row; the tiers stand in a new column",
        Severity.WARNING,
    )


def hidden_column(at: CellRef) -> Diagnostic:
    """Tell that an existing column that we wrote to is hidden, and stays so."""
    return _warning(
        "hidden-column",
        at,
        "该列是隐藏列，结果已写入，但要取消隐藏才能看到",
        "the column is hidden; the results are written, and show once it is unhidden",
        Severity.WARNING,
    )


def protected_sheet(at: CellRef) -> Diagnostic:
    """Tell that the sheet is protected: written all the same, and locked like its neighbours."""
    return _warning(
        "protected-sheet",
        at,
        "工作表受保护；结果已写入文件，单元格仍按原设置锁定",
        "the sheet is protected; results are written, and its cells stay locked as they were",
        Severity.NOTE,
    )


def outside_print_area(at: CellRef) -> Diagnostic:
    """Tell that the new columns will not be printed."""
    return _warning(
        "outside-print-area",
        at,
        "新增列在打印区域之外，不会被打印",
        "the new columns are outside the print area and will not print",
        Severity.NOTE,
    )


def unchanged_columns(at: CellRef) -> Diagnostic:
    """Tell that overlapping column definitions were left as they are."""
    return _warning(
        "column-widths-kept",
        at,
        "该表的列宽定义互相重叠，未作改动；新增列可能偏窄或被隐藏",
        "the sheet's column definitions overlap and were left alone; "
        "the new columns may be narrow or hidden",
        Severity.WARNING,
    )


def locked_structure() -> Diagnostic:
    """Tell that a workbook whose structure is protected gets no summary sheet."""
    return Diagnostic(
        code="no-summary-sheet",
        severity=Severity.WARNING,
        message=Text(
            "工作簿结构受保护，没有添加汇总工作表；结果列已照常写入",
            "the workbook's structure is protected, so no summary sheet was added; the columns "
            "are written as usual",
        ),
        hint=Text(
            "需要汇总表时，请先在 Excel 中撤消“保护工作簿”。",
            "For the summary sheet unprotect the workbook in Excel first.",
        ),
    )


def edited_page(old: str, new: str) -> Diagnostic:
    """Tell that the summary sheet of an earlier run was edited since, and is its editor's."""
    return Diagnostic(
        code="edited-summary-sheet",
        severity=Severity.NOTE,
        message=Text(
            f"汇总工作表“{old}”生成后被改动过，保持原样；新的汇总在“{new}”",
            f"the summary sheet “{old}” was edited and stays as it is; the new one is “{new}”",
        ),
    )


def stale_page(name: str) -> Diagnostic:
    """Tell that the summary sheet of an earlier run stays, with the figures of that run."""
    return Diagnostic(
        code="stale-summary-sheet",
        severity=Severity.NOTE,
        message=Text(
            f"汇总工作表“{name}”还是上一次运行的内容，没有更新",
            f"the summary sheet “{name}” still shows an earlier run",
        ),
    )


def no_room(at: CellRef, needed: int) -> InputRefused:
    """Refuse a sheet that has no columns left."""
    return InputRefused(
        "no-room",
        Text(
            f"{at.sheet}：右侧没有 {needed} 个空列（Excel 最多 16,384 列）",
            f"{at.sheet}: no room for {needed} columns on the right (Excel has 16,384)",
        ),
        Text("请清除最右侧多余的内容。", "Clear what stands at the far right."),
    )


def formula_in_the_way(at: CellRef) -> InputRefused:
    """Refuse to write over a formula."""
    return InputRefused(
        "formula-in-the-way",
        Text(f"{at}：该列含有公式，不能覆盖", f"{at}: the column holds formulas, not overwritten"),
        Text(
            "请用 --on-existing append 写到新列。", "Write to a new column: --on-existing append."
        ),
    )


def formula_in_row(at: CellRef) -> InputRefused:
    """Refuse to put a value in place of a formula in a customer's row."""
    return InputRefused(
        "formula-in-the-way",
        Text(f"{at}：单元格含有公式，不能覆盖", f"{at}: the cell holds a formula, not overwritten"),
        Text("请先把它改成数值，或换一个文件名。", "Make it a value, or name another file."),
    )


def signed(shown: str) -> InputRefused:
    """Refuse a signed workbook: any change would break its signature."""
    return InputRefused(
        "signed-workbook",
        Text(
            f"{shown}：工作簿带有数字签名，任何改动都会使签名失效",
            f"{shown}: the workbook is digitally signed; any change breaks the signature",
        ),
        Text(
            "请在 Excel 中另存一份不带签名的副本。", "Save a copy without the signature in Excel."
        ),
    )


def too_long(at: CellRef) -> InputRefused:
    """Refuse a text that a cell cannot hold; nothing is cut."""
    return InputRefused(
        "text-too-long",
        Text(
            f"{at}：文本超过 32,767 个字符，单元格放不下",
            f"{at}: the text exceeds the 32,767 characters that a cell holds",
        ),
    )


def self_check_failed(why: str) -> SelfCheckFailed:
    """Report that our copy did not pass our own check; it was thrown away."""
    return SelfCheckFailed(
        "self-check-failed",
        Text(
            f"写出的副本没有通过自检（{why}），已丢弃；原文件没有改动",
            f"the copy failed its self-check ({why}) and was thrown away; the input is untouched",
        ),
        Text(
            "请报告这个问题，并附上命令和版本号。", "Please report it with the command and version."
        ),
    )


def output_exists(path: str, ours: bool) -> OutputRefused:
    """Refuse to replace a file that is not our own, or that somebody has changed since."""
    zh = "由 tierctl 生成，但之后被改动过" if ours else "不是 tierctl 生成的"
    en = "was made by tierctl, and changed since" if ours else "was not made by tierctl"
    return OutputRefused(
        "output-exists",
        Text(f"{path} 已存在，{zh}", f"{path} exists and {en}"),
        Text(
            "请用 -o 换一个文件名，或用 --force 覆盖。",
            "Name another file with -o, or replace it with --force.",
        ),
    )


def no_notes(sheet: str) -> Diagnostic:
    """Tell that cells are only coloured: what the sheet has for notes cannot be added to safely."""
    return Diagnostic(
        code="no-notes",
        severity=Severity.NOTE,
        message=Text(
            f"工作表 {sheet} 原有批注或控件的写法不常见，为免损坏只标了颜色，没有加批注",
            f"the notes or controls of sheet {sheet} are written in an unusual way: to do no harm"
            " the cells are coloured and bear no notes",
        ),
    )


def note_kept(at: CellRef) -> Diagnostic:
    """Tell that a cell is only coloured: it has a note of somebody's."""
    return _warning(
        "note-kept",
        at,
        "该单元格已有批注，予以保留，只标了颜色",
        "the cell has a note already, which stays; it is only coloured",
        Severity.NOTE,
    )


def many_notes(most: int, marked: int) -> Diagnostic:
    """Tell that only the first of very many marked cells have notes."""
    return Diagnostic(
        code="many-notes",
        severity=Severity.NOTE,
        message=Text(
            f"标了 {marked} 个单元格，只有前 {most} 个加了批注",
            f"{marked} cells are coloured, and only the first {most} have notes",
        ),
    )
