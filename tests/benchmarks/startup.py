"""How long small runs take to start: `python tests/benchmarks/startup.py [RUNS]`, by hand.

User and system time, not wall time: medians of runs that take turns, so that what else a machine
does is shared by all. Each is compared with importing Typer and Rich, which no run is without.
Modules are compiled once, into a folder of their own, as they are in an installed program.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections import defaultdict
from heapq import nlargest
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from statistics import median
from tempfile import TemporaryDirectory

SAMPLE = Path(__file__).parents[2] / "sample_data" / "customers.xlsx"
BASELINE = "import typer, rich.console"
TIERCTL = "from tierctl.cli.start import main; main()"
LEAST_RUNS = 9
LARGEST = 12
PACKAGES = ("tierctl", "typer", "rich", "pydantic")


def main() -> None:
    """Measure, and print two tables."""
    runs = max([LEAST_RUNS, *map(int, sys.argv[1:2])])
    print(f"Python {python_version()}", *(f"{name} {version(name)}" for name in PACKAGES), sep=", ")
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        classify = ["classify", str(SAMPLE), "-o", f"{folder}/copy.xlsx", "--force"]
        commands = {
            BASELINE: ["-c", BASELINE],
            "tierctl --help": ["-c", TIERCTL, "--help"],
            "tierctl --version": ["-c", TIERCTL, "--version"],
            "tierctl classify, 20 rows": ["-c", TIERCTL, *classify],
        }
        for arguments in commands.values():
            run(arguments, environment)
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, arguments in commands.items():
                before = spent()
                run(arguments, environment)
                seconds[name].append(spent() - before)
        show_medians(seconds)
        times = run(["-X", "importtime", "-c", TIERCTL, *classify], environment)
        show_imports(times)


def run(arguments: list[str], environment: dict[str, str]) -> str:
    """Run Python, and return what it says on stderr."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stderr


def spent() -> float:
    """Return the seconds of processor time that all runs so far have taken."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def show_medians(seconds: dict[str, list[float]]) -> None:
    """Print each command's median, and how much more it is than the baseline's."""
    base = median(seconds[BASELINE])
    print(f"\n{'seconds of user and system time':<32} median   above  fastest  slowest")
    for name, taken in seconds.items():
        above = f"{median(taken) - base:+8.3f}" if name != BASELINE else " " * 8
        print(f"{name:<32}{median(taken):7.3f}{above}{min(taken):9.3f}{max(taken):9.3f}")


def show_imports(times: str) -> None:
    """Print what the modules of a run of 20 rows take to import, the slowest first."""
    found = re.findall(r"^import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)$", times, re.MULTILINE)
    modules = {name: int(microseconds) / 1000 for microseconds, name in found}
    packages: dict[str, float] = defaultdict(float)
    for name, taken in modules.items():
        parts = name.split(".")
        packages[".".join(parts[: 2 if parts[0] == "tierctl" else 1])] += taken
    total = sum(modules.values())
    print(f"\n{len(modules)} modules imported by tierctl classify, {total:.0f} ms in all")
    for title, counted in (("by package", packages), ("by module", modules)):
        print(f"\n{title:<40}    ms  share")
        for name in nlargest(LARGEST, counted, key=lambda name: counted[name]):
            print(f"{name:<40}{counted[name]:6.1f}{counted[name] / total:7.1%}")


if __name__ == "__main__":
    main()
