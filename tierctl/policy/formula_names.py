"""The names in a formula: how one is spelled, and which value a spelling means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from tierctl.model.quantity import half_width
from tierctl.model.text import Text

# Zero-width characters come with texts pasted from web pages.
SPACE = "[\\s\u200b-\u200d\u2060\ufeff]+"
WORD = r"[^\W\d]\w*"
"""A name that needs no brackets: letters of any script, digits and _, no digit in front."""


def spelled(name: str) -> str:
    """Return a name as a formula takes it: in brackets where it is not one plain word."""
    if re.fullmatch(WORD, half_width(name)):
        return name
    doubled = "".join(char * 2 if half_width(char) == "]" else char for char in name)
    return f"[{doubled}]"


class Names:
    """The values that a formula may read, by every spelling; width, case and spaces are one."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._ids: dict[str, list[str]] = {}
        self._spellings: dict[str, str] = {}
        first: dict[str, str] = {}
        for spelling, id in names.items():
            ids = self._ids.setdefault(_key(spelling), [])
            if id not in ids:
                ids.append(id)
            self._spellings.setdefault(_key(spelling), spelling)
            first.setdefault(id, spelling)
        self._listed = [spelled(spelling) for spelling in first.values()]

    def id(self, name: str) -> str | None:
        """Return the id that a name means; None where it means none, or more than one."""
        ids = self._ids.get(_key(name), [])
        return ids[0] if len(ids) == 1 else None

    def expected(self, name: str) -> Text:
        """Return what was expected in place of a name that means no one value."""
        ids = self._ids.get(_key(name))
        if ids:
            return Text(
                f"只有一个含义的名称；这个名称可指 {'、'.join(ids)}",
                f"a name with one meaning; this one may be {' or '.join(ids)}",
            )
        close = get_close_matches(_key(name), self._spellings, n=1)
        known = Text(
            f"可用名称：{'、'.join(self._listed)}", f"Known names: {', '.join(self._listed)}"
        )
        if close:
            guess = spelled(self._spellings[close[0]])
            known = Text(f"您要找的是 {guess} 吗？{known.zh}", f"Did you mean {guess}? {known.en}")
        return Text(f"已知的名称。{known.zh}", f"a known name. {known.en}")


def _key(spelling: str) -> str:
    return re.sub(SPACE, "", half_width(spelling).casefold())
