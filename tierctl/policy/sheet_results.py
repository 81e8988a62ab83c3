"""The result columns of a rules sheet: tiers in their order, points, texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tierctl.model.address import column_letters
from tierctl.model.quantity import Dimension, half_width, parse_quantity
from tierctl.model.text import Text
from tierctl.policy.document import Label, ResultDocument, TierDocument
from tierctl.policy.rule_cells import RuleCells

_TIERS = re.compile(
    r".*(?:等级|级别|评级|分级|档次|类别|分类|层级)"
    r"|(?:.* )?(?:tier|grade|level|class|rating|category)"
)
_PALETTE = ("E7E6E6", "DDEBF7", "C6E0B4", "FFE699", "F8CBAD", "D9D2E9", "B4C6E7", "A9D08E")
_ORDER = re.compile(r"\s*(?:[<＜>＞,，、;；]|->|→)\s*")
_NAME = {"tier": "tier", "number": "points", "text": "text"}


class ResultColumn:
    """One column of results: its type, and the value that every rule gives."""

    def __init__(
        self, cells: RuleCells, col: int, rows: Sequence[int], *, first: bool, color: int | None
    ) -> None:
        self._cells = cells
        self._color = color
        self.col = col
        self.header = cells.text(cells.header_row, col)
        self.texts = {row: cells.text(row, col) for row in rows}
        for row, text in self.texts.items():
            if not text:
                zh, en = "这条规则没有写结果", "this rule gives no result"
                raise cells.refusal(row, col, Text(zh, en))
        numbers = all(parse_quantity(t, Dimension.PLAIN) for t in self.texts.values())
        called = _TIERS.fullmatch(half_width(self.header).casefold().strip()) is not None
        if called or (first and not numbers):
            self.type = "tier"
        else:
            self.type = "number" if numbers else "text"

    def name(self, taken: Sequence[str]) -> str:
        """Return a name that no other result has."""
        name = _NAME[self.type]
        return f"{name}_{column_letters(self.col).lower()}" if name in taken else name

    def document(self, order: str, order_at: tuple[int, int] | None) -> ResultDocument:
        """Return the result; `order` is what the sheet says of the order of its tiers.

        Without it the rules are taken to stand from the highest tier down.
        """
        label = Label(zh=self.header, en=self.header)
        if self.type == "number":
            return ResultDocument(label=label, type="number")
        if self.type == "text":
            return ResultDocument(label=label, type="text")
        labels = list(dict.fromkeys(reversed(list(dict.fromkeys(self.texts.values())))))
        if order and order_at is not None:
            labels = self._ordered(labels, order, order_at)
        return ResultDocument(
            label=label,
            tiers=tuple(
                TierDocument(
                    id=f"tier_{number}",
                    label=Label(zh=label, en=label),
                    color=self._fill(label) or _PALETTE[(number - 1) % len(_PALETTE)],
                )
                for number, label in enumerate(labels, start=1)
            ),
        )

    def _ordered(self, labels: list[str], order: str, at: tuple[int, int]) -> list[str]:
        """Return the tiers as the sheet orders them: 小 < 中 < 大, or a list from the lowest up."""
        listed = [part for part in _ORDER.split(order.strip()) if part]
        if re.search("[>＞]", order):
            listed.reverse()
        missing = [label for label in labels if label not in listed]
        if missing:
            zh, en = f"等级顺序里没有 {missing[0]}", f"the order of tiers lacks {missing[0]}"
            raise self._cells.refusal(*at, Text(zh, en))
        return listed

    def _fill(self, label: str) -> str | None:
        """Return a tier's colour: from the column of colours, or that of its own cell."""
        for row, text in self.texts.items():
            if text != label:
                continue
            if self._color is not None:
                written = self._cells.text(row, self._color).lstrip("#").upper()
                if re.fullmatch("[0-9A-F]{6}", written):
                    return written
            fill = self._cells.fills.get((row, self.col))
            if fill is not None:
                return fill
        return None
