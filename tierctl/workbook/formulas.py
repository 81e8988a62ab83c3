"""Formulas that our cells would meet: those that fill cells of others, and those that read ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from tierctl.model.address import Area, CellRef, column_letters
from tierctl.ooxml.markup import encoded
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.workbook import Sheet, WorkbookFile

_SPILLING = re.compile(r"<(?:\w+:)?f\b(?=[^>]*\bt=[\"'](?:array|dataTable)[\"'])[^>]*>")
_REF = re.compile(r"\bref=[\"']([^\"']+)[\"']")
_FORMULA = re.compile(
    r"<(?:\w+:)?c\b[^>]*\br=[\"']([A-Z]{1,3}\d{1,7})[\"'][^>]*>\s*<(?:\w+:)?f\b[^>]*>([^<]+)<"
)
_OPERAND = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([\w.\u4e00-\u9fff]+))!)?"
    r"(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3})(?![\w(])"
)
_MARK = ("<f", ":f")


def spilled_areas(sheet: SheetPart) -> list[Area]:
    """Return the areas that array formulas and data tables of a sheet fill, of two cells or more.

    What a formula fills it fills again at the next calculation.
    """
    areas = []
    for text in _texts(sheet):
        for tag in _SPILLING.findall(text):
            match = _REF.search(tag)
            area = Area.parse(match[1]) if match is not None else None
            if area is not None and ":" in area.a1:
                areas.append(area)
    return areas


def formula_reading(workbook: WorkbookFile, sheet: Sheet, col: int, header: str) -> CellRef | None:
    """Return a cell whose formula reads a column of a sheet, or None where none does.

    Its stored value was computed before we wrote the column.
    """
    for other in workbook.sheets:
        for text in _texts(workbook.open_sheet(other)):
            for address, formula in _FORMULA.findall(text):
                if _reads(unescape(formula), other.name == sheet.name, sheet.name, col, header):
                    at = Area.parse(address)
                    assert at is not None
                    return CellRef(other.name, at.first_row, at.first_col)
    return None


def _texts(sheet: SheetPart) -> Iterator[str]:
    for block in sheet.blocks():
        # Shapes, where they are known, tell of their rows whether formulas stand in them.
        apart = block.apart if sheet.kept else None
        told = apart is not None and not any(shape.formulas for shape in apart.shapes)
        data = block.unproved if told else block.data
        if any(encoded(mark, sheet.encoding) in data for mark in _MARK):
            yield data.decode(sheet.encoding, "replace")


def _reads(formula: str, same: bool, sheet: str, col: int, header: str) -> bool:
    if f"[{header}]" in formula or f"[@{header}]" in formula:
        return True
    if column_letters(col) not in formula and ":" not in formula:
        return False
    for quoted, plain, ref in _OPERAND.findall(formula):
        named = quoted.replace("''", "'") or plain
        area = Area.parse(ref)
        here = named.casefold() == sheet.casefold() if named else same
        if here and area is not None and area.first_col <= col <= area.last_col:
            return True
    return False
