"""XML as text: encodings, tags and their attributes by offset, and the text we may write."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_TAG = re.compile(r"""<[^"'>]*(?:(?:"[^"]*"|'[^']*')[^"'>]*)*>""")
_ATTRIBUTE = re.compile(r"""\s([^\s="'<>/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A carriage return becomes `_x000D_`, whose first character would complete an escape.
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}[_\r])")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]+|#[0-9]+|lt|gt|amp|quot|apos);")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_USUAL_TAG = 512
_DECLARATION = 512
_EXPAT = {"utf-8": "utf-8", "utf-16-le": "utf-16le", "utf-16-be": "utf-16be"}


def encoding_of(data: bytes) -> str:
    """Return the Python codec of an XML document from its first bytes."""
    if data.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        return "utf-16-le"
    if data.startswith((codecs.BOM_UTF16_BE, b"\0<")):
        return "utf-16-be"
    match = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
    name = match[1].decode("ascii") if match else "utf-8"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8"


def expat_name(data: bytes) -> str | None:
    """Return the encoding that expat must be told: it knows `utf-8`, and not `utf8`."""
    encoding = encoding_of(data)
    if encoding not in _EXPAT:
        return None
    head = data[:_DECLARATION].decode(encoding, "ignore").encode("ascii", "ignore")
    match = _DECLARED.match(head)
    try:
        declared = codecs.lookup(match[1].decode("ascii")).name if match else ""
    except LookupError:
        return None
    return _EXPAT[encoding] if declared and encoding.startswith(declared) else None


def encoded(text: str, encoding: str) -> bytes:
    """Return `text` in a document's encoding; what it lacks becomes a character reference."""
    return text.encode(encoding, "xmlcharrefreplace")


def tag_end(data: bytes, start: int, encoding: str) -> int:
    """Return the offset behind the tag that starts at `start`, minding quotes."""
    length = _USUAL_TAG
    while True:
        match = _TAG.match(data[start : start + length].decode(encoding, "ignore"))
        if match is not None:
            return start + len(match[0].encode(encoding))
        if start + length >= len(data):
            raise ValueError("no tag here")
        length *= 16


def attribute_span(tag: str, name: str) -> tuple[int, int] | None:
    """Return where the value of attribute `name` stands in the text of a start tag."""
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name:
            return match.span(2) if match[2] is not None else match.span(3)
    return None


def whole_number(text: str) -> int | None:
    """Return a whole number as attributes write them, or None where it is none in any sheet."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def unescaped(text: str) -> str:
    """Return XML text with its line ends normalised and its entities resolved."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text
    return _ENTITY.sub(_resolve, text)


def _resolve(match: re.Match[str]) -> str:
    name = match[1]
    if not name.startswith("#"):
        return _ENTITIES[name]
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def string_value(text: str) -> str:
    """Return what a cell's string says: `_x000D_` stands for the character it names."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    # Two escapes may name the halves of one character; a half alone is none.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def attribute_text(text: str) -> str:
    """Return `text` as it stands between an attribute's double quotes."""
    text = _ILLEGAL.sub("", text).replace("&", "&amp;").replace("<", "&lt;")
    text = text.replace(">", "&gt;").replace('"', "&quot;").replace("\n", "&#10;")
    return text.replace("\r", "&#13;").replace("\t", "&#9;")


def string_text(text: str) -> str:
    """Return `text` as it stands in a cell's `<t>`: the reverse of `string_value`."""
    text = _ESCAPE_LIKE.sub("_x005F_", _ILLEGAL.sub("", text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "_x000D_")
