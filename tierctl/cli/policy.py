"""`tierctl policy`: what can be done with a policy without a workbook."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tierctl.cli import exits, options
from tierctl.cli.terminal import console, print_json, said, terminal_lang

app = typer.Typer(
    help=said("查看和检查策略。", "Look at policies, and check them."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
CHECK = said(
    "不读数据，找出策略的空档、重叠、永远不起作用的规则和等级、无用的输入。",
    "Find gaps, overlaps, rules and tiers that nobody reaches, and unused inputs; reads no data.",
)

Reference = Annotated[
    str,
    typer.Argument(
        metavar="POLICY",
        help=said("内置策略的名字，或策略文件 .toml。", "A shipped policy's id, or a .toml file."),
    ),
]


@app.callback()
def _policy() -> None:
    """Hold the commands: without this, a single one would stand in the group's place."""


@app.command("check", help=CHECK)
def check(
    policy: Reference,
    as_json: options.AsJson = False,
    lang: options.LangOption = None,
    no_color: options.NoColor = False,
    ascii_only: options.Ascii = False,
) -> None:
    """Run the command; its help is `CHECK`."""
    spoken = terminal_lang(lang)
    with exits.reporting("policy check", spoken, as_json):
        from tierctl.app.check import check as check_policy
        from tierctl.render.findings import checked_json, findings
        from tierctl.render.summary import View

        checked = check_policy(policy)
        if as_json:
            print_json(checked_json(checked, spoken))
        else:
            view = View(lang=spoken, ascii=ascii_only)
            console(sys.stdout, not no_color).print(findings(checked, view))
        raise typer.Exit(exits.NO if checked.has_errors else exits.DONE)
