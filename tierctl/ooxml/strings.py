"""The shared strings: kept as bytes, read one by one when a cell asks for them."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from tierctl.ooxml.document import parse, safe_parser, split_name
from tierctl.ooxml.markup import encoding_of, string_value, unescaped
from tierctl.ooxml.namespaces import MAIN

if TYPE_CHECKING:
    import polars as pl

_ROOT = re.compile(rb"<(?:([\w.-]+):)?sst\b")
_CLOSED_WITH_SPACE = re.compile(rb"</[^\s>]*\s")


_MANY = 512 * 1024
"""So many bytes of strings are worth the import of Polars."""
_SLICE = 4 * 1024 * 1024


class SharedStrings:
    """Text by index. Rich runs are joined; phonetic readings are left out."""

    def __init__(self, data: bytes = b"") -> None:
        self._exact: list[str] | None = None
        self._items: list[bytes] = []
        self._column: pl.Series | None = None
        if not data:
            return
        root = _ROOT.search(data, 0, 4096)
        body = data[root.end() :] if root else b""
        if root is None or encoding_of(data) != "utf-8" or b"<!" in data or b"<?" in body:
            self._exact = _parsed(data)
            return
        prefix = root[1] + b":" if root[1] else b""
        self._text = re.compile(rb"<%st(?:\s[^>]*)?>([^<]*)</%st>" % (prefix, prefix))
        self._phonetic = re.compile(rb"<%srPh\b.*?</%srPh>" % (prefix, prefix), re.DOTALL)
        if len(body) >= _MANY:
            self._column = self._at_once(body, prefix.decode())
        if self._column is not None:
            return
        item = re.compile(rb"<%ssi\s*(?:/>|>(.*?)</%ssi>)" % (prefix, prefix), re.DOTALL)
        self._items = item.findall(body)
        # One item written otherwise would shift all that follow.
        opened = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")
        if len(self._items) != len(opened.findall(body)) or _CLOSED_WITH_SPACE.search(body):
            self._exact = _parsed(data)

    def _at_once(self, body: bytes, p: str) -> pl.Series | None:
        """Return all strings, or None where an item is not written in the ordinary way."""
        import polars as pl

        close = f"</{p}si>".encode()
        at, end = body.find(b">") + 1, body.rfind(close) + len(close)
        if body[: at - 1].endswith(b"/") or f"<{p}si".encode() in body[end:]:
            return None
        parts = []
        while at < end:
            cut = end if end - at <= _SLICE else body.rfind(close, at, at + _SLICE) + len(close)
            if cut < at + len(close):
                return None
            part = self._slice(body[at:cut], p)
            if part is None:
                return None
            parts.append(part)
            at = cut
        return pl.concat(parts) if parts else None

    def _slice(self, data: bytes, p: str) -> pl.Series | None:
        """Return the strings of whole items, or None where one is not written ordinarily."""
        import polars as pl

        try:
            pieces = data.decode().split(f"</{p}si>")[:-1]
        except UnicodeDecodeError:
            return None
        opened = f"<{p}si>"
        items = pl.Series(pieces, dtype=pl.String)
        texts = items.str.extract(rf'^\s*{opened}<{p}t(?: xml:space="preserve")?>([^<]*)</{p}t>$')
        others = (texts.is_null() | texts.str.contains("[&\r]|_x")).arg_true()
        written = items.gather(others).str.strip_chars_start()
        alone = written.str.count_matches("<[^>]*?si[ />]") == 1
        if not (written.str.starts_with(opened) & alone).all():
            return None
        if written.str.contains(r"</[^\s>]*\s").any():
            return None
        told = [self._joined(item[len(opened) :].encode()) for item in written.to_list()]
        return texts.scatter(others, told) if told else texts

    @cached_property
    def column(self) -> pl.Series:
        """All of them, as one column."""
        import polars as pl

        if self._column is not None:
            return self._column
        return pl.Series([self[i] for i in range(len(self))], dtype=pl.String)

    def __len__(self) -> int:
        if self._column is not None:
            return self._column.len()
        return len(self._items if self._exact is None else self._exact)

    def __getitem__(self, index: int) -> str:
        if self._column is not None:
            return str(self._column[index])
        return self._joined(self._items[index]) if self._exact is None else self._exact[index]

    def _joined(self, item: bytes) -> str:
        if b"rPh" in item:
            item = self._phonetic.sub(b"", item)
        text = b"".join(self._text.findall(item)).decode("utf-8", "replace")
        return string_value(unescaped(text))


def _parsed(data: bytes) -> list[str]:
    """Read the strings with expat, for what the quick way must not be trusted with."""
    strings: list[str] = []
    runs: list[str] = []
    path: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        uri, local, _prefix = split_name(name)
        path.append(local if uri == MAIN else "")
        if path[1:] == ["si"]:
            runs.clear()

    def end(_: str) -> None:
        if path[1:] == ["si"]:
            strings.append(string_value("".join(runs)))
        path.pop()

    def text(value: str) -> None:
        if path[1:] in (["si", "t"], ["si", "r", "t"]):
            runs.append(value)

    parser = safe_parser(data)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parse(parser, data, True)
    return strings
