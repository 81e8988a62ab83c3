"""The proof of a copy: a part of our own must stand in it as it was written, and be XML."""

from __future__ import annotations

from pathlib import Path

import pytest
from packages import parts, zipped

from tierctl.model.errors import SelfCheckFailed
from tierctl.ooxml.archive import Archive
from tierctl.ooxml.assemble import deflated
from tierctl.workbook.proof import prove_copy

PART = "xl/charts/chart1.xml"


def _prove(folder: Path, there: bytes | None, written: bytes) -> None:
    original = zipped(folder / "a.xlsx", parts())
    more = {PART: there} if there is not None else {}
    copy = zipped(folder / "b.xlsx", {**parts(), **more})
    with Archive(original) as archive:
        prove_copy(copy, [], archive, {PART}, {PART: deflated([written])})


def test_a_part_of_ours_is_proven(tmp_path: Path) -> None:
    _prove(tmp_path, b"<x/>", b"<x/>")


@pytest.mark.parametrize(
    ("there", "written"), [(None, b"<x/>"), (b"<y/>", b"<x/>"), (b"<x>", b"<x>")]
)
def test_a_part_that_is_not_as_written_fails(
    there: bytes | None, written: bytes, tmp_path: Path
) -> None:
    with pytest.raises(SelfCheckFailed):
        _prove(tmp_path, there, written)
