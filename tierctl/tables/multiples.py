"""Multiples of money that are no units of ours, and the unit that each of them probably means."""

from __future__ import annotations

import re

from tierctl.model.folding import folded

_MEANT = (
    ("千元", r"thousand|(?<![\d,.])1,?000s?(?!\d)|'000|(?<![\d,.])000s?(?!\d)"),
    ("百万元", r"million|(?<![a-z])(?:mn|mm|mio)(?![a-z])"),
    ("万元", r"(?<![\d,.])10,?000s?(?!\d)|(?<![a-z])w(?![a-z])"),
    ("十万元", r"(?<!\d)10万"),
)


def multiple_named(text: str) -> str | None:
    """Return the unit to propose for a multiple: 百万元 for `RMB million`; None for two or none."""
    plain = folded(text)
    found = [symbol for symbol, pattern in _MEANT if re.search(pattern, plain)]
    return found[0] if len(found) == 1 else None
