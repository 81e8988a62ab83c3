"""How much room a text takes: in the widths of a digit, a Chinese character taking two."""

from __future__ import annotations

import math
from itertools import accumulate


def text_width(text: str) -> int:
    """Return the width of a line of text."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def line_count(text: str, room: float) -> int:
    """Return how many lines a text takes where one holds `room`: a word that is too long breaks."""
    # A Chinese character breaks anywhere, a word moves on whole: some room at line ends is lost.
    lost = 1 if " " not in text else 1.1
    return max(1, math.ceil(text_width(text) * lost / max(room, 1)))


def shortened(text: str, width: int) -> str:
    """Return a text on one line, cut where it takes more than `width`."""
    text = " ".join(text.splitlines())
    if text_width(text) <= width:
        return text
    ends = accumulate(map(text_width, text))
    return text[: sum(end < width for end in ends)] + "…"
