"""Results and errors as JSON objects: one versioned schema, never translated keys and codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tierctl.app.classify import Classified
from tierctl.app.cross import CrossTable
from tierctl.model.address import column_letters
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.errors import TierctlError
from tierctl.model.text import Lang
from tierctl.policy.policy import Tier
from tierctl.render.json_head import head
from tierctl.render.json_outcome import outcome_json
from tierctl.render.safe import safe_text


def classified(
    command: str,
    results: Sequence[Classified],
    errors: Sequence[tuple[str, TierctlError]],
    lang: Lang,
    unmask: bool,
) -> dict[str, Any]:
    """Return the object that `classify` and `score-credit` print: one entry per file."""
    return {
        **head(command),
        "files": [_file(result, lang, unmask) for result in results]
        + [{"source": source, "error": error_json(error, lang)} for source, error in errors],
    }


def failure(command: str, error: TierctlError, lang: Lang) -> dict[str, Any]:
    """Return the object for a command that could not run."""
    return {
        **head(command),
        "error": error_json(error, lang),
    }


def error_json(error: TierctlError, lang: Lang) -> dict[str, Any]:
    """Return an error with its code, message and hint."""
    return {
        "code": error.code,
        "message": error.message.to(lang),
        "hint": error.hint.to(lang) if error.hint else None,
    }


def _file(result: Classified, lang: Lang, unmask: bool) -> dict[str, Any]:
    first, *beside = [outcome_json(outcome, lang) for outcome in result.outcomes]
    return {
        "source": str(result.source),
        "output": str(result.output),
        "written": result.written,
        **first,
        "beside": beside,
        "cross_tables": [_cross(cross) for cross in result.crosses],
        "columns_written": [
            {
                "role": placed.column.role,
                "column": column_letters(placed.col),
                "header": placed.header,
                "appended": placed.appended,
            }
            for placed in result.columns
        ],
        "summary_sheet": result.summary_sheet,
        "forms": [
            {"row": form.row + 1, "path": str(form.path), "sheet": form.sheet}
            for form in result.forms
        ],
        "diagnostics": [diagnostic(found, lang, unmask) for found in result.diagnostics],
    }


def _cross(cross: CrossTable) -> dict[str, Any]:
    def ids(tiers: Sequence[Tier | None]) -> list[str]:
        return [tier.id if tier is not None else "ungraded" for tier in tiers]

    return {
        "down": cross.down.id,
        "across": cross.across.id,
        "rows": ids(cross.rows),
        "columns": ids(cross.cols),
        "counts": [list(counts) for counts in cross.counts],
    }


def diagnostic(found: Diagnostic, lang: Lang, unmask: bool) -> dict[str, Any]:
    """Return a finding with its code, severity, cell, message and hint."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "sheet": found.cell.sheet if found.cell else None,
        "cell": found.cell.a1 if found.cell else None,
        "message": safe_text(found.message.to(lang), unmask),
        "hint": found.hint.to(lang) if found.hint else None,
    }
