"""The command line: exit codes, streams, languages, and what is and is not written."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import subprocess
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from cli import PROGRAM, run

from tierctl import __version__
from tierctl.cli.terminal import console


def digest(path: Path) -> str:
    """Return a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def listing(folder: Path) -> dict[str, str]:
    """Return every file of a folder with its digest."""
    return {path.name: digest(path) for path in sorted(folder.iterdir())}


# -- what is done ------------------------------------------------------------------------------


def test_classify_writes_the_copy_and_leaves_the_input(samples: Path) -> None:
    before = listing(samples)
    done = run("classify", samples / "customers.xlsx")
    assert (done.code, done.err) == (0, "")
    after = listing(samples)
    assert set(after) == set(before) | {"customers.tiered.xlsx"}
    assert {name: after[name] for name in before} == before


def test_the_same_command_runs_twice_and_gives_the_same_bytes(samples: Path) -> None:
    assert run("classify", samples / "customers.xlsx").code == 0
    first = digest(samples / "customers.tiered.xlsx")
    assert run("classify", samples / "customers.xlsx", env={"TZ": "America/New_York"}).code == 0
    assert digest(samples / "customers.tiered.xlsx") == first


def test_an_edited_output_is_not_replaced_without_force(samples: Path) -> None:
    output = samples / "customers.tiered.xlsx"
    run("classify", samples / "customers.xlsx")
    book = openpyxl.load_workbook(output)
    book.worksheets[0]["A9"] = "changed by hand"
    book.save(output)
    edited = digest(output)
    done = run("classify", samples / "customers.xlsx")
    assert done.code == 73
    assert "--force" in done.err
    assert digest(output) == edited
    assert run("classify", samples / "customers.xlsx", "--force").code == 0
    assert digest(output) != edited


def test_a_foreign_output_is_not_replaced(samples: Path) -> None:
    target = samples / "other.xlsx"
    shutil.copy(samples / "messy.xlsx", target)
    before = digest(target)
    assert run("classify", samples / "customers.xlsx", "-o", target).code == 73
    assert digest(target) == before


def test_dry_run_changes_no_byte(samples: Path) -> None:
    before = listing(samples)
    done = run("classify", samples / "customers.xlsx", "--dry-run")
    assert done.code == 0
    assert "nothing written" in done.out
    assert listing(samples) == before


def test_quiet_prints_nothing_on_success(samples: Path) -> None:
    done = run("classify", samples / "customers.xlsx", "-q")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_several_files_go_into_a_folder(samples: Path) -> None:
    folder = samples / "graded"
    folder.mkdir()
    done = run(
        "classify", samples / "customers.xlsx", samples / "messy.xlsx", "-o", folder, "--json"
    )
    assert done.code == 0
    assert sorted(p.name for p in folder.iterdir()) == [
        "customers.tiered.xlsx",
        "messy.tiered.xlsx",
    ]
    assert [f["rows"]["graded"] for f in done.json["files"]] == [20, 22]


# -- exit codes --------------------------------------------------------------------------------


def nobody(folder: Path) -> Path:
    """Make a workbook in which no customer can be graded."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["客户编号", "年平均销售额"], ["C1", "待定"], ["C2", None], ["C3", "未知"]):
        sheet.append(row)
    path = folder / "nobody.xlsx"
    book.save(path)
    return path


def test_1_when_nobody_could_be_graded_even_when_quiet(samples: Path) -> None:
    done = run("classify", nobody(samples), "--sheet", "Sheet", "-q")
    assert (done.code, done.out) == (1, "")
    assert done.err == "tierctl: nobody.xlsx: no customer at all could be graded\n"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("error", 1),
        ("warning", 1),
        ("ungraded", 1),
        ("ungraded=5%", 1),
        ("ungraded=37%", 1),
        ("ungraded=38%", 0),
        ("change", 0),
    ],
)
def test_fail_on_decides_between_0_and_1(samples: Path, value: str, code: int) -> None:
    """13 of the 35 customers of the messy sample stay ungraded: 37.1 %."""
    done = run("classify", samples / "messy.xlsx", "--fail-on", value, "-q")
    assert done.code == code
    assert done.out == ""
    said = f"tierctl: messy.xlsx: --fail-on {value}: "
    assert (done.err.startswith(said), done.err.count("\n")) == (bool(code), code)


@pytest.mark.parametrize(
    ("lang", "says"),
    [("en", "13 of 35 customers are ungraded"), ("zh", "35 位客户中有 13 位未定级")],
)
def test_fail_on_says_which_condition_was_met(samples: Path, lang: str, says: str) -> None:
    arguments = ["--fail-on", "ungraded=5%", "--fail-on", "ungraded=90%", "--lang", lang, "--json"]
    done = run("classify", samples / "messy.xlsx", *arguments)
    assert done.err == f"tierctl: messy.xlsx: --fail-on ungraded=5%: {says}\n"
    assert done.json["files"][0]["rows"]["ungraded"] == 13


def test_fail_on_change_counts_the_customers(samples: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["客户编号", "年平均销售额", "客户等级"], ["C1", 7_000_000, "小客户"]):
        book.worksheets[0].append(row)
    book.save(samples / "graded.xlsx")
    done = run("classify", samples / "graded.xlsx", "--fail-on", "change", "-q")
    assert (done.code, done.err) == (
        1, "tierctl: graded.xlsx: --fail-on change: customers whose tier differs: 1\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--no-such-option"], 2, "No such option"),
        (["--fail-on", "rain"], 2, "does not know rain"),
        (["--on-existing", "destroy"], 2, "append"),
        (["--lang", "fr"], 2, "zh"),
        (["--map", "nothing"], 2, "needs A=B"),
        (["--map", "年销=annual_sales"], 2, "no column 年销"),
        (["--map", "G=annual_sale"], 2, "Did you mean annual_sales?"),
        (["--unit", "region=spoon"], 2, "no unit spoon"),
        (["--sheet", "客户标"], 2, "Did you mean 客户表?"),
        (["--header-row", "3"], 1, "no customer at all"),
        (["--header-row", "5"], 65, "客户表!A5: the header lacks Average annual sales"),
        (["-o", "customers.xlsx"], 2, "the output is the input"),
        (["-o", "out.xlsm"], 2, "must be named .xlsx"),
        (["-o", "nowhere/out.xlsx"], 73, "there is no folder"),
        (["--policy", "sale-size"], 78, "Did you mean sales-size?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_exit_codes_of_options(samples: Path, arguments: list[str], code: int, says: str) -> None:
    done = run("classify", "customers.xlsx", *arguments, cwd=samples)
    assert done.code == code, done.err
    assert says.casefold() in done.err.casefold()
    assert "Traceback" not in done.err


def test_3_when_some_files_failed_and_the_first_code_when_all_did(samples: Path) -> None:
    good, gone = samples / "customers.xlsx", samples / "gone.xlsx"
    assert run("classify", good, gone, "-q").code == 3
    assert (samples / "customers.tiered.xlsx").is_file()
    assert run("classify", gone, samples / "lost.xlsx").code == 66


def test_65_for_a_file_that_is_no_workbook(samples: Path) -> None:
    path = samples / "text.xlsx"
    path.write_text("客户编号,年平均销售额\nC1,5\n", encoding="utf-8")
    done = run("classify", path)
    assert done.code == 65
    assert "text or CSV" in done.err


def without_privileges(*arguments: str | Path) -> int:
    """Run tierctl without root's right to read and write everything; return the exit code."""
    drop = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    command = [*drop, *PROGRAM, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=60).returncode


def test_77_without_permission(samples: Path) -> None:
    path = samples / "customers.xlsx"
    samples.chmod(0o500)
    assert without_privileges("classify", path) == 77
    path.chmod(0)
    assert without_privileges("classify", path) == 77
    samples.chmod(0o700)


@pytest.mark.parametrize("more", [[], ["--dry-run"]], ids=["run", "dry run"])
def test_77_wherever_permission_is_lacking(samples: Path, more: list[str]) -> None:
    hidden, locked = samples / "hidden", samples / "locked.xlsx"
    hidden.mkdir()
    source = samples / "customers.xlsx"
    shutil.copy(source, hidden)
    shutil.copy(source, locked)
    hidden.chmod(0o600)
    locked.chmod(0)
    try:
        for arguments in (
            [hidden / source.name],
            [source, "-o", hidden / "x.xlsx"],
            [source, "-o", hidden],
            [source, "-o", hidden / "below"],
            [source, samples / "messy.xlsx", "-o", hidden / "below"],
            [source, "-o", locked],
        ):
            assert without_privileges("classify", *arguments, *more) == 77, arguments
    finally:
        hidden.chmod(0o700)


def test_74_when_stdout_is_a_full_disk(samples: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "classify", str(samples / "customers.xlsx"), "--dry-run"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    assert done.returncode == 74
    assert done.stderr.decode().count("\n") == 1


def test_a_narrow_terminal_drops_shares_and_keeps_every_figure(samples: Path) -> None:
    out = run("classify", samples / "customers.xlsx", "--dry-run", env={"COLUMNS": "40"}).out
    assert "29,785,000" in out
    assert "60,990,200" in out
    assert "Large" in out
    assert "48" not in out


def test_dry_run_refuses_what_the_run_would_refuse(samples: Path) -> None:
    target = samples / "taken.xlsx"
    shutil.copy(samples / "messy.xlsx", target)
    done = run("classify", samples / "customers.xlsx", "-o", target, "--dry-run")
    assert done.code == 73


def test_two_inputs_of_one_name_are_not_written_over_one_another(samples: Path) -> None:
    other = samples / "other"
    other.mkdir()
    shutil.copy(samples / "messy.xlsx", other / "customers.xlsx")
    folder = samples / "graded"
    folder.mkdir()
    done = run("classify", samples / "customers.xlsx", other / "customers.xlsx", "-o", folder)
    assert done.code == 3
    assert "two inputs would be written to" in done.err
    assert run("classify", folder / "customers.tiered.xlsx", "--dry-run").code == 0


def test_two_spellings_of_one_output_are_one(samples: Path) -> None:
    shutil.copy(samples / "messy.xlsx", samples / "customers.XLSX")
    done = run("classify", "customers.XLSX", samples / "customers.xlsx", cwd=samples)
    assert done.code == 3
    assert "two inputs would be written to" in done.err


@pytest.mark.parametrize("more", [[], ["--dry-run"]], ids=["run", "dry run"])
@pytest.mark.parametrize(
    ("output", "code", "says"),
    [
        ("nowhere/out.xlsx", 73, "there is no folder"),
        ("nowhere", 73, "there is no folder"),
        ("README", 73, "there is no folder"),
        ("README/out.xlsx", 73, "there is no folder"),
        (f"{'x' * 300}.xlsx", 73, "Name another file with -o."),
        ("loop.xlsx", 73, "Name another file with -o."),
    ],
)
def test_an_output_that_cannot_be_made_is_refused(
    samples: Path, output: str, code: int, says: str, more: list[str]
) -> None:
    (samples / "README").touch()
    (samples / "loop.xlsx").symlink_to("loop.xlsx")
    done = run("classify", "customers.xlsx", "-o", output, *more, cwd=samples)
    assert done.code == code, done.err
    assert says in done.err
    assert output.rpartition("/")[0] in done.err


def test_a_name_too_long_for_a_copy_is_refused(samples: Path) -> None:
    path = samples / f"{'x' * 245}.xlsx"
    shutil.copy(samples / "customers.xlsx", path)
    done = run("classify", path)
    assert (done.code, path.name[:40] in done.err, "-o" in done.err) == (73, True, True)


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_closed_streams_are_no_failure(samples: Path, arguments: list[str]) -> None:
    """A daemon may start us without stdout and stderr; the copy is written all the same."""
    shell = ["sh", "-c", '"$@" >&- 2>&-', "sh"]
    command = [*shell, *PROGRAM, "classify", str(samples / "customers.xlsx"), *arguments]
    assert subprocess.run(command, timeout=60).returncode == 0
    assert (samples / "customers.tiered.xlsx").is_file()


def test_hang_up_that_is_ignored_stays_ignored() -> None:
    """`nohup` and IgnoreSIGHUP mean it."""
    code = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from tierctl.cli.exits import signals_cleaned\n"
        "with signals_cleaned(): os.kill(os.getpid(), signal.SIGHUP)\n"
        "sys.exit(7)"
    )
    assert subprocess.run([*PROGRAM[:2], code], timeout=60).returncode == 7


def test_66_for_what_is_no_file(tmp_path: Path) -> None:
    """A pipe would keep us waiting for ever."""
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert run("classify", tmp_path / "pipe.xlsx").code == 66
    assert run("classify", tmp_path).code == 66


def test_77_for_a_policy_that_may_not_be_read(samples: Path) -> None:
    rules = samples / "rules.toml"
    rules.write_text("", encoding="utf-8")
    rules.chmod(0)
    assert without_privileges("classify", samples / "customers.xlsx", "--policy", rules) == 77


def test_json_lists_every_customer_with_its_tier(samples: Path) -> None:
    entry = run("classify", samples / "messy.xlsx", "--json").json["files"][0]
    assert [c["row"] for c in entry["customers"]][:3] == [6, 7, 8]
    assert entry["customers"][0]["results"] == {"tier": "large"}
    assert {c["status"] for c in entry["customers"]} == {"graded", "ungraded"}


def test_a_broken_pipe_is_silent(samples: Path) -> None:
    command = [*PROGRAM, "classify", str(samples / "customers.xlsx"), "--dry-run"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == -signal.SIGPIPE


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_leaves_nothing_half_written(samples: Path, number: int, code: int) -> None:
    """The signal comes while the copy is being written; no temporary file survives it."""
    path = samples / "big.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("客户")
    sheet.append(["客户编号", "年平均销售额"])
    for i in range(20_000):
        sheet.append([f"C{i}", 1_000_000 + i * 1000])
    book.save(path)
    before = listing(samples)
    process = subprocess.Popen([*PROGRAM, "classify", str(path)], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not list(samples.glob(".tierctl-*")) and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(number)
    started = time.monotonic()
    assert process.wait(timeout=30) == code
    assert time.monotonic() - started < 2
    assert listing(samples) == before


def test_an_interrupt_while_loading_says_nothing() -> None:
    code = (
        "import os, signal, sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        f"{PROGRAM[2]}"
    )
    done = subprocess.run([*PROGRAM[:2], code, "--help"], capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_an_interrupt_that_is_ignored_stays_ignored() -> None:
    """A shell starts its background jobs so."""
    code = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "from tierctl.cli.start import main\n"
        "try: main()\n"
        "except SystemExit: os.kill(os.getpid(), signal.SIGINT); sys.exit(7)"
    )
    done = subprocess.run([*PROGRAM[:2], code, "--version"], capture_output=True, timeout=60)
    assert done.returncode == 7


# -- streams, languages, terminals -------------------------------------------------------------


def test_json_is_the_only_thing_on_stdout(samples: Path) -> None:
    done = run("classify", samples / "messy.xlsx", "--json")
    entry = done.json["files"][0]
    assert done.err == ""
    assert done.json["schema"] == "tierctl/1"
    assert entry["rows"]["found"] == entry["rows"]["graded"] + entry["rows"]["ungraded"] + len(
        entry["rows"]["skipped"]
    )
    assert sum(t["count"] for t in entry["tiers"]) == 35


def test_an_error_is_a_json_object_too(samples: Path) -> None:
    done = run("classify", samples / "customers.xlsx", "--policy", "nothing", "--json")
    assert done.code == 78
    assert done.json["error"]["code"] == "unknown-policy"


@pytest.mark.parametrize(
    ("arguments", "command", "says"),
    [
        (["classify", "a.xlsx", "--blah", "--json"], "classify", "--blah"),
        (["classify", "a.xlsx", "--header-row", "0", "--json"], "classify", "--header-row"),
        (["classify", "--json"], "classify", "FILE"),
        (["policy", "check", "--json"], "policy check", "POLICY"),
        (["clasify", "a.xlsx", "--json"], "tierctl", "clasify"),
        (["--json"], "tierctl", "--json"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_wrong_command_line_is_a_json_object_too(
    arguments: list[str], command: str, says: str
) -> None:
    done = run(*arguments)
    assert (done.code, done.err) == (2, "")
    assert (done.json["command"], done.json["error"]["code"]) == (command, "usage")
    assert says in done.json["error"]["message"]


def test_help_is_help_with_json_too() -> None:
    done = run("classify", "--json", "--help")
    assert (done.code, done.out) == (0, run("classify", "--help").out)


JSON_KEYS = {
    "source", "output", "written", "policy", "table", "rows", "tiers", "segments", "customers",
    "comparison", "columns_written", "diagnostics",
}  # fmt: skip


def test_json_schema_loses_no_key(samples: Path) -> None:
    """Keys may be added, never removed: programs stand on them."""
    entry = run("classify", samples / "messy.xlsx", "--json").json["files"][0]
    assert set(entry) >= JSON_KEYS
    assert set(entry["diagnostics"][0]) >= {"code", "severity", "sheet", "cell", "message", "hint"}


@pytest.mark.parametrize(
    ("env", "arguments", "word"),
    [
        ({"LANG": "zh_CN.UTF-8"}, [], "规则"),
        ({"LANG": "en_US.UTF-8"}, [], "Rules"),
        ({"LANG": "en_US.UTF-8", "TIERCTL_LANG": "zh"}, [], "规则"),
        ({"LANG": "zh_CN.UTF-8"}, ["--lang", "en"], "Rules"),
    ],
)
def test_language_of_the_terminal(
    samples: Path, env: dict[str, str], arguments: list[str], word: str
) -> None:
    assert word in run("classify", samples / "customers.xlsx", *arguments, env=env).out


def header_and_tier(path: Path) -> tuple[str, str]:
    """Return the reason column's header and the first customer's tier."""
    sheet = openpyxl.load_workbook(path)["客户表"]
    return sheet["I8"].value, sheet["H9"].value


def test_language_of_the_copy_follows_the_headers_never_the_locale(samples: Path) -> None:
    run("classify", samples / "customers.xlsx", env={"LANG": "en_US.UTF-8", "TIERCTL_LANG": "en"})
    assert header_and_tier(samples / "customers.tiered.xlsx") == ("依据", "大客户")
    run("classify", samples / "customers.xlsx", "--lang", "en")
    assert header_and_tier(samples / "customers.tiered.xlsx") == ("Reason", "Large")


def test_a_gbk_console_shows_what_it_can(samples: Path) -> None:
    """A customer name with an emoji, and every sign that we draw, must not stop the run."""
    done = subprocess.run(
        [*PROGRAM, "classify", str(samples / "messy.xlsx"), "--lang", "zh", "--all-diagnostics"],
        env={**os.environ, "PYTHONIOENCODING": "gbk"},
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert "未定级" in done.stdout.decode("gbk")
    assert b"?" not in done.stdout.replace(b"???", b"")


@pytest.mark.parametrize("columns", [{"COLUMNS": "60"}, {"COLUMNS": ""}])
def test_what_is_piped_has_no_trailing_blanks(samples: Path, columns: dict[str, str]) -> None:
    out = run("classify", samples / "messy.xlsx", "--all-diagnostics", env=columns).out
    assert not [line for line in out.splitlines() if line != line.rstrip()]


@pytest.mark.parametrize(
    ("columns", "width"), [("60", 60), ("", 160), ("0", 160), ("wide", 160), ("99999", 160)]
)
def test_what_is_piped_is_as_wide_as_columns_says_or_160(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert width == console(io.StringIO()).width


def test_ascii_draws_without_box_lines(samples: Path) -> None:
    out = run("classify", samples / "customers.xlsx", "--ascii", "--lang", "en").out
    assert not set(out) & set("─━│█←≤≥")


def test_hostile_text_reaches_no_terminal(tmp_path: Path) -> None:
    """Escapes, OSC 52 and direction marks in headers, regions and cells are shown, not obeyed."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["客户编号", "所在区域", "年平均销售额"])
    sheet.append(["C1", "\u202e[bold]x[/bold]\u2066", 7_000_000])
    sheet.append(["C2", "四川", "\u009b31m待定 6222021234567890123"])
    path = tmp_path / "hostile\u202e.xlsx"
    book.save(path)
    done = run("classify", path)
    assert done.code == 0, done.err
    for mark in "\x1b\u009b\u202e\u2066":
        assert mark not in done.out + done.err
    assert "[bold]x[/bold]" in done.out
    assert "6222021234567890123" not in done.out
    assert "***************0123" in done.out
    assert "6222021234567890123" in run("classify", path, "--unmask").out


def loaded_by(*arguments: str | Path) -> set[str]:
    """Return the modules that are loaded when a run ends."""
    code = (
        "import sys\n"
        "from tierctl.cli.start import main\n"
        "try: main()\n"
        "finally: print('LOADED', *sys.modules)"
    )
    done = subprocess.run(
        [*PROGRAM[:2], code, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return set(done.stdout.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_version_and_help_import_the_command_line_alone(option: str) -> None:
    """Start-up is Typer and Rich; the rest is imported when a command runs."""
    commands = {
        "classify",
        "exits",
        "explain",
        "main",
        "options",
        "policy",
        "policy_diff",
        "policy_test",
        "score_credit",
        "start",
        "template",
        "terminal",
        "validate",
    }
    expected = {"tierctl", "tierctl.cli", *(f"tierctl.cli.{name}" for name in commands)}
    expected |= {"tierctl.model", "tierctl.model.errors", "tierctl.model.text"}
    loaded = loaded_by(option)
    assert expected == {name for name in loaded if name.split(".")[0] == "tierctl"}
    assert not {"openpyxl", "polars", "pydantic"} & loaded
    assert run("--version").out == f"tierctl {__version__}\n"


def test_few_customers_are_graded_without_what_they_do_not_need(samples: Path) -> None:
    """Each is imported where it is used: 20 rows are read, decided and written without them."""
    needless = {"openpyxl", "polars", "tierctl.app.workbook_rules", "tierctl.policy.rules_sheet"}
    loaded = loaded_by("classify", samples / "customers.xlsx")
    assert "tierctl.workbook.annotate" in loaded
    assert not needless & loaded


def test_stamp_is_in_the_copy_and_keeps_the_entry_order(samples: Path) -> None:
    run("classify", samples / "customers.xlsx")
    before = zipfile.ZipFile(samples / "customers.xlsx").namelist()
    after = zipfile.ZipFile(samples / "customers.tiered.xlsx").namelist()
    assert after[: len(before)] == before
    assert after[-1] == "customXml/tierctl.xml"
