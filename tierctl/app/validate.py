"""Test the data of a workbook by what a policy needs of it, and grade nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from tierctl.app import messages, validate_messages
from tierctl.app.beside import in_order
from tierctl.app.decided import decided
from tierctl.app.finding_marks import finding_marks
from tierctl.app.read_customers import own_set_aside
from tierctl.app.similar_names import similar_names
from tierctl.app.stages import Report, Stage, unheard
from tierctl.app.target import refuse_existing, target_of
from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.errors import TableRefused
from tierctl.model.table import BoundTable
from tierctl.model.text import Lang
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.policy import Policy
from tierctl.policy.settings import today
from tierctl.tables.bind import input_named
from tierctl.tables.options import TableOptions
from tierctl.tables.read import read_table
from tierctl.workbook.marked_copy import MarkedCopy

# What tells of rules, or of a customer whom they do not concern, and not of the data.
_OF_RULES = frozenset(["no-rule", "several-rules", "not-applicable"])
_UNITS = frozenset(["undecided-unit", "unclear-unit", "foreign-currency"])
_COLUMNS = frozenset(["missing-column", "ambiguous-column"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateOptions:
    """`as_of` is the day from which dates are far. A marked copy is written where `output` names a
    file or a folder for it; `lang` is the language of its notes, without it that of the headers.
    """

    table: TableOptions = field(default_factory=TableOptions)
    as_of: date = field(default_factory=today)
    output: Path | None = None
    force: bool = False
    lang: Lang | None = None
    taken: Set[Path] = frozenset()
    """Outputs that this run has already given to other inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """What was found in a workbook. `table` is None where it cannot be told which one it is."""

    source: Path
    policy: Policy
    table: BoundTable | None
    diagnostics: Sequence[Diagnostic]
    """Errors first, then warnings, then notes; each in the order of the sheet."""
    output: Path | None = None
    """The marked copy, if one was written."""
    marked: int = 0
    """How many cells are marked in it."""

    def count(self, severity: Severity) -> int:
        """Return how many findings are of a severity."""
        return sum(found.severity is severity for found in self.diagnostics)

    def kinds(self) -> Mapping[tuple[Severity, str], Sequence[Diagnostic]]:
        """Return the findings by severity and code, in their order."""
        kinds: dict[tuple[Severity, str], list[Diagnostic]] = {}
        for found in self.diagnostics:
            kinds.setdefault((found.severity, found.code), []).append(found)
        return kinds


def validate(
    source: Path, policy: Policy, options: ValidateOptions, report: Report = unheard
) -> Validated:
    """Find all that is wrong or strange in the data, as far as the table can be told.

    What `classify` would refuse the table for is a finding. Raises a TierctlError where the file
    cannot be read, or the copy not be written.
    """
    report(Stage.READING)
    workbook = WorkbookFile(source)
    try:
        target = None
        if options.output is not None:
            extension, taken = workbook.extension, options.taken
            target = target_of(source, extension, options.output, taken, "checked")
        # What is refused may be read again, with what it was refused for set aside.
        known = replace(own_set_aside(workbook, options.table), closely=options.as_of, again=True)
        table, found = _tested(workbook, policy, known, report)
        if source.with_name(f"~${source.name}").exists():
            found.append(messages.open_elsewhere(source.name))
        result = Validated(
            source=source,
            policy=policy,
            table=table,
            diagnostics=in_order(dict.fromkeys(found)),
        )
        if target is None:
            return result
        refuse_existing(target, force=options.force)
        report(Stage.ANNOTATING)
        return _marked(workbook, result, target, options.lang)
    finally:
        workbook.close()


def _marked(
    workbook: WorkbookFile, result: Validated, target: Path, lang: Lang | None
) -> Validated:
    """Write the copy with the cells marked, and return the result with what it has to tell."""
    places = [found.cell.sheet for found in result.diagnostics if found.cell is not None]
    name = result.table.sheet if result.table is not None else next(iter(places), "")
    sheet = next((s for s in workbook.sheets if s.name == name), workbook.sheets[0])
    chinese = result.table is None or result.table.chinese
    marks = finding_marks(result.diagnostics, sheet.name, lang or ("zh" if chinese else "en"))
    policy = result.policy
    copy = MarkedCopy(workbook, sheet, marks, (policy.id, policy.version, policy.digest))
    copy.write(target)
    told = in_order([*result.diagnostics, *copy.diagnostics])
    return replace(result, diagnostics=told, output=target, marked=len(marks))


def _tested(
    workbook: WorkbookFile, policy: Policy, options: TableOptions, report: Report
) -> tuple[BoundTable | None, list[Diagnostic]]:
    """Return the table and all that is found; each refusal is one, and what it is about set aside.

    The table is None where nothing can be set aside that would let it be read.
    """
    refused: list[Diagnostic] = []
    # Every refusal sets an input's column, its unit, or the place of the table aside, once.
    for _ in range(2 * len(policy.inputs) + 2):
        table = None
        try:
            table = read_table(workbook, policy, options)
            report(Stage.DECIDING)
            return table, [*refused, *_found(policy, table)]
        except TableRefused as e:
            refused.append(validate_messages.refused(e))
            aside = _set_aside(policy, options, table, e)
            if aside is None:
                break
            policy, options = aside
    return None, refused


def _found(policy: Policy, table: BoundTable) -> Iterator[Diagnostic]:
    """Give what was found in a table. Raises TableRefused where the unit of all is in doubt."""
    table, decisions = decided(policy, table)
    yield from table.diagnostics
    remarks = {remark.id for remark in policy.remarks}
    for decision in decisions.remarked():
        for found in (*decision.problems, *decision.warnings):
            # What a card lacks points for is a cell to be filled in.
            told = policy.card is not None and found.cell is not None
            if (told or found.code not in _OF_RULES) and found.code not in remarks:
                yield found
    for column in table.columns.values():
        if column.contradicted is not None:
            at = CellRef(table.sheet, table.header_row, column.col)
            label, other = policy.inputs[column.input].label, column.contradicted.symbol
            yield validate_messages.contradicted_unit(label, column.unit.symbol, other, at)
    yield from similar_names(table)


def _set_aside(
    policy: Policy, options: TableOptions, table: BoundTable | None, refused: TableRefused
) -> tuple[Policy, TableOptions] | None:
    """Return policy and options by which the table can be read all the same, if any can."""
    names = [input_named(policy, name) for name in refused.inputs]
    if not names:
        return None
    if refused.code in _UNITS:
        return _in_assumed_unit(policy, options, table, names)
    if refused.code in _COLUMNS and refused.at is not None:
        needed = {
            name: replace(policy.inputs[name], required=False, needs_value=False) for name in names
        }
        place = replace(
            options,
            sheet=refused.at.sheet,
            header_row=refused.at.row,
            set_aside={*options.set_aside, *names},
        )
        return replace(policy, inputs={**policy.inputs, **needed}), place
    return None


def _in_assumed_unit(
    policy: Policy, options: TableOptions, table: BoundTable | None, names: Sequence[str]
) -> tuple[Policy, TableOptions] | None:
    """Take a column as if somebody had said that its unit is the one assumed: the policy's own."""
    column = table.columns.get(names[0]) if table is not None else None
    unit = column.unit if column is not None else policy.inputs[names[0]].unit
    if not unit.symbol or names[0] in options.units:
        return None
    return policy, replace(options, units={**options.units, names[0]: unit.symbol})
