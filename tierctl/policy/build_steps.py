"""The steps of a policy over its inputs and results: decision tables and formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from tierctl.model.errors import PolicyInvalid
from tierctl.model.quantity import parse_quantity, rounded, shifted
from tierctl.model.table import Value
from tierctl.policy.document import RuleDocument, StepDocument
from tierctl.policy.formula_text import FormulaError, parse_formula
from tierctl.policy.patterns import ANYTHING, NOTHING
from tierctl.policy.policy import Input, InputType, Result, ResultType
from tierctl.policy.reading import Reading
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import Aggregate, DecisionTable, FormulaStep, HitPolicy, Rule, Step
from tierctl.policy.text_sets import TextSet

# In units of the last decimal; a double is exact to 2^53, and rounding needs a little room.
_LARGEST_SUM = 2.0**50


class StepBuilder:
    """Turn steps, one after the other, from what is written into what it means."""

    def __init__(
        self, reading: Reading, inputs: Mapping[str, Input], results: Mapping[str, Result]
    ) -> None:
        self._reading = reading
        self._inputs = inputs
        self._results = results
        self.given: set[str] = set()
        """The results of the steps so far."""

    def step(self, path: str, given: StepDocument) -> Step:
        """Return the next step. Raises PolicyInvalid."""
        if (given.formula is None) == (not given.rules):
            raise self._reading.fail(
                path, "要么是规则表（rules），要么是公式（formula）", "either rules or a formula"
            )
        step = self._table(path, given) if given.rules else self._formula(path, given)
        for name in step.gives:
            if name in self.given:
                raise self._reading.fail(
                    path, f"结果 {name} 已由前面的步骤给出", f"{name} is given twice"
                )
        self.given.update(step.gives)
        return step

    def _formula(self, path: str, given: StepDocument) -> FormulaStep:
        result = self._results.get(given.result or "")
        if result is None or result.type is not ResultType.NUMBER:
            raise self._reading.fail(
                f"{path}.result",
                "公式要给出一个数字结果",
                "a formula gives a result that is a number",
            )
        readable = {
            spelling: name for name, spellings in self._numbers().items() for spelling in spellings
        }
        try:
            formula = parse_formula(given.formula or "", readable)
        except FormulaError as e:
            raise self._reading.refusal(f"{path}.formula", e.message) from e
        return FormulaStep(name=given.name, result=result.name, formula=formula)

    def _numbers(self) -> dict[str, tuple[str, ...]]:
        """Return the numbers that a step may read here, each with its spellings."""
        numbers = {n: i.headers for n, i in self._inputs.items() if i.type is InputType.NUMBER}
        for name in self.given:
            if self._results[name].type is ResultType.NUMBER:
                numbers[name] = self._results[name].headers
        return numbers

    def _table(self, path: str, given: StepDocument) -> DecisionTable:
        self._reading.unique(f"{path}.rules", "id", ("规则", "rule"), [r.id for r in given.rules])
        last = len(given.rules) - 1
        rules = tuple(
            self._rule(f"{path}.rules[{i}]", rule, last=i == last)
            for i, rule in enumerate(given.rules)
        )
        for i, rule in enumerate(rules):
            # A rule that leaves a result out would leave its customers without one, unexplained.
            deciding = rule.results.keys() - given.collect
            if not deciding or deciding != rules[0].results.keys() - given.collect:
                raise self._reading.fail(
                    f"{path}.rules[{i}].then",
                    "同一步骤的规则必须给出相同的结果",
                    "the rules of a step must give the same results",
                )
        table = DecisionTable(
            name=given.name,
            hit_policy=HitPolicy(given.hit_policy),
            aggregate=Aggregate(given.aggregate) if given.aggregate else None,
            rules=rules,
            collected=given.collect,
            optional=given.optional,
        )
        self._check_collect(path, table)
        return table

    def _check_collect(self, path: str, table: DecisionTable) -> None:
        """Refuse results that cannot be collected, and an aggregate that collects nothing."""
        for name in table.collected:
            result = self._results.get(name)
            text = result is not None and result.type is ResultType.TEXT
            if not text or not any(name in rule.results for rule in table.rules):
                raise self._reading.fail(
                    f"{path}.collect",
                    f"{name} 应是文本结果，且至少有一条规则给出它",
                    f"{name} must be a text result that a rule gives",
                )
        if table.hit_policy is not HitPolicy.COLLECT:
            if table.aggregate is not None:
                raise self._reading.fail(
                    f"{path}.aggregate", "只用于 collect", "only collect has one"
                )
            return
        needed = ResultType.TEXT if table.aggregate is None else ResultType.NUMBER
        for name in table.gives:
            if self._results[name].type is not needed:
                raise self._reading.fail(
                    f"{path}.hit_policy",
                    f"collect 在这里要求结果 {name} 的类型为 {needed.value}",
                    f"collect needs {name} to be of type {needed.value} here",
                )
            if table.aggregate is Aggregate.SUM and not _exact(table, self._results[name]):
                raise self._reading.fail(
                    f"{path}.rules",
                    f"{name} 的数值太大，合计不再精确",
                    f"the numbers of {name} are too large for an exact sum",
                )

    def _rule(self, path: str, given: RuleDocument, *, last: bool) -> Rule:
        conditions = self.conditions(f"{path}.when", given.when)
        return Rule(
            id=given.id,
            conditions=conditions,
            results={n: self.given_value(f"{path}.then.{n}", n, v) for n, v in given.then.items()},
            default=last and all(v == v.everything() for v in conditions.values()),
            provenance=given.provenance,
            fills_gap=given.fills_gap,
            told=given.told,
            reason=given.reason.text if given.reason is not None else None,
        )

    def conditions(
        self, path: str, given: Mapping[str, str], *, results: bool = True
    ) -> dict[str, ValueSet]:
        """Return conditions on inputs, and on the results of the steps so far.

        Raises PolicyInvalid.
        """
        if not results:
            for name in given.keys() - self._inputs.keys():
                raise self._unknown(f"{path}.{name}", name, list(self._inputs))
        return {name: self._when(f"{path}.{name}", name, text) for name, text in given.items()}

    def _when(self, path: str, name: str, text: str) -> ValueSet:
        read = self._inputs.get(name)
        if read is not None:
            values = self._reading.condition(path, text, read.counted_in)
            return self._chosen(path, read, values) if read.choices else values
        if name not in self.given:
            raise self._unknown(path, name, [*self._inputs, *sorted(self.given)])
        result = self._results[name]
        number = result.type is ResultType.NUMBER
        values = self._reading.condition(path, text, result.unit if number else None)
        if result.type is ResultType.TIER and isinstance(values, TextSet):
            ids = frozenset(self._tier(path, result, text) for text in values.exceptions)
            return replace(values, exceptions=ids)
        return values

    def _chosen(self, path: str, read: Input, values: ValueSet) -> ValueSet:
        """Return a condition on a choice, by the ids of what it names."""
        assert isinstance(values, TextSet)
        if values.pattern not in (ANYTHING, NOTHING):
            raise self._reading.fail(path, "选项要写全名", "a choice is named in full")
        ids = set()
        for text in values.exceptions:
            choice = read.choice(text)
            if choice is None:
                known = [c.label.zh for c in read.choices], [c.id for c in read.choices]
                raise self._reading.fail(
                    path,
                    f"{read.label.zh}没有选项 {text}（可用：{'、'.join(known[0])}）",
                    f"{read.label.en} has no choice {text} (it may be {', '.join(known[1])})",
                )
            ids.add(choice.id)
        return replace(values, exceptions=frozenset(ids))

    def _unknown(self, path: str, name: str, names: Sequence[str]) -> PolicyInvalid:
        close = get_close_matches(name, names, n=1)
        zh, en = f"没有输入 {name}", f"there is no input {name}"
        if close:
            zh, en = f"{zh}（您要找的是 {close[0]} 吗？）", f"{en} (did you mean {close[0]}?)"
        return self._reading.fail(path, zh, en)

    def given_value(self, path: str, name: str, value: str | float) -> Value:
        """Return the value that is written for a result. Raises PolicyInvalid."""
        result = self._results.get(name)
        if result is None:
            raise self._reading.fail(path, f"没有结果 {name}", f"there is no result {name}")
        if result.type is ResultType.NUMBER:
            number = self._number(result, value)
            if number is None:
                raise self._reading.fail(path, f"{value} 不是数字", f"{value} is no number")
            return number
        if not isinstance(value, str):
            raise self._reading.fail(path, f"{value} 应为文本", f"{value} should be a text")
        return self._tier(path, result, value) if result.type is ResultType.TIER else value

    def _number(self, result: Result, value: str | float) -> float | None:
        if isinstance(value, str):
            quantity = parse_quantity(value, result.unit.dimension)
            if quantity is None:
                return None
            number = shifted(quantity.digits, (quantity.unit or result.unit).shift)
        else:
            number = shifted(repr(value), result.unit.shift)
        return rounded(number, result.decimals) if number is not None else None

    def _tier(self, path: str, result: Result, text: str) -> str:
        """Return the id of the tier that a text names: by id, label or alias."""
        for tier in result.tiers:
            if text in tier.names:
                return tier.id
        ids = [tier.id for tier in result.tiers]
        close = get_close_matches(text, ids, n=1)
        zh = f"您要找的是 {close[0]} 吗？" if close else ""
        en = f"did you mean {close[0]}? " if close else ""
        raise self._reading.fail(
            path,
            f"没有等级 {text}（{zh}可用：{'、'.join(ids)}）",
            f"there is no tier {text} ({en}it may be {', '.join(ids)})",
        )


def _exact(table: DecisionTable, result: Result) -> bool:
    """Tell whether every sum of a result is exact to its decimals, in whatever order it is made."""
    given = [rule.results[result.name] for rule in table.rules]
    largest = sum(abs(value) for value in given if isinstance(value, float))
    return largest * 10.0**result.decimals < _LARGEST_SUM
