"""`tierctl policy diff`: how two policies differ, and which customers move."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tierctl.cli import exits, options
from tierctl.cli.terminal import console, print_json, said, terminal_lang

HELP = said(
    "比较两个策略：哪些客户会得到不同的等级，输入、规则、公式有什么不同。",
    "Compare two policies: who gets another tier; which inputs, rules and formulas differ.",
)
_POLICY = said("策略，写法同 --policy。", "A policy, as --policy names it.")


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help=_POLICY)],
    b: Annotated[str, typer.Argument(metavar="B", help=_POLICY)],
    on: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            readable=False,  # the use case tells what is wrong with it
            help=said(
                "用两个策略各定一遍级的工作簿：列出等级不同的客户。",
                "A workbook to grade by both: the customers whose tier differs are listed.",
            ),
        ),
    ] = None,
    sheet: options.Sheet = None,
    header_row: options.HeaderRow = None,
    maps: options.Maps = None,
    units: options.Units = None,
    params: options.Params = None,
    param_file: options.ParamFile = None,
    as_of: options.AsOf = None,
    strict: options.Strict = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
    lang: options.LangOption = None,
    no_color: options.NoColor = False,
    ascii_only: options.Ascii = False,
    unmask: options.Unmask = False,
) -> None:
    """Run the command; its help is `HELP`."""
    spoken = terminal_lang(lang)
    with exits.reporting("policy diff", spoken, as_json):
        from tierctl.app.diff import diff as compare
        from tierctl.app.diff_on import standings
        from tierctl.cli.progress import progress
        from tierctl.render.diff_page import diff_page, standings_page
        from tierctl.render.json_diff import diff_json
        from tierctl.render.view import View

        chosen = options.table_options(sheet, header_row, maps, units)
        view = View(lang=spoken, ascii=ascii_only, unmask=unmask)
        given = options.settings(params, param_file, as_of, strict=strict)
        found = compare(a, b, given)
        moved = None
        if on is not None:
            wanted = not (quiet or as_json)
            with progress(1, view, wanted=wanted, color=not no_color) as line:
                moved = standings(on, found.pair, chosen, line.of_file(0, on.name))
        if as_json:
            print_json(diff_json(found, moved, spoken, unmask))
        elif not (quiet and found.same):
            out = console(sys.stdout, not no_color)
            out.print(diff_page(found, view))
            if moved is not None:
                out.print(standings_page(moved, found.pair.both, view))
        raise typer.Exit(exits.DONE if found.same else exits.NO)
