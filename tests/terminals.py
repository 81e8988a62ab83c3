"""Run the command line in a terminal of its own, and see what it shows there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cli import PROGRAM

_ROWS = 60
_PROMPT = re.compile(r"(?:[:：>] ?)\Z")
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


def typed_in_terminal(
    *arguments: str | Path,
    answers: Sequence[str],
    columns: int = 100,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
) -> Shown:
    """Run tierctl in a terminal and type an answer at every prompt, Ctrl-D (\\x04) behind the last.

    \\x03 is Ctrl-C.
    """
    child, ours = pty.fork()
    if child == 0:
        os.chdir(cwd or Path.cwd())
        known = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
        more = {"PYTHONIOENCODING": "utf-8", "TERM": "dumb", **(env or {})}
        os.execve(sys.executable, [*PROGRAM, *map(str, arguments)], {**known, **more})
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, columns, 0, 0))
    sent, waiting, seen = b"", [*answers], 0
    try:
        while piece := os.read(ours, 65_536):
            sent += piece
            if _PROMPT.search(sent[seen:].decode(errors="ignore")):
                seen = len(sent)
                answer = waiting.pop(0) if waiting else "\x04"
                control = answer in ("\x03", "\x04")
                os.write(ours, answer.encode() if control else f"{answer}\n".encode())
    except OSError:
        pass  # Linux says so that nobody holds the other end any longer
    os.close(ours)
    return Shown(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), sent.decode())
