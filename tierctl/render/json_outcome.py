"""What one policy made of a workbook as a JSON object."""

from __future__ import annotations

from typing import Any

from tierctl.app.card_figures import card_figures
from tierctl.app.outcome import Outcome
from tierctl.app.watch_list import watched
from tierctl.engine.reasons import rule_text
from tierctl.model.address import column_letters
from tierctl.model.table import BoundTable
from tierctl.model.text import Lang
from tierctl.policy.document import PolicyDocument
from tierctl.policy.policy import Policy


def period_json(policy: Policy | PolicyDocument) -> dict[str, str | None]:
    """Return the first and the last day on which a policy holds, as ISO dates."""
    first, last = policy.period.first, policy.period.last
    return {
        "effective_from": first.isoformat() if first is not None else None,
        "effective_to": last.isoformat() if last is not None else None,
    }


def outcome_json(outcome: Outcome, lang: Lang) -> dict[str, Any]:
    """Return a policy, what it read, its figures, and every customer's results."""
    table, policy, figures = outcome.table, outcome.policy, outcome.figures
    return {
        "policy": {
            "id": policy.id,
            "version": policy.version,
            "digest": policy.digest,
            **period_json(policy),
            "as_of": policy.as_of.isoformat() if policy.as_of is not None else None,
            "strict": policy.strict,
            "parameters": [
                {"name": p.name, "value": p.value, "own": p.own, "unit": p.unit.symbol or None}
                for p in policy.parameters
            ],
            "rules": [
                {
                    "step": step.name,
                    "rule": rule.id,
                    "conditions": rule_text(policy, rule, lang),
                    "results": dict(rule.results),
                    "provenance": rule.provenance,
                    "fills_gap": rule.fills_gap,
                }
                for step in policy.tables
                for rule in step.rules
            ],
        },
        "table": table_json(table),
        "rows": {
            "found": len(table.rows) + len(table.skipped),
            "graded": figures.graded,
            "ungraded": figures.ungraded,
            "not_applicable": figures.outside,
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
        "card": _card(outcome),
        "watched": [
            {
                "row": customer.cell.row + 1,
                "customer_id": customer.id,
                "customer_name": customer.name,
                "tier": customer.tier.id,
                "values": customer.values,
            }
            for customer in watched(outcome)
        ],
        "customers": _customers(outcome),
        "comparison": _comparison(outcome),
    }


def _card(outcome: Outcome) -> dict[str, Any] | None:
    figures = card_figures(outcome)
    if figures is None:
        return None
    return {
        "count": figures.count,
        "average": figures.average,
        "totals": [
            {"from": band.low, "to": band.high, "count": band.count} for band in figures.bands
        ],
        "items": [
            {"id": row.item.id, "max": row.item.most, "average": row.average}
            for row in figures.items
        ],
    }


def table_json(table: BoundTable) -> dict[str, Any]:
    """Return where the customers stand, and what the columns were taken for."""
    return {
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
    }


def _customers(outcome: Outcome) -> list[dict[str, Any]]:
    """Return every customer: its row, who it is, its results and the rules that gave them."""
    table = outcome.table
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
        for position, (row, decision) in enumerate(zip(table.rows, outcome.decisions, strict=True))
    ]


def _comparison(outcome: Outcome) -> dict[str, Any] | None:
    comparison = outcome.comparison
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
