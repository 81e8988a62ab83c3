"""Replace a file in one step: a killed run leaves the old file or the new one, never half."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from tierctl.model.errors import OutputRefused, PermissionRefused, WriteFailed
from tierctl.model.text import Text

# Windows has no flock: there the system itself refuses to remove what is open.
fcntl: Any = importlib.import_module("fcntl") if os.name == "posix" else None
_TEMPORARY = re.compile(r"\.tierctl-[0-9a-f]{16}\.tmp")


@contextlib.contextmanager
def replacing(target: Path, mode: int | None) -> Iterator[tuple[IO[bytes], Path]]:
    """Give a temporary file in the target's folder; on a clean exit it becomes the target.

    `mode` is the permission bits that the target gets, None for the system's usual ones.
    Raises OutputRefused, PermissionRefused or WriteFailed.
    """
    target = Path(os.path.realpath(target))
    _sweep(target.parent)
    # A signal may come between any two steps: what may exist is written down before it does.
    claimed: list[Path] = []
    try:
        try:
            with os.fdopen(_opened(target.parent, claimed), "w+b") as file:
                temporary = claimed[-1]
                yield file, temporary
                file.flush()
                os.fsync(file.fileno())
                os.chmod(temporary, mode if mode is not None else 0o666 & ~_umask())
                if fcntl is not None:
                    # While its lock holds: another run sweeps what bears none.
                    os.replace(temporary, target)
            if fcntl is None:
                # Windows renames nothing that is open.
                os.replace(temporary, target)
            _sync_folder(target.parent)
        except BaseException:
            for path in claimed:
                with contextlib.suppress(OSError):
                    path.unlink()
            raise
    except PermissionError as e:
        raise cannot_write(target) from e
    except OSError as e:
        raise WriteFailed(
            "write-failed",
            Text(f"写入 {target} 失败：{e.strerror}", f"writing {target} failed: {e.strerror}"),
            Text("原有文件没有改动。", "The existing files are untouched."),
        ) from e


def _opened(folder: Path, claimed: list[Path]) -> int:
    """Open a temporary file, locked while we live: the next run sweeps what bears no lock.

    Its path is added to `claimed` before it exists.
    """
    while True:
        path = folder / f".tierctl-{secrets.token_hex(8)}.tmp"
        claimed.append(path)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        except (FileNotFoundError, NotADirectoryError) as e:
            raise _no_folder(folder) from e
        # Another run may sweep it between the two steps, or be about to: then it has the lock.
        with contextlib.suppress(BlockingIOError):
            _lock(descriptor)
            if path.exists():
                return descriptor
        os.close(descriptor)


def is_folder(path: Path) -> bool:
    """Tell whether a folder is there. Raises PermissionRefused where that may not be known."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except PermissionError as e:
        raise cannot_write(path) from e
    except OSError:
        return False


def require_place(target: Path) -> None:
    """Refuse a target that cannot be made where it is to stand; changes nothing.

    Raises OutputRefused or PermissionRefused.
    """
    folder = Path(os.path.realpath(target)).parent
    if not is_folder(folder):
        raise _no_folder(folder)
    try:
        os.stat(target)
    except FileNotFoundError:
        pass
    except PermissionError as e:
        raise cannot_write(target) from e
    except OSError as e:
        raise OutputRefused(
            "bad-output",
            Text(f"无法写出 {target}：{e.strerror}", f"cannot make {target}: {e.strerror}"),
            Text("请用 -o 换一个文件名。", "Name another file with -o."),
        ) from e
    if not os.access(folder, os.W_OK | os.X_OK):
        raise cannot_write(target)


def _no_folder(folder: Path) -> OutputRefused:
    return OutputRefused(
        "no-such-folder",
        Text(f"输出文件夹不存在：{folder}", f"there is no folder {folder}"),
        Text("请先建立文件夹，或用 -o 换一个位置。", "Make it first, or choose another with -o."),
    )


def cannot_write(target: Path) -> PermissionRefused:
    """Return the refusal for a target that the system forbids."""
    return PermissionRefused(
        "cannot-write",
        Text(f"无法写入 {target}", f"cannot write {target}"),
        Text(
            "如果它正在 Excel 或 WPS 中打开，请先关闭；否则请用 -o 换一个位置。",
            "Close it in Excel or WPS if it is open; otherwise choose another place with -o.",
        ),
    )


_BINARY = getattr(os, "O_BINARY", 0)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove temporary files that a killed run of ours left behind."""
    for path in folder.glob(".tierctl-*.tmp"):
        if _TEMPORARY.fullmatch(path.name):
            with contextlib.suppress(OSError):
                _remove_abandoned(path)


def _remove_abandoned(path: Path) -> None:
    if fcntl is None:
        path.unlink()
        return
    descriptor = os.open(path, os.O_RDWR)
    try:
        _lock(descriptor)
        path.unlink()
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """Lock an open file for as long as it is open. Raises OSError where another has it."""
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
