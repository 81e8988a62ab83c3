"""Why a customer stays ungraded, or is graded with a warning."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.text import Text, same


def outside_domain(label: Text, value: str, allowed: Text, at: CellRef | None) -> Diagnostic:
    """Report a value that its input cannot have."""
    return Diagnostic(
        code="outside-domain",
        severity=Severity.ERROR,
        message=Text(
            "{label} {value} 超出允许范围（{allowed}）",
            "{label} {value} is outside what is allowed ({allowed})",
        ).fill(label=label, value=value, allowed=allowed),
        cell=at,
        hint=Text("请核对该单元格。", "Check the cell."),
    )


def unexpected(label: Text, value: str, expected: Text, at: CellRef | None) -> Diagnostic:
    """Report a value that is used, but that its input rarely has."""
    return Diagnostic(
        code="unexpected-value",
        severity=Severity.WARNING,
        message=Text(
            "{label} {value} 不同寻常（通常 {expected}），仍按该值定级",
            "{label} {value} is unusual (expected {expected}); graded as it is",
        ).fill(label=label, value=value, expected=expected),
        cell=at,
        hint=Text("请核对该单元格。", "Check the cell."),
    )


def no_rule(step: str, read: Text, missing: Sequence[Text], at: CellRef | None) -> Diagnostic:
    """Report a customer whom no rule of a table covers, perhaps for want of a value."""
    message = Text("没有规则适用（{step}）：{read}", "no rule of {step} applies: {read}")
    if missing:
        wanted = Text(" 或 ".join(t.zh for t in missing), " or ".join(t.en for t in missing))
        message = Text(f"缺少{wanted.zh}，{message.zh}", f"{wanted.en} is missing: {message.en}")
    return Diagnostic(
        code="no-rule",
        severity=Severity.ERROR,
        message=message.fill(step=step, read=read),
        cell=at,
    )


def no_points(missing: Sequence[Text], unscored: Sequence[Text], at: CellRef | None) -> Diagnostic:
    """Report a customer whose card lacks points: values that are blank, or that no rung takes."""
    parts = []
    if missing:
        listed = Text("、".join(t.zh for t in missing), ", ".join(t.en for t in missing))
        parts.append(Text("缺少{listed}", "{listed} missing").fill(listed=listed))
    unknown = Text("{read} 没有对应的分值", "{read} gives no points")
    parts += [unknown.fill(read=read) for read in unscored]
    said = Text("；".join(t.zh for t in parts), "; ".join(t.en for t in parts))
    return Diagnostic(
        code="no-rule",
        severity=Severity.ERROR,
        message=Text("不能评分：{said}", "no score: {said}").fill(said=said),
        cell=at,
        hint=Text("请补齐后再运行。", "Fill them in and run again."),
    )


def not_applicable(read: Text, needed: Text, at: CellRef | None) -> Diagnostic:
    """Report a customer to whom the policy does not apply."""
    return Diagnostic(
        code="not-applicable",
        severity=Severity.NOTE,
        message=Text(
            "不在策略适用范围内：{read}（适用：{needed}）",
            "outside the policy's scope: {read} (it applies to: {needed})",
        ).fill(read=read, needed=needed),
        cell=at,
    )


def several_rules(step: str, rules: Sequence[str], at: CellRef | None) -> Diagnostic:
    """Report a customer for whom a table that allows one rule has several."""
    return Diagnostic(
        code="several-rules",
        severity=Severity.ERROR,
        message=Text(
            "多条规则同时符合（{step}）：{rules}", "several rules of {step} match: {rules}"
        ).fill(step=step, rules=Text("、".join(rules), ", ".join(rules))),
        cell=at,
        hint=Text("请修改策略，使规则互不重叠。", "Change the policy so that they do not overlap."),
    )


_UNDEFINED = {
    "division-by-zero": Text("除数为零", "division by zero"),
    "not-finite": Text("结果超出数值范围", "the result is no finite number"),
}


def undefined(kind: str, label: Text, read: Text, at: CellRef | None) -> Diagnostic:
    """Report a formula that has no value for a customer: `kind` is what went wrong."""
    return Diagnostic(
        code="undefined-value",
        severity=Severity.ERROR,
        message=Text(
            "{label}无法计算（{why}）：{read}", "{label} has no value ({why}): {read}"
        ).fill(label=label, why=_UNDEFINED.get(kind, same(kind)), read=read),
        cell=at,
        hint=Text("请核对这些单元格。", "Check these cells."),
    )
