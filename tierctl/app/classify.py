"""Grade the customers of a workbook by a policy, and write an annotated copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from tierctl.app import messages
from tierctl.app.annotation_columns import USUAL, ColumnBuilder, ColumnKind
from tierctl.app.check import refuse_errors
from tierctl.app.decided import decided
from tierctl.app.existing import Comparison, OnExisting
from tierctl.app.page import PageWriter
from tierctl.app.stages import Report, Stage, unheard
from tierctl.app.summary import Figures, figures
from tierctl.model.decision import Decisions
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.table import BoundTable
from tierctl.model.text import Lang
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.policy import Policy
from tierctl.tables.header import IDENTITY
from tierctl.tables.options import TableOptions
from tierctl.tables.read import read_table
from tierctl.workbook.annotate import Annotator
from tierctl.workbook.annotation import Annotation, AnnotationColumn
from tierctl.workbook.atomic import is_folder, require_place
from tierctl.workbook.messages import output_exists, stale_page
from tierctl.workbook.own_columns import own_columns
from tierctl.workbook.own_page import own_page
from tierctl.workbook.page_graft import SHEET, PagePlace, PlacedPage, page_place
from tierctl.workbook.row_edits import PlacedColumn
from tierctl.workbook.stamp import is_unedited, own_copy, read_stamp

_SEVERITIES = list(Severity)
_ZONE = timezone(timedelta(hours=8))  # Asia/Shanghai, which has no other time in summer


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyOptions:
    """`output` is a file or a folder; without it the copy stands beside the input. `lang` is the
    language of what is written; without it that of the sheet's headers.
    """

    table: TableOptions = field(default_factory=TableOptions)
    on_existing: OnExisting = OnExisting.APPEND
    columns: Sequence[ColumnKind] = USUAL
    output: Path | None = None
    force: bool = False
    dry_run: bool = False
    summary_sheet: bool = True
    as_of: date | None = None
    """The date that the summary sheet names; today's without one."""
    lang: Lang | None = None
    taken: Set[Path] = frozenset()
    """Outputs that this run has already given to other inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """What was found, decided and written."""

    source: Path
    policy: Policy
    table: BoundTable
    decisions: Decisions
    figures: Figures
    comparison: Comparison | None
    diagnostics: Sequence[Diagnostic]
    """Errors first, then warnings, then notes; each in the order of the sheet."""
    columns: Sequence[PlacedColumn]
    summary_sheet: str | None
    """The name of the sheet with the summary, if there is one."""
    output: Path
    written: bool
    lang: Lang


def classify(
    source: Path, policy: Policy, options: ClassifyOptions, report: Report = unheard
) -> Classified:
    """Grade a workbook and write its copy; with `dry_run`, refuse and tell the same, write nothing.

    Raises a TierctlError where the input, the policy or the output does not allow it; nothing is
    written then.
    """
    refuse_errors(policy)
    report(Stage.READING)
    workbook = WorkbookFile(source)
    try:
        return _Run(source, policy, options, workbook).result(report)
    finally:
        workbook.close()


class _Run:
    def __init__(
        self, source: Path, policy: Policy, options: ClassifyOptions, workbook: WorkbookFile
    ) -> None:
        self.source = source
        self.policy = policy
        self.options = options
        self.workbook = workbook
        self.stamp = stamp = read_stamp(workbook.package)
        self.own: Mapping[str, Mapping[str, str]] = own_columns(workbook, stamp)
        self.edited = stamp is not None and not is_unedited(workbook.package, stamp)
        self.page = own_page(workbook, stamp)

    def result(self, report: Report) -> Classified:
        policy, options = self.policy, self.options
        target = self._target()
        own_sheet = self.page.name if self.page else None
        known = replace(options.table, own_headers=self.own, own_sheet=own_sheet)
        table = read_table(self.workbook, policy, known)
        report(Stage.DECIDING)
        table, decisions = decided(policy, table)
        lang: Lang = options.lang or ("zh" if table.chinese else "en")
        builder = ColumnBuilder(
            policy, table, decisions, lang, mode=options.on_existing, edited=self.edited
        )
        columns = builder.columns(options.columns)
        diagnostics = builder.diagnostics
        annotator = Annotator(self.workbook, self._annotation(table, columns))
        diagnostics += annotator.copy.diagnostics
        if self.source.with_name(f"~${self.source.name}").exists():
            diagnostics.append(messages.open_elsewhere(self.source.name))
        place, told = self._page_place(table, lang)
        found = _sorted([*policy.notes, *diagnostics, *told], table, decisions)
        counted = figures(policy, table, decisions)
        self._refuse_existing(target)
        report(Stage.ANNOTATING)
        if options.dry_run:
            annotator.rehearse()
        elif place is None:
            annotator.write(target)
        else:
            page = PageWriter(
                policy=policy,
                table=table,
                figures=counted,
                diagnostics=found,
                lang=lang,
                file=self.source.name,
                as_of=options.as_of or datetime.now(_ZONE).date(),
            ).page()
            annotator.write(target, PlacedPage(page, place))
        return Classified(
            source=self.source,
            policy=policy,
            table=table,
            decisions=decisions,
            figures=counted,
            comparison=builder.comparison,
            diagnostics=found,
            columns=annotator.copy.columns,
            summary_sheet=place.name if place is not None else None,
            output=target,
            written=not options.dry_run,
            lang=lang,
        )

    def _page_place(
        self, table: BoundTable, lang: Lang
    ) -> tuple[PagePlace | None, list[Diagnostic]]:
        """Return where the summary sheet goes, if anywhere, and what is to be told about it."""
        # The page as a table of customers is what somebody has named: no page then.
        earlier = self.page if self.page is not None and self.page.name != table.sheet else None
        if self.options.summary_sheet:
            return page_place(self.workbook, self.stamp, earlier, SHEET.to(lang))
        return None, [stale_page(earlier.name)] if earlier is not None else []

    def _target(self) -> Path:
        extension = self.workbook.extension
        name = f"{self.source.stem}.tiered{extension}"
        output = self.options.output
        if output is None:
            target = self.source.with_name(name)
        elif is_folder(output) or not output.suffix:
            # A name without an extension is a folder, whether or not it is there.
            target = output / name
        else:
            target = output
        if target.suffix.casefold() != extension:
            raise messages.wrong_extension(str(target), extension)
        require_place(target)
        if target.exists() and target.samefile(self.source):
            raise messages.same_file(str(target))
        # One place has many names: relative, through a link, and on Windows in any case.
        if target.resolve() in {path.resolve() for path in self.options.taken}:
            raise messages.same_output(str(target))
        return target

    def _refuse_existing(self, target: Path) -> None:
        if target.exists() and not self.options.force:
            ours, unedited = own_copy(target)
            if not (ours and unedited):
                raise output_exists(str(target), ours)

    def _annotation(self, table: BoundTable, columns: Sequence[AnnotationColumn]) -> Annotation:
        return Annotation(
            sheet=table.sheet,
            header_row=table.header_row,
            rows=table.rows,
            columns=columns,
            data_cols=[
                column.col
                for column in table.columns.values()
                if column.input in IDENTITY or self.policy.inputs[column.input].required
            ],
            used_last_col=table.used_last_col,
            last_row=table.last_row,
            policy=self.policy.id,
            policy_version=self.policy.version,
            policy_digest=self.policy.digest,
        )


def _sorted(
    diagnostics: list[Diagnostic], table: BoundTable, decisions: Decisions
) -> list[Diagnostic]:
    found = [*diagnostics, *table.diagnostics]
    for decision in decisions.remarked():
        found += decision.problems
        found += decision.warnings
    return sorted(
        found,
        key=lambda d: (
            _SEVERITIES.index(d.severity),
            (d.cell.row, d.cell.col) if d.cell else (-1, -1),
        ),
    )
