"""What the use cases themselves have to say."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.errors import (
    InputRefused,
    TableRefused,
    UsageRefused,
)
from tierctl.model.text import Text


def undecided_money(
    label: Text, header: str, units: tuple[str, str], at: CellRef, name: str
) -> TableRefused:
    """Refuse amounts that would all land in one tier, and in the other unit would not.

    `units` are the unit assumed and the other one.
    """
    assumed, other = units
    return TableRefused(
        "undecided-unit",
        Text(
            f"{label.zh}（表头“{header}”）按“{assumed}”计算时，所有客户都落在同一端的等级；"
            f"按“{other}”则不然",
            f"with {label.en} (header “{header}”) in {assumed}, every customer falls into "
            f"the same extreme tier; in {other} not all would",
        ),
        Text(
            f"请核对单位后指定：--unit {name}={assumed} 或 --unit {name}={other}。",
            f"Check the unit and say which: --unit {name}={assumed} or --unit {name}={other}.",
        ),
        at=at,
        inputs=(name,),
    )


def stray_unit(
    label: Text, units: tuple[str, str], at: CellRef, name: str, *, assumed: bool
) -> Diagnostic:
    """Report an amount a thousand times away from all others, as if it were in the other unit."""
    counted, other = units
    option = Text(
        f"；若整列都按{counted}计，请加 --unit {name}={counted}",
        f"; if the whole column counts in {counted}, add --unit {name}={counted}",
    )
    more = option if assumed else Text("", "")
    return Diagnostic(
        code="unit-doubt",
        severity=Severity.ERROR if assumed else Severity.WARNING,
        message=Text(
            f"{label.zh}按{counted}计与其他客户相差千倍以上，按{other}计则相近，并且是另一等级",
            f"{label.en} in {counted} is a thousand times away from all others; in {other} it is "
            "like them, and gives another tier",
        ),
        cell=at,
        hint=Text(f"请核对并改正该单元格{more.zh}。", f"Check the cell and correct it{more.en}."),
    )


def strange_text(label: Text, text: str, near: str, at: CellRef) -> Diagnostic:
    """Report a text that no rule names, beside a rule's that no customer has."""
    return Diagnostic(
        code="strange-text",
        severity=Severity.WARNING,
        message=Text(
            f"{label.zh}“{text}”没有规则写到，而规则里的“{near}”没有客户用到：是否写法不同？",
            f"no rule names “{text}” ({label.en}), and no customer has the “{near}” of the rules:"
            " are they spelled differently?",
        ),
        cell=at,
        hint=Text(
            "几个文本之间用“、”，如 媒体、律师；只要含有，写 含“媒体”。",
            'Put a comma between texts; for a text that is only contained write contains "…".',
        ),
    )


def tier_differs(old: str, new: str, at: CellRef) -> Diagnostic:
    """Report a customer whose tier in the sheet is not the one that the policy gives."""
    return Diagnostic(
        code="tier-differs",
        severity=Severity.WARNING,
        message=Text(
            "原有等级为 {old}，策略结果为 {new}", "the sheet says {old}, the policy {new}"
        ).fill(old=old, new=new),
        cell=at,
        hint=Text("请核对这位客户。", "Check this customer."),
    )


def stale_column(at: CellRef) -> Diagnostic:
    """Tell of a column that an earlier run by another policy wrote: it is not written now."""
    return Diagnostic(
        code="stale-column",
        severity=Severity.WARNING,
        message=Text(
            "本列是以前按另一策略写入的，当前策略没有这一结果，内容未更新",
            "an earlier run by another policy wrote this column; the present one does not give it, "
            "and it was not updated",
        ),
        cell=at,
        hint=Text("不需要时请删除该列。", "Delete the column if it is not needed."),
    )


def not_overwritten(own: CellRef, at: CellRef) -> Diagnostic:
    """Tell that `--on-existing overwrite` left a column, for an earlier run set ours beside it."""
    return Diagnostic(
        code="not-overwritten",
        severity=Severity.WARNING,
        message=Text(
            f"没有覆盖本列：以前的运行已另加一列（{own.a1}），更新的是那一列",
            f"this column was not replaced: an earlier run added one of ours ({own.a1}), and that "
            "one was rewritten",
        ),
        cell=at,
        hint=Text(
            f"请对原工作簿运行，或先删除 {own.a1} 所在的列。",
            f"Run it over the original workbook, or delete the column of {own.a1} first.",
        ),
    )


def open_elsewhere(name: str) -> Diagnostic:
    """Tell that somebody has the workbook open: what is not saved yet is not read."""
    return Diagnostic(
        code="open-elsewhere",
        severity=Severity.NOTE,
        message=Text(
            f"{name} 正在 Excel 或 WPS 中打开，未保存的改动没有读到",
            f"{name} is open in Excel or WPS; changes not saved yet were not read",
        ),
    )


def same_file(path: str) -> UsageRefused:
    """Refuse to write the copy over its own input."""
    return UsageRefused(
        "output-is-input",
        Text(f"输出文件就是输入文件：{path}", f"the output is the input: {path}"),
        Text("请用 -o 换一个文件名。", "Name another file with -o."),
    )


def same_output(path: str) -> UsageRefused:
    """Refuse to write one copy over another of the same run."""
    return UsageRefused(
        "same-output",
        Text(f"两个输入文件的输出同名：{path}", f"two inputs would be written to {path}"),
        Text("请分别运行，用 -o 给出不同的文件名。", "Run them one by one, with an -o for each."),
    )


def wrong_extension(path: str, extension: str) -> UsageRefused:
    """Refuse an output whose extension Excel would not open with this content."""
    return UsageRefused(
        "wrong-extension",
        Text(
            f"{path}：这种工作簿的扩展名必须是 {extension}，否则 Excel 打不开",
            f"{path}: this kind of workbook must be named {extension}, or Excel will not open it",
        ),
    )


def other_table(policy: str, at: str, first: str, first_at: str) -> InputRefused:
    """Refuse several policies that read different tables of a workbook."""
    return InputRefused(
        "other-table",
        Text(
            f"策略 {first} 读取的表格在 {first_at}，{policy} 的在 {at}，不能写在一起",
            f"{first} reads the table at {first_at}, {policy} the one at {at}: they cannot be"
            " written side by side",
        ),
        Text(
            "请用 --sheet 和 --header-row 指定同一张表，或分别运行。",
            "Name one table with --sheet and --header-row, or run them one by one.",
        ),
    )


def one_output(folder: str) -> UsageRefused:
    """Refuse one output file for several inputs."""
    return UsageRefused(
        "output-not-a-folder",
        Text(
            f"有多个输入文件时，-o 必须是已有的文件夹：{folder}", f"-o must be a folder: {folder}"
        ),
        Text("请先建立该文件夹。", "Make the folder first."),
    )


def no_customer(code: str, sheet: str, close: str | None) -> UsageRefused:
    """Refuse a code that no customer bears."""
    guess = Text(f"您要找的是 {close} 吗？", f"Did you mean {close}? ") if close else Text("", "")
    return UsageRefused(
        "unknown-customer",
        Text(f"工作表 {sheet} 里没有客户 {code}", f"sheet {sheet} has no customer {code}"),
        Text(
            f"{guess.zh}请给出客户编号或完整的客户名称。",
            f"{guess.en}Give the customer ID, or the whole name.",
        ),
    )


def several_customers(code: str, cells: Sequence[CellRef]) -> UsageRefused:
    """Refuse a code that several customers bear."""
    listed = "、".join(map(str, cells)), ", ".join(map(str, cells))
    return UsageRefused(
        "several-customers",
        Text(f"有多位客户叫 {code}：{listed[0]}", f"several customers are {code}: {listed[1]}"),
        Text("请给出客户编号。", "Give the customer ID."),
    )
