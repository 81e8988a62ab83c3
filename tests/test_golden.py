"""Golden copies of the samples, compared part by part: any change in what we write is seen.

Run `python tests/test_golden.py` to make them anew, and look at the difference before committing.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tierctl.app.classify import ClassifyOptions, classify
from tierctl.policy.load import load_policy

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "sample_data"
GOLDEN = HERE / "golden"
NAMES = ("customers", "messy")


def parts(path: Path) -> dict[str, list[str]]:
    """Return each part as a list of tags and texts; the stamp without version and digests."""
    with zipfile.ZipFile(path) as package:
        texts = {name: package.read(name).decode() for name in package.namelist()}
    stamp = "customXml/tierctl.xml"
    texts[stamp] = re.sub(r' (version|policyDigest|parts)="[^"]*"', "", texts[stamp])
    return {name: re.split(r"(?<=>)(?=<)", text) for name, text in texts.items()}


def annotated(name: str, folder: Path) -> Path:
    """Annotate a sample into a folder."""
    options = ClassifyOptions(output=folder, as_of=date(2025, 6, 30))
    return classify(SAMPLES / f"{name}.xlsx", load_policy("sales-size"), options).output


@pytest.mark.parametrize("name", NAMES)
def test_copy_equals_its_golden_part_by_part(name: str, tmp_path: Path) -> None:
    expected = parts(GOLDEN / f"{name}.tiered.xlsx")
    actual = parts(annotated(name, tmp_path))
    assert list(expected) == list(actual)
    for part in expected:
        assert expected[part] == actual[part], part


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for sample in NAMES:
            shutil.copy(annotated(sample, Path(scratch)), GOLDEN)
    sys.stdout.write("made anew\n")
