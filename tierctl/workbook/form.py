"""A rating form: what stands on one customer's page, in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierctl.model.text import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class FormItem:
    """One item: its number, what it gives for which value, the value read, the points."""

    number: str
    label: str
    reference: str
    most: float
    value: str
    points: float | None
    """None where they are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """A part of the form with its subtotal; without a label, items that belong to none."""

    label: str | None
    most: float
    subtotal: float | None
    items: tuple[FormItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """The printed words, the same on every customer's form."""

    headers: tuple[str, str, str, str, str, str]
    """Number, item, reference points, most, value, points."""
    subtotal: str
    total: str
    grade: str
    granted: str
    grounds: str
    signed: tuple[str, str, str]
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The page of one customer. `facts` and `remarks` are labels with what is said."""

    lang: Lang
    words: FormWords
    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[FormSection]
    out_of: float
    total: float | None
    between: str
    """Between which totals it will be, where it is open; empty where it is known."""
    grade: str
    color: str
    """The fill of the grade, RRGGBB."""
    remarks: Sequence[tuple[str, str]]
    notes: Sequence[str]
    source: str
    """Where the customer stands: the file, the sheet, the row."""
