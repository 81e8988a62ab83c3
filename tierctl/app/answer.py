"""An answer: what somebody says an input is, read as a cell of a sheet is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tierctl.app import assessment_messages as messages
from tierctl.engine.messages import outside_domain
from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import Dimension, parse_quantity
from tierctl.model.table import Value
from tierctl.policy.cases import LARGEST_RATIO, cell_of
from tierctl.policy.policy import Choice, Input, Policy
from tierctl.policy.shown import allowed_text, shown_value
from tierctl.tables.cell_values import value_in
from tierctl.tables.choices import no_choice
from tierctl.tables.diagnostics import unusable

Given = str | int | float | bool | date
_NOWHERE = CellRef("", 0, 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an input is said to be: the cell that would hold it, and its value."""

    cell: Cell
    value: Value

    @property
    def blank(self) -> bool:
        """Whether nothing is said."""
        return self.cell.blank


BLANK = Answer(Cell(0, 0, Kind.BLANK), None)


def typed(policy: Policy, read: Input, text: str) -> Answer | Diagnostic:
    """Return what a typed text means: a choice may be given by its number, too."""
    number = text.strip()
    if read.choice(text) is None and number.isascii() and number.isdigit():
        place = int(number) - 1 if len(number) < 4 else -1
        if 0 <= place < len(read.choices):
            return _chosen(read.choices[place])
    return answer_of(policy, read, text)


def answer_of(policy: Policy, read: Input, given: Given) -> Answer | Diagnostic:
    """Return what is given for an input, or what is wrong with it."""
    cell = cell_of(given)
    if cell.blank:
        return messages.needed(read.label) if read.needs_value else BLANK
    value = value_in(cell, read, read.unit)
    if value is None:
        return unusable(read.label, read.counted_in, cell, _NOWHERE)
    if read.choices:
        choice = read.choice(str(value))
        return no_choice(read, str(value), None) if choice is None else _chosen(choice)
    if isinstance(value, float) and _undecided(read, cell):
        return messages.undecided_ratio(read.label, cell.text)
    if read.domain is not None and not read.domain.holds(value):
        shown = shown_value(policy, read.name, value, chinese=False)
        return outside_domain(read.label, shown, allowed_text(read, read.domain), None)
    return Answer(cell, value)


def _chosen(choice: Choice) -> Answer:
    return Answer(Cell(0, 0, Kind.TEXT, choice.label.zh), choice.id)


def _undecided(read: Input, cell: Cell) -> bool:
    """Tell whether a bare number of an input in % may as well be a ratio: 0.48 for 48%."""
    if read.unit.dimension is not Dimension.RATIO or not read.unit.shift:
        return False
    quantity = parse_quantity(cell.text, Dimension.RATIO)
    bare = quantity is not None and quantity.unit is None
    number = float(cell.text) if cell.kind is Kind.NUMBER else 0.0
    if quantity is not None and bare:
        number = float(quantity.digits)
    return 0 < abs(number) <= LARGEST_RATIO
