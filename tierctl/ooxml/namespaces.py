"""The namespaces of transitional and Strict workbooks; code sees the transitional ones."""

from __future__ import annotations

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"

STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_STRICT = {
    "http://purl.oclc.org/ooxml/spreadsheetml/main": MAIN,
    STRICT_RELATIONSHIPS: RELATIONSHIPS,
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing": DRAWING,
}
MAIN_NAMES = tuple(uri.encode() for uri in (MAIN, *(s for s, t in _STRICT.items() if t == MAIN)))
"""The namespace of sheets in either dialect, as bytes."""


def transitional(uri: str) -> str:
    """Return the transitional name of a namespace."""
    return _STRICT.get(uri, uri)


def relationship_kind(uri: str) -> str:
    """Return what a relationship's Type says, in either dialect: `worksheet`, `styles`."""
    for base in (RELATIONSHIPS, STRICT_RELATIONSHIPS):
        if uri.startswith(base + "/"):
            return uri[len(base) + 1 :]
    return uri
