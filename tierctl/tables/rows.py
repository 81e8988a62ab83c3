"""Which rows below the header are customers, and which are totals, copies, notes.

A row that tells who a customer is, with nothing to the contrary, is a customer, whatever else is
missing in it: what is doubtful stays ungraded (see `doubts`), and is not skipped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from tierctl.model.address import Area
from tierctl.model.cell import Cell, Kind
from tierctl.model.header_text import name_of, unitless_name
from tierctl.model.quantity import half_width
from tierctl.model.table import Skip
from tierctl.tables.modifiers import cores
from tierctl.tables.row_words import is_grand, is_heading, is_note, is_weak, total_word
from tierctl.tables.unit_notes import states_unit

_SPACE = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")
_DIGITS, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")
_TOTAL_FORMULA = re.compile(
    r"\s*(?:SUM|SUBTOTAL|AGGREGATE)\((?:\d+,){0,2}"
    r"(?:([$A-Z]+[$0-9]+(?::[$A-Z]+[$0-9]+)?)(?![!\w])|\w+\[(?!\[?[#@]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What the columns below a header are for."""

    header: Sequence[Mapping[int, str]]
    """The header as a whole, then the lines of it: what a copy of it further down reads like."""
    customer_id: int | None
    customer_name: int | None
    required: Collection[int]
    results: Set[int] = frozenset()
    """Columns for what a policy gives: they tell nothing of who a customer is."""
    required_names: Collection[str]
    """The header names of the required inputs: where they stand again, another table begins."""
    identity_names: Collection[str]
    """The header names of the inputs that tell who a customer is."""
    known_names: Collection[str]
    """Every header name that the policy knows."""
    merges: Sequence[Area]
    header_row: int
    other_identity: Collection[int] = ()
    """Columns that may tell who a customer is, where two or more could be the one."""
    stand_in: int | None = None
    """The column of texts that may tell who a customer is, where no header says so."""

    @cached_property
    def identity(self) -> list[int]:
        """The columns that tell who a customer is, by their headers."""
        known = (self.customer_id, self.customer_name, *self.other_identity)
        return [col for col in known if col is not None]

    @cached_property
    def naming(self) -> list[int]:
        """The columns that tell who a customer is, or the one that may."""
        return self.identity or [col for col in (self.stand_in,) if col is not None]


@dataclass(frozen=True)
class RowFacts:
    """One row below the header: its cells in the header's columns, blank ones left out."""

    row: int
    cells: Mapping[int, Cell]
    layout: Layout

    @cached_property
    def texts(self) -> dict[int, str]:
        """Its texts, plain: half width, small letters, single spaces."""
        return {col: _plain(c.text) for col, c in self.cells.items() if c.kind is Kind.TEXT}

    @property
    def named(self) -> bool:
        """Whether it tells who a customer is."""
        return any(col in self.cells for col in self.layout.naming)

    @property
    def valued(self) -> bool:
        """Whether a required input has something in it."""
        return any(col in self.cells for col in self.layout.required)

    @cached_property
    def coded(self) -> bool:
        """Whether it has a customer's code: something with a digit where the codes stand."""
        col = self.layout.customer_id
        cell = self.cells.get(col) if col is not None else None
        return cell is not None and _DIGIT.search(half_width(cell.text)) is not None

    @cached_property
    def filled(self) -> int:
        """How many of its cells describe a customer: neither required inputs nor results."""
        layout = self.layout
        return sum(col not in layout.required and col not in layout.results for col in self.cells)


class RowClassifier:
    """Tell customers from the other rows below a header, row after row from the top."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._header = [
            {col: _squeezed(_plain(text)) for col, text in line.items()} for line in layout.header
        ]
        self._merged = {
            (a.first_row, a.first_col) for a in layout.merges if a.last_col > a.first_col
        }
        self._after_total = False
        self._other_table = False
        self._previous = layout.header_row
        self._least: int | None = None
        """The fewest cells that describe a customer so far."""
        self._shapes: set[str] = set()

    def skip(self, facts: RowFacts) -> Skip | None:
        """Return why a row is no customer, or None where it is one; it holds at least one cell."""
        gap, self._previous = facts.row > self._previous + 1, facts.row
        if any(self._repeats(line, facts) for line in self._header):
            self._other_table = self._after_total = False
            return Skip.REPEATED_HEADER
        if self._other_table or self._starts_other_table(facts, gap):
            self._other_table = True
            return Skip.OTHER_TABLE
        total = total_of(facts)
        if total is not None:
            # A total above all customers has nothing below it but customers.
            self._after_total |= is_grand(total) and self._least is not None
            return Skip.TOTAL
        if self._is_note(facts):
            return Skip.NOTE
        if self._after_total and not self._may_be_customer(facts):
            return Skip.AFTER_TOTAL
        if not facts.named and not facts.valued and self._layout.naming:
            return Skip.NOTE
        if facts.named or not self._layout.naming:
            least = self._least
            self._least = facts.filled if least is None else min(least, facts.filled)
        if facts.coded:
            self._shapes.add(self._shape(facts))
        return None

    def looks_like_ours(self, facts: RowFacts) -> bool:
        """Tell whether a row of another table has a code like those of the customers above."""
        return facts.valued and facts.coded and self._shape(facts) in self._shapes

    def _shape(self, facts: RowFacts) -> str:
        """Return the form of a customer's code: DKF0001 is A9."""
        code = facts.cells[self._layout.customer_id or 0].text
        return _DIGITS.sub("9", _LETTERS.sub("A", half_width(code).strip()))

    def _repeats(self, line: Mapping[int, str], facts: RowFacts) -> bool:
        """Tell whether a row reads like a line of the header: most of it, and its units."""
        same = {col for col, text in facts.texts.items() if line.get(col) == _squeezed(text)}
        if len(same) < 2 or len(same) * 2 <= len(line):
            return bool(same) and len(same) == len(facts.cells) == len(line)
        return all(col in same for col in self._layout.required if col in line)

    def _starts_other_table(self, facts: RowFacts, gap: bool) -> bool:
        """Tell whether a row is the header of another table.

        A customer may be called 销售额, too: where a name stands, another header must confirm it.
        """
        texts, layout = facts.texts, self._layout
        if len(facts.cells) < 2 or len(texts) < len(facts.cells) or facts.coded:
            return False
        required = {col for col, text in texts.items() if _is_one_of(text, layout.required_names)}
        known = [col for col, text in texts.items() if _is_one_of(text, layout.known_names)]
        identity = any(_is_one_of(text, layout.identity_names) for text in texts.values())
        if not required or not (gap or self._after_total or identity):
            return False
        return len(known) > 1 or not required <= set(layout.naming)

    def _may_be_customer(self, facts: RowFacts) -> bool:
        """Tell whether a row below a grand total may be a customer all the same."""
        if facts.coded or (facts.valued and (facts.named or not self._layout.naming)):
            return True
        return facts.named and facts.filled >= (self._least or 0)

    def _is_note(self, facts: RowFacts) -> bool:
        cells, texts = facts.cells, facts.texts
        if len(texts) == len(cells) and all(map(states_unit, texts.values())):
            return True
        if facts.valued or len(texts) < len(cells):
            return False
        col = min(cells)
        if len(cells) > 1:
            return is_note(texts[col])
        merged = (facts.row, col) in self._merged
        return merged or is_note(texts[col]) or is_heading(texts[col])


def total_of(facts: RowFacts) -> str | None:
    """Return what a row of totals is called, or None where it is none.

    Where there are no codes, a word that may be a name is no total unless a sum stands there.
    """
    label = _label(facts)
    if label is not None and not (_may_be_name(label, facts) and not _summed(facts)):
        return label
    identity = facts.layout.identity
    identified = len(identity) > 1 and all(col in facts.cells for col in identity)
    if _sums_upwards(facts) and not identified:
        return facts.texts.get(min(facts.texts, default=-1), "")
    return None


def total_like(facts: RowFacts) -> str | None:
    """Return a word of totals in a row that passes for a customer, or None where there is none."""
    if facts.coded:
        return None
    return next((word for text in facts.texts.values() if (word := total_word(text))), None)


def _may_be_name(label: str, facts: RowFacts) -> bool:
    return is_weak(label) and facts.named and facts.layout.customer_id is None


def _label(facts: RowFacts) -> str | None:
    """Return the label of a total, where nothing says that it is a customer of that name."""
    texts, id, name = facts.texts, facts.layout.customer_id, facts.layout.customer_name
    first = min(texts, default=-1)
    words = {col: word for col, text in texts.items() if (word := total_word(text)) is not None}
    marked = [col for col in words if col in {first, *facts.layout.naming} or not facts.named]
    if not marked:
        return None
    if id in marked:
        return words[id]
    if name in marked or facts.layout.stand_in in marked:
        col = name if name in marked else facts.layout.stand_in
        return None if id in facts.cells else words[col if col is not None else first]
    # 合计 under another header: a count may stand where the others have names.
    described = name in texts if name is not None else id in facts.cells
    return None if described else words[marked[0]]


def _summed(facts: RowFacts) -> bool:
    return any(facts.cells[col].formula for col in facts.layout.required if col in facts.cells)


def _sums_upwards(facts: RowFacts) -> bool:
    """Tell whether a cell adds up cells of its own column: months in a row make a customer."""
    for col in facts.layout.required:
        cell = facts.cells.get(col)
        match = _TOTAL_FORMULA.match(cell.formula or "") if cell is not None else None
        if match is None:
            continue
        # A whole column of an Excel table is above its totals.
        area = Area.parse(match[1]) if match[1] is not None else None
        if match[1] is None or (area is not None and area.first_col <= col <= area.last_col):
            return True
    return False


def _is_one_of(text: str, names: Collection[str]) -> bool:
    name = unitless_name(text) or name_of(text)
    return name_of(text) in names or any(core in names for core in cores(name))


def _squeezed(text: str) -> str:
    return text.replace(" ", "")


def _plain(text: str) -> str:
    return _SPACE.sub(" ", half_width(text)).strip().casefold().replace(" :", ":")
