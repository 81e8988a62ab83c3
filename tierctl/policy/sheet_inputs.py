"""The input columns of a rules sheet: their types, their units, their conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tierctl.model.address import column_letters
from tierctl.model.cell import Kind
from tierctl.model.header_text import header_unit, name_of
from tierctl.model.quantity import PLAIN, Dimension, Unit, base_unit
from tierctl.policy.bounds import BoundWords
from tierctl.policy.canonical import canonical
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.conditions import is_default, parse_condition
from tierctl.policy.document import InputDocument, Label
from tierctl.policy.rule_cells import RuleCells

_ANY = "-"
_MONEY = ("万", "亿", "元", "¥", "￥")


class InputColumn:
    """One column of conditions: the input that it is about, and a text for every rule."""

    def __init__(
        self,
        cells: RuleCells,
        col: int,
        rows: Sequence[int],
        known: Mapping[str, InputDocument],
        bounds: BoundWords,
    ) -> None:
        self._cells = cells
        self._bounds = bounds
        self.col = col
        self.header = cells.text(cells.header_row, col)
        self.texts = {row: self._written(row) for row in rows}
        found = _known(self.header, known)
        if found is not None:
            self.name, self.document = found
        else:
            self.name = f"input_{column_letters(col).lower()}"
            self.document = self._guessed()
        self._bare = self._header_unit()

    @property
    def number(self) -> bool:
        """Whether the input is a number."""
        return self.document.type == "number"

    def condition(self, row: int) -> str:
        """Return a rule's condition; a bare number counts in the header's unit where it has one.

        Raises PolicyInvalid, which names the cell.
        """
        text = self.texts[row] or _ANY
        if is_default(text):
            return _ANY
        unit = base_unit(self.document.unit)
        if not self.number or self._bare is None or self._bare == unit:
            return text
        try:
            values = parse_condition(text, self._bare, bounds=self._bounds)
        except ConditionError as e:
            raise self._cells.refusal(row, self.col, e.message) from e
        return canonical(values, unit.dimension, "en")

    def says_default(self, row: int) -> bool:
        """Tell whether a rule takes what no other takes, as far as this input is concerned."""
        return is_default(self.texts[row])

    def _written(self, row: int) -> str:
        """Return a condition as it is written; a cell that holds a number means that number."""
        text = self._cells.text(row, self.col)
        cell = self._cells.cell(row, self.col)
        return f"= {text}" if cell is not None and cell.kind is Kind.NUMBER else text

    def _header_unit(self) -> Unit | None:
        if not self.number:
            return None
        return header_unit(self.header, base_unit(self.document.unit).dimension)

    def _guessed(self) -> InputDocument:
        """Return the input that a header means which nobody knows: a number where it reads so."""
        given = [text for text in self.texts.values() if text and not is_default(text)]
        unit = self._guessed_unit(given)
        numbers = sum(_reads(text, unit) for text in given)
        label = Label(zh=self.header, en=self.header)
        if numbers * 2 <= len(given):
            return InputDocument(label=label, type="text")
        return InputDocument(label=label, type="number", unit=unit.symbol or None)

    def _guessed_unit(self, texts: Sequence[str]) -> Unit:
        if header_unit(self.header, Dimension.MONEY) or any(
            word in text for text in texts for word in _MONEY
        ):
            return base_unit("元")
        ratio = header_unit(self.header, Dimension.RATIO)
        if ratio is not None or any("%" in text for text in texts):
            return ratio or base_unit("%")
        return PLAIN


def _known(header: str, known: Mapping[str, InputDocument]) -> tuple[str, InputDocument] | None:
    """Return the one known input that bears a header, with the header as one more alias."""
    wanted = name_of(header)
    found = [
        (name, given)
        for name, given in known.items()
        if wanted in {name_of(t) for t in (name, given.label.zh, given.label.en, *given.aliases)}
    ]
    return found[0] if len(found) == 1 else None


def _reads(text: str, unit: Unit) -> bool:
    try:
        parse_condition(text, unit)
    except ConditionError:
        return False
    return True
