"""A text of a policy that cannot be read: where it stops making sense, and what was expected."""

from __future__ import annotations

from typing import ClassVar

from tierctl.model.text import Text


class Unreadable(ValueError):
    """A text that cannot be read: where (zero-based), and what was expected there."""

    what: ClassVar[Text]
    """What the text should have been."""

    def __init__(self, text: str, position: int, expected: Text) -> None:
        self.text = text
        self.position = position
        self.expected = expected
        super().__init__(f"{text!r} at {position}: expected {expected.en}")

    @property
    def message(self) -> Text:
        """The error as one sentence that points at the character."""
        found = self.text[self.position : self.position + 12] or "…"
        return Text(
            f"{self.what.zh} {self.text!r} 第 {self.position + 1} 个字符 {found!r} 处："
            f"应为{self.expected.zh}",
            f"{self.what.en} {self.text!r}, character {self.position + 1} {found!r}: "
            f"expected {self.expected.en}",
        )
