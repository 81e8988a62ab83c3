"""The sample workbooks, from file to annotated copy, read back by three other programs."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import run
from python_calamine import CalamineWorkbook

from tierctl.app.classify import Classified, ClassifyOptions, classify
from tierctl.policy.load import load_policy

SAMPLES = ("customers.xlsx", "messy.xlsx")
TIERS = {"large": "大客户", "medium": "中客户", "small": "小客户"}
MESSY = tomllib.loads((Path(__file__).parent / "cases" / "messy.toml").read_text(encoding="utf-8"))[
    "row"
]

Grid = dict[tuple[str, int, int], Any]


def parts(path: Path) -> dict[str, bytes]:
    """Return a package's parts by name."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def by_openpyxl(path: Path, values: bool) -> Grid:
    """Return every cell as openpyxl reads it: stored values, or formulas."""
    book = openpyxl.load_workbook(path, data_only=values)
    return {
        (sheet.title, cell.row, cell.column): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def by_calamine(path: Path) -> Grid:
    """Return every cell as calamine reads it."""
    book = CalamineWorkbook.from_path(str(path))
    return {
        (name, r, c): value
        for name in book.sheet_names
        for r, row in enumerate(
            book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1
        )
        for c, value in enumerate(row, start=1)
        if value != ""
    }


@pytest.fixture(params=SAMPLES)
def graded(request: pytest.FixtureRequest, samples: Path) -> Classified:
    """One annotated sample."""
    source = samples / str(request.param)
    return classify(source, load_policy("sales-size"), ClassifyOptions())


def written(result: Classified) -> set[tuple[str, int, int]]:
    """Return the cells that we wrote."""
    rows = [*result.table.rows, result.table.header_row]
    return {(result.table.sheet, r + 1, c.col + 1) for r in rows for c in result.columns}


def without(ours: set[tuple[str, int, int]], cells: Grid, result: Classified) -> Grid:
    """Return the cells that we did not write: neither beside the customers nor on the summary."""
    return {k: v for k, v in cells.items() if k not in ours and k[0] != result.summary_sheet}


def test_the_committed_samples_are_what_the_script_builds(tmp_path: Path) -> None:
    script = Path(__file__).parent / "build_samples.py"
    environment = {**os.environ, "OPENPYXL_LXML": "False"}
    subprocess.run([sys.executable, str(script), str(tmp_path)], env=environment, check=True)
    committed = sorted((Path(__file__).parent.parent / "sample_data").glob("*.xlsx"))
    assert [path.name for path in committed] == sorted(path.name for path in tmp_path.iterdir())
    for path in committed:
        assert parts(path) == parts(tmp_path / path.name), path.name


def test_the_sources_own_tiers_agree_on_all_twenty(samples: Path) -> None:
    """The sample's printed tiers, kept in the CSV, are what the policy gives."""
    printed = {
        line.split(",")[0]: line.split(",")[-1]
        for line in (Path(__file__).parent.parent / "sample_data" / "customers.csv")
        .read_text(encoding="utf-8-sig")
        .splitlines()[1:]
    }
    result = classify(
        samples / "customers.xlsx", load_policy("sales-size"), ClassifyOptions(dry_run=True)
    )
    ids = result.table.columns["customer_id"].values
    given = {
        str(id): TIERS[str(d.results["tier"])] for id, d in zip(ids, result.decisions, strict=True)
    }
    assert len(printed) == 20
    assert printed == given


def test_the_sample_totals_are_the_sources(samples: Path) -> None:
    tiers = run("classify", samples / "customers.xlsx", "--json").json["files"][0]["tiers"]
    assert {t["tier"]: (t["count"], t["total"]) for t in tiers if t["tier"]} == {
        "large": (4, 29_785_000.0),
        "medium": (11, 26_740_000.0),
        "small": (5, 4_465_200.0),
    }


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Classified:
    """The messy sample, annotated."""
    source = Path(__file__).parent.parent / "sample_data" / "messy.xlsx"
    output = tmp_path_factory.mktemp("messy")
    return classify(source, load_policy("sales-size"), ClassifyOptions(output=output))


@pytest.mark.parametrize("row", MESSY, ids=lambda row: row["cell"])
def test_every_kind_of_cell_ends_as_the_case_says(messy: Classified, row: dict[str, Any]) -> None:
    index = int(row["cell"].lstrip("ABCDEFGHIJ")) - 1
    table = messy.table
    if row["expect"] == "skipped":
        assert index not in table.rows
        return
    position = list(table.rows).index(index)
    decision = messy.decisions[position]
    if row["expect"] == "graded":
        assert row["value"] == table.columns["annual_sales"].values[position]
        assert row["tier"] == decision.results["tier"]
    else:
        assert decision.results == {}
        assert [row["cell"]] == [p.cell.a1 for p in decision.problems if p.cell]


def test_rows_in_are_graded_ungraded_and_skipped(messy: Classified) -> None:
    """Blank rows are none; every other row below the header is one of the three."""
    skipped = {int(r["cell"][1:]) - 1 for r in MESSY if r["expect"] == "skipped"}
    blank = {31}
    assert set(messy.table.skipped) == skipped - blank
    assert (messy.figures.graded, messy.figures.ungraded) == (22, 13)


def test_openpyxl_reads_every_original_cell_unchanged(graded: Classified) -> None:
    for values in (True, False):
        before = by_openpyxl(graded.source, values)
        after = by_openpyxl(graded.output, values)
        ours = written(graded)
        assert without(ours, before, graded) == without(ours, after, graded)
        assert set(before) & ours <= {(graded.table.sheet, graded.table.header_row + 1, 8)}


def test_calamine_reads_every_original_cell_unchanged(graded: Classified) -> None:
    before, after = by_calamine(graded.source), by_calamine(graded.output)
    ours = written(graded)
    assert without(ours, before, graded) == without(ours, after, graded)


def test_stored_formula_values_are_kept(samples: Path) -> None:
    """openpyxl's own load-and-save would drop these; the copy has them still."""
    run("classify", samples / "customers.xlsx", samples / "messy.xlsx", "-q")
    assert by_openpyxl(samples / "customers.tiered.xlsx", True)["说明", 7, 2] == 60_990_200
    book = by_openpyxl(samples / "messy.tiered.xlsx", True)
    assert book["客户明细", 39, 4] == 1_250_000
    assert book["客户明细", 18, 4] == 6_580_000


def test_untouched_parts_are_byte_identical(graded: Classified) -> None:
    before, after = parts(graded.source), parts(graded.output)
    changed = {name for name in before if before[name] != after[name]}
    sheet = next(n for n in changed if n.startswith("xl/worksheets/"))
    assert changed <= {
        sheet,
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
    }
    added = set(after) - set(before) - {"customXml/tierctl.xml"}
    assert {name.split("/")[1] for name in added} == {"worksheets", "drawings", "charts"}


def test_libreoffice_opens_the_copies_and_sees_the_same_cells(
    samples: Path, tmp_path: Path
) -> None:
    """A real spreadsheet program loads original and copy, and saves the same values of both."""
    run("classify", samples / "customers.xlsx", samples / "messy.xlsx", "-q")
    files = [samples / n for n in (*SAMPLES, "customers.tiered.xlsx", "messy.tiered.xlsx")]
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "ods",
            "--outdir",
            str(tmp_path),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    for name in ("customers", "messy"):
        before = by_calamine(tmp_path / f"{name}.ods")
        after = by_calamine(tmp_path / f"{name}.tiered.ods")
        assert len(before) > 100
        # What LibreOffice computes anew at each load (a random or current value) does not occur.
        lost = {k: v for k, v in before.items() if after.get(k) != v}
        assert lost == {}
        tiers = {v for k, v in after.items() if k not in before}
        assert {"大客户", "中客户", "小客户"} <= tiers


def test_no_date_slips_into_the_copy(graded: Classified) -> None:
    """The copy's own entry carries no time of the run: two runs give the same bytes."""
    with zipfile.ZipFile(graded.output) as package:
        dates = {info.date_time for info in package.infolist()}
    assert max(dates) < tuple(datetime(2000, 1, 1).timetuple()[:6])
