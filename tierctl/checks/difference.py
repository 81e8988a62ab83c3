"""The difference of two policies: which customers get something else, as far as can be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierctl.checks.boxes import OutOfBudget
from tierctl.checks.example import example
from tierctl.checks.moves import Move
from tierctl.checks.shown import customer_text
from tierctl.checks.step_difference import StepDifference, Surveys, step_differences
from tierctl.checks.survey import Survey
from tierctl.checks.whole_difference import WholeDifference, listed, same_entry
from tierctl.model.table import Value
from tierctl.model.text import Text
from tierctl.policy.alignment import Aligned
from tierctl.policy.patterns import TooComplex

_NEAR = 5
"""Customers of steps that differ from whom one is looked for who gets something else."""
_WHOLE = Text(
    "所有步骤合起来，哪些客户的最终结果不同，未能判定（规则的组合太多）；各步骤的差别分别列出",
    "not decided for whom all steps together give something else: the rules have too many"
    " combinations; the differences of each step are listed",
)
_STEP = Text(
    "步骤 {step} 对哪些取值不同，未能判定（规则的组合太多）",
    "not decided for which values step {step} differs: its rules have too many combinations",
)
_FORMULA = Text(
    "{label}的公式不同，哪些客户因此改变，未能判定；其余按{label}相同来比较",
    "the formulas of {label} differ: not decided who changes for that; all else is compared for"
    " equal values of {label}",
)
_OPERANDS = Text(
    "{label}的公式相同，但读到的结果不同，哪些客户因此改变，未能判定",
    "the formula of {label} is the same but reads other results: not decided who changes for that",
)
_LISTED = Text(
    "{label}列出所有符合的规则，对哪些客户不同，未能判定（规则的组合太多）",
    "{label} lists all rules that match: not decided for whom it differs (too many combinations)",
)
_CALCULATED = Text(
    "{label}空着时的算法不同，哪些客户因此改变，未能判定",
    "{label} is calculated otherwise where it is blank: not decided who changes for that",
)
_EXAMPLE = Text("{message}；例如 {customer}", "{message}; for example {customer}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Who gets something else in the end, what single steps give else, and what is unknown.

    Without moves, steps and doubts nobody gets anything else.
    """

    moves: Sequence[Move] = ()
    steps: Sequence[StepDifference] = ()
    doubts: Sequence[Text] = ()
    differing: frozenset[str] = frozenset()
    """The steps that differ, or may, by their names in the first policy."""


def difference(pair: Aligned) -> Difference:
    """Return the difference of two policies.

    Steps that give the same on all values make policies that do, whatever there is to combine.
    Where one differs, all are gone through together, over the inputs. That a formula may leave the
    finite numbers, with amounts of more than 150 digits, is not compared.
    """
    surveys = Survey(pair.a), Survey(pair.b)
    steps = step_differences(pair, surveys)
    if not steps and same_entry(pair):
        return Difference(doubts=_calculated(pair))
    differing = frozenset(step.name for step in steps)
    whole = _whole(pair, surveys)
    if whole is None:
        unknown = [_STEP.fill(step=step.name) for step in steps if step.moves is None]
        return Difference(
            steps=steps, doubts=[_WHOLE, *unknown, *_calculated(pair)], differing=differing
        )
    # What is compared in the end needs no second mention.
    more = [s for s in steps if s.moves and not set(s.gives) <= set(whole.names)]
    doubts = [*_doubts(pair, whole, steps), *_calculated(pair)]
    return Difference(moves=whole.moves, steps=more, doubts=doubts, differing=differing)


def _calculated(pair: Aligned) -> list[Text]:
    """Return a doubt for every input that both read, and that a blank gives another value."""
    both = (name for name in pair.a.inputs if name in pair.b.inputs)
    read = pair.a.read | pair.b.read
    return [
        _CALCULATED.fill(label=pair.both.label(name))
        for name in both
        if name in read and pair.a.inputs[name].formula != pair.b.inputs[name].formula
    ]


def _whole(pair: Aligned, surveys: Surveys) -> WholeDifference | None:
    """Return all steps together; without texts that many rules give, or not at all, if need be."""
    for texts in (True, False) if listed(pair) else (True,):
        try:
            return WholeDifference(pair, surveys, texts=texts)
        except (OutOfBudget, TooComplex):
            continue
    return None


def _doubts(pair: Aligned, whole: WholeDifference, steps: Sequence[StepDifference]) -> list[Text]:
    doubts = [_FORMULA.fill(label=pair.both.label(name)) for name in whole.other_formulas()]
    doubts += [_OPERANDS.fill(label=pair.both.label(name)) for name in whole.other_operands(steps)]
    unlisted = [name for name in sorted(listed(pair)) if not whole.texts]
    doubts += [_LISTED.fill(label=pair.both.label(name)) for name in unlisted]
    found = _mover(pair, whole, steps) if doubts else None
    if found is not None:
        customer = customer_text(pair.both, found)
        doubts[0] = _EXAMPLE.fill(message=doubts[0], customer=customer)
    return doubts


def _mover(
    pair: Aligned, whole: WholeDifference, steps: Sequence[StepDifference]
) -> dict[str, Value] | None:
    """Return a customer who gets something else, looked for where single steps differ."""
    moves = [move for step in steps for move in step.moves or ()]
    near = [region.customer for move in moves for region in move.regions]
    tried = (example(pair, whole.names, None, {}, customer) for customer in [*near[:_NEAR], {}])
    return next((customer for customer in tried if customer is not None), None)
