"""Options that commands share: the same name means the same everywhere."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tierctl.cli.terminal import said
from tierctl.model.errors import UsageRefused
from tierctl.model.text import Text

if TYPE_CHECKING:
    from tierctl.app.forms import FormsWanted
    from tierctl.policy.settings import Settings
    from tierctl.tables.options import TableOptions

Policy = Annotated[
    str,
    typer.Option(
        help=said(
            "内置策略的名字，策略文件 .toml，放各版本的文件夹 policies/#名字，"
            "或规则表 rules.xlsx#工作表!A3:B6。",
            "A shipped policy's id, a .toml file, a folder of versions (policies/#id), or rules in"
            " a workbook: rules.xlsx#Sheet!A3:B6.",
        )
    ),
]
Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        help=said(
            "内置策略的名字，策略文件 .toml，放各版本的文件夹 policies/#名字，"
            "或规则表 rules.xlsx#工作表!A3:B6；默认 sales-size。"
            "可给多次：每个策略各加几列。",
            "A shipped policy's id, a .toml file, a folder of versions (policies/#id), or rules in"
            " a workbook: rules.xlsx#Sheet!A3:B6; sales-size by default. Give it several"
            " times: each adds its own columns.",
        ),
    ),
]
Params = Annotated[
    list[str] | None,
    typer.Option(
        "--param",
        metavar="NAME=VALUE",
        help=said(
            "给策略参数取值，例如 large=600万；只给某个策略：sales-size.large=600万。",
            "A parameter's value, e.g. large=600万; for one policy: sales-size.large=600万.",
        ),
    ),
]
ParamFile = Annotated[
    Path | None,
    typer.Option(
        "--params",
        metavar="FILE",
        help=said(
            "参数文件（由 tierctl policy params 写出）。",
            "A file of values, as tierctl policy params writes it.",
        ),
    ),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help=said(
            "只用来源写明的规则：补缺规则不适用，落在空档的客户不定级。",
            "Only what the source says: rules that fill its gaps are left out.",
        ),
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option(help=said("客户表所在的工作表。", "The sheet that holds the customers.")),
]
HeaderRow = Annotated[
    int | None,
    typer.Option(min=1, help=said("表头所在的行号。", "The header's row number.")),
]
Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="HEADER=INPUT",
        help=said(
            "指定列：列名或列号=输入名，例如 年销=annual_sales。",
            "Name a column: its header or letter = an input, e.g. G=annual_sales.",
        ),
    ),
]
Units = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar="COLUMN=UNIT",
        help=said(
            "指定列的单位，例如 年平均销售额=万元。", "A column's unit, e.g. annual_sales=万元."
        ),
    ),
]
OnExisting = Annotated[
    Literal["append", "overwrite"],
    typer.Option(
        help=said(
            "已有内容的等级列：保留并另加一列，或覆盖。",
            "A filled tier column: keep it and add ours, or replace it.",
        ),
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        metavar="tier,reason,rule,next-tier,gap-to-next",
        help=said(
            "要写的列，按此顺序；也可写策略的结果名和等级说明名。不给则由策略决定。",
            "The columns to write, in this order: also results, and texts of the tiers, by"
            " their names. Without it the policy says which.",
        ),
    ),
]
NoSummarySheet = Annotated[
    bool,
    typer.Option(
        "--no-summary-sheet",
        help=said("副本里不加“等级汇总”工作表。", "Add no summary sheet to the copy."),
    ),
]
FailOn = Annotated[
    list[str] | None,
    typer.Option(
        metavar="error|warning|ungraded[=5%]|change",
        help=said("出现时以退出码 1 结束。", "Exit with 1 where it is found."),
    ),
]
AllDiagnostics = Annotated[
    bool,
    typer.Option("--all-diagnostics", help=said("列出全部问题。", "List every finding, not ten.")),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        readable=False,  # the use case tells what is wrong with it
        help=said("输出文件或文件夹。", "The copy's file name, or a folder for it."),
    ),
]
Force = Annotated[
    bool,
    typer.Option("--force", help=said("覆盖已有的输出文件。", "Replace an existing output.")),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help=said("只看结果，不写文件。", "Show all, write nothing.")),
]
Forms = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        readable=False,  # the use case tells what is wrong with it
        help=said(
            "给每位客户写一张可打印的 A4 评定表，每人一个工作簿，放在这个文件夹里。",
            "Write a printable A4 form for every customer: a workbook each, in this folder.",
        ),
    ),
]
FormsWorkbook = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.xlsx",
        readable=False,  # the use case tells what is wrong with it
        help=said(
            "同上，写成一个工作簿，每位客户一张工作表。",
            "The same in one workbook, with a sheet for every customer.",
        ),
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        metavar="YYYY-MM-DD",
        formats=["%Y-%m-%d"],
        help=said(
            "截至日期：策略须在这天有效，汇总和按日期的条件都以它为准；不给则为今天。",
            "The day on which the policy must be in force, of the summary and of conditions that"
            " count from a day; today if not given.",
        ),
    ),
]
AsJson = Annotated[
    bool,
    typer.Option("--json", help=said("输出一个 JSON 对象。", "Print one JSON object.")),
]
Quiet = Annotated[
    bool,
    typer.Option("-q", "--quiet", help=said("成功时不输出任何内容。", "Print nothing on success.")),
]
LangOption = Annotated[
    Literal["zh", "en"] | None,
    typer.Option("--lang", help=said("语言。", "The language.")),
]
NoColor = Annotated[bool, typer.Option("--no-color", help=said("不用颜色。", "No colours."))]
Ascii = Annotated[
    bool,
    typer.Option(
        "--ascii", help=said("表格线只用 ASCII 字符。", "Draw with ASCII characters only.")
    ),
]
Unmask = Annotated[
    bool,
    typer.Option(
        "--unmask",
        help=said("完整显示账号、电话等长数字。", "Show account and phone numbers in full."),
    ),
]


def table_options(
    sheet: str | None, header_row: int | None, maps: list[str] | None, units: list[str] | None
) -> TableOptions:
    """Return what the command line says about the table. Raises UsageRefused."""
    from tierctl.tables.options import TableOptions

    return TableOptions(
        sheet=sheet,
        header_row=header_row - 1 if header_row is not None else None,
        maps=pairs("--map", maps),
        units=pairs("--unit", units),
    )


def settings(
    params: list[str] | None,
    param_file: Path | None,
    as_of: datetime | None = None,
    *,
    strict: bool = False,
) -> Settings:
    """Return what the command line says about policies. Raises UsageRefused, PolicyInvalid."""
    from tierctl.app.param_file import read_params
    from tierctl.policy.settings import Settings, today

    filed, texts = read_params(param_file) if param_file is not None else ({}, {})
    return Settings(
        params={**filed, **pairs("--param", params)},
        texts=texts,
        as_of=as_of.date() if as_of is not None else today(),
        strict=strict,
    )


def forms_wanted(
    folder: Path | None, workbook: Path | None, as_of: date, files: list[Path]
) -> FormsWanted | None:
    """Return what the command line says about forms. Raises UsageRefused."""
    place = folder or workbook
    if place is None:
        return None
    from tierctl.app import form_messages
    from tierctl.app.forms import FormsWanted

    if folder is not None and workbook is not None:
        raise form_messages.forms_twice()
    if workbook is not None and len(files) > 1:
        raise form_messages.one_file_for_forms()
    return FormsWanted(
        place=place, one_workbook=folder is None, as_of=as_of, inputs=frozenset(files)
    )


def pairs(option: str, given: list[str] | None) -> dict[str, str]:
    """Read `A=B` options. Raises UsageRefused."""
    result = {}
    for text in given or []:
        left, sign, right = text.rpartition("=")
        if not sign or not left.strip() or not right.strip():
            raise UsageRefused(
                "bad-option",
                Text(f"{option} 应写成 A=B，实为 {text}", f"{option} needs A=B, found {text}"),
            )
        result[left.strip()] = right.strip()
    return result
