"""Find the sheet and the header row: the wrong sheet is the worst failure, so doubt is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from difflib import get_close_matches

from tierctl.model.address import CellRef, column_letters
from tierctl.model.cell import Kind
from tierctl.model.quantity import parse_quantity
from tierctl.model.text import Text
from tierctl.ooxml.workbook import Sheet, WorkbookFile
from tierctl.policy.policy import Input, InputType, Policy
from tierctl.tables import messages, unit_diagnostics
from tierctl.tables.bind import input_named, labelled, mapped_columns
from tierctl.tables.column_hints import perhaps_another, perhaps_meant
from tierctl.tables.days import day_in
from tierctl.tables.grid import SURVEYED, Grid, survey
from tierctl.tables.header import IDENTITY, Header
from tierctl.tables.header_row import header_rows
from tierctl.tables.missing_columns import near_column
from tierctl.tables.options import TableOptions


def find_header(workbook: WorkbookFile, policy: Policy, options: TableOptions) -> Header:
    """Return the one header row that the policy's required inputs bind to.

    Raises InputRefused where there is none, or more than one; UsageRefused for a sheet or a
    column that does not exist.
    """
    options = _resolved(policy, options)
    told = options.sheet is not None or options.header_row is not None
    found: list[Header] = []
    empty: list[Header] = []
    seen: list[Header] = []
    grids: dict[str, Grid] = {}
    for sheet in _candidates(workbook, options):
        part = workbook.open_sheet(sheet)
        grid = survey(part, workbook.cells, _depth(options))
        grids[sheet.name] = grid
        rows = header_rows(sheet, part, grid, policy, options)
        headers = [header for header in rows if not header.is_example]
        seen += headers
        best = _best(headers, policy, options.set_aside)
        if best is not None and (told or _has_data(best, policy)):
            found.append(best)
        elif best is not None and _has_names(best):
            empty.append(best)
    # Customers of whom none can be graded are told one by one, not refused as no table.
    found = found or (empty if len(empty) == 1 else [])
    if not found:
        raise _nothing(workbook, policy, options, seen, grids)
    header = _chosen(found, seen, told, policy)
    _check_columns(header, policy, options)
    _warn_of_hidden(header, policy)
    header.other_sheets += [n for n, g in grids.items() if g.rows and n != header.sheet.name]
    return header


def _warn_of_hidden(header: Header, policy: Policy) -> None:
    hidden = header.part.hidden_columns()
    for name, cols in header.inputs.items():
        if any(cols[0] in columns for columns in hidden):
            found = unit_diagnostics.hidden_input(policy.inputs[name].label, header.ref(cols[0]))
            header.diagnostics.append(found)


def _check_columns(header: Header, policy: Policy, options: TableOptions) -> None:
    for column in options.maps:
        if not mapped_columns(header, column):
            raise _unknown_map(header, column)
    for name, cols in header.inputs.items():
        if len(cols) > 1:
            columns = [(header.ref(col), header.texts[col]) for col in cols]
            label = policy.inputs[name].label
            exact = labelled(header, label, cols)
            likely = [column_letters(c) for c in (cols if exact is None else [exact])]
            raise messages.two_columns(label, policy.inputs[name].spoken, columns, likely)


def _unknown_map(header: Header, column: str) -> Exception:
    headers = [" ".join(text.split()) for text in header.texts.values()]
    close = get_close_matches(column, headers, n=1)
    return messages.unknown_map(column, headers, close[0] if close else None)


def _depth(options: TableOptions) -> int:
    return SURVEYED + (options.header_row or 0)


def _candidates(workbook: WorkbookFile, options: TableOptions) -> list[Sheet]:
    if options.sheet is None:
        return [s for s in workbook.sheets if s.visible and s.name != options.own_sheet]
    wanted = options.sheet.strip().casefold()
    sheets = [s for s in workbook.sheets if s.name.strip().casefold() == wanted]
    if not sheets:
        names = [sheet.name for sheet in workbook.sheets]
        close = get_close_matches(options.sheet, names, n=1, cutoff=0.4)
        raise messages.no_such_sheet(options.sheet, names, close[0] if close else None)
    return sheets


def _resolved(policy: Policy, options: TableOptions) -> TableOptions:
    """Return the options with every --map to an input by its name, whatever header names it."""
    maps = {column: input_named(policy, given) for column, given in options.maps.items()}
    return replace(options, maps=maps)


def _best(headers: Sequence[Header], policy: Policy, aside: Set[str]) -> Header | None:
    """Return the row of a sheet that binds all required inputs but those set aside.

    Where several do, only a lone one that names customers is chosen, or a lone one with data
    under it: the others are rule blocks and summaries.
    """
    bound: list[Header] = []
    binding = [header for header in headers if header.binds(policy, aside)]
    for header in binding:
        # The first line of two gives way to the second; the same header again is a page's copy.
        first_line = any(h.first_row == header.row < h.row for h in binding)
        if not first_line and not any(h.reads_like(header) for h in bound):
            bound.append(header)
    if not bound:
        return None
    named = [h for h in bound if h.names_customers]
    if not named:
        ends = [h.row for h in bound[1:]] + [None]
        filled = [h for h, end in zip(bound, ends, strict=True) if _has_data(h, policy, end)]
        rivals = [h for h in headers if _may_hold_customers(h)]
        if rivals and filled:
            raise messages.two_headers([h.place for h in [*rivals[:1], *filled]])
        bound = filled or bound
    best = named or bound
    if len(best) > 1:
        raise messages.two_headers([h.place for h in best])
    return best[0]


def _has_data(header: Header, policy: Policy, end: int | None = None) -> bool:
    """Tell whether a row below the header has something that could decide."""
    below = [row for row in header.grid.rows if row > header.row and (end is None or row < end)]
    bound = [read for read in policy.deciding() if read.name in header.inputs]
    return any(_plausible(header, row, given) for given in bound for row in below)


def _has_names(header: Header) -> bool:
    """Tell whether a row below the header tells who a customer is."""
    cols = [header.inputs[name][0] for name in IDENTITY if name in header.inputs]
    below = (cells for row, cells in header.grid.rows.items() if row > header.row)
    return any(col in cells for cells in below for col in cols)


def _plausible(header: Header, row: int, given: Input) -> bool:
    cell = header.grid.rows[row].get(header.inputs[given.name][0])
    if cell is None:
        return False
    if given.type is InputType.TEXT:
        return cell.kind is Kind.TEXT
    if given.type is InputType.DATE:
        return day_in(cell) is not None
    if cell.kind is Kind.TEXT:
        return parse_quantity(cell.text, given.unit.dimension) is not None
    return cell.kind is Kind.NUMBER


def _chosen(found: Sequence[Header], seen: Sequence[Header], told: bool, policy: Policy) -> Header:
    """Return the one sheet that holds the customers.

    A sheet by segment alone is a summary: its sums must not pass for customers while another sheet
    names customers, although that one lacks a column. Of the others a lone one is chosen, or a lone
    one whose header says customer beside such that name anybody: 姓名, 名称.
    """
    contenders = [h for h in found if h.names_customers or policy.segment not in h.inputs]
    sure = [h for h in contenders if h.says_customer]
    named = [h for h in contenders if h.names_customers and not h.weakly_named]
    if len(sure) == 1 and named in ([], sure):
        return sure[0]
    if len(contenders) == 1 and contenders[0].names_customers:
        return contenders[0]
    rivals = [h for h in seen if _may_hold_customers(h) and not told]
    if len(found) == 1 and (not rivals or found[0].names_customers):
        return found[0]
    if len(named) > 1:
        contenders = named
    raise messages.two_sheets([h.place for h in contenders or [*rivals[:1], *found]])


def _may_hold_customers(header: Header) -> bool:
    """Tell whether a header names customers, among other columns, and so may be the table."""
    return header.names_customers and len(header.texts) > 1


def _nothing(
    workbook: WorkbookFile,
    policy: Policy,
    options: TableOptions,
    seen: Sequence[Header],
    grids: Mapping[str, Grid],
) -> Exception:
    source = workbook.package.archive.shown
    needed = _needed(policy)
    nearest = max(seen, key=lambda h: h.score, default=None)
    if nearest is None:
        return messages.no_table(source, needed, *_fullest(grids))
    headers = [" ".join(text.split()) for text in nearest.texts.values()]
    place = nearest.ref(min(nearest.texts))
    for column in options.maps:
        if not mapped_columns(nearest, column):
            return _unknown_map(nearest, column)
    lacking = [i for i in policy.required() if not i.given_by(nearest.inputs)]
    if lacking:
        labels = [(i.spoken, i.label) for i in lacking]
        return messages.missing_columns(
            place, labels, headers, _likeliest(nearest, lacking[0], policy)
        )
    return messages.no_table(source, needed, place, headers)


def _likeliest(header: Header, lacking: Input, policy: Policy) -> Text | None:
    """Return which column could be the one that a header lacks, if any could."""
    for name, cols in header.set_aside.items():
        return perhaps_another(
            header.ref(cols[0]), header.texts[cols[0]], policy.inputs[name].spoken
        )
    near = near_column(header, lacking)
    if near is None:
        return None
    return perhaps_meant(header.ref(near), header.texts[near], lacking.spoken)


def _needed(policy: Policy) -> list[Text]:
    """Return what a header must name; where no input is required, any of them."""
    if policy.required():
        return [read.label for read in policy.required()]
    labels = [read.label for read in policy.deciding()]
    zh, en = "” 或 “".join(t.zh for t in labels), " or ".join(t.en for t in labels)
    return [Text(zh, en)]


def _fullest(grids: Mapping[str, Grid]) -> tuple[CellRef | None, list[str]]:
    """Return the row with the most texts, the likeliest header: its address and its texts."""
    best: tuple[CellRef | None, list[str]] = None, []
    for sheet, grid in grids.items():
        for row, cells in sorted(grid.rows.items()):
            texts = {c: cell.text for c, cell in cells.items() if cell.kind is Kind.TEXT}
            if len(texts) > len(best[1]):
                at = CellRef(sheet, row, min(texts))
                best = at, [" ".join(text.split()) for _, text in sorted(texts.items())]
    return best
