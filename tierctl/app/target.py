"""Where a copy goes, and what may not be in its place."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from tierctl.app import messages
from tierctl.workbook.atomic import is_folder, require_place
from tierctl.workbook.messages import output_exists
from tierctl.workbook.stamp import own_copy


def target_of(
    source: Path, extension: str, output: Path | None, taken: Set[Path], word: str = "tiered"
) -> Path:
    """Return the copy's path: a file or a folder as it was asked for, else beside the source.

    `taken` are the outputs of this run so far, `word` is what its name has behind the source's
    where nothing else is asked for. Raises UsageRefused, OutputRefused.
    """
    name = f"{source.stem}.{word}{extension}"
    if output is None:
        target = source.with_name(name)
    elif is_folder(output) or not output.suffix:
        # A name without an extension is a folder, whether or not it is there.
        target = output / name
    else:
        target = output
    if target.suffix.casefold() != extension:
        raise messages.wrong_extension(str(target), extension)
    require_place(target)
    if target.exists() and target.samefile(source):
        raise messages.same_file(str(target))
    # One place has many names: relative, through a link, and on Windows in any case.
    if target.resolve() in {path.resolve() for path in taken}:
        raise messages.same_output(str(target))
    return target


def refuse_existing(target: Path, *, force: bool) -> None:
    """Refuse to replace what stands there, but for a copy of ours that nobody has changed.

    Raises OutputRefused.
    """
    if target.exists() and not force:
        ours, unedited = own_copy(target)
        if not (ours and unedited):
            raise output_exists(str(target), ours)
