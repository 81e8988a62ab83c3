"""The proof of every copy: nothing but our splices changed, and what we wrote is sound."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from tierctl.ooxml.archive import Archive, Entry
from tierctl.ooxml.assemble import Deflated
from tierctl.ooxml.document import Malformed, require_well_formed
from tierctl.workbook import messages
from tierctl.workbook.spliced_part import SplicedPart


def prove_copy(
    path: Path,
    parts: Iterable[SplicedPart],
    original: Archive,
    ours: Collection[str],
    whole: Mapping[str, Deflated],
) -> None:
    """Prove the written copy: its zip is sound, each changed part well-formed, and the original's
    again once the splices are taken out.

    Of a sheet whose rows their shapes have proved only the rest is read again; our own cells are
    proved where they are made. Raises SelfCheckFailed, or InputRefused where a part never was
    well-formed.

    `ours` are all parts that we write or drop, `whole` those of them that are all our own.
    """
    with Archive(path) as copy:
        if _listing(copy, ours) != _listing(original, ours):
            raise messages.self_check_failed("other parts differ")
        for name, written in whole.items():
            entry = copy.find(name)
            if entry is None or written.crc != entry.info.CRC:
                raise messages.self_check_failed(f"{name}: not as written")
            _require_sound(copy, entry)
        for part in parts:
            entry = copy.find(part.name)
            if entry is None:
                raise messages.self_check_failed(f"{part.name}: missing")
            part.check(copy.inflated(entry))
            try:
                require_well_formed(part.unproved or copy.inflated(entry))
            except Malformed as e:
                _refuse_malformed(original, part.name)
                raise messages.self_check_failed(f"{part.name}: {e}") from e


def _require_sound(copy: Archive, entry: Entry) -> None:
    try:
        require_well_formed(copy.inflated(entry))
    except Malformed as e:
        raise messages.self_check_failed(f"{entry.name}: {e}") from e


def _listing(archive: Archive, ours: Collection[str]) -> list[tuple[str, int, int]]:
    """Return name, CRC and size of every part that we do not write, in order."""
    entries = [entry for entry in archive.entries if entry.name not in ours]
    return [(e.name, e.info.CRC, e.info.file_size) for e in entries]


def _refuse_malformed(archive: Archive, part: str) -> None:
    entry = archive.find(part)
    try:
        require_well_formed(archive.inflated(entry) if entry else ())
    except Malformed as e:
        raise archive.damaged(part, e.why) from e
