"""From a policy file, or the id of a shipped one, to a policy; every error says where it is."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from tierctl.model.errors import PermissionRefused, PolicyInvalid
from tierctl.model.quantity import Unit, base_unit
from tierctl.model.text import Text
from tierctl.policy.bounds import BoundWords
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.conditions import parse_condition
from tierctl.policy.document import (
    InputDocument,
    Label,
    PolicyDocument,
    ResultDocument,
    RuleDocument,
    StepDocument,
)
from tierctl.policy.policy import (
    DecisionTable,
    HitPolicy,
    Input,
    InputType,
    Policy,
    Result,
    Rule,
    Tier,
)
from tierctl.policy.sets import ValueSet

_HERE = files("tierctl.policy")


def shipped() -> list[str]:
    """Return the ids of the policies that come with tierctl."""
    names = [item.name for item in _HERE.joinpath("catalog").iterdir()]
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def load_policy(name: str) -> Policy:
    """Load a shipped policy by its id, or a policy file by its path. Raises PolicyInvalid."""
    if name in shipped():
        data = _HERE.joinpath("catalog", f"{name}.toml").read_bytes()
    elif name.endswith(".toml") and Path(name).is_file():
        try:
            data = Path(name).read_bytes()
        except PermissionError as e:
            raise PermissionRefused(
                "cannot-read", Text(f"没有读取权限：{name}", f"no permission to read {name}")
            ) from e
    else:
        raise _unknown(name)
    return parse_policy(data, name)


def _unknown(name: str) -> PolicyInvalid:
    known = shipped()
    close = get_close_matches(name, known, n=1)
    listed = "、".join(known), ", ".join(known)
    hint = Text(f"内置策略：{listed[0]}。", f"Shipped policies: {listed[1]}.")
    if close:
        hint = Text(f"您要找的是 {close[0]} 吗？{hint.zh}", f"Did you mean {close[0]}? {hint.en}")
    return PolicyInvalid(
        "unknown-policy", Text(f"没有这个策略：{name}", f"there is no policy {name}"), hint
    )


def parse_policy(data: bytes, place: str) -> Policy:
    """Read a policy from the bytes of a TOML file; `place` names it in errors."""
    try:
        document = PolicyDocument.model_validate(tomllib.loads(data.decode()))
    except UnicodeDecodeError as e:
        raise _invalid(place, "", Text("不是 UTF-8 文本", "not UTF-8 text")) from e
    except tomllib.TOMLDecodeError as e:
        raise _invalid(place, "", Text(f"TOML 语法错误：{e}", f"TOML syntax: {e}")) from e
    except ValidationError as e:
        first = e.errors()[0]
        raise _invalid(place, _path(first["loc"]), Text(first["msg"], first["msg"])) from e
    return _Builder(document, hashlib.sha256(data).hexdigest(), place).policy()


def _path(location: Iterable[str | int]) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.lstrip(".")


def _invalid(place: str, path: str, why: Text) -> PolicyInvalid:
    where = f"{place}: {path}" if path else place
    return PolicyInvalid("invalid-policy", Text(f"{where}：{why.zh}", f"{where}: {why.en}"))


class _Builder:
    """Turn a document into a policy, resolving names and conditions."""

    def __init__(self, document: PolicyDocument, digest: str, place: str) -> None:
        self.document = document
        self.digest = digest
        self.place = place
        self.bounds = BoundWords(inclusive=document.conditions.bound_words == "inclusive")
        self.inputs: dict[str, Input] = {}

    def fail(self, path: str, zh: str, en: str) -> PolicyInvalid:
        return _invalid(self.place, path, Text(zh, en))

    def policy(self) -> Policy:
        document = self.document
        for name, given in {**_identity(), **document.inputs}.items():
            self.inputs[name] = self.input(name, given)
        results = {name: _result(name, given) for name, given in document.results.items()}
        for name, result in results.items():
            self.unique(f"results.{name}.tiers", "id", "等级", "tier", [t.id for t in result.tiers])
        self.unique("steps", "name", "步骤", "step", [step.name for step in document.steps])
        steps = tuple(
            self.step(f"steps[{i}]", given, results) for i, given in enumerate(document.steps)
        )
        decided = {name for step in steps for name in step.rules[0].results}
        for name in results:
            if name not in decided:
                raise self.fail(
                    f"results.{name}", "没有规则给出这个结果", "no rule gives this result"
                )
        for role in ("measure", "segment"):
            name = getattr(document.summary, role)
            if name is not None and name not in self.inputs:
                raise self.fail(f"summary.{role}", f"没有输入 {name}", f"there is no input {name}")
        return Policy(
            id=document.id,
            version=document.version,
            title=_text(document.title),
            inputs=self.inputs,
            results=results,
            steps=steps,
            measure=document.summary.measure,
            segment=document.summary.segment,
            digest=self.digest,
        )

    def input(self, name: str, given: InputDocument) -> Input:
        unit = base_unit(given.unit)

        def values(key: str, text: str | None) -> ValueSet | None:
            if text is None:
                return None
            return self.condition(
                f"inputs.{name}.{key}", text, unit if given.type == "number" else None
            )

        return Input(
            name=name,
            label=_text(given.label),
            type=InputType(given.type),
            unit=unit,
            aliases=given.aliases,
            required=given.required,
            domain=values("domain", given.domain),
            expected=values("expected", given.expected),
        )

    def unique(self, path: str, key: str, zh: str, en: str, names: Sequence[str]) -> None:
        for i, name in enumerate(names):
            if name in names[:i]:
                raise self.fail(
                    f"{path}[{i}].{key}", f"{zh} {name} 重复", f"the {en} {name} occurs twice"
                )

    def condition(self, path: str, text: str, unit: Unit | None) -> ValueSet:
        try:
            return parse_condition(text, unit, bounds=self.bounds)
        except ConditionError as e:
            raise _invalid(self.place, path, e.message) from e

    def step(self, path: str, given: StepDocument, results: dict[str, Result]) -> DecisionTable:
        self.unique(f"{path}.rules", "id", "规则", "rule", [rule.id for rule in given.rules])
        rules = tuple(
            self.rule(f"{path}.rules[{i}]", rule, results) for i, rule in enumerate(given.rules)
        )
        for i, rule in enumerate(rules):
            # A rule that leaves a result out would leave its customers without one, unexplained.
            if not rule.results or rule.results.keys() != rules[0].results.keys():
                raise self.fail(
                    f"{path}.rules[{i}].then",
                    "同一步骤的规则必须给出相同的结果",
                    "the rules of a step must give the same results",
                )
        return DecisionTable(
            name=given.name,
            hit_policy=HitPolicy(given.hit_policy),
            rules=rules,
        )

    def rule(self, path: str, given: RuleDocument, results: dict[str, Result]) -> Rule:
        conditions = {}
        for name, text in given.when.items():
            read = self.inputs.get(name)
            if read is None:
                raise self.fail(
                    f"{path}.when.{name}", f"没有输入 {name}", f"there is no input {name}"
                )
            unit = read.unit if read.type is InputType.NUMBER else None
            conditions[name] = self.condition(f"{path}.when.{name}", text, unit)
        for name, tier in given.then.items():
            result = results.get(name)
            if result is None:
                raise self.fail(
                    f"{path}.then.{name}", f"没有结果 {name}", f"there is no result {name}"
                )
            if tier not in {t.id for t in result.tiers}:
                raise self.fail(
                    f"{path}.then.{name}", f"没有等级 {tier}", f"there is no tier {tier}"
                )
        return Rule(
            id=given.id,
            conditions=conditions,
            results=dict(given.then),
            provenance=given.provenance,
        )


def _identity() -> dict[str, InputDocument]:
    text = _HERE.joinpath("identity.toml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, InputDocument]).validate_python(tomllib.loads(text))


def _text(label: Label) -> Text:
    return Text(label.zh, label.en)


def _result(name: str, given: ResultDocument) -> Result:
    return Result(
        name=name,
        label=_text(given.label),
        aliases=given.aliases,
        tiers=tuple(
            Tier(
                id=tier.id, label=_text(tier.label), color=tier.color.upper(), aliases=tier.aliases
            )
            for tier in given.tiers
        ),
    )
