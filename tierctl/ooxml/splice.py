"""A change to bytes as an explicit plan: what is put where, in place of how much."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Splice(NamedTuple):
    """Put `data` at `offset`, in place of `length` bytes."""

    offset: int
    length: int
    data: bytes


class Plan(NamedTuple):
    """Many splices, in the order of their offsets: as lists, for there may be very many."""

    offsets: list[int]
    lengths: list[int]
    data: list[bytes]

    @classmethod
    def of(cls, splices: Iterable[Splice]) -> Plan:
        """Return splices as a plan."""
        ordered = sorted(splices, key=lambda splice: (splice.offset, splice.length))
        return cls(
            [splice.offset for splice in ordered],
            [splice.length for splice in ordered],
            [splice.data for splice in ordered],
        )


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """Return `data` with the splices made; two that overlap are a fault of the caller's."""
    pieces = []
    position = 0
    for offset, length, new in sorted(splices, key=lambda s: (s.offset, s.length)):
        if offset < position:
            raise AssertionError(f"splices overlap at {offset}")
        pieces.append(data[position:offset])
        pieces.append(new)
        position = offset + length
    pieces.append(data[position:])
    return b"".join(pieces)
