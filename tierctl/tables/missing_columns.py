"""Inputs that no column was found for, and the columns whose headers are most like them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from tierctl.model.diagnostic import Diagnostic
from tierctl.model.header_text import name_of
from tierctl.policy.policy import Input, Policy
from tierctl.tables import watch_diagnostics as diagnostics
from tierctl.tables.header import Header

_LIKE = 0.6


def missing_columns(header: Header, policy: Policy) -> Iterator[Diagnostic]:
    """Give a note for every input that one can do without and that no column was found for."""
    for name, read in policy.inputs.items():
        if read.required or name in header.inputs or name in header.unsettled:
            continue
        given = [one for one in policy.derived if name in one.sources]
        if given and name not in policy.read and all(one.name in header.inputs for one in given):
            continue  # what it would serve to calculate has a column
        col = near_column(header, read)
        at = header.ref(min(header.texts))
        if col is None:
            yield diagnostics.missing_column(read.label, read.spoken, at)
        else:
            near = header.ref(col)
            yield diagnostics.column_like(read.label, read.spoken, near, header.texts[col], at)


def near_column(header: Header, read: Input) -> int | None:
    """Return the column that nothing is bound to and whose header is most like an input's."""
    bound = {col for cols in (*header.inputs.values(), *header.results.values()) for col in cols}
    free = [col for col in header.texts if col not in bound and col not in header.own.values()]
    wanted = [name_of(text) for text in read.headers]
    likeness = {
        col: max(_likeness(name_of(header.texts[col]), name) for name in wanted) for col in free
    }
    best = max(free, key=lambda col: likeness[col], default=None)
    return best if best is not None and likeness[best] >= _LIKE else None


def _likeness(a: str, b: str) -> float:
    """Return how like two header names are, from 0 to 1; one that begins or ends the other is."""
    short, long = sorted((a, b), key=len)
    if len(short) > 1 and (long.startswith(short) or long.endswith(short)):
        return max(_LIKE, len(short) / len(long))
    return SequenceMatcher(None, a, b).ratio()
