"""One cell as the file has it: its kind is never guessed and never folded into another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a cell holds. A formula counts as the kind of its cached value, if it has one."""

    BLANK = auto()
    NUMBER = auto()
    TEXT = auto()
    BOOLEAN = auto()
    ERROR = auto()
    DATE = auto()
    UNCACHED = auto()
    """A formula whose value is not in the file: unknown, not empty and not zero."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's content.

    `text` is the text of a TEXT cell, the number as written in the file, the error code, `TRUE`
    or `FALSE`, or a date as `2024-01-15` or `2024-01-15 13:30`. `percent` tells a number shown in
    percent, `foreign` one shown in another currency than 元.
    """

    row: int
    col: int
    kind: Kind
    text: str = ""
    percent: bool = False
    foreign: bool = False
    formula: str | None = None
    style: int | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the cell: no value, or a text of nothing but spaces."""
        return self.kind is Kind.BLANK or (self.kind is Kind.TEXT and not self.text.strip())
