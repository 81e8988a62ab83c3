"""What the use cases themselves have to say."""

from __future__ import annotations

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.errors import InputRefused, UsageRefused
from tierctl.model.text import Text


def undecided_money(label: Text, header: str, at: CellRef, name: str) -> InputRefused:
    """Refuse amounts that would all land in the lowest tier, and would not in 万元."""
    return InputRefused(
        "undecided-unit",
        Text(
            f"{at}：按“元”计算，所有客户都落在最低等级；按“万元”则不然。表头“{header}”没有写明单位",
            f"{at}: in 元 every customer falls into the lowest tier, in 万元 not all would; "
            f"the header “{header}” names no unit",
        ),
        Text(
            f"请指定：--unit {name}=元 或 --unit {name}=万元，或在表头写明（{label.zh}（万元））。",
            f"Say which: --unit {name}=元 or --unit {name}=万元, or write it in the header.",
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


def same_file(path: str) -> UsageRefused:
    """Refuse to write the copy over its own input."""
    return UsageRefused(
        "output-is-input",
        Text(f"输出文件就是输入文件：{path}", f"the output is the input: {path}"),
        Text("请用 -o 换一个文件名。", "Name another file with -o."),
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


def one_output(folder: str) -> UsageRefused:
    """Refuse one output file for several inputs."""
    return UsageRefused(
        "output-not-a-folder",
        Text(
            f"有多个输入文件时，-o 必须是已有的文件夹：{folder}", f"-o must be a folder: {folder}"
        ),
        Text("请先建立该文件夹。", "Make the folder first."),
    )
