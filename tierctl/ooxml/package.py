"""The parts of a package: found by relationship, never by path."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from tierctl.ooxml.archive import Archive, Entry
from tierctl.ooxml.document import Document, Malformed
from tierctl.ooxml.namespaces import (
    CONTENT_TYPES,
    PACKAGE_RELATIONSHIPS,
    relationship_kind,
)

CONTENT_TYPES_PART = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship of a part; `target` is a part name, or an address where it is external."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """An open workbook package.

    Raises InputRefused where a part that must be read is missing or malformed.
    """

    def __init__(self, path: Path) -> None:
        self.archive = Archive(path)
        self._documents: dict[str, Document] = {}
        self._relationships: dict[str, list[Relationship]] = {}

    def close(self) -> None:
        """Close the file."""
        self.archive.close()

    def entry(self, part: str) -> Entry | None:
        """Return a part's entry in the zip."""
        return self.archive.find(part)

    def document(self, part: str) -> Document | None:
        """Return a part parsed, or None where there is no such part."""
        entry = self.entry(part)
        if entry is None:
            return None
        if entry.part not in self._documents:
            try:
                self._documents[entry.part] = Document(self.archive.read(entry))
            except Malformed as e:
                raise self.archive.damaged(entry.name, e.why) from e
        return self._documents[entry.part]

    def relationships(self, part: str) -> list[Relationship]:
        """Return the relationships of a part, or of the package itself for an empty name."""
        if part not in self._relationships:
            document = self.document(relationships_part(part))
            folder = posixpath.dirname(part)
            self._relationships[part] = [
                Relationship(
                    id=element.get("Id") or "",
                    kind=relationship_kind(element.get("Type") or ""),
                    target=_resolved(folder, element.get("Target") or ""),
                    external=(element.get("TargetMode") or "").casefold() == "external",
                )
                for element in (
                    document.root.all("Relationship", PACKAGE_RELATIONSHIPS) if document else ()
                )
            ]
        return self._relationships[part]

    def related(self, part: str, kind: str) -> list[Relationship]:
        """Return the internal relationships of a kind whose target is really there."""
        return [
            relationship
            for relationship in self.relationships(part)
            if relationship.kind == kind
            and not relationship.external
            and self.entry(relationship.target) is not None
        ]

    def content_type(self, part: str) -> str:
        """Return a part's content type, or nothing where none is declared."""
        document = self.document(CONTENT_TYPES_PART)
        if document is None:
            return ""
        wanted = "/" + part.casefold()
        for element in document.root.all("Override", CONTENT_TYPES):
            if unquote(element.get("PartName") or "").casefold() == wanted:
                return element.get("ContentType") or ""
        extension = wanted.rpartition(".")[2]
        for element in document.root.all("Default", CONTENT_TYPES):
            if (element.get("Extension") or "").casefold() == extension:
                return element.get("ContentType") or ""
        return ""


def relationships_part(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(folder: str, target: str) -> str:
    target = unquote(target.replace("\\", "/"))
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(folder, target))
