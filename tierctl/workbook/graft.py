"""Graft a new sheet with its drawing and charts into a package: free names, nothing renumbered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import unquote

from tierctl.ooxml.document import Element
from tierctl.ooxml.markup import attribute_text, whole_number
from tierctl.ooxml.namespaces import CONTENT_TYPES
from tierctl.ooxml.package import CONTENT_TYPES_PART, Package, relationships_part
from tierctl.ooxml.splice import Splice
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.workbook.stamp import relationship_namespace

_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "worksheet": f"{_OFFICE}spreadsheetml.worksheet+xml",
    "drawing": f"{_OFFICE}drawing+xml",
    "chart": f"{_OFFICE}drawingml.chart+xml",
    "comments": f"{_OFFICE}spreadsheetml.comments+xml",
    "vmlDrawing": f"{_OFFICE}vmlDrawing",
}
_NAMES = {
    "worksheet": "xl/worksheets/sheet{}.xml",
    "drawing": "xl/drawings/drawing{}.xml",
    "chart": "xl/charts/chart{}.xml",
    "comments": "xl/comments{}.xml",
    "vmlDrawing": "xl/drawings/vmlDrawing{}.vml",
}
_RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


@dataclass(frozen=True, slots=True)
class Graft:
    """What a new sheet does to a package: splices by part, whole parts, entries that go."""

    splices: dict[str, list[Splice]] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()


class Grafter:
    """Give parts their names, and register them. `old` are parts that the new ones replace."""

    def __init__(self, package: Package, old: Collection[str]) -> None:
        self._package = package
        self._old = {part.casefold() for part in old}
        types = package.document(CONTENT_TYPES_PART)
        assert types is not None
        self._types = types
        self._declared: dict[str, Element] = {
            unquote(e.get("PartName") or "").lstrip("/").casefold(): e
            for e in types.root.all("Override", CONTENT_TYPES)
        }
        self._kinds: dict[str, str] = {}

    def name(self, kind: str, known: str | None = None) -> str:
        """Return the name of a new part: the one it is to replace, or one that is free."""
        names = (_NAMES[kind].format(number) for number in count(1))
        part = known or next(name for name in names if self._is_free(name))
        self._kinds[part] = kind
        return part

    def _is_free(self, part: str) -> bool:
        key = part.casefold()
        if part in self._kinds:
            return False
        used = key in self._declared or self._package.entry(part) is not None
        # Relationships that a part left behind would become those of a new part of its name.
        related = self._package.entry(relationships_part(part)) is not None
        return key in self._old or not (used or related)

    def graft(self, parts: Mapping[str, bytes]) -> Graft:
        """Return the graft of parts: those named here, and their relationships."""
        kept = {part.casefold() for part in parts}
        dropped = [self._package.entry(part) for part in self._old - kept]
        splices = [*self._undeclared(self._old - kept), *self._typed()]
        return Graft(
            {CONTENT_TYPES_PART: splices} if splices else {},
            dict(parts),
            frozenset(entry.name for entry in dropped if entry is not None),
        )

    def _undeclared(self, parts: Iterable[str]) -> Iterator[Splice]:
        for part in sorted(parts):
            element = self._declared.get(part)
            if element is not None:
                yield self._types.replace(element, "")

    def _typed(self) -> Iterator[Splice]:
        """Declare the content types that are not declared yet."""
        p = self._types.root.tag_prefix
        for part, kind in self._kinds.items():
            if self._package.content_type(part) != _TYPES[kind]:
                markup = f'<{p}Override PartName="/{part}" ContentType="{_TYPES[kind]}"/>'
                if kind == "vmlDrawing":
                    # Excel declares them by their extension, and by nothing else.
                    markup = f'<{p}Default Extension="vml" ContentType="{_TYPES[kind]}"/>'
                yield self._types.append_child(self._types.root, markup)
        defaults = self._types.root.all("Default", CONTENT_TYPES)
        if not any((e.get("Extension") or "").casefold() == "rels" for e in defaults):
            markup = f'<{p}Default Extension="rels" ContentType="{_RELATIONSHIPS_TYPE}"/>'
            yield self._types.append_child(self._types.root, markup)


def owned_parts(package: Package, part: str) -> set[str]:
    """Return a part with all that it alone leads to, and their relationships, casefolded."""
    found: set[str] = set()
    ahead = [part]
    while ahead:
        name = ahead.pop()
        if name.casefold() not in found and package.entry(name) is not None:
            found.add(name.casefold())
            ahead += [r.target for r in package.relationships(name) if not r.external]
    entries = [e.part for e in package.archive.entries if e.part not in found]
    others = [r for e in ["", *entries] for r in package.relationships(e) if not r.external]
    used = {r.target.casefold() for r in others} - {part.casefold()}
    while shared := used & found:
        found -= shared
        used = {r.target.casefold() for name in shared for r in package.relationships(name)}
    rels = {relationships_part(name).casefold() for name in found}
    return found | {name for name in rels if package.entry(name) is not None}


def relationships_markup(targets: Iterable[tuple[str, str]], namespace: str) -> bytes:
    """Return a part of relationships: kind and part, as rId1 and the following."""
    listed = "".join(
        f'<Relationship Id="rId{i}" Type="{namespace}/{kind}" Target="/{part}"/>'
        for i, (kind, part) in enumerate(targets, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{listed}</Relationships>"
    ).encode()


def sheet_entry(
    workbook: WorkbookFile, name: str, part: str
) -> tuple[str, dict[str, list[Splice]]]:
    """Append a sheet to the workbook's, last of all; return its `sheetId` and the splices."""
    document, package = workbook.document, workbook.package
    group = document.root.first("sheets")
    related = relationships_part(workbook.part)
    relationships = package.document(related)
    assert group is not None
    assert relationships is not None
    ids = [whole_number(e.get("sheetId") or "") or 0 for e in group.all("sheet")]
    id = str(max(ids, default=0) + 1)
    taken = {r.id for r in package.relationships(workbook.part)}
    rid = next(rid for n in count(1) if (rid := f"rIdTierctlPage{n}") not in taken)
    p, namespace = group.tag_prefix, workbook.dialect.relationships
    # Readers look for r:id by its name; whether and to what `r` is bound out there matters not.
    sheet = (
        f'<{p}sheet xmlns:r="{namespace}" name="{attribute_text(name)}" sheetId="{id}" '
        f'r:id="{rid}"/>'
    )
    q = relationships.root.tag_prefix
    kind = f"{relationship_namespace(relationships)}/worksheet"
    relationship = f'<{q}Relationship Id="{rid}" Type="{kind}" Target="/{part}"/>'
    return id, {
        workbook.part: [document.append_child(group, sheet)],
        related: [relationships.append_child(relationships.root, relationship)],
    }
