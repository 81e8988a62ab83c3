"""Annotate a large workbook, side by side with what else people use for it.

Run `python tests/benchmarks/annotate.py [--rows 100000] [--runs 5]` in an environment with the
extra `bench`. Every contender is a process of its own; they take turns, and what is printed are
medians, ratios of one run, and peak memory. The peers add the tier and nothing else, tierctl
reasons and its summary page as well. The floor inflates the sheet, lets calamine read it, and
deflates it again.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

PEERS = {
    "openpyxl": """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1]); sheet = book.worksheets[0]
sheet.cell(1, 8, "tier")
for row in sheet.iter_rows(min_row=2):
    sales = row[6].value
    sheet.cell(row[0].row, 8, "large" if sales > 5e6 else "medium" if sales > 1e6 else "small")
book.save(sys.argv[2])
""",
    "pandas": """
import sys, pandas as pd
frame = pd.read_excel(sys.argv[1], engine="openpyxl")
bounds = [-1e18, 1e6, 5e6, 1e18]
frame["tier"] = pd.cut(frame["年平均销售额"], bounds, labels=["small", "medium", "large"])
frame.to_excel(sys.argv[2], index=False, engine="xlsxwriter")
""",
    "polars": """
import sys, polars as pl
sales, frame = pl.col("年平均销售额"), pl.read_excel(sys.argv[1])
tier = pl.when(sales > 5e6).then(pl.lit("large")).when(sales > 1e6).then(pl.lit("medium"))
frame.with_columns(tier.otherwise(pl.lit("small")).alias("tier")).write_excel(sys.argv[2])
""",
    "floor": """
import sys, zipfile, python_calamine
from zlib_ng import zlib_ng
data = zipfile.ZipFile(sys.argv[1]).read("xl/worksheets/sheet1.xml")
python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
deflate = zlib_ng.compressobj(4, zlib_ng.DEFLATED, -15)
deflate.compress(data) + deflate.flush()
""",
}
# As installed programs run: with their modules compiled once.
_COMPILED = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
STAGES = {
    "tierctl.app.classify": ["read_table", "decided", "figures"],
    "tierctl.ooxml.workbook": ["WorkbookFile.open_sheet"],
    "tierctl.engine.decide": ["decide"],
    "tierctl.app.annotation_columns": ["ColumnBuilder.__init__", "ColumnBuilder.columns"],
    "tierctl.workbook.annotate": ["Annotator.__init__", "Annotator.write", "prove_copy"],
}


def build(path: Path, rows: int) -> None:
    """Write customers as Excel does, with shared strings: seven columns, amounts in fen."""
    chance = random.Random(1)
    book: Any = importlib.import_module("xlsxwriter").Workbook(str(path))
    sheet = book.add_worksheet("客户")
    header = ["客户编号", "客户名称", "开户行", "账号", "经营范围", "所在区域", "年平均销售额"]
    sheet.write_row(0, 0, header)
    for n in range(rows):
        sheet.write_row(
            n + 1,
            0,
            [
                f"DKF{n:07}",
                f"客户{n}公司",
                "中国银行",
                f"62220000000{n:08}",
                "空调",
                chance.choice(["四川", "安徽", "浙江"]),
                round(chance.lognormvariate(14.5, 1), 2),
            ],
        )
    book.close()


def once(command: list[str]) -> tuple[float, float, float]:
    """Run a process: seconds, seconds of CPU, peak memory in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_COMPILED)
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed")
    return taken, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def compare(source: Path, folder: Path, names: list[str], runs: int) -> None:
    """Let the contenders take turns, and print medians and ratios."""
    target = str(folder / "out.xlsx")
    commands = {
        name: [sys.executable, "-c", script, str(source), target] for name, script in PEERS.items()
    }
    commands["tierctl"] = [
        *[
            sys.executable,
            "-c",
            "from tierctl.cli.start import main; main()",
            "classify",
            str(source),
        ],
        *["-o", str(folder / "tiered.xlsx"), "--force", "-q"],
    ]
    taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            taken[name].append(once(commands[name]))
    medians = {
        name: tuple(statistics.median(run[i] for run in done) for i in range(3))
        for name, done in taken.items()
    }
    print(f"{'':10}{'seconds':>9}{'CPU':>9}{'MB':>7}{'times tierctl':>15}")
    for name, (seconds, cpu, memory) in sorted(medians.items(), key=lambda item: item[1]):
        ratio = seconds / medians["tierctl"][0]
        print(f"{name:10}{seconds:9.2f}{cpu:9.2f}{memory:7.0f}{ratio:15.2f}")


def stages(source: Path, folder: Path) -> None:
    """Print how long each stage of one run takes, those within another ones included."""
    spent: dict[str, float] = {}

    def timed(name: str, work: Any) -> Any:
        @functools.wraps(work)
        def run(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                spent[name] = spent.get(name, 0.0) + time.perf_counter() - started

        return run

    started = time.perf_counter()
    for module, names in STAGES.items():
        for name in names:
            owner: Any = importlib.import_module(module)
            *path, last = name.split(".")
            for part in path:
                owner = getattr(owner, part)
            setattr(owner, last, timed(name, getattr(owner, last)))
    from tierctl.app.classify import ClassifyOptions, classify
    from tierctl.policy.load import load_policy

    policy = load_policy("sales-size")
    spent["imports and policy"] = time.perf_counter() - started
    classify(source, policy, ClassifyOptions(output=folder / "stages.xlsx", force=True))
    for name, seconds in spent.items():
        print(f"{name:26}{seconds:7.3f}")


def main() -> None:
    """Compare, then show the stages of one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=[*PEERS, "tierctl"])
    given = parser.parse_args()
    packages = ["openpyxl", "pandas", "polars", "fastexcel", "xlsxwriter", "zlib-ng"]
    print("Python", platform.python_version(), *(f"{p} {version(p)}" for p in packages), sep=", ")
    print("deflate: tierctl zlib-ng level 4, all others zlib level 6")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "customers.xlsx"
        build(source, given.rows)
        print(f"{given.rows:,} × 7, medians of {given.runs} runs in turn")
        compare(source, folder, list(dict.fromkeys([*given.only, "tierctl"])), given.runs)
        print("\nstages of one run, in seconds")
        stages(source, folder)


if __name__ == "__main__":
    main()
