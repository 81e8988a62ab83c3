"""What the columns below a header are for, and what a row tells by them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from tierctl.model.address import Area
from tierctl.model.cell import Cell, Kind
from tierctl.model.quantity import half_width

_SPACE = re.compile(r"\s+")
_DIGIT = re.compile(r"\d")
_DIGITS, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")
# Numbers of so few digits count rows: they start again in every group, and run through totals.
_SERIAL = re.compile(r"[1-9]\d{0,3}")
_CJK = re.compile("[\u4e00-\u9fff]")
_LONGEST_CODE, _MOST_WORDS = 32, 4


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
    required_names: Set[str]
    """The header names of the required inputs: where they stand again, another table begins."""
    identity_names: Set[str]
    """The header names of the inputs that tell who a customer is."""
    known_names: Set[str]
    """Every header name that the policy knows."""
    choices: Mapping[int, Set[str]] = field(default_factory=dict)
    """What a column of choices may say, plain: a row with one of them is no header."""
    tier_names: Set[str] = frozenset()
    """What the policy's own tiers are called, plain."""
    merges: Sequence[Area]
    header_row: int
    other_identity: Collection[int] = ()
    """Columns that may tell who a customer is, where two or more could be the one."""
    stand_in: int | None = None
    """The column of texts that may tell who a customer is, where no header says so."""
    says_customer: bool = True
    """Whether the header of the codes itself says that they are customers'."""

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
    gap: bool = False
    """Whether a blank row stands above it."""
    unsaid: bool = False
    """Whether something stands where a name would, and says nothing: a dash, the 0 of a link."""

    @property
    def first(self) -> bool:
        """Whether it is the first row below the header."""
        return self.row == self.layout.header_row + 1

    @cached_property
    def texts(self) -> dict[int, str]:
        """Its texts, plain: half width, small letters, single spaces."""
        return {col: plain(c.text) for col, c in self.cells.items() if c.kind is Kind.TEXT}

    @property
    def named(self) -> bool:
        """Whether it tells who a customer is."""
        return any(col in self.cells for col in self.layout.naming)

    @property
    def valued(self) -> bool:
        """Whether a required input has something in it."""
        return any(col in self.cells for col in self.layout.required)

    @property
    def chosen(self) -> bool:
        """Whether a column of choices has one of them."""
        choices = self.layout.choices.items()
        return any(self.texts.get(col) in words for col, words in choices)

    @cached_property
    def code(self) -> str:
        """What stands where the codes stand, plain; "" where nothing does."""
        col = self.layout.customer_id
        cell = self.cells.get(col) if col is not None else None
        return half_width(cell.text).strip() if cell is not None else ""

    @cached_property
    def coded(self) -> bool:
        """Whether it has a customer's code: with a digit, and no serial number."""
        code = self.code
        return (
            _DIGIT.search(code) is not None
            and _SERIAL.fullmatch(code) is None
            and len(code) <= _LONGEST_CODE
            and len(_CJK.findall(code)) <= _MOST_WORDS
        )

    @property
    def identified(self) -> bool:
        """Whether it has a customer's code, and a name where the customers have names."""
        name = self.layout.customer_name
        return self.coded and (name is None or name in self.cells)

    @property
    def shape(self) -> str:
        """The form of its code."""
        return shape_of(self.code)

    @cached_property
    def filled(self) -> int:
        """How many of its cells describe a customer: neither required inputs nor results."""
        layout = self.layout
        return sum(col not in layout.required and col not in layout.results for col in self.cells)

    @cached_property
    def labels(self) -> dict[int, str]:
        """The texts by which a row says what it is: the first one, and those that name."""
        first = min(self.texts, default=-1)
        return {c: t for c, t in self.texts.items() if c == first or c in self.layout.naming}


def shape_of(code: str) -> str:
    """Return the form of a code: DKF0001 is A9."""
    return _DIGITS.sub("9", _LETTERS.sub("A", code))


def plain(text: str) -> str:
    """Return a text in half width and small letters, with single spaces."""
    return _SPACE.sub(" ", half_width(text)).strip().casefold().replace(" :", ":")
