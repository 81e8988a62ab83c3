"""One changed part: its content with the splices made, and the proof that nothing else changed."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator

from tierctl.ooxml.assemble import Deflated, deflated
from tierctl.ooxml.splice import Splice
from tierctl.workbook import messages


class SplicedPart:
    """Splice pieces of a part as they stream by, and keep a ledger of what was put where.

    The pieces' CRC must be the original's: what went through the splicer is the original. The
    ledger turns the written bytes back: without the splices they must have that CRC again.
    """

    def __init__(self, name: str, crc: int) -> None:
        self.name = name
        self.original_crc = crc
        self._crc = 0
        self._written = 0
        self._offsets = array("Q")
        self._lengths = array("Q")
        self._removed: dict[int, bytes] = {}

    def write(self, pieces: Iterable[tuple[bytes, Iterable[Splice]]]) -> Deflated:
        """Deflate the pieces with their splices, and prove that they are the whole original."""
        content = deflated(self._spliced(pieces))
        if self._crc != self.original_crc:
            raise messages.self_check_failed(f"{self.name}: CRC")
        return content

    def _spliced(self, pieces: Iterable[tuple[bytes, Iterable[Splice]]]) -> Iterator[bytes]:
        for data, splices in pieces:
            self._crc = zlib.crc32(data, self._crc)
            out = []
            position = 0
            for offset, length, new in sorted(splices, key=lambda s: (s.offset, s.length)):
                if offset < position:
                    raise messages.self_check_failed(f"{self.name}: overlap at {offset}")
                out.append(data[position:offset])
                out.append(new)
                self._written += offset - position
                if length:
                    self._removed[len(self._offsets)] = data[offset : offset + length]
                self._offsets.append(self._written)
                self._lengths.append(len(new))
                self._written += len(new)
                position = offset + length
            out.append(data[position:])
            self._written += len(data) - position
            yield b"".join(out)

    def check(self, written: Iterable[bytes]) -> None:
        """Take the splices out of the written bytes again. Raises SelfCheckFailed."""
        crc = 0
        position = 0
        number = 0
        skip = 0
        for chunk in written:
            index = 0
            while index < len(chunk):
                if skip:
                    step = min(skip, len(chunk) - index)
                    skip -= step
                    index += step
                    continue
                more = number < len(self._offsets)
                until = self._offsets[number] - position if more else len(chunk)
                if more and until == index:
                    crc = zlib.crc32(self._removed.get(number, b""), crc)
                    skip = self._lengths[number]
                    number += 1
                    continue
                end = min(until, len(chunk))
                crc = zlib.crc32(chunk[index:end], crc)
                index = end
            position += len(chunk)
        # What was only taken away at the very end leaves no bytes to meet it at.
        while number < len(self._offsets) and not self._lengths[number]:
            crc = zlib.crc32(self._removed.get(number, b""), crc)
            number += 1
        if skip or number < len(self._offsets) or crc != self.original_crc:
            raise messages.self_check_failed(f"{self.name}: splices")
