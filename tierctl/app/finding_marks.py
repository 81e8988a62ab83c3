"""What was found in a sheet's cells as marks on them: one for a cell, by its worst finding."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.app.summary_words import SEVERITIES
from tierctl.model.address import CellRef
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.text import Lang
from tierctl.workbook.cell_mark import CellMark

COLORS = {Severity.ERROR: "F8CBAD", Severity.WARNING: "FFE699", Severity.NOTE: "DDEBF7"}


def finding_marks(found: Sequence[Diagnostic], sheet: str, lang: Lang) -> list[CellMark]:
    """Return the marks on a sheet's cells, the worst first: `found` has the errors first."""
    by_cell: dict[CellRef, list[Diagnostic]] = {}
    for one in found:
        if one.cell is not None and one.cell.sheet == sheet:
            by_cell.setdefault(one.cell, []).append(one)
    return [
        CellMark(
            cell=cell,
            color=COLORS[several[0].severity],
            note="\n".join(_said(one, lang) for one in several),
        )
        for cell, several in by_cell.items()
    ]


def _said(found: Diagnostic, lang: Lang) -> str:
    colon = "：" if lang == "zh" else ": "
    text = f"{SEVERITIES[found.severity].to(lang)}{colon}{found.message.to(lang)}"
    return text if found.hint is None else f"{text}\n→ {found.hint.to(lang)}"
