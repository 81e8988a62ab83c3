"""Small workbooks made from raw XML, so that a test controls every byte of them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import openpyxl
import python_calamine
from hypothesis import settings

from tierctl.model.cell import Cell
from tierctl.ooxml.package import CONTENT_TYPES_PART
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.workbook.annotate import Annotator, Copy
from tierctl.workbook.annotation import REASON, Annotation, AnnotationColumn

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"
STYLES_PART = "xl/styles.xml"
TABLE = "xl/tables/table1.xml"
examples = settings(max_examples=30, deadline=None)
DATE = (2024, 2, 29, 13, 37, 42)

STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    "</numFmts>"
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="9" fontId="0" fillId="1" borderId="0" xfId="0" quotePrefix="1">'
    '<alignment horizontal="right" wrapText="1"/></xf>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def text(a1: str, value: str, attributes: str = "") -> str:
    """An inline text cell."""
    return f'<c r="{a1}"{attributes} t="inlineStr"><is><t>{value}</t></is></c>'


CUSTOMERS = (
    f'<row r="1" spans="1:2">{text("A1", "客户")}{text("B1", "销售额")}</row>'
    f'<row r="2" spans="1:2">{text("A2", "甲")}<c r="B2"><v>6585000</v></c></row>'
    f'<row r="3">{text("A3", "乙")}<c r="B3"><v>1200000</v></c></row>'
    f'<row r="4">{text("A4", "丙")}<c r="B4"><v>5</v></c></row>'
)
"""A header and three customers, in A1:B4."""


def sheet_xml(rows: str = CUSTOMERS, *, before: str = "", after: str = "") -> str:
    """A worksheet: what stands before its rows, they, and what stands behind."""
    return (
        f'{XML}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def relationships(*targets: tuple[str, str], office: str = OFFICE) -> str:
    """A relationships part: kind (or a whole Type) and target; ids are rId1, rId2 …"""
    items = "".join(
        f'<Relationship Id="rId{i}" Type="{kind if "/" in kind else f"{office}/{kind}"}" '
        f'Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}">{items}</Relationships>'


def parts(
    sheet: str | bytes | None = None,
    *,
    styles: str | bytes | None = STYLES,
    strings: str | bytes | None = None,
    names: str = "",
    related: Sequence[tuple[str, str]] = (),
    more: Mapping[str, str | bytes] | None = None,
) -> dict[str, bytes]:
    """The parts of a workbook with one sheet, 客户, by name.

    `names` are its defined names; `related` the sheet's relationships; `more` further parts, or
    other content for one of these.
    """
    main = [("worksheet", "worksheets/sheet1.xml")]
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{spreadsheet}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{spreadsheet}.worksheet+xml"/>'
    )
    content: dict[str, str | bytes] = {CONTENT_TYPES_PART: ""}
    content["_rels/.rels"] = relationships(("officeDocument", "xl/workbook.xml"))
    content["xl/workbook.xml"] = (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f'<sheets><sheet name="客户" sheetId="1" r:id="rId1"/></sheets>'
        f"{f'<definedNames>{names}</definedNames>' if names else ''}</workbook>"
    )
    content["xl/_rels/workbook.xml.rels"] = ""
    content[SHEET] = sheet if sheet is not None else sheet_xml()
    if styles is not None:
        main.append(("styles", "styles.xml"))
        types += f'<Override PartName="/{STYLES_PART}" ContentType="{spreadsheet}.styles+xml"/>'
        content[STYLES_PART] = styles
    if strings is not None:
        main.append(("sharedStrings", "sharedStrings.xml"))
        types += (
            '<Override PartName="/xl/sharedStrings.xml" '
            f'ContentType="{spreadsheet}.sharedStrings+xml"/>'
        )
        content["xl/sharedStrings.xml"] = strings
    content["xl/_rels/workbook.xml.rels"] = relationships(*main)
    if related:
        content["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(*related)
    for name in more or {}:
        if name.startswith("xl/tables/"):
            types += f'<Override PartName="/{name}" ContentType="{spreadsheet}.table+xml"/>'
    content[CONTENT_TYPES_PART] = f"{types}</Types>"
    content |= more or {}
    return {k: v.encode() if isinstance(v, str) else v for k, v in content.items()}


def zipped(
    path: Path,
    content: Mapping[str, bytes],
    *,
    comment: bytes = b"",
    stored: Collection[str] = (),
) -> Path:
    """Write parts as a zip, all of one date, and return its path."""
    with zipfile.ZipFile(path, "w") as file:
        for name, data in content.items():
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o640 << 16
            file.writestr(info, data)
        file.comment = comment
    return path


_DIRECTORY = {"flags": (8, "<H"), "method": (10, "<H"), "crc": (16, "<I"), "size": (24, "<I")}
_DIRECTORY |= {"compressed": (20, "<I"), "offset": (42, "<I")}
_LOCAL = {"flags": (6, "<H"), "method": (8, "<H"), "crc": (14, "<I"), "size": (22, "<I")}
_LOCAL |= {"compressed": (18, "<I")}


def patched(path: Path, name: str, **fields: int) -> Path:
    """Lie in a zip: set fields of an entry in the directory, and in its local header."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as file:
        header = file.getinfo(name).header_offset
    record = data.rindex(name.encode()) - 46
    assert data[record : record + 4] == b"PK\x01\x02"
    for field, value in fields.items():
        at, form = _DIRECTORY[field]
        struct.pack_into(form, data, record + at, value)
        if field in _LOCAL:
            at, form = _LOCAL[field]
            struct.pack_into(form, data, header + at, value)
    path.write_bytes(data)
    return path


def contents(path: Path) -> dict[str, bytes]:
    """Return a package's parts by name, in their order."""
    with zipfile.ZipFile(path) as file:
        return {info.filename: file.read(info) for info in file.infolist()}


def changes(before: Path, after: Path) -> tuple[set[str], set[str], set[str]]:
    """Compare two packages part by part: names that were changed, added, removed."""
    old, new = contents(before), contents(after)
    changed = {name for name in old.keys() & new.keys() if old[name] != new[name]}
    return changed, new.keys() - old.keys(), old.keys() - new.keys()


def read_cells(path: Path, sheet: int = 0) -> dict[str, Cell]:
    """Return the cells of a sheet by address, as our own reader sees them."""
    workbook = WorkbookFile(path)
    try:
        part = workbook.open_sheet(workbook.sheets[sheet])
        cells = {}
        for block in part.blocks():
            for row in block.rows:
                for raw in row.cells:
                    cell = workbook.cells.read(row.index, raw)
                    cells[f"{_letters(cell.col)}{cell.row + 1}"] = cell
        return cells
    finally:
        workbook.close()


def _letters(col: int) -> str:
    return str(openpyxl.utils.get_column_letter(col + 1))


def by_openpyxl(path: Path, sheet: int = 0) -> dict[str, object]:
    """Return the values of a sheet by address, as openpyxl reads them."""
    book = openpyxl.load_workbook(path)
    cells = (cell for row in book.worksheets[sheet].iter_rows() for cell in row)
    return {cell.coordinate: cell.value for cell in cells if cell.value is not None}


def by_calamine(path: Path, sheet: int = 0) -> dict[str, object]:
    """Return the values of a sheet by address, as calamine reads them."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    return {
        f"{_letters(col)}{row + 1}": value
        for row, values in enumerate(rows)
        for col, value in enumerate(values)
        if value != ""
    }


def column(
    header: str = "客户等级",
    values: Sequence[str] = ("大", "中", "小"),
    *,
    role: str = "tier",
    col: int | None = None,
    fills: Mapping[str, str] | None = None,
    marked: Collection[int] = (),
) -> AnnotationColumn:
    """A column to write for the three customers."""
    return AnnotationColumn(
        role=role,
        header=header,
        values=values,
        fills=fills or {},
        marked=frozenset(marked),
        col=col,
    )


REASONS = column("依据", ("因为一", "因为二", "因为三"), role=REASON)


def annotation(
    *columns: AnnotationColumn,
    header_row: int = 0,
    rows: Sequence[int] = (1, 2, 3),
    data_cols: Sequence[int] = (0, 1),
    used_last_col: int = 1,
    sheet: str = "客户",
) -> Annotation:
    """What is to be written: these columns, or 客户等级 if none are given."""
    return Annotation(
        sheet=sheet,
        header_row=header_row,
        rows=rows,
        columns=columns or (column(),),
        data_cols=data_cols,
        used_last_col=used_last_col,
        last_row=max(rows),
        policy="sales",
        policy_version="1",
        policy_digest="0" * 64,
    )


def annotate(source: Path, target: Path | None = None, what: Annotation | None = None) -> Copy:
    """Plan a copy, and write it to `target` if there is one."""
    workbook = WorkbookFile(source)
    try:
        annotator = Annotator(workbook, what or annotation())
        if target is not None:
            annotator.write(target)
        return annotator.copy
    finally:
        workbook.close()
