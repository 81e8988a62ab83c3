"""The terminal at hand: its language, its streams, its habits."""

from __future__ import annotations

import json
import locale
import os
import re
import signal
import sys
from typing import IO, Any, cast

from rich.console import Console

from tierctl.model.text import Lang, Text

_TRAILING = re.compile(r"[ \t]+(?=\n|\Z)")
_PIPED_WIDTH = 160


def terminal_lang(given: str | None = None) -> Lang:
    """Return the language to speak: `--lang`, else TIERCTL_LANG, else the locale's."""
    for value in (given, os.environ.get("TIERCTL_LANG")):
        if value in ("zh", "en"):
            return "zh" if value == "zh" else "en"
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    name = next((n for n in names if n), "") or (locale.getlocale()[0] or "")
    return "zh" if name.casefold().startswith(("zh", "chinese")) else "en"


def said(zh: str, en: str) -> str:
    """Return a help text in the terminal's language."""
    return Text(zh, en).to(terminal_lang())


def prepare_streams() -> None:
    """Let no character that the console cannot show stop us: a GBK console has no emoji.

    A reader that has gone away ends us silently, as it does other programs; a stream that was
    closed before we started takes what we say and keeps it.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115 - lives until the exit
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


class _Piped:
    """A stream that is no terminal: lines end where their text ends."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write whole lines."""
        return self._stream.write(_TRAILING.sub("", text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def console(stream: IO[str], color: bool = True) -> Console:
    """Return a console on a stream: no markup, no emoji codes, colour only where it belongs."""
    plain = not color or os.environ.get("TERM") == "dumb"
    terminal = stream.isatty()
    return Console(
        file=stream if terminal else cast("IO[str]", _Piped(stream)),
        width=None if terminal else _piped_width(),
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=not terminal,
        no_color=True if plain else None,
        color_system=None if plain else "auto",
    )


def _piped_width() -> int:
    """Return the width where there is no terminal to ask."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if re.fullmatch("[1-9][0-9]{0,3}", columns) else _PIPED_WIDTH


def print_json(value: dict[str, Any]) -> None:
    """Print one JSON object to stdout, as ASCII: every console can carry it."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True, indent=2) + "\n")
    sys.stdout.flush()
