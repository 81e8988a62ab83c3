"""What checks found in a policy, as a page for the terminal and as a JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.check import Checked
from tierctl.app.check_rows import CheckedRows
from tierctl.model.diagnostic import Severity
from tierctl.model.quantity import shown
from tierctl.model.table import Value
from tierctl.model.text import Lang, Text, joined
from tierctl.policy.policy import Policy
from tierctl.policy.shown import plain_value, reading
from tierctl.render import words
from tierctl.render.json_head import head
from tierctl.render.json_outcome import period_json
from tierctl.render.safe import safe_text
from tierctl.render.view import View

_MOST = 10
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def findings(checked: Checked, rows: CheckedRows | None, view: View) -> RenderableType:
    """Return the page: which policy, each finding with its place, whom it concerns, what to do."""
    found = _findings(checked, view)
    if rows is None:
        return found
    return Group(found, RichText(""), *_rows(checked.policy, rows, view))


def _rows(policy: Policy, rows: CheckedRows, view: View) -> Iterator[RenderableType]:
    """Give the customers in gaps and overlaps, the first ones of many."""
    title = words.ROWS_IN_DOUBT if rows.found else words.NO_ROWS_IN_DOUBT
    file = view.file_text(rows.source.name)
    yield RichText(view.say(title, file=file, rows=len(rows.table.rows)), style="bold")
    for found in rows.found:
        said = view.say(
            words.ROW_KINDS[found.kind],
            step=found.step,
            rules=Text("、".join(found.rules), ", ".join(found.rules)),
            count=len(found.customers),
        )
        if found.total is not None and policy.measure is not None:
            label = policy.inputs[policy.measure].label
            said += view.say(words.SUM_OF, label=label, total=shown(found.total))
        yield view.text(said)
        grid = Table.grid(padding=(0, 1))
        for customer in found.customers[:_MOST]:
            read = [reading(policy, name, value) for name, value in customer.values.items()]
            names = [str(value) for value in (customer.id, customer.name) if value is not None]
            grid.add_row(
                RichText(str(customer.row + 1), style="dim"),
                view.text(" ".join(names)),
                view.text(view.say(joined(read, "，"))),
            )
        if len(found.customers) > _MOST:
            grid.add_row("", RichText(view.say(words.OTHERS, count=len(found.customers) - _MOST)))
        yield Padding(grid, (0, 0, 0, 2), expand=False)


def _findings(checked: Checked, view: View) -> RenderableType:
    policy = checked.policy
    title = RichText(safe_text(view.say(policy.title)), style="bold")
    title.append(f"  {policy.id} {safe_text(policy.version)}", style="dim")
    if not checked.findings:
        return Group(title, RichText(view.say(words.NO_FINDINGS, count=len(policy.tables))))
    grid = Table.grid(padding=(0, 1))
    for found in checked.findings:
        message = view.text(f"{found.where} ", style="dim")
        message.append(view.text(found.message.to(view.lang), style="not dim"))
        severity = view.say(words.SEVERITIES[found.severity])
        grid.add_row(RichText(severity, style=_COLORS[found.severity]), message)
    hints = dict.fromkeys(f.hint.to(view.lang) for f in checked.findings if f.hint is not None)
    lines = [RichText(f"  {view.say(words.HINT)}: {hint}", style="dim") for hint in hints]
    count = RichText(view.say(words.FINDINGS, count=len(checked.findings)), style="bold")
    return Group(title, count, Padding(grid, (0, 0, 0, 2), expand=False), *lines)


def checked_json(
    checked: Checked, rows: CheckedRows | None, lang: Lang, unmask: bool
) -> dict[str, Any]:
    """Return the object that `policy check --json` prints."""
    policy = checked.policy
    on = {} if rows is None else {"rows": _rows_json(policy, rows, unmask)}
    return {
        **head("policy check"),
        "policy": {"id": policy.id, "version": policy.version, **period_json(policy)},
        "tables": len(policy.tables),
        "findings": [
            {
                "code": found.code,
                "severity": found.severity.value,
                "where": found.where,
                "rules": list(found.rules),
                "message": safe_text(found.message.to(lang)),
                "hint": found.hint.to(lang) if found.hint else None,
                "witness": {n: plain_value(policy, n, v) for n, v in found.witness.items()},
            }
            for found in checked.findings
        ],
        **on,
    }


def _rows_json(policy: Policy, rows: CheckedRows, unmask: bool) -> dict[str, Any]:
    return {
        "source": str(rows.source),
        "sheet": rows.table.sheet,
        "customers": len(rows.table.rows),
        "found": [
            {
                "kind": found.kind,
                "step": found.step,
                "rules": list(found.rules),
                "count": len(found.customers),
                "total": found.total,
                "customers": [
                    {
                        "row": customer.row + 1,
                        "customer_id": _said(customer.id, unmask),
                        "customer_name": _said(customer.name, unmask),
                        "values": {
                            n: plain_value(policy, n, v) for n, v in customer.values.items()
                        },
                    }
                    for customer in found.customers
                ],
            }
            for found in rows.found
        ],
    }


def _said(value: Value, unmask: bool) -> str | None:
    return safe_text(str(value), unmask) if value is not None else None
