"""The workbook part: its sheets, its names, and the parts that belong to all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tierctl.model.text import Text
from tierctl.ooxml import messages
from tierctl.ooxml.document import Document, Malformed
from tierctl.ooxml.formats import formats_of
from tierctl.ooxml.namespaces import RELATIONSHIPS, STRICT, TRANSITIONAL, Dialect
from tierctl.ooxml.package import Package
from tierctl.ooxml.sheet import CellReader, SheetPart
from tierctl.ooxml.strings import SharedStrings

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_EXTENSIONS = {
    f"{_MAIN}sheet.main+xml": ".xlsx",
    f"{_MAIN}template.main+xml": ".xltx",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": ".xlsm",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": ".xltm",
    "application/vnd.ms-excel.addin.macroEnabled.main+xml": ".xlam",
}


_KEPT = 64 * 1024 * 1024
"""The rows of sheets of up to so many bytes are kept between the readings of them."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name, its `sheetId`, its place among the workbook's sheets, its part."""

    name: str
    id: str
    index: int
    visible: bool
    part: str


class WorkbookFile:
    """An open workbook. Raises InputRefused where it is none, or cannot be read safely."""

    def __init__(self, path: Path) -> None:
        self.package = Package(path)
        self._opened: dict[str, SheetPart] = {}
        try:
            self._open()
        except BaseException:
            self.package.close()
            raise

    def _open(self) -> None:
        package, shown = self.package, self.package.archive.shown
        targets = package.related("", "officeDocument")
        if not targets:
            raise self._foreign()
        self.part = targets[0].target
        content_type = package.content_type(self.part)
        extension = _EXTENSIONS.get(content_type)
        if extension is None:
            raise self._foreign()
        self.extension = extension
        document = package.document(self.part)
        if document is None or document.root.name != "workbook":
            raise messages.foreign_format(shown, Text("别的文件", "something else"))
        self.document: Document = document
        self.sheets = self._sheets()

    def _foreign(self) -> Exception:
        package, shown = self.package, self.package.archive.shown
        names = {entry.part for entry in package.archive.entries}
        if "xl/workbook.bin" in names:
            return messages.foreign_format(shown, Text(".xlsb 二进制工作簿", "an .xlsb workbook"))
        if "content.xml" in names:
            return messages.foreign_format(
                shown, Text("OpenDocument 表格（.ods）", "an OpenDocument sheet (.ods)")
            )
        return messages.foreign_format(
            shown, Text("不含工作簿的压缩包", "a zip file without a workbook")
        )

    def _sheets(self) -> list[Sheet]:
        relationships = {r.id: r for r in self.package.related(self.part, "worksheet")}
        group = self.document.root.first("sheets")
        sheets = []
        for index, element in enumerate(group.all("sheet") if group is not None else ()):
            relationship = relationships.get(element.get("id", RELATIONSHIPS) or "")
            if relationship is not None:
                visible = element.get("state") in (None, "visible")
                name, id = element.get("name") or "", element.get("sheetId") or ""
                sheets.append(Sheet(name, id, index, visible, relationship.target))
        return sheets

    @property
    def dialect(self) -> Dialect:
        """The names that its parts have for their namespaces."""
        root, document = self.document.root, self.document
        tag = document.data[root.start : root.open_end].decode(document.encoding)
        return STRICT if STRICT.main in tag else TRANSITIONAL

    @property
    def date1904(self) -> bool:
        """Whether its dates count from 1904."""
        properties = self.document.root.first("workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true")

    def single(self, kind: str) -> str | None:
        """Return the part of a kind that a workbook has one of: `styles`, for one."""
        related = self.package.related(self.part, kind)
        return related[0].target if related else None

    @cached_property
    def styles(self) -> Document | None:
        """The styles part, or None where the workbook has none."""
        part = self.single("styles")
        return self.package.document(part) if part else None

    @cached_property
    def cells(self) -> CellReader:
        """The reader of its cells."""
        part = self.single("sharedStrings")
        entry = self.package.entry(part) if part else None
        try:
            data = self.package.archive.read(entry) if entry else b""
            strings = SharedStrings(data)
        except Malformed as e:
            raise self.package.archive.damaged(part or "", e.why) from e
        return CellReader(strings, formats_of(self.styles), self.date1904)

    def open_sheet(self, sheet: Sheet) -> SheetPart:
        """Return a sheet's part; it is opened once."""
        if sheet.part not in self._opened:
            room = _KEPT - sum(part.kept for part in self._opened.values())
            self._opened[sheet.part] = SheetPart(self.package, sheet.part, room)
        return self._opened[sheet.part]

    def close(self) -> None:
        """Close the file."""
        self.package.close()
