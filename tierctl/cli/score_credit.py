"""`tierctl score-credit`: grade customers by a scorecard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tierctl.cli import exits, options
from tierctl.cli.terminal import said, terminal_lang

if TYPE_CHECKING:
    from tierctl.app.classify import ClassifyOptions
    from tierctl.policy.policy import Policy

HELP = said(
    "按评分卡给客户评分定级：各项得分、小计、总分、等级、主要扣分和升级所需。"
    "不给文件则逐项询问一位客户。",
    "Score customers by a card: points, subtotals, total, grade, reason codes, the way up."
    " Without a file it asks about one customer, item by item.",
)


def score_credit(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...", readable=False, help=said("工作簿 .xlsx / .xlsm。", "Workbooks.")
        ),
    ] = None,
    policy: Annotated[
        str | None,
        typer.Option(
            help=said(
                "评分卡：credit-rating、trade-credit，或策略文件；不给则取列齐全的那一张。",
                "The card: credit-rating, trade-credit or a policy of your own; without it the one"
                " whose columns are all there.",
            )
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            readable=False,
            help=said(
                '一位客户的答案（TOML），什么都不问，如 debt_asset_ratio = "48%"。',
                'One customer\'s answers as TOML, and nothing is asked: debt_asset_ratio = "48%".',
            ),
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.xlsx",
            readable=False,
            help=said(
                "把这位客户的答案保存为工作簿的一行：新建，或加到已有的表。",
                "Save the customer's answers as a row of a workbook: a new one, or one that has"
                " these columns.",
            ),
        ),
    ] = None,
    params: options.Params = None,
    param_file: options.ParamFile = None,
    strict: options.Strict = False,
    sheet: options.Sheet = None,
    header_row: options.HeaderRow = None,
    maps: options.Maps = None,
    units: options.Units = None,
    segment: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help=said(
                "汇总按哪一列分组，例如 region、bank 或任一表头。",
                "Break the summary down by a column: region, bank, or any header.",
            ),
        ),
    ] = None,
    on_existing: options.OnExisting = "append",
    columns: options.Columns = None,
    no_summary_sheet: options.NoSummarySheet = False,
    as_of: options.AsOf = None,
    output: options.Output = None,
    forms: options.Forms = None,
    forms_workbook: options.FormsWorkbook = None,
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
    with exits.reporting("score-credit", spoken, as_json):
        from tierctl.app.choose_card import cards_of, choose_card
        from tierctl.app.classify import ClassifyOptions
        from tierctl.app.existing import OnExisting
        from tierctl.app.segment import segmented
        from tierctl.cli import one_customer
        from tierctl.cli.column_list import parse_columns
        from tierctl.cli.graded_files import Shown, grade_files

        given = options.settings(params, param_file, as_of, strict=strict)
        cards = cards_of(policy, given)
        table = options.table_options(sheet, header_row, maps, units)
        if not files:
            one_customer.refuse_without_files(
                {
                    "--segment": segment is not None,
                    "--on-existing": on_existing != "append",
                    "--columns": columns is not None,
                    "--no-summary-sheet": no_summary_sheet,
                    "-o": output is not None,
                    "--fail-on": bool(fail_on),
                    "--all-diagnostics": all_diagnostics,
                }
            )
            wanted = one_customer.OneCustomer(
                answers=answers,
                save=save,
                table=table,
                force=force,
                dry_run=dry_run,
                as_json=as_json,
                quiet=quiet,
                lang=spoken,
                color=not no_color,
                ascii=ascii_only,
                unmask=unmask,
            )
            one_customer.assess_one(cards, wanted)
            return
        one_customer.refuse_for_files(
            {"--answers": answers is not None, "--save": save is not None}
        )
        chosen = ClassifyOptions(
            table=table,
            on_existing=OnExisting(on_existing),
            columns=parse_columns(columns, cards) if columns is not None else None,
            summary_sheet=not no_summary_sheet,
            as_of=given.as_of,
            output=output,
            forms=options.forms_wanted(forms, forms_workbook, given.as_of, files),
            force=force,
            dry_run=dry_run,
            lang=lang,
        )

        def rules(file: Path) -> tuple[Policy, ClassifyOptions]:
            card = cards[0] if len(cards) == 1 else choose_card(file, cards, table)
            return segmented(card, segment) if segment is not None else card, chosen

        shown = Shown(
            command="score-credit",
            lang=spoken,
            fail_on=fail_on or [],
            all_diagnostics=all_diagnostics,
            as_json=as_json,
            quiet=quiet,
            color=not no_color,
            ascii=ascii_only,
            unmask=unmask,
        )
        grade_files(files, rules, shown)
