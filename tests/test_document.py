"""Documents: every element knows its bytes, and a splice changes what it says and no more."""

from __future__ import annotations

import codecs
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import examples

from tierctl.ooxml.document import Document, Element, Malformed
from tierctl.ooxml.markup import (
    attribute_span,
    attribute_text,
    string_text,
    string_value,
    tag_end,
    unescaped,
    whole_number,
)
from tierctl.ooxml.splice import Splice, spliced

ENCODINGS = {
    "utf-8": ("utf-8", b"", '<?xml version="1.0" encoding="UTF-8"?>\n'),
    "utf-8 undeclared": ("utf-8", b"", ""),
    "utf-8 with a mark": ("utf-8", codecs.BOM_UTF8, '<?xml version="1.0"?>'),
    "utf-16 little end first": (
        "utf-16-le",
        codecs.BOM_UTF16_LE,
        '<?xml version="1.0" encoding="UTF-16"?>',
    ),
    "utf-16 big end first": (
        "utf-16-be",
        codecs.BOM_UTF16_BE,
        '<?xml version="1.0" encoding="utf-16"?>',
    ),
    "utf-16 without a mark": ("utf-16-le", b"", '<?xml version="1.0" encoding="UTF-16"?>'),
    "latin": ("iso8859-1", b"", '<?xml version="1.0" encoding="ISO-8859-1"?>'),
}

_names = st.sampled_from(["a", "row", "c", "x:v", "x:f", "extLst"])
_values = st.text(st.sampled_from("ab >'/=é客😀\t"), max_size=6)
_texts = st.sampled_from(["", "", " ", "text", "a &amp; b", "客户", "<!-- <a> -->", "<?p <a/> ?>"])


@st.composite
def _markup(draw: st.DrawFn, depth: int = 3) -> str:
    name = draw(_names)
    attributes = "".join(
        f"{draw(st.sampled_from([' ', chr(10), '  ']))}{key}{draw(st.sampled_from(['=', ' = ']))}"
        + (f'"{value}"' if draw(st.booleans()) or "'" in value else f"'{value}'")
        for key, value in draw(
            st.dictionaries(st.sampled_from(["r", "s", "x:r", "ref"]), _values, max_size=3)
        ).items()
    )
    space = draw(st.sampled_from(["", " "]))
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return f"<{name}{attributes}{space}/>"
    children = "".join(draw(st.lists(_markup(depth - 1) | _texts, max_size=4)))
    return f"<{name}{attributes}{space}>{children}</{name}{space}>"


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A small document, in any encoding."""
    encoding, mark, declaration = ENCODINGS[draw(st.sampled_from(sorted(ENCODINGS)))]
    inner = "".join(draw(st.lists(_markup(), max_size=4)))
    text = f'{declaration}<root xmlns="urn:m" xmlns:x="urn:x">{inner}</root>'
    return mark + text.encode(encoding, "xmlcharrefreplace")


def _elements(element: Element) -> list[Element]:
    return [element, *(found for child in element.children for found in _elements(child))]


def _plain(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)


def _same(one: ElementTree.Element, other: ElementTree.Element) -> bool:
    return ElementTree.canonicalize(ElementTree.tostring(one)) == ElementTree.canonicalize(
        ElementTree.tostring(other)
    )


def _standing_alone(document: Document, element: Element) -> ElementTree.Element:
    """Parse the bytes that an element says are its own."""
    data = document.data[element.start : element.end].decode(document.encoding)
    return _plain(f'<w xmlns="urn:m" xmlns:x="urn:x">{data}</w>'.encode())[0]


@examples
@given(documents())
def test_the_bytes_of_an_element_are_that_element(data: bytes) -> None:
    document = Document(data)
    expected = list(_plain(data).iter())
    found = _elements(document.root)
    assert len(expected) == len(found)
    for theirs, ours in zip(expected, found, strict=True):
        theirs.tail = None
        assert _same(theirs, _standing_alone(document, ours))
        assert ours.name == theirs.tag.rpartition("}")[2]
        assert ours.attributes == theirs.attrib
        inner = data[ours.open_end : ours.close].decode(document.encoding)
        assert ours.self_closing or data[ours.close : ours.end].decode(
            document.encoding
        ).startswith(f"</{ours.tag_prefix}{ours.name}")
        assert not (ours.self_closing and inner)


@examples
@given(documents(), st.data())
def test_append_child_adds_a_last_child_and_nothing_else(data: bytes, draw: st.DataObject) -> None:
    document = Document(data)
    number = draw.draw(st.integers(0, len(_elements(document.root)) - 1))
    element = _elements(document.root)[number]
    changed = spliced(data, [document.append_child(element, "<new>客 &amp; 户</new>")])
    expected = _plain(data)
    new = ElementTree.SubElement(list(expected.iter())[number], "{urn:m}new")
    new.text = "客 & 户"
    assert _same(expected, _plain(changed))


@examples
@given(documents(), st.data(), st.sampled_from(["r", "s", "ref", "count"]), _values)
def test_set_attribute_sets_that_attribute_and_nothing_else(
    data: bytes, draw: st.DataObject, name: str, value: str
) -> None:
    document = Document(data)
    number = draw.draw(st.integers(0, len(_elements(document.root)) - 1))
    element = _elements(document.root)[number]
    written = attribute_text(value).replace("'", "&apos;")
    changed = spliced(data, [document.set_attribute(element, name, written)])
    expected = _plain(data)
    list(expected.iter())[number].set(name, value)
    assert _same(expected, _plain(changed))


@examples
@given(documents(), st.data())
def test_replace_puts_markup_in_place_of_an_element(data: bytes, draw: st.DataObject) -> None:
    document = Document(data)
    if not document.root.children:
        return
    number = draw.draw(st.integers(0, len(document.root.children) - 1))
    old = document.root.children[number]
    changed = spliced(data, [document.replace(old, "<new/>")])
    expected = _plain(data)
    tail = expected[number].tail
    expected[number] = ElementTree.Element("{urn:m}new")
    expected[number].tail = tail
    assert _same(expected, _plain(changed))


@examples
@given(documents(), st.data())
def test_markup_put_before_and_behind_an_element_stands_there(
    data: bytes, draw: st.DataObject
) -> None:
    document = Document(data)
    if not document.root.children:
        return
    element = draw.draw(st.sampled_from(document.root.children))
    changed = Document(
        spliced(
            data,
            [document.insert_before(element, "<one/>"), document.insert_after(element, "<two/>")],
        )
    )
    names = [child.name for child in changed.root.children]
    at = names.index("one")
    assert document.source(element) == changed.source(changed.root.children[at + 1])
    assert names[at + 2] == "two"


def test_splices_that_overlap_are_a_fault() -> None:
    with pytest.raises(AssertionError, match="overlap at 2"):
        spliced(b"abcdef", [Splice(1, 3, b""), Splice(2, 1, b"x")])


def test_a_tag_of_any_length_ends_where_it_ends() -> None:
    tag = f'<a sqref="{"A1 > " * 50_000}">'.encode()
    assert tag_end(b"<r>" + tag + b"text>", 3, "utf-8") == 3 + len(tag)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "malformed XML at line 1, column 1"),
        (b"<a>\n<b></a>", "malformed XML at line 2, column 6"),
        (b"<a>\x01</a>", "malformed XML at line 1, column 4"),
        (b"<a>&x;</a>", "malformed XML at line 1, column 4"),
        (b"<a b='1' b='2'/>", "malformed XML at line 1, column 10"),
        (b"<!DOCTYPE a><a/>", "it declares a DOCTYPE"),
        ("<!DOCTYPE a><a/>".encode("utf-16"), "it declares a DOCTYPE"),
        (b"<a>" * 300 + b"</a>" * 300, "its XML is nested too deeply"),
        (b'<?xml version="1.0" encoding="GBK"?><a/>', "its encoding is not supported"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "its encoding is not supported"),
        (b'<?xml version="1.0" encoding="rot13"?><a/>', "its encoding is not supported"),
    ],
)
def test_what_is_no_xml_for_us_says_why(data: bytes, why: str) -> None:
    with pytest.raises(Malformed) as refused:
        Document(data)
    assert why == refused.value.why.en


@pytest.mark.parametrize(
    ("tag", "name", "value"),
    [
        ('<c r="A1" s="2">', "s", "2"),
        ("<c r='A1' s = '2'/>", "s", "2"),
        ('<t name="x ref=\'A1\'" ref="B2">', "ref", "B2"),
        ("<t name=' ref=\"A1\"' ref='B2'>", "ref", "B2"),
        ('<t x:ref="A1" ref="B2">', "ref", "B2"),
        ('<t\n\tref="B2">', "ref", "B2"),
        ('<t preref="A1">', "ref", None),
    ],
)
def test_an_attribute_is_found_by_its_own_name(tag: str, name: str, value: str | None) -> None:
    span = attribute_span(tag, name)
    assert value == (tag[slice(*span)] if span else None)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" 7 ", 7), ("0", 0), ("", None), ("-1", None), ("²", None), ("9" * 5000, None)],
)
def test_only_a_plain_whole_number_is_one(text: str, number: int | None) -> None:
    assert number == whole_number(text)


_anything = st.text(
    st.characters(categories=["L", "N", "P", "Z", "S", "Cc", "Cs"]) | st.sampled_from("_xX0D4\r\n<")
)


def _legal(text: str) -> str:
    return "".join(
        c
        for c in text
        if (c >= " " or c in "\t\n\r") and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"
    )


@examples
@given(_anything | st.from_regex(r"(_x00[0-9a-f]{2}[_\r]){1,3}", fullmatch=True))
def test_a_text_written_to_a_cell_is_read_back(text: str) -> None:
    element = ElementTree.fromstring(f"<t>{string_text(text)}</t>")
    assert _legal(text) == string_value(element.text or "")
    assert _legal(text) == string_value(unescaped(string_text(text)))


@examples
@given(_anything)
def test_a_text_written_to_an_attribute_is_read_back(text: str) -> None:
    element = ElementTree.fromstring(f'<t a="{attribute_text(text)}"/>')
    assert _legal(text) == element.get("a")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_!", "\ufffd!"),
        ("_x00D_", "_x00D_"),
    ],
)
def test_an_escape_stands_for_the_character_that_it_names(written: str, value: str) -> None:
    assert value == string_value(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("&lt;&gt;&amp;&quot;&apos;", "<>&\"'"),
        ("&#65;&#x42;&#13;&#10;", "AB\r\n"),
        ("&amp;#65;", "&#65;"),
        ("&#xD800;&#x110000;", "\ufffd\ufffd"),
    ],
)
def test_entities_are_resolved_once(written: str, value: str) -> None:
    assert value == unescaped(written)
