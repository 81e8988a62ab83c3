"""Notes on the cells of a sheet: in parts of their own, or added to those that the sheet has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from tierctl.model.errors import InputRefused
from tierctl.ooxml.document import Document, Element
from tierctl.ooxml.markup import whole_number
from tierctl.ooxml.namespaces import RELATIONSHIPS
from tierctl.ooxml.package import Package, relationships_part
from tierctl.ooxml.sheet import SheetPart
from tierctl.ooxml.splice import Splice
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.workbook.cell_mark import CellMark
from tierctl.workbook.graft import Graft, Grafter, relationships_markup
from tierctl.workbook.note_markup import (
    AUTHOR,
    BLOCK,
    OFFICE,
    SHAPE_TYPE,
    VML,
    Prefixes,
    comment_markup,
    comments_markup,
    drawing_markup,
    shape_markup,
    shape_type_markup,
)
from tierctl.workbook.stamp import relationship_namespace

MOST = 1_000
"""A sheet with more notes is slow to open and no easier to read."""
# What stands before the drawing of notes in a sheet, the last first.
_BEFORE = (
    "drawing", "smartTags", "ignoredErrors", "cellWatches", "customProperties", "colBreaks",
    "rowBreaks", "headerFooter", "pageSetup", "pageMargins", "printOptions", "hyperlinks",
    "dataValidations", "conditionalFormatting", "phoneticPr", "mergeCells", "customSheetViews",
    "dataConsolidate", "sortState", "autoFilter", "scenarios", "protectedRanges",
    "sheetProtection", "sheetCalcPr", "sheetData",
)  # fmt: skip
_BLOCKS = re.compile(rb"""<[^<>]*\bidmap\b[^<>]*\bdata\s*=\s*["']([\d,\s]+)["']""")
_IDS = re.compile(rb"_x0000_s(\d{1,9})\b")


@dataclass(frozen=True, slots=True)
class SheetNotes:
    """What notes do to a package: the graft, the splices of the sheet's frame, and whose cells
    bear a note of somebody's, which stays.
    """

    graft: Graft = field(default_factory=Graft)
    frame: Sequence[Splice] = ()
    kept: Sequence[CellMark] = ()


def sheet_notes(
    workbook: WorkbookFile, sheet: SheetPart, marks: Sequence[CellMark]
) -> SheetNotes | None:
    """Return what puts the marks' notes on a sheet; None where the sheet's own notes or controls
    are written in a way that nothing can be added to for certain.
    """
    try:
        known = _Known(workbook.package, sheet)
    except (InputRefused, _NotSafe):
        return None
    theirs = known.theirs()
    placed = sorted(marks, key=lambda mark: (mark.cell.row, mark.cell.col))
    added = [mark for mark in placed if mark.cell.a1 not in theirs]
    kept = [mark for mark in marks if mark.cell.a1 in theirs]
    if not added:
        return SheetNotes(kept=kept)
    graft, frame = _Adding(workbook, sheet, known, added).done()
    return SheetNotes(graft, frame, kept)


class _NotSafe(Exception):
    """Something is not written as it usually is."""


def _prefixes(drawing: Document) -> Prefixes:
    root = drawing.root
    tag = drawing.data[root.start : root.open_end].decode(drawing.encoding)
    prefixes = Prefixes.of(tag)
    if root.name != "xml" or prefixes is None:
        raise _NotSafe
    return prefixes


class _Known:
    """The notes and the drawing of boxes and controls that a sheet has already."""

    def __init__(self, package: Package, sheet: SheetPart) -> None:
        comments, drawings = (
            package.related(sheet.part, kind) for kind in ("comments", "vmlDrawing")
        )
        element = sheet.child("legacyDrawing")
        id = element.get("id", RELATIONSHIPS) if element is not None else None
        self.comments_part = comments[0].target if comments else None
        self.drawing_part = next((r.target for r in drawings if r.id == id), None)
        self.comments = package.document(self.comments_part) if self.comments_part else None
        self.drawing = package.document(self.drawing_part) if self.drawing_part else None
        if element is not None and self.drawing is None:
            raise _NotSafe
        self.prefixes = Prefixes() if self.drawing is None else _prefixes(self.drawing)
        if self.comments is not None and (self.drawing is None or self.listed is None):
            raise _NotSafe

    @property
    def listed(self) -> Element | None:
        """The list of what the notes say."""
        return self.comments.root.first("commentList") if self.comments is not None else None

    @property
    def authors(self) -> list[str]:
        """Who wrote them."""
        group = self.comments.root.first("authors") if self.comments is not None else None
        return [author.text for author in group.all("author")] if group is not None else []

    def ours(self) -> dict[str, Element]:
        """Return the notes that we wrote, by their cells."""
        return {ref: note for ref, note, author in self._all() if author == AUTHOR}

    def theirs(self) -> set[str]:
        """Return the cells with a note that somebody else wrote."""
        return {ref for ref, _, author in self._all() if author != AUTHOR}

    def _all(self) -> Iterator[tuple[str, Element, str]]:
        authors = dict(enumerate(self.authors))
        for note in self.listed.all("comment") if self.listed is not None else ():
            author = whole_number(note.get("authorId") or "")
            yield note.get("ref") or "", note, authors.get(-1 if author is None else author, "")


class _Adding:
    """Add notes to a sheet, part by part."""

    def __init__(
        self, workbook: WorkbookFile, sheet: SheetPart, known: _Known, marks: Sequence[CellMark]
    ) -> None:
        self._workbook = workbook
        self._package = workbook.package
        self._sheet = sheet
        self._known = known
        self._marks = marks
        self._grafter = Grafter(workbook.package, ())
        self._splices: dict[str, list[Splice]] = {}
        self._parts: dict[str, bytes] = {}
        self._related: list[tuple[str, str, str]] = []
        """New relationships of the sheet: id, kind, target."""

    def done(self) -> tuple[Graft, list[Splice]]:
        self._comments()
        frame = self._drawing()
        self._relate()
        graft = self._grafter.graft(self._parts)
        for part, splices in self._splices.items():
            graft.splices.setdefault(part, []).extend(splices)
        return graft, frame

    def _comments(self) -> None:
        document, part, listed = self._known.comments, self._known.comments_part, self._known.listed
        if document is None or part is None or listed is None:
            said = "".join(comment_markup(m.cell, m.note, 0, "") for m in self._marks)
            part = self._grafter.name("comments")
            self._parts[part] = comments_markup(said, self._workbook.dialect)
            self._relation("comments", part)
            return
        p, ours = document.root.tag_prefix, self._known.ours()
        splices, author = self._author(document)
        new = ""
        for mark in self._marks:
            markup = comment_markup(mark.cell, mark.note, author, p)
            if mark.cell.a1 in ours:
                splices.append(document.replace(ours[mark.cell.a1], markup))
            else:
                new += markup
        if new:
            splices.append(document.append_child(listed, new))
        self._splices[part] = splices

    def _author(self, document: Document) -> tuple[list[Splice], int]:
        """Return our number among the authors, and what makes us one of them."""
        authors, group = self._known.authors, document.root.first("authors")
        if AUTHOR in authors:
            return [], authors.index(AUTHOR)
        p = document.root.tag_prefix
        author = f"<{p}author>{AUTHOR}</{p}author>"
        if group is not None:
            return [document.append_child(group, author)], len(authors)
        assert self._known.listed is not None
        markup = f"<{p}authors>{author}</{p}authors>"
        return [document.insert_before(self._known.listed, markup)], 0

    def _drawing(self) -> list[Splice]:
        """Put the boxes into a drawing; return what the sheet's frame needs for a new one."""
        ours = self._known.ours()
        boxed = [mark for mark in self._marks if mark.cell.a1 not in ours]
        block = _free_block(self._package)
        first = block * BLOCK + 1
        prefixes = self._known.prefixes
        shapes = "".join(
            shape_markup(m.cell, m.note, i, prefixes) for i, m in enumerate(boxed, first)
        )
        document, part = self._known.drawing, self._known.drawing_part
        if document is not None and part is not None:
            if boxed:
                self._splices[part] = [*self._in_drawing(document, shapes, block)]
            return []
        part = self._grafter.name("vmlDrawing")
        self._parts[part] = drawing_markup(shapes, block)
        id = self._relation("vmlDrawing", part)
        root, namespace = self._sheet.frame.root, self._workbook.dialect.relationships
        before = next(e for name in _BEFORE for e in reversed(list(root.all(name))))
        p = self._sheet.prefix
        markup = f'<{p}legacyDrawing xmlns:r="{namespace}" r:id="{id}"/>'
        return [self._sheet.frame.insert_after(before, markup)]

    def _in_drawing(self, document: Document, shapes: str, block: int) -> Iterator[Splice]:
        root = document.root
        types = (e.get("id") for e in root.all("shapetype", VML))
        if SHAPE_TYPE not in types:
            shapes = shape_type_markup(self._known.prefixes) + shapes
        yield document.append_child(root, shapes)
        for layout in root.all("shapelayout", OFFICE):
            for blocks in layout.all("idmap", OFFICE):
                known = blocks.get("data") or ""
                yield document.set_attribute(blocks, "data", f"{known},{block}".strip(","))

    def _relation(self, kind: str, part: str) -> str:
        taken = {r.id for r in self._package.relationships(self._sheet.part)}
        there = self._package.document(relationships_part(self._sheet.part)) is not None
        taken |= {id for id, _, _ in self._related}
        # In a new part of relationships they are numbered from 1.
        word = "rIdTierctl" if there else "rId"
        id = next(id for n in count(1) if (id := f"{word}{n}") not in taken)
        self._related.append((id, kind, part))
        return id

    def _relate(self) -> None:
        part = relationships_part(self._sheet.part)
        document = self._package.document(part)
        if not self._related:
            return
        if document is None:
            base = self._workbook.dialect.relationships
            targets = [(kind, target) for _, kind, target in self._related]
            self._parts[part] = relationships_markup(targets, base)
            return
        p, base = document.root.tag_prefix, relationship_namespace(document)
        listed = "".join(
            f'<{p}Relationship Id="{id}" Type="{base}/{kind}" Target="/{target}"/>'
            for id, kind, target in self._related
        )
        self._splices[part] = [document.append_child(document.root, listed)]


def _free_block(package: Package) -> int:
    """Return the first block of shape ids behind all that any drawing of boxes uses."""
    used = [0]
    for entry in package.archive.entries:
        if entry.part.casefold().endswith(".vml"):
            data = package.archive.read(entry)
            listed = b",".join(_BLOCKS.findall(data)).split(b",")
            used += [int(number) for number in listed if number.strip()]
            used += [int(id) // BLOCK for id in _IDS.findall(data)]
    return max(used) + 1
