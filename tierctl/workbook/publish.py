"""Publish a copy: every changed part spliced and proved, the stamp set, all in one step."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tierctl.ooxml.archive import Archive
from tierctl.ooxml.assemble import Deflated, deflated, write_package
from tierctl.ooxml.splice import Plan, Splice
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.workbook.atomic import replacing
from tierctl.workbook.graft import Graft
from tierctl.workbook.proof import prove_copy
from tierctl.workbook.spliced_part import SplicedPart
from tierctl.workbook.stamp import parts_digest
from tierctl.workbook.styles import StyleBook

Sheets = Sequence[tuple[SplicedPart, Deflated]]
"""The sheets with their splices, and what they became."""


def publish(
    workbook: WorkbookFile,
    target: Path,
    sheets: Sheets,
    plans: Mapping[str, Sequence[Splice]],
    graft: Graft,
    styles: StyleBook,
    stamp: tuple[str, Callable[[str], bytes]] | None,
) -> None:
    """Write the copy to `target`; `plans` are the splices of other parts.

    `stamp` is its part, and what it says by the digest over all others; without one nothing is said
    of the copy. Raises OutputRefused, PermissionRefused, WriteFailed, SelfCheckFailed, or
    InputRefused for a damaged original; the input and an existing target are untouched then.
    """
    archive = workbook.package.archive
    parts = [part for part, _ in sheets]
    changed: dict[str, Deflated] = {part.name: content for part, content in sheets}
    spliced = {part: [*splices] for part, splices in plans.items()}
    for part, more in graft.splices.items():
        spliced.setdefault(part, []).extend(more)
    style_part = workbook.single("styles")
    if style_part and (added := styles.splices()):
        spliced[style_part] = added
    for part, splices in spliced.items():
        found = archive.find(part)
        document = workbook.package.document(part)
        assert found is not None
        assert document is not None
        part_written = SplicedPart(found.name, found.info.CRC)
        parts.append(part_written)
        changed[found.name] = part_written.write([(document.data, Plan.of(splices))])
    whole = {_stored(archive, part): deflated([data]) for part, data in graft.parts.items()}
    if stamp is not None:
        stamp_part, said = stamp
        digest = _digest(archive, {**changed, **whole}, graft, stamp_part)
        whole[_stored(archive, stamp_part)] = deflated([said(digest)])
    changed |= {name: part for name, part in whole.items() if archive.find(name)}
    new = {name: part for name, part in whole.items() if name not in changed}
    mode = stat.S_IMODE((target if target.exists() else archive.path).stat().st_mode)
    with replacing(target, mode) as (file, temporary):
        write_package(archive, changed, new, file, graft.dropped)
        file.flush()
        prove_copy(temporary, parts, archive, {*changed, *new, *graft.dropped}, whole)


def _digest(archive: Archive, written: Mapping[str, Deflated], graft: Graft, stamp: str) -> str:
    """Return the digest over all parts but the stamp."""
    kept = {e.name: (e.info.CRC, e.info.file_size) for e in archive.entries}
    kept |= {name: (part.crc, part.size) for name, part in written.items()}
    listed = [(name, *facts) for name, facts in kept.items() if name not in graft.dropped]
    return parts_digest(listed, stamp)


def _stored(archive: Archive, part: str) -> str:
    """Return a part's name as the zip has it, if it has one of that name."""
    entry = archive.find(part)
    return entry.name if entry is not None else part
