"""Replacing a file in one step: the old one or the new one, and nothing left behind."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tierctl.model.errors import OutputRefused, PermissionRefused, TierctlError, WriteFailed
from tierctl.workbook import atomic
from tierctl.workbook.atomic import replacing, require_place


def _write(target: Path, data: bytes = b"new", mode: int | None = None) -> None:
    with replacing(target, mode) as (file, _):
        file.write(data)


@pytest.mark.parametrize("old", [None, b"old"], ids=["new file", "existing file"])
def test_a_clean_exit_makes_the_target(old: bytes | None, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    if old is not None:
        target.write_bytes(old)
    _write(target)
    assert target.read_bytes() == b"new"
    assert [target] == list(tmp_path.iterdir())


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OSError(28, "No space left")])
def test_a_failure_inside_leaves_the_old_file_and_no_temporary_one(
    error: type[BaseException] | OSError, tmp_path: Path
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    expected = WriteFailed if isinstance(error, OSError) else error

    def fail() -> None:
        with replacing(target, None) as (file, _):
            file.write(b"half")
            raise error

    with pytest.raises(expected):
        fail()
    assert target.read_bytes() == b"old"
    assert [target] == list(tmp_path.iterdir())


def test_until_the_end_the_new_content_stands_in_a_private_file_beside_the_target(
    tmp_path: Path,
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    with replacing(target, 0o644) as (file, temporary):
        file.write(b"new")
        assert target.read_bytes() == b"old"
        assert temporary.parent == tmp_path
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_the_target_gets_its_permission_bits(mode: int, tmp_path: Path) -> None:
    _write(tmp_path / "a.xlsx", mode=mode)
    assert mode == stat.S_IMODE((tmp_path / "a.xlsx").stat().st_mode)


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_without_given_bits_the_usual_ones_hold(umask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        _write(tmp_path / "a.xlsx")
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    assert mode == stat.S_IMODE((tmp_path / "a.xlsx").stat().st_mode)


def _left(folder: Path, name: str = ".tierctl-0123456789abcdef.tmp") -> Path:
    path = folder / name
    path.write_bytes(b"half")
    return path


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    """The killed process held the lock; the system has released it."""
    code = (
        "import os, sys; from pathlib import Path; from tierctl.workbook.atomic import replacing\n"
        "with replacing(Path(sys.argv[1]), None): os._exit(9)"
    )
    target = tmp_path / "a.xlsx"
    killed = subprocess.run([sys.executable, "-c", code, str(target)], check=False)
    assert killed.returncode == 9
    assert [p.suffix for p in tmp_path.iterdir()] == [".tmp"]
    _write(target)
    assert [target] == list(tmp_path.iterdir())


def test_temporary_files_of_living_runs_are_kept(tmp_path: Path) -> None:
    with replacing(tmp_path / "a.xlsx", None) as (file, temporary):
        _write(tmp_path / "b.xlsx")
        assert temporary.exists()
        file.write(b"new")
    assert ["a.xlsx", "b.xlsx"] == sorted(p.name for p in tmp_path.iterdir())


def test_many_runs_in_one_folder_do_not_sweep_one_another(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tierctl.workbook.atomic import replacing\n"
        "for i in range(150):\n"
        "    with replacing(Path(sys.argv[1]) / f'{sys.argv[2]}-{i % 3}', None) as (file, _):\n"
        "        file.write(b'new')"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), str(i)], stderr=subprocess.PIPE
        )
        for i in range(6)
    ]
    ends = [(run.communicate(timeout=120)[1].decode()[-300:], run.returncode) for run in runs]
    assert [("", 0)] * 6 == ends
    assert sorted(f"{i}-{j}" for i in range(6) for j in range(3)) == sorted(
        path.name for path in tmp_path.iterdir()
    )


def test_the_file_bears_its_lock_until_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two, another run would sweep it."""
    rename = os.replace

    def sweep_and_replace(source: Path, target: Path) -> None:
        atomic._sweep(tmp_path)
        rename(source, target)

    monkeypatch.setattr(os, "replace", sweep_and_replace)
    _write(tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == b"new"


def test_a_file_that_another_run_is_about_to_sweep_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweeper may have the lock between our two steps."""
    lock, asked = atomic._lock, []

    def taken_once(descriptor: int) -> None:
        asked.append(descriptor)
        if len(asked) == 1:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        lock(descriptor)

    monkeypatch.setattr(atomic, "_lock", taken_once)
    _write(tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == b"new"


@pytest.mark.parametrize(
    "name", [".tierctl-x.tmp", ".tierctl-1.tmp", "~$a.xlsx", "tierctl-0123456789abcdef.tmp"]
)
def test_files_of_others_are_never_swept(name: str, tmp_path: Path) -> None:
    other = _left(tmp_path, name)
    _write(tmp_path / "a.xlsx")
    assert other.exists()


def test_a_link_stays_a_link_and_its_destination_is_replaced(tmp_path: Path) -> None:
    real = tmp_path / "real.xlsx"
    real.write_bytes(b"old")
    link = tmp_path / "link.xlsx"
    link.symlink_to(real)
    _write(link)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_missing_folder_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused) as refused:
        _write(tmp_path / "missing" / "a.xlsx")
    assert refused.value.code == "no-such-folder"
    assert str(tmp_path / "missing") in refused.value.message.zh


def _as_folder(folder: Path) -> Path:
    (folder / "a.xlsx").mkdir()
    return folder / "a.xlsx"


def _below_a_file(folder: Path) -> Path:
    (folder / "file").touch()
    return folder / "file" / "a.xlsx"


@pytest.mark.parametrize("build", [_as_folder, _below_a_file])
def test_a_target_that_cannot_be_a_file_fails_as_ours(
    build: Callable[[Path], Path], tmp_path: Path
) -> None:
    target = build(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(TierctlError) as failed:
        _write(target)
    assert failed.value.code == ("write-failed" if build is _as_folder else "no-such-folder")
    assert before == sorted(tmp_path.rglob("*"))


def test_a_system_that_forbids_writing_is_told_from_one_that_fails(tmp_path: Path) -> None:
    """The error is raised inside: a superuser may write to any folder."""
    with pytest.raises(PermissionRefused) as refused, replacing(tmp_path / "a.xlsx", None):
        raise PermissionError(13, "Permission denied")
    assert refused.value.code == "cannot-write"
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_refused_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_place(tmp_path / "a.xlsx")
    for target in (tmp_path / "missing" / "a.xlsx", _below_a_file(tmp_path)):
        with pytest.raises(OutputRefused):
            require_place(target)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PermissionRefused):
        require_place(tmp_path / "a.xlsx")
    assert [tmp_path / "file"] == list(tmp_path.iterdir())
