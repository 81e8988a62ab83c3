"""Which rows below the header are customers, and which are totals, copies, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tierctl.model.address import Area
from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import half_width
from tierctl.model.table import Skip

_SPACE = re.compile(r"\s+")
_TOTAL = re.compile(
    r"(?:.{0,12}(?:合计|合計|总计|總計|小计|小計|共计|总和|汇总|累计)"
    r"|(?:.{0,24}\b)?(?:grand ?totals?|sub-?totals?|totals?|sum|summe))[:：]?"
)
_GRAND = re.compile(r".*(?:合计|合計|总计|總計|共计|总和|汇总|grand|^totals?|^sum|^summe)")
_TOTAL_FORMULA = re.compile(r"\s*(?:SUM|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|数据来源|资料来源|来源|制表|填表|编制|审核|复核|批准|打印|日期|单位"
    r"|notes?|sources?|prepared|approved|printed)[^:]{0,8}:|[*※]|以上|第.{1,4}页|注[1-9一二三]"
)


class RowClassifier:
    """Tell customers from the other rows below a header, row after row from the top."""

    def __init__(
        self,
        header: Mapping[int, str],
        identity: Sequence[int],
        required: Sequence[int],
        merges: Sequence[Area],
    ) -> None:
        self._header = {col: _plain(text) for col, text in header.items()}
        self._identity = identity
        self._required = required
        self._merged = {(a.first_row, a.first_col) for a in merges if a.last_col > a.first_col}
        self._after_total = False

    def skip(self, row: int, cells: Mapping[int, Cell]) -> Skip | None:
        """Return why a row is no customer, or None where it is one.

        `cells` are the row's cells in the header's columns, without blank ones; at least one.
        """
        texts = {col: _plain(c.text) for col, c in cells.items() if c.kind is Kind.TEXT}
        if self._is_header(texts):
            return Skip.REPEATED_HEADER
        label = next((texts[col] for col in sorted(texts)), "")
        if self._is_total(cells, texts, label):
            self._after_total = self._after_total or _GRAND.match(label) is not None
            return Skip.TOTAL
        named = any(col in cells for col in self._identity)
        valued = any(col in cells for col in self._required)
        if self._is_note(row, cells, texts, label):
            return Skip.NOTE
        if self._after_total and not (valued and (named or not self._identity)):
            return Skip.AFTER_TOTAL
        if not named and not valued and (self._identity or self._required):
            return Skip.NOTE
        return None

    def _is_header(self, texts: Mapping[int, str]) -> bool:
        same = [col for col, text in self._header.items() if texts.get(col) == text]
        return len(same) >= 2 and len(same) * 2 > len(self._header)

    def _is_total(self, cells: Mapping[int, Cell], texts: Mapping[int, str], label: str) -> bool:
        named = [col for col in self._identity if col in cells and texts.get(col) != label]
        if label and _TOTAL.fullmatch(label):
            return not named
        summed = any(
            col in cells and _TOTAL_FORMULA.match(cells[col].formula or "")
            for col in self._required
        )
        return summed and not any(col in cells for col in self._identity)

    def _is_note(
        self, row: int, cells: Mapping[int, Cell], texts: Mapping[int, str], label: str
    ) -> bool:
        if any(col in cells for col in self._required):
            return False
        if len(cells) == 1:
            col = next(iter(cells))
            return (row, col) in self._merged or _NOTE.match(label) is not None
        return len(texts) == len(cells) and _NOTE.match(label) is not None


def _plain(text: str) -> str:
    return _SPACE.sub(" ", half_width(text)).strip().casefold().replace(" :", ":")
