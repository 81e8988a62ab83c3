"""How a page is shown: its language, its signs, and how wide it may be."""

from __future__ import annotations

from dataclasses import dataclass

from rich.box import ASCII, SIMPLE_HEAD, Box
from rich.text import Text as RichText

from tierctl.model.text import Lang, Text
from tierctl.render.safe import safe_text


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a page is shown."""

    lang: Lang
    ascii: bool = False
    unmask: bool = False
    all_diagnostics: bool = False
    wide: bool = True
    """Whether there is room for shares and bars beside the figures."""

    def say(self, text: Text, **values: object) -> str:
        """Return a sentence in the terminal's language."""
        return text.fill(**values).to(self.lang) if values else text.to(self.lang)

    def file_text(self, text: str) -> str:
        """Return text from a file, safe to show."""
        return safe_text(text, self.unmask)

    def text(self, text: str, style: str = "") -> RichText:
        """Return text as a page shows it: safe, in full however narrow, in ASCII signs if asked."""
        text = self.file_text(text)
        if self.ascii:
            text = text.replace("≤", "<=").replace("≥", ">=")
        return RichText(text, style=style, overflow="fold")

    @property
    def box(self) -> Box:
        """The lines of a table."""
        return ASCII if self.ascii else SIMPLE_HEAD
