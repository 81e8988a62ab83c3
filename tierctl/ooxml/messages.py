"""Why a file is refused as a workbook, and what its owner can do."""

from __future__ import annotations

from tierctl.model.errors import InputRefused
from tierctl.model.text import Text

_SAVE_AS = Text(
    "请在 Excel 或 WPS 中打开，另存为 .xlsx，再运行一次。",
    "Open it in Excel or WPS, save it as .xlsx, and run again.",
)
_ASK_AGAIN = Text(
    "请向提供者重新索取该文件，或在 Excel 中打开并另存为一个新文件。",
    "Ask for the file again, or open it in Excel and save it as a new file.",
)


def _refused(code: str, path: str, zh: str, en: str, hint: Text) -> InputRefused:
    return InputRefused(code, Text(f"{path}：{zh}", f"{path}: {en}"), hint)


def empty_file(path: str) -> InputRefused:
    """Refuse a file of no bytes."""
    return _refused("empty-file", path, "文件是空的。", "the file is empty.", _ASK_AGAIN)


def encrypted(path: str) -> InputRefused:
    """Refuse a password-protected workbook."""
    return _refused(
        "password-protected",
        path,
        "工作簿有打开密码。",
        "the workbook is password-protected.",
        Text(
            "请先在 Excel 中取消打开密码（文件 → 信息 → 保护工作簿），再运行一次。",
            "Remove the password in Excel first (File → Info → Protect Workbook).",
        ),
    )


def foreign_format(path: str, what: Text, hint: Text = _SAVE_AS) -> InputRefused:
    """Refuse a file that is another kind of table than its name says."""
    return _refused(
        "not-xlsx",
        path,
        f"这不是 .xlsx 工作簿，而是{what.zh}。",
        f"this is not an .xlsx workbook but {what.en}.",
        hint,
    )


def archive(path: str, what: Text) -> InputRefused:
    """Refuse an archive: the workbook may be in it."""
    return foreign_format(
        path,
        what,
        Text("请先解压，再给出其中的工作簿。", "Unpack it first, and name the workbook inside."),
    )


def page(path: str, what: Text) -> InputRefused:
    """Refuse a picture of a table, or a document printed from one."""
    return foreign_format(
        path, what, Text("请向提供者索取原工作簿。", "Ask for the workbook it was made from.")
    )


def lock_file(path: str) -> InputRefused:
    """Refuse the owner file that Excel lays beside an open workbook."""
    return _refused(
        "lock-file",
        path,
        "这是 Excel 打开文件时的临时锁文件，不是工作簿。",
        "this is the lock file of a workbook that is open, not a workbook.",
        Text("请改为给出名字不带 ~$ 的那个文件。", "Name the file without ~$ instead."),
    )


def unknown_format(path: str) -> InputRefused:
    """Refuse bytes that are no workbook at all."""
    return _refused(
        "not-a-workbook",
        path,
        "文件内容不是工作簿。如果 Excel 能打开它，它可能被公司的透明加密软件加密。",
        "the content is no workbook. If Excel opens it, it may be under transparent encryption.",
        Text(
            "请用能打开它的程序另存一份未加密的 .xlsx。",
            "Save an unencrypted .xlsx copy in the program that opens it.",
        ),
    )


def damaged(path: str, part: str, why: Text) -> InputRefused:
    """Refuse a package whose bytes contradict themselves."""
    return _refused(
        "damaged",
        path,
        f"文件已损坏（{part}：{why.zh}）。",
        f"the file is damaged ({part}: {why.en}).",
        _ASK_AGAIN,
    )


def suspicious(path: str, why: Text) -> InputRefused:
    """Refuse a package that is built to harm, or cannot be told from one that is."""
    return _refused(
        "unsafe-package",
        path,
        f"为安全起见拒绝打开：{why.zh}。",
        f"refused for safety: {why.en}.",
        _SAVE_AS,
    )


def unsupported(path: str, what: Text, hint: Text = _SAVE_AS) -> InputRefused:
    """Refuse a workbook that we cannot change without harm."""
    return _refused("unsupported", path, f"{what.zh}。", f"{what.en}.", hint)
