"""Values that a policy still waits for: parameters without one, and the day of the run.

What does not depend on them is known all the same: the inputs, the tiers, all other conditions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tierctl.model.text import Text, joined, same
from tierctl.policy.document import PolicyDocument, StepDocument
from tierctl.policy.parameters import BRACED, Parameter
from tierctl.policy.run_day import AS_OF, DAY

_DAY_LABEL = Text("截至日期", "as-of date")
_UNITS = {
    "天": Text("天", "days"),
    "日": Text("天", "days"),
    "周": Text("周", "weeks"),
    "个月": Text("个月", "months"),
    "月": Text("个月", "months"),
    "年": Text("年", "years"),
}
_SIGN = re.compile(r"([<>]=?)\s*")
_SIGNS = {"<=": "≤", ">=": "≥"}
_JOINED = {" 或 空": " or blank", " 且 ": " and ", " 或 ": " or "}
_JOINING = re.compile("|".join(_JOINED))


class OpenValues:
    """The parameters that have no value yet, and the day where nobody has said it."""

    def __init__(self, parameters: Sequence[Parameter], *, day_open: bool) -> None:
        self._parameters = {parameter.name: parameter for parameter in parameters}
        self.missing = [p for p in parameters if p.value is None]
        self._open = {p.name for p in self.missing} | ({AS_OF} if day_open else set())

    def leaves_open(self, text: str) -> bool:
        """Tell whether a condition or a formula waits for any of them."""
        names = (name for match in BRACED.finditer(text) for name in _names(match[1].strip()))
        return any(name in self._open for name in names)

    def said(self, text: str) -> Text:
        """Return a condition or a formula as it is written, its parameters by their labels.

        `>={gold}` is ≥ 〔金卡下限〕, and `<={as_of+1个月}` is ≤ 〔截至日期 + 1 个月〕.
        """
        parts: list[Text] = []
        end = 0
        for match in BRACED.finditer(text):
            parts += [_printed(text[end : match.start()]), self._value(match[1].strip())]
            end = match.end()
        return joined([*parts, _printed(text[end:])], "", "")

    def _value(self, written: str) -> Text:
        if written in self._parameters:
            parameter = self._parameters[written]
            if parameter.value is not None:
                return same(parameter.text)
            return Text(f"〔{parameter.label.zh}〕", f"[{parameter.label.en}]")
        match = DAY.match(written)
        if match is None:
            return same(f"{{{written}}}")
        return Text(f"〔{self._day(match).zh}〕", f"[{self._day(match).en}]")

    def _day(self, match: re.Match[str]) -> Text:
        if match["sign"] is None:
            return _DAY_LABEL
        count, unit = match["count"], match["unit"]
        parameter = self._parameters.get(count)
        said = same(count)
        if parameter is not None:
            said = same(parameter.value) if parameter.value is not None else parameter.label
            unit = unit or parameter.unit.symbol
        counted = _UNITS.get(unit or "天", same(unit or ""))
        return Text("{day} {sign} {count} {unit}", "{day} {sign} {count} {unit}").fill(
            day=_DAY_LABEL, sign=match["sign"], count=said, unit=counted
        )


def without(document: PolicyDocument, values: OpenValues) -> PolicyDocument:
    """Return the policy with nothing in it that waits for a value: its open conditions hold always.

    It decides nobody; it has the inputs, the results and the steps.
    """

    def known(when: Mapping[str, str]) -> dict[str, str]:
        return {name: "-" if values.leaves_open(text) else text for name, text in when.items()}

    def step(given: StepDocument) -> StepDocument:
        if given.formula is not None and values.leaves_open(given.formula):
            return given.model_copy(update={"formula": BRACED.sub("1", given.formula)})
        rules = [rule.model_copy(update={"when": known(rule.when)}) for rule in given.rules]
        return given.model_copy(update={"rules": tuple(rules)})

    card = document.scorecard
    if card is not None:
        limits = [limit.model_copy(update={"when": known(limit.when)}) for limit in card.limits]
        items = [
            item.model_copy(
                update={
                    "rungs": tuple(
                        rung.model_copy(update={"when": known(rung.when)}) for rung in item.rungs
                    )
                }
            )
            for item in card.characteristics
        ]
        grades = [grade.model_copy(update=known({"when": grade.when})) for grade in card.grades]
        card = card.model_copy(
            update={
                "limits": tuple(limits),
                "characteristics": tuple(items),
                "grades": tuple(grades),
            }
        )
    inputs = {}
    for name, read in document.inputs.items():
        conditions = {key: getattr(read, key) for key in ("domain", "expected")}
        dropped = {k: None for k, text in conditions.items() if text and values.leaves_open(text)}
        inputs[name] = read.model_copy(update=dropped)
    missing = {parameter.name for parameter in values.missing}
    return document.model_copy(
        update={
            "params": {n: given for n, given in document.params.items() if n not in missing},
            "inputs": inputs,
            "scope": known(document.scope),
            "warnings": tuple(
                warning.model_copy(update={"when": known(warning.when)})
                for warning in document.warnings
            ),
            "steps": tuple(map(step, document.steps)),
            "scorecard": card,
        }
    )


def _names(written: str) -> list[str]:
    """Return what a brace names: a parameter; the day, and the parameter that is added to it."""
    match = DAY.match(written)
    if match is None:
        return [written]
    return [AS_OF, *([match["count"]] if match["count"] else [])]


def _printed(text: str) -> Text:
    """Return a part of a condition with its signs and joining words as people print them."""
    zh = _SIGN.sub(lambda match: f"{_SIGNS.get(match[1], match[1])} ", text)
    return Text(zh, _JOINING.sub(lambda match: _JOINED[match[0]], zh))
