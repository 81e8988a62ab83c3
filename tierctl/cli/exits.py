"""Exit codes, and the one place that turns an error into one.

0 done · 1 the answer is no · 2 usage · 3 some files failed · 65 input refused · 66 input missing ·
70 our fault · 73 output refused · 74 I/O error · 77 permission · 78 policy invalid ·
129, 130, 143 stopped by a signal; a closed pipe ends it silently.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

import typer

from tierctl.cli.terminal import console, print_json
from tierctl.model.errors import (
    InputMissing,
    InputRefused,
    OutputRefused,
    PermissionRefused,
    PolicyInvalid,
    SelfCheckFailed,
    TableRefused,
    TierctlError,
    UsageRefused,
    WriteFailed,
)
from tierctl.model.text import Lang, Text

DONE, NO, USAGE, SOME_FAILED, INTERNAL, IO_ERROR = 0, 1, 2, 3, 70, 74
_CODES: dict[type[TierctlError], int] = {
    UsageRefused: USAGE,
    InputRefused: 65,
    TableRefused: 65,
    InputMissing: 66,
    SelfCheckFailed: INTERNAL,
    OutputRefused: 73,
    WriteFailed: IO_ERROR,
    PermissionRefused: 77,
    PolicyInvalid: 78,
}


def exit_code(error: TierctlError) -> int:
    """Return the exit code of an error."""
    return _CODES[type(error)]


def internal(error: Exception) -> TierctlError:
    """Return our own fault as an error to report."""
    if isinstance(error, OSError):
        what = error.strerror or str(error)
        if error.filename is not None:
            what = f"{error.filename}: {what}"
        return WriteFailed("io-error", Text(f"读写失败：{what}", f"I/O failed: {what}"))
    where = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__} ({os.path.basename(where.filename)}:{where.lineno})"  # noqa: PTH119 - a name, not a path
    return SelfCheckFailed(
        "internal-error",
        Text(f"程序内部错误：{what}", f"internal error: {what}"),
        Text(
            "请报告这个问题；设 TIERCTL_DEBUG=1 再运行可看到详情。原文件没有改动。",
            "Please report it; TIERCTL_DEBUG=1 shows the details. The input is untouched.",
        ),
    )


def say_error(error: TierctlError, lang: Lang) -> None:
    """Print an error to stderr: what happened and where, then what to do."""
    from tierctl.render.safe import safe_text
    from tierctl.render.words import ERROR, HINT

    out = console(sys.stderr)
    colon = "：" if lang == "zh" else ": "
    out.print(f"tierctl {ERROR.to(lang)}{colon}{safe_text(error.message.to(lang))}")
    if error.hint is not None:
        out.print(f"  {HINT.to(lang)}{colon}{safe_text(error.hint.to(lang))}")


@contextlib.contextmanager
def reporting(command: str, lang: Lang, as_json: bool) -> Iterator[None]:
    """Report whatever stops a command, and leave with its exit code."""
    try:
        with signals_cleaned():
            yield
            sys.stdout.flush()
    except TierctlError as e:
        _report(command, e, lang, as_json)
    except (typer.Exit, typer.Abort):
        sys.stdout.flush()
        raise
    except Exception as e:
        if debugging():
            raise
        _report(command, internal(e), lang, as_json)


def _report(command: str, error: TierctlError, lang: Lang, as_json: bool) -> NoReturn:
    if as_json:
        from tierctl.render.json_object import failure

        print_json(failure(command, error, lang))
    else:
        say_error(error, lang)
    raise typer.Exit(exit_code(error))


def say_usage(error: Exception, lang: Lang) -> NoReturn:
    """Print what Typer found wrong with the command line as a JSON object, and leave.

    What Typer raises has no public name: it is known by what it can do.
    """
    message = getattr(error, "format_message", None)
    if message is None:
        raise error
    from tierctl.render.json_object import failure

    context = getattr(error, "ctx", None)
    command = ""
    if context is not None:
        command = context.command_path.removeprefix(context.find_root().command_path).strip()
    said = message()
    print_json(failure(command or "tierctl", UsageRefused("usage", Text(said, said)), lang))
    raise SystemExit(getattr(error, "exit_code", USAGE))


@contextlib.contextmanager
def signals_cleaned() -> Iterator[None]:
    """Turn SIGTERM, SIGHUP and Ctrl-C into an orderly exit: what is half-written is removed."""

    def stop(number: int, _: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) != signal.SIG_IGN:
            signal.signal(getattr(signal, name), stop)
    before = signal.getsignal(signal.SIGINT)
    try:
        if before == signal.SIG_DFL:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        yield
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        signal.signal(signal.SIGINT, before)


def stream_failed(error: OSError) -> NoReturn:
    """Leave with 74 and one line when a stream cannot be written to: a full disk."""
    # Whatever is still buffered cannot be written either: the interpreter must not try at exit.
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - lives until the exit
    with contextlib.suppress(OSError):
        sys.stderr.write(f"tierctl: {error.strerror}\n")
    raise SystemExit(IO_ERROR)


def debugging() -> bool:
    """Tell whether a traceback is wanted."""
    return os.environ.get("TIERCTL_DEBUG") == "1"
