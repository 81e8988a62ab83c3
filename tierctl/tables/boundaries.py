"""What Excel itself says of rows: the totals of a table, and another table below the customers."""

from __future__ import annotations

from collections.abc import Collection

from tierctl.model.table import Skip
from tierctl.ooxml.excel_tables import table_parts
from tierctl.ooxml.package import Package
from tierctl.tables.header import Header


class Boundaries:
    """Tell the rows that an Excel table counts as totals, or that are another table's."""

    def __init__(self, package: Package, header: Header, data_cols: Collection[int]) -> None:
        self._totals: set[int] = set()
        self._others: list[range] = []
        for table in table_parts(package, header.part):
            area = table.area
            if not any(area.first_col <= col <= area.last_col for col in data_cols):
                continue
            if area.first_row <= header.row <= area.last_row:
                first = area.last_row - table.totals_rows + 1
                self._totals.update(range(first, area.last_row + 1))
            elif area.first_row > header.row:
                self._others.append(range(area.first_row, area.last_row + 1))

    @property
    def ranges(self) -> list[range]:
        """The rows of which Excel says something."""
        return [*self._others, *(range(row, row + 1) for row in self._totals)]

    def skip(self, row: int) -> Skip | None:
        """Return why a row is no customer by what Excel says, or None where it says nothing."""
        if row in self._totals:
            return Skip.TOTAL
        return Skip.OTHER_TABLE if any(row in rows for rows in self._others) else None
