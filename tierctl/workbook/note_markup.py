"""The markup of notes (Excel's comments): what each says, and the yellow box that shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tierctl.model.address import MAX_COLUMNS, MAX_ROWS, CellRef
from tierctl.ooxml.markup import attribute_text, string_text
from tierctl.ooxml.namespaces import Dialect
from tierctl.workbook.text_width import line_count

AUTHOR = "tierctl"
VML, OFFICE, EXCEL = (
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:excel",
)
SHAPE_TYPE = "_x0000_t202"
SHAPE = "_x0000_s"
BLOCK = 1024
"""The ids of shapes go in blocks of so many, and no two drawings share a block."""
_DECLARED = re.compile(r"""xmlns:([\w.-]+)\s*=\s*["']([^"']*)["']""")
_COLUMNS, _ROOM = 4, 36
"""A box covers so many columns, and so many digits stand on a line of it."""


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What a drawing of boxes calls its namespaces: those of shapes, of Office and of Excel."""

    v: str = "v"
    o: str = "o"
    x: str = "x"

    @classmethod
    def of(cls, tag: str) -> Prefixes | None:
        """Return what the start tag of a drawing declares; None where it lacks one of them."""
        found = {uri: prefix for prefix, uri in _DECLARED.findall(tag)}
        names = [found.get(uri) for uri in (VML, OFFICE, EXCEL)]
        known = [name for name in names if name is not None]
        return cls(*known) if len(known) == len(names) else None


def comment_markup(at: CellRef, text: str, author: int, prefix: str) -> str:
    """Return what one cell's note says."""
    p = prefix
    return (
        f'<{p}comment ref="{at.a1}" authorId="{author}"><{p}text><{p}r>'
        f'<{p}t xml:space="preserve">{string_text(text)}</{p}t></{p}r></{p}text></{p}comment>'
    )


def comments_markup(comments: str, dialect: Dialect) -> bytes:
    """Return a new part of comments, all by one author."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{dialect.main}"><authors><author>{attribute_text(AUTHOR)}</author>'
        f"</authors><commentList>{comments}</commentList></comments>"
    ).encode()


def shape_type_markup(names: Prefixes) -> str:
    """Return the type of shape that every box is of."""
    v, o = names.v, names.o
    return (
        f'<{v}:shapetype id="{SHAPE_TYPE}" coordsize="21600,21600" {o}:spt="202" '
        'path="m,l,21600r21600,l21600,xe">'
        f'<{v}:stroke joinstyle="miter"/>'
        f'<{v}:path gradientshapeok="t" {o}:connecttype="rect"/></{v}:shapetype>'
    )


def shape_markup(at: CellRef, text: str, number: int, names: Prefixes) -> str:
    """Return the box of one cell's note, hidden until the mouse is over the cell."""
    lines = 1 + sum(line_count(line, _ROOM) for line in text.split("\n"))
    left = min(at.col + 1, MAX_COLUMNS - _COLUMNS - 1)
    top = min(max(at.row - 1, 0), MAX_ROWS - lines - 2)
    anchor = f"{left}, 15, {top}, 2, {left + _COLUMNS}, 15, {top + lines + 1}, 4"
    v, o, x = names.v, names.o, names.x
    return (
        f'<{v}:shape id="{SHAPE}{number}" type="#{SHAPE_TYPE}" '
        'style="position:absolute;margin-left:60pt;margin-top:2pt;width:192pt;height:60pt;'
        f'z-index:1;visibility:hidden" fillcolor="#ffffe1" {o}:insetmode="auto">'
        f'<{v}:fill color2="#ffffe1"/><{v}:shadow on="t" color="black" obscured="t"/>'
        f'<{v}:path {o}:connecttype="none"/><{v}:textbox style="mso-direction-alt:auto">'
        f'<div style="text-align:left"></div></{v}:textbox>'
        f'<{x}:ClientData ObjectType="Note"><{x}:MoveWithCells/><{x}:SizeWithCells/>'
        f"<{x}:Anchor>{anchor}</{x}:Anchor><{x}:AutoFill>False</{x}:AutoFill>"
        f"<{x}:Row>{at.row}</{x}:Row><{x}:Column>{at.col}</{x}:Column></{x}:ClientData></{v}:shape>"
    )


def drawing_markup(shapes: str, block: int) -> bytes:
    """Return a new drawing of boxes, whose ids are of a block and whose prefixes are the usual."""
    return (
        f'<xml xmlns:v="{VML}" xmlns:o="{OFFICE}" xmlns:x="{EXCEL}"><o:shapelayout v:ext="edit">'
        f'<o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
        f"{shape_type_markup(Prefixes())}{shapes}</xml>"
    ).encode()
