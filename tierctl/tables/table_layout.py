"""The layout of the table below a header, as its rows are told apart by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tierctl.model.header_text import name_of
from tierctl.policy.policy import Policy
from tierctl.tables.header import IDENTITY, Header
from tierctl.tables.layout import Layout, plain
from tierctl.tables.stand_in import stand_in

_SERIAL = ("序号", "行号", "项次", "no", "sn", "#")


def layout_of(
    header: Header, policy: Policy, by_input: Mapping[str, int], wanted: Collection[int]
) -> Layout:
    """Return what the columns below a header are for.

    `by_input` are the columns bound to inputs; `wanted` those that are not our own.
    """
    results = {cols[0] for cols in header.results.values()}
    taken = [*by_input.values(), *results, *header.own.values()]
    id = by_input.get("customer_id")
    return Layout(
        header=[
            {col: text for col, text in line.items() if col in wanted} for line in header.lines()
        ],
        customer_id=id,
        customer_name=by_input.get("customer_name"),
        required=[by_input[read.name] for read in policy.deciding() if read.name in by_input],
        results=frozenset(results),
        required_names={name_of(text) for i in policy.deciding() for text in i.headers},
        identity_names={name_of(t) for n in IDENTITY for t in policy.inputs[n].headers},
        known_names={
            name_of(text)
            for headers in (
                *(read.headers for read in policy.inputs.values()),
                *(result.headers for result in policy.results.values()),
            )
            for text in headers
        },
        choices={
            by_input[read.name]: {plain(name) for choice in read.choices for name in choice.names}
            for read in policy.inputs.values()
            if read.choices and read.name in by_input
        },
        tier_names={
            plain(text)
            for result in policy.results.values()
            for tier in result.tiers
            for text in (tier.label.zh, tier.label.en)
        },
        merges=header.grid.merges,
        header_row=header.row,
        other_identity=header.other_identity,
        stand_in=stand_in(header, taken),
        says_customer=id is not None and header.says_customer_in(id),
    )


def serial_columns(header: Header) -> set[int]:
    """Return the columns that only number the rows."""
    return {col for col, text in header.texts.items() if name_of(text).strip(".") in _SERIAL}
