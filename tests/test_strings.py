"""Shared strings: the quick reading and the exact one give the same texts by the same index."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import MAIN, STRICT_MAIN, XML, examples

from tierctl.ooxml import strings as ooxml_strings
from tierctl.ooxml.document import Malformed
from tierctl.ooxml.strings import SharedStrings


def texts(data: bytes) -> list[str]:
    """Return all strings, read one by one; at once they are the same."""
    strings = SharedStrings(data)
    read = [strings[i] for i in range(len(strings))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ooxml_strings, "_MANY", 0)
        patch.setattr(ooxml_strings, "_SLICE", 60)
        assert read == SharedStrings(data).column.to_list()
        assert read == strings.column.to_list()
    return read


def table(*items: str, namespace: str = MAIN) -> str:
    """A shared strings part of raw `<si>` contents."""
    inner = "".join(f"<si>{item}</si>" for item in items)
    return f'{XML}<sst xmlns="{namespace}" count="9" uniqueCount="9">{inner}</sst>'


ITEMS = {
    "plain": ("<t>客户</t>", "客户"),
    "spaces kept": ('<t xml:space="preserve"> a </t>', " a "),
    "empty": ("<t/>", ""),
    "empty with an attribute": ('<t xml:space="preserve"/>', ""),
    "nothing": ("", ""),
    "entities": ("<t>a &amp; &lt;b&gt; &#23458;</t>", "a & <b> 客"),
    "line ends": ("<t>a\r\nb\rc</t>", "a\nb\nc"),
    "an escape": ("<t>a_x000D_\nb</t>", "a\r\nb"),
    "an escaped escape": ("<t>_x005F_x000D_</t>", "_x000D_"),
    "runs": ("<r><t>富</t></r><r><rPr><b/><sz val='9'/></rPr><t>文本</t></r>", "富文本"),
    "runs with an empty one": ("<r><t/></r><r><t xml:space='preserve'/></r><r><t>a</t></r>", "a"),
    "a reading": ('<t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/>', "課"),
    "an escape across two runs": ("<r><t>_x00</t></r><r><t>41_</t></r>", "A"),
}


@pytest.mark.parametrize("name", ITEMS)
def test_an_item_says_its_text_in_both_readings(name: str) -> None:
    item, expected = ITEMS[name]
    quick, exact = table(item, "<t>next</t>"), table(item, "<t>next</t>") + "<!-- -->"
    assert [expected, "next"] == texts(quick.encode())
    assert [expected, "next"] == texts(exact.encode())


@examples
@given(st.lists(st.sampled_from([item for item, _ in ITEMS.values()]), max_size=6))
def test_both_readings_agree_on_any_table(items: list[str]) -> None:
    data = table(*items).encode()
    assert texts(data) == texts(data + b"<!-- -->")


STRANGE = {
    "attributes on an item": (
        '<si><t>a</t></si><si xml:space="preserve"><t>b</t></si><si><t>c</t></si>'
    ),
    "space in end tags": "<si><t>a</t></si ><si><t>b</t ></si><si><t>c</t></si\n>",
    "an empty item with space": "<si><t>a</t></si><si><t>b</t></si><si ><t>c</t></si>",
    "another prefix": (
        f'<si><t>a</t></si><x:si xmlns:x="{MAIN}"><x:t>b</x:t></x:si><si><t>c</t></si>'
    ),
    "CDATA": "<si><t>a</t></si><si><t><![CDATA[b]]></t></si><si><t>c</t></si>",
    "a processing instruction": "<si><t>a</t></si><?si <si/>?><si><t>b</t></si><si><t>c</t></si>",
    "an extension": (
        '<si><t>a</t></si><si><t>b</t></si><extLst><ext><y:si xmlns:y="urn:y"/></ext></extLst>'
        "<si><t>c</t></si>"
    ),
}


@pytest.mark.parametrize("name", STRANGE)
def test_no_writing_shifts_the_strings_that_follow(name: str) -> None:
    data = f'{XML}<sst xmlns="{MAIN}">{STRANGE[name]}</sst>'.encode()
    assert texts(data) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "data",
    [
        table("<t>客</t>")
        .replace("sst", "x:sst")
        .replace("xmlns", "xmlns:x")
        .replace("<si><t>客</t></si>", "<x:si><x:t>客</x:t></x:si>")
        .encode(),
        table("<t>客</t>", namespace=STRICT_MAIN).encode(),
        codecs.BOM_UTF8 + table("<t>客</t>").encode(),
        table("<t>客</t>").replace("UTF-8", "UTF-16").encode("utf-16"),
        table("<t>&#23458;</t>").replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        f"<sst xmlns='{MAIN}'><si><t>客</t></si></sst>".encode(),
    ],
    ids=["prefix", "strict", "mark", "utf-16", "latin", "undeclared"],
)
def test_every_encoding_and_dialect_is_read(data: bytes) -> None:
    assert texts(data) == ["客"]


@pytest.mark.parametrize("data", [b"", table().encode()], ids=["no part", "no items"])
def test_there_may_be_none(data: bytes) -> None:
    assert len(SharedStrings(data)) == 0


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (f"<!DOCTYPE a>{table('<t>a</t>')}".replace(XML, "").encode(), "DOCTYPE"),
        (f"{table('<t>a</t>')}<!-- ", "malformed XML"),
        (b"not XML", "malformed XML"),
        (table("<t>a</t>").replace("UTF-8", "GB18030"), "encoding"),
    ],
    ids=["DOCTYPE", "cut short", "no XML", "encoding"],
)
def test_what_cannot_be_read_is_refused(data: bytes | str, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        SharedStrings(data.encode() if isinstance(data, str) else data)
