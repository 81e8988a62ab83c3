"""Rows and cells of a sheet part, with the offsets at which they stand in a slice of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tierctl.ooxml.shaped_rows import TakenApart

_MANY = 512 * 1024
"""So many bytes of rows are worth the import of Polars."""
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class RawCell(NamedTuple):
    """A cell as written: `value` is the text of its `<v>` or `<is>`, None where it has neither."""

    col: int
    start: int
    end: int
    type: str
    style: int | None
    formula: str | None
    value: str | None

    @property
    def has_content(self) -> bool:
        """Whether the cell holds anything but a style."""
        return self.formula is not None or (self.value is not None and self.value != "")


class Row:
    """One `<row>`: its index, its offsets in the block's bytes, and its cells when asked.

    `close` is where `</row>` starts; a self-closing row has `close == end == open_end`.
    """

    __slots__ = ("_cells", "_read", "close", "end", "index", "open_end", "start", "tag")

    def __init__(
        self,
        index: int,
        tag: str,
        span: tuple[int, int, int, int],
        read: Callable[[Row], list[RawCell]] | None = None,
        cells: list[RawCell] | None = None,
    ) -> None:
        self.index = index
        self.tag = tag
        self.start, self.open_end, self.close, self.end = span
        self._read = read
        self._cells = cells

    @property
    def self_closing(self) -> bool:
        """Whether it is written `<row/>`."""
        return self.end == self.open_end

    @property
    def cells(self) -> list[RawCell]:
        """The row's cells, in the order in which they are written."""
        if self._cells is None:
            assert self._read is not None
            self._cells = self._read(self)
        return self._cells

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of its start tag."""
        return {m[1]: m[2] if m[2] is not None else m[3] for m in _ATTRIBUTE.finditer(self.tag)}

    @property
    def hidden(self) -> bool:
        """Whether the row is hidden, by hand or by a filter."""
        return "hidden" in self.tag and self.attributes.get("hidden") in ("1", "true")


class Block:
    """A slice of a sheet part that holds whole rows, and whatever stands between them.

    `prefix` is that of its elements where it is known to be written plainly; None where not.
    """

    def __init__(
        self, data: bytes, read: Callable[[], Iterable[Row]], prefix: str | None = None
    ) -> None:
        self.data = data
        self._read = read
        self._prefix = prefix
        self.many = prefix is not None and len(data) >= _MANY
        """Whether its rows are to be read by columns: it holds many, written plainly."""

    @property
    def rows(self) -> Iterable[Row]:
        """Its rows, one by one."""
        return self._read()

    @property
    def unproved(self) -> bytes:
        """Its rows but for those that their shape has proved to be well-formed."""
        if self.apart is None:
            return self.data
        return "".join(map(self.apart.whole, self.apart.others)).encode()

    @cached_property
    def apart(self) -> TakenApart | None:
        """Its rows by columns; None where there are too few, or they are not written plainly."""
        if not self.many:
            return None
        assert self._prefix is not None
        from tierctl.ooxml.shaped_rows import take_apart

        return take_apart(self.data, self._prefix)


class Head(NamedTuple):
    """The bytes of a sheet part up to its first row."""

    data: bytes


class Tail(NamedTuple):
    """The bytes of a sheet part from behind its last row."""

    data: bytes


Piece = Head | Block | Tail


class NotPlain(Exception):
    """The part is not written the ordinary way: the quick reading must not be trusted."""
