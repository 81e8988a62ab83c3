"""Words for people, in the two languages that tierctl speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, Lang] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in Chinese and in English, with the same placeholders in both."""

    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        """Return the wording in `lang`."""
        return self.zh if lang == "zh" else self.en

    def fill(self, **values: object) -> Text:
        """Fill the placeholders; a value that is itself a `Text` is filled per language."""
        zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))


def same(text: str) -> Text:
    """Return a `Text` that reads the same in both languages (a name, an address, a number)."""
    return Text(text, text)


def joined(texts: list[Text], zh: str = "、", en: str = ", ") -> Text:
    """Join texts with each language's own separator."""
    return Text(zh.join(t.zh for t in texts), en.join(t.en for t in texts))
