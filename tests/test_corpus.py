"""Other people's workbooks: annotated with nothing lost, or refused with nothing written."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from corpus import (
    HIGH,
    LOW,
    Annotated,
    Position,
    Refused,
    SheetXml,
    Written,
    Zip,
    check_apart,
    check_cells,
    check_package,
    check_sheet,
    check_sheets,
    check_table,
    grade,
    load_cases,
    local,
    outcome,
    read_with_calamine,
    read_with_openpyxl,
    sha256,
)

from tierctl.app.classify import Classified
from tierctl.model.address import column_index
from tierctl.model.errors import TierctlError

ROOT = Path(os.environ.get("TIERCTL_CORPUS", ""))
ANNOTATED, REFUSED = load_cases()
BATCHES = 2

pytestmark = pytest.mark.skipif(
    not os.environ.get("TIERCTL_CORPUS"),
    reason="TIERCTL_CORPUS does not name the folder of other projects' workbooks",
)


def test_the_list_holds_enough_cases() -> None:
    assert len(ANNOTATED) >= 60
    assert len(REFUSED) >= 20
    annotated = [(case.path, case.sheet, case.column) for case in ANNOTATED]
    refused = [(case.path, case.sheet, case.column) for case in REFUSED]
    assert len({*annotated, *refused}) == len(annotated) + len(refused)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.path)
def test_is_refused_with_nothing_written(case: Refused, tmp_path: Path) -> None:
    assert case.sha256 == sha256(ROOT / case.path)
    with pytest.raises(TierctlError) as caught:
        grade(ROOT, case, tmp_path)
    assert case.code == caught.value.code
    assert not list(tmp_path.iterdir())
    assert case.sha256 == sha256(ROOT / case.path)


@pytest.mark.parametrize("case", ANNOTATED, ids=lambda case: case.path)
def test_is_annotated_with_nothing_lost(case: Annotated, tmp_path: Path) -> None:
    source = ROOT / case.path
    assert case.sha256 == sha256(source)
    classified = grade(ROOT, case, tmp_path)
    assert case.sha256 == sha256(source)
    assert [classified.output] == list(tmp_path.iterdir())
    assert case == outcome(case, classified)

    written = Written.by(classified)
    original, copy = Zip(source), Zip(classified.output)
    changed = check_package(original, copy)
    sheet = next(name for name, root in changed.items() if local(root) == "worksheet")
    before = SheetXml(ET.fromstring(original.data[sheet]))
    check_sheet(before, SheetXml(changed[sheet]), written)
    texts = read_everywhere(case, source, classified, written)
    tables = original.tables_of(sheet)
    for name, table in tables.items():
        if name in changed:
            check_table(table, changed[name], texts)
    check_apart([(table, name in changed) for name, table in tables.items()], written)


def read_everywhere(
    case: Annotated, source: Path, classified: Classified, written: Written
) -> dict[Position, object]:
    """Check both files with every reader that opens the original; return the copy's cells."""
    texts: dict[Position, object] = {}
    if "openpyxl" not in case.unread:
        for data_only in (False, True):
            before = read_with_openpyxl(source, data_only)
            after = read_with_openpyxl(classified.output, data_only)
            check_sheets(before, after, written)
            check_cells(before, after, written)
            texts = after[case.sheet]
    if "calamine" not in case.unread:
        cells, after = read_with_calamine(source), read_with_calamine(classified.output)
        check_sheets(cells, after, written)
        check_cells(cells, after, written)
        check_tiers(case, cells[case.sheet], classified)
        texts = after[case.sheet]
    assert texts
    return texts


def check_tiers(case: Annotated, cells: dict[Position, object], classified: Classified) -> None:
    """Check every tier against the number that another reader finds in the cell."""
    values = classified.columns[0].column.values
    for row, value, decision in zip(
        classified.table.rows, values, classified.decisions, strict=True
    ):
        number = cells.get((row, column_index(case.column)))
        if isinstance(number, int | float) and decision.results:
            assert value in (HIGH if number > float(case.threshold) else LOW)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_opens_in_libreoffice_as_the_original_does(batch: int, tmp_path: Path) -> None:
    cases = [case for case in ANNOTATED if "libreoffice" not in case.unread][batch::BATCHES]
    originals, copies = tmp_path / "originals", tmp_path / "copies"
    originals.mkdir()
    copies.mkdir()
    graded = {}
    for number, case in enumerate(cases):
        name = f"{number}{Path(case.path).suffix}"
        shutil.copyfile(ROOT / case.path, originals / name)
        graded[number] = grade(ROOT, case, copies)
        output = graded[number].output
        output.rename(copies / f"{number}{output.suffix}")
    wanted = {f"{number}.xlsx" for number in graded}
    first = convert(originals, tmp_path / "converted-originals", tmp_path / "profile")
    second = convert(copies, tmp_path / "converted-copies", tmp_path / "profile")
    assert wanted == {path.name for path in first.iterdir()}
    assert wanted == {path.name for path in second.iterdir()}
    for number, case in enumerate(cases):
        written = Written.by(graded[number])
        before = read_with_calamine(first / f"{number}.xlsx")
        after = read_with_calamine(second / f"{number}.xlsx")
        check_sheets(before, after, written)
        check_cells({case.sheet: before[case.sheet]}, {case.sheet: after[case.sheet]}, written)


def convert(folder: Path, target: Path, profile: Path) -> Path:
    """Convert a folder's workbooks to .xlsx in one run of LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    target.mkdir()
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target)]
    command += [str(path) for path in sorted(folder.iterdir())]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return target
