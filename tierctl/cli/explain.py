"""`tierctl explain`: why one customer has its tier."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tierctl.cli import exits, options
from tierctl.cli.terminal import console, print_json, said, terminal_lang

HELP = said(
    "说明一位客户为什么是这个等级，离其他等级还差多少。",
    "Say why one customer has its tier, and how far the other tiers are.",
)


def explain(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help=said("工作簿。", "The workbook."))
    ],
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE",
            help=said("客户编号或客户名称。", "The customer’s ID, or the whole name."),
        ),
    ],
    policy: options.Policy = "sales-size",
    params: options.Params = None,
    param_file: options.ParamFile = None,
    as_of: options.AsOf = None,
    strict: options.Strict = False,
    sheet: options.Sheet = None,
    header_row: options.HeaderRow = None,
    maps: options.Maps = None,
    units: options.Units = None,
    as_json: options.AsJson = False,
    lang: options.LangOption = None,
    no_color: options.NoColor = False,
    ascii_only: options.Ascii = False,
    unmask: options.Unmask = False,
) -> None:
    """Run the command; its help is `HELP`."""
    spoken = terminal_lang(lang)
    with exits.reporting("explain", spoken, as_json):
        from tierctl.app.explain import explain as explain_customer
        from tierctl.app.policies import resolve_policy
        from tierctl.cli.progress import progress
        from tierctl.render.explanation import explanation
        from tierctl.render.json_explanation import explained_json
        from tierctl.render.view import View

        chosen = options.table_options(sheet, header_row, maps, units)
        view = View(lang=spoken, ascii=ascii_only, unmask=unmask)
        rules = resolve_policy(policy, options.settings(params, param_file, as_of, strict=strict))
        with progress(1, view, wanted=not as_json, color=not no_color) as line:
            found = explain_customer(file, code, rules, chosen, line.of_file(0, file.name))
        if as_json:
            print_json(explained_json(found, spoken, unmask))
            return
        console(sys.stdout, not no_color).print(explanation(found, view))
