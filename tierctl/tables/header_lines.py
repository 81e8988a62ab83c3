"""The lines of a header: whether a row is its second line, and the ways to read each column."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from tierctl.model.address import Area
from tierctl.model.cell import Cell, Kind
from tierctl.model.header_text import is_chinese, name_of, same_text
from tierctl.model.quantity import Dimension, parse_quantity
from tierctl.tables.grid import Grid
from tierctl.tables.headers import is_unit, qualified
from tierctl.tables.modifiers import dated

_WIDEST_MERGE = 256
_YEARS, _MONTHS = range(1900, 2101), range(1, 13)
_BRACKETED = re.compile(r"[(（\[【].*\D.*[)）\]】]", re.DOTALL)
_SHORT = 8


@dataclass(frozen=True, kw_only=True)
class Names:
    """What the policy calls things: the inputs that a header text names, and which of them count.

    `inputs` returns the names of inputs; `required` and `identity` are such names.
    """

    inputs: Callable[[str], Collection[str]]
    required: Collection[str]
    identity: Collection[str]

    def required_by(self, text: str) -> bool:
        """Tell whether a header names a required input."""
        return any(name in self.required for name in self.inputs(text))

    def identify(self, text: str) -> bool:
        """Tell whether a header names what tells who a customer is."""
        return any(name in self.identity for name in self.inputs(text))


@dataclass(frozen=True, kw_only=True)
class Lines:
    """A row as a header: its texts by column, the texts above them, the readings of each column.

    `second` tells that the row above is no header by itself, but the first line of this one.
    """

    first_row: int
    texts: dict[int, str]
    uppers: Mapping[int, str]
    ways: dict[int, list[str]]
    second: bool


def lines_of(grid: Grid, row: int, names: Names) -> Lines:
    """Return a row as a header, with the line above where that belongs to it.

    Then a column may be read by its own text, by both, or by the text above alone. A line of units
    may stand under two others.
    """
    above = _line(grid, row - 1) if row else {}
    second = _second_line(grid, row, above, names)
    both = second and _translates(above, _labels(grid.rows[row]), names)
    texts = _line(grid, row)
    first_row = row
    readings: Mapping[int, list[str]] = {}
    if second:
        texts = {**texts, **_labels(grid.rows[row])}
        above = {**_spread(_open_groups(grid, row, above, names), above), **above}
        first_row = row - 1
        if all(map(_adds, _labels(grid.rows[row]).values())):
            over = lines_of(grid, row - 1, names)
            if over.second:
                above, readings, first_row = over.texts, over.ways, over.first_row
    ways = {col: [text] for col, text in texts.items()}
    for col, upper in above.items():
        uppers = readings.get(col, [upper])
        if col in ways and second and (_adds(texts[col]) or both):
            ways[col] = [_joined(way, texts[col], both) for way in uppers] + [upper] * both
            texts[col] = _joined(upper, texts[col], both)
        elif col in ways:
            own = texts[col]
            ways[col] = _readings(upper, own) if second else [own, upper + own]
        elif grid.merged_down(row, col) or (second and col not in grid.rows[row]):
            texts[col] = upper
            ways[col] = uppers
            first_row = min(first_row, row - 1)
    return Lines(
        first_row=first_row,
        texts=dict(sorted(texts.items())),
        uppers=above if first_row < row else {},
        ways=ways,
        second=second,
    )


def _adds(text: str) -> bool:
    """Tell whether a text is nothing by itself, but adds to the name above it: 万元, （全称）."""
    return is_unit(text) or _BRACKETED.fullmatch(text) is not None


def _joined(upper: str, own: str, both: bool) -> str:
    if both:
        return f"{upper} {own}"
    return upper + own if own.startswith(("(", "（", "[", "【")) else f"{upper}（{own}）"


def _readings(upper: str, own: str) -> list[str]:
    """Return the ways to read a column name under another text: 年平均 under 销售额."""
    # 计划 over 销售额 is another thing than 销售额, and 2023年 over it is one of several years.
    if qualified(f"({upper})"):
        return [upper + own]
    if dated(upper):
        return [f"{own}（{upper}）"]
    return [own, own + upper, upper + own, f"{upper}（{own}）"]


def _line(grid: Grid, row: int) -> dict[int, str]:
    """Return a row's texts; one merged over several columns stands over each that is in use."""
    cells = grid.rows.get(row, {})
    texts = {col: grid.text(row, col) for col in cells}
    for area in grid.near:
        if not area.first_row <= row <= area.last_row:
            continue
        for col in range(area.first_col, min(area.last_col, area.first_col + _WIDEST_MERGE) + 1):
            first = col == area.first_col and area.first_row < row
            if col not in cells and (first or grid.used_below(area.last_row, col)):
                texts[col] = grid.text(row, col)
    return {col: text for col, text in texts.items() if text}


def _second_line(grid: Grid, row: int, above: Mapping[int, str], names: Names) -> bool:
    """Tell whether a row is the second line of a header: of units, or of names under others.

    A customer is none: it stands under the names of what tells who it is, and has amounts.
    """
    cells, upper = grid.rows.get(row, {}), grid.rows.get(row - 1, {})
    if not cells or len(upper) < 2 or any(c.kind is not Kind.TEXT for c in upper.values()):
        return False
    labels = _labels(cells)
    if len(labels) < len(cells):
        return False
    if all(map(_adds, labels.values())):
        return True
    if _translates(above, labels, names):
        return True
    merged = [a for a in grid.near if a.first_row == a.last_row == row - 1]
    groups = [*merged, *_open_groups(grid, row, above, names)]
    under = {col for col in labels if _covered(groups, col)}
    # A customer's amounts may look like years, too.
    if any(cells[col].kind is Kind.NUMBER and col not in under for col in labels):
        return False
    if any(_tells_who(above.get(_left(groups, col), ""), labels[col], names) for col in labels):
        return False
    if under and all(col in under or col not in upper or is_unit(labels[col]) for col in labels):
        return True
    return _qualifies(labels, upper, above, under, names)


def _qualifies(
    labels: Mapping[int, str],
    upper: Mapping[int, Cell],
    above: Mapping[int, str],
    under: Collection[int],
    names: Names,
) -> bool:
    """Tell whether a row says more about columns, one of them required: 本月 under 销售额."""
    if not any(names.required_by(above.get(col, "")) for col in labels):
        return False
    if any(names.identify(text) for text in above.values()):
        return True
    return all(
        col in under or col not in upper or names.required_by(above.get(col, "")) for col in labels
    )


def _tells_who(upper: str, own: str, names: Names) -> bool:
    """Tell whether a text under the name of who a customer is may be one: 锦江 under 客户名称."""
    if not names.identify(upper) or _BRACKETED.fullmatch(own):
        return False
    return not any(names.inputs(text) for text in (own, upper + own, own + upper))


def _labels(cells: Mapping[int, Cell]) -> dict[int, str]:
    """Return the texts of a row, and its numbers where they are years or months in a row."""
    numbers = {col: text for col, cell in cells.items() if (text := _number(cell)) is not None}
    labels = {
        col: cell.text.strip()
        for col, cell in cells.items()
        if cell.kind is Kind.TEXT and col not in numbers
    }
    counted = [int(float(text)) for _, text in sorted(numbers.items()) if _whole(text)]
    steps = {b - a for a, b in itertools.pairwise(counted)}
    if 1 < len(set(counted)) == len(numbers):
        if all(n in _YEARS for n in counted):
            labels |= {col: f"{int(float(text))}年" for col, text in numbers.items()}
        elif all(n in _MONTHS for n in counted) and steps in ({1}, {-1}):
            labels |= {col: f"{int(float(text))}月" for col, text in numbers.items()}
    return labels


def _number(cell: Cell) -> str | None:
    """Return a cell's number, be it typed as a text, or None where it holds none."""
    if cell.kind is Kind.NUMBER:
        return cell.text
    if cell.kind is not Kind.TEXT:
        return None
    quantity = parse_quantity(cell.text, Dimension.MONEY)
    return quantity.digits if quantity is not None else None


def _whole(digits: str) -> bool:
    return float(digits).is_integer()


def _translates(above: Mapping[int, str], labels: Mapping[int, str], names: Names) -> bool:
    """Tell whether a row says in another language what the line above it says."""
    pairs = [(above.get(col, ""), own) for col, own in labels.items()]
    known = [(u, o) for u, o in pairs if names.inputs(u) and names.inputs(o)]
    if len(known) < 2 or len(labels) < len(above) or any(not upper for upper, _ in pairs):
        return False
    return all(
        is_chinese(name_of(u)) != is_chinese(name_of(o))
        and not same_text(u, o)
        and set(names.inputs(u)) & set(names.inputs(o))
        for u, o in known
    ) and any(names.required_by(u) for u, _ in known)


def _open_groups(grid: Grid, row: int, above: Mapping[int, str], names: Names) -> list[Area]:
    """Return the groups that are not merged: a text, then blank cells over names of columns."""
    cells, upper = grid.rows.get(row, {}), grid.rows.get(row - 1, {})
    titles = all(len(text) <= _SHORT and ":" not in text for text in above.values())
    if not (titles or any(names.inputs(text) for text in above.values())):
        return []
    groups = []
    for col in sorted(upper):
        last = col
        while last + 1 in cells and last + 1 not in above and grid.used_below(row, last + 1):
            last += 1
        if last > col:
            groups.append(Area(row - 1, col, row - 1, last))
    return groups


def _spread(groups: Collection[Area], above: Mapping[int, str]) -> dict[int, str]:
    return {
        col: above[area.first_col]
        for area in groups
        for col in range(area.first_col, area.last_col + 1)
        if area.first_col in above
    }


def _covered(areas: Collection[Area], col: int) -> bool:
    return any(a.first_col <= col <= a.last_col and a.last_col > a.first_col for a in areas)


def _left(areas: Collection[Area], col: int) -> int:
    """Return the column whose text stands over a column: its own, or that of its group."""
    return next((a.first_col for a in areas if a.first_col <= col <= a.last_col), col)
