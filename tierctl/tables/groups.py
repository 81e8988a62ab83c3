"""Group totals above their members: what only the whole table can tell."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.model.table import Value


def group_heads(
    values: Sequence[Value], codes: Sequence[str], identified: Sequence[int]
) -> list[int]:
    """Return the positions of rows that are the sums of the rows below them.

    Either the whole table falls into groups, each headed by its exact sum (the compact form of a
    pivot), and no head is an identified customer; or a code of digits is the beginning of the
    codes below it, whose sum it bears. `identified` is 1 for identified customers.
    """
    numbers = [value if isinstance(value, float) else 0.0 for value in values]
    tiled = _tiled(numbers) if all(isinstance(value, float) for value in values) else []
    return (
        tiled if tiled and not any(identified[p] for p in tiled) else _headed_codes(numbers, codes)
    )


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 0.005 + 1e-12 * abs(a)


def _tiled(numbers: Sequence[float]) -> list[int]:
    """Return the heads where the table is nothing but groups under their sums, one of several."""
    heads: list[int] = []
    at, largest = 0, 0
    while at < len(numbers):
        end, total = at + 1, 0.0
        if numbers[at] <= 0:
            return []
        while end < len(numbers) and total < numbers[at] and not _same(total, numbers[at]):
            if numbers[end] < 0:
                return []
            total += numbers[end]
            end += 1
        if not _same(total, numbers[at]):
            return []
        heads.append(at)
        largest = max(largest, sum(number > 0 for number in numbers[at + 1 : end]))
        at = end
    return heads if largest > 1 and len(numbers) > 2 else []


def _headed_codes(numbers: Sequence[float], codes: Sequence[str]) -> list[int]:
    """Return the rows whose code begins the codes below, and whose amount is the sum of those.

    Of the codes below only those count that begin no further ones.
    """
    heads = []
    for at in range(len(codes) - 1):
        code = codes[at]
        if not code.isdigit() or not _begins(code, codes[at + 1]):
            continue
        end, total = at + 1, 0.0
        while end < len(codes) and _begins(code, codes[end]):
            if end + 1 == len(codes) or not _begins(codes[end], codes[end + 1]):
                total += numbers[end]
            end += 1
        if _same(total, numbers[at]):
            heads.append(at)
    return heads


def _begins(code: str, longer: str) -> bool:
    return bool(code) and longer != code and longer.startswith(code)
