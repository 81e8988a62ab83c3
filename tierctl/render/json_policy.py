"""Policies as JSON objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tierctl.engine.reasons import rule_text
from tierctl.model.text import Lang, Text
from tierctl.policy.document import PolicyDocument
from tierctl.policy.policy import Input, Policy, Result
from tierctl.policy.shown import condition_text
from tierctl.policy.steps import FormulaStep, Step
from tierctl.render.json_card import card_json
from tierctl.render.json_head import head
from tierctl.render.json_object import diagnostic
from tierctl.render.json_outcome import period_json


def policies_json(policies: Sequence[PolicyDocument]) -> dict[str, Any]:
    """Return the object that `policy list --json` prints."""
    return {
        **head("policy list"),
        "policies": [
            {
                "id": policy.id,
                "version": policy.version,
                **period_json(policy),
                "title": policy.title.model_dump(),
                "inputs": [
                    {
                        "name": name,
                        "label": read.label.model_dump(),
                        "type": read.type,
                        "unit": read.unit,
                        "aliases": list(read.aliases),
                        "required": read.required,
                    }
                    for name, read in policy.inputs.items()
                    if read.required
                ],
                "parameters": [
                    {"name": name, "unit": given.unit, "value": given.value}
                    for name, given in policy.params.items()
                ],
            }
            for policy in policies
        ],
    }


def policy_json(policy: Policy, lang: Lang, unmask: bool) -> dict[str, Any]:
    """Return the object that `policy show --json` prints."""
    return {
        **head("policy show"),
        "policy": {
            "id": policy.id,
            "version": policy.version,
            "digest": policy.digest,
            **period_json(policy),
            "title": _both(policy.title),
            "measure": policy.measure,
            "segment": policy.segment,
            "as_of": policy.as_of.isoformat() if policy.as_of is not None else None,
            "strict": policy.strict,
            "parameters": [
                {
                    "name": p.name,
                    "label": _both(p.label),
                    "unit": p.unit.symbol or None,
                    "value": p.value,
                    "own": p.own,
                    "provenance": p.provenance,
                }
                for p in policy.parameters
            ],
            "scope": {n: condition_text(policy, n, c, lang) for n, c in policy.scope.items()},
            "inputs": [_input(read) for read in policy.inputs.values()],
            "results": [_result(result) for result in policy.results.values()],
            "scorecard": card_json(policy.card) if policy.card is not None else None,
            "steps": [_step(policy, step, lang) for step in policy.steps],
            "warnings": [
                {
                    "id": remark.id,
                    "message": _both(remark.message),
                    "conditions": {
                        name: condition_text(policy, name, asked, lang)
                        for name, asked in remark.conditions.items()
                    },
                }
                for remark in policy.remarks
            ],
        },
        "policy_findings": [diagnostic(found, lang, unmask) for found in policy.notes],
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _input(read: Input) -> dict[str, Any]:
    return {
        "name": read.name,
        "label": _both(read.label),
        "type": read.type.value,
        "unit": read.unit.symbol or None,
        "aliases": list(read.aliases),
        "required": read.required,
        "choices": [
            {"id": c.id, "label": _both(c.label), "aliases": list(c.aliases)} for c in read.choices
        ],
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "name": result.name,
        "label": _both(result.label),
        "type": result.type.value,
        "tiers": [
            {
                "id": tier.id,
                "label": _both(tier.label),
                "color": tier.color,
                "texts": {name: _both(text) for name, text in tier.texts.items()},
            }
            for tier in result.tiers
        ],
    }


def _step(policy: Policy, step: Step, lang: Lang) -> dict[str, Any]:
    if isinstance(step, FormulaStep):
        return {"step": step.name, "formula": str(step.formula), "result": step.result}
    return {
        "step": step.name,
        "hit_policy": step.hit_policy.value,
        "aggregate": step.aggregate.value if step.aggregate else None,
        "rules": [
            {
                "rule": rule.id,
                "text": rule_text(policy, rule, lang),
                "default": rule.default,
                "conditions": {
                    name: condition_text(policy, name, values, lang)
                    for name, values in rule.conditions.items()
                },
                "results": dict(rule.results),
                "provenance": rule.provenance,
                "fills_gap": rule.fills_gap,
            }
            for rule in step.rules
        ],
    }
