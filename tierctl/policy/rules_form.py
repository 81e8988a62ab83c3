"""A policy as a sheet of rules: the rows that read as the same rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tierctl.model.header_text import name_of
from tierctl.model.quantity import Dimension, parse_quantity, shown_short
from tierctl.model.table import Value
from tierctl.model.text import Lang
from tierctl.policy.canonical import canonical
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.condition_words import reads_like_condition
from tierctl.policy.conditions import is_default, parse_condition
from tierctl.policy.policy import Policy, Result, ResultType
from tierctl.policy.sets import NumberSet, ValueSet
from tierctl.policy.sheet_findings import SMALL_AMOUNT
from tierctl.policy.steps import DecisionTable, Rule

FormCell = str | float

_HIT_POLICIES = {
    "unique": "唯一", "first": "首条", "any": "一致", "priority": "优先级", "collect": "收集",
    "sum": "收集求和", "max": "收集最大", "min": "收集最小", "count": "收集计数",
}  # fmt: skip
_TEXTS = {"zh": ("服务", "价格", "激励"), "en": ("Service", "Price", "Incentive")}
"""What a sheet of texts asks for where the policy has none."""
HIT_POLICY_WORDS = {
    "zh": tuple(_HIT_POLICIES.values()),
    "en": (
        *("unique", "first", "any", "priority", "collect"),
        *("collect sum", "collect max", "collect min", "collect count"),
    ),
}
_WORDS: dict[str, tuple[str, str]] = {
    "title": ("策略名称", "Policy"),
    "id": ("策略编号", "Policy ID"),
    "version": ("版本", "Version"),
    "hit_policy": ("命中方式", "Hit policy"),
    "order": ("等级顺序", "Tier order"),
    "remark": ("备注", "Remarks"),
    "otherwise": ("否则", "otherwise"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTable:
    """One table: settings above, a header, the rules. The last column is for remarks."""

    settings: tuple[tuple[str, str], ...]
    header: tuple[str, ...]
    inputs: int
    """How many of the columns are inputs."""
    rows: tuple[tuple[FormCell, ...], ...]
    fills: Mapping[tuple[int, int], str]
    """The colours of cells, by rule and column."""


class RulesForm:
    """Write a policy's tables as rows; `known` are the names of inputs that need no unit."""

    def __init__(self, policy: Policy, lang: Lang, known: Collection[str]) -> None:
        self._policy = policy
        self._lang = lang
        self._known = known

    def tables(self) -> list[FormTable]:
        """Return the tables, the first with the settings of the whole."""
        return [self._table(table) for table in self._policy.tables]

    def texts(self) -> list[tuple[str, ...]]:
        """Return the sheet of the tiers' texts, its header first; without any, one to fill in."""
        result = self._policy.main_result
        labels = [label.to(self._lang) for label in result.texts.values()]
        header = (result.label.to(self._lang), *(labels or _TEXTS[self._lang]))
        rows = [
            (
                tier.label.to(self._lang),
                *(
                    tier.texts[name].to(self._lang) if name in tier.texts else ""
                    for name in result.texts
                ),
            )
            for tier in reversed(result.tiers)
        ]
        return [header, *(row + ("",) * (len(header) - len(row)) for row in rows)]

    def word(self, key: str) -> str:
        """Return what the sheet calls a setting or a column."""
        return _WORDS[key][0 if self._lang == "zh" else 1]

    def _table(self, table: DecisionTable) -> FormTable:
        results = [self._policy.results[name] for name in table.gives]
        names = table.names
        inputs = [self.header(name, table) for name in names]
        header = [*inputs, *(r.label.to(self._lang) for r in results), self.word("remark")]
        rows, fills = [], {}
        for number, rule in enumerate(table.rules):
            cells = [self.condition(rule, name, first=name == names[0]) for name in names]
            cells += [self._given(result, rule.results[result.name]) for result in results]
            rows.append((*cells, ""))
            for col, result in enumerate(results, start=len(names)):
                if result.type is ResultType.TIER:
                    fills[number, col] = result.tier(str(rule.results[result.name])).color
        return FormTable(
            settings=tuple(self._settings(table, results)),
            header=tuple(header),
            inputs=len(names),
            rows=tuple(rows),
            fills=fills,
        )

    def identity(self) -> list[tuple[str, str]]:
        """Return the settings that name the policy."""
        return [
            (self.word("title"), self._policy.title.to(self._lang)),
            (self.word("id"), self._policy.id),
            (self.word("version"), self._policy.version),
        ]

    def _settings(self, table: DecisionTable, results: list[Result]) -> list[tuple[str, str]]:
        found = []
        if table is self._policy.tables[0]:
            found += self.identity()
        word = table.aggregate.value if table.aggregate else table.hit_policy.value
        spelled = word if not table.aggregate else f"collect {word}"
        chinese = self._lang == "zh"
        found.append((self.word("hit_policy"), _HIT_POLICIES[word] if chinese else spelled))
        scale = next((r for r in results if r.type is ResultType.TIER), None)
        if scale is not None:
            order = " < ".join(tier.label.to(self._lang) for tier in scale.tiers)
            found.append((self.word("order"), order))
        return found

    def header(self, name: str, table: DecisionTable | None) -> str:
        """Return what the sheet calls an input or a result, with its unit where it needs one."""
        label = self._policy.label(name).to(self._lang)
        symbol = self._policy.unit(name).symbol
        small = table is not None and _has_small_amount(name, table)
        known = name_of(label) in self._known and not small
        if not symbol or symbol == "%" or known:
            return label
        if name in self._policy.results:
            return label
        return f"{label}（{'倍' if symbol == 'ratio' else symbol}）"

    def condition(self, rule: Rule, name: str, *, first: bool = False) -> FormCell:
        """Return what a rule asks of a value; of all others the first column says otherwise."""
        if rule.default:
            return self.word("otherwise") if first else "-"
        values = rule.conditions.get(name)
        if values is None or values == values.everything():
            return "-"
        unit = self._policy.unit(name)
        if isinstance(values, NumberSet):
            point = _point(values)
            if point is not None and unit.dimension is Dimension.PLAIN and not unit.shift:
                return point
            return canonical(values, unit.shown_as, self._lang)
        text = canonical(values, unit.shown_as, self._lang)
        bare = text.replace('"', "")
        return bare if _reads_as(bare, values) and not _means_more(bare) else text

    def _given(self, result: Result, value: Value) -> FormCell:
        if result.type is ResultType.TIER:
            return result.tier(str(value)).label.to(self._lang)
        if isinstance(value, float) and result.unit.dimension is not Dimension.PLAIN:
            return shown_short(value, result.unit.shown_as, self._lang == "zh")
        return value if value is not None else ""


def _has_small_amount(name: str, table: DecisionTable) -> bool:
    """Tell whether a bound is so small that a sheet must say whether it counts in 元."""
    return any(
        0 < abs(bound) < SMALL_AMOUNT
        for rule in table.rules
        if isinstance(values := rule.conditions.get(name), NumberSet)
        for interval in values.intervals
        for bound in (interval.low, interval.high)
    )


def _point(values: NumberSet) -> float | None:
    if values.blank or len(values.intervals) != 1:
        return None
    [interval] = values.intervals
    return interval.low if interval.low == interval.high else None


def _means_more(text: str) -> bool:
    """Tell whether a sheet takes a bare text for more than one: 其他, 5, 500万以上."""
    number = parse_quantity(text, Dimension.PLAIN) is not None
    return number or is_default(text) or reads_like_condition(text)


def _reads_as(text: str, values: ValueSet) -> bool:
    try:
        return parse_condition(text, None) == values
    except ConditionError:
        return False
