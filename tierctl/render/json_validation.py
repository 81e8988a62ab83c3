"""What was found in workbooks' data as a JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tierctl.app.validate import Validated
from tierctl.model.diagnostic import Severity
from tierctl.model.errors import TierctlError
from tierctl.model.text import Lang
from tierctl.render.finding_kinds import kind_text
from tierctl.render.json_head import head
from tierctl.render.json_object import diagnostic, error_json
from tierctl.render.json_outcome import table_json


def validated_json(
    results: Sequence[Validated],
    errors: Sequence[tuple[str, TierctlError]],
    lang: Lang,
    unmask: bool,
) -> dict[str, Any]:
    """Return the object that `validate --json` prints: one entry per file."""
    return {
        **head("validate"),
        "files": [_file(result, lang, unmask) for result in results]
        + [{"source": source, "error": error_json(error, lang)} for source, error in errors],
    }


def _file(result: Validated, lang: Lang, unmask: bool) -> dict[str, Any]:
    table = result.table
    return {
        "source": str(result.source),
        "output": str(result.output) if result.output is not None else None,
        "marked": result.marked,
        "policy": {"id": result.policy.id, "version": result.policy.version},
        "table": table_json(table) if table is not None else None,
        "customers": len(table.rows) if table is not None else None,
        "counts": {severity.value: result.count(severity) for severity in Severity},
        "kinds": [
            {
                "code": code,
                "severity": severity.value,
                "title": kind_text(code).to(lang),
                "count": len(found),
            }
            for (severity, code), found in result.kinds().items()
        ],
        "diagnostics": [diagnostic(found, lang, unmask) for found in result.diagnostics],
    }
