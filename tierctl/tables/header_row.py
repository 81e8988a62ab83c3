"""A header row: its one or two lines, its texts by column, and what each column could be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tierctl.model.address import Area, CellRef, column_index, column_letters
from tierctl.model.cell import Kind
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.text import Text
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.workbook import Sheet
from tierctl.policy.policy import InputType, Policy
from tierctl.tables import diagnostics
from tierctl.tables.grid import Grid
from tierctl.tables.headers import (
    bilingual_names,
    is_unit,
    name_of,
    qualified,
    same_text,
    unexplained,
    unitless_name,
)
from tierctl.tables.options import TableOptions

IDENTITY = ("customer_id", "customer_name")
_WIDEST_MERGE = 256
_CUSTOMER = ("客户", "会员", "customer", "client", "account")
_LATEST_YEAR = 2100


@dataclass(slots=True)
class Header:
    """A header row: its lines, its texts by column, and the columns that each input could be."""

    sheet: Sheet
    part: SheetPart
    grid: Grid
    first_row: int
    row: int
    texts: Mapping[int, str]
    inputs: dict[str, list[int]] = field(default_factory=dict)
    results: dict[str, list[int]] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)
    other_identity: list[int] = field(default_factory=list)
    """Columns of which two or more could be the one that tells who a customer is."""
    set_aside: dict[str, list[int]] = field(default_factory=dict)
    """Columns that bear the name of a number, and something in brackets that is not known."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def ref(self, col: int) -> CellRef:
        """Return the address of a column's header."""
        return CellRef(self.sheet.name, self.row, col)

    @property
    def place(self) -> str:
        """The header's address, for messages."""
        return f"{self.sheet.name}!{column_letters(min(self.texts))}{self.row + 1}"

    @property
    def score(self) -> int:
        """How many inputs and results it names."""
        return len(self.inputs) + len(self.results)

    @property
    def names_customers(self) -> bool:
        """Whether it has a column that tells who a customer is."""
        return any(name in self.inputs for name in IDENTITY)

    @property
    def says_customer(self) -> bool:
        """Whether a header itself says that its column names customers."""
        return any(
            word in name_of(self.texts[self.inputs[name][0]])
            for name in IDENTITY
            if name in self.inputs
            for word in _CUSTOMER
        )

    def binds(self, policy: Policy) -> bool:
        """Tell whether every required input has a column."""
        return all(i.name in self.inputs for i in policy.required())

    def reads_like(self, other: Header) -> bool:
        """Tell whether another header says the same in the same columns."""
        return self.texts.keys() == other.texts.keys() and all(
            same_text(text, other.texts[col]) for col, text in self.texts.items()
        )

    def lines(self) -> list[Mapping[int, str]]:
        """Return what a copy of the header further down may read like: it, or a line of it."""
        if self.first_row == self.row:
            return [self.texts]
        rows = [self.grid.rows.get(row, {}) for row in (self.first_row, self.row)]
        lines = [{col: self.grid.text(c.row, col) for col, c in cells.items()} for cells in rows]
        return [self.texts, *({c: t for c, t in line.items() if t} for line in lines)]

    def above(self, col: int) -> str:
        """Return the first line's text over a column of a header of two lines."""
        return self.grid.text(self.first_row, col) if self.first_row < self.row else ""


def header_rows(
    sheet: Sheet, part: SheetPart, grid: Grid, policy: Policy, options: TableOptions
) -> list[Header]:
    """Return every row that names at least one input, or the row that the user named."""
    aliases = _aliases(policy)
    told = options.header_row
    # A line of units or of column names may stand under the line that the user named.
    rows = sorted(grid.rows) if told is None else [told, told + 1]
    lettered = any(column.isascii() and column.isupper() for column in options.maps)
    headers: list[Header] = []
    for row in rows:
        if told is None and _holds_amounts(grid, row):
            continue
        texts, first_row, ways = _texts(grid, row)
        # Letters bind in any row with texts: the first is the header, the others are customers.
        if lettered and first_row == row and any(h.binds(policy) for h in headers):
            break
        if not texts or (told is not None and told not in (row, first_row)):
            continue
        header = Header(sheet, part, grid, first_row, row, texts)
        _match(header, ways, aliases, policy, options)
        if header.inputs or row == told:
            headers.append(header)
    return headers


def _holds_amounts(grid: Grid, row: int) -> bool:
    """Tell whether a row holds a number that is no year, month or serial number: a customer."""
    numbers = (cell.text for cell in grid.rows[row].values() if cell.kind is Kind.NUMBER)
    return any(abs(float(text)) > _LATEST_YEAR or not float(text).is_integer() for text in numbers)


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
    texts = _line(grid, row)
    ways = {col: [text] for col, text in texts.items()}
    second = _second_line(grid, row)
    first_row = row - 1 if second else row
    for col, upper in (_line(grid, row - 1) if row else {}).items():
        if col in ways:
            own = texts[col]
            # 计划 over 销售额 is another thing than 销售额.
            ways[col] = [upper + own] if second and qualified(f"({upper})") else [own, upper + own]
            if second and is_unit(own):
                texts[col] = upper + own if own.startswith(("(", "（")) else f"{upper}（{own}）"
        elif grid.merged_down(row, col) or (second and col not in grid.rows[row]):
            texts[col] = upper
            ways[col] = [upper]
            first_row = row - 1
    return dict(sorted(texts.items())), first_row, ways


def _line(grid: Grid, row: int) -> dict[int, str]:
    """Return a row's texts; one merged over several columns stands over each that is in use."""
    cells = grid.rows.get(row, {})
    texts = {col: grid.text(row, col) for col in cells}
    for area in grid.near:
        if not area.first_row <= row <= area.last_row:
            continue
        for col in range(area.first_col, min(area.last_col, area.first_col + _WIDEST_MERGE) + 1):
            first = col == area.first_col and area.first_row < row
            if col not in cells and (first or grid.used_below(area.last_row, col)):
                texts[col] = grid.text(row, col)
    return {col: text for col, text in texts.items() if text}


def _second_line(grid: Grid, row: int) -> bool:
    """Tell whether a row is the second line of a header: of units, or of names under groups.

    A customer under a header that has a merged title is none: its cells stand under names.
    """
    cells = grid.rows.get(row, {})
    above = grid.rows.get(row - 1, {})
    if not cells or len(above) < 2 or any(c.kind is not Kind.TEXT for c in above.values()):
        return False
    if any(cell.kind is not Kind.TEXT for cell in cells.values()):
        return False
    if all(is_unit(cell.text) for cell in cells.values()):
        return True
    groups = [a for a in grid.near if a.first_row == a.last_row == row - 1]
    under = [col for col in cells if _covered(groups, col)]
    return bool(under) and all(
        col in under or col not in above or is_unit(cell.text) for col, cell in cells.items()
    )


def _covered(areas: Sequence[Area], col: int) -> bool:
    return any(a.first_col <= col <= a.last_col and a.last_col > a.first_col for a in areas)


def _match(
    header: Header,
    ways: Mapping[int, Sequence[str]],
    aliases: Mapping[str, list[tuple[str, str]]],
    policy: Policy,
    options: TableOptions,
) -> None:
    mapped = {
        col: name for column, name in options.maps.items() for col in mapped_columns(header, column)
    }
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
                unsure = policy.inputs[name].type is InputType.NUMBER and _unsure(
                    header.texts[col], policy.inputs[name].headers
                )
                found = header.set_aside if unsure else header.inputs
                found.setdefault(name, []).append(col)
    _settle(header, policy)
    for col, name in sorted(mapped.items()):
        header.inputs.setdefault(name, []).append(col)


def _settle(header: Header, policy: Policy) -> None:
    """Choose among several columns for what a policy can do without: its own label wins."""
    for name, cols in list(header.inputs.items()):
        read = policy.inputs[name]
        if len(cols) > 1 and not read.required:
            chosen = _labelled(header, read.label, cols)
            if chosen is not None:
                header.inputs[name] = [chosen]
                continue
            if name in IDENTITY:
                header.other_identity += cols
            _doubt(header, read.label, cols)
            del header.inputs[name]
    for name, cols in list(header.results.items()):
        if len(cols) > 1:
            label = policy.results[name].label
            chosen = _labelled(header, label, cols)
            if chosen is None:
                _doubt(header, label, cols)
                del header.results[name]
            else:
                header.results[name] = [chosen]


def _labelled(header: Header, label: Text, cols: Sequence[int]) -> int | None:
    names = {name_of(label.zh), name_of(label.en)}
    labelled = [col for col in cols if name_of(header.texts[col]) in names]
    return labelled[0] if len(labelled) == 1 else None


def _doubt(header: Header, label: Text, cols: Sequence[int]) -> None:
    refs = [header.ref(col) for col in cols]
    header.diagnostics.append(diagnostics.two_optional_columns(label, refs))


def _targets(
    ways: Sequence[str], aliases: Mapping[str, list[tuple[str, str]]]
) -> list[tuple[str, str]]:
    for text in ways:
        if qualified(text):
            continue
        found = aliases.get(name_of(text)) or aliases.get(unitless_name(text) or "")
        found = found or _in_both_languages(text, aliases)
        if found:
            return found
    return []


def _in_both_languages(
    text: str, aliases: Mapping[str, list[tuple[str, str]]]
) -> list[tuple[str, str]]:
    """Return what a header names in Chinese and in English alike: 年平均销售额 Annual sales."""
    first, second = bilingual_names(text) or ("", "")
    first = unitless_name(first) or first
    return [target for target in aliases.get(first, []) if target in aliases.get(second, [])]


def _unsure(text: str, declared: Sequence[str]) -> bool:
    return unexplained(text) and not any(same_text(text, header) for header in declared)


def mapped_columns(header: Header, column: str) -> list[int]:
    """Return the columns that the left side of a --map names: a header, or a column's letters.

    销售额（2024） is that one header where it stands so; 销售额 may be several. Capital letters are
    a column unless a header is written just so; small ones only where no header is named like it.
    """
    texts = header.texts.items()
    letters = column.isascii() and column.isalpha() and len(column) <= 3
    lettered = [col for col, _ in texts if letters and col == column_index(column)]
    readings = (
        [col for col, text in texts if text == column],
        lettered if column.isupper() else [],
        [col for col, text in texts if same_text(text, column)],
        [col for col, text in texts if name_of(text) == name_of(column)],
        lettered,
    )
    return next((cols for cols in readings if cols), [])
