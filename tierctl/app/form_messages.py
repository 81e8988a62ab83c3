"""What the writing of rating forms has to say."""

from __future__ import annotations

from tierctl.model.errors import OutputRefused, UsageRefused
from tierctl.model.text import Text


def forms_exist(path: str, count: int) -> OutputRefused:
    """Refuse to replace forms: somebody may have filled them in. `path` is the first one."""
    one = Text("{path}已存在", "{path} exists")
    several = Text("{path} 等 {count} 个文件已存在", "{count} files exist, {path} among them")
    return OutputRefused(
        "output-exists",
        (several if count > 1 else one).fill(path=path, count=count),
        Text("请换一个位置，或用 --force 覆盖。", "Choose another place, or replace with --force."),
    )


def no_folder_for_forms(path: str) -> OutputRefused:
    """Refuse a file in the place of the folder for forms."""
    return OutputRefused(
        "output-not-a-folder",
        Text(f"{path} 不是文件夹", f"{path} is not a folder"),
        Text(
            "--forms 要一个文件夹；写成一个工作簿用 --forms-workbook。",
            "--forms needs a folder; for one workbook use --forms-workbook.",
        ),
    )


def forms_twice() -> UsageRefused:
    """Refuse forms in both ways at once."""
    return UsageRefused(
        "forms-twice",
        Text(
            "--forms 和 --forms-workbook 只能给一个",
            "--forms and --forms-workbook do not go together",
        ),
        Text("请选一个。", "Choose one of them."),
    )


def one_file_for_forms() -> UsageRefused:
    """Refuse one workbook of forms for several inputs."""
    return UsageRefused(
        "forms-of-several-files",
        Text(
            "有多个输入文件时不能用 --forms-workbook",
            "--forms-workbook takes one input file",
        ),
        Text(
            "请用 --forms 写到一个文件夹，或分别运行。",
            "Write the forms to a folder with --forms, or run the files one by one.",
        ),
    )
