"""Which rows below the header are customers, and which are totals, copies, notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tierctl.model.address import Area
from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import half_width
from tierctl.model.table import Skip
from tierctl.tables.headers import is_unit, name_of, unitless_name

_SPACE = re.compile(r"\s+")
_CJK_SPACE = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_COUNT = r"共?\d+[家户个人位名]"
_TOTAL = re.compile(
    r"(?:.{0,12}(?:合计|合計|总计|總計|小计|小計|共计|共計|总和|總和|汇总|累计|总额)"
    r"|(?:.{0,24}\b)?(?:grand ?totals?|sub-?totals?|totals?)|sum|summe"
    r"|平均[值数额]?|均值|最大值?|最小值?|最高值?|最低值?|占比|比例|average|avg|mean|max|min"
    rf"|客户数|户数|家数|其中.{{0,20}}|{_COUNT})(?: ?\([^)]*\))?:?(?: ?{_COUNT})?"
)
_GRAND = re.compile(r"合计|合計|总计|總計|共计|共計|总和|總和|汇总|.*grand|totals?|sum|summe")
_TOTAL_FORMULA = re.compile(
    r"\s*(?:SUM|SUBTOTAL|AGGREGATE)\((?:\d+,){0,2}"
    r"(?:([$A-Z]+[$0-9]+(?::[$A-Z]+[$0-9]+)?)(?![!\w])|\w+\[(?!\[?[#@]))",
    re.IGNORECASE,
)
# Words that may be a customer's name where no code tells.
_WEAK = re.compile("average|avg|mean|max|min|sum|summe|total")
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|数据来源|资料来源|来源|制表|填表|编制|审核|复核|批准|打印|日期|(?:金额|货币|计量)?单位"
    r"|notes?|sources?|prepared|approved|printed)[^:]{0,8}:|以上(?:数据|金额|信息|内容|资料|客户|各)"
    r"|第.{1,4}页(?:$|[ ,、/共])|注[1-9一二三]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the columns below a header are for."""

    header: Sequence[Mapping[int, str]]
    """The header as a whole, then the lines of it: what a copy of it further down reads like."""
    customer_id: int | None
    customer_name: int | None
    required: Collection[int]
    required_names: Collection[str]
    """The header names of the required inputs: where they stand again, another table begins."""
    identity_names: Collection[str]
    """The header names of the inputs that tell who a customer is."""
    merges: Sequence[Area]
    header_row: int
    other_identity: Collection[int] = ()
    """Columns that may tell who a customer is, where two or more could be the one."""

    @property
    def identity(self) -> list[int]:
        """The columns that tell who a customer is."""
        known = (self.customer_id, self.customer_name, *self.other_identity)
        return [col for col in known if col is not None]


class RowClassifier:
    """Tell customers from the other rows below a header, row after row from the top."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._header = [
            {col: _squeezed(_plain(text)) for col, text in line.items()} for line in layout.header
        ]
        self._identity = layout.identity
        self._required = layout.required
        self._merged = {
            (a.first_row, a.first_col) for a in layout.merges if a.last_col > a.first_col
        }
        self._after_total = False
        self._other_table = False
        self._previous = layout.header_row

    def skip(self, row: int, cells: Mapping[int, Cell]) -> Skip | None:
        """Return why a row is no customer, or None where it is one.

        `cells` are the row's cells in the header's columns, without blank ones; at least one.
        """
        texts = {col: _plain(c.text) for col, c in cells.items() if c.kind is Kind.TEXT}
        gap, self._previous = row > self._previous + 1, row
        if any(self._repeats(line, cells, texts) for line in self._header):
            self._other_table = False
            return Skip.REPEATED_HEADER
        if self._other_table or (
            self._is_other_header(cells, texts)
            and (gap or self._after_total or self._names(texts, self._layout.identity_names))
        ):
            self._other_table = True
            return Skip.OTHER_TABLE
        total = self._total(cells, texts)
        if total is not None:
            self._after_total = self._after_total or _GRAND.match(total) is not None
            return Skip.TOTAL
        named = any(col in cells for col in self._identity)
        valued = any(col in cells for col in self._required)
        if self._is_note(row, cells, texts):
            return Skip.NOTE
        if self._after_total and not (valued and (named or not self._identity)):
            return Skip.AFTER_TOTAL
        if not named and not valued and (self._identity or self._required):
            return Skip.NOTE
        return None

    def _repeats(
        self, line: Mapping[int, str], cells: Mapping[int, Cell], texts: Mapping[int, str]
    ) -> bool:
        """Tell whether a row reads like a line of the header: most of it, and its units."""
        same = {col for col, text in texts.items() if line.get(col) == _squeezed(text)}
        if len(same) < 2 or len(same) * 2 <= len(line):
            return bool(same) and len(same) == len(cells) == len(line)
        return all(col in same for col in self._required if col in line)

    def _is_other_header(self, cells: Mapping[int, Cell], texts: Mapping[int, str]) -> bool:
        if len(cells) < 2 or len(texts) < len(cells):
            return False
        return self._names(texts, self._layout.required_names)

    @staticmethod
    def _names(texts: Mapping[int, str], names: Collection[str]) -> bool:
        return any(
            name_of(text) in names or unitless_name(text) in names for text in texts.values()
        )

    def _total(self, cells: Mapping[int, Cell], texts: Mapping[int, str]) -> str | None:
        """Return what a row of totals is called, or None where it is none."""
        first = min(texts, default=-1)
        marked = [col for col in sorted({first, *self._identity}) if _marks(texts, col)]
        if marked and self._is_marked_total(cells, texts, marked):
            return texts[marked[0]]
        summed = any(_sums_upwards(cells[col]) for col in self._required if col in cells)
        identified = len(self._identity) > 1 and all(col in cells for col in self._identity)
        return texts.get(first, "") if summed and not identified else None

    def _is_marked_total(
        self, cells: Mapping[int, Cell], texts: Mapping[int, str], marked: Sequence[int]
    ) -> bool:
        """Tell a total from a customer that bears such a name, and has a code."""
        id, name = self._layout.customer_id, self._layout.customer_name
        if id in marked:
            return True
        if name in marked:
            weak = id is None and _WEAK.fullmatch(texts[marked[0]])
            summed = any(cells[col].formula for col in self._required if col in cells)
            return id not in cells and (not weak or summed)
        # 合计 under another header: a count may stand where the others have names.
        return name not in texts if name is not None else id not in cells

    def _is_note(self, row: int, cells: Mapping[int, Cell], texts: Mapping[int, str]) -> bool:
        if len(texts) == len(cells) and all(map(is_unit, texts.values())):
            return True
        if any(col in cells for col in self._required) or len(texts) < len(cells):
            return False
        col = min(cells)
        if len(cells) > 1:
            return _NOTE.match(texts[col]) is not None
        return (
            (row, col) in self._merged
            or re.match(r"\*(?!s?st)|※", texts[col]) is not None
            or (_NOTE.match(texts[col]) is not None)
        )


def _squeezed(text: str) -> str:
    return text.replace(" ", "")


def _marks(texts: Mapping[int, str], col: int) -> bool:
    text = texts.get(col, "")
    if " " in text:
        text = _CJK_SPACE.sub("", text)
    return _TOTAL.fullmatch(text) is not None


def _sums_upwards(cell: Cell) -> bool:
    """Tell whether a cell adds up cells of its own column: months in a row make a customer."""
    match = _TOTAL_FORMULA.match(cell.formula or "")
    if match is None or match[1] is None:
        # A whole column of an Excel table, which is above its totals.
        return match is not None
    area = Area.parse(match[1])
    return area is not None and area.first_col <= cell.col <= area.last_col


def _plain(text: str) -> str:
    return _SPACE.sub(" ", half_width(text)).strip().casefold().replace(" :", ":")
