"""The difference of two policies as a JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tierctl.app.diff import PolicyDiff
from tierctl.app.diff_on import Standings
from tierctl.checks.moves import Gist, Move, Region
from tierctl.checks.shown import region_text
from tierctl.model.decision import Status
from tierctl.model.text import Lang, Text
from tierctl.policy.policy import Policy
from tierctl.policy.shown import condition_text, plain_value
from tierctl.render.diff_words import move_text
from tierctl.render.json_head import head
from tierctl.render.json_outcome import period_json
from tierctl.render.safe import safe_text


def diff_json(diff: PolicyDiff, on: Standings | None, lang: Lang, unmask: bool) -> dict[str, Any]:
    """Return the object that `policy diff --json` prints; `on` is null without a workbook."""
    both = diff.pair.both

    def text(said: Text | None) -> str | None:
        return safe_text(said.to(lang), unmask) if said is not None else None

    return {
        **head("policy diff"),
        "a": _policy(diff.pair.a),
        "b": _policy(diff.pair.b),
        "same": diff.same,
        "decided": diff.decided,
        "structure": [
            {
                "code": change.code,
                "name": change.name,
                "what": text(change.what),
                "a": text(change.a),
                "b": text(change.b),
            }
            for change in diff.changes
        ],
        "rules": [
            {"step": rule.step, "gives": text(rule.gives), "a": text(rule.a), "b": text(rule.b)}
            for rule in diff.rules
        ],
        "moves": _moves(diff.difference.moves, both, lang),
        "steps": [
            {"step": step.name, "moves": _moves(step.moves or (), both, lang)}
            for step in diff.difference.steps
        ],
        "not_decided": [text(doubt) for doubt in diff.difference.doubts],
        "on": _standings(on) if on is not None else None,
    }


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "version": policy.version,
        "digest": policy.digest,
        **period_json(policy),
    }


def _moves(moves: Sequence[Move], both: Policy, lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "from": _gist(move.before),
            "to": _gist(move.after),
            "text": safe_text(move_text(both, move.before, move.after).to(lang)),
            "regions": [_region(region, both, lang) for region in move.regions],
        }
        for move in moves
    ]


def _gist(gist: Gist) -> dict[str, Any]:
    if isinstance(gist, Status):
        return {"status": gist.value, "results": {}}
    return {"status": Status.GRADED.value, "results": dict(gist)}


def _region(region: Region, both: Policy, lang: Lang) -> dict[str, Any]:
    return {
        "text": safe_text(region_text(both, region.conditions).to(lang)),
        "conditions": {
            name: condition_text(both, name, values, lang)
            for name, values in region.conditions.items()
        },
        "witness": {n: plain_value(both, n, v) for n, v in region.customer.items()}
        if region.certain
        else None,
    }


def _standings(found: Standings) -> dict[str, Any]:
    pairs = [(i, j) for i in range(len(found.before)) for j in range(len(found.after))]
    return {
        "source": str(found.source),
        "sheet": found.sheet,
        "customers": found.customers,
        "unmatched": found.unmatched,
        "measure": found.measure.name if found.measure is not None else None,
        "moved": [
            {
                "row": one.row + 1,
                "cell": one.cell.a1,
                "customer_id": one.code,
                "customer_name": one.name,
                "from": one.before,
                "to": one.after,
            }
            for one in found.moved
        ],
        "matrix": [
            {
                "from": found.before[i],
                "to": found.after[j],
                "count": found.counts[i][j],
                "total": found.sums[i][j] if found.measure is not None else None,
            }
            for i, j in pairs
            if found.counts[i][j]
        ],
    }
