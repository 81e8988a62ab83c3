"""The inputs of a policy, from what is written to what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tierctl.model.quantity import PLAIN
from tierctl.policy.document import InputDocument
from tierctl.policy.formula_text import FormulaError, parse_formula
from tierctl.policy.policy import YES_OR_NO, Choice, Input, InputType, same_choice
from tierctl.policy.reading import Reading
from tierctl.policy.sets import ValueSet
from tierctl.policy.text_sets import TextSet


def input_of(reading: Reading, name: str, given: InputDocument) -> Input:
    """Return an input. Raises PolicyInvalid."""
    read_as = given.counted_in
    path = f"inputs.{name}"
    if given.unit and given.type != "number":
        raise reading.fail(f"{path}.unit", "只有数字才有单位", "only a number has a unit")

    def condition(key: str, text: str | None) -> ValueSet | None:
        return reading.condition(f"{path}.{key}", text, read_as) if text else None

    choices = _choices(reading, path, given)
    if choices and given.domain:
        raise reading.fail(f"{path}.domain", "choices 已限定取值", "choices say what it may be")
    every = TextSet.of(*(choice.id for choice in choices)) if choices else None
    return Input(
        name=name,
        label=given.label.text,
        type=InputType.TEXT if choices else InputType(given.type),
        unit=read_as or PLAIN,
        aliases=given.aliases,
        required=bool(given.required),
        needs_value=given.required is True and given.formula is None,
        domain=every or condition("domain", given.domain),
        expected=condition("expected", given.expected),
        choices=choices,
    )


def with_formulas(
    reading: Reading, inputs: Mapping[str, Input], documents: Mapping[str, InputDocument]
) -> dict[str, Input]:
    """Return the inputs with the formulas that give some of them. Raises PolicyInvalid."""
    numbers = {n: i for n, i in inputs.items() if i.type is InputType.NUMBER}
    plain = {name for name in numbers if documents[name].formula is None}
    readable = {spelling: name for name in plain for spelling in numbers[name].headers}
    found = dict(inputs)
    for name, document in documents.items():
        if document.formula is None:
            continue
        path = f"inputs.{name}.formula"
        if name not in numbers:
            raise reading.fail(path, "只有数字才有公式", "only a number has a formula")
        try:
            formula = parse_formula(document.formula, readable)
        except FormulaError as e:
            raise reading.refusal(path, e.message) from e
        found[name] = replace(inputs[name], formula=formula)
    return found


def _choices(reading: Reading, path: str, given: InputDocument) -> tuple[Choice, ...]:
    if (given.type == "choice") != bool(given.choices):
        raise reading.fail(
            f"{path}.choices",
            "类型为 choice 的输入要有 choices，其他类型没有",
            "an input of type choice has choices, no other one does",
        )
    if given.type == "bool":
        return YES_OR_NO
    choices = tuple(Choice(id=c.id, label=c.label.text, aliases=c.aliases) for c in given.choices)
    reading.unique(f"{path}.choices", "id", ("选项", "choice"), [c.id for c in choices])
    means: dict[str, str] = {}
    for i, choice in enumerate(choices):
        for name in map(same_choice, choice.names):
            if means.setdefault(name, choice.id) != choice.id:
                raise reading.fail(
                    f"{path}.choices[{i}]",
                    f"{name} 已是另一个选项的名字",
                    f"{name} is a name of another choice already",
                )
    return choices
