"""`tierctl validate`: every kind of finding, the exit codes, and what is shown."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import run
from hypothesis import given
from hypothesis import strategies as st
from packages import examples

from tierctl.app.classify import ClassifyOptions, classify
from tierctl.app.similar_names import plain_name
from tierctl.app.validate import Validated, ValidateOptions, validate
from tierctl.model.diagnostic import Diagnostic
from tierctl.policy.load import load_policy
from tierctl.render.finding_kinds import kind_text

CASES = tomllib.loads(
    (Path(__file__).parent / "cases" / "validate.toml").read_text(encoding="utf-8")
)
AS_OF = date(2026, 1, 15)


def book(path: Path, rows: list[list[Any]]) -> Path:
    """Write a workbook with one sheet 客户."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "客户"
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def outcome(folder: Path, case: dict[str, Any]) -> Validated:
    """Validate a case's rows by its policy."""
    policy = "sales-size"
    if "policy" in case:
        policy = str(folder / "policy.toml")
        Path(policy).write_text(CASES["policies"][case["policy"]], encoding="utf-8")
    source = book(folder / "客户.xlsx", case["rows"])
    return validate(source, load_policy(policy), ValidateOptions(as_of=AS_OF))


def told(found: Diagnostic) -> str:
    """Return severity, code and cell of a finding."""
    parts = [found.severity.value, found.code, found.cell.a1 if found.cell else ""]
    return " ".join(parts).strip()


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_every_kind_of_finding(tmp_path: Path, case: dict[str, Any]) -> None:
    result = outcome(tmp_path, case)
    assert sorted(case["found"]) == sorted(map(told, result.diagnostics))
    if "hint" in case:
        assert case["hint"] in [d.hint.en for d in result.diagnostics if d.hint is not None]


def test_every_kind_has_a_name_in_both_languages() -> None:
    codes = {line.split()[1] for case in CASES["case"] for line in case["found"]}
    assert not [code for code in codes if kind_text(code).en == code]


def test_what_classify_warns_of_is_what_validate_warns_of(samples: Path) -> None:
    """All that `classify` finds in the cells, `validate` finds in the same words."""
    policy, source = load_policy("sales-size"), samples / "messy.xlsx"
    graded = classify(source, policy, ClassifyOptions(dry_run=True))
    found = validate(source, policy, ValidateOptions(as_of=AS_OF)).diagnostics
    assert set(graded.diagnostics) <= set(found)
    more = {d.code for d in found} - {d.code for d in graded.diagnostics}
    assert more == {"number-as-text", "mixed-units"}


@examples
@given(st.text(alphabet="甲乙丙ab （）()·.,", min_size=1, max_size=8).filter(str.strip))
def test_a_legal_form_changes_no_plain_name(name: str) -> None:
    bare = plain_name(name)
    for form in (
        "有限公司",
        "有限责任公司",
        "股份有限公司",
        "集团有限公司",
        "（集团）股份有限公司",
    ):
        if len(bare) > 1:
            assert bare == plain_name(f"{name}{form}")
    assert bare == plain_name(f"{name} Co., Ltd.") or not bare


def test_a_name_that_is_a_legal_form_stays() -> None:
    assert plain_name("集团公司") == "集团公司"
    assert plain_name("Group") == "group"


def test_large_sheets_are_tested_cell_by_cell(tmp_path: Path) -> None:
    """What is read by columns otherwise is looked at all the same."""
    rows: list[list[Any]] = [["客户编号", "客户名称", "所在区域", "年平均销售额"]]
    rows += [[f"C{i:05}", f"客户名{i}号", "浙江", 1_000_000 + i * 7] for i in range(12_000)]
    rows[9000][3] = "1,234,567"
    result = validate(
        book(tmp_path / "a.xlsx", rows), load_policy("sales-size"), ValidateOptions(as_of=AS_OF)
    )
    assert ["warning number-as-text D9001"] == [told(d) for d in result.diagnostics]


# --- the command ---


def test_0_without_errors_and_1_with_them(samples: Path) -> None:
    assert run("validate", samples / "customers.xlsx").code == 0
    done = run("validate", samples / "messy.xlsx", "-q")
    assert (1, "") == (done.code, done.out)
    assert done.err == "tierctl: messy.xlsx: Errors 13, warnings 16, notes 0\n"


def test_fail_on_warning(tmp_path: Path) -> None:
    case = next(c for c in CASES["case"] if c["name"] == "negative sales are unusual")
    source = book(tmp_path / "a.xlsx", case["rows"])
    assert run("validate", source).code == 0
    assert run("validate", source, "--fail-on", "warning").code == 1


def test_what_cannot_be_read_is_refused_and_the_others_are_tested(samples: Path) -> None:
    (samples / "no.xlsx").write_bytes(b"nothing")
    assert run("validate", samples / "no.xlsx").code == 65
    assert run("validate", samples / "gone.xlsx").code == 66
    done = run("validate", samples / "no.xlsx", samples / "customers.xlsx", "--json")
    assert done.code == 3
    assert [file.get("counts") for file in done.json["files"]] == [
        {"error": 0, "warning": 0, "note": 0},
        None,
    ]


def test_options_that_name_nothing_are_refused(samples: Path) -> None:
    assert run("validate", samples / "customers.xlsx", "--map", "ZZ=annual_sales").code == 2
    assert run("validate", samples / "customers.xlsx", "--unit", "annual_sales=kg").code == 2


def test_findings_stand_by_kind_the_first_ones_of_many(samples: Path) -> None:
    few = run("validate", samples / "messy.xlsx").out
    assert "error not a number  6" in few
    assert "3 more: D30, D31, D40" in few
    every = run("validate", samples / "messy.xlsx", "--all-diagnostics").out
    assert "客户明细!D40" in every
    assert "3 more:" not in every
    assert "不是数字  6" in run("validate", samples / "messy.xlsx", "--lang", "zh").out


def test_json_has_every_finding_with_its_cell(samples: Path) -> None:
    [file] = run("validate", samples / "messy.xlsx", "--json").json["files"]
    assert {"error": 13, "warning": 16, "note": 0} == file["counts"]
    assert sum(file["counts"].values()) == len(file["diagnostics"])
    assert file["diagnostics"][0] == {
        "code": "missing-value",
        "severity": "error",
        "sheet": "客户明细",
        "cell": "D25",
        "message": "Average annual sales is blank",
        "hint": "Fill the cell and run again.",
    }
    counted = {(kind["severity"], kind["code"]): kind["count"] for kind in file["kinds"]}
    assert counted["warning", "mixed-units"] == 3


def test_json_without_a_table(tmp_path: Path) -> None:
    done = run("validate", book(tmp_path / "a.xlsx", [["甲", "乙"], [1, 2]]), "--json")
    [file] = done.json["files"]
    assert (1, None, None) == (done.code, file["table"], file["customers"])
    assert ["no-table"] == [d["code"] for d in file["diagnostics"]]


def test_long_numbers_are_masked(tmp_path: Path) -> None:
    rows = [["客户编号", "客户名称", "年平均销售额"], ["C1", "账号6222021234567890123", "待定"]]
    rows.append(["C2", "账号6222021234567890123公司", "100"])
    source = book(tmp_path / "a.xlsx", rows)
    assert "6222021234567890123" not in run("validate", source).out
    assert "6222021234567890123" in run("validate", source, "--unmask").out
