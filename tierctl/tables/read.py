"""Read a workbook's customers: find the table, bind its columns, tell its rows apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.header_text import is_chinese, name_of
from tierctl.model.table import BoundTable, Skip, UnitSource
from tierctl.ooxml.ahead import ahead
from tierctl.ooxml.rows import Block, Row
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.policy import InputType, Policy
from tierctl.tables import messages
from tierctl.tables.boundaries import Boundaries
from tierctl.tables.cell_watch import CellWatch
from tierctl.tables.choices import chosen
from tierctl.tables.columns import ColumnReader
from tierctl.tables.doubts import Doubts
from tierctl.tables.filled_columns import FilledColumns
from tierctl.tables.find import find_header
from tierctl.tables.header import Header
from tierctl.tables.layout import RowFacts
from tierctl.tables.merged import FilledDown
from tierctl.tables.options import TableOptions
from tierctl.tables.row_units import currency_columns, row_unit_problem
from tierctl.tables.rows import RowClassifier
from tierctl.tables.said_cells import said_cells
from tierctl.tables.subject import detail_warning, refuse_other_subject
from tierctl.tables.sums import Sums
from tierctl.tables.table_layout import layout_of, serial_columns
from tierctl.tables.totals import total_of
from tierctl.tables.units import units_given

if TYPE_CHECKING:
    from tierctl.tables.bulk import BulkRows
    from tierctl.tables.bulk_cells import BulkCells


def read_table(workbook: WorkbookFile, policy: Policy, options: TableOptions) -> BoundTable:
    """Return the customers of the one sheet that the policy binds to.

    Raises InputRefused where the table, a column or a unit cannot be told with certainty.
    """
    header = find_header(workbook, policy, options)
    return RowReader(workbook, policy, options, header).table()


class RowReader:
    """Read the rows below a header into customers: one by one, or many at once."""

    def __init__(
        self, workbook: WorkbookFile, policy: Policy, options: TableOptions, header: Header
    ) -> None:
        self.workbook = workbook
        self.again = options.again
        self.policy = policy
        self.header = header
        units = units_given(policy, header, options.units)
        self.columns = [
            ColumnReader(policy.inputs[name], header, cols[0], units.get(name))
            for name, cols in header.inputs.items()
        ]
        self.results = FilledColumns({name: cols[0] for name, cols in header.results.items()})
        self.own = FilledColumns(header.own)
        self.rows: list[int] = []
        self.skipped: dict[int, Skip] = {}
        self.hidden = 0
        self.last_row = header.row
        self.used_last_col = max(header.texts)
        self.first_col, self.last_col = min(header.texts), max(header.texts)
        ours = set(header.own.values())
        self.wanted = {c for c in range(self.first_col, self.last_col + 1) if c not in ours}
        by_input = {column.read.name: column.col for column in self.columns}
        self.layout = layout_of(header, policy, by_input, self.wanted)
        required = [column for column in self.columns if column.read.required]
        self.sums = Sums([c for c in required if c.read.type is InputType.NUMBER])
        self.classifier = RowClassifier(self.layout, self.sums)
        self.filled = FilledDown(
            header.grid.merges,
            [
                column.col
                for column in self.columns
                if column.read.type is not InputType.NUMBER
                and column.col not in self.layout.identity
            ],
        )
        # A header row that the user named is the only one meant, whatever follows below.
        self.alone = options.header_row is None
        self.doubts = Doubts(
            header.sheet.name, self.layout, self.columns, self.sums, serial_columns(header)
        )
        self.currencies = currency_columns(header.texts)
        self.told = {*by_input.values(), *self.layout.results, *ours, *self.layout.naming}
        self.boundaries = Boundaries(workbook.package, header, self.layout.required)
        self.other_table = ""
        self.watch: CellWatch | None = None
        if options.closely is not None:
            as_of = options.closely
            self.watch = CellWatch(header, policy, self.columns, self.wanted, as_of)
        self.previous = header.row
        """The last row that held anything."""
        self.seen = -1
        """The last row of the sheet so far."""

    def table(self) -> BoundTable:
        """Read all rows, and return the customers."""
        blocks = ahead(self.header.part.blocks(), self._slab, lambda block: block.many)
        for block, slab in blocks:
            if slab is None:
                for row in block.rows:
                    self.take(row)
            else:
                slab.read()
        doubts, warnings = self.doubts.settled()
        found = [*self.header.diagnostics, *warnings]
        found += refuse_other_subject(self.header, self.layout)
        bound = {*(column.col for column in self.columns), *self.layout.results}
        found += detail_warning(self.header, bound)
        columns = {
            column.read.name: chosen(column.read, column.bound(), self.header.sheet.name, self.rows)
            for column in self.columns
        }
        for column in self.columns:
            found += column.warnings
        if self.watch is not None:
            found += self.watch.found()
        return BoundTable(
            sheet=self.header.sheet.name,
            header_rows=(self.header.first_row, self.header.row),
            rows=self.rows,
            columns=columns,
            result_columns=self.results.bound(self.header),
            own_columns=self.own.bound(self.header),
            doubts=doubts,
            skipped=self.skipped,
            hidden_rows=self.hidden,
            last_row=self.last_row,
            first_col=self.first_col,
            last_col=self.last_col,
            used_last_col=self.used_last_col,
            chinese=any(is_chinese(self.header.texts[column.col]) for column in self.columns),
            diagnostics=_ordered(found),
            other_sheets=self.header.other_sheets,
        )

    def _slab(self, block: Block) -> BulkRows | None:
        """Return a slice's rows by columns; None where they are read one by one."""
        if not block.many:
            return None
        from tierctl.tables.bulk import BulkRows

        return BulkRows(self, block)

    @cached_property
    def bulk_cells(self) -> BulkCells:
        """The reader of cells by columns."""
        from tierctl.tables.bulk_cells import BulkCells

        return BulkCells(self.workbook.cells)

    @property
    def clean(self) -> bool:
        """Whether what was read so far puts no row that follows in doubt."""
        return self.classifier.clean and self.doubts.clean

    def took(self, rows: Sequence[int], used_last_col: int, hidden: int) -> None:
        """Take note of customers that were read at once."""
        self.rows += rows
        self.previous = self.seen = self.last_row = rows[-1]
        self.used_last_col = max(self.used_last_col, used_last_col)
        self.hidden += hidden

    def take(self, row: Row) -> None:
        """Read one row of the sheet. Raises InputRefused where it stands above an earlier one."""
        if row.index <= self.seen:
            raise messages.rows_out_of_order(CellRef(self.header.sheet.name, row.index, 0))
        self.seen = row.index
        if row.index == self.header.row:
            # A year or a time in the header row names no column, and is in the way.
            used = [raw.col for raw in row.cells if raw.has_content]
            self.used_last_col = max([self.used_last_col, *used])
        elif row.index > self.header.row:
            self._row(row)

    def _row(self, row: Row) -> None:
        cells: dict[int, Cell] = {}
        reader = self.workbook.cells
        for raw in row.cells:
            if raw.has_content:
                self.used_last_col = max(self.used_last_col, raw.col)
                self.last_row = row.index
                cell = reader.read(row.index, raw)
                if not cell.blank:
                    cells[raw.col] = cell
        ours = {col: cells.pop(col) for col in [*cells] if col not in self.wanted}
        if not cells:
            return
        told = said_cells(cells, self.layout.naming)
        if not told:
            self.skipped[row.index] = Skip.NOTE
            return
        unsaid, cells = len(told) < len(cells), told
        gap = row.index > self.previous + 1
        facts = RowFacts(row.index, cells, self.layout, gap=gap, unsaid=unsaid)
        self.previous = row.index
        bounded = self.boundaries.skip(row.index)
        if bounded is not None:
            self.skipped[row.index] = bounded
            self.doubts.total("合计" if bounded is Skip.TOTAL else "-")
            return
        skip = self.classifier.skip(facts)
        if skip is not None:
            self.skipped[row.index] = skip
            self._skipped(facts, skip)
            return
        self.rows.append(row.index)
        self.hidden += row.hidden
        filled = self.filled.fill(row.index, cells)
        for column in self.columns:
            column.add(row.index, filled.get(column.col))
        self.results.add(cells)
        self.own.add(ours)
        self.doubts.add(facts, other_block=self.classifier.other_block)
        if self.watch is not None:
            self.watch.add(row.index, cells)
        self._check_units({**ours, **cells})

    def _check_units(self, cells: Mapping[int, Cell]) -> None:
        """Report amounts whose row names another currency or unit than their column's."""
        looked_at = cells.keys() - self.told
        for column in self.columns:
            if looked_at and column.counts_money and column.source is not UnitSource.OPTION:
                problem = row_unit_problem(
                    cells, looked_at, column.unit, self.header.sheet.name, self.currencies
                )
                if problem is not None:
                    column.problems.setdefault(len(self.rows) - 1, problem)

    def _skipped(self, facts: RowFacts, skip: Skip) -> None:
        """Take from a row that is no customer what it says about the others."""
        if skip is Skip.TOTAL:
            self.doubts.total(total_of(facts, self.sums) or "")
        elif skip is Skip.REPEATED_HEADER:
            self._refuse_other_period(facts)
            self.doubts.repeated_header()
        elif skip is Skip.OTHER_TABLE and self.alone and not self.classifier.other_block:
            self._refuse_second_table(facts)
        elif skip in (Skip.NOTE, Skip.AFTER_TOTAL):
            self._check_note(facts.cells)

    def _refuse_other_period(self, facts: RowFacts) -> None:
        above = [
            cell.text
            for row, cells in self.header.grid.rows.items()
            if row < self.header.first_row
            for cell in cells.values()
        ]
        if self.alone and self.classifier.other_years(above):
            at = CellRef(self.header.sheet.name, facts.row, min(facts.cells))
            raise messages.other_period(self.header.ref(min(self.header.texts)), at)

    def _check_note(self, cells: Mapping[int, Cell]) -> None:
        for column in self.columns:
            column.note_below(cells)

    def _refuse_second_table(self, facts: RowFacts) -> None:
        """Refuse more customers under another header; a summary or a legend is only skipped."""
        self.other_table = self.other_table or str(
            CellRef(self.header.sheet.name, facts.row, min(facts.cells))
        )
        names = map(name_of, facts.texts.values())
        if self.classifier.looks_like_ours(facts) or any(
            name in self.layout.identity_names for name in names
        ):
            raise messages.two_headers([self.header.place, self.other_table])


def _ordered(found: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(found, key=lambda d: (d.cell.row, d.cell.col) if d.cell else (-1, -1))
