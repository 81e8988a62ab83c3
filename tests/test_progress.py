"""The line that says what a long run is at: on a terminal, after a second, and gone at the end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cli import run
from packages import parts, sheet_xml, zipped
from summary_pages import sheet_rows
from terminals import in_terminal

from tierctl.app.classify import ClassifyOptions, classify
from tierctl.app.explain import explain
from tierctl.app.stages import Stage
from tierctl.policy.load import load_policy
from tierctl.tables.options import TableOptions

CODE = "import tierctl.cli.progress as p; p.AFTER = {}; from tierctl.cli.start import main; main()"
PROGRAM = [sys.executable, "-c", CODE.format(0)]
"""The program, with a line that appears at once."""
SILENT = [sys.executable, "-c", CODE.format(600)]
HIDES_CURSOR, SHOWS_CURSOR = "\x1b[?25l", "\x1b[?25h"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough customers for the line to be drawn while they are graded."""
    rows = sheet_rows(*((f"客户{number}", 7919 * number, "四川") for number in range(5000)))
    return zipped(tmp_path_factory.mktemp("large") / "large.xlsx", parts(sheet_xml(rows)))


def test_it_is_drawn_and_nothing_of_it_stays(large: Path, tmp_path: Path) -> None:
    arguments = ("classify", large, "-o", tmp_path, "--lang", "en")
    plain = in_terminal(*arguments, program=SILENT)
    seen = in_terminal(*arguments, program=PROGRAM)
    assert (0, 0) == (plain.code, seen.code)
    before, _, page = seen.sent.rpartition(SHOWS_CURSOR)
    assert HIDES_CURSOR in before
    assert "large.xlsx: annotating" in before
    assert "━" in before
    assert "Customer tiers" in page
    assert plain.screen == seen.screen


def test_in_chinese_and_in_ascii_signs(large: Path, tmp_path: Path) -> None:
    arguments = ("classify", large, "-o", tmp_path, "--lang", "zh", "--ascii", "--no-color")
    seen = in_terminal(*arguments, program=PROGRAM).sent.partition(SHOWS_CURSOR)[0]
    assert "large.xlsx：正在标注" in seen
    assert "━" not in seen
    assert "\x1b[3" not in seen


def test_explain_has_it_too(large: Path) -> None:
    seen = in_terminal("explain", large, "客户3", "--lang", "en", program=PROGRAM)
    assert seen.code == 0
    assert "large.xlsx: grading" in seen.sent.partition(SHOWS_CURSOR)[0]


def test_a_short_run_is_over_before_it_appears(samples: Path) -> None:
    seen = in_terminal("classify", samples / "customers.xlsx")
    assert seen.code == 0
    assert HIDES_CURSOR not in seen.sent


@pytest.mark.parametrize("option", ["-q", "--json"])
def test_who_wants_no_talk_gets_none(option: str, large: Path, tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as out:
        arguments = ("classify", large, "-o", tmp_path, option)
        seen = in_terminal(*arguments, program=PROGRAM, stdout=out.fileno())
    assert (0, "") == (seen.code, seen.sent)


def test_it_stands_on_stderr_alone(large: Path, tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as out:
        arguments = ("classify", large, "-o", tmp_path, "--lang", "en")
        seen = in_terminal(*arguments, program=PROGRAM, stdout=out.fileno())
    assert "annotating" in seen.sent
    assert not any(seen.screen)
    assert "\x1b" not in (tmp_path / "out").read_text(encoding="utf-8")


@pytest.mark.parametrize("forced", [{}, {"FORCE_COLOR": "1"}], ids=["a pipe", "colours forced"])
def test_a_pipe_gets_none(forced: dict[str, str], large: Path, tmp_path: Path) -> None:
    done = run("classify", large, "-o", tmp_path, env=forced, program=PROGRAM)
    assert (0, "") == (done.code, done.err)


def test_a_dumb_terminal_gets_none(large: Path, tmp_path: Path) -> None:
    arguments = ("classify", large, "-o", tmp_path)
    seen = in_terminal(*arguments, program=PROGRAM, env={"TERM": "dumb"})
    assert "\x1b" not in seen.sent


def test_a_file_s_name_steers_no_terminal(large: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "\x1b]0;x\x07[red].xlsx"
    hostile.write_bytes(large.read_bytes())
    seen = in_terminal("classify", hostile, "--lang", "en", program=PROGRAM)
    assert seen.code == 0
    assert "\\u001b]0;x\\u0007[red].xlsx: annotating" in seen.sent
    assert "\x1b]0" not in seen.sent


def test_a_run_reports_each_stage_once(samples: Path) -> None:
    stages: list[Stage] = []
    source, policy = samples / "customers.xlsx", load_policy("sales-size")
    classify(source, policy, ClassifyOptions(), stages.append)
    assert [Stage.READING, Stage.DECIDING, Stage.ANNOTATING] == stages
    stages.clear()
    explain(source, "DKF0002", policy, TableOptions(), stages.append)
    assert [Stage.READING, Stage.DECIDING] == stages
