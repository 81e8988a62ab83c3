"""From a checked document to a policy: inputs and results, then the steps over them."""

from __future__ import annotations

from collections.abc import Mapping

from tierctl.model.quantity import PLAIN, Dimension, base_unit
from tierctl.model.text import Text
from tierctl.policy.bounds import BoundWords
from tierctl.policy.build_steps import StepBuilder
from tierctl.policy.document import InputDocument, Label, PolicyDocument, ResultDocument
from tierctl.policy.policy import Input, InputType, Policy, Result, ResultType, Tier
from tierctl.policy.reading import Place, Reading

# Money to the fen, points finely enough to add up, ratios to nine places.
_DECIMALS = {Dimension.MONEY: 2, Dimension.PLAIN: 4, Dimension.RATIO: 9}


def build_policy(
    document: PolicyDocument, identity: Mapping[str, InputDocument], digest: str, place: Place
) -> Policy:
    """Return the policy that a document means; `identity` are the inputs that every policy has.

    Raises PolicyInvalid, which says by `place` where.
    """
    inclusive = document.conditions.bound_words == "inclusive"
    reading = Reading(place, BoundWords(inclusive=inclusive))
    inputs = {
        name: _input(reading, name, given)
        for name, given in {**identity, **document.inputs}.items()
    }
    results: dict[str, Result] = {}
    for name, result in document.results.items():
        if name in inputs:
            raise reading.fail(f"results.{name}", "与输入同名", "an input has this name")
        results[name] = _result(reading, name, result)
    if not any(r.type is ResultType.TIER for r in results.values()):
        raise reading.fail("results", "至少要有一个等级结果", "one result must be a tier")
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
    return Policy(
        id=document.id,
        version=document.version,
        title=_text(document.title),
        inputs=inputs,
        results=results,
        steps=steps,
        measure=document.summary.measure,
        segment=document.summary.segment,
        digest=digest,
    )


def _input(reading: Reading, name: str, given: InputDocument) -> Input:
    read_as = given.counted_in
    path = f"inputs.{name}"
    if given.unit and given.type != "number":
        raise reading.fail(f"{path}.unit", "只有数字才有单位", "only a number has a unit")
    return Input(
        name=name,
        label=_text(given.label),
        type=InputType(given.type),
        unit=read_as or PLAIN,
        aliases=given.aliases,
        required=given.required,
        domain=reading.condition(f"{path}.domain", given.domain, read_as) if given.domain else None,
        expected=reading.condition(f"{path}.expected", given.expected, read_as)
        if given.expected
        else None,
    )


def _result(reading: Reading, name: str, given: ResultDocument) -> Result:
    path = f"results.{name}.tiers"
    if given.type == "tier" and len(given.tiers) < 2:
        raise reading.fail(path, "至少要有两个等级", "at least two tiers are needed")
    if given.type != "tier" and given.tiers:
        raise reading.fail(path, "只有等级结果才有", "only a tier result has any")
    reading.unique(path, "id", ("等级", "tier"), [tier.id for tier in given.tiers])
    unit = base_unit(given.unit)
    return Result(
        name=name,
        label=_text(given.label),
        type=ResultType(given.type),
        aliases=given.aliases,
        tiers=tuple(
            Tier(id=t.id, label=_text(t.label), color=t.color.upper(), aliases=t.aliases)
            for t in given.tiers
        ),
        unit=unit,
        decimals=_DECIMALS[unit.dimension] if given.decimals is None else given.decimals,
    )


def _text(label: Label) -> Text:
    return Text(label.zh, label.en)
