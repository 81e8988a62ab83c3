"""The Excel tables of a sheet: where each stands, and what it counts as its totals."""

from __future__ import annotations

from dataclasses import dataclass

from tierctl.model.address import Area
from tierctl.ooxml.document import Document
from tierctl.ooxml.markup import whole_number
from tierctl.ooxml.package import Package
from tierctl.ooxml.sheet import SheetPart


@dataclass(frozen=True, slots=True)
class TablePart:
    """An Excel table of the sheet. `fixed` ones are filled from outside and never grow."""

    part: str
    document: Document
    name: str
    area: Area
    totals_rows: int
    """How many of its last rows hold totals."""
    fixed: bool


def table_parts(package: Package, sheet: SheetPart) -> list[TablePart]:
    """Return the Excel tables of a sheet; one without a readable area is left out."""
    tables = []
    for relationship in package.related(sheet.part, "table"):
        document = package.document(relationship.target)
        assert document is not None
        area = Area.parse(document.root.get("ref") or "")
        if area is not None:
            fixed = (
                document.root.get("tableType") not in (None, "worksheet")
                or document.root.get("headerRowCount") == "0"
                or document.root.first("tableColumns") is None
                or bool(package.related(relationship.target, "queryTable"))
            )
            name = document.root.get("displayName") or document.root.get("name") or ""
            totals = whole_number(document.root.get("totalsRowCount") or "0") or 0
            tables.append(TablePart(relationship.target, document, name, area, totals, fixed))
    return tables
