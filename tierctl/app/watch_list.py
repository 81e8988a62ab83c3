"""The customers that a policy wants seen first: those of the tiers that its summary lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierctl.app.outcome import Outcome
from tierctl.model.address import CellRef
from tierctl.model.table import Value
from tierctl.model.text import Lang
from tierctl.policy.policy import Tier
from tierctl.policy.shown import shown_value
from tierctl.tables.header import IDENTITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A customer on the list: the cell that names it, its tier, and what the list tells of it."""

    cell: CellRef
    id: Value
    name: Value
    tier: Tier
    values: dict[str, Value]

    def said(self, outcome: Outcome, lang: Lang) -> str:
        """Return who it is, its tier and what the list tells: `K01 甲公司　E　E5.2`."""
        names = [str(value) for value in (self.id, self.name) if value is not None]
        told = [
            shown_value(outcome.policy, name, value, lang == "zh")
            for name, value in self.values.items()
            if value is not None
        ]
        return "　".join([" ".join(names), self.tier.label.to(lang), *told]).strip()


def watched(outcome: Outcome) -> Sequence[Watched]:
    """Return the customers of the tiers that the policy lists, in the order of these tiers."""
    policy, table = outcome.policy, outcome.table
    watch = policy.watch
    if watch is None:
        return []
    given = outcome.decisions.values(policy.main_result.name)
    told = {name: outcome.decisions.values(name) for name in watch.results}
    col = next((table.columns[name].col for name in IDENTITY if name in table.columns), 0)
    found: dict[str, list[Watched]] = {id: [] for id in watch.tiers}
    for position, id in enumerate(given):
        if id in found:
            customer = Watched(
                cell=CellRef(table.sheet, table.rows[position], col),
                id=table.value("customer_id", position),
                name=table.value("customer_name", position),
                tier=policy.main_result.tier(str(id)),
                values={name: values[position] for name, values in told.items()},
            )
            found[str(id)].append(customer)
    return [customer for listed in found.values() for customer in listed]
