"""How two scorecards differ as they stand: weights, what a blank gets, codes; not their rungs."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.model.quantity import shown
from tierctl.model.text import Text, same
from tierctl.policy.card import Characteristic, Scorecard
from tierctl.policy.structure_change import Change, part

_CARD, _ITEM = Text("评分卡", "scorecard"), Text("项目 {label}", "item {label}")
_OUT_OF, _INITIAL = Text("满分", "points it is out of"), Text("起始分", "initial points")
_MOST, _MISSING = Text("满分", "max"), Text("缺值处理", "missing values")
_BASELINE = Text("扣分基准", "baseline of losses")
_CODE, _REASON = Text("原因代码", "reason code"), Text("扣分原因", "reason")
_SECTION = Text("所属部分", "section")
_REFUSE, _GETS = Text("不定级", "no grade"), Text("计 {points} 分", "{points} points")
_FACTS = Text("满分 {most}", "max {most}")


def card_changes(a: Scorecard | None, b: Scorecard | None) -> Iterator[Change]:
    """Give what differs between the cards of two policies."""
    if a is None or b is None:
        facts = [_FACTS.fill(most=shown(card.out_of)) if card else None for card in (a, b)]
        if a is not b:
            yield Change(code="card", name="scorecard", what=_CARD, a=facts[0], b=facts[1])
        return
    for code, what, numbers in (
        ("card-out-of", _OUT_OF, (a.out_of, b.out_of)),
        ("card-initial", _INITIAL, (a.initial, b.initial)),
    ):
        sides = same(shown(numbers[0])), same(shown(numbers[1]))
        yield part(code, "scorecard", _CARD, what, sides)
    rest = list(b.characteristics)
    for item in a.characteristics:
        other = next((o for o in rest if o.id == item.id or o.label == item.label), None)
        if other is not None:
            rest.remove(other)
            yield from _item(item, other, (a, b))
        else:
            yield _alone(item, in_first=True)
    for item in rest:
        yield _alone(item, in_first=False)


def _alone(item: Characteristic, *, in_first: bool) -> Change:
    facts = _FACTS.fill(most=shown(item.most))
    what = _ITEM.fill(label=item.label)
    sides = (facts, None) if in_first else (None, facts)
    return Change(code="item", name=item.id, what=what, a=sides[0], b=sides[1])


def _item(
    a: Characteristic, b: Characteristic, cards: tuple[Scorecard, Scorecard]
) -> Iterator[Change]:
    what = _ITEM.fill(label=a.label)
    for code, named, sides in (
        ("item-max", _MOST, (same(shown(a.most)), same(shown(b.most)))),
        ("item-missing", _MISSING, (_missing(a), _missing(b))),
        ("item-baseline", _BASELINE, (_baseline(a), _baseline(b))),
        ("item-section", _SECTION, (_section(cards[0], a), _section(cards[1], b))),
        ("item-code", _CODE, (same(a.code), same(b.code))),
        ("item-reason", _REASON, (a.reason, b.reason)),
    ):
        yield part(code, a.id, what, named, sides)


def _baseline(item: Characteristic) -> Text:
    return same("—") if item.baseline == item.most else same(shown(item.baseline))


def _missing(item: Characteristic) -> Text:
    return _REFUSE if item.missing is None else _GETS.fill(points=shown(item.missing))


def _section(card: Scorecard, item: Characteristic) -> Text:
    labels = (section.label for section in card.sections if section.id == item.section)
    return next(labels, same("—"))
