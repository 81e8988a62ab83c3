"""`tierctl policy diff`: what differs, by cases and as a program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import run
from policies import HEAD, POINTS, step
from sheets import CASES, cases

from tierctl.app.diff import PolicyDiff, diff
from tierctl.checks.moves import Move
from tierctl.checks.shown import customer_text, region_text
from tierctl.policy.policy import Policy
from tierctl.policy.settings import Settings
from tierctl.render.diff_words import move_text, sides_text

TOTAL = POINTS.replace("points", "total").replace("得分", "总分")


def toml(steps: Sequence[Mapping[str, Any]]) -> str:
    """Return the file of a policy with these steps."""
    text = ""
    for number, given in enumerate(steps, start=1):
        name = given.get("name", f"s{number}")
        if "formula" in given:
            text += f'[[steps]]\nname = "{name}"\nformula = "{given["formula"]}"\n'
            text += f'result = "{given["result"]}"\n'
            continue
        rules = [(rule["when"], rule["then"]) for rule in given["rules"]]
        text += step(name, given.get("hit_policy", "unique"), rules, given.get("aggregate", ""))
    points = POINTS if "points" in text else ""
    return HEAD + points + (TOTAL if 'result = "total"' in text else "") + text


def compared(case: Mapping[str, Any], folder: Path) -> PolicyDiff:
    """Return the difference of the two policies of a case."""
    other = toml(case["b"])
    for old, new in case.get("changes", []):
        assert old in other
        other = other.replace(old, new)
    for name, text in (("a", toml(case["a"])), ("b", other)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return diff(str(folder / "a.toml"), str(folder / "b.toml"), Settings())


def told(moves: Sequence[Move], both: Policy) -> list[str]:
    """Return each region of each move as it is told."""
    return [
        f"{move_text(both, move.before, move.after).zh}：{region_text(both, region.conditions).zh}"
        f"；例如 {customer_text(both, region.customer).zh}"
        for move in moves
        for region in move.regions
        if region.certain
    ]


@pytest.mark.parametrize("case", cases("differences.toml"))
def test_what_differs_is_found(case: Mapping[str, Any], tmp_path: Path) -> None:
    found = compared(case, tmp_path)
    both, difference = found.pair.both, found.difference
    structure = [f"{c.what.zh}：{sides_text(c.a, c.b).zh}" for c in found.changes]
    assert case.get("structure", []) == structure
    assert case.get("moves", []) == told(difference.moves, both)
    assert case.get("rules", []) == [
        f"{rule.gives.zh}：{sides_text(rule.a, rule.b).zh}" for rule in found.rules
    ]
    assert case.get("steps", []) == [
        f"{one.name} {text}" for one in difference.steps for text in told(one.moves or (), both)
    ]
    assert case.get("not_decided", []) == [doubt.zh for doubt in difference.doubts]
    assert case.get("same", False) == found.same


@pytest.mark.parametrize("case", cases("differences.toml"))
def test_a_policy_does_not_differ_from_itself(case: Mapping[str, Any], tmp_path: Path) -> None:
    assert compared({"a": case["a"], "b": case["a"]}, tmp_path).same


@pytest.mark.parametrize("case", cases("differences.toml"))
def test_the_other_way_round_everybody_moves_back(case: Mapping[str, Any], tmp_path: Path) -> None:
    compared(case, tmp_path)
    there = diff(str(tmp_path / "a.toml"), str(tmp_path / "b.toml"), Settings())
    back = diff(str(tmp_path / "b.toml"), str(tmp_path / "a.toml"), Settings())
    moves = [
        {
            (str(move.before), str(move.after), str(region.conditions))
            for move in found.difference.moves
            for region in move.regions
        }
        for found in (there, back)
    ]
    if "changes" not in case:
        assert moves[0] == {(after, before, where) for before, after, where in moves[1]}
    assert there.decided == back.decided


def test_the_cases_are_of_all_kinds() -> None:
    listed = tomllib.loads((CASES / "differences.toml").read_text(encoding="utf-8"))["case"]
    for key in ("moves", "rules", "structure", "steps", "not_decided", "same"):
        assert any(key in case for case in listed), key


# -- as a program ------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The shipped policy, and one whose largest customers begin at 700万."""
    old = run("policy", "show", "sales-size", "--toml").out
    new = old.replace('value = "500万"', 'value = "700万"').replace("1.0.0", "2.0.0")
    for name, text in (("a", old), ("b", new)):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path / "a.toml", tmp_path / "b.toml"


def test_no_difference_is_said_and_gives_0(files: tuple[Path, Path]) -> None:
    done = run("policy", "diff", files[0], "sales-size", "--lang", "zh")
    assert (0, "") == (done.code, done.err)
    assert "没有差别" in done.out
    assert (0, "", "") == tuple(run("policy", "diff", *[files[0]] * 2, "-q").__dict__.values())


def test_rules_in_a_workbook_are_the_same_as_in_a_file(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        book = tmp_path / f"{lang}.xlsx"
        run("policy", "new", book, "--lang", lang, "-q")
        done = run("policy", "diff", "sales-size", book)
        assert 0 == done.code, done.out


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["大客户 → 中客户", "年平均销售额 > 500万 且 ≤ 700万；例如", "> 500万 → > 700万"]),
        ("en", ["Large → Medium", "> 5,000,000 and ≤ 7,000,000; for example", "> 7,000,000"]),
    ],
)
def test_a_difference_is_told_and_gives_1(
    files: tuple[Path, Path], lang: str, said: list[str]
) -> None:
    done = run("policy", "diff", *files, "--lang", lang)
    assert (1, "") == (done.code, done.err)
    for text in said:
        assert text in done.out
    ascii_only = run("policy", "diff", *files, "--lang", "en", "--ascii").out
    assert "Large -> Medium" in ascii_only
    assert ascii_only.isascii()


def test_a_workbook_by_both_lists_who_moves(files: tuple[Path, Path], samples: Path) -> None:
    source = samples / "customers.xlsx"
    before = source.read_bytes()
    done = run("policy", "diff", *files, "--on", source, "--lang", "zh")
    assert (1, "") == (done.code, done.err)
    # 6,585,000 and just 7,000,000: the two of the four large ones that are not above 700万.
    assert "20 位客户，2 位的等级不同" in done.out
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert "DKF0001" in done.out
    assert any(line.startswith("DKF0018") and line.endswith("大客户 中客户 G26") for line in lines)
    assert "大客户 2 2" in lines
    assert "大客户 16,200,000 13,585,000" in lines
    assert before == source.read_bytes()
    assert [source.name] == [p.name for p in samples.iterdir() if p.name.startswith("customers.")]


def test_the_json_says_the_same(files: tuple[Path, Path], samples: Path) -> None:
    found = run("policy", "diff", *files, "--on", samples / "customers.xlsx", "--json").json
    assert ("tierctl/1", "policy diff") == (found["schema"], found["command"])
    assert (False, True) == (found["same"], found["decided"])
    assert ("1.0.0", "2.0.0") == (found["a"]["version"], found["b"]["version"])
    [move] = found["moves"]
    assert {"status": "graded", "results": {"tier": "large"}} == move["from"]
    [region] = move["regions"]
    assert {"annual_sales": 7000000.0} == region["witness"]
    on = found["on"]
    assert [("DKF0001", "large", "medium"), ("DKF0018", "large", "medium")] == [
        (one["customer_id"], one["from"], one["to"]) for one in on["moved"]
    ]
    assert 20 == sum(cell["count"] for cell in on["matrix"])
    assert 60_990_200 == sum(cell["total"] for cell in on["matrix"])
    assert None is run("policy", "diff", *files, "--json").json["on"]


def test_a_value_that_only_one_policy_reads_needs_its_column(
    files: tuple[Path, Path], samples: Path
) -> None:
    """What is wrong with the workbook is told as `classify` tells it."""
    text = files[1].read_text(encoding="utf-8")
    more = '[inputs.profit]\nlabel = { zh = "利润", en = "Profit" }\ntype = "number"\n\n[results.'
    files[1].write_text(text.replace("[results.", more, 1), encoding="utf-8")
    arguments = ["policy", "diff", *map(str, files), "--on", str(samples / "customers.xlsx")]
    done = run(*arguments, "--lang", "zh")
    assert 65 == done.code
    assert "利润" in done.err
    done = run(*arguments, "--map", "D=profit", "--lang", "zh")
    assert 1 == done.code, done.err
    assert "输入 利润  没有 → 数字，必需" in done.out


def test_what_is_no_policy_and_no_workbook_is_an_error(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    done = run("policy", "diff", files[0], tmp_path / "none.toml", "--json")
    assert (78, "unknown-policy") == (done.code, done.json["error"]["code"])
    done = run("policy", "diff", *files, "--on", tmp_path / "none.xlsx", "--json")
    assert (66, "policy diff") == (done.code, done.json["command"])


def test_versions_are_compared_in_force_or_not(files: tuple[Path, Path]) -> None:
    for path, dates in zip(
        files, ("effective_to = 2025-12-31\n", "effective_from = 2026-01-01\n"), strict=True
    ):
        path.write_text(dates + path.read_text(encoding="utf-8"), encoding="utf-8")
    done = run("policy", "diff", *files, "--lang", "zh", "--as-of", "2025-06-30")
    assert 1 == done.code
    assert "有效期：至 2025-12-31 止" in done.out
    folder = files[0].parent
    done = run("policy", "diff", folder, files[0], "--as-of", "2025-06-30")
    assert 0 == done.code, done.err


def test_numbers_of_accounts_are_masked(files: tuple[Path, Path], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["客户编号", "客户名称", "年平均销售额"], ["62220212345678901", "甲", 6_000_000]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "c.xlsx")
    arguments = ["policy", "diff", *map(str, files), "--on", str(tmp_path / "c.xlsx")]
    arguments += ["--unit", "annual_sales=元"]
    assert "62220212345678901" not in run(*arguments).out
    assert "62220212345678901" in run(*arguments, "--unmask").out
