"""Read a workbook's customers: find the table, bind its columns, tell its rows apart."""

from __future__ import annotations

from collections.abc import Mapping

from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import shown
from tierctl.model.table import BoundTable, ResultColumn, Skip
from tierctl.ooxml.rows import Row
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.policy import Policy
from tierctl.tables import messages
from tierctl.tables.columns import ColumnReader, units_given
from tierctl.tables.find import Header, find_header
from tierctl.tables.headers import is_chinese
from tierctl.tables.options import TableOptions
from tierctl.tables.rows import RowClassifier

_IDENTITY = ("customer_id", "customer_name")


def read_table(workbook: WorkbookFile, policy: Policy, options: TableOptions) -> BoundTable:
    """Return the customers of the one sheet that the policy binds to.

    Raises InputRefused where the table, a column or a unit cannot be told with certainty.
    """
    header = find_header(workbook, policy, options)
    return _Reader(workbook, policy, options, header).table()


class _Reader:
    def __init__(
        self, workbook: WorkbookFile, policy: Policy, options: TableOptions, header: Header
    ) -> None:
        self.workbook = workbook
        self.policy = policy
        self.header = header
        units = units_given(policy, header, options.units)
        self.columns = [
            ColumnReader(policy.inputs[name], header, cols[0], units.get(name))
            for name, cols in header.inputs.items()
        ]
        # Two columns that could hold the tier: neither is filled nor compared.
        self.results = {name: cols[0] for name, cols in header.results.items() if len(cols) == 1}
        self.texts: dict[str, list[str]] = {name: [] for name in self.results}
        self.formulas: set[str] = set()
        self.rows: list[int] = []
        self.skipped: dict[int, Skip] = {}
        self.hidden = 0
        self.last_row = header.row
        self.used_last_col = max(header.texts)
        self.first_col, self.last_col = min(header.texts), max(header.texts)
        ours = set(header.own.values())
        self.wanted = {c for c in range(self.first_col, self.last_col + 1) if c not in ours}
        by_input = {column.read.name: column.col for column in self.columns}
        self.classifier = RowClassifier(
            {col: text for col, text in header.texts.items() if col in self.wanted},
            [by_input[name] for name in _IDENTITY if name in by_input],
            [column.col for column in self.columns if column.read.required],
            header.grid.merges,
        )

    def table(self) -> BoundTable:
        previous = -1
        for block in self.header.part.blocks():
            for row in block.rows:
                if row.index <= previous:
                    raise messages.rows_out_of_order(CellRef(self.header.sheet.name, row.index, 0))
                previous = row.index
                if row.index > self.header.row:
                    self._row(row)
        diagnostics = list(self.header.diagnostics)
        columns = {column.read.name: column.bound() for column in self.columns}
        for column in self.columns:
            diagnostics += column.warnings
        return BoundTable(
            sheet=self.header.sheet.name,
            header_rows=(self.header.first_row, self.header.row),
            rows=self.rows,
            columns=columns,
            result_columns=self._result_columns(),
            own_columns=self.header.own,
            skipped=self.skipped,
            hidden_rows=self.hidden,
            last_row=self.last_row,
            first_col=self.first_col,
            last_col=self.last_col,
            used_last_col=self.used_last_col,
            chinese=any(is_chinese(self.header.texts[column.col]) for column in self.columns),
            diagnostics=_ordered(diagnostics),
        )

    def _row(self, row: Row) -> None:
        cells: dict[int, Cell] = {}
        reader = self.workbook.cells
        for raw in row.cells:
            if raw.has_content:
                self.used_last_col = max(self.used_last_col, raw.col)
                self.last_row = row.index
                if raw.col in self.wanted:
                    cell = reader.read(row.index, raw)
                    if not cell.blank:
                        cells[raw.col] = cell
        if not cells:
            return
        skip = self.classifier.skip(row.index, cells)
        if skip is not None:
            self.skipped[row.index] = skip
            return
        self.rows.append(row.index)
        self.hidden += row.hidden
        for column in self.columns:
            column.add(row.index, cells.get(column.col))
        for name, col in self.results.items():
            self._result(name, cells.get(col))

    def _result(self, name: str, cell: Cell | None) -> None:
        if cell is not None and cell.formula is not None:
            self.formulas.add(name)
        self.texts[name].append(_shown(cell))

    def _result_columns(self) -> Mapping[str, ResultColumn]:
        return {
            name: ResultColumn(
                result=name,
                col=col,
                header=self.header.texts[col],
                texts=self.texts[name],
                formulas=name in self.formulas,
            )
            for name, col in self.results.items()
        }


def _shown(cell: Cell | None) -> str:
    """Return what a cell shows, for comparing; an uncached formula holds something unknown."""
    if cell is None or cell.blank:
        return ""
    if cell.kind is Kind.NUMBER:
        return shown(float(cell.text))
    return cell.text.strip() or "?"


def _ordered(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(diagnostics, key=lambda d: (d.cell.row, d.cell.col) if d.cell else (-1, -1))
