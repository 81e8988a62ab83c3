"""`tierctl policy`: what can be done with a policy without a workbook of customers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tierctl.cli import exits, options, policy_diff
from tierctl.cli.terminal import console, print_json, said, terminal_lang
from tierctl.model.errors import PolicyInvalid

app = typer.Typer(
    help=said("查看、检查、新建策略。", "Look at policies, check them, and begin new ones."),
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
        help=said(
            "内置策略的名字、.toml 文件、文件夹 policies/#名字，或 rules.xlsx#工作表!A3:B6。",
            "A shipped policy's id, a .toml, a folder policies/#id, or rules.xlsx#Sheet!A3:B6.",
        ),
    ),
]


@app.command("list", help=said("列出内置策略。", "List the policies that come with tierctl."))
def list_policies(
    as_json: options.AsJson = False,
    lang: options.LangOption = None,
    no_color: options.NoColor = False,
    ascii_only: options.Ascii = False,
) -> None:
    """Run the command; its help stands above."""
    spoken = terminal_lang(lang)
    with exits.reporting("policy list", spoken, as_json):
        from tierctl.app.policies import shipped_policies
        from tierctl.render.json_policy import policies_json
        from tierctl.render.policy_page import policy_list
        from tierctl.render.view import View

        found = shipped_policies()
        if as_json:
            print_json(policies_json(found))
            return
        view = View(lang=spoken, ascii=ascii_only)
        console(sys.stdout, not no_color).print(policy_list(found, view))


@app.command("show", help=said("显示一个策略的全部规则。", "Show a policy: inputs, rules, tiers."))
def show(
    policy: Reference,
    as_toml: Annotated[
        bool,
        typer.Option("--toml", help=said("输出为 TOML 文件。", "Print it as a TOML file.")),
    ] = False,
    params: options.Params = None,
    param_file: options.ParamFile = None,
    as_of: options.AsOf = None,
    strict: options.Strict = False,
    as_json: options.AsJson = False,
    lang: options.LangOption = None,
    no_color: options.NoColor = False,
    ascii_only: options.Ascii = False,
    unmask: options.Unmask = False,
) -> None:
    """Run the command; its help stands above."""
    spoken = terminal_lang(lang)
    with exits.reporting("policy show", spoken, as_json):
        from tierctl.app.policies import read_policy
        from tierctl.policy.parameters import known_parameters
        from tierctl.render.json_policy import policy_json
        from tierctl.render.policy_draft import policy_draft
        from tierctl.render.policy_page import policy_page
        from tierctl.render.view import View

        given = options.settings(params, param_file, as_of, strict=strict)
        # It may be looked at whenever it holds; where a day is given, it must hold on it.
        source = read_policy(policy, given.as_of, in_force=as_of is not None)
        if as_toml:
            sys.stdout.write(source.with_cases().toml)
            return
        known_parameters([source.document], given)
        view = View(lang=spoken, ascii=ascii_only, unmask=unmask, all_diagnostics=True)
        try:
            found = source.policy(given)
        except PolicyInvalid as e:
            if e.code != "missing-parameters" or as_json:
                raise
            # It can be looked at all the same, as it is written.
            page = policy_draft(source.document, e, view)
            console(sys.stdout, not no_color).print(page)
            return
        if as_json:
            print_json(policy_json(found, spoken, unmask))
        else:
            console(sys.stdout, not no_color).print(policy_page(found, view))


@app.command(
    "new",
    help=said(
        "新建策略文件：带注释的 .toml，或规则工作簿 .xlsx。",
        "Begin a policy: a commented .toml, or a rules workbook .xlsx.",
    ),
)
def new(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help=said("新文件 .toml 或 .xlsx。", "The new .toml or .xlsx.")
        ),
    ],
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="POLICY",
            help=said("从哪个策略的规则开始。", "The policy whose rules it starts with."),
        ),
    ] = "sales-size",
    params: options.Params = None,
    param_file: options.ParamFile = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
    lang: options.LangOption = None,
) -> None:
    """Run the command; its help stands above."""
    spoken = terminal_lang(lang)
    with exits.reporting("policy new", spoken, False):
        from tierctl.app.new_policy import new_policy
        from tierctl.app.policies import read_policy
        from tierctl.render import words
        from tierctl.render.safe import safe_text

        given = options.settings(params, param_file)
        new_policy(file, read_policy(source).with_cases(), given, force=force, lang=spoken)
        if not quiet:
            path = safe_text(str(file))
            out = console(sys.stdout)
            out.print(words.NEW_FILE.fill(path=path).to(spoken))
            out.print(words.NEXT_EDIT.fill(path=path).to(spoken))


@app.command(
    "params",
    help=said(
        "写出策略的参数文件，填好后用 --params 给出。",
        "Write the file of a policy's parameters, to fill in and give with --params.",
    ),
)
def params(
    policy: Reference,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
    lang: options.LangOption = None,
) -> None:
    """Run the command; its help stands above."""
    spoken = terminal_lang(lang)
    with exits.reporting("policy params", spoken, False):
        from tierctl.app.param_template import params_text, write_params
        from tierctl.app.policies import read_policy
        from tierctl.render import words
        from tierctl.render.safe import safe_text

        source = read_policy(policy)
        if output is None:
            sys.stdout.write(params_text(source, "params.toml", spoken))
            return
        write_params(source, output, force=force, lang=spoken)
        if not quiet:
            path = safe_text(str(output))
            console(sys.stdout).print(words.NEW_FILE.fill(path=path).to(spoken))


@app.command("schema", help=said("输出策略文件的 JSON Schema。", "Print the files' JSON Schema."))
def schema() -> None:
    """Run the command; its help stands above."""
    with exits.reporting("policy schema", terminal_lang(), False):
        from tierctl.policy.schema import policy_schema

        print_json(policy_schema())


@app.command("check", help=CHECK)
def check(
    policy: Reference,
    on: Annotated[
        Path | None,
        typer.Option(
            "--on",
            metavar="FILE",
            readable=False,
            help=said(
                "再列出这个工作簿里落在空档、重叠和补缺规则里的客户及金额。",
                "Tell which customers of a workbook sit in gaps and overlaps, and their amounts.",
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
    lang: options.LangOption = None,
    no_color: options.NoColor = False,
    ascii_only: options.Ascii = False,
    unmask: options.Unmask = False,
) -> None:
    """Run the command; its help is `CHECK`."""
    spoken = terminal_lang(lang)
    with exits.reporting("policy check", spoken, as_json):
        from tierctl.app.check import check as check_policy
        from tierctl.render.findings import checked_json, findings
        from tierctl.render.view import View

        given = options.settings(params, param_file, as_of, strict=strict)
        checked = check_policy(policy, given, in_force=as_of is not None)
        rows = None
        if on is not None:
            from tierctl.app.check_rows import check_rows

            table = options.table_options(sheet, header_row, maps, units)
            rows = check_rows(on, checked.policy, table)
        if as_json:
            print_json(checked_json(checked, rows, spoken, unmask))
        else:
            view = View(lang=spoken, ascii=ascii_only, unmask=unmask)
            console(sys.stdout, not no_color).print(findings(checked, rows, view))
        raise typer.Exit(exits.NO if checked.has_errors else exits.DONE)


app.command("diff", help=policy_diff.HELP)(policy_diff.diff)
