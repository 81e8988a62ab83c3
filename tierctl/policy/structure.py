"""How two policies differ as they stand: inputs, results, tiers, steps; not whom they grade how."""

from __future__ import annotations

from collections.abc import Iterator

from tierctl.model.text import LANGS, Text, joined, same
from tierctl.policy.alignment import Aligned
from tierctl.policy.card_changes import card_changes
from tierctl.policy.policy import Input, InputType, Policy, Result, ResultType, Tier
from tierctl.policy.sets import ValueSet
from tierctl.policy.shown import allowed_text, condition_text
from tierctl.policy.steps import DecisionTable, FormulaStep, Step
from tierctl.policy.structure_change import Change, part

_INPUT = Text("输入 {label}", "input {label}")
_RESULT = Text("结果 {label}", "result {label}")
_STEP = Text("步骤 {name}", "step {name}")
_TIER = Text("等级 {tier}", "tier {tier}")
_REMARK = Text("提示 {id}", "warning {id}")
_SCOPE = Text("适用范围", "scope")
_LABEL, _UNIT, _TYPE = Text("名称", "label"), Text("单位", "unit"), Text("类型", "type")
_NEED, _DOMAIN = Text("是否必需", "need"), Text("允许的取值", "domain")
_EXPECTED, _CHOICES = Text("预期的取值", "expected values"), Text("选项", "choices")
_DECIMALS, _TIERS = (
    Text("小数位数", "decimals"),
    Text("等级（从低到高）", "tiers, lowest first"),
)
_TEXTS = Text("附带文字", "texts")
_HIT_POLICY, _AGGREGATE = Text("命中方式", "hit policy"), Text("汇总方式", "aggregate")
_CALCULATED = Text("空着时的算法", "calculation where blank")
_FORMULA = Text("公式", "formula")
_REQUIRED, _OPTIONAL = Text("必需", "required"), Text("可选", "optional")
_ANY = Text("任意", "any")
_TYPES: dict[InputType | ResultType, Text] = {
    InputType.NUMBER: Text("数字", "number"),
    InputType.TEXT: Text("文本", "text"),
    InputType.DATE: Text("日期", "date"),
    ResultType.TIER: Text("等级", "tier"),
    ResultType.NUMBER: Text("数字", "number"),
    ResultType.TEXT: Text("文本", "text"),
}


def changes(pair: Aligned) -> list[Change]:
    """Return the differences of structure, in the order of a policy file.

    What is only shown (colours, titles, ids of rules) is left out, and an input that nothing reads
    and nobody needs.
    """
    found = [*_inputs(pair), *_results(pair), *_conditions(pair), *_steps(pair)]
    found += card_changes(pair.a.card, pair.b.card)
    return [change for change in found if change.a != change.b]


def _inputs(pair: Aligned) -> Iterator[Change]:
    for name in pair.both.inputs:
        if not (_matters(pair.a, name) or _matters(pair.b, name)):
            continue
        a, b = (policy.inputs.get(name) for policy in (pair.a, pair.b))
        what = _INPUT.fill(label=pair.both.label(name))
        if a is None or b is None:
            facts = [_facts(read) if read is not None else None for read in (a, b)]
            yield Change(code="input", name=name, what=what, a=facts[0], b=facts[1])
            continue
        if not _same(a.label, b.label):
            yield part("input-label", name, what, _LABEL, (a.label, b.label))
        for code, named, sides in (
            ("input-unit", _UNIT, (_unit(a), _unit(b))),
            ("input-need", _NEED, (_need(a), _need(b))),
            ("input-choices", _CHOICES, (_choices(a), _choices(b))),
            ("input-domain", _DOMAIN, (_domain(a), _domain(b))),
            ("input-formula", _CALCULATED, (_calculated(pair.a, a), _calculated(pair.b, b))),
            ("input-expected", _EXPECTED, (_allowed(a, a.expected), _allowed(b, b.expected))),
        ):
            yield part(code, name, what, named, sides)


def _matters(policy: Policy, name: str) -> bool:
    read = policy.inputs.get(name)
    if read is None:
        return False
    used = name in policy.read or name in policy.sources
    return used or read.required or bool(read.domain or read.expected)


def _facts(read: Input) -> Text:
    facts = [_TYPES[read.type], _need(read)]
    facts += [same(read.unit.symbol)] if read.unit.symbol else []
    facts += [allowed_text(read, read.domain)] if read.domain and not read.choices else []
    return joined(facts, "，")


def _unit(one: Input | Result) -> Text:
    return same(one.unit.symbol or "—")


def _need(read: Input) -> Text:
    return _REQUIRED if read.required else _OPTIONAL


def _calculated(policy: Policy, read: Input) -> Text:
    """Return the formula of an input; what a card says that a blank gets is told by its item."""
    if read.formula is None or not read.sources:
        return same("—")
    labels = {name: policy.label(name) for name in read.sources}
    return Text(*(read.formula.printed(labels, lang) for lang in LANGS))


def _choices(read: Input) -> Text:
    return joined([choice.label for choice in read.choices])


def _domain(read: Input) -> Text:
    return _allowed(read, None if read.choices else read.domain)


def _allowed(read: Input, values: ValueSet | None) -> Text:
    return allowed_text(read, values) if values is not None else _ANY


def _same(a: Text, b: Text) -> bool:
    """Tell whether two labels are one, where a sheet gives it in one language only."""
    one_language = a.zh == a.en or b.zh == b.en
    return a == b or (one_language and bool({a.zh, a.en} & {b.zh, b.en}))


def _results(pair: Aligned) -> Iterator[Change]:
    for name, result in pair.both.results.items():
        a, b = pair.a.results.get(name), pair.b.results.get(name)
        what = _RESULT.fill(label=result.label)
        if a is None or b is None:
            if any(p.card is not None and p.card.counts(name) for p in (pair.a, pair.b)):
                continue  # told with the items of its card
            facts = [_TYPES[r.type] if r is not None else None for r in (a, b)]
            yield Change(code="result", name=name, what=what, a=facts[0], b=facts[1])
            continue
        if not _same(a.label, b.label):
            yield part("result-label", name, what, _LABEL, (a.label, b.label))
        decimals = same(str(a.decimals)), same(str(b.decimals))
        yield part("result-unit", name, what, _UNIT, (_unit(a), _unit(b)))
        yield part("result-decimals", name, what, _DECIMALS, decimals)
        yield from _tiers(name, what, a, b)


def _tiers(name: str, what: Text, a: Result, b: Result) -> Iterator[Change]:
    if [tier.id for tier in a.tiers] != [tier.id for tier in b.tiers]:
        yield part("tiers", name, what, _TIERS, (_scale(a), _scale(b)))
    theirs = {tier.id: tier for tier in b.tiers}
    for tier in a.tiers:
        other = theirs.get(tier.id)
        if other is None:
            continue
        whole = _TIER.fill(tier=tier.label)
        if not _same(tier.label, other.label):
            yield part("tier-label", name, whole, _LABEL, (tier.label, other.label))
        yield part("tier-texts", name, whole, _TEXTS, (_texts(tier), _texts(other)))


def _scale(result: Result) -> Text:
    return joined([tier.label for tier in result.tiers], " < ", " < ")


def _texts(tier: Tier) -> Text:
    return joined([text for _, text in sorted(tier.texts.items())], "；", "; ")


def _conditions(pair: Aligned) -> Iterator[Change]:
    """Give what differs in the scope, and in what is told beside the tier."""
    for name in dict.fromkeys((*pair.a.scope, *pair.b.scope)):
        sides = [_condition(pair, name, p.scope.get(name)) for p in (pair.a, pair.b)]
        what = Text("{scope}：{label}", "{scope}: {label}")
        filled = what.fill(scope=_SCOPE, label=pair.both.label(name))
        yield Change(code="scope", name=name, what=filled, a=sides[0], b=sides[1])
    ids = dict.fromkeys(r.id for p in (pair.a, pair.b) for r in p.remarks)
    for id in ids:
        told = []
        for policy in (pair.a, pair.b):
            remark = next((r for r in policy.remarks if r.id == id), None)
            parts = [
                Text("{label} {values}", "{label} {values}").fill(
                    label=pair.both.label(n), values=_condition(pair, n, values)
                )
                for n, values in (remark.conditions.items() if remark is not None else ())
            ]
            told.append(joined([*parts, remark.message], "，") if remark is not None else None)
        yield Change(code="warning", name=id, what=_REMARK.fill(id=id), a=told[0], b=told[1])


def _condition(pair: Aligned, name: str, values: ValueSet | None) -> Text | None:
    if values is None:
        return None
    return Text(*(condition_text(pair.both, name, values, lang) for lang in LANGS))


def _steps(pair: Aligned) -> Iterator[Change]:
    for a, b in pair.pairs:
        step = a or b
        assert step is not None
        alone = a is None or b is None
        if alone and any(p.card is not None and p.card.makes(step.name) for p in (pair.a, pair.b)):
            continue  # told with the items of its card
        what = _STEP.fill(name=pair.both.step_title(step.name))
        if a is None or b is None or isinstance(a, FormulaStep) is not isinstance(b, FormulaStep):
            sides = [_kind(pair, one) if one is not None else None for one in (a, b)]
            yield Change(code="step", name=step.name, what=what, a=sides[0], b=sides[1])
        elif isinstance(a, FormulaStep) and isinstance(b, FormulaStep):
            formulas = _formula(pair, a), _formula(pair, b)
            yield part("formula", step.name, what, _FORMULA, formulas)
        elif isinstance(a, DecisionTable) and isinstance(b, DecisionTable):
            policies = same(a.hit_policy.value), same(b.hit_policy.value)
            yield part("hit-policy", step.name, what, _HIT_POLICY, policies)
            sums = [same(t.aggregate.value if t.aggregate else "—") for t in (a, b)]
            yield part("aggregate", step.name, what, _AGGREGATE, (sums[0], sums[1]))


def _kind(pair: Aligned, step: Step) -> Text:
    if isinstance(step, FormulaStep):
        return _formula(pair, step)
    gives = joined([pair.both.label(name) for name in step.gives])
    return Text("规则表，给出{gives}", "a table that gives {gives}").fill(gives=gives)


def _formula(pair: Aligned, step: FormulaStep) -> Text:
    labels = {name: pair.both.label(name) for name in step.names}
    return Text(*(step.formula.printed(labels, lang) for lang in LANGS))
