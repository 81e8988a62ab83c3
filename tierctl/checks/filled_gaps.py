"""Gaps of the source: what a policy decides although the document that it is from does not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tierctl.checks import messages
from tierctl.checks.finding import Finding
from tierctl.checks.shown import customer_text, region_text
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Undecided
from tierctl.model.text import Text, joined, same
from tierctl.policy.shown import shown_value


def filled_gaps(survey: Survey, _: Undecided) -> Iterator[Finding]:
    """Give every rule that only fills a gap, with an example and with what it gives."""
    policy = survey.policy
    for table in survey.policy.tables:
        boxed = survey.table(table)
        if boxed is None:
            continue
        for number, rule in enumerate(table.rules):
            box = boxed.boxes[number]
            if not rule.fills_gap or rule.default or not all(box):
                continue
            witness = boxed.witness(box)
            given = [
                Text(
                    shown_value(policy, name, value, True), shown_value(policy, name, value, False)
                )
                for name, value in table.deciding(rule).items()
            ]
            found = messages.filled_gap(
                f"{boxed.where}.rules[{number}]",
                rule.id,
                region_text(policy, rule.conditions),
                customer_text(policy, witness),
                joined(given) if given else same("-"),
            )
            yield replace(found, witness=witness)
