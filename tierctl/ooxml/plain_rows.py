"""The quick way through a sheet part: byte patterns, behind guards that prove they are enough.

The guards: UTF-8, no comment, CDATA, processing instruction or DOCTYPE, one ordinary prefix,
every row and cell with its address first or in its place and closed in the ordinary way, no
foreign markup between the cells.
What they turn away goes through `exact_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from tierctl.model.address import MAX_ROWS, column_index
from tierctl.ooxml.ahead import ahead
from tierctl.ooxml.markup import encoding_of, unescaped
from tierctl.ooxml.namespaces import MAIN_NAMES
from tierctl.ooxml.rows import Block, Head, NotPlain, Piece, RawCell, Row, Tail

_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet\b")
_STYLE = re.compile(rb'\ss="(\d+)"')
_TYPE = re.compile(rb'\st="(\w+)"')
_ILLEGAL = bytes(sorted({*range(0x20)} - {0x09, 0x0A, 0x0D}))
# Anything but the named entities and references to characters that every XML may hold.
_ODD_AMPERSAND = re.compile(
    rb"""&(?!(?:lt|gt|amp|quot|apos
    |\#(?:9|1[03]|3[2-9]|[4-9]\d|[1-9]\d{2,3}|[1-4]\d{4}|5[0-4]\d{3}|6[0-4]\d{3}|65[0-4]\d\d|1\d{5})
    |\#x0*(?i:[9AD]|[2-9A-F][0-9A-F]|[1-9A-F][0-9A-F]{2}|[1-9A-CE][0-9A-F]{3}|D[0-7][0-9A-F]{2}
        |F[0-9A-E][0-9A-F]{2}|FF[0-9A-E][0-9A-F]|1[0-9A-F]{4}));)""",
    re.VERBOSE,
)
_CLOSED_WITH_SPACE = (b" >", b"\t>", b"\r>", b"\n>")
_FOREIGN = (b"<!", b"<?", b"xmlns", b"extLst", b"AlternateContent")
_FIRST = 64 * 1024
_LEAST = 1024 * 1024
"""The least bytes of a slice of rows, but for the last one."""


class Patterns:
    """The byte patterns of a sheet part whose elements carry `prefix`."""

    def __init__(self, prefix: bytes) -> None:
        self.prefix = prefix.decode()

        def of(pattern: bytes, flags: int = 0) -> re.Pattern[bytes]:
            return re.compile(pattern.replace(b"~", re.escape(prefix)), flags)

        self.open_data = of(rb"<~sheetData(?:\s[^>]*?)?(/?)>")
        self.close_data = b"</" + prefix + b"sheetData"
        self.close_row = b"</" + prefix + b"row>"
        self.open_row = b"<" + prefix + b"row"
        self.row = of(rb'<~row\s(?:[\w:.-]+="[^"<]*"\s*)*(/?)>')
        self.row_number = re.compile(rb'\sr="([1-9]\d{0,6})"')
        self.open_cell = re.compile(b"<" + re.escape(prefix) + rb"c[\s/>]")
        self.plain_cell = of(rb'<~c r="[A-Z]{1,3}[1-9]\d{0,6}"(?: (?:s|t|cm|vm|ph)="\w*")*\s*(/?)>')
        self.close_cell = b"</" + prefix + b"c>"
        self.cell = of(rb'<~c r="([A-Z]{1,3})\d{1,7}"([^>]*?)\s*(?:/>|>(.*?)</~c>)', re.DOTALL)
        self.value = of(rb"<~v(?:\s[^>]*)?>([^<]*)</~v>")
        self.empty_value = of(rb"<~v(?:\s[^>]*)?/>")
        self.formula = of(rb"<~f(?:\s[^>]*)?(?:/>|>([^<]*)</~f>)")
        self.inline = of(rb"<~is\s*(?:/>|>(.*?)</~is>)", re.DOTALL)
        self.phonetic = of(rb"<~rPh\b.*?</~rPh>", re.DOTALL)
        self.text = of(rb"<~t(?:\s[^>]*)?>([^<]*)</~t>")


@lru_cache(maxsize=16)
def patterns(prefix: bytes) -> Patterns:
    """Return the patterns for a prefix, compiled once."""
    return Patterns(prefix)


def scan_plain(chunks: Iterable[bytes], guarded: bool) -> Iterator[Piece]:
    """Yield a sheet part's head, its rows in blocks, and its tail.

    With `guarded`, raises NotPlain where the quick way must not be taken; without, the caller
    has seen the guards hold for these very bytes.
    """
    source = iter(chunks)
    data = next(source, b"")
    while len(data) < _FIRST and (more := next(source, b"")):
        data += more
    if encoding_of(data) != "utf-8":
        raise NotPlain
    root = _ROOT.search(data, 0, _FIRST)
    if root is None:
        raise NotPlain
    syntax = patterns(root[1] + b":" if root[1] else b"")
    while (opening := syntax.open_data.search(data)) is None:
        more = next(source, b"")
        if not more:
            raise NotPlain
        data += more
    head, data = data[: opening.end()], data[opening.end() :]
    # `<?` once, for the declaration; anything else may hide a tag that looks like ours.
    if b"<!" in head or head.count(b"<?") > 1 or b"AlternateContent" in head:
        raise NotPlain
    if sum(head.count(name) for name in MAIN_NAMES) != 1:
        raise NotPlain
    yield Head(head)
    rest = _Rest(data)
    if not opening[1]:
        blocks = _blocks(syntax, rest, source)
        if guarded:
            proved = ahead(blocks, partial(_guard, syntax), lambda block: block.many)
            yield from (block for block, _ in proved)
        else:
            yield from blocks
    tail = b"".join([rest.data, *source])
    if guarded and (b"<!" in tail or b"<?" in tail):
        raise NotPlain
    yield Tail(tail)


class _Rest:
    """What of a part has been inflated and not been handed on."""

    def __init__(self, data: bytes) -> None:
        self.data = data


def _blocks(syntax: Patterns, rest: _Rest, source: Iterator[bytes]) -> Iterator[Block]:
    """Yield the blocks of rows, and leave the bytes from `</sheetData` on."""
    before = b""
    while True:
        data = rest.data
        end = data.find(syntax.close_data)
        if end >= 0:
            rest.data = data[end:]
            # A small rest goes with the rows before it.
            last = [before + data[:end]] if end < _LEAST else [before, data[:end]]
            yield from (_block(syntax, rows) for rows in last if rows)
            return
        cut = data.rfind(syntax.close_row) if len(data) >= _LEAST else -1
        if cut >= 0:
            cut += len(syntax.close_row)
            rest.data = data[cut:]
            if before:
                yield _block(syntax, before)
            before = data[:cut]
        more = next(source, b"")
        if not more:
            raise NotPlain
        rest.data += more


def _block(syntax: Patterns, data: bytes) -> Block:
    return Block(data, partial(_rows, syntax, data), syntax.prefix)


def other_rows(prefix: str, piece: str) -> Iterator[Row]:
    """Give the rows of a piece that fits no shape, with the `</row>` that ends it."""
    return _rows(patterns(prefix.encode()), piece.encode())


def _rows(syntax: Patterns, data: bytes) -> Iterator[Row]:
    """Give the rows of a slice, one by one."""
    for match in syntax.row.finditer(data):
        index = _row_index(syntax, match[0])
        assert index is not None, "the guards have seen it"
        start, open_end = match.span()
        if match[0].endswith(b"/>"):
            close = end = open_end
        else:
            close = data.index(syntax.close_row, open_end)
            end = close + len(syntax.close_row)
        yield Row(
            index,
            match[0].decode(),
            (start, open_end, close, end),
            partial(_cells, syntax, data),
        )


def _row_index(syntax: Patterns, tag: bytes) -> int | None:
    """Return a row's index, or None where its tag has none that a sheet can have."""
    number = syntax.row_number.search(tag)
    return int(number[1]) - 1 if number is not None and int(number[1]) <= MAX_ROWS else None


def _guard(syntax: Patterns, block: Block) -> None:
    """Raise NotPlain where a slice is not written plainly."""
    data = block.data
    if len(data.translate(None, _ILLEGAL)) < len(data) or not _is_utf8(data):
        raise NotPlain
    if b"&" in data and _ODD_AMPERSAND.search(data):
        raise NotPlain
    _guard_rows(syntax, block.unproved)


def _guard_rows(syntax: Patterns, data: bytes) -> None:
    if any(mark in data for mark in _FOREIGN) or any(end in data for end in _CLOSED_WITH_SPACE):
        raise NotPlain
    rows = list(syntax.row.finditer(data))
    if len(rows) != data.count(syntax.open_row):
        raise NotPlain
    if sum(not row[1] for row in rows) != data.count(syntax.close_row):
        raise NotPlain
    if any(_row_index(syntax, row[0]) is None for row in rows):
        raise NotPlain
    cells = syntax.plain_cell.findall(data)
    if len(cells) != len(syntax.open_cell.findall(data)):
        raise NotPlain
    if len(cells) - cells.count(b"/") != data.count(syntax.close_cell):
        raise NotPlain


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _cells(syntax: Patterns, data: bytes, row: Row) -> list[RawCell]:
    cells = []
    for match in syntax.cell.finditer(data, row.open_end, row.close):
        letters, attributes, body = match.groups()
        style = _STYLE.search(attributes)
        kind = _TYPE.search(attributes)
        formula, value = _content(syntax, body) if body else (None, None)
        cells.append(
            RawCell(
                column_index(letters.decode()),
                match.start(),
                match.end(),
                kind[1].decode() if kind else "n",
                int(style[1]) if style else None,
                formula,
                value,
            )
        )
    return cells


def _content(syntax: Patterns, body: bytes) -> tuple[str | None, str | None]:
    """Return a cell's formula and value."""
    formula = syntax.formula.search(body)
    value = syntax.value.search(body)
    if value is not None:
        text: str | None = unescaped(value[1].decode("utf-8", "replace"))
    elif syntax.empty_value.search(body):
        text = ""
    else:
        inline = syntax.inline.search(body)
        text = _inline(syntax, inline[1] or b"") if inline else None
    if formula is None:
        return None, text
    return unescaped((formula[1] or b"").decode("utf-8", "replace")), text


def _inline(syntax: Patterns, inline: bytes) -> str:
    runs = syntax.text.findall(syntax.phonetic.sub(b"", inline))
    return unescaped(b"".join(runs).decode("utf-8", "replace"))
