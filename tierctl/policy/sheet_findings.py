"""What is worth telling about the conditions of a rules sheet; what is in doubt is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.text import Text
from tierctl.policy.lint import bare_amounts, lint_condition
from tierctl.policy.lint_rules import RawRule, lint_rules
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.sheet_inputs import InputColumn

_REFUSED = ("comma-as-and", "unit-missing-first-bound")
_CERTAIN = ("curly-quotes",)
_COUNTED = ("次", "人", "家", "件", "笔", "台", "户")
SMALL_AMOUNT = 10_000
"""Amounts below this many 元 may well be meant in 万元 where nothing says so."""
_NO_UNIT = Text(
    "{amount} 没有单位，是元还是万元？请写上单位，如 {amount}万 或 {amount}元，"
    "或写在表头里：{header}（万元）",
    "{amount} has no unit, 元 or 万元? Write {amount}万 or {amount}元, or the unit in the header:"
    " {header}（万元）",
)
_IN_ORDER = ("first", "priority")
"""Hit policies under which a value that two rules hold is decided."""


def findings(
    cells: RuleCells,
    inputs: Sequence[InputColumn],
    rows: Sequence[int],
    hit_policy: str,
    *,
    inclusive: bool,
) -> list[Diagnostic]:
    """Return what is worth telling, each with its cell.

    Raises PolicyInvalid where a condition may mean two things: a comma for and, a number without
    the unit of the one behind it, an amount that nothing gives a unit, a bound that two rules of a
    `unique` table include.
    """
    found = [note for column in inputs for note in _conditions(cells, column)]
    return [*found, *_rules(cells, inputs, rows, hit_policy, inclusive)]


def _conditions(cells: RuleCells, column: InputColumn) -> Iterator[Diagnostic]:
    for row, text in column.texts.items():
        for finding in lint_condition(text, column.unit) if text else ():
            message = Text("{text}：{why}", "{text}: {why}").fill(text=text, why=finding.message)
            if finding.code in _REFUSED:
                raise cells.refusal(row, column.col, message)
            severity = Severity.NOTE if finding.code in _CERTAIN else Severity.WARNING
            yield cells.note(finding.code, severity, row, column.col, message)
        if column.assumed and column.unit is not None:
            for shown, value in bare_amounts(text, column.unit):
                if 0 < abs(value) < SMALL_AMOUNT:
                    header = cells.text(column.header_row, column.col)
                    why = _NO_UNIT.fill(amount=shown, header=header)
                    raise cells.refusal(row, column.col, why)


def _rules(
    cells: RuleCells,
    inputs: Sequence[InputColumn],
    rows: Sequence[int],
    hit_policy: str,
    inclusive: bool,
) -> Iterator[Diagnostic]:
    columns = {column.name: column for column in inputs}
    raw = {f"row_{row + 1}": row for row in rows}
    rules = [
        RawRule(name=name, cells={c.name: c.texts[row] for c in inputs})
        for name, row in raw.items()
    ]
    for finding in lint_rules(rules, {column.name: column.unit for column in inputs}):
        column = columns.get(finding.input or "")
        if column is None or (finding.code == "shared-bound" and not inclusive):
            continue
        row = max(raw[name] for name in finding.rules)
        if finding.code == "shared-bound" and hit_policy == "unique":
            raise cells.refusal(row, column.col, finding.message)
        if finding.code == "shared-bound" and hit_policy in _IN_ORDER:
            continue
        counted = column.unit is not None and column.unit.symbol in _COUNTED
        if finding.code == "integer-bands" and counted:
            continue
        yield cells.note(finding.code, Severity.WARNING, row, column.col, finding.message)
