"""One run over several files: one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tierctl.cli import exits
from tierctl.model.errors import TierctlError

if TYPE_CHECKING:
    from tierctl.app.stages import Report
    from tierctl.cli.progress import ProgressLine

_Result = TypeVar("_Result")


def each_file(
    files: Sequence[Path], line: ProgressLine, work: Callable[[Path, Report], _Result]
) -> tuple[list[_Result], list[tuple[str, TierctlError]]]:
    """Return what work makes of every file, and why it could not for the others."""
    results: list[_Result] = []
    errors: list[tuple[str, TierctlError]] = []
    for number, file in enumerate(files):
        try:
            results.append(work(file, line.of_file(number, file.name)))
        except TierctlError as e:
            errors.append((str(file), e))
        except Exception as e:
            if exits.debugging():
                raise
            errors.append((str(file), exits.internal(e)))
    return results, errors


def files_code(done: int, errors: Sequence[tuple[str, TierctlError]], no: bool) -> int:
    """Return the exit code of a run over files of which some are done; `no` is their answer."""
    if errors:
        return exits.SOME_FAILED if done else exits.exit_code(errors[0][1])
    return exits.NO if no else exits.DONE
