"""Parameters: numbers that a policy's user sets, put into its conditions before they are read.

`>{large}` becomes `>600万`, and `<={as_of+1个月}` a day: what is read afterwards is a policy like
any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from tierctl.model.errors import PolicyInvalid
from tierctl.model.quantity import PLAIN, Dimension, Unit, base_unit, parse_quantity, shifted
from tierctl.model.text import Text
from tierctl.policy.document import PolicyDocument, StepDocument
from tierctl.policy.reading import Place, invalid
from tierctl.policy.run_day import AS_OF, DAY, moved
from tierctl.policy.settings import Settings

BRACED = re.compile(r"\{([^{}]*)\}")
_UNIT_NAMES = (Dimension.MONEY, Dimension.RATIO)
_SMALL_MONEY = 10_000
_LARGEST_RATIO = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter and its value as it was written; None where it has none yet."""

    name: str
    label: Text
    unit: Unit
    value: str | None
    own: str | None
    """The policy's own value; None where the user must give one."""
    provenance: str

    @property
    def changed(self) -> bool:
        """Whether the value is not the policy's own."""
        return self.number(self.value) != self.number(self.own)

    def number(self, value: str | None) -> float | None:
        """Return a value in the base unit; None where it is no number."""
        quantity = parse_quantity(value, self.unit.dimension) if value is not None else None
        if quantity is None:
            return None
        return shifted(quantity.digits, (quantity.unit or self.unit).shift)

    @property
    def text(self) -> str:
        """The value as a condition may hold it: with its unit, so that it is read as one thing."""
        assert self.value is not None
        quantity = parse_quantity(self.value, self.unit.dimension)
        assert quantity is not None
        unit = quantity.unit or (self.unit if self.unit.dimension in _UNIT_NAMES else PLAIN)
        return f"{quantity.digits}{unit.symbol}"


def parameters(document: PolicyDocument, settings: Settings, place: Place) -> list[Parameter]:
    """Return a policy's parameters with their values. Raises PolicyInvalid for one of no use."""
    given = settings.of(document.id)
    found = []
    for name, param in document.params.items():
        own = None if param.value is None else str(param.value)
        value = given.get(name, own)
        parameter = Parameter(
            name=name,
            label=param.label.text,
            unit=base_unit(param.unit),
            value=value,
            own=own,
            provenance=param.provenance,
        )
        for number, path in ((own, place(f"params.{name}.value")), (value, f"--param {name}")):
            if number is not None and parameter.number(number) is None:
                raise invalid(path, _no_number(parameter, number))
            if number is not None and _undecided(parameter.unit, number):
                raise invalid(path, _undecided_unit(parameter, number))
        found.append(parameter)
    return found


def filled(document: PolicyDocument, settings: Settings, place: Place) -> PolicyDocument:
    """Return the policy with values for its parameters, and without what `strict` leaves out.

    Raises PolicyInvalid where a parameter has no value, or a brace names none.
    """
    found = parameters(document, settings, place)
    missing = [parameter for parameter in found if parameter.value is None]
    if missing:
        raise _missing(document, missing)
    fill = _Filler({parameter.name: parameter for parameter in found}, settings.as_of, place)
    return fill.document(_strict(document) if settings.strict else document)


def reads_day(document: PolicyDocument) -> bool:
    """Tell whether any condition counts from the day of the run."""
    written = json.dumps(document.model_dump(mode="json"), ensure_ascii=False)
    return any(match[1].strip().startswith(AS_OF) for match in BRACED.finditer(written))


def has_gap_rules(document: PolicyDocument) -> bool:
    """Tell whether any rule only fills a gap."""
    return any(rule.fills_gap for step in document.steps for rule in step.rules)


def given_digest(document: PolicyDocument, settings: Settings, place: Place) -> str:
    """Return what makes the policy of this run another one than its file: "" where nothing does."""
    found = parameters(document, settings, place)
    changed = {parameter.name: parameter.text for parameter in found if parameter.changed}
    strict = settings.strict and has_gap_rules(document)
    return json.dumps([changed, strict], sort_keys=True) if changed or strict else ""


def _strict(document: PolicyDocument) -> PolicyDocument:
    steps = [
        step.model_copy(update={"rules": tuple(rule for rule in step.rules if not rule.fills_gap)})
        for step in document.steps
    ]
    return document.model_copy(update={"steps": tuple(steps)})


class _Filler:
    def __init__(self, values: Mapping[str, Parameter], as_of: date, place: Place) -> None:
        self._values = values
        self._as_of = as_of
        self._place = place

    def document(self, document: PolicyDocument) -> PolicyDocument:
        inputs = {
            name: read.model_copy(
                update={
                    key: self._text(f"inputs.{name}.{key}", text)
                    for key in ("domain", "expected")
                    if (text := getattr(read, key)) is not None
                }
            )
            for name, read in document.inputs.items()
        }
        warnings = tuple(
            warning.model_copy(update={"when": self._when(f"warnings[{i}].when", warning.when)})
            for i, warning in enumerate(document.warnings)
        )
        steps = tuple(self._step(f"steps[{i}]", step) for i, step in enumerate(document.steps))
        scope = self._when("scope", document.scope)
        update = {"inputs": inputs, "scope": scope, "warnings": warnings, "steps": steps}
        return document.model_copy(update=update)

    def _step(self, path: str, step: StepDocument) -> StepDocument:
        if step.formula is not None:
            formula = self._text(f"{path}.formula", step.formula)
            return step.model_copy(update={"formula": formula})
        rules = tuple(
            rule.model_copy(update={"when": self._when(f"{path}.rules[{i}].when", rule.when)})
            for i, rule in enumerate(step.rules)
        )
        return step.model_copy(update={"rules": rules})

    def _when(self, path: str, when: Mapping[str, str]) -> dict[str, str]:
        return {name: self._text(f"{path}.{name}", text) for name, text in when.items()}

    def _text(self, path: str, text: str) -> str:
        return BRACED.sub(lambda match: self._value(path, match[1].strip()), text)

    def _value(self, path: str, written: str) -> str:
        if written in self._values:
            return self._values[written].text
        match = DAY.match(written)
        if match is not None:
            return self._day(path, match).isoformat()
        known = [*self._values, AS_OF]
        close = get_close_matches(written, known, n=1)
        zh, en = f"没有参数 {written}", f"there is no parameter {written}"
        if close:
            zh, en = f"{zh}（您要找的是 {close[0]} 吗？）", f"{en} (did you mean {close[0]}?)"
        raise invalid(self._place(path), Text(zh, en))

    def _day(self, path: str, match: re.Match[str]) -> date:
        if match["sign"] is None:
            return self._as_of
        count, unit = match["count"], match["unit"] or "天"
        if not count.isdigit():
            parameter = self._values.get(count)
            number = parameter.number(parameter.value) if parameter is not None else None
            if parameter is None or number is None or number != int(number):
                why = Text(f"{count} 不是整数参数", f"{count} is no parameter that is whole")
                raise invalid(self._place(path), why)
            count, unit = str(int(number)), match["unit"] or parameter.unit.symbol
        return moved(self._as_of, int(count) * (-1 if match["sign"] == "-" else 1), unit)


def known_parameters(documents: Sequence[PolicyDocument], settings: Settings) -> None:
    """Refuse values for parameters that none of the policies has. Raises PolicyInvalid.

    What a file says of another policy is for another run.
    """
    names = list(_names(documents))
    ids = {document.id for document in documents}
    for name in settings.params:
        policy, dot, _ = name.partition(".")
        if name in names or (dot and policy not in ids):
            continue
        close = get_close_matches(name, names, n=1)
        zh = f"您要找的是 {close[0]} 吗？" if close else f"可用：{'、'.join(names) or '无'}。"
        en = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(names) or 'none'}."
        raise PolicyInvalid(
            "unknown-parameter",
            Text(f"策略没有参数 {name}", f"the policy has no parameter {name}"),
            Text(zh, en),
        )


def _names(documents: Sequence[PolicyDocument]) -> Iterator[str]:
    for document in documents:
        yield from document.params
        yield from (f"{document.id}.{name}" for name in document.params)


def unit_text(unit: str | None) -> Text:
    """Return a parameter's unit for a sentence."""
    return Text(unit or "数字", unit or "a number")


def _no_number(parameter: Parameter, value: str) -> Text:
    unit = unit_text(parameter.unit.symbol)
    return Text(
        f"{parameter.label.zh}需要一个数（{unit.zh}），实为 {value}",
        f"{parameter.label.en} needs a number ({unit.en}), found {value}",
    )


def _undecided(unit: Unit, value: str) -> bool:
    """Tell whether a value without a unit may be meant in another: 600 for 600万, 0.8 for 80%."""
    quantity = parse_quantity(value, unit.dimension)
    if quantity is None or quantity.unit is not None:
        return False
    number = abs(float(quantity.digits))
    if unit.dimension is Dimension.MONEY:
        return unit.shift == 0 and 0 < number < _SMALL_MONEY
    return unit.dimension is Dimension.RATIO and unit.shift != 0 and 0 < number <= _LARGEST_RATIO


def _undecided_unit(parameter: Parameter, value: str) -> Text:
    value = value.strip()
    number = parameter.number(value) or 0.0
    if parameter.unit.dimension is Dimension.MONEY:
        either = (f"{value}元", f"{value}万元")
    else:
        either = (f"{value}%", f"{number * 10_000:.15g}%")
    return Text(
        f"{parameter.label.zh} {value} 没有写明单位：是 {either[0]} 还是 {either[1]}？"
        f"请连单位一起写",
        f"{parameter.label.en} {value} has no unit: {either[0]} or {either[1]}?"
        f" Write it with its unit",
    )


def _missing(document: PolicyDocument, missing: list[Parameter]) -> PolicyInvalid:
    def said(param: Parameter) -> Text:
        unit = unit_text(param.unit.symbol)
        return Text(
            f"{param.name}（{param.label.zh}，{unit.zh}）",
            f"{param.name} ({param.label.en}, {unit.en})",
        )

    listed = [said(param) for param in missing]
    zh, en = "、".join(t.zh for t in listed), ", ".join(t.en for t in listed)
    first, id = missing[0].name, document.id
    return PolicyInvalid(
        "missing-parameters",
        Text(
            f"策略 {id} 的来源没有给出这些界限，请您填写：{zh}",
            f"the source of {id} gives no number for these, you must: {en}",
        ),
        Text(
            f"先运行 tierctl policy params {id} -o params.toml，填好后加 --params params.toml；"
            f"也可以逐个给出：--param {first}=…",
            f"Run tierctl policy params {id} -o params.toml, fill it in, and give"
            f" --params params.toml; or one by one: --param {first}=…",
        ),
    )
