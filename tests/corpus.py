"""Other people's workbooks: the listed cases, the policy they are graded by, and what must hold.

The checks read both packages by themselves (zip and XML of the standard library), so that a fault
of the splicer cannot hide in a fault of its own reader.
"""

from __future__ import annotations

import hashlib
import itertools
import posixpath
import re
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from tierctl.app.classify import Classified, ClassifyOptions, classify
from tierctl.model.address import Area, column_index, column_letters
from tierctl.policy.load import parse_policy
from tierctl.policy.policy import Policy
from tierctl.tables.options import TableOptions

CASES = Path(__file__).parent / "cases" / "corpus.toml"
STAMP = "customXml/tierctl.xml"

_POLICY = """
id = "value-level"
version = "1.0.0"
title = {{ zh = "数值分级", en = "Levels by value" }}

[inputs.value]
label = {{ zh = "分级数值", en = "Graded value" }}
type = "number"

[results.level]
label = {{ zh = "数值级别", en = "Value level" }}
tiers = [
    {{ id = "low", label = {{ zh = "低", en = "Low" }}, color = "E7E6E6" }},
    {{ id = "high", label = {{ zh = "高", en = "High" }}, color = "C6E0B4" }},
]

[[steps]]
name = "level"
hit_policy = "unique"
rules = [
    {{ id = "high", when = {{ value = "> {0}" }}, then = {{ level = "high" }} }},
    {{ id = "low", when = {{ value = "<= {0}" }}, then = {{ level = "low" }} }},
]
"""
HIGH, LOW = {"高", "High"}, {"低", "Low"}

_CHANGEABLE = {"worksheet", "styleSheet", "workbook", "Types", "Relationships", "table"}
_FRAME = {"dimension", "cols", "autoFilter", "sheetData"}
# fmt: off
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
)
# fmt: on
_PAGE_PART = re.compile(r"xl/(worksheets|drawings|charts)/(_rels/)?[a-z]+[0-9]+\.xml(\.rels)?")
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")

Position = tuple[int, int]
"""Row and column, zero-indexed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A workbook that must be annotated: the counts of its tiers and where our columns go."""

    path: str
    sha256: str
    why: str
    sheet: str
    header_row: int
    column: str
    threshold: str = "0"
    high: int
    low: int
    ungraded: int
    skipped: int = 0
    placed: str
    """The letters of our columns: `D:E`."""
    diagnostics: tuple[str, ...] = ()
    """The codes of everything that the owner is told, each once."""
    names: str | None = None
    """The letters of the column that is told to name the customers, where there is no such one."""
    unread: tuple[str, ...] = ()
    """Programs that cannot open the original, or do not give the same for it twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A workbook that must be refused, with nothing written."""

    path: str
    sha256: str
    why: str
    code: str
    sheet: str | None = None
    header_row: int | None = None
    column: str | None = None


def load_cases() -> tuple[list[Annotated], list[Refused]]:
    """Return the listed workbooks."""
    document = tomllib.loads(CASES.read_text(encoding="utf-8"))
    annotated = [Annotated(**_frozen(case)) for case in document["annotated"]]
    return annotated, [Refused(**case) for case in document["refused"]]


def _frozen(case: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in case.items()}


@lru_cache
def policy(threshold: str) -> Policy:
    """Return the policy: high above a threshold, low up to it."""
    return parse_policy(_POLICY.format(threshold).encode(), "corpus-policy")


def grade(root: Path, case: Annotated | Refused, output: Path) -> Classified:
    """Grade a case's sheet by its column, and write the copy into the folder `output`."""
    maps = {} if case.column is None else {case.column: "value"}
    if isinstance(case, Annotated) and case.names is not None:
        maps[case.names] = "customer_name"
    table = TableOptions(
        sheet=case.sheet,
        header_row=None if case.header_row is None else case.header_row - 1,
        maps=maps,
    )
    threshold = case.threshold if isinstance(case, Annotated) else "0"
    options = ClassifyOptions(output=output, table=table)
    return classify(root / case.path, policy(threshold), options)


def outcome(case: Annotated, classified: Classified) -> Annotated:
    """Return the case as it came out, to be compared with the case as it is listed."""
    counts = {t.tier.id: t.count for t in classified.figures.tiers if t.tier is not None}
    cols = [column_letters(placed.col) for placed in classified.columns]
    return replace(
        case,
        sheet=classified.table.sheet,
        high=counts["high"],
        low=counts["low"],
        ungraded=classified.figures.ungraded,
        skipped=len(classified.table.skipped),
        placed=f"{cols[0]}:{cols[-1]}",
        diagnostics=tuple(sorted({d.code for d in classified.diagnostics})),
    )


def sha256(path: Path) -> str:
    """Return the digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Written:
    """What a copy must hold in place of what the original holds there, or beside it."""

    sheet: str
    texts: dict[Position, str]
    appended: frozenset[int]
    page: str | None
    """The sheet that was added, the last one."""

    @classmethod
    def by(cls, classified: Classified) -> Written:
        """Return the cells that a run wrote."""
        table = classified.table
        texts = {}
        for placed in classified.columns:
            if placed.appended:
                texts[table.header_row, placed.col] = placed.header
            for row, value in zip(table.rows, placed.column.values, strict=True):
                texts[row, placed.col] = str(value)
        appended = frozenset(c.col for c in classified.columns if c.appended)
        return cls(table.sheet, texts, appended, classified.summary_sheet)

    @property
    def appending(self) -> set[Position]:
        """The cells in new columns: nothing may have stood there."""
        return {at for at in self.texts if at[1] in self.appended}


class Zip:
    """A package's entries in their order, by the names as they are stored."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.infos = archive.infolist()
            self.comment = archive.comment
            self.data = {info.orig_filename: archive.read(info) for info in self.infos}

    @property
    def names(self) -> list[str]:
        """The names, in order."""
        return [info.orig_filename for info in self.infos]

    def tables_of(self, sheet: str) -> dict[str, ET.Element]:
        """Return the tables of a worksheet by their entries' names."""
        folder, _, name = sheet.replace("\\", "/").rpartition("/")
        stored = {n.replace("\\", "/").casefold(): n for n in self.names}
        rels = stored.get(f"{folder}/_rels/{name}.rels".casefold())
        tables = {}
        for relationship in ET.fromstring(self.data[rels]) if rels else ():
            if relationship.get("Type", "").endswith("/table"):
                target = relationship.get("Target", "")
                part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                entry = stored[part.casefold()]
                tables[entry] = ET.fromstring(self.data[entry])
        return tables

    @property
    def metadata(self) -> list[object]:
        """What the directory says of each entry beside its content."""
        return [
            (i.orig_filename, i.date_time, i.comment, i.external_attr, i.internal_attr)
            for i in self.infos
        ]


def check_package(original: Zip, copy: Zip) -> dict[str, ET.Element]:
    """Check that only parts that may change did; return the changed ones, parsed."""
    count = len(original.names)
    assert original.names == copy.names[:count]
    assert copy.names[-1] == STAMP
    assert not [name for name in copy.names[count:-1] if not _PAGE_PART.fullmatch(name)]
    assert original.metadata == copy.metadata[:count]
    assert original.comment == copy.comment
    assert not orphans(copy, copy.names[count:])
    changed = {
        name: ET.fromstring(copy.data[name])
        for name, data in original.data.items()
        if data != copy.data[name]
    }
    roots = [local(root) for root in changed.values()]
    assert set(roots) <= _CHANGEABLE
    assert roots.count("worksheet") == 1
    types = ET.fromstring(copy.data["[Content_Types].xml"])
    declared = {e.get("Extension", "").casefold() for e in types}
    assert "xml" in declared or f"/{STAMP}" in {e.get("PartName") for e in types}
    return changed


def orphans(copy: Zip, added: Sequence[str]) -> set[str]:
    """Return the added parts that no added relationship leads to, and targets that are missing."""
    led_to = set()
    for name in added:
        if name.endswith(".rels"):
            led_to |= {e.get("Target", "")[1:] for e in ET.fromstring(copy.data[name])}
    parts = {n for n in added if n.startswith(("xl/drawings", "xl/charts"))}
    return {n for n in parts if not n.endswith(".rels")} ^ led_to


class SheetXml:
    """A worksheet part as a tree: its rows and cells by position, the rest by name."""

    def __init__(self, root: ET.Element) -> None:
        self.root = root
        self.namespace = root.tag.rpartition("}")[0] + "}"

    @property
    def children(self) -> list[str]:
        """The names of the worksheet's children of its own namespace, in order."""
        return [local(e) for e in self.root if e.tag.startswith(self.namespace)]

    def rest(self) -> list[object]:
        """Return the children that we never change, canonical."""
        return [canonical(e) for e in self.root if local(e) not in _FRAME]

    def find(self, name: str) -> ET.Element | None:
        """Return the first child of that name."""
        return self.root.find(self.namespace + name)

    def rows(self) -> Iterator[tuple[int, ET.Element]]:
        """Yield the rows with their indexes, given or implied."""
        data = self.find("sheetData")
        index = -1
        for row in data if data is not None else ():
            index = int(row.get("r") or index + 2) - 1
            yield index, row

    @cached_property
    def cells(self) -> dict[Position, ET.Element]:
        """The cells by position, in the order in which they are written."""
        cells = {}
        for index, row in self.rows():
            col = -1
            for cell in row.findall(f"{self.namespace}c"):
                match = _REFERENCE.fullmatch(cell.get("r", ""))
                col = column_index(match[1]) if match else col + 1
                cells[index, col] = cell
        return cells


def check_sheet(original: SheetXml, copy: SheetXml, written: Written) -> None:
    """Check the annotated sheet: order, and that all but our cells is what it was."""
    names = copy.children
    order = [_ORDER.index(name) for name in original.children]
    if order == sorted(order):
        assert sorted(names, key=_ORDER.index) == names
    assert original.children == [n for n in names if n != "cols" or n in original.children]
    assert original.rest() == copy.rest()
    assert original.root.attrib == copy.root.attrib

    lasts: dict[int, int] = {}
    for row, col in written.texts:
        lasts[row] = max(col, lasts.get(row, 0))
    for (index, before), (copied, after) in zip(original.rows(), copy.rows(), strict=True):
        assert index == copied
        assert _without(before, "spans") == _without(after, "spans")
        if after.get("spans"):
            spans = [int(n) for part in after.get("spans", "").split() for n in part.split(":")]
            assert lasts.get(index, 0) < max(spans)
    positions = list(copy.cells)
    if sorted(original.cells) == list(original.cells):
        assert sorted(positions) == positions
    assert not differing(
        {at: canonical(cell) for at, cell in original.cells.items() if at not in written.texts},
        {at: canonical(cell) for at, cell in copy.cells.items() if at not in written.texts},
    )
    assert set(written.texts) <= set(copy.cells)
    assert not [at for at in written.appending if len(original.cells.get(at, ()))]
    check_columns(original, copy, written)
    check_area(original.find("dimension"), copy.find("dimension"), written)


def check_columns(original: SheetXml, copy: SheetXml, written: Written) -> None:
    """Check that every column keeps its definition, and that ours are visible and in order."""
    before, after = spans_of(original), spans_of(copy)
    if any(second[0] <= first[1] for first, second in itertools.pairwise(before)):
        assert before == after
        return
    assert all(second[0] > first[1] for first, second in itertools.pairwise(after))
    for first, last, attributes in before:
        for number in {first, (first + last) // 2, last} - {col + 1 for col in written.appended}:
            assert attributes == next(a for f, t, a in after if f <= number <= t)
    for col in written.appended:
        ours = next(a for f, t, a in after if f <= col + 1 <= t)
        assert ours.get("hidden", "0") in ("0", "false")
        assert float(ours["width"]) >= 10


def spans_of(sheet: SheetXml) -> list[tuple[int, int, dict[str, str]]]:
    """Return the column definitions: first, last, and what they say."""
    group = sheet.find("cols")
    return [
        (int(e.get("min", "")), int(e.get("max", "")), _without(e, "min", "max"))
        for e in (group if group is not None else ())
    ]


def check_area(before: ET.Element | None, after: ET.Element | None, written: Written) -> None:
    """Check that a dimension, where there is one that can be read, covers our cells too."""
    area = Area.parse(before.get("ref", "")) if before is not None else None
    if area is None:
        assert (before is None) == (after is None)
        return
    assert after is not None
    grown = Area.parse(after.get("ref", ""))
    assert grown is not None
    assert grown.holds(area.first_row, area.first_col)
    assert grown.holds(area.last_row, area.last_col)
    assert all(grown.holds(row, col) for row, col in written.texts)


def check_table(before: ET.Element, after: ET.Element, texts: dict[Position, object]) -> None:
    """Check a table that grew: its old columns stay, and its header cells say its names."""
    namespace = after.tag.rpartition("}")[0] + "}"
    old, new = _area(before), _area(after)
    assert (old.first_row, old.first_col, old.last_row) == (
        new.first_row,
        new.first_col,
        new.last_row,
    )
    group = after.find(f"{namespace}tableColumns")
    assert group is not None
    columns = list(group)
    assert new.last_col - new.first_col + 1 == len(columns)
    assert str(len(columns)) == group.get("count", str(len(columns)))
    ids = [column.get("id") for column in columns]
    names = [_unescaped(column.get("name", "")) for column in columns]
    assert len(columns) == len(set(ids))
    assert len(columns) == len({name.casefold() for name in names})
    kept = before.find(f"{namespace}tableColumns")
    assert kept is not None
    assert [canonical(c) for c in kept] == [canonical(c) for c in columns[: len(kept)]]
    assert names == [texts.get((new.first_row, new.first_col + i)) for i, _ in enumerate(columns)]
    filtered = after.find(f"{namespace}autoFilter")
    if filtered is not None:
        inner = Area.parse(filtered.get("ref", ""))
        assert inner is not None
        assert new.holds(inner.first_row, inner.first_col)
        assert (new.last_col, True) == (inner.last_col, inner.last_row <= new.last_row)


def check_apart(tables: Sequence[tuple[ET.Element, bool]], written: Written) -> None:
    """Check that no appended cell lies in a table that did not grow to hold it."""
    for table, grown in tables:
        area = _area(table)
        inside = [at for at in written.texts if at[1] in written.appended and area.holds(*at)]
        assert grown or not inside


def _area(table: ET.Element) -> Area:
    area = Area.parse(table.get("ref", ""))
    assert area is not None
    return area


def _unescaped(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def local(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def canonical(element: ET.Element) -> object:
    """Return an element so that two that mean the same are equal."""
    text = element.text or ""
    if len(element):
        return element.tag, element.attrib, text.strip(), [canonical(child) for child in element]
    return element.tag, element.attrib, text


def _without(element: ET.Element, *names: str) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if name not in names}


def read_with_calamine(path: Path) -> dict[str, dict[Position, object]]:
    """Return the cells of every sheet that calamine sees, blank ones left out."""
    from python_calamine import CalamineWorkbook

    sheets: dict[str, dict[Position, object]] = {}
    with CalamineWorkbook.from_path(str(path)) as workbook:
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            sheets[name] = {
                (r, c): value
                for r, row in enumerate(rows)
                for c, value in enumerate(row)
                if value != ""
            }
    return sheets


def read_with_openpyxl(path: Path, data_only: bool) -> dict[str, dict[Position, object]]:
    """Return the cells of every worksheet that openpyxl sees, blank ones left out."""
    import openpyxl

    workbook = openpyxl.load_workbook(path, data_only=data_only)
    return {
        sheet.title: {
            (row - 1, col - 1): _plain(cell.value)
            for (row, col), cell in sheet._cells.items()
            if cell.value is not None
        }
        for sheet in workbook.worksheets
    }


def _plain(value: Any) -> object:
    """Return an array or data-table formula as what it says: objects differ between two runs."""
    return sorted(vars(value).items()) if hasattr(value, "ref") else value


def differing(expected: Mapping[Position, Any], found: Mapping[Position, Any]) -> list[object]:
    """Return the first few cells that differ: where, what was expected, what was found."""
    places = sorted(
        at
        for at in expected.keys() | found.keys()
        if at not in expected or at not in found or expected[at] != found[at]
    )
    return [(at, expected.get(at), found.get(at)) for at in places[:5]]


def check_sheets(
    before: Mapping[str, object], after: Mapping[str, object], written: Written
) -> None:
    """Check that the sheets are those of the original, with the summary as the last one.

    A reader that sees no sheet of the original sees none of the copy.
    """
    page = [written.page] if written.page is not None and before else []
    assert [*before, *page] == list(after)
    assert all(after[name] for name in page)


def check_cells(
    before: dict[str, dict[Position, object]],
    after: dict[str, dict[Position, object]],
    written: Written,
) -> None:
    """Check that a reader finds every original cell as it was, and ours as they were written."""
    for name, cells in before.items():
        ours = written.texts if name == written.sheet else {}
        expected = {at: value for at, value in cells.items() if at not in ours} | ours
        assert not differing(expected, after[name])
