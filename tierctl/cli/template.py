"""`tierctl template`: a blank workbook to fill in, for any policy."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tierctl.cli import exits, options
from tierctl.cli.terminal import console, print_json, said, terminal_lang

HELP = said(
    "为一个策略写出空白的客户表：表头、单位、下拉列表、示例，另有一页说明。",
    "Write a blank workbook for a policy: headers, units, lists, an example, a page about it.",
)


def template(
    policy: Annotated[
        str,
        typer.Argument(
            metavar="POLICY",
            help=said(
                "内置策略的名字、.toml 文件，或 rules.xlsx#工作表!A3:B6。",
                "A shipped policy's id, a .toml file, or rules.xlsx#Sheet!A3:B6.",
            ),
        ),
    ],
    output: options.Output = None,
    params: options.Params = None,
    param_file: options.ParamFile = None,
    as_of: options.AsOf = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
    lang: options.LangOption = None,
) -> None:
    """Run the command; its help is `HELP`."""
    spoken = terminal_lang(lang)
    with exits.reporting("template", spoken, as_json):
        from tierctl.app.policies import read_policy
        from tierctl.app.template import make_template
        from tierctl.render.template import made_json, made_text

        made = make_template(
            policy,
            read_policy(policy),
            options.settings(params, param_file, as_of),
            output,
            as_of=as_of.date() if as_of is not None else None,
            force=force,
            lang=spoken,
        )
        if as_json:
            print_json(made_json(made))
        elif not quiet:
            out = console(sys.stdout)
            for line in made_text(made, policy):
                out.print(line.to(spoken))
