"""From a checked document to a policy: inputs and results, then the steps over them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from tierctl.policy.bounds import BoundWords
from tierctl.policy.build_card import scorecard
from tierctl.policy.build_inputs import input_of, with_formulas
from tierctl.policy.build_results import result_of, with_texts
from tierctl.policy.build_steps import StepBuilder
from tierctl.policy.card_steps import card_place, with_card
from tierctl.policy.document import InputDocument, PolicyDocument
from tierctl.policy.parameters import (
    filled,
    given_digest,
    has_gap_rules,
    parameters,
    reads_day,
)
from tierctl.policy.policy import InputType, Policy, Remark, Result, ResultType, Watch
from tierctl.policy.reading import Place, Reading
from tierctl.policy.settings import Settings
from tierctl.policy.versions import period_of

COLUMNS = ("tier", "reason", "rule", "next-tier", "gap-to-next")
"""Columns that every policy can have written; others are named by its results and texts."""
CARD_COLUMNS = ("reason-codes", "way-up", "limits")
"""Columns that a scorecard can have written."""


def build_policy(
    document: PolicyDocument,
    identity: Mapping[str, InputDocument],
    digest: str,
    place: Place,
    settings: Settings,
) -> Policy:
    """Return the policy that a document means; `identity` are the inputs that every policy has.

    `digest` is that of the file; values that the run gives make it another one. Raises
    PolicyInvalid, which says by `place` where.
    """
    card = scorecard(document, place)
    place = card_place(document, place, strict=settings.strict)
    document = with_card(document)
    declared, document = document, filled(document, settings, place)
    given = given_digest(declared, settings, place)
    if given:
        digest = hashlib.sha256(f"{digest} {given}".encode()).hexdigest()
    inclusive = document.conditions.bound_words == "inclusive"
    reading = Reading(place, BoundWords(inclusive=inclusive))
    inputs = {
        name: input_of(reading, name, given)
        for name, given in {**identity, **document.inputs}.items()
    }
    inputs = with_formulas(reading, inputs, {**identity, **document.inputs})
    results: dict[str, Result] = {}
    texts = settings.texts.get(document.id, {})
    for name, result in document.results.items():
        if name in inputs:
            raise reading.fail(f"results.{name}", "与输入同名", "an input has this name")
        if texts and result.type == "tier" and not any(r.tiers for r in results.values()):
            result = with_texts(result, texts, reading, f"texts.{document.id}")
        results[name] = result_of(reading, name, result)
    if not any(r.type is ResultType.TIER for r in results.values()):
        raise reading.fail("results", "至少要有一个等级结果", "one result must be a tier")
    if not document.steps:
        raise reading.fail("steps", "至少要有一个步骤", "at least one step is needed")
    names = [step.name for step in document.steps]
    reading.unique("steps", "name", ("步骤", "step"), names)
    builder = StepBuilder(reading, inputs, results)
    steps = tuple(builder.step(f"steps[{i}]", step) for i, step in enumerate(document.steps))
    for name in results:
        if name not in builder.given:
            raise reading.fail(
                f"results.{name}", "没有步骤给出这个结果", "no step gives this result"
            )
    for role in ("measure", "segment"):
        name = getattr(document.summary, role)
        if name is not None and name not in inputs:
            raise reading.fail(f"summary.{role}", f"没有输入 {name}", f"there is no input {name}")
    if document.summary.measure and inputs[document.summary.measure].type is not InputType.NUMBER:
        raise reading.fail("summary.measure", "只有数字才能求和", "only a number can be summed")
    watch = _watch(document, results, reading)
    for column in document.columns:
        known = [
            *COLUMNS,
            *(CARD_COLUMNS if card else ()),
            *results,
            *(text for r in results.values() for text in r.texts),
        ]
        if column not in known:
            raise reading.fail("columns", f"没有列 {column}", f"there is no column {column}")
    return Policy(
        id=document.id,
        version=document.version,
        title=document.title.text,
        inputs=inputs,
        results=results,
        steps=steps,
        measure=document.summary.measure,
        segment=document.summary.segment,
        watch=watch,
        digest=digest,
        scope=builder.conditions("scope", document.scope, results=False),
        remarks=tuple(
            Remark(
                id=given.id,
                conditions=builder.conditions(f"warnings[{i}].when", given.when),
                message=given.message.text,
            )
            for i, given in enumerate(document.warnings)
        ),
        columns=document.columns,
        parameters=tuple(parameters(declared, settings, place)),
        as_of=settings.as_of if reads_day(declared) else None,
        card=card,
        strict=settings.strict and has_gap_rules(declared),
        period=period_of(document, place),
    )


def _watch(
    document: PolicyDocument, results: Mapping[str, Result], reading: Reading
) -> Watch | None:
    given = document.summary.watch
    if given is None:
        return None
    main = next(r for r in results.values() if r.type is ResultType.TIER)
    for key, names, known in (
        ("tiers", given.tiers, [tier.id for tier in main.tiers]),
        ("results", given.results, list(results)),
    ):
        for name in names:
            if name not in known:
                listed = "、".join(known), ", ".join(known)
                raise reading.fail(
                    f"summary.watch.{key}",
                    f"没有 {name}（可用：{listed[0]}）",
                    f"there is no {name} (it may be {listed[1]})",
                )
    return Watch(title=given.title.text, tiers=given.tiers, results=given.results)
