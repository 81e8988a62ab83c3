"""`tierctl validate`: what is wrong or strange in the data, cell by cell, without grading."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tierctl.cli import exits, options
from tierctl.cli.terminal import console, print_json, said, terminal_lang

if TYPE_CHECKING:
    from tierctl.app.stages import Report
    from tierctl.app.validate import Validated
    from tierctl.render.view import View

HELP = said(
    "逐个单元格检查数据质量，不定级；有错误时退出码为 1。",
    "Test the data cell by cell, and grade nobody; with errors the exit code is 1.",
)


def validate(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", readable=False, help=said("工作簿 .xlsx / .xlsm。", "Workbooks.")
        ),
    ],
    policy: options.Policy = "sales-size",
    params: options.Params = None,
    param_file: options.ParamFile = None,
    as_of: options.AsOf = None,
    sheet: options.Sheet = None,
    header_row: options.HeaderRow = None,
    maps: options.Maps = None,
    units: options.Units = None,
    output: options.Output = None,
    force: options.Force = False,
    fail_on: Annotated[
        Literal["error", "warning"],
        typer.Option(
            help=said(
                "从哪一级起以退出码 1 结束。",
                "The least that makes the exit code 1: an error, or a warning as well.",
            )
        ),
    ] = "error",
    all_diagnostics: Annotated[
        bool,
        typer.Option(
            "--all-diagnostics",
            help=said("每类列出全部问题。", "List every finding of a kind, not three."),
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
    with exits.reporting("validate", spoken, as_json):
        from tierctl.app.messages import one_output
        from tierctl.app.policies import resolve_policy
        from tierctl.app.validate import ValidateOptions
        from tierctl.app.validate import validate as validate_file
        from tierctl.cli.each_file import each_file, files_code
        from tierctl.cli.progress import progress
        from tierctl.render.json_validation import validated_json
        from tierctl.render.validation import validation
        from tierctl.render.view import View
        from tierctl.workbook.atomic import is_folder

        given = options.settings(params, param_file, as_of)
        rules = resolve_policy(policy, given)
        table = options.table_options(sheet, header_row, maps, units)
        view = View(lang=spoken, ascii=ascii_only, unmask=unmask, all_diagnostics=all_diagnostics)

        if len(files) > 1 and output is not None and not is_folder(output):
            raise one_output(str(output))
        chosen = ValidateOptions(
            table=table, as_of=given.as_of, output=output, force=force, lang=lang
        )
        taken: set[Path] = set()

        def work(file: Path, report: Report) -> Validated:
            here = replace(chosen, taken=frozenset(taken))
            result = validate_file(file, rules, here, report)
            taken.update([result.output] if result.output is not None else [])
            return result

        wanted = not (quiet or as_json)
        with progress(len(files), view, wanted=wanted, color=not no_color) as line:
            results, errors = each_file(files, line, work)
        if as_json:
            print_json(validated_json(results, errors, spoken, unmask))
        else:
            for result in results if not quiet else []:
                console(sys.stdout, not no_color).print(validation(result, view))
            for _, error in errors:
                exits.say_error(error, spoken)
        noes = [_say_no(result, fail_on, view) for result in results]
        raise typer.Exit(files_code(len(results), errors, any(noes)))


def _say_no(result: Validated, fail_on: str, view: View) -> bool:
    """Say on stderr what makes the answer “no”, and tell whether anything does."""
    from tierctl.model.diagnostic import Severity
    from tierctl.render.words import COUNTS

    counts = {severity.value: result.count(severity) for severity in Severity}
    found = counts["error"] or (fail_on == "warning" and counts["warning"])
    if found:
        text = view.say(COUNTS, **counts)
        console(sys.stderr).print(f"tierctl: {view.file_text(result.source.name)}: {text}")
    return bool(found)
