"""What a scorecard in a sheet reads: the column of each item, and further conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tierctl.model.text import Text
from tierctl.policy.bounds import BoundWords
from tierctl.policy.card_layout import CardItem, CardLayout
from tierctl.policy.card_sheet_grades import with_header
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.conditions import is_default, parse_condition
from tierctl.policy.document import ChoiceDocument, InputDocument
from tierctl.policy.patterns import NOTHING
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.shapes import Label
from tierctl.policy.sheet_inputs import InputColumn, Subject, subjects
from tierctl.policy.text_sets import TextSet


class CardInputs:
    """The inputs of a card's items, by the headers that the customers' sheet has for them."""

    def __init__(
        self,
        cells: RuleCells,
        layout: CardLayout,
        known: Mapping[str, InputDocument],
        bounds: BoundWords,
        *,
        judged: Mapping[str, str],
    ) -> None:
        self._cells = cells
        self._layout = layout
        self._bounds = bounds
        self.judged = judged
        """Items that a person judges, with what their row says of the most points."""
        self.documents: dict[str, InputDocument] = {}
        self.places: dict[str, tuple[int, int]] = {}
        """Input → the cell that names it."""
        self._names: dict[str, str] = {}
        self._columns: dict[str, list[InputColumn]] = {}
        others = [row for item in layout.items if item.name not in judged for row in item.rows]
        header = layout.header_row
        self._others = subjects(cells, header, layout.others, others, known)
        for col, subject in self._others.items():
            column = InputColumn(cells, (header, col), others, subject, bounds)
            self._others[col] = self._declared(column, (header, col))
        for item in layout.items:
            self._read(item, known)

    def of(self, item: CardItem) -> str:
        """Return the input that an item reads, or that holds its judged points."""
        return self._names[item.name]

    def columns(self, item: CardItem) -> Sequence[InputColumn]:
        """Return the conditions of an item's rungs: its own first."""
        return self._columns[item.name]

    def _read(self, item: CardItem, known: Mapping[str, InputDocument]) -> None:
        row, col = self._layout.header_row, self._layout.columns["condition"]
        cells = with_header(self._cells, row, col, item.name)
        at = (item.rows[0], self._layout.columns["item"])
        subject = subjects(cells, row, [col], item.rows, known)[col]
        if subject.name.startswith("input_"):
            subject = subject._replace(name=f"input_row_{item.rows[0] + 1}")
        if subject.name in self.documents:
            zh, en = "与另一项目读取同一列", "another item reads the same column"
            raise self._cells.refusal(*at, Text(zh, en))
        if item.name in self.judged:
            self._names[item.name] = self._judged(item, subject, at)
            return
        column = InputColumn(cells, (row, col), item.rows, subject, self._bounds)
        subject = self._declared(column, at)
        self._names[item.name] = subject.name
        others = [
            InputColumn(self._cells, (row, other), item.rows, about, self._bounds)
            for other, about in self._others.items()
        ]
        asked = [o for o in others if not all(o.says_default(r) for r in item.rows)]
        own = InputColumn(cells, (row, col), item.rows, subject, self._bounds)
        self._columns[item.name] = [own, *asked]

    def _judged(self, item: CardItem, subject: Subject, at: tuple[int, int]) -> str:
        document = subject.document
        if document is None or document.type != "number":
            named = item.name.removesuffix("（分）").removesuffix("(分)").strip()
            label = Label(zh=named, en=named)
            words = (" score",) if named.isascii() else ("得分", "评分")
            aliases = tuple(f"{named}{word}" for word in words)
            document = InputDocument(label=label, type="number", unit="分", aliases=aliases)
        self._declare(subject.name, document, at)
        return subject.name

    def _declared(self, column: InputColumn, at: tuple[int, int]) -> Subject:
        """Declare an input; one of listed texts takes no other ones."""
        assert column.document is not None
        document = column.document
        texts = _listed(column) if document.type == "text" else []
        if texts:
            choices = tuple(
                ChoiceDocument(id=_choice_id(n, texts), label=Label(zh=text, en=text))
                for n, text in enumerate(texts)
            )
            document = document.model_copy(update={"type": "choice", "choices": choices})
        self._declare(column.name, document, at)
        return Subject(column.name, document.counted_in, document)

    def _declare(self, name: str, document: InputDocument, at: tuple[int, int]) -> None:
        # A blank is for the item to treat; what has no column is refused.
        self.documents[name] = document.model_copy(update={"required": "column"})
        self.places[name] = at


def _listed(column: InputColumn) -> list[str]:
    """Return the texts that conditions list; none where one of them asks for anything else."""
    found: list[str] = []
    for text in column.texts.values():
        if not text or is_default(text):
            continue
        try:
            values = parse_condition(text, None)
        except ConditionError:
            return []  # refused where the condition is read
        if not isinstance(values, TextSet) or values.pattern != NOTHING or values.blank:
            return []
        found += values.listed
    return list(dict.fromkeys(found))


def _choice_id(number: int, texts: Sequence[str]) -> str:
    slugs = [re.sub("[^a-z0-9]+", "-", text.casefold()).strip("-") for text in texts]
    slug = slugs[number]
    plain = texts[number].isascii() and slug[:1].isalpha() and slugs.count(slug) == 1
    return slug if plain else f"choice_{number + 1}"
