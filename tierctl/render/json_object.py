"""Results and errors as JSON objects: one versioned schema, never translated keys and codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tierctl import __version__
from tierctl.app.classify import Classified
from tierctl.engine.reasons import rule_text
from tierctl.model.address import column_letters
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.errors import TierctlError
from tierctl.model.text import Lang
from tierctl.render.safe import safe_text

SCHEMA = "tierctl/1"


def classified(
    results: Sequence[Classified],
    errors: Sequence[tuple[str, TierctlError]],
    lang: Lang,
    unmask: bool,
) -> dict[str, Any]:
    """Return the object that `classify --json` prints: one entry per file."""
    return {
        "schema": SCHEMA,
        "command": "classify",
        "version": __version__,
        "files": [_file(result, lang, unmask) for result in results]
        + [{"source": source, "error": _error(error, lang)} for source, error in errors],
    }


def failure(command: str, error: TierctlError, lang: Lang) -> dict[str, Any]:
    """Return the object for a command that could not run."""
    return {
        "schema": SCHEMA,
        "command": command,
        "version": __version__,
        "error": _error(error, lang),
    }


def _error(error: TierctlError, lang: Lang) -> dict[str, Any]:
    return {
        "code": error.code,
        "message": error.message.to(lang),
        "hint": error.hint.to(lang) if error.hint else None,
    }


def _file(result: Classified, lang: Lang, unmask: bool) -> dict[str, Any]:
    table, policy, figures = result.table, result.policy, result.figures
    return {
        "source": str(result.source),
        "output": str(result.output),
        "written": result.written,
        "policy": {
            "id": policy.id,
            "version": policy.version,
            "digest": policy.digest,
            "rules": [
                {
                    "step": step.name,
                    "rule": rule.id,
                    "conditions": rule_text(policy, rule, lang),
                    "results": dict(rule.results),
                    "provenance": rule.provenance,
                }
                for step in policy.tables
                for rule in step.rules
            ],
        },
        "table": {
            "sheet": table.sheet,
            "header_row": table.header_row + 1,
            "columns": [
                {
                    "input": column.input,
                    "column": column_letters(column.col),
                    "header": column.header,
                    "unit": column.unit.symbol or None,
                    "unit_source": column.unit_source.value if column.unit.symbol else None,
                }
                for column in table.columns.values()
            ],
            "hidden_rows": table.hidden_rows,
            "other_sheets": list(table.other_sheets),
        },
        "rows": {
            "found": len(table.rows) + len(table.skipped),
            "graded": figures.graded,
            "ungraded": figures.ungraded,
            "skipped": [
                {"row": row + 1, "reason": reason.value} for row, reason in table.skipped.items()
            ],
        },
        "tiers": [
            {
                "tier": row.tier.id if row.tier else None,
                "label": row.tier.label.to(lang) if row.tier else None,
                "count": row.count,
                "share": row.share,
                "total": row.total,
                "total_share": row.total_share,
            }
            for row in figures.tiers
        ],
        "segments": [
            {
                "name": segment.name,
                "counts": {
                    (row.tier.id if row.tier else "ungraded"): count
                    for row, count in zip(figures.tiers, segment.counts, strict=True)
                },
            }
            for segment in figures.segments
        ],
        "customers": _customers(result),
        "comparison": _comparison(result),
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
        "diagnostics": [diagnostic(found, lang, unmask) for found in result.diagnostics],
    }


def _customers(result: Classified) -> list[dict[str, Any]]:
    """Return every customer: its row, who it is, its results and the rules that gave them."""
    table = result.table
    return [
        {
            "row": row + 1,
            "customer_id": table.value("customer_id", position),
            "customer_name": table.value("customer_name", position),
            "status": decision.status.value,
            "results": dict(decision.results),
            "rules": [match.rule for match in decision.matches],
            "problems": [problem.code for problem in decision.problems],
        }
        for position, (row, decision) in enumerate(zip(table.rows, result.decisions, strict=True))
    ]


def _comparison(result: Classified) -> dict[str, Any] | None:
    comparison = result.comparison
    if comparison is None:
        return None
    found = {
        "column": column_letters(comparison.column.col),
        "header": comparison.column.header,
        "same": comparison.same,
        "different": len(comparison.differing),
        "blank": comparison.blank,
    }
    return {**found, "unknown": comparison.unknown} if comparison.unknown else found


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
