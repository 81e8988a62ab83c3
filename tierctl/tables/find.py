"""Find the sheet and the header row: the wrong sheet is the worst failure, so doubt is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from tierctl.model.address import CellRef, column_index, column_letters
from tierctl.model.cell import Kind
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import parse_quantity
from tierctl.model.text import Text
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.workbook import Sheet, WorkbookFile
from tierctl.policy.policy import Input, InputType, Policy
from tierctl.tables import messages
from tierctl.tables.grid import Grid, survey
from tierctl.tables.headers import name_of, unitless_name
from tierctl.tables.options import TableOptions

_IDENTITY = ("customer_id", "customer_name")


@dataclass(slots=True)
class Header:
    """A header row: its lines, its texts by column, and the columns that each input could be."""

    sheet: Sheet
    part: SheetPart
    grid: Grid
    first_row: int
    row: int
    texts: Mapping[int, str]
    inputs: dict[str, list[int]]
    results: dict[str, list[int]]
    own: dict[str, int]
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def ref(self, col: int) -> CellRef:
        """Return the address of a column's header."""
        return CellRef(self.sheet.name, self.row, col)

    @property
    def place(self) -> str:
        """The header's address, for messages."""
        return f"{self.sheet.name}!{column_letters(min(self.texts))}{self.row + 1}"


def find_header(workbook: WorkbookFile, policy: Policy, options: TableOptions) -> Header:
    """Return the one header row that the policy's required inputs bind to.

    Raises InputRefused where there is none, or more than one; UsageRefused for a sheet or a
    column that does not exist.
    """
    _check_maps(policy, options)
    named = options.sheet is not None
    found: list[Header] = []
    nearest: Header | None = None
    for sheet in _candidates(workbook, options):
        part = workbook.open_sheet(sheet)
        grid = survey(part, workbook.cells, _depth(options))
        headers = _headers(sheet, part, grid, policy, options)
        best = _best(headers, policy)
        told = named or options.header_row is not None
        if best is not None and (told or _has_data(best, policy)):
            found.append(best)
        nearest = max([h for h in [nearest, *headers] if h is not None], key=_score, default=None)
    if not found:
        raise _nothing(workbook, policy, options, nearest)
    header = _chosen(found)
    _check_columns(header, policy, options)
    return header


def _check_columns(header: Header, policy: Policy, options: TableOptions) -> None:
    for column in options.maps:
        if not _mapped(header, TableOptions(maps={column: ""})):
            raise _unknown_map(header, column)
    for name, cols in header.inputs.items():
        if len(cols) > 1:
            columns = [(header.ref(col), header.texts[col]) for col in cols]
            raise messages.two_columns(policy.inputs[name].label, name, columns)


def _unknown_map(header: Header, column: str) -> Exception:
    headers = [" ".join(text.split()) for text in header.texts.values()]
    close = get_close_matches(column, headers, n=1)
    return messages.unknown_map(column, headers, close[0] if close else None)


def _depth(options: TableOptions) -> int:
    return max(200, (options.header_row or 0) + 200)


def _candidates(workbook: WorkbookFile, options: TableOptions) -> list[Sheet]:
    if options.sheet is None:
        return [sheet for sheet in workbook.sheets if sheet.visible]
    wanted = options.sheet.strip().casefold()
    sheets = [s for s in workbook.sheets if s.name.strip().casefold() == wanted]
    if not sheets:
        names = [sheet.name for sheet in workbook.sheets]
        close = get_close_matches(options.sheet, names, n=1, cutoff=0.4)
        raise messages.no_such_sheet(options.sheet, names, close[0] if close else None)
    return sheets


def _check_maps(policy: Policy, options: TableOptions) -> None:
    for name in options.maps.values():
        if name not in policy.inputs:
            names = list(policy.inputs)
            close = get_close_matches(name, names, n=1)
            raise messages.unknown_input(name, names, close[0] if close else None)


def _headers(
    sheet: Sheet, part: SheetPart, grid: Grid, policy: Policy, options: TableOptions
) -> list[Header]:
    """Return every row that names at least one input, or the one row that the user named."""
    aliases = _aliases(policy)
    rows = sorted(grid.rows) if options.header_row is None else [options.header_row]
    headers = []
    for row in rows:
        texts, first_row, ways = _texts(grid, row)
        if not texts:
            continue
        header = Header(sheet, part, grid, first_row, row, texts, {}, {}, {})
        _match(header, ways, aliases, policy, options)
        if header.inputs or options.header_row is not None:
            headers.append(header)
    return headers


def _aliases(policy: Policy) -> dict[str, list[tuple[str, str]]]:
    """Return header name → the inputs and results that it names."""
    aliases: dict[str, list[tuple[str, str]]] = {}
    for kind, things in (("input", policy.inputs.values()), ("result", policy.results.values())):
        for thing in things:
            for header in thing.headers:
                target = (kind, thing.name)
                if target not in aliases.setdefault(name_of(header), []):
                    aliases[name_of(header)].append(target)
    return aliases


def _texts(grid: Grid, row: int) -> tuple[dict[int, str], int, dict[int, list[str]]]:
    """Return a row's texts as a header, the first line of it, and each column's readings.

    Where the line above belongs to it (a merged group title, a title merged downwards), a column
    may be read by its own text, by both, or by the text above alone.
    """
    own = {col: grid.text(row, col) for col in grid.rows.get(row, {})}
    own = {col: text for col, text in own.items() if text}
    above = set(grid.rows.get(row - 1, {}))
    for area in grid.merges:
        if area.first_row <= row - 1 <= area.last_row:
            above |= set(range(area.first_col, min(area.last_col, area.first_col + 256) + 1))
    texts = dict(own)
    ways = {col: [text] for col, text in own.items()}
    grouped = bool(own) and _grouped(grid, row, own)
    first_row = row - 1 if grouped else row
    for col in above:
        upper = grid.text(row - 1, col)
        if not upper:
            continue
        if col in own:
            ways[col].append(upper + own[col])
        elif grid.merged_down(row, col) or grouped:
            texts[col] = upper
            ways[col] = [upper]
            first_row = row - 1
    return dict(sorted(texts.items())), first_row, ways


def _grouped(grid: Grid, row: int, own: Mapping[int, str]) -> bool:
    """Tell whether the line above is a line of group titles: merged over some, not all columns."""
    return any(
        area.first_row == area.last_row == row - 1
        and not (area.first_col <= min(own) and area.last_col >= max(own))
        and any(area.first_col <= col <= area.last_col for col in own)
        for area in grid.merges
    )


def _match(
    header: Header,
    ways: Mapping[int, Sequence[str]],
    aliases: Mapping[str, list[tuple[str, str]]],
    policy: Policy,
    options: TableOptions,
) -> None:
    mapped = _mapped(header, options)
    own = options.own_headers.get(header.sheet.name, {})
    for col in sorted(header.texts):
        if header.texts[col] in own:
            header.own.setdefault(own[header.texts[col]], col)
            continue
        if col in mapped:
            continue
        for kind, name in _targets(ways[col], aliases):
            if kind == "result":
                header.results.setdefault(name, []).append(col)
            elif name not in mapped.values():
                header.inputs.setdefault(name, []).append(col)
    for col, name in mapped.items():
        header.inputs[name] = [col]
    for name in list(header.inputs):
        cols = header.inputs[name]
        if len(cols) > 1 and not policy.inputs[name].required:
            refs = [header.ref(col) for col in cols]
            label = policy.inputs[name].label
            header.diagnostics.append(messages.two_optional_columns(label, refs))
            del header.inputs[name]


def _targets(
    ways: Sequence[str], aliases: Mapping[str, list[tuple[str, str]]]
) -> list[tuple[str, str]]:
    for text in ways:
        found = aliases.get(name_of(text))
        if not found:
            unitless = unitless_name(text)
            found = aliases.get(unitless) if unitless else None
        if found:
            return found
    return []


def _mapped(header: Header, options: TableOptions) -> dict[int, str]:
    """Return column → input for every --map; its left side is a header, or a column's letters."""
    mapped = {}
    for column, name in options.maps.items():
        cols = [col for col, text in header.texts.items() if name_of(text) == name_of(column)]
        if not cols and column.isascii() and column.isalpha() and len(column) <= 3:
            cols = [col for col in header.texts if col == column_index(column)]
        if cols:
            mapped[cols[0]] = name
    return mapped


def _score(header: Header) -> int:
    return len(header.inputs) + len(header.results)


def _best(headers: Sequence[Header], policy: Policy) -> Header | None:
    """Return the row of a sheet that binds the most inputs, all required ones among them."""
    bound = [h for h in headers if all(i.name in h.inputs for i in policy.required())]
    if not bound:
        return None
    top = max(_score(h) for h in bound)
    best = [h for h in bound if _score(h) == top]
    # The same header again further down is a page break's copy; a merged header's second line
    # reads like its first.
    first = best[0]
    rivals = [h for h in best if list(h.texts.values()) != list(first.texts.values())]
    if rivals:
        raise messages.two_headers([h.place for h in [first, *rivals]])
    lines = [h for h in best if h.first_row == first.row]
    return lines[-1] if lines else first


def _has_data(header: Header, policy: Policy) -> bool:
    """Tell whether a row below the header has something that a required input could use."""
    below = [row for row in header.grid.rows if row > header.row]
    return any(_plausible(header, row, given) for given in policy.required() for row in below)


def _plausible(header: Header, row: int, given: Input) -> bool:
    cell = header.grid.rows[row].get(header.inputs[given.name][0])
    if cell is None:
        return False
    if given.type is InputType.TEXT:
        return cell.kind is Kind.TEXT
    if cell.kind is Kind.TEXT:
        return parse_quantity(cell.text, given.unit.dimension) is not None
    return cell.kind is Kind.NUMBER


def _chosen(found: Sequence[Header]) -> Header:
    """Return the one sheet; where several fit, only a lone one that names customers is chosen."""
    if len(found) == 1:
        return found[0]
    named = [h for h in found if any(name in h.inputs for name in _IDENTITY)]
    if len(named) == 1:
        return named[0]
    raise messages.two_sheets([h.place for h in named or found])


def _nothing(
    workbook: WorkbookFile, policy: Policy, options: TableOptions, nearest: Header | None
) -> Exception:
    source = workbook.package.archive.shown
    needed = [i.label for i in policy.required()]
    if nearest is None:
        return messages.no_table(source, needed, None)
    headers = [" ".join(text.split()) for text in nearest.texts.values()]
    for column in options.maps:
        if not _mapped(nearest, TableOptions(maps={column: ""})):
            return _unknown_map(nearest, column)
    lacking = [i.label for i in policy.required() if i.name not in nearest.inputs]
    if lacking:
        return messages.missing_columns(nearest.place, lacking, headers)
    best = Text(nearest.place, nearest.place)
    return messages.no_table(source, needed, best)
