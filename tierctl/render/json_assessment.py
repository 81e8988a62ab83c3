"""The filled card of one customer as a JSON object."""

from __future__ import annotations

from typing import Any

from tierctl.app.assessed import Assessed
from tierctl.app.save_answers import Saved
from tierctl.engine.card_reading import Item
from tierctl.model.text import Lang
from tierctl.policy.shown import plain_value
from tierctl.render.json_head import head
from tierctl.render.json_object import diagnostic
from tierctl.tables.header import IDENTITY


def assessed_json(
    assessed: Assessed, saved: Saved | None, lang: Lang, unmask: bool
) -> dict[str, Any]:
    """Return the object that `score-credit` prints with `--json` for one customer."""
    policy, reading = assessed.policy, assessed.reading
    assert policy.card is not None
    return {
        **head("score-credit"),
        "policy": {
            "id": policy.id,
            "version": policy.version,
            "digest": policy.digest,
            "as_of": policy.as_of.isoformat() if policy.as_of is not None else None,
            "strict": policy.strict,
        },
        **{name: assessed.values.get(name) for name in IDENTITY},
        "status": assessed.status.value,
        "grade": assessed.grade,
        "total": reading.total,
        "out_of": policy.card.out_of,
        "items": [_item(assessed, item, lang) for item in reading.items],
        "subtotals": [
            {
                "id": section.id,
                "label": section.label.to(lang),
                "points": reading.subtotals[section.id],
                "max": section.most,
            }
            for section in policy.card.sections
        ],
        "range": {
            "low": reading.low,
            "high": reading.high,
            "lowest_grade": reading.lowest,
            "highest_grade": reading.highest,
        },
        "reason_codes": [
            {
                "code": loss.code,
                "item": loss.item.characteristic.id,
                "points": loss.points,
                "reason": loss.reason.to(lang),
            }
            for loss in reading.losses
        ],
        "way_up": _way(assessed),
        "limit": _limit(assessed, lang),
        "inputs": {
            name: plain_value(policy, name, assessed.values.get(name))
            for name, answer in assessed.answers.items()
            if name not in IDENTITY and not answer.blank
        },
        "problems": [diagnostic(found, lang, unmask) for found in assessed.problems],
        "warnings": [diagnostic(found, lang, unmask) for found in assessed.warnings],
        "saved": _saved(saved),
    }


def _item(assessed: Assessed, item: Item, lang: Lang) -> dict[str, Any]:
    given = item.characteristic
    return {
        "id": given.id,
        "code": given.code,
        "label": given.label.to(lang),
        "section": given.section,
        "values": {
            name: plain_value(assessed.policy, name, value)
            for name, value in assessed.read_by(item).items()
        },
        "points": item.points,
        "max": given.most,
        "rule": item.rule,
        "low": item.low,
        "high": item.high,
    }


def _way(assessed: Assessed) -> dict[str, Any] | None:
    way = assessed.way
    if way is None:
        return None
    return {
        "grade": way.grade,
        "total": way.total,
        "needed": way.needed,
        "raises": [
            {
                "item": one.item.characteristic.id,
                "from": one.item.points,
                "to": one.points,
                "rule": one.rule.id if one.rule is not None else None,
            }
            for one in way.raises
        ],
    }


def _limit(assessed: Assessed, lang: Lang) -> dict[str, Any] | None:
    limit = assessed.reading.limit
    if limit is None:
        return None
    return {
        "id": limit.rule,
        "label": limit.label.to(lang),
        "grade": limit.grade,
        "cap": limit.cap,
        "grade_by_score": assessed.by_score,
    }


def _saved(saved: Saved | None) -> dict[str, Any] | None:
    if saved is None:
        return None
    return {
        "path": str(saved.path),
        "sheet": saved.sheet,
        "row": saved.row + 1,
        "new": saved.new,
        "replaced": saved.replaced,
        "written": saved.written,
    }
