"""Which scorecard a workbook is for: the one whose columns are all there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tierctl.app.policies import resolve_policies, resolve_policy
from tierctl.app.read_customers import own_set_aside
from tierctl.model.errors import InputRefused, PolicyInvalid
from tierctl.model.text import Text, joined
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.load import shipped_cards
from tierctl.policy.policy import Policy
from tierctl.policy.settings import Settings
from tierctl.tables.find import find_header
from tierctl.tables.options import TableOptions

_OPTION = Text("请用 --policy 指明：{names}。", "Say which one with --policy: {names}.")
_CANDIDATE = Text("{title}（--policy {id}）：{why}", "{title} (--policy {id}): {why}")


def cards_of(reference: str | None, settings: Settings) -> list[Policy]:
    """Return the scorecard that a reference names, or all that are shipped.

    Raises PolicyInvalid where there is none, or where it is no scorecard.
    """
    if reference is None:
        return resolve_policies(shipped_cards(), settings)
    policy = resolve_policy(reference, settings)
    if policy.card is None:
        known = shipped_cards()
        raise PolicyInvalid(
            "no-scorecard",
            Text(f"策略 {policy.id} 不是评分卡", f"the policy {policy.id} is no scorecard"),
            Text(
                f"评分卡：{'、'.join(known)}，或自己的策略；其他策略用 tierctl classify。",
                f"Scorecards: {', '.join(known)}, or one of your own; others go with"
                " tierctl classify.",
            ),
        )
    return [policy]


def choose_card(source: Path, cards: Sequence[Policy], options: TableOptions) -> Policy:
    """Return the one card that a workbook has all columns for.

    Raises InputRefused where it has them for none or for several, and what it raises for a
    workbook that cannot be read.
    """
    found: list[Policy] = []
    refused: list[tuple[Policy, InputRefused]] = []
    workbook = WorkbookFile(source)
    try:
        for card in cards:
            try:
                find_header(workbook, card, own_set_aside(workbook, options))
            except InputRefused as e:
                refused.append((card, e))
            else:
                found.append(card)
    finally:
        workbook.close()
    if len(found) == 1:
        return found[0]
    hint = _OPTION.fill(names=Text("、".join(c.id for c in cards), ", ".join(c.id for c in cards)))
    if found:
        raise InputRefused(
            "several-cards",
            Text("{file} 适用多张评分卡：{cards}", "{file} fits several scorecards: {cards}").fill(
                file=source.name, cards=joined([card.title for card in found])
            ),
            hint,
        )
    told = [_CANDIDATE.fill(title=card.title, id=card.id, why=e.message) for card, e in refused]
    raise InputRefused(
        "no-card",
        Text("{file} 不适用任何一张评分卡：{cards}", "{file} fits no scorecard: {cards}").fill(
            file=source.name, cards=joined(told, "；", "; ")
        ),
        hint,
    )
