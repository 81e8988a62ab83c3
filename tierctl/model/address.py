"""Cell addresses: zero-indexed inside, A1 outside, and the one converter pair between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

_AREA = re.compile(
    r"\$?([A-Za-z]{1,3})?\$?(\d{1,7})?(?::\$?([A-Za-z]{1,3})?\$?(\d{1,7})?)?\Z", re.ASCII
)


@lru_cache(maxsize=MAX_COLUMNS)
def column_letters(index: int) -> str:
    """Return the letters of a zero-indexed column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=MAX_COLUMNS)
def column_index(letters: str) -> int:
    """Return the zero-indexed column of its letters, in either case."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell of one sheet, zero-indexed."""

    sheet: str
    row: int
    col: int

    @property
    def a1(self) -> str:
        """The address without the sheet: `G7`."""
        return f"{column_letters(self.col)}{self.row + 1}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.a1}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, zero-indexed, both ends included."""

    first_row: int
    first_col: int
    last_row: int
    last_col: int

    @classmethod
    def parse(cls, ref: str) -> Area | None:
        """Read `A1:H28`, `$A$1`, `A:C` or `1:4`; None where it is no area."""
        match = _AREA.match(ref.strip())
        if match is None or not any(match.groups()):
            return None
        left, top, right, bottom = match.groups()
        if ":" not in ref:
            if left is None or top is None:
                return None
            right, bottom = left, top
        if (left is None) != (right is None) or (top is None) != (bottom is None):
            return None
        rows = (int(top) - 1, int(bottom) - 1) if top and bottom else (0, MAX_ROWS - 1)
        cols = (column_index(left), column_index(right)) if left and right else (0, MAX_COLUMNS - 1)
        if min(rows) < 0 or max(rows) >= MAX_ROWS or max(cols) >= MAX_COLUMNS:
            return None
        return cls(min(rows), min(cols), max(rows), max(cols))

    @property
    def a1(self) -> str:
        """The address as a sheet writes it: `A8:H28`, or `A8` where it is one cell."""
        first = f"{column_letters(self.first_col)}{self.first_row + 1}"
        last = f"{column_letters(self.last_col)}{self.last_row + 1}"
        return first if first == last else f"{first}:{last}"

    @property
    def absolute(self) -> str:
        """The address as a defined name writes it: `$A$8:$H$28`."""
        return (
            f"${column_letters(self.first_col)}${self.first_row + 1}"
            f":${column_letters(self.last_col)}${self.last_row + 1}"
        )

    def holds(self, row: int, col: int) -> bool:
        """Tell whether a cell lies in the area."""
        return self.first_row <= row <= self.last_row and self.first_col <= col <= self.last_col
