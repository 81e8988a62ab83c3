"""The namespaces of transitional and Strict workbooks; code sees the transitional ones."""

from __future__ import annotations

from dataclasses import dataclass

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
GRAPHICS = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"

STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the parts of a workbook call their namespaces: all of them transitional, or Strict."""

    main: str
    relationships: str
    drawing: str
    graphics: str
    chart: str
    percent: str
    """What stands behind a number of percent."""


TRANSITIONAL = Dialect(MAIN, RELATIONSHIPS, DRAWING, GRAPHICS, CHART, "")
STRICT = Dialect(
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    STRICT_RELATIONSHIPS,
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/drawingml/main",
    "http://purl.oclc.org/ooxml/drawingml/chart",
    "%",
)
_STRICT = {
    STRICT.main: MAIN,
    STRICT.relationships: RELATIONSHIPS,
    STRICT.drawing: DRAWING,
}
MAIN_NAMES = (MAIN.encode(), STRICT.main.encode())
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
