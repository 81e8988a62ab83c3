"""Why a frame is not decided: the refusals, each with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.model.errors import InputRefused
from tierctl.model.text import Text
from tierctl.policy.policy import Input

_RENAME = Text(
    "请在列名里写明，例如“{label}（{unit}）”。",
    "Say it in the column's name, for example {label} ({unit}).",
)


def missing_column(read: Input, names: Sequence[str]) -> InputRefused:
    """Refuse a frame without a required input."""
    listed = "、".join(names[:20]), ", ".join(names[:20])
    return InputRefused(
        "missing-column",
        Text(
            f"缺少“{read.label.zh}”列（现有：{listed[0]}）",
            f"there is no column {read.label.en} (the frame has: {listed[1]})",
        ),
        Text(
            f"列名可为 {read.name}、{read.label.zh} 或其别名。",
            f"Its name may be {read.name}, {read.label.en} or an alias of it.",
        ),
    )


def two_columns(read: Input, names: Sequence[str]) -> InputRefused:
    """Refuse to choose between columns that could all be one input."""
    return InputRefused(
        "ambiguous-column",
        Text(
            f"{read.label.zh}有多个候选列：{'、'.join(names)}",
            f"several columns could be {read.label.en}: {', '.join(names)}",
        ),
        Text("请去掉或重命名其余的列。", "Drop or rename the others."),
    )


def taken_names(names: Sequence[str]) -> InputRefused:
    """Refuse a frame that has columns where the results would stand."""
    return InputRefused(
        "column-exists",
        Text(f"已有同名的列：{'、'.join(names)}", f"the frame already has {', '.join(names)}"),
        Text("请先去掉或重命名。", "Drop or rename them first."),
    )


def foreign_unit(read: Input, name: str) -> InputRefused:
    """Refuse a column of money in another currency."""
    return InputRefused(
        "foreign-currency",
        Text(f"列“{name}”按外币计", f"the column {name} counts in another currency"),
        Text(f"{read.label.zh}按人民币计，请先换算。", f"{read.label.en} is in yuan: convert it."),
    )


def unclear_unit(read: Input, name: str) -> InputRefused:
    """Refuse a column of money whose name gives a unit that is not known."""
    return InputRefused(
        "unclear-unit",
        Text(
            f"列“{name}”写明的单位无法识别",
            f"the column {name} names a unit that is not known",
        ),
        _RENAME.fill(label=read.label, unit="万元"),
    )


def undecided_ratio(read: Input, name: str) -> InputRefused:
    """Refuse a percent column of bare small numbers: 0.48 could be 48 % or 0.48 %."""
    return InputRefused(
        "undecided-unit",
        Text(
            f"列“{name}”全部 ≤ 1.5 且没有百分号，无法判断是比率还是百分数",
            f"every number in {name} is 1.5 or less without a percent sign: ratio or percent?",
        ),
        _RENAME.fill(label=read.label, unit=Text("ratio 或 %", "ratio or %")),
    )


def undecided_money(read: Input, name: str, units: tuple[str, str]) -> InputRefused:
    """Refuse amounts that would all land at one end of the tiers, and in the other unit would not.

    `units` are the unit assumed and the other one.
    """
    assumed, other = units
    return InputRefused(
        "undecided-unit",
        Text(
            f"列“{name}”按“{assumed}”计算时，所有客户都落在同一端的等级；按“{other}”则不然",
            f"with {name} in {assumed}, every customer falls into the same extreme tier; "
            f"in {other} not all would",
        ),
        _RENAME.fill(label=read.label, unit=Text(f"{assumed} 或 {other}", f"{assumed} or {other}")),
    )


def other_count(read: Input, name: str) -> InputRefused:
    """Refuse a column that counts something else than the policy: 天 over numbers of 月."""
    unit = read.unit.symbol
    return InputRefused(
        "unclear-unit",
        Text(
            f"列“{name}”的单位与策略不同：{read.label.zh}按 {unit} 计",
            f"the column {name} counts in another unit: the policy has {read.label.en} in {unit}",
        ),
        Text("请先换算并改列名。", "Convert the numbers, and rename the column."),
    )


def undecided_count(read: Input, name: str) -> InputRefused:
    """Refuse bare numbers where the policy counts in thousands of pieces: 5000 or 5000K."""
    unit = read.unit.symbol
    return InputRefused(
        "undecided-unit",
        Text(
            f"列“{name}”没有写明单位：一个按一个计，还是按 {unit} 计",
            f"nothing says the unit of {name}: single pieces, or {unit}?",
        ),
        _RENAME.fill(label=read.label, unit=Text(f"{unit} 或 个", f"{unit} or pcs")),
    )
