"""What checks have to say about a policy."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.checks.finding import Finding
from tierctl.model.diagnostic import Severity
from tierctl.model.text import Text, joined

_MOST_NAMED = 10
_TAKE_THEM = Text(
    "补一条规则，或最后一行写“否则”（.toml 里是没有条件的规则）；不然这些客户会未定级。",
    "Add a rule, or write otherwise in a last row (in a .toml a rule without conditions); else"
    " these customers stay ungraded.",
)
_KEEP_APART = Text(
    "修改条件使两条规则不重叠；若由先后顺序决定，命中方式写 首条（.toml 里 hit_policy = first）。",
    "Change the conditions so that they do not overlap; where order decides, write hit policy |"
    " first above the header (in a .toml hit_policy = first).",
)


def gap(where: str, step: Text, region: Text, customer: Text) -> Finding:
    """Report customers whom no rule of a table takes."""
    return Finding(
        code="gap",
        severity=Severity.WARNING,
        where=where,
        message=Text(
            "没有规则适用（{step}）：{region}；例如 {customer}",
            "no rule of {step} applies: {region}; for example {customer}",
        ).fill(step=step, region=region, customer=customer),
        hint=_TAKE_THEM,
    )


def gap_at(where: str, step: Text, customer: Text) -> Finding:
    """Report the only customer there is whom no rule of a table takes."""
    return Finding(
        code="gap",
        severity=Severity.WARNING,
        where=where,
        message=Text(
            "没有规则适用（{step}）：{customer}", "no rule of {step} applies: {customer}"
        ).fill(step=step, customer=customer),
        hint=_TAKE_THEM,
    )


def filled_gap(where: str, rule: str, region: Text, customer: Text, given: Text) -> Finding:
    """Tell of a rule that decides what the source leaves open."""
    return Finding(
        code="filled-gap",
        severity=Severity.NOTE,
        where=where,
        rules=(rule,),
        message=Text(
            "来源没有说明，由补缺规则 {rule} 定为 {given}：{region}；例如 {customer}",
            "the source does not say; rule {rule} fills the gap with {given}: {region};"
            " for example {customer}",
        ).fill(rule=rule, given=given, region=region, customer=customer),
        hint=Text("只用来源写明的规则：--strict。", "To take only what the source says: --strict."),
    )


def shared_bound(where: str, step: Text, first: str, second: str, bound: Text) -> Finding:
    """Tell of a bound that two rules claim, of which the order chooses one."""
    return Finding(
        code="shared-bound",
        severity=Severity.NOTE,
        where=where,
        rules=(second, first),
        message=Text(
            "{bound} 同时符合规则 {first} 和 {second}（{step}）；按顺序取 {first}",
            "{bound} meets both {first} and {second} of {step}; by their order {first} counts",
        ).fill(bound=bound, first=first, second=second, step=step),
    )


def more_gaps(where: str, step: Text, shown: str) -> Finding:
    """Tell that there are more gaps than are listed."""
    return Finding(
        code="more-gaps",
        severity=Severity.NOTE,
        where=where,
        message=Text(
            "{step}：空档不止这 {shown} 处，其余没有列出",
            "{step} has more gaps than these {shown}; the others are not listed",
        ).fill(step=step, shown=shown),
    )


def conflict(where: str, step: Text, first: str, second: str, customer: Text) -> Finding:
    """Report two rules that give one customer different results."""
    return Finding(
        code="overlap",
        severity=Severity.ERROR,
        where=where,
        rules=(first, second),
        message=Text(
            "规则 {first} 与 {second} 同时适用且结果不同（{step}）：{customer}",
            "rules {first} and {second} of {step} both apply, with different results: {customer}",
        ).fill(step=step, first=first, second=second, customer=customer),
        hint=_KEEP_APART,
    )


def repetition(where: str, step: Text, first: str, second: str, customer: Text) -> Finding:
    """Report two rules that give one customer the same, in a table that allows one rule."""
    return Finding(
        code="overlap",
        severity=Severity.WARNING,
        where=where,
        rules=(first, second),
        message=Text(
            "规则 {first} 与 {second} 同时适用，结果相同（{step}）：{customer}",
            "rules {first} and {second} of {step} both apply, with the same result: {customer}",
        ).fill(step=step, first=first, second=second, customer=customer),
        hint=Text(
            "合并两条规则，或用 hit_policy any；否则这些客户会未定级。",
            "Make one rule of them, or use hit_policy any; these customers stay ungraded "
            "otherwise.",
        ),
    )


def more_overlaps(where: str, step: Text, shown: str, count: str) -> Finding:
    """Tell that there are more overlaps than are listed."""
    return Finding(
        code="more-overlaps",
        severity=Severity.NOTE,
        where=where,
        message=Text(
            "{step}：共有 {count} 对规则重叠，只列出 {shown} 对",
            "{step}: {count} pairs of rules overlap; {shown} are listed",
        ).fill(step=step, count=count, shown=shown),
    )


def impossible_rule(where: str, step: Text, rule: str, condition: Text) -> Finding:
    """Report a rule with a condition that nobody meets."""
    return Finding(
        code="unreachable-rule",
        severity=Severity.WARNING,
        where=where,
        rules=(rule,),
        message=Text(
            "规则 {rule} 永远不起作用（{step}）：允许的取值都不满足 {condition}",
            "rule {rule} of {step} can never decide: no value allowed meets {condition}",
        ).fill(step=step, rule=rule, condition=condition),
        hint=Text("请核对这个条件和允许范围。", "Check the condition, and what is allowed."),
    )


def hidden_rule(where: str, step: Text, rule: str, others: Sequence[str]) -> Finding:
    """Report a rule whose customers all match other rules too, so that it decides nothing."""
    return Finding(
        code="unreachable-rule",
        severity=Severity.WARNING,
        where=where,
        rules=(rule, *others),
        message=Text(
            "规则 {rule} 永远不起作用（{step}）：符合它的客户也都符合规则 {others}",
            "rule {rule} of {step} can never decide: its customers all match {others} too",
        ).fill(step=step, rule=rule, others=_some(others)),
        hint=Text("删去这条规则，或调整顺序和条件。", "Remove it, or change order or conditions."),
    )


def unreachable_tier(where: str, label: Text, tier: Text) -> Finding:
    """Report a tier that no rule that can decide gives."""
    return Finding(
        code="unreachable-tier",
        severity=Severity.WARNING,
        where=where,
        message=Text(
            "没有客户能得到{label}“{tier}”：没有起作用的规则给出它",
            "nobody can reach {label} “{tier}”: no rule that can decide gives it",
        ).fill(label=label, tier=tier),
    )


def unread_input(where: str, label: Text, name: str) -> Finding:
    """Report an input that no step reads."""
    return Finding(
        code="unused-input",
        severity=Severity.WARNING,
        where=where,
        message=Text(
            "没有步骤读取输入 {label}（{name}）", "no step reads the input {label} ({name})"
        ).fill(label=label, name=name),
        hint=Text("用不到就删去这个输入。", "Remove the input if it is of no use."),
    )


def idle_input(where: str, label: Text, name: str) -> Finding:
    """Report an input that is read, and whose value changes nobody's result."""
    return Finding(
        code="unused-input",
        severity=Severity.WARNING,
        where=where,
        message=Text(
            "输入 {label}（{name}）取任何值都不改变结果",
            "no value of the input {label} ({name}) changes a result",
        ).fill(label=label, name=name),
        hint=Text("请核对读取它的条件。", "Check the conditions that read it."),
    )


def not_decided(where: str, step: Text, what: Sequence[Text], why: Text) -> Finding:
    """Tell what checks could not find out about a table."""
    return Finding(
        code="not-decided",
        severity=Severity.NOTE,
        where=where,
        message=Text(
            "{step}：未能判定有没有{what}（{why}）",
            "{step}: not decided whether it has {what} ({why})",
        ).fill(step=step, what=joined(list(what)), why=why),
    )


def _some(rules: Sequence[str]) -> Text:
    """Name rules, and where they are many only the first."""
    named = rules[:_MOST_NAMED]
    text = Text("、".join(named), ", ".join(named))
    left = len(rules) - len(named)
    return Text(f"{text.zh} 及另外 {left} 条", f"{text.en} and {left} more") if left else text
