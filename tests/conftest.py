"""What every test stands on: no colour, no width of a terminal, no language but the one named."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

os.environ["_TYPER_FORCE_DISABLE_TERMINAL"] = "1"
os.environ["COLUMNS"] = "100"
for name in ("LC_ALL", "LC_MESSAGES", "LANG", "TIERCTL_LANG", "TIERCTL_DEBUG", "NO_COLOR"):
    os.environ.pop(name, None)
os.environ["LANG"] = "C.UTF-8"

# Skips that are right in CI too, with their reason; any other skip there is a failure.
ALLOWED_SKIPS: dict[str, str] = {}

ROOT = Path(__file__).parent.parent


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A folder with copies of the sample workbooks and their parameters, free to write into."""
    folder = tmp_path / "sample_data"
    folder.mkdir()
    for path in (ROOT / "sample_data").iterdir():
        if path.suffix in (".xlsx", ".toml"):
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, turn a skip that nobody allowed into a failure: it would hide a missing program."""
    report = yield
    if report.skipped and os.environ.get("CI") and item.nodeid not in ALLOWED_SKIPS:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
