"""One changed part: its content with the splices made, and the proof that nothing else changed."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import add

from zlib_ng import zlib_ng

from tierctl.ooxml.assemble import Deflated, deflated
from tierctl.ooxml.splice import Plan
from tierctl.workbook import messages


class SplicedPart:
    """Splice pieces of a part as they stream by, and keep a ledger of what was put where.

    The pieces' CRC must be the original's: what went through the splicer is the original. The
    ledger turns the written bytes back: without the splices they must have that CRC again.
    """

    def __init__(self, name: str, crc: int) -> None:
        self.name = name
        self.unproved: Sequence[bytes] | None = None
        """What is left to prove well-formed, if not all of it: a part by itself."""
        self.original_crc = crc
        self._crc = 0
        self._written = 0
        self._offsets = array("Q")
        self._lengths = array("Q")
        self._removed: list[bytes] = []
        self._known: dict[bytes, bytes] = {}

    def write(self, pieces: Iterable[tuple[bytes, Plan]]) -> Deflated:
        """Deflate the pieces with their splices, and prove that they are the whole original."""
        content = deflated(self._spliced(pieces))
        if self._crc != self.original_crc:
            raise messages.self_check_failed(f"{self.name}: CRC")
        return content

    def _spliced(self, pieces: Iterable[tuple[bytes, Plan]]) -> Iterator[bytes]:
        for data, plan in pieces:
            self._crc = zlib_ng.crc32(data, self._crc)
            out = []
            position = 0
            for offset, length, new in zip(*plan, strict=True):
                if offset < position:
                    raise messages.self_check_failed(f"{self.name}: overlap at {offset}")
                out.append(data[position:offset])
                out.append(new)
                position = offset + length
            out.append(data[position:])
            self._enter(data, plan)
            yield b"".join(out)

    def _enter(self, data: bytes, plan: Plan) -> None:
        """Enter a piece's splices into the ledger, by their place in what is written."""
        added = [len(new) for new in plan.data]
        moved = accumulate(
            (new - old for new, old in zip(added, plan.lengths, strict=True)),
            initial=self._written,
        )
        self._offsets.extend(map(add, plan.offsets, moved))
        self._lengths.extend(added)
        # What is removed is the same again and again: how far rows span, and the like.
        known = self._known.setdefault
        self._removed += [
            known(removed, removed)
            for offset, length in zip(plan.offsets, plan.lengths, strict=True)
            for removed in (data[offset : offset + length] if length else b"",)
        ]
        self._written += len(data) + sum(added) - sum(plan.lengths)

    def check(self, written: Iterable[bytes]) -> None:
        """Take the splices out of the written bytes again. Raises SelfCheckFailed."""
        crc = 0
        base = 0
        """Where the chunk begins in what is written."""
        at = 0
        """Where the next bytes of the original begin in the chunk."""
        first, count = 0, len(self._offsets)
        for chunk in written:
            end = bisect_left(self._offsets, base + len(chunk), first)
            kept = []
            for offset, length, removed in zip(
                self._offsets[first:end],
                self._lengths[first:end],
                self._removed[first:end],
                strict=True,
            ):
                kept.append(chunk[at : offset - base])
                kept.append(removed)
                at = offset - base + length
            kept.append(chunk[at:])
            crc = zlib_ng.crc32(b"".join(kept), crc)
            first, at = end, max(at - len(chunk), 0)
            base += len(chunk)
        # What was only taken away at the very end leaves no bytes to meet it at.
        while first < count and not self._lengths[first]:
            crc = zlib_ng.crc32(self._removed[first], crc)
            first += 1
        if at or first < count or crc != self.original_crc:
            raise messages.self_check_failed(f"{self.name}: splices")
