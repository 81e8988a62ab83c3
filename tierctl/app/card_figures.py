"""The figures of a scorecard: how totals are spread, and what each item gives on average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierctl.app.outcome import Outcome
from tierctl.model.table import Value
from tierctl.policy.card import Characteristic

_BANDS = 10


@dataclass(frozen=True, slots=True)
class Band:
    """The totals from `low` up to below `high`, and how many customers have one; the last band
    holds its upper end, too.
    """

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item, and its average points over the customers who have a total."""

    item: Characteristic
    average: float


@dataclass(frozen=True, slots=True)
class CardFigures:
    """The figures of the customers who have a total; their number, and their average total."""

    count: int
    average: float
    bands: tuple[Band, ...]
    items: tuple[ItemFigures, ...]


def card_figures(outcome: Outcome) -> CardFigures | None:
    """Return the figures of a scorecard's customers; None without a card, or without a total."""
    card, decisions = outcome.policy.card, outcome.decisions
    if card is None:
        return None
    totals = decisions.values(card.total)
    graded = [i for i, total in enumerate(totals) if isinstance(total, float)]
    if not graded:
        return None
    found = _numbers(totals, graded)
    width = card.out_of / _BANDS
    counts = [0] * _BANDS
    for total in found:
        counts[min(max(int(total / width), 0), _BANDS - 1)] += 1
    items = []
    for item in card.characteristics:
        column = outcome.table.columns.get(item.points) if item.judged else None
        values = column.values if column is not None else ()
        points = _numbers(values if item.judged else decisions.values(item.points), graded)
        items.append(ItemFigures(item, sum(points) / len(graded)))
    return CardFigures(
        count=len(graded),
        average=sum(found) / len(found),
        bands=tuple(Band(i * width, (i + 1) * width, count) for i, count in enumerate(counts)),
        items=tuple(items),
    )


def _numbers(values: Sequence[Value], positions: Sequence[int]) -> list[float]:
    listed = list(values)
    found = (listed[i] if listed else None for i in positions)
    return [value for value in found if isinstance(value, float)]
