"""Unused inputs: those that no step reads, or whose value changes nobody's result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tierctl.checks import messages
from tierctl.checks.boxed_table import WORK, BoxedTable
from tierctl.checks.boxes import Box, Budget, OutOfBudget, cells_of, cover, covered, meets
from tierctl.checks.finding import Finding
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Topic, Undecided
from tierctl.model.diagnostic import Severity
from tierctl.policy.steps import FormulaStep

_IDENTITY = ("customer_id", "customer_name")


def unused_inputs(survey: Survey, undecided: Undecided) -> Iterator[Finding]:
    """Give the inputs that never matter; who a customer is and what the summary shows may not.

    One that only the scope or a warning reads has its use there, and so has evidence for those who
    judge, of which an unusual value is told.
    """
    policy = survey.policy
    told = {name for remark in policy.remarks for name in remark.conditions}
    for name, read in policy.inputs.items():
        if name in (*_IDENTITY, policy.measure, policy.segment) or name in policy.sources:
            continue
        steps = [step for step in policy.steps if name in step.names]
        evidence = read.expected is not None and not read.required
        if not steps and (name in policy.scope or name in told or evidence):
            continue
        worded = messages.idle_input if steps else messages.unread_input
        computed = any(isinstance(step, FormulaStep) for step in steps)
        if not steps or (not computed and _idle(survey, name, undecided)):
            finding = worded(f"inputs.{name}", read.label, name)
            # Who must fill in a column is owed its use; another one may just be kept.
            severity = Severity.WARNING if read.required else Severity.NOTE
            yield replace(finding, severity=severity)


def _idle(survey: Survey, name: str, undecided: Undecided) -> bool:
    """Tell whether an input changes nothing in any table that reads it."""
    readers = [table for table in survey.tables if name in table.names]
    answers = [_matters(table, table.names.index(name)) for table in readers]
    if True in answers or any(name in table.names for table in survey.entangled):
        return False
    for table, answer in zip(readers, answers, strict=True):
        if answer is None:
            undecided.add(table, Topic.INPUTS, exhausted=True)
    return None not in answers


def _matters(table: BoxedTable, axis: int) -> bool | None:
    """Tell whether the value on an axis changes what a customer gets; None: unknown."""
    if all(a != axis for cover in table.covers for a, _ in cover):
        return False
    try:
        return _sample_matters(table, axis, Budget(WORK)) or _parts_matter(table, axis)
    except OutOfBudget:
        return None


def _sample_matters(table: BoxedTable, axis: int, budget: Budget) -> bool:
    """Tell whether one of some customers would get something else with another value."""
    _ = table.decides  # fills the samples
    for box in table.samples:
        customer = tuple(cells & -cells for cells in box)
        got = _got(table, customer, budget)
        for cell in cells_of(table.full[axis]):
            other = (*customer[:axis], 1 << cell, *customer[axis + 1 :])
            if _got(table, other, budget) != got:
                return True
    return False


def _got(table: BoxedTable, customer: Box, budget: Budget) -> object:
    budget.spend(len(table.covers))
    return table.outcome([n for n, cover in enumerate(table.covers) if meets(customer, cover)])


def _parts_matter(table: BoxedTable, axis: int) -> bool | None:
    """Tell whether the customers of some outcome are told apart by an axis. Raises OutOfBudget."""
    if table.parts is None:
        return None
    budget = Budget(WORK)
    for boxes in table.parts.values():
        covers = [cover(box, table.full) for box in boxes]
        for box in boxes:
            wide = (*box[:axis], table.full[axis], *box[axis + 1 :])
            if not covered(wide, covers, budget):
                return True
    return False
