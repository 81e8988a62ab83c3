"""Replace a file in one step: a killed run leaves the old file or the new one, never half."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tierctl.model.errors import OutputRefused, PermissionRefused, WriteFailed
from tierctl.model.text import Text

_TEMPORARY = re.compile(r"\.tierctl-(\d+)-[0-9a-f]{8}\.tmp")
_STALE_SECONDS = 24 * 3600


@contextlib.contextmanager
def replacing(target: Path, mode: int | None) -> Iterator[tuple[IO[bytes], Path]]:
    """Give a temporary file in the target's folder; on a clean exit it becomes the target.

    `mode` is the permission bits that the target gets, None for the system's usual ones.
    Raises OutputRefused, PermissionRefused or WriteFailed.
    """
    _sweep(target.parent)
    temporary = target.parent / f".tierctl-{os.getpid()}-{secrets.token_hex(4)}.tmp"
    try:
        descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                yield file, temporary
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, mode if mode is not None else 0o666 & ~_umask())
            os.replace(temporary, target)
            _sync_folder(target.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except FileNotFoundError as e:
        raise OutputRefused(
            "no-such-folder",
            Text(f"输出文件夹不存在：{target.parent}", f"there is no folder {target.parent}"),
            Text(
                "请先建立文件夹，或用 -o 换一个位置。", "Make it first, or choose another with -o."
            ),
        ) from e
    except PermissionError as e:
        raise PermissionRefused(
            "cannot-write",
            Text(f"无法写入 {target}", f"cannot write {target}"),
            Text(
                "如果它正在 Excel 或 WPS 中打开，请先关闭；否则请用 -o 换一个位置。",
                "Close it in Excel or WPS if it is open; otherwise choose another place with -o.",
            ),
        ) from e
    except OSError as e:
        raise WriteFailed(
            "write-failed",
            Text(f"写入 {target} 失败：{e.strerror}", f"writing {target} failed: {e.strerror}"),
            Text("原有文件没有改动。", "The existing files are untouched."),
        ) from e


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
    with contextlib.suppress(OSError):
        for path in folder.glob(".tierctl-*.tmp"):
            match = _TEMPORARY.fullmatch(path.name)
            if match and _abandoned(path, int(match[1])):
                with contextlib.suppress(OSError):
                    path.unlink()


def _abandoned(path: Path, process: int) -> bool:
    if time.time() - path.stat().st_mtime > _STALE_SECONDS:
        return True
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        pass
    return False
