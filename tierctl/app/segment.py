"""`--segment`: by which column a summary breaks the customers down."""

from __future__ import annotations

from dataclasses import replace

from tierctl.model.header_text import name_of
from tierctl.model.quantity import PLAIN
from tierctl.model.text import same
from tierctl.policy.load import known_inputs
from tierctl.policy.policy import Input, InputType, Policy

_OWN = "segment"


def segmented(policy: Policy, column: str) -> Policy:
    """Return the policy with a summary by a column: one of its inputs, or any other header.

    A name that the shipped policies know, such as region or bank, stands for all its headers.
    """
    wanted = name_of(column)
    for read in policy.inputs.values():
        if wanted in map(name_of, read.headers):
            return replace(policy, segment=read.name)
    known = known_inputs()
    label = same(column)
    aliases: tuple[str, ...] = ()
    for name, document in known.items():
        headers = (name, document.label.zh, document.label.en, *document.aliases)
        if wanted in map(name_of, headers):
            label, aliases = document.label.text, document.aliases
    read = Input(
        name=_OWN,
        label=label,
        type=InputType.TEXT,
        unit=PLAIN,
        aliases=aliases,
        required=True,
        needs_value=False,
        domain=None,
        expected=None,
    )
    return replace(policy, inputs={**policy.inputs, _OWN: read}, segment=_OWN)
