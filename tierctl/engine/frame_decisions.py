"""The decisions on a frame's rows, as columns to stand beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from tierctl.engine import reference
from tierctl.engine.columns import run
from tierctl.engine.decided_columns import bound_frame
from tierctl.engine.expressions import unusable
from tierctl.engine.frames import FrameCells
from tierctl.engine.plan import Plan, compile_policy
from tierctl.engine.reason_columns import reason_column
from tierctl.engine.reasons import Reasons
from tierctl.model.decision import Decision, Status
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.table import BoundColumn, BoundTable, UnitSource, Value
from tierctl.model.text import Lang
from tierctl.policy.policy import Policy, ResultType

Frame = pl.DataFrame
Problems = Mapping[str, Mapping[int, Diagnostic]]


class FrameDecisions:
    """What a policy says of every row of a frame."""

    def __init__(self, policy: Policy, cells: Sequence[FrameCells], height: int) -> None:
        self._policy = policy
        self._cells = cells
        self._plan = compile_policy(policy)
        columns: dict[str, pl.Series] = {"": pl.repeat(None, height, dtype=pl.Boolean, eager=True)}
        for cell in cells:
            columns[cell.column.read.name] = cell.values
            columns[unusable(cell.column.read.name)] = cell.codes
        self._found = _graded(policy, self._plan, run(self._plan, pl.DataFrame(columns)))
        problem = self._found[self._plan.problem].is_not_null()
        self.ungraded: list[int] = problem.arg_true().to_list()
        """The rows that have no result."""

    @property
    def tiers(self) -> list[Value]:
        """The main tier of every row; None where it is ungraded."""
        return self._found[self._policy.main_result.name].to_list()

    def results(self, problems: Problems, lang: Lang) -> pl.DataFrame:
        """Return the columns; `problems` says by input and row what is wrong with cells."""
        main = self._policy.main_result
        stage = next(
            stage
            for stage, step in zip(self._plan.stages[1:], self._policy.steps, strict=True)
            if main.name in step.gives
        )
        problem = pl.col(self._plan.problem)
        ungraded = problem.is_not_null()
        tiers = [r for r in self._policy.results.values() if r.type is ResultType.TIER]
        found = self._found.select(
            *self._policy.results,
            *(
                pl.col(result.name)
                .replace_strict({tier.id: tier.label.to(lang) for tier in result.tiers})
                .alias(f"{result.name}_label")
                for result in tiers
            ),
            status=pl.when(problem == Status.NOT_APPLICABLE.value)
            .then(pl.lit(Status.NOT_APPLICABLE.value))
            .when(ungraded)
            .then(pl.lit(Status.UNGRADED.value))
            .otherwise(pl.lit(Status.GRADED.value)),
            rule=pl.when(~ungraded).then(pl.col(str(stage.rule))),
            problem=problem,
        )
        reason = reason_column(self._policy, self._plan, self._found, lang)
        if self.ungraded:
            told = pl.Series(self._told(problems, lang), dtype=pl.String)
            reason = reason.scatter(self.ungraded, told)
        return found.insert_column(-1, reason.alias("reason"))

    def _told(self, problems: Problems, lang: Lang) -> list[str]:
        """Return why each ungraded row is, in the words of the reference evaluator."""
        reasons = Reasons(self._policy, lang)
        places = {row: position for position, row in enumerate(self.ungraded)}
        columns = {}
        for cell in self._cells:
            name = cell.column.read.name
            told = {places[row]: problem for row, problem in problems.get(name, {}).items()}
            columns[name] = _column(cell, cell.values.gather(self.ungraded), told)
        table = _table(columns, len(self.ungraded))
        return [
            reasons.of(_placeless(decision)) for decision in reference.decide(self._policy, table)
        ]


def with_results(frame: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with the columns of its decisions behind its own."""
    return frame.hstack(found)


def bound_cells(cells: Sequence[FrameCells], height: int) -> BoundTable:
    """Return what was read of a frame as if a sheet had it, without its problems."""
    columns = {cell.column.read.name: _column(cell, cell.values, {}) for cell in cells}
    return _table(columns, height)


def tiers_of(policy: Policy, table: BoundTable) -> list[Value]:
    """Return the main tier of every row of a table; None where it is ungraded."""
    plan = compile_policy(policy)
    found = _graded(policy, plan, run(plan, bound_frame(plan, table)))
    return found[policy.main_result.name].to_list()


def _graded(policy: Policy, plan: Plan, found: pl.DataFrame) -> pl.DataFrame:
    """Return what a plan found without the results of rows that a later step left ungraded."""
    graded = pl.col(plan.problem).is_null()
    return found.with_columns(
        pl.when(graded).then(pl.col(name)).alias(name) for name in policy.results
    )


def _column(cell: FrameCells, values: pl.Series, problems: Mapping[int, Diagnostic]) -> BoundColumn:
    return BoundColumn(
        input=cell.column.read.name,
        col=0,
        header=cell.column.name,
        unit=cell.column.unit,
        unit_source=UnitSource.POLICY if cell.column.assumed else UnitSource.HEADER,
        values=values.to_list(),
        problems=problems,
        own_units=cell.own_units,
    )


def _placeless(decision: Decision) -> Decision:
    """Return a decision whose problems name no cell: a frame has no addresses."""
    return replace(decision, problems=tuple(replace(p, cell=None) for p in decision.problems))


def _table(columns: Mapping[str, BoundColumn], rows: int) -> BoundTable:
    return BoundTable(
        sheet="",
        header_rows=(0, 0),
        rows=range(rows),
        columns=columns,
        result_columns={},
        own_columns={},
        skipped={},
        hidden_rows=0,
        last_row=rows,
        first_col=0,
        last_col=0,
        used_last_col=0,
        chinese=False,
    )
