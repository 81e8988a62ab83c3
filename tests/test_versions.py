"""Versions of a policy side by side: a day picks one; what clashes or is out of date is refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from cli import run
from policies import HEAD, step

import tierctl
from tierctl.app.policies import read_policy, resolve_policy
from tierctl.model.errors import PolicyInvalid
from tierctl.policy.settings import Settings, today

EARLY = "effective_to = 2025-12-31\n"
LATE = "effective_from = 2026-01-01\neffective_to = 2026-06-30\n"


def write(path: Path, dates: str = "", cut: str = "500万", id: str = "test") -> Path:
    """Write a version: high from a cut up, with its dates."""
    rules = step(
        "size",
        "unique",
        [({"sales": f">={cut}"}, {"tier": "high"}), ({"sales": f"<{cut}"}, {"tier": "low"})],
    )
    path.parent.mkdir(exist_ok=True)
    text = HEAD.replace('id = "test"', f'id = "{id}"', 1) + rules
    path.write_text(dates + text, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two versions that follow one another, and none after June 2026."""
    write(tmp_path / "policies" / "2025.toml", EARLY)
    write(tmp_path / "policies" / "2026.toml", LATE, cut="600万")
    return tmp_path / "policies"


def refusal(reference: str, day: date | None = None) -> PolicyInvalid:
    """Return the refusal of a reference."""
    with pytest.raises(PolicyInvalid) as caught:
        read_policy(reference, day).policy(Settings())
    return caught.value


@pytest.mark.parametrize(
    ("day", "cut"),
    [
        ("2000-01-01", "500万"),
        ("2025-12-31", "500万"),
        ("2026-01-01", "600万"),
        ("2026-06-30", "600万"),
    ],
)
def test_the_day_picks_the_version(folder: Path, day: str, cut: str) -> None:
    done = run("policy", "show", folder, "--as-of", day, "--lang", "zh")
    assert 0 == done.code, done.err
    assert f"销售额 ≥ {cut}" in done.out


def test_on_a_day_of_no_version_all_are_listed_with_their_periods(folder: Path) -> None:
    done = run("policy", "show", folder, "--as-of", "2026-07-01", "--lang", "zh")
    assert 78 == done.code
    for said in ("2026-07-01", "2025.toml 1（至 2025-12-31 止）", "2026-01-01 至 2026-06-30"):
        assert said in done.err
    assert "--as-of 2026-06-30" in done.err


def test_without_a_day_a_folder_gives_the_version_of_today(tmp_path: Path) -> None:
    now = today()
    write(tmp_path / "p" / "a.toml", f"effective_to = {now - timedelta(1)}\n")
    write(tmp_path / "p" / "b.toml", f"effective_from = {now}\n", cut="7万")
    assert now == read_policy(str(tmp_path / "p")).document.period.first
    assert now == tierctl.load_policy(str(tmp_path / "p")).policy.period.first


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        (EARLY, "effective_from = 2025-12-31\n", "2025-12-31 至 2025-12-31"),
        (LATE, "effective_from = 2026-03-01\n", "2026-03-01 至 2026-06-30"),
        (LATE, "", "2026-01-01 至 2026-06-30"),
        ("", "", "每一天"),
    ],
)
def test_versions_that_overlap_are_refused_on_any_day(
    tmp_path: Path, one: str, other: str, days: str
) -> None:
    write(tmp_path / "p" / "a.toml", one)
    write(tmp_path / "p" / "b.toml", other)
    for day in (date(1999, 1, 1), date(2026, 5, 1)):
        found = refusal(str(tmp_path / "p"), day)
        assert "overlapping-versions" == found.code
        for said in ("a.toml", "b.toml", days):
            assert said in found.message.zh


def test_several_ids_need_one_named(folder: Path) -> None:
    write(folder / "other.toml", id="other")
    found = refusal(str(folder))
    assert "several-policies" == found.code
    assert "other、test" in found.message.zh
    for reference in (f"{folder}#other", f"{folder}/#other"):
        assert "other" == read_policy(reference).document.id
    assert "test" == read_policy(f"{folder}#test", date(2025, 1, 1)).document.id
    wrong = refusal(f"{folder}#tset")
    assert "unknown-policy" == wrong.code
    assert wrong.hint is not None
    assert "test" in wrong.hint.en


def test_a_folder_of_nothing_and_a_broken_file_are_named(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no-policies" == refusal(str(tmp_path / "empty")).code
    (folder / "broken.toml").write_text("id = 1", encoding="utf-8")
    assert "broken.toml: id" in refusal(str(folder)).message.en


def test_a_file_out_of_its_period_grades_nobody(samples: Path, tmp_path: Path) -> None:
    """A wrong tier would pass unnoticed; looking at it needs no day."""
    late = write(tmp_path / "late.toml", LATE)
    options = ["--policy", str(late), "--map", "G=sales", "--header-row", "8"]
    source = str(samples / "customers.xlsx")
    for arguments in (["classify", source], ["explain", source, "DKF0002"]):
        done = run(*arguments, *options, "--as-of", "2025-01-01", "--json")
        assert (78, "not-in-force") == (done.code, done.json["error"]["code"])
        assert "--as-of 2026-01-01" in done.json["error"]["hint"]
        done = run(*arguments, *options, "--as-of", "2026-01-01", "--lang", "en")
        assert 0 == done.code, done.err
    assert "In force: 2026-01-01 to 2026-06-30" in run("policy", "show", late, "--lang", "en").out
    assert 0 == run("policy", "check", late).code
    assert 78 == run("policy", "check", late, "--as-of", "2025-01-01").code
    with pytest.raises(PolicyInvalid):
        resolve_policy(str(late), Settings(as_of=date(2026, 7, 1)))
    with pytest.raises(tierctl.PolicyInvalid):
        tierctl.load_policy(str(late), as_of=date(2026, 7, 1))


def test_the_period_is_told(samples: Path, tmp_path: Path) -> None:
    """In the copy's summary sheet, on the terminal, and to programs."""
    late = write(tmp_path / "late.toml", LATE)
    arguments = ["classify", str(samples / "customers.xlsx"), "--policy", str(late)]
    arguments += ["--map", "G=sales", "--header-row", "8", "--as-of", "2026-03-01"]
    assert "有效期：2026-01-01 至 2026-06-30" in run(*arguments, "--lang", "zh").out
    sheet = openpyxl.load_workbook(samples / "customers.tiered.xlsx").worksheets[-1]
    texts = [str(cell.value) for row in sheet for cell in row if cell.value]
    assert any("有效期：2026-01-01 至 2026-06-30" in text for text in texts)
    [file] = run(*arguments, "--json").json["files"]
    for found in (file["policy"], run("policy", "show", late, "--json").json["policy"]):
        assert ("2026-01-01", "2026-06-30") == (found["effective_from"], found["effective_to"])


@pytest.mark.parametrize(
    ("dates", "path"),
    [
        ('effective_from = "2026-01-01"\n', "effective_from"),
        ("effective_to = 2026-01-01T00:00:00\n", "effective_to"),
        ("effective_from = 2026-01-02\neffective_to = 2026-01-01\n", "effective_to"),
    ],
)
def test_what_is_no_period_is_refused(tmp_path: Path, dates: str, path: str) -> None:
    file = write(tmp_path / "p.toml", dates)
    for reference in (file, tmp_path):
        assert f"p.toml: {path}" in refusal(str(reference)).message.en


def test_a_policy_in_toml_keeps_its_dates(tmp_path: Path) -> None:
    printed = run("policy", "show", sheet(tmp_path, [["生效日期", date(2026, 1, 1)]]), "--toml").out
    assert "effective_from = 2026-01-01\n" in printed
    (tmp_path / "again.toml").write_text(printed, encoding="utf-8")
    assert date(2026, 1, 1) == read_policy(str(tmp_path / "again.toml")).document.period.first
    run("policy", "new", tmp_path / "new.toml", "--from", tmp_path / "again.toml")
    assert not read_policy(str(tmp_path / "new.toml")).document.period.dated


# -- in a workbook of rules --------------------------------------------------------------------


def sheet(folder: Path, settings: list[list[object]]) -> Path:
    """Write rules in a workbook below their settings."""
    book = openpyxl.Workbook()
    for row in [*settings, [], ["年平均销售额", "等级"], [">500万", "大"], ["<=500万", "小"]]:
        book.worksheets[0].append(row)
    book.save(folder / "rules.xlsx")
    return folder / "rules.xlsx"


@pytest.mark.parametrize(
    "settings",
    [
        [["生效日期", date(2026, 1, 1)], ["失效日期", date(2026, 6, 30)]],
        [["Effective from", "2026-01-01"], ["Effective to", "2026/6/30"]],
        [["生效日期：2026年1月1日"], ["失效日期", 20260630]],
    ],
)
def test_rules_in_a_workbook_have_dates(tmp_path: Path, settings: list[list[object]]) -> None:
    found = read_policy(str(sheet(tmp_path, settings))).document.period
    assert (date(2026, 1, 1), date(2026, 6, 30)) == (found.first, found.last)


@pytest.mark.parametrize(
    ("settings", "cell"),
    [
        ([["生效日期", "明年"]], "B1"),
        ([["有效日期", date(2026, 1, 1)]], "A1"),
        ([["生效日期", date(2026, 1, 1), "失效日期", date(2026, 6, 30)]], "A1"),
        ([["生效日期", date(2026, 1, 1)], ["失效日期", date(2025, 6, 30)]], "B2"),
    ],
)
def test_dates_that_are_none_are_refused_at_their_cell(
    tmp_path: Path, settings: list[list[object]], cell: str
) -> None:
    assert f"#Sheet!{cell}" in refusal(str(sheet(tmp_path, settings))).message.en
