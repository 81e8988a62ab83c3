"""Which rows below the header are customers, and which are totals, copies, notes.

A row that tells who a customer is, with nothing to the contrary, is a customer, whatever else is
missing in it: what is doubtful stays ungraded (see `doubts`), and is not skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from tierctl.model.header_text import name_of, unitless_name
from tierctl.model.table import Skip
from tierctl.tables.layout import Layout, RowFacts, plain, shape_of
from tierctl.tables.modifiers import cores
from tierctl.tables.row_words import (
    is_example_code,
    is_form_word,
    is_grand,
    is_heading,
    is_note,
    is_placeholder,
    is_signed,
)
from tierctl.tables.sums import Sums
from tierctl.tables.totals import total_of
from tierctl.tables.unit_notes import states_unit

_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d{2}(?=\s*年)")
_TITLE = re.compile(r"(?:19|20)\d{2} ?年(?:度)?(?:\d{1,2}月)?[^\d]{0,12}")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DATE = re.compile(r"\d{4}[-/年.]\d{1,2}")
_STEMS = "甲乙丙丁戊己庚辛壬癸"


class RowClassifier:
    """Tell customers from the other rows below a header, row after row from the top."""

    def __init__(self, layout: Layout, sums: Sums) -> None:
        self._layout = layout
        self._sums = sums
        self._header = [
            {col: _squeezed(plain(text)) for col, text in line.items()} for line in layout.header
        ]
        self._merged = {
            (a.first_row, a.first_col) for a in layout.merges if a.last_col > a.first_col
        }
        self._after_total = False
        self._other_table = False
        self.other_block = False
        """Whether the rows stand below what may be another table's header: all are in doubt."""
        self._least: int | None = None
        self._shapes: set[str] = set()
        self._years: set[str] = set()

    def skip(self, facts: RowFacts) -> Skip | None:
        """Return why a row is no customer, or None where it is one; it holds at least one cell."""
        if is_example_code(plain(facts.code)):
            return Skip.EXAMPLE
        if any(self._repeats(line, facts) for line in self._header):
            self._other_table = self._after_total = self.other_block = False
            return Skip.REPEATED_HEADER
        if self._other_table or self._starts_other_table(facts):
            self._other_table = True
            return Skip.OTHER_TABLE
        if not self.other_block and self._may_start_other_table(facts):
            self.other_block = True
            return Skip.OTHER_TABLE
        total = total_of(facts, self._sums)
        if total is not None:
            # A total above all customers has nothing below it but customers.
            self._after_total |= is_grand(total) and self._least is not None
            return Skip.TOTAL
        if self._is_note(facts):
            self._years |= {year for text in facts.texts.values() for year in _YEAR.findall(text)}
            return Skip.NOTE
        if self._after_total and not self._may_be_customer(facts):
            return Skip.AFTER_TOTAL
        if not facts.named and not facts.valued and self._layout.naming:
            return Skip.NOTE
        self._remember(facts)
        return None

    @property
    def clean(self) -> bool:
        """Whether the rows so far say nothing of those that follow."""
        return not (self._after_total or self._other_table or self.other_block)

    def _remember(self, facts: RowFacts) -> None:
        self._years.clear()
        if facts.named or not self._layout.naming:
            self._least = facts.filled if self._least is None else min(self._least, facts.filled)
        if facts.coded:
            self._shapes.add(facts.shape)

    def remember_run(self, least: int, codes: Iterable[str]) -> None:
        """Take note of many customers at once.

        `least` is the fewest cells by which one of them is described; `codes` have their forms.
        """
        self._years.clear()
        self._least = least if self._least is None else min(self._least, least)
        self._shapes.update(map(shape_of, codes))

    def looks_like_ours(self, facts: RowFacts) -> bool:
        """Tell whether a row of another table has a code like those of the customers above."""
        return facts.valued and facts.coded and facts.shape in self._shapes

    def other_years(self, above: Sequence[str]) -> bool:
        """Tell whether the notes right above this row name other years than those of the title."""
        titled = {year for text in above for year in _YEAR.findall(text)}
        return bool(self._years) and bool(titled) and not self._years & titled

    def _repeats(self, line: Mapping[int, str], facts: RowFacts) -> bool:
        """Tell whether a row reads like a line of the header: most of it, and its units."""
        same = {col for col, text in facts.texts.items() if line.get(col) == _squeezed(text)}
        if len(same) < 2 or len(same) * 2 <= len(line):
            return bool(same) and len(same) == len(facts.cells) == len(line)
        return all(col in same for col in self._layout.required if col in line)

    def _starts_other_table(self, facts: RowFacts) -> bool:
        """Tell whether a row is the header of another table.

        A customer may be called 销售额, too: where a name stands, another header must confirm it.
        """
        texts, layout = facts.texts, self._layout
        if _says_too_little(facts):
            return False
        required = {col for col, text in texts.items() if _is_one_of(text, layout.required_names)}
        known = [col for col, text in texts.items() if _is_one_of(text, layout.known_names)]
        identity = any(_is_one_of(text, layout.identity_names) for text in texts.values())
        if not required or not (facts.gap or self._after_total or identity):
            return False
        return len(known) > 1 or not required <= set(layout.naming)

    def _may_start_other_table(self, facts: RowFacts) -> bool:
        """Tell whether a row may be a header in words that nobody knows: 供应商 | 年采购额."""
        texts, layout = facts.texts, self._layout
        if _says_too_little(facts):
            return False
        worded = [texts[col] for col in layout.required if col in texts]
        if not worded or any(_DIGIT.search(text) or is_placeholder(text) for text in worded):
            return False
        known = any(_is_one_of(text, layout.known_names) for text in texts.values())
        return facts.gap or self._after_total or known

    def _may_be_customer(self, facts: RowFacts) -> bool:
        """Tell whether a row below a grand total may be a customer all the same."""
        if facts.coded or (facts.valued and (facts.named or not self._layout.naming)):
            return True
        return facts.named and facts.filled >= (self._least or 0)

    def _is_note(self, facts: RowFacts) -> bool:
        cells, texts = facts.cells, facts.texts
        if len(texts) == len(cells) and all(map(states_unit, texts.values())):
            return True
        if facts.first and self._is_form_row(facts):
            return True
        col = min(cells)
        if len(texts) == len(cells) and self._worded(facts) and _says_about(texts[col]):
            return True
        if len(texts) == len(cells) == 1 and _TITLE.fullmatch(texts[col]):
            return True
        if facts.valued or len(texts) < len(cells) or facts.coded:
            return False
        if len(cells) > 1:
            return False
        if (facts.row, col) in self._merged or is_heading(texts[col]):
            return True
        # One word where the codes stand, and every customer tells more.
        return col == self._layout.customer_id and (self._least or 2) > 1

    def _worded(self, facts: RowFacts) -> bool:
        """Tell whether nothing but words, or a date, stands where the amounts stand."""
        texts = (facts.texts[col] for col in self._layout.required if col in facts.texts)
        return all(not is_placeholder(t) and (":" in t or _DATE.search(t)) for t in texts)

    def _is_form_row(self, facts: RowFacts) -> bool:
        """Tell whether the first row below the header belongs to the form: 1, 2, 3; 必填, 必填."""
        values = [facts.cells[col].text.strip().removesuffix(".0") for col in sorted(facts.cells)]
        if len(values) < 2:
            return False
        if values == [str(n + 1) for n in range(len(values))]:
            return True
        if values[0] == "甲":
            return all(v in _STEMS or (v.isdigit() and len(v) < 3) for v in values)
        if len(facts.texts) < len(values):
            return False
        chinese = any("\u4e00" <= char <= "\u9fff" for char in "".join(self._header[0].values()))
        fields = chinese and all(_IDENTIFIER.fullmatch(value) for value in values)
        return all(map(is_form_word, values)) or (fields and facts.valued)


def _says_too_little(facts: RowFacts) -> bool:
    """Tell whether a row cannot be a header: one cell, a number, a code, or one of the choices."""
    few = len(facts.cells) < 2 or len(facts.texts) < len(facts.cells)
    return few or facts.coded or facts.chosen


def _says_about(text: str) -> bool:
    return is_note(text) or is_signed(text)


def _is_one_of(text: str, names: object) -> bool:
    assert isinstance(names, set | frozenset)
    name = unitless_name(text) or name_of(text)
    return name_of(text) in names or any(core in names for core in cores(name))


def _squeezed(text: str) -> str:
    return text.replace(" ", "")
