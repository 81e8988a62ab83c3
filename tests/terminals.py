"""Run the command line in a terminal of its own, and see what it shows there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cli import PROGRAM

_ROWS = 60
_CONTROL = re.compile(r"\x1b\[([?\d;]*)([A-Za-z])|([\r\n])|([^\x1b\r\n]+)")


@dataclass(frozen=True)
class Shown:
    """What a run in a terminal left: its exit code, and all that the terminal was sent."""

    code: int
    sent: str

    @property
    def screen(self) -> list[str]:
        """The lines that stay on the screen: what was moved over and erased is gone."""
        lines, row, col = [""], 0, 0
        for number, control, line_end, text in _CONTROL.findall(self.sent):
            count = int(number) if number.isdigit() else 1
            if control == "A":
                row = max(0, row - count)
            elif control == "K":
                lines[row] = ""
            elif line_end == "\r":
                col = 0
            elif line_end == "\n":
                row, col = row + 1, 0
                lines += [""] * (row + 1 - len(lines))
            elif text:
                lines[row] = lines[row][:col].ljust(col) + text + lines[row][col + len(text) :]
                col += len(text)
        return lines


def in_terminal(
    *arguments: str | Path,
    columns: int = 100,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    program: Sequence[str] = PROGRAM,
    stdout: int | None = None,
) -> Shown:
    """Run tierctl with a terminal for stderr, and for stdout unless that goes elsewhere."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, columns, 0, 0))
    known = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
    child = subprocess.Popen(
        [*program, *map(str, arguments)],
        cwd=cwd,
        env={**known, "PYTHONIOENCODING": "utf-8", "TERM": "xterm-256color", **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=theirs if stdout is None else stdout,
        stderr=theirs,
    )
    os.close(theirs)
    sent = b""
    try:
        while piece := os.read(ours, 65_536):
            sent += piece
    except OSError:
        pass  # Linux says so that nobody holds the other end any longer
    os.close(ours)
    return Shown(child.wait(timeout=60), sent.decode())
