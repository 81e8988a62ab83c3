"""What checks have to say about a scorecard."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.checks.finding import Finding
from tierctl.model.diagnostic import Severity
from tierctl.model.text import Text, joined

ADD_RUNG = Text(
    "给这个项目补一档，不然这些客户没有这一项的分，也就没有等级。",
    "Add a rung to the item; else these customers have no points for it, and no grade.",
)
ADD_GRADE = Text(
    "等级的分数段要首尾相接：写 [80..90) 和 >=90，而不是 80-89 和 90-100。",
    "Let the bands of the grades meet: [80..90) and >=90, not 80-89 and 90-100.",
)


def weights(where: str, total: str, out_of: str, parts: Sequence[Text]) -> Finding:
    """Report a card whose items do not add up to what it says that it is out of."""
    return Finding(
        code="weights-total",
        severity=Severity.ERROR,
        where=where,
        message=Text(
            "各项满分合计 {total}，但满分（out_of）写的是 {out_of}：{parts}",
            "the most points add up to {total}, but out_of says {out_of}: {parts}",
        ).fill(total=total, out_of=out_of, parts=joined(list(parts), " + ", " + ")),
        hint=Text(
            "改正某一项的满分（max），或改 out_of。", "Correct the max of an item, or out_of."
        ),
    )


def unstated_missing(where: str, item: Text) -> Finding:
    """Tell of an item that does not say what a blank gets."""
    return Finding(
        code="unstated-missing",
        severity=Severity.WARNING,
        where=where,
        message=Text(
            "项目 {item} 没有写明缺值怎么计分（missing），按不定级处理",
            "item {item} does not say what a missing value gets; it is treated as refuse",
        ).fill(item=item),
        hint=Text(
            "写明 missing：refuse 不定级，zero 计 0 分，或一个分数（如中性分 3）。",
            "Write missing: refuse for no grade, zero for no points, or a number (3, if that is"
            " neutral).",
        ),
    )


def unreachable_most(where: str, item: Text, most: str, reached: str) -> Finding:
    """Report an item of which nobody can get all points."""
    return Finding(
        code="unreachable-max",
        severity=Severity.WARNING,
        where=where,
        message=Text(
            "项目 {item} 满分 {most}，但最多只能得 {reached}",
            "item {item} has a max of {most}, but nobody can get more than {reached}",
        ).fill(item=item, most=most, reached=reached),
        hint=Text("补上最高一档，或改 max。", "Add the top rung, or change max."),
    )


def beyond_most(where: str, item: Text, most: str, reached: str) -> Finding:
    """Report an item whose judged points may be more than its max."""
    return Finding(
        code="beyond-max",
        severity=Severity.ERROR,
        where=where,
        message=Text(
            "项目 {item} 满分 {most}，但评审分的允许范围到 {reached}",
            "item {item} has a max of {most}, but its judged points may be up to {reached}",
        ).fill(item=item, most=most, reached=reached),
        hint=Text(
            "去掉这个输入的 domain（按 0 到满分检查），或改 max。",
            "Leave out the domain of the input (0 to max then), or change max.",
        ),
    )


def below_zero(where: str, item: Text) -> Finding:
    """Report an item whose judged points may be negative."""
    return Finding(
        code="below-zero",
        severity=Severity.WARNING,
        where=where,
        message=Text(
            "项目 {item} 的评审分允许为负", "the judged points of item {item} may be negative"
        ).fill(item=item),
        hint=Text("在 domain 写 >=0。", "Write a domain of >=0."),
    )


def rung_overlap(
    where: str, item: Text, first: str, second: str, points: tuple[str, str], customer: Text
) -> Finding:
    """Report two rungs that claim one customer, neither of them within the other."""
    return Finding(
        code="rung-overlap",
        severity=Severity.WARNING,
        where=where,
        rules=(second, first),
        message=Text(
            "项目 {item} 的两档重叠（得 {one} 分和得 {other} 分），按顺序取 {one} 分：{customer}",
            "two rungs of {item} overlap ({one} points and {other}), and by their order {one}"
            " counts: {customer}",
        ).fill(item=item, one=points[0], other=points[1], customer=customer),
        hint=Text(
            "改一档的条件，使它们不重叠。", "Change the condition of one so that they do not."
        ),
    )
