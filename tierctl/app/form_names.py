"""Names for forms: of files that every system takes, and of sheets that Excel takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Controls, marks that turn the reading direction, and what stands for nothing.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_NOT_IN_FILES = re.compile(r'[<>:"/\\|?*]')
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\]")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)
_RESERVED_SHEET = "history"
_FILE_LONGEST, _SHEET_LONGEST = 150, 31
"""The bytes of a file's name before its ending, which is far from 255; Excel's UTF-16 units."""


class Names:
    """Give out names of which no two are the same in any case and any spelling of an accent."""

    def __init__(self, clean: Callable[[str], str], length: Callable[[str], int], longest: int):
        self._clean = clean
        self._length = length
        self._longest = longest
        self._given: set[str] = set()
        self._numbers: dict[str, int] = {}

    def take(self, name: str) -> None:
        """Give a name to nobody."""
        self._given.add(_same(name))

    def name(self, wanted: str, otherwise: str) -> str:
        """Return a new name like the wanted one, or like another where nothing of it is left."""
        base = self._clean(wanted) or otherwise
        number = self._numbers.get(_same(base), 1)
        while True:
            ending = f" ({number})" if number > 1 else ""
            number += 1
            name = self._cut(base, ending)
            if _same(name) not in self._given:
                self._numbers[_same(base)] = number
                self.take(name)
                return name

    def _cut(self, base: str, ending: str) -> str:
        """Return a name with its ending, cut before that where it is too long."""
        while self._length(base + ending) > self._longest:
            base = base[:-1]
        return base.rstrip(" .'") + ending


def file_names() -> Names:
    """Return names for files, to which `.xlsx` is added."""
    return Names(_for_file, lambda text: len(text.encode()), _FILE_LONGEST)


def sheet_names() -> Names:
    """Return names for the sheets of one workbook."""
    return Names(_for_sheet, lambda text: len(text.encode("utf-16-le")) // 2, _SHEET_LONGEST)


def _for_file(text: str) -> str:
    text = _NOT_IN_FILES.sub("_", _plain(text)).strip(" .")
    return f"_{text}" if _DEVICES.match(text) else text


def _for_sheet(text: str) -> str:
    # An apostrophe may stand anywhere but at the ends.
    text = _NOT_IN_SHEETS.sub("_", _plain(text)).strip(" .'")
    return f"_{text}" if text.casefold() == _RESERVED_SHEET else text


def _plain(text: str) -> str:
    return " ".join(_UNSEEN.sub(" ", text).encode(errors="ignore").decode().split())


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
