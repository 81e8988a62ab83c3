"""Why the unit of a column is not told: the refusals, each with the option that decides."""

from __future__ import annotations

from tierctl.model.address import CellRef
from tierctl.model.errors import TableRefused
from tierctl.model.text import Text
from tierctl.tables.multiples import multiple_named


def _asked(code: str, zh: str, en: str, hint: Text, *names: str, at: CellRef) -> TableRefused:
    return TableRefused(code, Text(zh, en), hint, at=at, inputs=names)


def foreign_unit(label: Text, text: str, at: CellRef, name: str) -> TableRefused:
    """Refuse a column that counts in another currency, by its header or a note."""
    shown = " ".join(text.split())
    return _asked(
        "foreign-currency",
        f"“{shown}”写明的不是人民币，{label.zh}不能当作人民币",
        f"“{shown}” is not in yuan, and {label.en} must be",
        Text(
            f"请先换算成人民币；若数值已是人民币，请加 --unit {name}=元。",
            f"Convert to yuan first; if the amounts are in yuan, add --unit {name}=元.",
        ),
        name,
        at=at,
    )


def unclear_unit(label: Text, text: str, at: CellRef, name: str) -> TableRefused:
    """Refuse a column of money whose header or note names a unit that we cannot read."""
    shown = " ".join(text.split())
    meant = multiple_named(text)
    symbols = [meant] if meant is not None else ["元", "万元"]
    options = [f"--unit {name}={symbol}" for symbol in symbols]
    return _asked(
        "unclear-unit",
        f"“{shown}”写明的单位无法识别，{label.zh}按什么单位计不能确定",
        f"“{shown}” names a unit that is not known, so that of {label.en} cannot be told",
        Text(
            f"请核对后指定，例如 {' 或 '.join(options)}。",
            f"Check it and say which, for example {' or '.join(options)}.",
        ),
        name,
        at=at,
    )


def another_unit(label: Text, text: str, at: CellRef, unit: str, counted: str) -> TableRefused:
    """Refuse a column of money or percent where the policy has bare numbers, or counts others."""
    shown = " ".join(text.split())
    zh = f"按 {counted} 计" if counted else "没有单位"
    en = f"in {counted}" if counted else "without a unit"
    return _asked(
        "unclear-unit",
        f"“{shown}”的单位是 {unit}，而策略里{label.zh}的数{zh}，不能相比",
        f"“{shown}” counts in {unit}, and the policy has numbers of {label.en} {en}",
        Text(
            f"请在规则的表头里写明单位，如 {label.zh}（{unit}），或在 .toml 里写 unit。",
            f"Write the unit in the header of the rules, such as {label.en}（{unit}）, or into the"
            " .toml.",
        ),
        at=at,
    )


def other_count(label: Text, text: str, at: CellRef, unit: str) -> TableRefused:
    """Refuse a column that counts something else than the policy: 天 over numbers of 月."""
    shown = " ".join(text.split())
    return _asked(
        "unclear-unit",
        f"“{shown}”的单位与策略不同：{label.zh}按 {unit} 计，不能相比",
        f"“{shown}” counts in another unit: the policy has {label.en} in {unit}",
        Text(
            f"请换算后把表头改成 {label.zh}（{unit}）。",
            f"Convert the numbers, and write {label.en} ({unit}) into the header.",
        ),
        at=at,
    )


def undecided_count(label: Text, at: CellRef, name: str, unit: str) -> TableRefused:
    """Refuse bare numbers where the policy counts in thousands of pieces: 5000 or 5000K."""
    return _asked(
        "undecided-unit",
        f"{label.zh}没有写明单位：一个按一个计，还是按 {unit} 计",
        f"nothing says the unit of {label.en}: single pieces, or {unit}?",
        Text(
            f"请在表头写明，如 {label.zh}（{unit}）或（个）；或指定 --unit {name}={unit}"
            f" 或 --unit {name}=个。",
            f"Say it in the header, {label.en} ({unit}) or (pcs), or with --unit {name}={unit}"
            f" or --unit {name}=pcs.",
        ),
        name,
        at=at,
    )


def distant_note(label: Text, note: CellRef, between: CellRef, name: str) -> TableRefused:
    """Refuse a unit note that may belong to another block than the customers."""
    return _asked(
        "unclear-unit",
        f"{note} 的单位说明与客户表之间隔着 {between}，不能确定是否也适用于{label.zh}",
        f"between the unit note {note} and the customers stands {between}: "
        f"whether it holds for {label.en} cannot be told",
        Text(
            f"请指定：--unit {name}=元 或 --unit {name}=万元，或在表头写明。",
            f"Say which: --unit {name}=元 or --unit {name}=万元, or write it in the header.",
        ),
        name,
        at=note,
    )


def two_notes(
    label: Text, unit: str, at: CellRef, other: str, other_at: CellRef, name: str
) -> TableRefused:
    """Refuse to choose between two notes that state different units."""
    return _asked(
        "unclear-unit",
        f"{at} 写明单位为{unit}，{other_at} 为{other}，{label.zh}按哪个计不能确定",
        f"{at} gives the unit {unit}, {other_at} {other}: "
        f"which holds for {label.en} cannot be told",
        Text(
            f"请指定：--unit {name}={unit} 或 --unit {name}={other}。",
            f"Say which: --unit {name}={unit} or --unit {name}={other}.",
        ),
        name,
        at=at,
    )


def note_below(label: Text, unit: str, at: CellRef, name: str) -> TableRefused:
    """Refuse a unit that is named only below the customers."""
    return _asked(
        "unclear-unit",
        f"表格下方的说明写明单位为{unit}，而{label.zh}的表头没有写明",
        f"a note below the table gives the unit {unit}; the header of {label.en} names none",
        Text(
            f"请指定，例如 --unit {name}={unit}。", f"Say which, for example --unit {name}={unit}."
        ),
        name,
        at=at,
    )


def undecided_ratio(label: Text, at: CellRef, name: str) -> TableRefused:
    """Refuse a percent column of bare small numbers: 0.48 could be 48 % or 0.48 %."""
    return _asked(
        "undecided-unit",
        f"{label.zh}全部 ≤ 1.5 且没有百分号，无法判断是比率还是百分数",
        f"every {label.en} is 1.5 or less without a percent sign: ratio or percent?",
        Text(
            f"请指定：--unit {name}=ratio 或 --unit {name}=%。",
            f"Say which: --unit {name}=ratio or --unit {name}=%.",
        ),
        name,
        at=at,
    )
