"""One sentence per customer: the rule that decided, with the values that it read."""

from __future__ import annotations

from collections.abc import Mapping

from tierctl.model.decision import Decision, Match
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.text import Lang, Text
from tierctl.policy.policy import Policy
from tierctl.policy.sets import ValueSet
from tierctl.policy.shown import condition_text, shown_value
from tierctl.policy.steps import Rule

UNGRADED = {"zh": "未定级", "en": "Ungraded"}
NOT_APPLICABLE = {"zh": "不适用", "en": "Not applicable"}
_GAP_FILLED = Text("（补缺）", " (fills a gap)")


class Reasons:
    """Write the reasons of one policy in one language."""

    def __init__(self, policy: Policy, lang: Lang) -> None:
        self._policy = policy
        self._lang = lang
        self._conditions = {
            (table.name, rule.id, name): _asked(policy, rule, name, lang)
            for table in policy.tables
            for rule in table.rules
            if rule.told
            for name in rule.conditions
        }
        self._told = {(t.name, r.id): r.reason for t in policy.tables for r in t.rules if r.told}

    def of(self, decision: Decision) -> str:
        """Return `年平均销售额 6,585,000 > 500万`, or why the customer is ungraded."""
        comma = "；" if self._lang == "zh" else "; "
        if decision.problems:
            return comma.join(self._problem(problem) for problem in decision.problems)
        parts = [self._match(match) for match in decision.matches]
        return comma.join(dict.fromkeys(part for part in parts if part))

    def condition(self, step: str, rule: str, name: str) -> str:
        """Return what a rule asks of a value, behind a space; nothing where it takes any.

        Behind the last one stands whether the rule only fills a gap.
        """
        return self._conditions[step, rule, name]

    def _problem(self, problem: Diagnostic) -> str:
        place = f"{problem.cell.a1} " if problem.cell is not None else ""
        return place + problem.message.to(self._lang)

    def _match(self, match: Match) -> str:
        """Return what a rule read that is told; a formula's value is read by the step after it."""
        if match.rule is None or (match.step, match.rule) not in self._told:
            return ""
        instead = self._told[match.step, match.rule]
        if instead is not None:
            return instead.to(self._lang)
        comma = "，" if self._lang == "zh" else ", "
        parts = []
        for name, value in match.values.items():
            shown = shown_value(self._policy, name, value, self._lang == "zh")
            said = self.condition(match.step, match.rule, name)
            parts.append(f"{self._policy.label(name).to(self._lang)} {shown}{said}")
        return comma.join(parts)


def _asked(policy: Policy, rule: Rule, name: str, lang: Lang) -> str:
    text = condition_text(policy, name, rule.conditions[name], lang)
    said = "" if text == "-" else f" {text}"
    last = name == [*rule.conditions][-1]
    return said + (_GAP_FILLED.to(lang) if rule.fills_gap and last else "")


def rule_text(policy: Policy, rule: Rule, lang: Lang) -> str:
    """Return a rule's conditions as the policy understands them: `年平均销售额 > 500万`."""
    if rule.default:
        return "否则" if lang == "zh" else "otherwise"
    filled = _GAP_FILLED.to(lang) if rule.fills_gap else ""
    return conditions_text(policy, rule.conditions, lang) + filled


def conditions_text(policy: Policy, conditions: Mapping[str, ValueSet], lang: Lang) -> str:
    """Return conditions that all must hold: `需求状况 = 明显，预计成交月数 ≤ 1`."""
    comma = "，" if lang == "zh" else ", "
    parts = []
    for name, values in conditions.items():
        text = condition_text(policy, name, values, lang)
        if text != "-":
            parts.append(f"{policy.label(name).to(lang)} {text}")
    return comma.join(parts) or ("任意" if lang == "zh" else "any")
