"""What every JSON object begins with: its schema, the command and the version."""

from __future__ import annotations

from typing import Any

from tierctl import __version__

SCHEMA = "tierctl/1"


def head(command: str) -> dict[str, Any]:
    """Return the first keys of the object that a command prints with `--json`."""
    return {"schema": SCHEMA, "command": command, "version": __version__}
