"""One sentence per customer: the rule that decided, with the values that it read."""

from __future__ import annotations

from tierctl.engine.reference import shown_value
from tierctl.model.decision import Decision, Match
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.text import Lang
from tierctl.policy.canonical import canonical
from tierctl.policy.policy import Policy, Rule

UNGRADED = {"zh": "未定级", "en": "Ungraded"}


class Reasons:
    """Write the reasons of one policy in one language."""

    def __init__(self, policy: Policy, lang: Lang) -> None:
        self._policy = policy
        self._lang = lang
        self._conditions = {
            (step.name, rule.id, name): canonical(values, policy.inputs[name].unit.dimension, lang)
            for step in policy.steps
            for rule in step.rules
            for name, values in rule.conditions.items()
        }

    def of(self, decision: Decision) -> str:
        """Return `年平均销售额 6,585,000 > 500万`, or why the customer is ungraded."""
        comma = "；" if self._lang == "zh" else "; "
        if decision.problems:
            return comma.join(self._problem(problem) for problem in decision.problems)
        parts = [self._match(match) for match in decision.matches]
        return comma.join(dict.fromkeys(part for part in parts if part))

    def _problem(self, problem: Diagnostic) -> str:
        place = f"{problem.cell.a1} " if problem.cell is not None else ""
        return place + problem.message.to(self._lang)

    def _match(self, match: Match) -> str:
        comma = "，" if self._lang == "zh" else ", "
        parts = []
        for name, value in match.values.items():
            read = self._policy.inputs[name]
            shown = shown_value(read, value, self._lang == "zh")
            condition = self._conditions[match.step, match.rule, name]
            said = "" if condition == "-" else f" {condition}"
            parts.append(f"{read.label.to(self._lang)} {shown}{said}")
        return comma.join(parts)


def rule_text(policy: Policy, rule: Rule, lang: Lang) -> str:
    """Return a rule's conditions as the policy understands them: `年平均销售额 > 500万`."""
    comma = "，" if lang == "zh" else ", "
    parts = []
    for name, values in rule.conditions.items():
        read = policy.inputs[name]
        text = canonical(values, read.unit.dimension, lang)
        if text != "-":
            parts.append(f"{read.label.to(lang)} {text}")
    return comma.join(parts) or ("任意" if lang == "zh" else "any")
