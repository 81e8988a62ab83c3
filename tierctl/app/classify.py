"""Grade the customers of a workbook by a policy, and write an annotated copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from tierctl.app import messages
from tierctl.app.annotation_columns import ColumnBuilder
from tierctl.app.annotation_of import annotation_of
from tierctl.app.beside import found_in, joined_rows, meant_for, on_rows
from tierctl.app.check import refuse_errors
from tierctl.app.cross import CrossTable, cross_tables
from tierctl.app.decided import decided
from tierctl.app.existing import Comparison, OnExisting
from tierctl.app.forms import FormsWanted, PlacedForm, PlannedForms, planned_forms
from tierctl.app.outcome import Outcome
from tierctl.app.page import PageWriter
from tierctl.app.roles import Roles
from tierctl.app.stages import Report, Stage, unheard
from tierctl.app.summary import Figures, figures
from tierctl.app.target import refuse_existing, target_of
from tierctl.model.address import CellRef
from tierctl.model.decision import Decisions
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.table import BoundTable, ResultColumn
from tierctl.model.text import Lang
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.policy import Policy
from tierctl.policy.settings import today
from tierctl.tables.options import TableOptions
from tierctl.tables.read import read_table
from tierctl.workbook.annotate import Annotator
from tierctl.workbook.annotation import AnnotationColumn
from tierctl.workbook.messages import stale_page
from tierctl.workbook.own_columns import own_columns
from tierctl.workbook.own_page import own_page
from tierctl.workbook.page_graft import SHEET, PagePlace, PlacedPage, page_place
from tierctl.workbook.row_edits import PlacedColumn
from tierctl.workbook.stamp import is_unedited, read_stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyOptions:
    """`output` is a file or a folder; without it the copy stands beside the input. `lang` is the
    language of what is written; without it that of the sheet's headers.
    """

    table: TableOptions = field(default_factory=TableOptions)
    on_existing: OnExisting = OnExisting.APPEND
    beside: Sequence[Policy] = ()
    """More policies, each of which adds columns of its own."""
    columns: Sequence[str] | None = None
    """The columns to write: kinds, results, texts; without any, those that each policy names."""
    output: Path | None = None
    force: bool = False
    dry_run: bool = False
    summary_sheet: bool = True
    as_of: date | None = None
    """The date that the summary sheet names; today's without one."""
    lang: Lang | None = None
    forms: FormsWanted | None = None
    """Where a form for every customer goes, by the first policy: a scorecard."""
    taken: Set[Path] = frozenset()
    """Outputs that this run has already given to other inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """What was found, decided and written; `outcomes` are of each policy, the first one's first."""

    source: Path
    outcomes: Sequence[Outcome]
    crosses: Sequence[CrossTable]
    diagnostics: Sequence[Diagnostic]
    """Errors first, then warnings, then notes; each in the order of the sheet."""
    columns: Sequence[PlacedColumn]
    summary_sheet: str | None
    """The name of the sheet with the summary, if there is one."""
    output: Path
    forms: Sequence[PlacedForm]
    written: bool
    """Whether the copy and the forms were."""
    lang: Lang

    @property
    def policy(self) -> Policy:
        """The first policy."""
        return self.outcomes[0].policy

    @property
    def table(self) -> BoundTable:
        """The customers as the first policy read them."""
        return self.outcomes[0].table

    @property
    def decisions(self) -> Decisions:
        """The first policy's decisions."""
        return self.outcomes[0].decisions

    @property
    def figures(self) -> Figures:
        """The first policy's figures."""
        return self.outcomes[0].figures

    @property
    def comparison(self) -> Comparison | None:
        """How the first policy's tiers compare with those that the sheet had."""
        return self.outcomes[0].comparison


def classify(
    source: Path, policy: Policy, options: ClassifyOptions, report: Report = unheard
) -> Classified:
    """Grade a workbook and write its copy; with `dry_run`, refuse and tell the same, write nothing.

    Raises a TierctlError where the input, the policy or the output does not allow it; nothing is
    written then.
    """
    for rules in (policy, *options.beside):
        refuse_errors(rules)
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
        self.policies = [policy, *options.beside]
        self.options = options
        self.workbook = workbook
        self.stamp = stamp = read_stamp(workbook.package)
        self.own: Mapping[str, Mapping[str, str]] = own_columns(workbook, stamp)
        self.edited = stamp is not None and not is_unedited(workbook.package, stamp)
        self.page = own_page(workbook, stamp)

    def result(self, report: Report) -> Classified:
        options = self.options
        target = target_of(self.source, self.workbook.extension, options.output, options.taken)
        tables = self._tables()
        report(Stage.DECIDING)
        decided_tables = [
            decided(policy, table) for policy, table in zip(self.policies, tables, strict=True)
        ]
        first = decided_tables[0][0]
        lang: Lang = options.lang or ("zh" if first.chinese else "en")
        rows = joined_rows([table.rows for table, _ in decided_tables])
        builders = [
            self._builder(policy, table, decisions, lang)
            for policy, (table, decisions) in zip(self.policies, decided_tables, strict=True)
        ]
        columns: list[AnnotationColumn] = []
        diagnostics: list[Diagnostic] = []
        for builder, policy, table in zip(builders, self.policies, tables, strict=True):
            builder.taken = self._taken(first, builders, columns)
            made = builder.columns(options.columns or policy.columns)
            columns += [on_rows(column, table.rows, rows) for column in made]
            diagnostics += builder.diagnostics
        diagnostics += self._stale(first, builders)
        outcomes = [
            Outcome(
                policy=policy,
                table=table,
                decisions=decisions,
                figures=figures(policy, table, decisions),
                comparison=builder.comparison,
            )
            for builder, policy, (table, decisions) in zip(
                builders, self.policies, decided_tables, strict=True
            )
        ]
        annotator = Annotator(self.workbook, annotation_of(outcomes, rows, columns))
        diagnostics += annotator.copy.diagnostics
        if self.source.with_name(f"~${self.source.name}").exists():
            diagnostics.append(messages.open_elsewhere(self.source.name))
        place, told = self._page_place(first, lang)
        found = found_in(outcomes, [*diagnostics, *told])
        crosses = cross_tables(outcomes)
        refuse_existing(target, force=options.force)
        forms = self._forms(outcomes[0], target, lang)
        report(Stage.ANNOTATING)
        if options.dry_run:
            annotator.rehearse()
        elif place is None:
            annotator.write(target)
        else:
            page = PageWriter(
                outcomes=outcomes,
                crosses=crosses,
                diagnostics=found,
                lang=lang,
                file=self.source.name,
                as_of=options.as_of or today(),
            ).page()
            annotator.write(target, PlacedPage(page, place))
        if forms is not None and not options.dry_run:
            forms.write()
        return Classified(
            source=self.source,
            outcomes=outcomes,
            crosses=crosses,
            diagnostics=found,
            columns=annotator.copy.columns,
            summary_sheet=place.name if place is not None else None,
            output=target,
            forms=forms.placed if forms is not None else [],
            written=not options.dry_run,
            lang=lang,
        )

    def _forms(self, outcome: Outcome, target: Path, lang: Lang) -> PlannedForms | None:
        if self.options.forms is None:
            return None
        return planned_forms(
            self.options.forms,
            outcome,
            lang,
            self.source.name,
            force=self.options.force,
            taken={*self.options.taken, target},
        )

    def _tables(self) -> list[BoundTable]:
        """Return the customers as each policy reads them: all in one table of one sheet."""
        own_sheet = self.page.name if self.page else None
        known = replace(self.options.table, own_headers=self.own, own_sheet=own_sheet)
        tables: list[BoundTable] = []
        for policy in self.policies:
            maps, units = meant_for(policy, known, self.policies)
            again = policy is not self.policies[-1]
            chosen = replace(known, maps=maps, units=units, again=again)
            table = read_table(self.workbook, policy, chosen)
            tables.append(table)
            if (table.sheet, table.header_row) != (tables[0].sheet, tables[0].header_row):
                raise messages.other_table(
                    policy.id, str(_header(table)), self.policies[0].id, str(_header(tables[0]))
                )
        return tables

    def _builder(
        self, policy: Policy, table: BoundTable, decisions: Decisions, lang: Lang
    ) -> ColumnBuilder:
        stamped = self.stamp.policy if self.stamp is not None else ""
        return ColumnBuilder(
            policy,
            table,
            decisions,
            lang,
            mode=self.options.on_existing,
            edited=self.edited,
            roles=Roles(policy.id, alone=len(self.policies) == 1, earlier=stamped),
        )

    def _taken(
        self, table: BoundTable, builders: Sequence[ColumnBuilder], made: Sequence[AnnotationColumn]
    ) -> set[str]:
        """Return the headers of our other columns: those made so far, and those that stay."""
        left = self._left(table, builders)
        return {c.header for c in made} | {c.header for c in left}

    def _stale(self, table: BoundTable, builders: Sequence[ColumnBuilder]) -> Iterator[Diagnostic]:
        for column in self._left(table, builders):
            yield messages.stale_column(CellRef(table.sheet, table.header_row, column.col))

    def _left(self, table: BoundTable, builders: Sequence[ColumnBuilder]) -> list[ResultColumn]:
        """Return the columns of earlier runs that this one does not write."""
        written = {column.col for builder in builders for column in builder.known().values()}
        return [column for column in table.own_columns.values() if column.col not in written]

    def _page_place(
        self, table: BoundTable, lang: Lang
    ) -> tuple[PagePlace | None, list[Diagnostic]]:
        """Return where the summary sheet goes, if anywhere, and what is to be told about it."""
        # The page as a table of customers is what somebody has named: no page then.
        earlier = self.page if self.page is not None and self.page.name != table.sheet else None
        if self.options.summary_sheet:
            return page_place(self.workbook, self.stamp, earlier, SHEET.to(lang))
        return None, [stale_page(earlier.name)] if earlier is not None else []


def _header(table: BoundTable) -> CellRef:
    return CellRef(table.sheet, table.header_row, table.first_col)
