"""The figures of a scorecard as tables for the terminal: totals by tenths, items by average."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.card_figures import CardFigures
from tierctl.model.quantity import shown
from tierctl.model.text import Text
from tierctl.policy.policy import Policy
from tierctl.render.view import View

_BAR = 20
_CUSTOMERS = Text("客户数", "Customers")
_ITEM = Text("项目", "Item")
_AVERAGE = Text("平均得分", "Average")
_MAX = Text("满分", "Max")


def totals_table(figures: CardFigures, policy: Policy, view: View) -> Table:
    """Return how many customers have which total, the highest first."""
    assert policy.card is not None
    table = Table(box=view.box, show_edge=False, pad_edge=False)
    table.add_column(view.say(policy.results[policy.card.total].label))
    table.add_column(view.say(_CUSTOMERS), justify="right")
    table.add_column("")
    for band in reversed(figures.bands):
        bar = _bar(band.count / figures.count, view)
        range = f"{shown(band.low)}–{shown(band.high)}"
        table.add_row(*map(RichText, [range, str(band.count), bar]))
    return table


def items_table(figures: CardFigures, policy: Policy, view: View) -> Table:
    """Return what every item gives on average, in card order."""
    assert policy.card is not None
    table = Table(box=view.box, show_footer=True, show_edge=False, pad_edge=False)
    total = policy.results[policy.card.total].label
    table.add_column(view.say(_ITEM), view.say(total))
    table.add_column(view.say(_AVERAGE), f"{figures.average:.1f}", justify="right")
    table.add_column(view.say(_MAX), shown(policy.card.out_of), justify="right")
    table.add_column("")
    for row in figures.items:
        most = row.item.most
        cells = [
            f"{row.item.code} {view.say(row.item.label)}",
            f"{row.average:.1f}",
            shown(most),
            _bar(row.average / most if most > 0 else 0.0, view),
        ]
        table.add_row(*map(RichText, cells))
    return table


def _bar(share: float, view: View) -> str:
    cells = round(max(share, 0.0) * _BAR)
    return ("#" if view.ascii else "█") * (cells or (1 if share > 0 else 0))
