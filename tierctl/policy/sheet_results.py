"""The result columns of a rules sheet: tiers in their order, points, texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from tierctl.model.address import column_letters
from tierctl.model.quantity import Dimension, base_unit, half_width, parse_quantity
from tierctl.model.text import Text
from tierctl.policy.document import ResultDocument, TierDocument
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rule_columns import KINDS, TIERS, name_of_words
from tierctl.policy.rule_settings import Setting, tier_order
from tierctl.policy.shapes import Label

_TIERS = re.compile(f"{TIERS}|{KINDS}")
_PALETTE = ("E7E6E6", "DDEBF7", "C6E0B4", "FFE699", "F8CBAD", "D9D2E9", "B4C6E7", "A9D08E")
_NAME = {"tier": "tier", "number": "points", "text": "text"}
_COLORS = {
    "灰": "E7E6E6", "蓝": "DDEBF7", "绿": "C6E0B4", "黄": "FFE699", "橙": "F8CBAD", "红": "FF9999",
    "紫": "D9D2E9", "grey": "E7E6E6", "gray": "E7E6E6", "blue": "DDEBF7", "green": "C6E0B4",
    "yellow": "FFE699", "orange": "F8CBAD", "red": "FF9999", "purple": "D9D2E9",
}  # fmt: skip


class ResultColumn:
    """One column of results: its type, and the value that every rule gives."""

    def __init__(
        self, cells: RuleCells, header: tuple[int, int], rows: Sequence[int], *, first: bool
    ) -> None:
        self._cells = cells
        self.header_row, self.col = header
        self.header = cells.text(*header)
        self.texts = {row: cells.text(row, self.col) for row in rows}
        self.unit = self._number_unit()
        called = _TIERS.fullmatch(name_of_words(half_width(self.header))) is not None
        if called or (first and self.unit is None):
            self.type = "tier"
        else:
            self.type = "number" if self.unit is not None else "text"
        for row, text in self.texts.items():
            if not text and self.type != "text":
                zh = f"这条规则没有写“{self.header}”；若这一行是说明，请以“注：”开头"
                en = (
                    f"this rule gives no “{self.header}”; if the row is a note, begin it with Note:"
                )
                raise cells.refusal(row, self.col, Text(zh, en))

    def _number_unit(self) -> str | None:
        """Return the unit in which all values are numbers, "" for a plain one; None for texts."""
        texts = [text for text in self.texts.values() if text]
        if texts and all(parse_quantity(text, Dimension.PLAIN) for text in texts):
            return ""
        for symbol in ("%", "元"):
            read = [parse_quantity(text, base_unit(symbol).dimension) for text in texts]
            if texts and all(quantity and quantity.unit for quantity in read):
                return symbol
        return None

    def name(self, taken: Sequence[str]) -> str:
        """Return a name that no other result has."""
        name = _NAME[self.type]
        return f"{name}_{column_letters(self.col).lower()}" if name in taken else name

    def document(
        self, order: Setting | None, default: Setting | None, color: int | None
    ) -> ResultDocument:
        """Return the result; `order` is what the sheet says of the order of its tiers.

        Without it the rules are taken to stand from the highest tier down, the default below all.
        """
        label = Label(zh=self.header, en=self.header)
        if self.type == "number":
            return ResultDocument(label=label, type="number", unit=self.unit or None)
        if self.type == "text":
            return ResultDocument(label=label, type="text")
        given = [*self.texts.values(), *([default.text] if default is not None else [])]
        labels = list(dict.fromkeys(given))[::-1]
        self._refuse_two_spellings()
        if order is not None:
            labels = self._ordered(order, default)
        if len(labels) < 2:
            zh, en = "至少要有两个等级", "at least two tiers are needed"
            raise self._cells.refusal(self.header_row, self.col, Text(zh, en))
        return ResultDocument(
            label=label,
            tiers=tuple(
                TierDocument(
                    id=_tier_id(number, label, labels),
                    label=Label(zh=label, en=label),
                    color=self._fill(label, color) or _PALETTE[(number - 1) % len(_PALETTE)],
                )
                for number, label in enumerate(labels, start=1)
            ),
        )

    def _refuse_two_spellings(self) -> None:
        """Refuse tiers that differ in spaces, width or a full stop only: 大客户, 大 客户."""
        first: dict[str, tuple[int, str]] = {}
        for row, text in self.texts.items():
            spelled = "".join(half_width(text).casefold().split()).strip(".。,、;")
            at, other = first.setdefault(spelled, (row, text))
            if other != text:
                cell = f"{column_letters(self.col)}{at + 1}"
                zh = f"“{text}”与 {cell} 的“{other}”只差空格、全角或标点：是同一个等级请写得一样"
                en = (
                    f"“{text}” and “{other}” in {cell} differ in spaces, width or a full stop only:"
                    " if they are one tier, spell them the same"
                )
                raise self._cells.refusal(row, self.col, Text(zh, en))

    def _ordered(self, order: Setting, default: Setting | None) -> list[str]:
        listed = tier_order(self._cells, order)
        places = {text: (row, self.col) for row, text in reversed(self.texts.items())}
        if default is not None:
            places.setdefault(default.text, (default.row, default.col))
        for label, place in places.items():
            if label not in listed:
                close = get_close_matches(label, listed, n=1)
                zh, en = f"等级顺序里没有“{label}”", f"the order of tiers lacks “{label}”"
                if close:
                    zh, en = (
                        f"{zh}（您要写的是 {close[0]} 吗？）",
                        f"{en} (did you mean {close[0]}?)",
                    )
                raise self._cells.refusal(*place, Text(zh, en))
        return listed

    def _fill(self, label: str, color: int | None) -> str | None:
        """Return a tier's colour: from the column of colours, or that of its own cell.

        Raises PolicyInvalid for a colour that is none.
        """
        rows = [row for row, text in self.texts.items() if text == label]
        for row in rows if color is not None else ():
            written = self._cells.text(row, color or 0).lstrip("#").strip()
            named = _COLORS.get(written.removesuffix("色").casefold())
            if named or re.fullmatch("[0-9A-Fa-f]{6}", written):
                return named or written.upper()
            if written:
                zh = f"不认识颜色 {written}：写 RRGGBB（如 C6E0B4），或 绿、蓝、黄 等"
                en = f"unknown colour {written}: write RRGGBB (C6E0B4), or green, blue, yellow …"
                raise self._cells.refusal(row, color or 0, Text(zh, en))
        fills = (self._cells.fills.get((row, self.col)) for row in rows)
        return next((fill for fill in fills if fill is not None), None)


def _tier_id(number: int, label: str, labels: Sequence[str]) -> str:
    """Return a tier's id: its label where that can be one, 大客户 and the like by number."""
    slugs = [re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") for text in labels]
    slug = slugs[number - 1]
    plain = label.isascii() and slug[:1].isalpha() and slugs.count(slug) == 1 and len(slug) <= 64
    return slug if plain and not slug.startswith("tier") else f"tier_{number}"
