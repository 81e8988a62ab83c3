"""The input columns of a rules sheet: their types, their units, their conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tierctl.model.address import column_letters
from tierctl.model.dates import day_of
from tierctl.model.header_text import BRACKETS, header_unit, name_of, same_text, unit_words
from tierctl.model.quantity import (
    DAY,
    PLAIN,
    Dimension,
    Unit,
    base_unit,
    half_width,
    parse_quantity,
)
from tierctl.model.text import Text
from tierctl.policy.bounds import BoundWords
from tierctl.policy.canonical import canonical
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.condition_words import reads_like_condition
from tierctl.policy.conditions import is_default, parse_condition
from tierctl.policy.document import InputDocument
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.shapes import Label

_ANY = "-"
_DASHES = re.compile("[-—–−－]+")
_MONEY = re.compile("[元¥￥]")
_MULTIPLE = re.compile("[万亿]")
_AMOUNTS = re.compile(
    r"(?:额度?|款|收入|营收|利润|资产|年销|销售)$"
    r"|\b(?:sales|revenue|turnover|income|profits?|amount|spend|spending|assets)$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"数(?!额)|量|\b(?:count|number|qty|quantity|volume|orders|visits)\b", re.IGNORECASE
)
_COUNTED = ("年", "个月", "月", "天", "日", "次", "人", "家", "分", "岁", "件", "笔", "台", "户")
_DATE_HEADER = re.compile(r"日期|时间|[^今当每单]日\Z|\b(?:date|day)\b", re.IGNORECASE)
_DATED = re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]")
_ONE_UNIT = {"个月": "月", "日": "天"}


class Subject(NamedTuple):
    """What a column's conditions are about: an input of the policy, or a result given above.

    `unit` is None for a text; `document` is None for a result.
    """

    name: str
    unit: Unit | None
    document: InputDocument | None


class InputColumn:
    """One column of conditions: what it is about, and a text for every rule."""

    def __init__(
        self,
        cells: RuleCells,
        header: tuple[int, int],
        rows: Sequence[int],
        subject: Subject,
        bounds: BoundWords,
    ) -> None:
        self._cells = cells
        self._bounds = bounds
        self.header_row, self.col = header
        self.name, self._base, self.document = subject
        text = cells.text(*header)
        said = header_unit(text, self._base.dimension) if self._base else None
        money = self._base is not None and self._base.dimension is Dimension.MONEY
        if said is None and money and self.document is not None:
            said = cells.noted_unit(header[0], rows[-1])
        self.unit = said or self._base
        """The unit in which a bare number counts; None for a text."""
        self.assumed = said is None and money
        """Whether no header or note says that amounts are in 元."""
        self.texts = {row: self._written(row) for row in rows}

    def condition(self, row: int) -> str:
        """Return a rule's condition, in the unit of the input.

        Raises PolicyInvalid, which names the cell.
        """
        text = self.texts[row]
        if self.says_default(row):
            return _ANY
        if is_default(text):
            zh = f'“{text}”与别的条件写在一起：任意值写 -，这个文本本身写 "{text}"'
            en = f'“{text}” beside other conditions: write - for any value, "{text}" for the text'
            raise self._cells.refusal(row, self.col, Text(zh, en))
        try:
            values = parse_condition(text, self.unit, bounds=self._bounds)
        except ConditionError as e:
            raise self._cells.refusal(row, self.col, e.message) from e
        if self._base is None or self.unit == self._base:
            return text
        return canonical(values, self._base.shown_as, "en")

    def says_default(self, row: int) -> bool:
        """Tell whether a rule takes any value here: blank, or -."""
        return self.texts[row] in ("", _ANY)

    def says_otherwise(self, row: int) -> bool:
        """Tell whether the cell is blank or says - 否则 其他."""
        return not self.texts[row] or is_default(self.texts[row])

    def _written(self, row: int) -> str:
        """Return a condition as it is written; a bare number or date means just that.

        A dash of any length means any value.
        """
        if self.unit == DAY and (day := self._cells.day(row, self.col)):
            return f"= {day}"
        text = self._cells.text(row, self.col)
        if _DASHES.fullmatch(text):
            return _ANY
        if self._cells.is_number(row, self.col):
            return f"= {text}"
        if self.unit == DAY:
            return f"= {text}" if day_of(half_width(text)) else text
        number = self.unit is not None and parse_quantity(text, self.unit.dimension) is not None
        return f"= {text}" if number else text


def subjects(
    cells: RuleCells,
    header_row: int,
    cols: Sequence[int],
    rows: Sequence[int],
    known: Mapping[str, InputDocument],
) -> dict[int, Subject]:
    """Return what each column of conditions is about.

    A header that one known input bears takes over its label, unit and aliases, unless two columns
    do. Raises PolicyInvalid for two columns of one header.
    """
    headers = {col: cells.text(header_row, col) for col in cols}
    for i, col in enumerate(cols):
        for other in cols[:i]:
            if same_text(headers[col], headers[other]):
                at = column_letters(other)
                zh = f"表头与 {at} 列相同：两个条件请写在一个单元格里，如 >100万 且 <=500万"
                en = (
                    f"column {at} has the same header: put both conditions into one cell,"
                    " such as >100万 且 <=500万"
                )
                raise cells.refusal(header_row, col, Text(zh, en))
    found = {col: _known(headers[col], known) for col in cols}
    names = [match[0] for match in found.values() if match]
    result = {}
    for col in cols:
        match = found[col]
        if match is None or names.count(match[0]) > 1:
            match = f"input_{column_letters(col).lower()}", _guessed(cells, header_row, col, rows)
        name, document = match
        result[col] = Subject(name, document.counted_in, document)
    return result


def _known(header: str, known: Mapping[str, InputDocument]) -> tuple[str, InputDocument] | None:
    """Return the one known input that bears a header.

    What stands in brackets makes another thing of it, 销售额（目标）, unless it is the unit.
    """
    found = []
    for name, given in known.items():
        names = (name, given.label.zh, given.label.en, *given.aliases)
        unit = header_unit(header, base_unit(given.unit).dimension)
        same = any(same_text(header, text) for text in names)
        if same or (unit is not None and name_of(header) in {name_of(t) for t in names}):
            found.append((name, given))
    return found[0] if len(found) == 1 else None


def _guessed(cells: RuleCells, header_row: int, col: int, rows: Sequence[int]) -> InputDocument:
    """Return the input that a header means which nobody knows: a number or a date by its rules."""
    header = cells.text(header_row, col)
    label = Label(zh=header, en=header)
    days = [row for row in rows if cells.day(row, col)]
    rest = [text for row in rows if row not in days and (text := cells.text(row, col))]
    if _about_dates(header, [text for text in rest if not is_default(text)], any_days=bool(days)):
        return InputDocument(label=label, type="date")
    texts = [text for row in rows if (text := cells.text(row, col)) and not is_default(text)]
    unit = _guessed_unit(header, texts)
    numbers = sum(_about_number(text, unit) for text in texts)
    if not numbers or numbers * 2 < len(texts):
        return InputDocument(label=label, type="text")
    named = _without_unit(header, unit)
    return InputDocument(
        label=Label(zh=named, en=named),
        aliases=(header,) if named != header else (),
        type="number",
        unit=unit.symbol or None,
    )


def _about_dates(header: str, texts: Sequence[str], *, any_days: bool) -> bool:
    """Tell whether all conditions are on dates; date cells alone may be a 5-12 that became one."""
    called = _DATE_HEADER.search(header) is not None
    if called and all(day_of(half_width(text)) for text in texts):
        return any_days or bool(texts)
    if not texts or not all(_DATED.search(half_width(text)) for text in texts):
        return False
    return called or any(_reads(text, DAY) for text in texts)


def _without_unit(header: str, unit: Unit) -> str:
    """Return a header without the brackets that hold its unit: values are shown in another one."""

    def kept(match: re.Match[str]) -> str:
        is_unit = header_unit(match[0], unit.dimension) or match[1].strip() in _COUNTED
        return "" if is_unit else match[0]

    named = BRACKETS.sub(kept, half_width(header)).strip()
    return named if named and named != half_width(header).strip() else header


def _about_number(text: str, unit: Unit) -> bool:
    return reads_like_condition(text) or parse_quantity(text, unit.dimension) is not None


def _guessed_unit(header: str, texts: Sequence[str]) -> Unit:
    """Return the unit that a header or its conditions name; 万 and 亿 are money, but for counts."""
    if any(_MONEY.search(text) for text in (header, *texts)):
        return base_unit("元")
    ratio = header_unit(header, Dimension.RATIO)
    if ratio is not None or any("%" in half_width(text) for text in texts):
        return ratio or base_unit("%")
    if _COUNT.search(header) is None and (
        header_unit(header, Dimension.MONEY) or any(_MULTIPLE.search(text) for text in texts)
    ):
        return base_unit("元")
    if _AMOUNTS.search(BRACKETS.sub("", half_width(header)).strip()):
        return base_unit("元")
    named = [word for word in unit_words(header) if word in _COUNTED]
    choices = [PLAIN, *(base_unit(_ONE_UNIT.get(word, word)) for word in (*named, *_COUNTED))]
    best = max(choices, key=lambda unit: sum(_reads(text, unit) for text in texts))
    return base_unit(_ONE_UNIT.get(named[0], named[0])) if named and best == PLAIN else best


def _reads(text: str, unit: Unit) -> bool:
    try:
        parse_condition(text, unit)
    except ConditionError:
        return False
    return True
