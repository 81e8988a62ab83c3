"""`tierctl classify`: grade the customers of workbooks, write annotated copies, show summaries."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tierctl.cli import exits, options
from tierctl.cli.terminal import console, print_json, said, terminal_lang
from tierctl.model.errors import TierctlError

if TYPE_CHECKING:
    from tierctl.app.classify import Classified
    from tierctl.app.stages import Report
    from tierctl.cli.fail_on import FailOn
    from tierctl.render.view import View

_WIDE = 72
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
    on_existing: Annotated[
        Literal["append", "overwrite"],
        typer.Option(
            help=said(
                "已有内容的等级列：保留并另加一列，或覆盖。",
                "A filled tier column: keep it and add ours, or replace it.",
            ),
        ),
    ] = "append",
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="tier,reason,rule,next-tier,gap-to-next",
            help=said(
                "要写的列，按此顺序；也可写策略的结果名和等级说明名。不给则由策略决定。",
                "The columns to write, in this order: also results, and texts of the tiers, by"
                " their names. Without it the policy says which.",
            ),
        ),
    ] = None,
    no_summary_sheet: Annotated[
        bool,
        typer.Option(
            "--no-summary-sheet",
            help=said("副本里不加“等级汇总”工作表。", "Add no summary sheet to the copy."),
        ),
    ] = False,
    as_of: options.AsOf = None,
    output: options.Output = None,
    force: options.Force = False,
    dry_run: options.DryRun = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="error|warning|ungraded[=5%]|change",
            help=said("出现时以退出码 1 结束。", "Exit with 1 where it is found."),
        ),
    ] = None,
    all_diagnostics: Annotated[
        bool,
        typer.Option(
            "--all-diagnostics", help=said("列出全部问题。", "List every finding, not ten.")
        ),
    ] = False,
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
        from tierctl.app.classify import classify as classify_file
        from tierctl.app.existing import OnExisting
        from tierctl.app.messages import one_output
        from tierctl.app.policies import resolve_policies
        from tierctl.cli.column_list import parse_columns
        from tierctl.cli.each_file import each_file, files_code
        from tierctl.cli.fail_on import parse_fail_on
        from tierctl.cli.progress import progress
        from tierctl.render.json_object import classified
        from tierctl.render.view import View
        from tierctl.workbook.atomic import is_folder

        failing = parse_fail_on(fail_on or [])
        if len(files) > 1 and output is not None and not is_folder(output):
            raise one_output(str(output))
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
        view = View(
            lang=spoken,
            ascii=ascii_only,
            unmask=unmask,
            all_diagnostics=all_diagnostics,
            wide=console(sys.stdout).width >= _WIDE,
        )
        wanted = not (quiet or as_json)
        with progress(len(files), view, wanted=wanted, color=not no_color) as line:
            taken: set[Path] = set()

            def work(file: Path, report: Report) -> Classified:
                options_here = replace(chosen, taken=frozenset(taken))
                result = classify_file(file, rules[0], options_here, report)
                taken.add(result.output)
                return result

            results, errors = each_file(files, line, work)
        if as_json:
            print_json(classified(results, errors, spoken, unmask))
        else:
            _show(results, errors, view, quiet=quiet, color=not no_color)
        noes = [_say_no(result, failing, view) for result in results]
        raise typer.Exit(files_code(len(results), errors, any(noes)))


def _show(
    results: list[Classified],
    errors: list[tuple[str, TierctlError]],
    view: View,
    *,
    quiet: bool,
    color: bool,
) -> None:
    from tierctl.render.summary import summary

    out = console(sys.stdout, color)
    for result in results if not quiet else []:
        out.print(summary(result, view))
    for _, error in errors:
        exits.say_error(error, view.lang)


def _say_no(result: Classified, failing: Sequence[FailOn], view: View) -> bool:
    """Say on stderr what makes the answer “no”, and tell whether anything does."""
    from tierctl.render.words import NOBODY

    graded = sum(outcome.figures.graded for outcome in result.outcomes)
    found = [view.say(NOBODY)] if graded == 0 else []
    for condition in failing:
        met = condition.met(result)
        if met is not None:
            found.append(f"--fail-on {condition.text}: {view.say(met)}")
    for text in found:
        console(sys.stderr).print(f"tierctl: {view.file_text(result.source.name)}: {text}")
    return bool(found)
