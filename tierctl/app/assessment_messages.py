"""What an assessment has to say: answers that are none, files that cannot be used."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.errors import InputMissing, InputRefused, OutputRefused, UsageRefused
from tierctl.model.text import Text


def _error(code: str, zh: str, en: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.ERROR, message=Text(zh, en))


def needed(label: Text) -> Diagnostic:
    """Report that an input without which nobody is graded was left blank."""
    return _error("missing-value", f"{label.zh}必须填写", f"{label.en} is needed")


def undecided_ratio(label: Text, text: str) -> Diagnostic:
    """Report a bare number that may be a percentage or a ratio."""
    return _error(
        "undecided-unit",
        f"{label.zh} {text} 是 {text}% 还是 {text} 倍？请写明：{text}% 或 {text}倍",
        f"{label.en} {text}: is it {text}% or a ratio? Write {text}% or {text} ratio",
    )


def no_answer_file(path: str) -> InputMissing:
    """Refuse a file of answers that is not there."""
    return InputMissing(
        "no-answer-file", Text(f"没有这个答案文件：{path}", f"there is no file of answers {path}")
    )


def bad_answer_file(path: str, why: Text) -> InputRefused:
    """Refuse a file of answers that is no TOML."""
    return InputRefused(
        "bad-answer-file",
        Text(f"{path}：{why.zh}", f"{path}: {why.en}"),
        Text(
            '每行一个答案，如 debt_asset_ratio = "48%"；中文的名字要加引号："资产负债率" = "48%"。',
            'One answer a line: debt_asset_ratio = "48%". A name with spaces is quoted.',
        ),
    )


def unknown_answer(path: str, key: str, close: str | None, known: Sequence[str]) -> InputRefused:
    """Refuse a key that names no input."""
    names = "、".join(known), ", ".join(known)
    hint = Text(f"可以是：{names[0]}。", f"It may be: {names[1]}.")
    if close is not None:
        hint = Text(f"您要写的是 {close} 吗？", f"Did you mean {close}?")
    return InputRefused(
        "unknown-answer",
        Text(f"{path}：评分卡没有输入 {key}", f"{path}: the card has no input {key}"),
        hint,
    )


def answer_twice(path: str, keys: tuple[str, str], label: Text) -> InputRefused:
    """Refuse two keys that name one input."""
    return InputRefused(
        "answer-twice",
        Text(
            f"{path}：{keys[0]} 和 {keys[1]} 都是{label.zh}",
            f"{path}: {keys[0]} and {keys[1]} are both {label.en}",
        ),
        Text("请删去一个。", "Delete one of them."),
    )


def bad_answer(path: str, key: str, found: Diagnostic) -> InputRefused:
    """Refuse a value that its input cannot have."""
    return InputRefused(
        found.code,
        Text(f"{path}：{key}：{found.message.zh}", f"{path}: {key}: {found.message.en}"),
        Text("请改正答案文件。", "Correct the file of answers."),
    )


def no_such_kind(label: Text) -> Diagnostic:
    """Report a list or a table where one value is needed."""
    return _error(
        "bad-answer",
        f"{label.zh}需要一个值，实为一组值",
        f"{label.en} needs one value, found several",
    )


def not_saved_extension(path: str) -> UsageRefused:
    """Refuse to save as anything but a workbook."""
    return UsageRefused(
        "wrong-extension",
        Text(f"--save 需要 .xlsx 文件，实为 {path}", f"--save needs an .xlsx file, found {path}"),
    )


def nobody_to_save() -> UsageRefused:
    """Refuse to save a row that says nothing of who the customer is."""
    return UsageRefused(
        "no-customer",
        Text(
            "没有客户编号，也没有客户名称，不能保存",
            "there is neither a customer ID nor a name to save it under",
        ),
        Text(
            "请在答案中给出 customer_id 或 customer_name。",
            "Give customer_id or customer_name among the answers.",
        ),
    )


def saved_already(path: str, customer: str, at: str) -> OutputRefused:
    """Refuse to add a customer who is there."""
    return OutputRefused(
        "customer-exists",
        Text(f"{path} 中已有客户 {customer}（{at}）", f"{path} has the customer {customer} ({at})"),
        Text("要替换这一行，请加 --force。", "To replace that row add --force."),
    )


def no_columns(path: str, labels: Sequence[Text]) -> OutputRefused:
    """Refuse a workbook that has no columns for some of the answers."""
    names = "、".join(t.zh for t in labels), ", ".join(t.en for t in labels)
    return OutputRefused(
        "no-columns",
        Text(f"{path} 没有这些列：{names[0]}", f"{path} has no columns for: {names[1]}"),
        Text(
            "请先在表头补上这些列，或换一个文件名，另存为新的工作簿。",
            "Add them to the header first, or name another file: it is made anew.",
        ),
    )


def something_below(path: str, at: str) -> OutputRefused:
    """Refuse to add a row where something else stands below the customers."""
    return OutputRefused(
        "rows-below",
        Text(
            f"{path} 的客户下面还有合计、说明或另一张表（{at}），不能再加一行",
            f"{path} has totals, notes or another table below its customers ({at}):"
            " no row can be added",
        ),
        Text("请换一个文件名，另存为新的工作簿。", "Name another file: it is made anew."),
    )


def not_read_back(path: str) -> OutputRefused:
    """Refuse a workbook in which the saved row would be read as something else."""
    return OutputRefused(
        "not-read-back",
        Text(
            f"{path}：写入的一行读回来不一样，没有保存",
            f"{path}: the row would not be read back as it is; nothing was saved",
        ),
        Text("请换一个文件名，另存为新的工作簿。", "Name another file: it is made anew."),
    )


def open_elsewhere(path: str) -> OutputRefused:
    """Refuse to change a workbook that somebody has open."""
    return OutputRefused(
        "open-elsewhere",
        Text(f"{path} 正在 Excel 或 WPS 中打开", f"{path} is open in Excel or WPS"),
        Text("请先关闭，或加 --force。", "Close it first, or add --force."),
    )
