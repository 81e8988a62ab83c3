"""Why a row may be no customer, or not all of one: with its address and what would settle it."""

from __future__ import annotations

from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.text import Text


def merged_customers(label: Text, area: str, at: CellRef) -> Diagnostic:
    """Report a customer or an amount that is merged over the rows of several."""
    return Diagnostic(
        code="merged-cells",
        severity=Severity.ERROR,
        message=Text(
            "{area} 合并了几行客户，{label}属于哪一行不能确定",
            "{area} is merged over several customer rows: whose {label} this is cannot be told",
        ).fill(area=area, label=label),
        cell=at,
        hint=Text("请取消合并，每位客户一行。", "Unmerge it: one row for each customer."),
    )


def unnamed_customer(at: CellRef) -> Diagnostic:
    """Report an amount in a row that does not say whose it is."""
    return Diagnostic(
        code="unnamed-customer",
        severity=Severity.ERROR,
        message=Text(
            "这一行没有客户编号和名称，不知道是谁",
            "the row has no customer ID and no name: whose it is cannot be told",
        ),
        cell=at,
        hint=Text("请填写客户，或删除该行。", "Fill in the customer, or remove the row."),
    )


_TOTAL_OR_CUSTOMER = Text(
    "若是合计行，请写明“合计”；若是客户，请填写客户编号。",
    "If it is a total, call it 合计; if it is a customer, give it a customer ID.",
)


def total_like(word: str, at: CellRef) -> Diagnostic:
    """Report a row that may be a total, or a customer of that name."""
    return Diagnostic(
        code="total-or-customer",
        severity=Severity.ERROR,
        message=Text(
            "“{word}”可能是合计行，也可能是客户", "“{word}” may be a total, or a customer’s name"
        ).fill(word=word),
        cell=at,
        hint=_TOTAL_OR_CUSTOMER,
    )


def sum_of_others(label: Text, area: str, at: CellRef) -> Diagnostic:
    """Report a row without a code whose amount is the sum of those above it."""
    return Diagnostic(
        code="total-or-customer",
        severity=Severity.ERROR,
        message=Text(
            "{label}正好等于 {area} 之和，可能是合计行",
            "{label} is exactly the sum of {area}: this may be a total",
        ).fill(label=label, area=area),
        cell=at,
        hint=_TOTAL_OR_CUSTOMER,
    )


def computed_from_others(at: CellRef) -> Diagnostic:
    """Report an amount that is computed from those of other rows."""
    return Diagnostic(
        code="total-or-customer",
        severity=Severity.ERROR,
        message=Text(
            "金额由其他行的金额算出，可能是合计行",
            "the amount is computed from those of other rows: this may be a total",
        ),
        cell=at,
        hint=_TOTAL_OR_CUSTOMER,
    )


def group_head(label: Text, at: CellRef) -> Diagnostic:
    """Report a row that is the sum of those below it."""
    return Diagnostic(
        code="total-or-customer",
        severity=Severity.ERROR,
        message=Text(
            "{label}正好等于下方各行之和，可能是分组小计",
            "{label} is exactly the sum of rows below: this may be the total of a group",
        ).fill(label=label),
        cell=at,
        hint=_TOTAL_OR_CUSTOMER,
    )


def nobody(word: str, at: CellRef) -> Diagnostic:
    """Report a row whose words do not name a customer."""
    return Diagnostic(
        code="no-customer",
        severity=Severity.ERROR,
        message=Text("“{word}”不像客户", "“{word}” does not look like a customer").fill(word=word),
        cell=at,
        hint=Text(
            "若是客户，请填写客户编号；否则可以不管，或移到表外。",
            "If it is one, give it a customer ID; else leave it, or move it out of the table.",
        ),
    )


def other_block(at: CellRef) -> Diagnostic:
    """Report a row that may belong to another table below the customers."""
    return Diagnostic(
        code="other-block",
        severity=Severity.ERROR,
        message=Text(
            "上方有一行像是另一张表的表头，不能确定这一行是不是客户",
            "a row above reads like the header of another table: whether this is a customer "
            "cannot be told",
        ),
        cell=at,
        hint=Text(
            "请把其他表移到别处；若是同一张表，请删去中间的文字行。",
            "Move the other table elsewhere; if it is one table, remove the words between.",
        ),
    )


def several_lines(at: CellRef, other: CellRef | None) -> Diagnostic:
    """Report a customer whose further lines seem to follow without a name."""
    place = other.a1 if other is not None else ""
    return Diagnostic(
        code="several-lines",
        severity=Severity.ERROR,
        message=Text(
            f"下一行（{place}）有金额而没有客户，可能是同一客户的另一行",
            f"the next row ({place}) has an amount and no customer: it may be another line of this",
        ),
        cell=at,
        hint=Text(
            "请先按客户汇总成一行，或填上下一行的客户。",
            "Sum the rows up by customer first, or fill in whose the next one is.",
        ),
    )


def namesake(name: str, other: CellRef, at: CellRef) -> Diagnostic:
    """Report two customers of one name with different codes."""
    return Diagnostic(
        code="namesake",
        severity=Severity.WARNING,
        message=Text(
            f"{name} 与 {other.a1} 同名而编号不同，各按一位客户定级",
            f"{name} is also in {other.a1} under another ID; each is graded as a customer",
        ),
        cell=at,
        hint=Text("若是同一客户，请先汇总成一行。", "If they are one, sum them up first."),
    )


def below_total(at: CellRef) -> Diagnostic:
    """Report a row below the grand total that tells too little to be surely a customer."""
    return Diagnostic(
        code="below-total",
        severity=Severity.ERROR,
        message=Text(
            "在合计行之后，不能确定是不是客户",
            "the row stands below the total: whether it is a customer cannot be told",
        ),
        cell=at,
        hint=Text(
            "若是客户，请移到合计行之上，或填写客户编号；否则可以不管。",
            "If it is one, move it above the total or give it an ID; else leave it.",
        ),
    )


def repeated_customer(name: str, other: CellRef, at: CellRef) -> Diagnostic:
    """Report a customer who stands on several rows that differ: none says what the sum is."""
    return Diagnostic(
        code="repeated-customer",
        severity=Severity.ERROR,
        message=Text(
            f"{name} 还在 {other.a1}，数值不同，不知道以哪一行为准",
            f"{name} stands in {other.a1} too, with other figures: which counts cannot be told",
        ),
        cell=at,
        hint=Text(
            "请先按客户汇总成一行，或删去多余的行。",
            "Sum the rows up by customer first, or remove the one that is wrong.",
        ),
    )


def same_customer(name: str, other: CellRef, at: CellRef) -> Diagnostic:
    """Report a customer who stands on several rows with the same figures."""
    return Diagnostic(
        code="same-customer",
        severity=Severity.WARNING,
        message=Text(f"{name} 与 {other.a1} 重复", f"{name} repeats {other.a1}"),
        cell=at,
        hint=Text("请删去重复的行。", "Remove the copy."),
    )
