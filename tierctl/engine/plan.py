"""A plan: a policy as layers of expressions over a customer's values, for engines to lower.

A layer names values that read the inputs and what earlier layers named. Once a stage has a problem,
its results and those of all later stages are blank, so that every customer has either all results
or a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tierctl.engine.expressions import (
    BLANK,
    And,
    Case,
    Column,
    Constant,
    Expression,
    IsBlank,
    IsIn,
    Not,
    Or,
    Unusable,
)
from tierctl.engine.plan_conditions import condition
from tierctl.engine.plan_derived import derived_layers
from tierctl.engine.plan_formulas import formula_plan
from tierctl.engine.plan_tables import table_plan
from tierctl.policy.policy import Input, InputType, Policy, ResultType
from tierctl.policy.sets import ValueSet
from tierctl.policy.steps import DecisionTable, HitPolicy, Step

Layer = Mapping[str, Expression]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An input or a result: a number, or a text (a tier's id is one)."""

    name: str
    number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The checks of the inputs (without a name), or a step of the policy."""

    name: str
    layers: tuple[Layer, ...]
    problem: str
    """The name of the code of what stood in the way so far; blank where nothing did."""
    rule: str | None
    """The name of the id of a table's first deciding rule; blank where none decides."""
    rules: Mapping[str, str]
    """Rule → the name of whether it counts."""
    collects: bool = False
    """Whether all rules that count decide, not only the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`digest` is the policy's; `warning` names the code of a first warning, or blank."""

    inputs: tuple[Named, ...]
    stages: tuple[Stage, ...]
    outputs: tuple[Named, ...]
    warning: str
    digest: str

    @property
    def problem(self) -> str:
        """The name of the code of why a customer is ungraded; blank for a graded one."""
        return self.stages[-1].problem


def compile_policy(policy: Policy) -> Plan:
    """Return the plan of a policy."""
    stages = [_checks(policy)]
    derived = [layer for read in policy.derived for layer in derived_layers(read)]
    stages[0] = replace(stages[0], layers=(*derived, *stages[0].layers))
    for step in policy.steps:
        stages.append(_stage(policy, step, stages[-1].problem))
    if policy.remarks:
        stages[-1] = _remarked(policy, stages[-1])
    return Plan(
        inputs=tuple(
            Named(name=name, number=read.type is not InputType.TEXT)
            for name, read in policy.inputs.items()
        ),
        stages=tuple(stages),
        outputs=tuple(
            Named(name=name, number=result.type is ResultType.NUMBER)
            for name, result in policy.results.items()
        ),
        warning="!!" if policy.remarks else "!",
        digest=policy.digest,
    )


def _checks(policy: Policy) -> Stage:
    outside = [_out_of_scope(policy.inputs[n], allowed) for n, allowed in policy.scope.items()]
    problems: list[tuple[Expression, Expression]] = [
        (asked, Constant("not-applicable")) for asked in outside
    ]
    # Nothing is told of whom the policy is not about.
    warnings: list[tuple[Expression, Expression]] = [(asked, BLANK) for asked in outside]
    read = policy.read
    for name, given in policy.inputs.items():
        matters = given.required or name in read
        unusable = Not(IsBlank(Unusable(name))), Unusable(name)
        (problems if matters else warnings).append(unusable)
        if given.needs_value:
            missing = And((IsBlank(Column(name)), IsBlank(Unusable(name))))
            problems.append((missing, Constant("missing-value")))
        if given.domain is not None:
            problems.append((_outside(given, domain=True), Constant("outside-domain")))
        if given.expected is not None:
            warnings.append((_outside(given, domain=False), Constant("unexpected-value")))
    layer = {"?": Case(tuple(problems), BLANK), "!": Case(tuple(warnings), BLANK)}
    return Stage(name="", layers=(layer,), problem="?", rule=None, rules={})


def _out_of_scope(read: Input, allowed: ValueSet) -> Expression:
    """Return whether a value is out of the scope; one that is missing does not tell."""
    blank, other = IsBlank(Column(read.name)), Not(condition(read.name, allowed))
    inside = read.needs_value or allowed.blank
    asked = And((Not(blank), other)) if inside else Or((blank, other))
    return And((IsBlank(Unusable(read.name)), asked))


def _remarked(policy: Policy, last: Stage) -> Stage:
    """Return the last stage with what is told of customers beside their tier."""
    told: list[tuple[Expression, Expression]] = []
    if policy.scope:
        told.append((IsIn(Column("?"), ("not-applicable",)), BLANK))
    told.append((Not(IsBlank(Column("!"))), Column("!")))
    for remark in policy.remarks:
        asked = And(tuple(condition(n, c) for n, c in remark.conditions.items()))
        told.append((asked, Constant(remark.id)))
    return replace(last, layers=(*last.layers, {"!!": Case(tuple(told), BLANK)}))


def _outside(read: Input, *, domain: bool) -> Expression:
    """Return whether there is a value, outside the domain or inside it and unexpected."""
    value = Column(read.name)
    asked: list[Expression] = [Not(IsBlank(value))]
    if not domain and read.domain is not None:
        asked.append(condition(read.name, read.domain))
    values = read.domain if domain else read.expected
    assert values is not None
    return And((*asked, Not(condition(read.name, values))))


def _stage(policy: Policy, step: Step, earlier: str) -> Stage:
    problem = f"{step.name}?"
    if isinstance(step, DecisionTable):
        table = table_plan(step, policy.results)
        rule = f"{step.name}!"
        given: dict[str, Expression] = {rule: table.rule, **table.results}
        layers, found, rules = table.matches, table.problem, table.rules
        collects = step.hit_policy is HitPolicy.COLLECT
    else:
        formula = formula_plan(step, policy.results[step.result].decimals)
        rule, rules, collects = None, {}, False
        given = {step.result: formula.value}
        layers, found = formula.parts, formula.problem
    blocked = Not(IsBlank(Column(earlier)))
    results = {name: _cased(Not(IsBlank(Column(problem))), BLANK, v) for name, v in given.items()}
    return Stage(
        name=step.name,
        layers=(*layers, {problem: _cased(blocked, Column(earlier), found)}, results),
        problem=problem,
        rule=rule,
        rules=rules,
        collects=collects,
    )


def _cased(holds: Expression, value: Expression, otherwise: Expression) -> Expression:
    """Return one more case before others."""
    if isinstance(otherwise, Case):
        return Case(((holds, value), *otherwise.branches), otherwise.otherwise)
    return Case(((holds, value),), otherwise)


def layers(plan: Plan) -> Iterator[Layer]:
    """Give every layer, in order."""
    for stage in plan.stages:
        yield from stage.layers
