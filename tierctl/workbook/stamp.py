"""The stamp in every copy: what we wrote, and a digest that tells whether it was changed since.

It is a custom XML part, which Excel and WPS keep when they save, if under another name: the
columns stay known to be ours, and the digest no longer fits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from tierctl import __version__
from tierctl.model.errors import PermissionRefused, TierctlError
from tierctl.ooxml.document import Document, Element
from tierctl.ooxml.markup import attribute_text
from tierctl.ooxml.namespaces import (
    PACKAGE_RELATIONSHIPS,
    RELATIONSHIPS,
    STRICT_RELATIONSHIPS,
)
from tierctl.ooxml.package import CONTENT_TYPES_PART, Package, relationships_part
from tierctl.ooxml.splice import Splice, spliced
from tierctl.ooxml.workbook import WorkbookFile

PART = "customXml/tierctl.xml"
_URI = "urn:tierctl:stamp:1"
SIGNATURE = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
"""The kind of relationship that a signed package has."""


@dataclass(frozen=True, slots=True)
class PageMark:
    """The summary page that a copy has: its sheet as it was named, its `sheetId`, and a digest of
    what it says.
    """

    sheet: str
    id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a copy says of itself. `columns`: sheet → header → result name or `reason`;
    `sheet_ids`: the `sheetId` of each of these sheets.
    """

    part: str
    policy: str
    digest: str
    columns: Mapping[str, Mapping[str, str]]
    sheet_ids: Mapping[str, str]
    page: PageMark | None = None


def parts_digest(parts: Iterable[tuple[str, int, int]], stamp: str) -> str:
    """Return the digest over a package's parts: name, CRC and size, the stamp itself left out."""
    lines = sorted(f"{name} {crc:08x} {size}" for name, crc, size in parts if name != stamp)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def stamp_markup(
    policy: str,
    version: str,
    policy_digest: str,
    digest: str,
    columns: Mapping[str, Mapping[str, str]],
    sheet_ids: Mapping[str, str],
    page: PageMark | None,
) -> bytes:
    """Return the stamp's part."""
    listed = "".join(
        f'<column sheet="{attribute_text(sheet)}" sheetId="{attribute_text(sheet_ids[sheet])}" '
        f'header="{attribute_text(header)}" role="{attribute_text(role)}"/>'
        for sheet, headers in columns.items()
        for header, role in headers.items()
    )
    if page is not None:
        listed += (
            f'<page sheet="{attribute_text(page.sheet)}" sheetId="{attribute_text(page.id)}" '
            f'digest="{page.digest}"/>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<tierctl xmlns="{_URI}" version="{__version__}" policy="{attribute_text(policy)}" '
        f'policyVersion="{attribute_text(version)}" policyDigest="{policy_digest}" '
        f'parts="{digest}">{listed}</tierctl>'
    ).encode()


def stamp_again(document: Document, digest: str) -> bytes:
    """Return a stamp that a package has, with another digest."""
    return spliced(document.data, [document.set_attribute(document.root, "parts", digest)])


def read_stamp(package: Package) -> Stamp | None:
    """Return a package's stamp, or None where it has none that we can read."""
    for part in _candidates(package):
        try:
            entry, document = package.entry(part), package.document(part)
        except TierctlError:
            continue
        if entry is not None and document is not None and document.root.uri == _URI:
            return _stamp(entry.name, document.root)
    return None


def _candidates(package: Package) -> Iterator[str]:
    """Yield the parts that may be the stamp: Excel gives custom XML parts names of its own."""
    yield PART
    for main in package.related("", "officeDocument"):
        for relationship in package.related(main.target, "customXml"):
            yield relationship.target


def _stamp(part: str, root: Element) -> Stamp:
    columns: dict[str, dict[str, str]] = {}
    ids: dict[str, str] = {}
    for element in root.all("column", _URI):
        sheet, header = element.get("sheet") or "", element.get("header") or ""
        columns.setdefault(sheet, {})[header] = element.get("role") or ""
        ids[sheet] = element.get("sheetId") or ""
    found = root.first("page", _URI)
    page = None
    if found is not None:
        names = ("sheet", "sheetId", "digest")
        page = PageMark(*(found.get(name) or "" for name in names))
    return Stamp(part, root.get("policy") or "", root.get("parts") or "", columns, ids, page)


def stamp_part(package: Package, known: Stamp | None) -> str:
    """Return where the stamp goes: where it is, or to a name that no part of the user's has."""
    if known is not None:
        return known.part
    numbered = (f"customXml/tierctl{number}.xml" for number in count(1))
    return next(part for part in chain([PART], numbered) if package.entry(part) is None)


def is_unedited(package: Package, stamp: Stamp) -> bool:
    """Tell whether nothing in the package was changed since the stamp was set."""
    entries = package.archive.entries
    listed = ((e.name, e.info.CRC, e.info.file_size) for e in entries)
    return stamp.digest == parts_digest(listed, stamp.part)


def own_copy(path: Path) -> tuple[bool, bool]:
    """Tell whether a file is a copy that we made, and whether it is unchanged since.

    Raises PermissionRefused where it may not be read.
    """
    try:
        package = Package(path)
    except PermissionRefused:
        raise
    except TierctlError:
        return False, False
    try:
        stamp = read_stamp(package)
        return stamp is not None, stamp is not None and is_unedited(package, stamp)
    except TierctlError:
        return False, False
    finally:
        package.close()


def registration(workbook: WorkbookFile, part: str) -> dict[str, list[Splice]]:
    """Return the splices that make the stamp a part of the workbook, by part name."""
    package = workbook.package
    splices: dict[str, list[Splice]] = {}
    relationships = relationships_part(workbook.part)
    document = package.document(relationships)
    types = package.document(CONTENT_TYPES_PART)
    assert document is not None
    assert types is not None
    known = {r.target.casefold() for r in package.relationships(workbook.part)}
    if part.casefold() not in known:
        namespace = relationship_namespace(document)
        ids = {r.id for r in package.relationships(workbook.part)}
        number = next(n for n in range(1, len(ids) + 2) if f"rIdTierctl{n}" not in ids)
        p = document.root.tag_prefix
        splices[relationships] = [
            document.append_child(
                document.root,
                f'<{p}Relationship Id="rIdTierctl{number}" Type="{namespace}/customXml" '
                f'Target="/{part}"/>',
            )
        ]
    if package.content_type(part) != "application/xml":
        p = types.root.tag_prefix
        splices[CONTENT_TYPES_PART] = [
            types.append_child(
                types.root,
                f'<{p}Override PartName="/{part}" ContentType="application/xml"/>',
            )
        ]
    return splices


def relationship_namespace(document: Document) -> str:
    """Return the namespace of relationship types that the workbook uses: its own dialect."""
    for element in document.root.all("Relationship", PACKAGE_RELATIONSHIPS):
        if (element.get("Type") or "").startswith(STRICT_RELATIONSHIPS):
            return STRICT_RELATIONSHIPS
    return RELATIONSHIPS
