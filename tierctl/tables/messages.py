"""Why a table is not read: the refusals, each with what decides."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from tierctl.model.address import CellRef
from tierctl.model.errors import TableRefused, UsageRefused
from tierctl.model.quantity import Dimension, units_of
from tierctl.model.text import Text

_LONGEST = 20


def _asked(
    code: str,
    zh: str,
    en: str,
    hint: Text | None = None,
    *,
    at: CellRef | None = None,
    inputs: Sequence[str] = (),
) -> TableRefused:
    return TableRefused(code, Text(zh, en), hint, at=at, inputs=tuple(inputs))


def no_such_sheet(name: str, names: Sequence[str], close: str | None) -> UsageRefused:
    """Refuse a --sheet that the workbook does not have."""
    listed = "、".join(names), ", ".join(names)
    guess = Text(f"您要找的是 {close} 吗？", f"Did you mean {close}? ") if close else Text("", "")
    return UsageRefused(
        "unknown-sheet",
        Text(f"工作簿里没有工作表 {name}", f"the workbook has no sheet {name}"),
        Text(f"{guess.zh}现有：{listed[0]}。", f"{guess.en}It has: {listed[1]}."),
    )


def no_customer_column(at: CellRef, header: str) -> TableRefused:
    """Refuse a table that is about something else than customers."""
    shown = " ".join(header.split())
    return _asked(
        "no-customer-column",
        f"没有客户列，“{shown}”不是客户",
        f"there is no column of customers; “{shown}” is none",
        Text(
            "若某一列是客户，请指定，例如 --map 列=customer_name。",
            "If a column holds the customers, say which: --map COLUMN=customer_name.",
        ),
        at=at,
    )


def other_period(first: CellRef, second: CellRef) -> TableRefused:
    """Refuse customers of another year below the same header."""
    return _asked(
        "ambiguous-header",
        f"{second} 处的表头与 {first} 相同，但标题的年份不同",
        f"the header at {second} is that of {first}, under a title that names another year",
        Text(
            f"请用 --header-row {first.row + 1} 或 --header-row {second.row + 1} 指定一段。",
            f"Choose one with --header-row {first.row + 1} or --header-row {second.row + 1}.",
        ),
        at=second,
    )


def which_rules(source: str, names: Sequence[str], area: str = "") -> UsageRefused:
    """Refuse a workbook as a policy where several sheets could hold the rules, or none does."""
    listed = "、".join(names), ", ".join(names)
    example = f"{source}#{names[0] if names else ''}{area}"
    return UsageRefused(
        "unknown-sheet",
        Text(
            f"{source}：看不出哪张工作表是规则：{listed[0]}",
            f"{source}: which sheet holds the rules cannot be told: {listed[1]}",
        ),
        Text(
            f"请写明工作表，例如 --policy '{example}'。",
            f"Name the sheet, for example --policy '{example}'.",
        ),
    )


def no_range(text: str) -> UsageRefused:
    """Refuse a range of a sheet that is none."""
    return UsageRefused(
        "unknown-range",
        Text(f"{text} 不是区域", f"{text} is no range"),
        Text("区域写成 A2:C5。", "A range is written A2:C5."),
    )


def no_table(
    source: str, needed: Sequence[Text], nearest: CellRef | None, texts: Sequence[str]
) -> TableRefused:
    """Refuse a workbook in which no sheet has the columns that the policy needs.

    `nearest` is the row most like a header, if there is one, and `texts` what stands there.
    """
    names = "、".join(t.zh for t in needed), ", ".join(t.en for t in needed)
    seen = Text("", "")
    if nearest is not None:
        shown = [_short(text) for text in texts[:20]]
        listed = "、".join(shown), ", ".join(shown)
        seen = Text(
            f"最像表头的是 {nearest}：{listed[0]}。",
            f"The row most like a header is {nearest}: {listed[1]}. ",
        )
    return _asked(
        "no-table",
        f"{source}：没有找到含有“{names[0]}”列的表头",
        f"{source}: no header row with the column {names[1]} was found",
        Text(
            f"{seen.zh}请用 --sheet、--header-row 指定位置，或用 --map 列名=输入名 指定列。",
            f"{seen.en}Say where it is with --sheet and --header-row, "
            "or which column it is with --map HEADER=INPUT.",
        ),
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def missing_columns(
    at: CellRef,
    needed: Sequence[tuple[str, Text]],
    headers: Sequence[str],
    near: Text | None,
) -> TableRefused:
    """Refuse a header row that lacks required columns: `needed` are inputs with their labels.

    `near` tells of a column that could be one.
    """
    labels = [label for _, label in needed]
    names = "、".join(t.zh for t in labels), ", ".join(t.en for t in labels)
    listed = "、".join(headers[:20]), ", ".join(headers[:20])
    return _asked(
        "missing-column",
        f"表头缺少“{names[0]}”列（现有：{listed[0]}）",
        f"the header lacks {names[1]} (it has: {listed[1]})",
        Text(f"{near.zh}否则请检查 --header-row。", f"{near.en} Else check --header-row.")
        if near is not None
        else Text(
            "请用 --map 列名=输入名 指定，或检查 --header-row。",
            "Name the column with --map HEADER=INPUT, or check --header-row.",
        ),
        at=at,
        inputs=[name for name, _ in needed],
    )


def two_sheets(places: Sequence[str]) -> TableRefused:
    """Refuse to choose between sheets that could all be the table."""
    listed = "、".join(places), ", ".join(places)
    return _asked(
        "ambiguous-sheet",
        f"有多张工作表都像客户表：{listed[0]}",
        f"several sheets could be the customer table: {listed[1]}",
        Text("请用 --sheet 名称 指定一张。", "Choose one with --sheet NAME."),
    )


def two_headers(places: Sequence[str]) -> TableRefused:
    """Refuse to choose between rows that could all be the header."""
    listed = "、".join(places), ", ".join(places)
    return _asked(
        "ambiguous-header",
        f"有多行都像表头：{listed[0]}",
        f"several rows could be the header: {listed[1]}",
        Text("请用 --header-row 行号 指定一行。", "Choose one with --header-row NUMBER."),
    )


def two_columns(
    label: Text, name: str, columns: Sequence[tuple[CellRef, str]], likely: Sequence[str]
) -> TableRefused:
    """Refuse to choose between columns for one input; the `likely` letters are proposed."""
    listed = [f"{ref}“{' '.join(header.split())}”" for ref, header in columns]
    options = " / ".join(f"--map {letters}={name}" for letters in likely)
    return _asked(
        "ambiguous-column",
        f"{label.zh}有多个候选列：{'、'.join(listed)}",
        f"several columns could be {label.en}: {', '.join(listed)}",
        Text(
            f"请指定一列，例如 {options}。",
            f"Choose one, for example {options}.",
        ),
        at=columns[0][0],
        inputs=[name],
    )


def unknown_map(column: str, headers: Sequence[str], close: str | None) -> UsageRefused:
    """Refuse a --map whose column is not in the header."""
    listed = "、".join(headers[:20]), ", ".join(headers[:20])
    guess = Text(f"您要找的是 {close} 吗？", f"Did you mean {close}? ") if close else Text("", "")
    return UsageRefused(
        "unknown-column",
        Text(f"--map：表头里没有列 {column}", f"--map: the header has no column {column}"),
        Text(f"{guess.zh}现有：{listed[0]}。", f"{guess.en}It has: {listed[1]}."),
    )


def unknown_input(name: str, labels: Sequence[tuple[str, Text]]) -> UsageRefused:
    """Refuse an option that names no input of the policy; `labels` are its inputs, with labels."""
    spelled = [text for key, label in labels for text in (key, label.zh, label.en)]
    close = next(iter(get_close_matches(name, spelled, n=1)), None)
    listed = (
        "、".join(f"{label.zh}（{key}）" for key, label in labels),
        ", ".join(f"{label.en} ({key})" for key, label in labels),
    )
    guess = Text(f"您要找的是 {close} 吗？", f"Did you mean {close}? ") if close else Text("", "")
    return UsageRefused(
        "unknown-input",
        Text(f"策略没有输入 {name}", f"the policy has no input {name}"),
        Text(f"{guess.zh}现有：{listed[0]}。", f"{guess.en}It has: {listed[1]}."),
    )


def unknown_unit(word: str, label: Text, dimension: Dimension) -> UsageRefused:
    """Refuse a --unit whose unit does not measure the input."""
    words = units_of(dimension)
    return UsageRefused(
        "unknown-unit",
        Text(f"--unit：{label.zh}没有单位 {word}", f"--unit: {label.en} has no unit {word}"),
        Text(f"可用：{'、'.join(words)}。", f"It may be: {', '.join(words)}."),
    )


def rows_out_of_order(at: CellRef) -> TableRefused:
    """Refuse a sheet whose rows are not in order: readers would differ on which is which."""
    return _asked(
        "rows-out-of-order",
        "工作表的行号重复或乱序",
        "the sheet's rows are repeated or out of order",
        Text("请在 Excel 中打开并另存后再运行。", "Open and save it in Excel, then run again."),
        at=at,
    )
