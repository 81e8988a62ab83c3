"""The card of a policy, from what is written to what it means."""

from __future__ import annotations

from tierctl.model.text import Text
from tierctl.policy.card import Characteristic, Limit, Rung, Scorecard, Section
from tierctl.policy.card_document import CharacteristicDocument, ScorecardDocument
from tierctl.policy.card_steps import BY_SCORE, TOTAL, missing_of, most_of, points_of
from tierctl.policy.document import PolicyDocument
from tierctl.policy.reading import Place, invalid

_NO_TIER = Text("要是一个等级结果", "it must be a tier result")


def scorecard(document: PolicyDocument, place: Place) -> Scorecard | None:
    """Return the card of a policy. Raises PolicyInvalid where its parts do not fit together."""
    card = document.scorecard
    if card is None:
        return None
    _check(document, card, place)
    return Scorecard(
        characteristics=tuple(_characteristic(c, i) for i, c in enumerate(card.characteristics)),
        sections=tuple(
            Section(
                id=section.id,
                label=section.label.text,
                most=sum(most_of(c) for c in card.characteristics if c.section == section.id),
            )
            for section in card.sections
        ),
        initial=card.initial,
        out_of=card.out_of,
        decimals=card.decimals,
        total=TOTAL,
        by_score=BY_SCORE if card.limits else card.grade,
        grade=card.grade,
        grades=BY_SCORE if card.limits else card.grade,
        limits={
            limit.id: Limit(
                rule=limit.id,
                label=limit.label.text,
                grade=limit.grade or limit.at_most or "",
                cap=limit.grade is None,
            )
            for limit in card.limits
        },
    )


def _characteristic(given: CharacteristicDocument, position: int) -> Characteristic:
    code = given.code or f"RC{position + 1}"
    reason = (given.reason or given.label).text
    rungs = {}
    for i, rung in enumerate(given.rungs):
        rule = rung.id or f"{given.id}-{i + 1}"
        said = rung.reason.text if rung.reason is not None else reason
        rungs[rule] = Rung(rule=rule, points=rung.points, code=rung.code or code, reason=said)
    most = most_of(given)
    return Characteristic(
        id=given.id,
        label=given.label.text,
        section=given.section,
        points=points_of(given),
        table=None if given.points else given.id,
        most=most,
        baseline=most if given.baseline is None else given.baseline,
        code=code,
        reason=reason,
        rungs=rungs,
        missing=missing_of(given),
        missing_stated=given.missing is not None,
    )


def _check(document: PolicyDocument, card: ScorecardDocument, place: Place) -> None:
    grade = document.results.get(card.grade)
    if grade is None or grade.type != "tier":
        raise invalid(
            place("scorecard.grade"), Text("要是一个等级结果", "it must be a tier result")
        )
    sections = [section.id for section in card.sections]
    for k, given in enumerate(card.characteristics):
        path = f"scorecard.characteristics[{k}]"
        if bool(given.points) == bool(given.rungs):
            raise invalid(
                place(path),
                Text(
                    "要么是阶梯（rungs），要么是评审分（points 指向一个输入）",
                    "either rungs, or points that name an input",
                ),
            )
        if given.section is not None and given.section not in sections:
            why = Text(f"没有部分 {given.section}", f"there is no section {given.section}")
            raise invalid(place(f"{path}.section"), why)
        if given.points:
            _check_judged(document, given, path, place)
        for i, rung in enumerate(given.rungs):
            if rung.points > most_of(given):
                why = Text(
                    f"得分 {rung.points:g} 超过满分 {most_of(given):g}",
                    f"{rung.points:g} points are more than the most, {most_of(given):g}",
                )
                raise invalid(place(f"{path}.rungs[{i}].points"), why)
    for k, section in enumerate(sections):
        if all(given.section != section for given in card.characteristics):
            why = Text(f"部分 {section} 没有任何项目", f"section {section} has no item")
            raise invalid(place(f"scorecard.sections[{k}]"), why)
    tiers = [tier.id for tier in grade.tiers]
    for k, limit in enumerate(card.limits):
        if (limit.grade is None) == (limit.at_most is None):
            why = Text("要么 grade，要么 at_most", "either grade or at_most")
            raise invalid(place(f"scorecard.limits[{k}]"), why)
        if (given_grade := limit.grade or limit.at_most) not in tiers:
            why = Text(f"没有等级 {given_grade}", f"there is no grade {given_grade}")
            raise invalid(place(f"scorecard.limits[{k}]"), why)


def _check_judged(
    document: PolicyDocument, given: CharacteristicDocument, path: str, place: Place
) -> None:
    read = document.inputs.get(given.points or "")
    if read is None or read.type != "number":
        why = Text(f"没有数字输入 {given.points}", f"there is no input {given.points} of numbers")
        raise invalid(place(f"{path}.points"), why)
    if given.max is None:
        why = Text("评审分要写明满分 max", "points that are judged need a max")
        raise invalid(place(f"{path}.max"), why)
