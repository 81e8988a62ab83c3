"""A text as one word of a command line that is shown to be copied."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[\w.:/\\=@%+,-]+")
_MEANT_BY_SHELLS = frozenset('!$`"\\')


def shell_word(text: str) -> str:
    """Return a text as one word: as it is, else in double quotes, which Windows knows, too.

    What a Unix shell would take apart in these stands in single ones.
    """
    if _PLAIN.fullmatch(text):
        return text
    return f"'{text}'" if _MEANT_BY_SHELLS & set(text) else f'"{text}"'
