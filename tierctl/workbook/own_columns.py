"""The columns that earlier runs wrote, on sheets that may bear another name by now."""

from __future__ import annotations

from collections.abc import Mapping

from tierctl.ooxml.workbook import WorkbookFile
from tierctl.workbook.stamp import Stamp


def own_columns(workbook: WorkbookFile, stamp: Stamp | None) -> dict[str, Mapping[str, str]]:
    """Return what the stamp says of columns (header → role) by the sheets' names of today.

    A sheet is known by its `sheetId`, which outlives renaming; where no sheet has it, by its name.
    """
    if stamp is None:
        return {}
    named = {sheet.name for sheet in workbook.sheets}
    identified = {sheet.id: sheet.name for sheet in workbook.sheets}
    own = {}
    for sheet, headers in stamp.columns.items():
        name = identified.get(stamp.sheet_ids[sheet], sheet)
        if name in named:
            own[name] = headers
    return own
