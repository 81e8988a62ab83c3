"""Columns that hold results already, ours or somebody's: what their cells show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import shown
from tierctl.model.table import UNKNOWN, ResultColumn
from tierctl.tables.header import Header


class FilledColumns:
    """Columns that hold results already, ours or somebody's: their texts, customer by customer."""

    def __init__(self, cols: Mapping[str, int]) -> None:
        self._by_name = cols
        self.cols = set(cols.values())
        self._texts: dict[str, list[str]] = {name: [] for name in cols}
        self._formulas: set[str] = set()

    def add(self, cells: Mapping[int, Cell]) -> None:
        """Take the next customer's cells."""
        for name, col in self._by_name.items():
            cell = cells.get(col)
            if cell is not None and cell.formula is not None:
                self._formulas.add(name)
            self._texts[name].append(_shown(cell))

    def extend(self, texts: Mapping[int, Sequence[str]]) -> None:
        """Take what the cells of many customers show, by column."""
        for name, col in self._by_name.items():
            self._texts[name] += texts[col]

    def bound(self, header: Header) -> dict[str, ResultColumn]:
        """Return the columns by result name."""
        return {
            name: ResultColumn(
                result=name,
                col=col,
                header=header.texts[col],
                texts=self._texts[name],
                formulas=name in self._formulas,
            )
            for name, col in self._by_name.items()
        }


def _shown(cell: Cell | None) -> str:
    """Return what a cell shows, for comparing; an uncached formula holds something unknown."""
    if cell is None or cell.blank:
        return ""
    return shown_text(cell.text, number=cell.kind is Kind.NUMBER)


def shown_text(text: str, *, number: bool) -> str:
    """Return what a cell that is not blank shows, by its text."""
    return shown(float(text)) if number else text.strip() or UNKNOWN
