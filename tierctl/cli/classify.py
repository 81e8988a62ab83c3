"""`tierctl classify`: grade the customers of workbooks, write annotated copies, show summaries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tierctl.cli import exits, options
from tierctl.cli.terminal import said, terminal_lang

HELP = said(
    "按策略给工作簿里的客户定级，写出带等级和依据的副本。",
    "Grade the customers of a workbook by a policy, and write an annotated copy.",
)


def classify(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", readable=False, help=said("工作簿 .xlsx / .xlsm。", "Workbooks.")
        ),
    ],
    policies: options.Policies = None,
    params: options.Params = None,
    param_file: options.ParamFile = None,
    strict: options.Strict = False,
    sheet: options.Sheet = None,
    header_row: options.HeaderRow = None,
    maps: options.Maps = None,
    units: options.Units = None,
    on_existing: options.OnExisting = "append",
    columns: options.Columns = None,
    no_summary_sheet: options.NoSummarySheet = False,
    as_of: options.AsOf = None,
    output: options.Output = None,
    force: options.Force = False,
    dry_run: options.DryRun = False,
    fail_on: options.FailOn = None,
    all_diagnostics: options.AllDiagnostics = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
    lang: options.LangOption = None,
    no_color: options.NoColor = False,
    ascii_only: options.Ascii = False,
    unmask: options.Unmask = False,
) -> None:
    """Run the command; its help is `HELP`."""
    spoken = terminal_lang(lang)
    with exits.reporting("classify", spoken, as_json):
        # Imported when it runs: `--help` needs none of it.
        from tierctl.app.classify import ClassifyOptions
        from tierctl.app.existing import OnExisting
        from tierctl.app.policies import resolve_policies
        from tierctl.cli.column_list import parse_columns
        from tierctl.cli.graded_files import Shown, grade_files

        given = options.settings(params, param_file, as_of, strict=strict)
        rules = resolve_policies(policies or ["sales-size"], given)
        chosen = ClassifyOptions(
            beside=rules[1:],
            table=options.table_options(sheet, header_row, maps, units),
            on_existing=OnExisting(on_existing),
            columns=parse_columns(columns, rules) if columns is not None else None,
            summary_sheet=not no_summary_sheet,
            as_of=given.as_of,
            output=output,
            force=force,
            dry_run=dry_run,
            lang=lang,
        )
        shown = Shown(
            command="classify",
            lang=spoken,
            fail_on=fail_on or [],
            all_diagnostics=all_diagnostics,
            as_json=as_json,
            quiet=quiet,
            color=not no_color,
            ascii=ascii_only,
            unmask=unmask,
        )
        grade_files(files, lambda _: (rules[0], chosen), shown)
