"""The drawing of a page: where its charts lie, as a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierctl.model.address import Area
from tierctl.ooxml.markup import attribute_text
from tierctl.ooxml.namespaces import Dialect
from tierctl.workbook.chart import BarChart


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart with the cells that it lies over."""

    chart: BarChart
    area: Area


def drawing_markup(charts: Sequence[PlacedChart], dialect: Dialect) -> bytes:
    """Return the drawing's part; its charts are rId1 and the following."""
    anchors = "".join(_anchor(placed, n, dialect) for n, placed in enumerate(charts, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<xdr:wsDr xmlns:xdr="{dialect.drawing}" xmlns:a="{dialect.graphics}">'
        f"{anchors}</xdr:wsDr>"
    ).encode()


def _anchor(placed: PlacedChart, number: int, dialect: Dialect) -> str:
    area = placed.area
    title = attribute_text(placed.chart.title)
    return (
        '<xdr:twoCellAnchor editAs="oneCell">'
        f"<xdr:from>{_corner(area.first_row, area.first_col)}</xdr:from>"
        f"<xdr:to>{_corner(area.last_row + 1, area.last_col + 1)}</xdr:to>"
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        f'<xdr:cNvPr id="{number + 1}" name="Chart {number}" descr="{title}"/>'
        "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>"
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{dialect.chart}">'
        f'<c:chart xmlns:c="{dialect.chart}" xmlns:r="{dialect.relationships}" '
        f'r:id="rId{number}"/></a:graphicData></a:graphic></xdr:graphicFrame>'
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )


def _corner(row: int, col: int) -> str:
    return (
        f"<xdr:col>{col}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    )
