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
    "按评分卡给客户评分定级：各项得分、小计、总分、等级、主要扣分和升级所需。",
    "Score customers by a card: points, subtotals, total, grade, reason codes, the way up.",
)


def score_credit(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", readable=False, help=said("工作簿 .xlsx / .xlsm。", "Workbooks.")
        ),
    ],
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
        from tierctl.cli.column_list import parse_columns
        from tierctl.cli.graded_files import Shown, grade_files

        given = options.settings(params, param_file, as_of, strict=strict)
        cards = cards_of(policy, given)
        table = options.table_options(sheet, header_row, maps, units)
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
