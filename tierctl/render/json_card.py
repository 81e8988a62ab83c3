"""Scorecards as JSON objects: the card of a policy, and that of a customer."""

from __future__ import annotations

from typing import Any

from tierctl.app.card_sentences import CardSentences
from tierctl.app.explain import CustomerCard
from tierctl.engine.way_up import WayUp
from tierctl.model.text import Lang, Text
from tierctl.policy.card import Characteristic, Scorecard
from tierctl.policy.policy import Policy


def card_json(card: Scorecard) -> dict[str, Any]:
    """Return the card of a policy; its rungs and grades are rules of the steps that are named."""
    return {
        "out_of": card.out_of,
        "initial": card.initial,
        "decimals": card.decimals,
        "total": card.total,
        "grade": card.grade,
        "grades": card.grades,
        "sections": [{"id": s.id, "label": _both(s.label), "max": s.most} for s in card.sections],
        "characteristics": [_item(item) for item in card.characteristics],
        "limits": [
            {
                "rule": limit.rule,
                "label": _both(limit.label),
                "at_most" if limit.cap else "grade": limit.grade,
            }
            for limit in card.limits.values()
        ],
    }


def _item(item: Characteristic) -> dict[str, Any]:
    return {
        "id": item.id,
        "code": item.code,
        "label": _both(item.label),
        "section": item.section,
        "max": item.most,
        "baseline": item.baseline,
        "judged": item.judged,
        "points": item.points,
        "step": item.table,
        "missing": "refuse" if item.missing is None else item.missing,
        "missing_stated": item.missing_stated,
        "reason": _both(item.reason),
    }


def customer_card_json(policy: Policy, card: CustomerCard, lang: Lang) -> dict[str, Any]:
    """Return the card of a customer: points, sums, what cost most, the way up, the limit."""
    reading, sentences = card.reading, CardSentences(policy, card.reader, lang)
    return {
        "items": [
            {
                "id": item.characteristic.id,
                "section": item.characteristic.section,
                "points": item.points,
                "max": item.characteristic.most,
                "rule": item.rule,
                "low": item.low,
                "high": item.high,
            }
            for item in reading.items
        ],
        "subtotals": dict(reading.subtotals),
        "total": reading.total,
        "low": reading.low,
        "high": reading.high,
        "lowest": reading.lowest,
        "highest": reading.highest,
        "reason_codes": [
            {"code": loss.code, "reason": loss.reason.to(lang), "points": loss.points}
            for loss in reading.losses
        ],
        "way_up": _way_up(card.way, sentences) if card.way is not None else None,
        "limit": (
            {"rule": reading.limit.rule, "text": sentences.limit(reading)}
            if reading.limit is not None
            else None
        ),
    }


def _way_up(way: WayUp, sentences: CardSentences) -> dict[str, Any]:
    return {
        "grade": way.grade,
        "needed": way.needed,
        "total": way.total,
        "text": sentences.way_text(way),
        "items": [
            {
                "id": one.item.characteristic.id,
                "points": one.points,
                "rule": one.rule.id if one.rule is not None else None,
            }
            for one in way.raises
        ],
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
