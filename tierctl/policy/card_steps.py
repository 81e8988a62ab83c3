"""From a scorecard to steps: a table per characteristic, formulas that add up, tables that grade.

What is read afterwards is a policy like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tierctl.policy.card_document import CharacteristicDocument, ScorecardDocument
from tierctl.policy.document import (
    InputDocument,
    PolicyDocument,
    ResultDocument,
    RuleDocument,
    StepDocument,
)
from tierctl.policy.reading import Place
from tierctl.policy.shapes import Label

TOTAL = "total_score"
BY_SCORE = "score_grade"
_BLANK = "空"
_BY_SCORE = Label(zh="按分等级", en="Grade by score")
_TOTALS = ("总分", "Total score", "总得分", "合计得分", "评分", "信用得分", "Total", "Score")


@dataclass(frozen=True, slots=True)
class _Made:
    """A step, and where in the card its parts are written: path in the step → path in the card."""

    step: StepDocument
    written: Mapping[str, str] = field(default_factory=dict)


def with_card(document: PolicyDocument) -> PolicyDocument:
    """Return the policy with the steps and results of its scorecard among its own."""
    card = document.scorecard
    if card is None or _made(document):
        return document
    made = list(_steps(document, card))
    columns = document.columns
    results = dict(_results(document, card))
    # The grade in the end comes first: it is what a summary counts by.
    by_score = {name: results.pop(name) for name in [BY_SCORE] if name in results}
    if "columns" not in document.model_fields_set:
        limits = ["limits"] if card.limits else []
        columns = (card.grade, TOTAL, "reason", "reason-codes", "way-up", *limits, "tier")
    return document.model_copy(
        update={
            "columns": columns,
            "inputs": _inputs(document, card),
            "results": {**results, **document.results, **by_score},
            "steps": (*document.steps, *(part.step for part in made)),
        }
    )


def card_place(document: PolicyDocument, place: Place, *, strict: bool = False) -> Place:
    """Return where a key path of the policy with its card's steps is written in its file.

    With `strict` the paths are those without the rungs that only fill gaps.
    """
    if document.scorecard is None:
        return place
    first = len(document.steps)
    if _made(document):
        first -= len(list(_steps(document, document.scorecard)))
    written: dict[str, str] = {}
    for i, part in enumerate(_steps(document, document.scorecard, strict=strict)):
        written |= {f"steps[{first + i}]{inner}": path for inner, path in part.written.items()}

    def at(path: str) -> str:
        for prefix in sorted(written, key=len, reverse=True):
            if path.startswith(prefix):
                return place(written[prefix] + path.removeprefix(prefix))
        return place(path)

    return at


def _made(document: PolicyDocument) -> bool:
    return any(step.result == TOTAL for step in document.steps)


def points_of(given: CharacteristicDocument) -> str:
    """Return the input or the result that holds the points of a characteristic."""
    return given.points or f"{given.id}_points"


def most_of(given: CharacteristicDocument) -> float:
    """Return the most points of a characteristic."""
    if given.max is not None:
        return given.max
    return max((rung.points for rung in given.rungs), default=0.0)


def missing_of(given: CharacteristicDocument) -> float | None:
    """Return the points that a blank gets; None where it gets none, and no grade."""
    if given.missing is None or given.missing == "refuse":
        return None
    return 0.0 if given.missing == "zero" else given.missing


def _inputs(document: PolicyDocument, card: ScorecardDocument) -> dict[str, InputDocument]:
    """Return the inputs; one that holds points is between 0 and the most, and filled in."""
    inputs = dict(document.inputs)
    for given in card.characteristics:
        read = inputs.get(given.points or "")
        if read is None:
            continue
        update: dict[str, str] = {}
        if read.domain is None:
            update["domain"] = f">=0 且 <={most_of(given):g}"
        if read.formula is None and (points := missing_of(given)) is not None:
            update["formula"] = f"{points:g}"
        inputs[given.points or ""] = read.model_copy(update=update)
    return inputs


def _results(
    document: PolicyDocument, card: ScorecardDocument
) -> Iterator[tuple[str, ResultDocument]]:
    def number(label: Label, aliases: tuple[str, ...] = ()) -> ResultDocument:
        return ResultDocument(
            label=label, type="number", unit="分", decimals=card.decimals, aliases=aliases
        )

    for given in card.characteristics:
        if not given.points:
            label = given.label
            yield points_of(given), number(Label(zh=f"{label.zh}得分", en=f"{label.en}: points"))
    for section in card.sections:
        label = section.label
        yield section.id, number(Label(zh=f"{label.zh}小计", en=f"{label.en}: subtotal"))
    yield TOTAL, number(card.total, _TOTALS)
    grade = document.results.get(card.grade)
    if card.limits and grade is not None:
        yield (
            BY_SCORE,
            grade.model_copy(
                update={
                    "label": _BY_SCORE,
                    "aliases": (),
                    "texts": {},
                    "tiers": tuple(tier.model_copy(update={"texts": {}}) for tier in grade.tiers),
                }
            ),
        )


def _steps(
    document: PolicyDocument, card: ScorecardDocument, *, strict: bool = False
) -> Iterator[_Made]:
    for k, given in enumerate(card.characteristics):
        if given.rungs:
            yield _ladder(given, f"scorecard.characteristics[{k}]", strict=strict)
    for k, section in enumerate(card.sections):
        parts = [points_of(c) for c in card.characteristics if c.section == section.id]
        yield _sum(section.id, parts, f"scorecard.sections[{k}]")
    alone = [points_of(c) for c in card.characteristics if c.section is None]
    initial = f"{card.initial:g}" if card.initial else ""
    yield _sum(TOTAL, [*(s.id for s in card.sections), *alone], "scorecard", initial)
    yield from _grading(document, card)


def _ladder(given: CharacteristicDocument, path: str, *, strict: bool) -> _Made:
    rules = [
        RuleDocument(
            id=rung.id or f"{given.id}-{i + 1}",
            when=rung.when,
            then={points_of(given): rung.points},
            provenance=rung.provenance,
            fills_gap=rung.fills_gap,
            told=False,
        )
        for i, rung in enumerate(given.rungs)
    ]
    kept = [i for i, rung in enumerate(given.rungs) if not (strict and rung.fills_gap)]
    written = {f".rules[{n}]": f"{path}.rungs[{i}]" for n, i in enumerate(kept)}
    points = missing_of(given)
    if points is not None:
        names = list(dict.fromkeys(name for rung in given.rungs for name in rung.when))
        written |= {f".rules[{len(kept) + i}]": f"{path}.missing" for i in range(len(names))}
        rules += [
            RuleDocument(
                id=f"{given.id}-missing-{name}",
                when={name: _BLANK},
                then={points_of(given): points},
                told=False,
            )
            for name in names
        ]
    step = StepDocument(name=given.id, hit_policy="first", rules=tuple(rules), optional=True)
    return _Made(step, {"": path, **written})


def _sum(result: str, parts: Sequence[str], path: str, initial: str = "") -> _Made:
    added = [*([initial] if initial else []), *(f"[{part}]" for part in parts)]
    return _Made(StepDocument(name=result, formula=" + ".join(added), result=result), {"": path})


def _grading(document: PolicyDocument, card: ScorecardDocument) -> Iterator[_Made]:
    """Give the tables that turn the total into a grade, and that apply what goes before it."""
    by_score = BY_SCORE if card.limits else card.grade
    rules = tuple(
        RuleDocument(
            id=_rule_id(card, i),
            when={TOTAL: given.when},
            then={by_score: given.grade},
            provenance=given.provenance,
        )
        for i, given in enumerate(card.grades)
    )
    written = {f".rules[{i}]": f"scorecard.grades[{i}]" for i in range(len(rules))}
    step = StepDocument(name=by_score, rules=rules, optional=bool(card.limits))
    yield _Made(step, {"": "scorecard.grades", **written})
    if card.limits:
        yield _limited(document, card)


def _rule_id(card: ScorecardDocument, position: int) -> str:
    """Return the rule of a band: `score-a`, and `score-a-2` for the second one of a grade."""
    grade = card.grades[position].grade
    before = sum(other.grade == grade for other in card.grades[:position])
    return f"score-{grade}-{before + 1}" if before else f"score-{grade}"


def _limited(document: PolicyDocument, card: ScorecardDocument) -> _Made:
    tiers = [tier.id for tier in document.results[card.grade].tiers]
    limits = sorted(
        enumerate(card.limits),
        key=lambda item: tiers.index(g) if (g := item[1].grade or item[1].at_most) in tiers else -1,
    )
    rules: list[RuleDocument] = []
    written: dict[str, str] = {}
    for k, limit in limits:
        when, grade = dict(limit.when), limit.grade or limit.at_most or ""
        if limit.grade is None:
            above = tiers[tiers.index(grade) + 1 :] if grade in tiers else tiers
            when[BY_SCORE] = "，".join(above)
        written[f".rules[{len(rules)}]"] = f"scorecard.limits[{k}]"
        rules.append(
            RuleDocument(
                id=limit.id,
                when=when,
                then={card.grade: grade},
                provenance=limit.provenance,
                reason=limit.label,
            )
        )
    rules += [
        RuleDocument(
            id=f"by-score-{tier}", when={BY_SCORE: tier}, then={card.grade: tier}, told=False
        )
        for tier in tiers
    ]
    step = StepDocument(name=card.grade, hit_policy="first", rules=tuple(rules))
    return _Made(step, {"": "scorecard.limits", **written})
