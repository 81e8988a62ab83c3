"""One table of a rules sheet as a step of the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tierctl.model.header_text import same_text
from tierctl.model.text import Text
from tierctl.policy.bounds import BoundWords
from tierctl.policy.document import ResultDocument
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rule_columns import RuleColumns
from tierctl.policy.rule_settings import AGGREGATES, HIT_POLICIES, SUMS, choice
from tierctl.policy.sheet_findings import findings
from tierctl.policy.sheet_inputs import InputColumn, Subject
from tierctl.policy.sheet_results import ResultColumn


class SheetStep:
    """A table's columns and its rules. Raises PolicyInvalid, which names the cell."""

    def __init__(
        self,
        cells: RuleCells,
        table: RuleColumns,
        subjects: Mapping[int, Subject],
        taken: Sequence[str],
        *,
        inclusive: bool,
    ) -> None:
        self._cells = cells
        self._table = table
        self.places: dict[str, tuple[int, int]] = {}
        """Key path → the cell that it stands in."""
        row, bounds = table.header_row, BoundWords(inclusive=inclusive)
        self.inputs = [
            InputColumn(cells, (row, col), table.rows, subjects[col], bounds)
            for col in table.inputs
        ]
        self.results: dict[str, ResultColumn] = {}
        for col in table.results:
            result = ResultColumn(cells, (row, col), table.rows, first=not self.results)
            self._refuse_twice(result)
            self.results[result.name([*taken, *self.results])] = result
        self.hit_policy, self.aggregate = self._hit_policy()
        order, default = table.settings.get("order"), table.settings.get("default")
        self.documents: dict[str, ResultDocument] = {}
        for name, result in self.results.items():
            self.documents[name] = result.document(order, default, table.color)
            # The order is that of the first tiers: further ones stand from the highest down.
            order = None if result.type == "tier" else order
        self.notes = findings(cells, self.inputs, table.rows, self.hit_policy, inclusive=inclusive)

    def _refuse_twice(self, result: ResultColumn) -> None:
        for other in self.results.values():
            if same_text(other.header, result.header):
                zh, en = "两列结果的表头相同", "two results have this header"
                raise self._cells.refusal(result.header_row, result.col, Text(zh, en))

    def _hit_policy(self) -> tuple[str, str | None]:
        settings = self._table.settings
        given, aggregate = settings.get("hit_policy"), settings.get("aggregate")
        word = choice(self._cells, given, HIT_POLICIES, SUMS) if given else "unique"
        summed = choice(self._cells, aggregate, AGGREGATES, {}) if aggregate else None
        numbers = [r for r in self.results.values() if r.type == "number"]
        tiers = [r for r in self.results.values() if r.type == "tier"]
        if given and tiers and (word == "collect" or word in SUMS):
            header = tiers[0].header
            zh = f"“{header}”是等级，不能收集：请用 首条 或 优先级；收集用于得分"
            en = f"“{header}” is a tier: write first or priority; collect is for points and texts"
            raise self._cells.refusal(given.row, given.col, Text(zh, en))
        if given and word == "collect" and summed is None and numbers:
            header = numbers[0].header
            zh = f"“{header}”是数字：请写明 收集求和、收集最大、收集最小 或 收集计数"
            en = (
                f"“{header}” is a number: write collect sum, collect max, collect min or"
                " collect count"
            )
            raise self._cells.refusal(given.row, given.col, Text(zh, en))
        if given and word == "priority" and "order" not in settings:
            zh = "优先级需要写明等级顺序（在表头上方加一行：等级顺序 | 小 < 中 < 大）"
            en = "priority needs the order of the tiers: a row above, tier order | low < high"
            raise self._cells.refusal(given.row, given.col, Text(zh, en))
        return ("collect", SUMS[word]) if word in SUMS else (word, summed)

    def step(self, path: str, name: str) -> dict[str, Any]:
        """Return the step; `path` is its key path."""
        self.places[f"{path}.hit_policy"] = self._at("hit_policy")
        self.places[f"{path}.aggregate"] = self._at("aggregate", "hit_policy")
        for column in self.inputs:
            self.places[f"inputs.{column.name}"] = (column.header_row, column.col)
        for key, result in self.results.items():
            self.places[f"results.{key}"] = (result.header_row, result.col)
        rules = [
            self._rule(f"{path}.rules[{number}]", row)
            for number, row in enumerate(self._table.rows)
        ]
        return {
            "name": name,
            "hit_policy": self.hit_policy,
            "aggregate": self.aggregate,
            "rules": [*rules, *self._default(f"{path}.rules[{len(rules)}]")],
        }

    def _at(self, *settings: str) -> tuple[int, int]:
        for name in settings:
            setting = self._table.settings.get(name)
            if setting is not None:
                return setting.row, setting.col
        return self._table.header_row, self._table.inputs[0]

    def _rule(self, path: str, row: int) -> dict[str, Any]:
        self.places[path] = (row, self._table.inputs[0])
        if not any(column.texts[row] for column in self.inputs):
            zh = "这条规则没有条件；若要收下其余的客户，请在最后一行写“否则”"
            en = (
                "this rule has no condition; to take all other customers, write otherwise in a last"
                " row"
            )
            raise self._cells.refusal(row, self._table.inputs[0], Text(zh, en))
        default = all(column.says_otherwise(row) for column in self.inputs)
        if default and row != self._table.rows[-1]:
            zh, en = "“否则”只能是最后一行", "“otherwise” must be the last row"
            raise self._cells.refusal(row, self._table.inputs[0], Text(zh, en))
        when = {}
        for column in self.inputs:
            self.places[f"{path}.when.{column.name}"] = (row, column.col)
            when[column.name] = "-" if default else column.condition(row)
        then: dict[str, str] = {}
        for name, result in self.results.items():
            self.places[f"{path}.then.{name}"] = (row, result.col)
            then[name] = result.texts[row]
        return {"id": f"row_{row + 1}", "when": when, "then": then}

    def _default(self, path: str) -> list[dict[str, Any]]:
        """Return the rule that the setting 默认 makes."""
        setting = self._table.settings.get("default")
        if setting is None:
            return []
        self.places[path] = (setting.row, setting.col)
        if len(self.results) > 1:
            zh = "有多列结果时，请把默认写成最后一行“否则”"
            en = "with several results, write the default as a last row: otherwise"
            raise self._cells.refusal(setting.row, setting.col, Text(zh, en))
        last = self._table.rows[-1]
        if all(column.says_otherwise(last) for column in self.inputs):
            zh, en = "默认与最后一行“否则”重复", "the last row is a default, too"
            raise self._cells.refusal(setting.row, setting.col, Text(zh, en))
        return [{"id": "default", "when": {}, "then": dict.fromkeys(self.results, setting.text)}]
