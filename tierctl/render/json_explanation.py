"""One customer's explanation as a JSON object."""

from __future__ import annotations

from typing import Any

from tierctl.app.explain import Explained
from tierctl.engine.gaps import Change
from tierctl.engine.trace import StepTrace
from tierctl.model.text import Lang
from tierctl.policy.shown import condition_text, plain_value
from tierctl.policy.steps import FormulaStep
from tierctl.render.json_card import customer_card_json
from tierctl.render.json_head import head
from tierctl.render.json_object import diagnostic


def explained_json(explained: Explained, lang: Lang, unmask: bool) -> dict[str, Any]:
    """Return the object that `explain --json` prints."""
    decision = explained.decision
    return {
        **head("explain"),
        "source": str(explained.source),
        "policy": {"id": explained.policy.id, "version": explained.policy.version},
        "sheet": explained.table.sheet,
        "row": explained.row + 1,
        "status": decision.status.value,
        "results": dict(decision.results),
        "values": [
            {
                "input": read.name,
                "value": plain_value(explained.policy, read.name, read.value),
                "cell": read.cell.a1,
            }
            for read in explained.values
        ],
        "problems": [diagnostic(problem, lang, unmask) for problem in decision.problems],
        "steps": [_step(explained, step, lang) for step in explained.steps],
        "gaps": [
            {
                "tier": gap.tier,
                "rule": gap.rule.id,
                "changes": [_change(explained, change, lang) for change in gap.changes],
            }
            for gap in explained.gaps
        ],
        "card": (
            customer_card_json(explained.policy, explained.card, lang)
            if explained.card is not None
            else None
        ),
        "policy_findings": [diagnostic(n, lang, unmask) for n in explained.policy.notes],
    }


def _step(explained: Explained, traced: StepTrace, lang: Lang) -> dict[str, Any]:
    step = traced.step
    formula = str(step.formula) if isinstance(step, FormulaStep) else None
    return {
        "step": step.name,
        "formula": formula,
        "results": dict(traced.results),
        "rules": [
            {
                "rule": rule.rule.id,
                "matched": rule.matched,
                "decided": rule.decided,
                "conditions": [
                    {
                        "name": check.name,
                        "condition": condition_text(
                            explained.policy, check.name, check.condition, lang
                        ),
                        "value": plain_value(explained.policy, check.name, check.value),
                        "holds": check.holds,
                    }
                    for check in rule.checks
                ],
            }
            for rule in traced.rules
        ],
    }


def _change(explained: Explained, change: Change, lang: Lang) -> dict[str, Any]:
    way = change.way
    return {
        "name": change.name,
        "needed": condition_text(explained.policy, change.name, change.needed, lang),
        "bound": plain_value(explained.policy, change.name, way.bound) if way else None,
        "by": way.by if way else None,
        "beyond": way.beyond if way else None,
    }
