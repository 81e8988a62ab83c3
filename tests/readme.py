"""Fill README's generated parts: the console examples that are checked, and the reference.

Run `python tests/readme.py` to write them; `tests/test_readme.py` fails where they are stale.
"""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

from tierctl.cli.main import app

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_CONSOLE = re.compile(r"(<!-- checked -->\n```console\n\$ (tierctl [^\n]*)\n)(.*?)(```)", re.DOTALL)
_REFERENCE = re.compile(r"(<!-- reference -->\n)(.*?)(<!-- end of reference -->)", re.DOTALL)


def commands(of: typer.Typer = app, before: str = "") -> dict[str, Callable[..., Any]]:
    """Return every command of the program by its name, those of a group behind the group's."""
    found = {f"{before}{c.name}": c.callback for c in of.registered_commands if c.callback}
    for group in of.registered_groups:
        if group.typer_instance is not None:
            found |= commands(group.typer_instance, f"{before}{group.name} ")
    return found


def fenced(text: str, marker: str) -> str:
    """Return the fenced block that follows a marker."""
    match = re.search(rf"<!-- {re.escape(marker)} -->\n```\w+\n(.*?)```", text, re.DOTALL)
    assert match is not None, marker
    return match[1]


def generated(text: str) -> str:
    """Return README's text with its generated parts made anew."""
    text = _CONSOLE.sub(lambda m: m[1] + _output(m[2]) + m[4], text)
    return _REFERENCE.sub(lambda m: m[1] + "".join(map(_reference, commands())) + "\n" + m[3], text)


def _output(command: str) -> str:
    """Run a command in a copy of the samples, and return what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "sample_data", Path(folder) / "sample_data")
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from tierctl.cli.start import main; main()",
                *command.split()[1:],
            ],
            cwd=folder,
            env={**os.environ, "LANG": "C.UTF-8", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
        )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return done.stdout.strip("\n") + "\n"


def _reference(name: str) -> str:
    """Return a command's options as a table, from the command's own signature."""
    command = commands()[name]
    hints = get_type_hints(command, include_extras=True, localns=vars(typer))
    arguments, lines = [], []
    for parameter in inspect.signature(command).parameters.values():
        type_, info = get_args(hints[parameter.name])[:2]
        if isinstance(info, ArgumentInfo):
            arguments.append(info.metavar or parameter.name.upper())
        if not isinstance(info, OptionInfo):
            continue
        # In an annotation, the first name stands where a default would.
        named = [info.default, *(info.param_decls or ())]
        names = [n for n in named if isinstance(n, str) and n.startswith("-")]
        names = names or [f"--{parameter.name.replace('_', '-')}"]
        value = "" if type_ is bool else f" {_value(parameter.name, type_, info)}"
        shown = ", ".join(names).replace("|", "\\|") + value
        default = f"`{parameter.default}`" if parameter.default not in (None, False) else ""
        lines.append(f"| `{shown}` | {info.help} | {default} |")
    head = ["", f"`{' '.join(['tierctl', name, *arguments])}`", ""]
    if lines:
        head += ["| option | what it does | default |", "|---|---|---|"]
    return "\n".join([*head, *lines, ""])


def _value(name: str, type_: Any, info: OptionInfo) -> str:
    choices = [
        c for t in (type_, *get_args(type_)) if get_origin(t) is Literal for c in get_args(t)
    ]
    return (info.metavar or "|".join(choices) or name.upper()).replace("|", "\\|")


if __name__ == "__main__":
    README.write_text(generated(README.read_text(encoding="utf-8")), encoding="utf-8")
