"""Policies from Python: decide the rows of any table that Polars takes, without a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tierctl.app import frame_messages as messages
from tierctl.app.frame_columns import bind_columns
from tierctl.app.frame_doubts import Problems, unit_doubts
from tierctl.app.policies import resolve_policy
from tierctl.engine.foreign_tables import as_frame
from tierctl.engine.frame_decisions import Frame, FrameDecisions, with_results
from tierctl.engine.frames import FrameCells, FrameColumn, read_cells
from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.errors import InputRefused, PolicyInvalid
from tierctl.model.header_text import is_chinese
from tierctl.model.quantity import RATIO, Dimension
from tierctl.model.text import Lang, Text
from tierctl.policy.policy import Input, Policy, Result
from tierctl.policy.settings import Settings, today
from tierctl.tables import diagnostics
from tierctl.tables.choices import no_choice

__all__ = ["InputRefused", "LoadedPolicy", "PolicyInvalid", "load_policy"]

_LARGEST_RATIO = 1.5
_NOWHERE = CellRef("", 0, 0)


@dataclass(frozen=True, slots=True)
class LoadedPolicy:
    """A policy that decides tables; `policy` is all that it says."""

    policy: Policy

    @property
    def id(self) -> str:
        """The policy's id, as `--policy` names it."""
        return self.policy.id

    @property
    def version(self) -> str:
        """The policy's version."""
        return self.policy.version

    @property
    def title(self) -> Text:
        """The policy's title, in both languages."""
        return self.policy.title

    @property
    def inputs(self) -> Mapping[str, Input]:
        """The inputs by name, each with its label, type, unit and whether it is required."""
        return self.policy.inputs

    @property
    def results(self) -> Mapping[str, Result]:
        """The results by name, each with its label, type and tiers."""
        return self.policy.results

    def decide(self, frame: object, *, lang: Lang | None = None) -> Frame:
        """Decide every row of a table.

        `frame` is a Polars DataFrame or LazyFrame, a pandas DataFrame, an Arrow table, a dict of
        columns, or anything else that `polars.DataFrame` takes; it is not changed. A column is an
        input's by its name, its label in either language, or an alias. A unit in the column's name
        counts (年平均销售额（万元）), as does one in a text cell (658.5万); what has none is in the
        policy's own unit, unless the amounts themselves make that doubtful.

        Returns a Polars DataFrame with the same rows in the same order and all their columns,
        followed by: each result under its name (a tier by its id) and each tier's label as
        `<name>_label`; `status` (graded, ungraded, not-applicable); `rule`, the id of the first
        rule that decided the main result; `reason`, a sentence; `problem`, the code of why a row
        is ungraded (missing-value, not-a-number, no-choice, unit-doubt, outside-domain, no-rule,
        several-rules, undefined-value) or that the policy does not apply to it (not-applicable).
        Results are null in ungraded rows. `lang` is the language of labels and reasons; without it
        it is Chinese where the columns' names are.

        Raises InputRefused where the table cannot be decided with certainty: a required input has
        no column, an input has two, a unit is not known or in doubt (658.5 without 万元 beside it),
        or a result's name is taken.

        >>> import tierctl
        >>> policy = tierctl.load_policy("sales-size")
        >>> found = policy.decide({"Sales": [6_585_000, "98万", None]})
        >>> found["tier"].to_list()
        ['large', 'small', None]
        >>> found["reason"].to_list()[1:]
        ['Average annual sales 980,000 ≤ 1,000,000', 'Average annual sales is blank']
        """
        data = as_frame(frame)
        columns = bind_columns(self.policy, data.columns)
        said: Lang = lang or ("zh" if any(is_chinese(c.name) for c in columns) else "en")
        cells = [read_cells(data, column) for column in columns]
        _refuse_undecided_units(cells)
        decisions = FrameDecisions(self.policy, cells, data.height)
        doubts = unit_doubts(self.policy, cells, data.height, decisions)
        if doubts:
            cells = [cell.without(doubts.get(cell.column.read.name, {})) for cell in cells]
            decisions = FrameDecisions(self.policy, cells, data.height)
        problems = _problems(data, cells, decisions.ungraded, doubts)
        found = decisions.results(problems, said)
        taken = [name for name in found.columns if name in data.columns]
        if taken:
            raise messages.taken_names(taken)
        return with_results(data, found)


def load_policy(
    reference: str,
    *,
    params: Mapping[str, str | int | float] | None = None,
    as_of: date | None = None,
    strict: bool = False,
) -> LoadedPolicy:
    """Load a shipped policy by its id, a policy file, or rules in a workbook (`rules.xlsx#Sheet`).

    `params` are values for its parameters, as `--param` takes them: `{"large": "600万"}`. `as_of`
    is the day that conditions count from, today in Shanghai without one; on that day the policy
    must be in force, and of a folder (`policies/`, `policies/#sales-size`) it picks the version.
    `strict` leaves out rules that only fill gaps of the source.

    Raises PolicyInvalid, which says where the policy is wrong, what there is instead, or which
    parameters have no value.

    >>> import tierctl
    >>> tierctl.load_policy("sales-size").version
    '1.0.0'
    """
    given = {name: str(value) for name, value in (params or {}).items()}
    settings = Settings(params=given, as_of=as_of or today(), strict=strict)
    return LoadedPolicy(resolve_policy(reference, settings))


def _refuse_undecided_units(cells: Sequence[FrameCells]) -> None:
    for found in cells:
        column = found.column
        bare = column.assumed and column.unit.dimension is Dimension.RATIO and column.unit != RATIO
        if bare and found.largest is not None and found.largest <= _LARGEST_RATIO:
            raise messages.undecided_ratio(column.read, column.name)
        thousands = column.unit.dimension is Dimension.PLAIN and column.unit.shift != 0
        if column.assumed and thousands and column.read.required and found.largest:
            raise messages.undecided_count(column.read, column.name)


def _problems(
    data: Frame, cells: Sequence[FrameCells], rows: Sequence[int], doubts: Problems
) -> dict[str, dict[int, Diagnostic]]:
    """Return input → row → what is wrong with its cell, among some rows."""
    problems: dict[str, dict[int, Diagnostic]] = {}
    for found in cells:
        column = found.column
        given = data[column.name]
        told: dict[int, Diagnostic] = {}
        for row in rows:
            if found.codes[row] is not None:
                told[row] = _unusable(column, given[row])
            elif column.read.needs_value and found.values[row] is None:
                told[row] = replace(diagnostics.missing(column.read.label, _NOWHERE), cell=None)
        problems[column.read.name] = {**told, **doubts.get(column.read.name, {})}
    return problems


def _unusable(column: FrameColumn, value: object) -> Diagnostic:
    read = column.read
    if read.choices:
        return no_choice(read, str(value), None)
    kind = Kind.TEXT if isinstance(value, str) else Kind.NUMBER
    cell = Cell(0, 0, kind, str(value))
    return replace(diagnostics.unusable(read.label, read.counted_in, cell, _NOWHERE), cell=None)
