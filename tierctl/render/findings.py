"""What checks found in a policy, as a page for the terminal and as a JSON object."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl import __version__
from tierctl.app.check import Checked
from tierctl.model.diagnostic import Severity
from tierctl.model.text import Lang
from tierctl.policy.shown import plain_value
from tierctl.render import words
from tierctl.render.json_object import SCHEMA
from tierctl.render.safe import safe_text
from tierctl.render.view import View

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def findings(checked: Checked, view: View) -> RenderableType:
    """Return the page: which policy, each finding with its place, what to do."""
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


def checked_json(checked: Checked, lang: Lang) -> dict[str, Any]:
    """Return the object that `policy check --json` prints."""
    policy = checked.policy
    return {
        "schema": SCHEMA,
        "command": "policy check",
        "version": __version__,
        "policy": {"id": policy.id, "version": policy.version},
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
    }
