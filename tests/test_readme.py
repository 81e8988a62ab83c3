"""README says what the program does: its generated parts are fresh, its commands run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli import run
from readme import README, ROOT, commands, fenced, generated

from tierctl.model.quantity import DAY, YUAN, Dimension, Unit
from tierctl.policy.canonical import canonical
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.conditions import parse_condition
from tierctl.policy.load import load_policy, shipped

TEXT = README.read_text(encoding="utf-8")


def test_generated_parts_are_fresh() -> None:
    """`python tests/readme.py` would change nothing."""
    assert generated(TEXT) == TEXT


def test_own_rules_example_grades_the_sample(samples: Path) -> None:
    """The policy in README, saved and named, grades by its own threshold."""
    rules = samples / "my-rules.toml"
    rules.write_text(fenced(TEXT, "my-rules.toml"), encoding="utf-8")
    done = run("classify", samples / "customers.xlsx", "--policy", rules, "--json")
    assert done.code == 0, done.err
    tiers = {t["tier"]: t["count"] for t in done.json["files"][0]["tiers"]}
    assert tiers == {"key": 8, "normal": 12, None: 0}
    tried = run("policy", "test", rules, "--json")
    assert (tried.code, tried.json["count"]) == (0, 2)


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)[ =`]", TEXT))))
def test_every_option_named_exists(option: str) -> None:
    """No option is praised that the program does not have."""
    helps = [run(*name.split(), "--help").out for name in commands()]
    known = {found for text in helps for found in re.findall(r"--[a-z-]+", text)}
    assert option in known | {"--version"}


def test_every_command_is_in_the_reference() -> None:
    """The reference is made from the program's own commands, those of groups included."""
    names = {"classify", "explain", "validate", "policy list", "policy show", "policy new"}
    assert names <= set(commands())
    for name in commands():
        assert f"`tierctl {name}" in TEXT


def test_rules_in_readme_are_what_it_says(tmp_path: Path) -> None:
    """The table of rules in README, as a sheet, is read as the lines below it."""
    from openpyxl import Workbook

    shown = TEXT.partition("<!-- rules.xlsx -->\n")[2].partition("<!-- end")[0]
    lines = [line.strip("|\n").split("|") for line in shown.splitlines() if "---" not in line]
    book = Workbook()
    for line in lines:
        book.worksheets[0].append([text.strip() for text in line])
    book.save(tmp_path / "rules.xlsx")
    done = run("policy", "show", tmp_path / "rules.xlsx", "--lang", "zh")
    assert done.code == 0, done.err
    rules = done.out.partition("规则（")[2].partition("等级（")[0].splitlines()[1:]
    printed = [" ".join(line.split()) for line in rules if line.strip()]
    assert printed == [
        " ".join(line.split()) for line in fenced(TEXT, "rules.xlsx read").splitlines()
    ]


def test_a_new_workbook_grades_the_sample(samples: Path) -> None:
    """The two commands with which README begins a workbook of rules."""
    for command in fenced(TEXT, "new rules").splitlines():
        assert command in TEXT.partition("## 中文说明")[2]
        arguments = command.replace("customers.xlsx", "sample_data/customers.xlsx").split()[1:]
        done = run(*arguments, cwd=samples.parent)
        assert done.code == 0, done.err


def test_offline_recipe_builds_a_wheel_that_holds_the_policies() -> None:
    """What pip installs has the policy files: they are found from the package itself."""
    assert load_policy("sales-size").id == "sales-size"
    assert 'packages = ["tierctl"]' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_table_in_readme_shows_what_is_written(samples: Path) -> None:
    """The rows that README prints are those of the annotated sample."""
    from python_calamine import CalamineWorkbook

    done = run("classify", samples / "customers.xlsx", "-q")
    assert done.code == 0, done.err
    rows = CalamineWorkbook.from_path(str(samples / "customers.tiered.xlsx")).get_sheet_by_name(
        "客户表"
    )
    written = {str(row[0]): (row[7], row[8]) for row in rows.to_python()}
    printed = re.findall(r"^\| (DKF\d+) \| … \| [\d,.]+ \| (\S+) \| (.+?) \|$", TEXT, re.MULTILINE)
    assert len(printed) == 3
    for id, tier, reason in printed:
        assert written[id] == (tier, reason)


def test_samples_in_readme_exist() -> None:
    """Every sample that README names is there."""
    for name in set(re.findall(r"sample_data/([\w.-]+\.xlsx)", TEXT)) - {"customers.tiered.xlsx"}:
        assert (ROOT / "sample_data" / name).is_file(), name


def test_every_policy_in_readme_grades_its_sample(samples: Path) -> None:
    """The table names each shipped policy once, with a command that runs."""
    table = TEXT.partition("<!-- policies -->")[2].partition("<!-- end of policies -->")[0]
    listed = re.findall(r"^\| `([a-z-]+)` \| .+? \| `tierctl (.+)` \|$", table, re.MULTILINE)
    assert shipped() == sorted(id for id, _ in listed)
    for id, command in listed:
        assert f"--policy {id}" in command
        done = run(*command.split(), "--dry-run", "-q", cwd=samples.parent)
        assert (0, "") == (done.code, done.err), command
    done = run(*fenced(TEXT, "several").split()[1:], "-q", cwd=samples.parent)
    assert (0, "") == (done.code, done.err)


def test_library_example_prints_what_it_says() -> None:
    """The example under From Python runs."""
    done = subprocess.run(
        [sys.executable, "-c", fenced(TEXT, "library")],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    assert fenced(TEXT, "library prints") == done.stdout


@pytest.mark.parametrize(("kind", "unit"), [("number", YUAN), ("text", None), ("date", DAY)])
def test_conditions_in_readme_are_read_as_it_says(kind: str, unit: Unit | None) -> None:
    """Every spelling of the table is printed back as the table has it."""
    dimension = unit.dimension if unit else Dimension.PLAIN
    _, _, table = TEXT.partition(f"<!-- conditions: {kind} -->\n")
    rows = table.partition("<!-- end")[0].splitlines()[2:]
    assert len(rows) >= 3
    for row in rows:
        spelled, meant = row.strip("|").split(" | ")
        for text in re.findall("`(.+?)`", spelled):
            values = parse_condition(text, unit)
            assert meant.strip() == canonical(values, dimension, "en"), text


@pytest.mark.parametrize(
    ("text", "unit"), [("100-500万", YUAN), (">100, <500", YUAN), ("媒体或律师", None)]
)
def test_what_readme_calls_refused_is_refused(text: str, unit: Unit | None) -> None:
    """The doubtful spellings that README names raise an error."""
    assert f"`{text}`" in TEXT
    with pytest.raises(ConditionError):
        parse_condition(text, unit)


def test_the_comparison_in_readme_says_what_it_says(samples: Path) -> None:
    """The command runs, and tells the difference that the text names."""
    old = run("policy", "show", "sales-size", "--toml").out
    (samples / "old.toml").write_text(old, encoding="utf-8")
    new = old.replace('value = "500万"', 'value = "700万"')
    (samples / "new.toml").write_text(new, encoding="utf-8")
    done = run(*fenced(TEXT, "diff").split()[1:], cwd=samples)
    assert (1, "") == (done.code, done.err)
    said = " ".join(TEXT.split()).partition("`Large → Medium: ")[2].partition("`")[0]
    assert "Large → Medium" in done.out
    assert said in done.out
