"""An XML part whose elements know where they stand in the bytes, so that it can be spliced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from tierctl.model.text import Text
from tierctl.ooxml.markup import attribute_span, encoded, encoding_of, expat_name, tag_end
from tierctl.ooxml.namespaces import MAIN, transitional
from tierctl.ooxml.splice import Splice

_DEPTH = 256
_FIRST = 1024


class Malformed(Exception):
    """The bytes are no XML that we read; `why` is for the refusal that names the part."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


class Element:
    """One element: its name, attributes and children, and its offsets in the part's bytes.

    `attributes` go by local name, or `{namespace}name` where they have a namespace of their own.
    `open_end` is behind its start tag; `close` is where its end tag starts, or `open_end` where
    the tag closes itself; `end` is behind all of it.
    """

    __slots__ = (
        "attributes",
        "children",
        "close",
        "end",
        "name",
        "open_end",
        "prefix",
        "start",
        "text",
        "uri",
    )

    def __init__(self, name: str, attributes: dict[str, str], start: int, open_end: int) -> None:
        self.uri, self.name, self.prefix = split_name(name)
        self.attributes = {_attribute_key(k): v for k, v in attributes.items()}
        self.start = start
        self.open_end = open_end
        self.close = open_end
        self.end = open_end
        self.children: list[Element] = []
        self.text = ""

    @property
    def self_closing(self) -> bool:
        """Whether it is written `<name/>`."""
        return self.end == self.open_end

    @property
    def tag_prefix(self) -> str:
        """What stands before the local name in its tags: `x:` or nothing."""
        return f"{self.prefix}:" if self.prefix else ""

    def all(self, name: str, uri: str = MAIN) -> Iterator[Element]:
        """Yield the direct children of that name."""
        return (child for child in self.children if child.name == name and child.uri == uri)

    def first(self, name: str, uri: str = MAIN) -> Element | None:
        """Return the first direct child of that name."""
        return next(self.all(name, uri), None)

    def get(self, name: str, uri: str = "") -> str | None:
        """Return an attribute."""
        return self.attributes.get(f"{{{uri}}}{name}" if uri else name)


def split_name(name: str) -> tuple[str, str, str]:
    """Return namespace, local name and prefix of expat's `uri local prefix`."""
    parts = name.split(" ")
    if len(parts) == 1:
        return "", parts[0], ""
    return transitional(parts[0]), parts[1], parts[2] if len(parts) > 2 else ""


def _attribute_key(name: str) -> str:
    uri, local, _ = split_name(name)
    return f"{{{uri}}}{local}" if uri else local


def safe_parser(start: bytes) -> expat.XMLParserType:
    """Return a namespace-aware expat parser that refuses every DOCTYPE.

    `start` is the document's first bytes, with its declaration.
    """
    parser = expat.ParserCreate(expat_name(start), namespace_separator=" ")
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise Malformed(Text("含有 DOCTYPE 声明", "it declares a DOCTYPE"))


def malformed(error: expat.ExpatError) -> Malformed:
    """Return the refusal for what expat could not read."""
    return Malformed(
        Text(
            f"XML 有误，第 {error.lineno} 行第 {error.offset + 1} 列",
            f"malformed XML at line {error.lineno}, column {error.offset + 1}",
        )
    )


def parse(parser: expat.XMLParserType, data: bytes, final: bool) -> None:
    """Give bytes to a safe parser. Raises Malformed."""
    try:
        parser.Parse(data, final)
    except expat.ExpatError as e:
        raise malformed(e) from e
    except (ValueError, LookupError) as e:
        raise Malformed(Text("不支持的文字编码", "its encoding is not supported")) from e


def first_bytes(source: Iterator[bytes]) -> bytes:
    """Take enough of a part off its chunks to hold the declaration."""
    first = next(source, b"")
    while len(first) < _FIRST and (more := next(source, b"")):
        first += more
    return first


def require_well_formed(chunks: Iterable[bytes]) -> None:
    """Read a part to its end. Raises Malformed where it is no XML."""
    source = iter(chunks)
    start = first_bytes(source)
    parser = safe_parser(start)
    parse(parser, start, False)
    for chunk in source:
        parse(parser, chunk, False)
    parse(parser, b"", True)


class Document:
    """A parsed part: the tree over its bytes, and the splices that change it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.encoding = encoding_of(data)
        self._stack: list[Element] = []
        self._texts: list[list[str]] = []
        self._roots: list[Element] = []
        self._parser = parser = safe_parser(data)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._character_data
        parse(parser, data, True)
        del self._parser
        self.root = self._roots[0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        element = Element(name, attributes, start, tag_end(self.data, start, self.encoding))
        if self._stack:
            self._stack[-1].children.append(element)
        else:
            self._roots.append(element)
        if len(self._stack) >= _DEPTH:
            raise Malformed(Text("XML 嵌套过深", "its XML is nested too deeply"))
        self._stack.append(element)
        self._texts.append([])

    def _end(self, _: str) -> None:
        element = self._stack.pop()
        element.text = "".join(self._texts.pop())
        slash = encoded("/>", self.encoding)
        if self.data[element.open_end - len(slash) : element.open_end] == slash:
            return
        element.close = self._parser.CurrentByteIndex
        element.end = tag_end(self.data, element.close, self.encoding)

    def _character_data(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def bytes(self, text: str) -> bytes:
        """Return `text` in the document's encoding."""
        return encoded(text, self.encoding)

    def source(self, element: Element) -> str:
        """Return the element as it is written."""
        return self.data[element.start : element.end].decode(self.encoding)

    def insert_before(self, element: Element, xml: str) -> Splice:
        """Put markup before an element."""
        return Splice(element.start, 0, self.bytes(xml))

    def insert_after(self, element: Element, xml: str) -> Splice:
        """Put markup behind an element."""
        return Splice(element.end, 0, self.bytes(xml))

    def append_child(self, element: Element, xml: str) -> Splice:
        """Put markup in an element, as its last child."""
        if not element.self_closing:
            return Splice(element.close, 0, self.bytes(xml))
        slash = self.bytes("/>")
        closing = f">{xml}</{element.tag_prefix}{element.name}>"
        return Splice(element.open_end - len(slash), len(slash), self.bytes(closing))

    def replace(self, element: Element, xml: str) -> Splice:
        """Put markup in place of an element."""
        return Splice(element.start, element.end - element.start, self.bytes(xml))

    def set_attribute(self, element: Element, name: str, value: str) -> Splice:
        """Give an attribute of no namespace a value, whether or not it is there."""
        tag = self.data[element.start : element.open_end].decode(self.encoding)
        return attribute_splice(tag, element.start, name, value, self.encoding)


def attribute_splice(tag: str, offset: int, name: str, value: str, encoding: str) -> Splice:
    """Return the splice that sets an attribute of the start tag `tag`, found at `offset`."""
    span = attribute_span(tag, name)
    if span is not None:
        before, old = tag[: span[0]], tag[span[0] : span[1]]
        return Splice(
            offset + len(before.encode(encoding)),
            len(old.encode(encoding)),
            encoded(value, encoding),
        )
    end = next(i for i, char in enumerate(tag) if char in " \t\r\n/>" and i > 0)
    at = offset + len(tag[:end].encode(encoding))
    return Splice(at, 0, encoded(f' {name}="{value}"', encoding))
