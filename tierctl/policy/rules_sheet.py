"""A policy written as a sheet: columns are inputs and results, rows are rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from tierctl.model.cell import Cell
from tierctl.model.text import Text
from tierctl.policy.bounds import BoundWords
from tierctl.policy.document import InputDocument, PolicyDocument
from tierctl.policy.reading import Place, invalid
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rule_columns import RuleColumns, lay_out
from tierctl.policy.sheet_inputs import InputColumn
from tierctl.policy.sheet_results import ResultColumn

_HIT_POLICIES = {
    "唯一": "unique", "首条": "first", "首个": "first", "按顺序": "first", "顺序": "first",
    "任意": "any", "一致": "any", "优先级": "priority", "最高": "priority",
    "收集": "collect", "全部": "collect",
}  # fmt: skip
_AGGREGATES = {"求和": "sum", "合计": "sum", "最小": "min", "最大": "max", "计数": "count"}


def sheet_policy(
    cells: RuleCells, known: Mapping[str, InputDocument], stem: str
) -> tuple[PolicyDocument, Place]:
    """Return the policy that a sheet of rules means, and where each key of it stands.

    `known` are inputs by their names: a column of the same header takes over label, unit and
    aliases. `stem` names a policy that does not name itself. Raises PolicyInvalid, which names
    the cell.
    """
    columns = lay_out(cells.rows)
    if columns is None or not columns.rows:
        raise invalid(
            cells.place,
            Text(
                "没有找到规则表：需要一行表头（输入列在前，结果列在后），下面每行一条规则",
                "no rules found: a header (inputs, then results) and one row per rule are needed",
            ),
        )
    return _Sheet(replace(cells, header_row=columns.header_row), columns, known, stem).document()


class _Sheet:
    def __init__(
        self,
        cells: RuleCells,
        columns: RuleColumns,
        known: Mapping[str, InputDocument],
        stem: str,
    ) -> None:
        self._cells = cells
        self._columns = columns
        self._stem = stem
        self._places: dict[str, tuple[int, int]] = {}
        self._bounds = self._choice("bounds", {"含": "inclusive", "不含": "exclusive"}, "inclusive")
        words = BoundWords(inclusive=self._bounds == "inclusive")
        self._inputs = [
            InputColumn(self._cells, col, columns.rows, known, words) for col in columns.inputs
        ]
        self._results: dict[str, ResultColumn] = {}
        for col in columns.results:
            first = not self._results
            result = ResultColumn(cells, col, columns.rows, first=first, color=columns.color)
            self._results[result.name(list(self._results))] = result

    def _setting(self, name: str) -> str:
        cell = self._columns.settings.get(name)
        return cell.text.strip() if cell is not None else ""

    def _choice(self, name: str, words: Mapping[str, str], default: str | None) -> str | None:
        """Return what a setting says in our own word. Raises PolicyInvalid for an unknown one."""
        text = self._setting(name).casefold()
        if not text:
            return default
        found = words.get(text, text if text in words.values() else None)
        if found is None:
            cell = self._columns.settings[name]
            close = get_close_matches(text, [*words, *words.values()], n=1)
            known = "、".join(words), ", ".join(dict.fromkeys(words.values()))
            guess = f"（{close[0]}？）" if close else "", f" ({close[0]}?)" if close else ""
            raise self._cells.refusal(
                cell.row,
                cell.col,
                Text(
                    f"不认识 {text}{guess[0]}；可用：{known[0]}",
                    f"unknown: {text}{guess[1]}; it may be {known[1]}",
                ),
            )
        return found

    def document(self) -> tuple[PolicyDocument, Place]:
        """Return the document, and the place of each of its keys."""
        hit_policy = self._choice("hit_policy", _HIT_POLICIES, "unique")
        order = self._columns.settings.get("order")
        if hit_policy == "priority" and order is None:
            cell = self._columns.settings["hit_policy"]
            zh = "优先级需要写明等级顺序（在表头上方加一行：等级顺序 | 小 < 中 < 大）"
            en = "priority needs the order of the tiers: a row above, 等级顺序 | low < high"
            raise self._cells.refusal(cell.row, cell.col, Text(zh, en))
        rules = [self._rule(number, row) for number, row in enumerate(self._columns.rows)]
        rules += self._default(rules)
        measures = [column.name for column in self._inputs if column.document.unit == "元"]
        document: dict[str, Any] = {
            "id": _slug(self._setting("id") or self._stem),
            "version": self._setting("version") or "1",
            "title": _both(self._setting("title") or self._stem),
            "inputs": {column.name: column.document for column in self._inputs},
            "results": {name: self._result(name, order) for name in self._results},
            "steps": [
                {
                    "name": "rules",
                    "hit_policy": hit_policy,
                    "aggregate": self._choice("aggregate", _AGGREGATES, None),
                    "rules": rules,
                }
            ],
            "summary": {"measure": measures[0] if measures else None},
            "conditions": {"bound_words": self._bounds},
        }
        for column in self._inputs:
            self._places[f"inputs.{column.name}"] = (self._cells.header_row, column.col)
        try:
            return PolicyDocument.model_validate(document), self._place
        except ValidationError as e:
            first = e.errors()[0]
            path = ".".join(map(str, first["loc"]))
            raise invalid(self._place(path), Text(first["msg"], first["msg"])) from e

    def _result(self, name: str, order: Cell | None) -> dict[str, Any]:
        column = self._results[name]
        self._places[f"results.{name}"] = (self._cells.header_row, column.col)
        at = (order.row, order.col) if order is not None else None
        return column.document(order.text if order else "", at).model_dump()

    def _rule(self, number: int, row: int) -> dict[str, Any]:
        path = f"steps[0].rules[{number}]"
        self._places[path] = (row, self._columns.inputs[0])
        last = row == self._columns.rows[-1]
        if not any(column.texts[row] for column in self._inputs):
            zh = "这条规则没有条件；若要收下其余的客户，请在最后一行写“否则”"
            en = "this rule has no condition; to take all other customers, write 否则 in a last row"
            raise self._cells.refusal(row, self._columns.inputs[0], Text(zh, en))
        default = all(c.says_default(row) or not c.texts[row] for c in self._inputs)
        if default and not last:
            zh, en = "“否则”只能是最后一行", "“otherwise” must be the last row"
            raise self._cells.refusal(row, self._columns.inputs[0], Text(zh, en))
        when = {}
        for column in self._inputs:
            self._places[f"{path}.when.{column.name}"] = (row, column.col)
            when[column.name] = column.condition(row)
        then = {}
        for name, result in self._results.items():
            self._places[f"{path}.then.{name}"] = (row, result.col)
            then[name] = result.texts[row]
        return {"id": f"row_{row + 1}", "when": when, "then": then}

    def _default(self, rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the rule that the setting 默认 makes."""
        cell = self._columns.settings.get("default")
        if cell is None:
            return []
        path = f"steps[0].rules[{len(rules)}]"
        self._places[path] = (cell.row, cell.col)
        if len(self._results) > 1:
            zh = "有多列结果时，请把默认写成最后一行“否则”"
            en = "with several results, write the default as a last row 否则"
            raise self._cells.refusal(cell.row, cell.col, Text(zh, en))
        return [{"id": "default", "when": {}, "then": dict.fromkeys(self._results, cell.text)}]

    def _place(self, path: str) -> str:
        """Return where a key stands: its cell, or that of the key that it is part of."""
        while path:
            if path in self._places:
                return self._cells.at(*self._places[path])
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self._cells.place


def _slug(text: str) -> str:
    slug = re.sub("[^a-z0-9_-]+", "-", text.casefold()).strip("-_")
    return slug if slug[:1].isalpha() else f"rules-{slug}".rstrip("-")


def _both(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}
