"""Replacing a file in one step: the old one or the new one, and nothing left behind."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tierctl.model.errors import OutputRefused, PermissionRefused, TierctlError, WriteFailed
from tierctl.workbook.atomic import replacing


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


def _dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def _left(folder: Path, process: int, age: float = 0, name: str = "") -> Path:
    path = folder / (name or f".tierctl-{process}-0123abcd.tmp")
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age, time.time() - age))
    return path


@pytest.mark.skipif(os.name != "posix", reason="elsewhere only age tells")
@pytest.mark.parametrize("process", [None, 10**20], ids=["that ended", "that cannot be"])
def test_a_temporary_file_of_a_process_is_swept(process: int | None, tmp_path: Path) -> None:
    stale = _left(tmp_path, process or _dead_process())
    _write(tmp_path / "a.xlsx")
    assert not stale.exists()


def test_temporary_files_of_living_processes_are_kept_for_a_day(tmp_path: Path) -> None:
    young = _left(tmp_path, os.getppid(), age=23 * 3600)
    old = _left(tmp_path, os.getpid(), age=25 * 3600)
    _write(tmp_path / "a.xlsx")
    assert young.exists()
    assert not old.exists()


@pytest.mark.parametrize(
    "name", [".tierctl-x-0123abcd.tmp", ".tierctl-1.tmp", "~$a.xlsx", "tierctl-1-0123abcd.tmp"]
)
def test_files_of_others_are_never_swept(name: str, tmp_path: Path) -> None:
    other = _left(tmp_path, 0, age=10**6, name=name)
    _write(tmp_path / "a.xlsx")
    assert other.exists()


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
    assert failed.value.code in ("write-failed", "no-such-folder")
    assert before == sorted(tmp_path.rglob("*"))


def test_a_system_that_forbids_writing_is_told_from_one_that_fails(tmp_path: Path) -> None:
    """The error is raised inside: a superuser may write to any folder."""
    with pytest.raises(PermissionRefused) as refused, replacing(tmp_path / "a.xlsx", None):
        raise PermissionError(13, "Permission denied")
    assert refused.value.code == "cannot-write"
    assert list(tmp_path.iterdir()) == []
