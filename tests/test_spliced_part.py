"""A changed part: without its splices it is the original again, or the copy is thrown away."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import examples

from tierctl.model.errors import SelfCheckFailed
from tierctl.ooxml.assemble import Deflated
from tierctl.ooxml.splice import Plan, Splice, spliced
from tierctl.workbook.spliced_part import SplicedPart


def content(written: Deflated) -> bytes:
    """Inflate what was written."""
    written.spool.seek(0)
    return zlib.decompress(written.spool.read(), -15)


def cut(data: bytes, size: int) -> Iterator[bytes]:
    """Cut bytes in chunks."""
    return (data[i : i + size] for i in range(0, len(data), size))


@st.composite
def plans(draw: st.DrawFn) -> tuple[bytes, list[Splice]]:
    """Bytes, and splices in them that do not overlap."""
    data = draw(st.binary(max_size=40))
    splices, position = [], 0
    while position <= len(data) and draw(st.booleans()):
        offset = draw(st.integers(position, len(data)))
        length = draw(st.integers(0, len(data) - offset))
        splices.append(Splice(offset, length, draw(st.binary(max_size=5))))
        position = offset + max(length, 1)
    return data, splices


@examples
@given(plans(), plans(), st.sampled_from([1, 3, 1000]))
def test_taking_the_splices_out_gives_the_original_again(
    one: tuple[bytes, list[Splice]], two: tuple[bytes, list[Splice]], size: int
) -> None:
    part = SplicedPart("p", zlib.crc32(one[0] + two[0]))
    written = content(part.write([(data, Plan.of(plan)) for data, plan in (one, two)]))
    assert spliced(*one) + spliced(*two) == written
    part.check(cut(written, size))


def _part() -> tuple[SplicedPart, bytes]:
    data = b"<row><c/></row>"
    part = SplicedPart("p", zlib.crc32(data))
    plan = [Splice(5, 4, b"<d/>"), Splice(9, 0, b"<new/>"), Splice(15, 0, b"<!-- end -->")]
    return part, content(part.write([(data, Plan.of(plan))]))


def test_the_written_part_of_the_fixture_passes() -> None:
    part, written = _part()
    assert written == b"<row><d/><new/></row><!-- end -->"
    part.check([written])


WRONG: dict[str, Callable[[bytes], bytes]] = {
    "another byte beside the splices": lambda w: w.replace(b"row", b"rox"),
    "a byte more at the start": lambda w: b" " + w,
    "a byte more at the end": lambda w: w + b" ",
    "a byte less at the end": lambda w: w[:-1],
    "the last splice missing": lambda w: w.removesuffix(b"<!-- end -->"),
    "a splice one byte longer": lambda w: w.replace(b"<new/>", b"<newer/>"),
    "a splice one byte shorter": lambda w: w.replace(b"<new/>", b"<ne/>"),
    "nothing": lambda _: b"",
}


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize("name", WRONG)
def test_written_bytes_that_differ_fail(name: str, size: int) -> None:
    part, written = _part()
    with pytest.raises(SelfCheckFailed) as failed:
        part.check(cut(WRONG[name](written), size))
    assert failed.value.code == "self-check-failed"


def test_a_wrong_ledger_fails() -> None:
    part, written = _part()
    other = SplicedPart("p", part.original_crc)
    other.write([(b"<row><c/></row>", Plan.of([Splice(9, 0, b"<new/>")]))])
    with pytest.raises(SelfCheckFailed, match="p: splices"):
        other.check([written])


def test_pieces_that_are_not_the_whole_original_fail() -> None:
    with pytest.raises(SelfCheckFailed, match="p: CRC"):
        SplicedPart("p", zlib.crc32(b"abc")).write([(b"ab", Plan.of([]))])


def test_splices_that_overlap_fail() -> None:
    with pytest.raises(SelfCheckFailed, match="p: overlap at 1"):
        SplicedPart("p", zlib.crc32(b"abc")).write(
            [(b"abc", Plan.of([Splice(0, 2, b"x"), Splice(1, 1, b"y")]))]
        )


def test_splices_at_one_place_are_made_in_their_order() -> None:
    part = SplicedPart("p", zlib.crc32(b"abc"))
    plan = [Splice(1, 1, b"B"), Splice(1, 0, b"1"), Splice(1, 0, b"2")]
    assert content(part.write([(b"abc", Plan.of(plan))])) == b"a12Bc"
