"""An input that a formula gives where its cell is blank, as layers of expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tierctl.engine.derived import DECIMALS
from tierctl.engine.expressions import (
    And,
    Case,
    Column,
    Expression,
    IsBlank,
    Not,
    Unusable,
    unusable,
)
from tierctl.engine.plan_formulas import formula_plan
from tierctl.policy.policy import Input
from tierctl.policy.steps import FormulaStep


def derived_layers(read: Input) -> Iterator[Mapping[str, Expression]]:
    """Give the layers after which an input has its own value, or that of its formula.

    What stands in the way of a source that is asked for stands in its own way.
    """
    assert read.formula is not None
    step = FormulaStep(name=f"{read.name}=", result=read.name, formula=read.formula)
    plan = formula_plan(step, DECIMALS)
    yield from plan.parts
    own, why = Column(read.name), Unusable(read.name)
    asked = And((IsBlank(own), IsBlank(why)))
    sources = [Unusable(name) for name in sorted(read.sources)]
    problems: list[tuple[Expression, Expression]] = [(Not(asked), why)]
    problems += [(Not(IsBlank(source)), source) for source in sources]
    yield {
        unusable(read.name): Case(tuple(problems), plan.problem),
        read.name: Case(((asked, plan.value),), own),
    }
