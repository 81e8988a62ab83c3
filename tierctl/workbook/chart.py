"""A bar chart as a part: native, in the tiers' colours, over cells of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from tierctl.model.address import Area
from tierctl.ooxml.markup import attribute_text, string_text
from tierctl.ooxml.namespaces import Dialect
from tierctl.workbook.color import darker, is_dark

_INK, _FAINT = "404040", "D9D9D9"
_ROOM = 1.35
_CATEGORIES, _VALUES = 500_001, 500_002


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells that a chart reads, with what they hold: what a viewer shows that reads none."""

    area: Area
    values: Sequence[str | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One row of bars: a colour for all, or one for each bar."""

    name: Cells
    categories: Cells
    values: Cells
    colors: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Bars from the left, the first category on top.

    `label` is the number format of the figures at the bars, None where there is no room for any.
    """

    title: str
    series: Sequence[Series]
    stacked: bool
    legend: bool
    label: str | None


def chart_markup(chart: BarChart, sheet: str, font: str, dialect: Dialect) -> bytes:
    """Return the chart's part; `sheet` is the name of the sheet that its cells are on."""
    writer = _Writer(chart, sheet, dialect)
    text = f'<a:latin typeface="{font}"/><a:ea typeface="{font}"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{dialect.chart}" xmlns:a="{dialect.graphics}">'
        '<c:roundedCorners val="0"/>'
        f"<c:chart>{_title(chart.title)}"
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f"{writer.bars()}{writer.axes()}</c:plotArea>"
        f"{_LEGEND if chart.legend else ''}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{_fill('FFFFFF')}{_line(_FAINT)}</c:spPr>"
        f"{_text(_INK, text)}</c:chartSpace>"
    ).encode()


class _Writer:
    def __init__(self, chart: BarChart, sheet: str, dialect: Dialect) -> None:
        self._chart = chart
        self._sheet = sheet.replace("'", "''")
        self._percent = dialect.percent

    def bars(self) -> str:
        """Return the bars with their cells."""
        stacked = self._chart.stacked
        overlap = f'<c:overlap val="100{self._percent}"/>' if stacked else ""
        series = "".join(self._series(i, part) for i, part in enumerate(self._chart.series))
        return (
            f'<c:barChart><c:barDir val="bar"/>'
            f'<c:grouping val="{"stacked" if stacked else "clustered"}"/><c:varyColors val="0"/>'
            f'{series}<c:gapWidth val="50{self._percent}"/>{overlap}'
            f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/></c:barChart>'
        )

    def _series(self, index: int, series: Series) -> str:
        points = ""
        if len(series.colors) > 1:
            points = "".join(
                f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
                f"{_shape(color)}</c:dPt>"
                for i, color in enumerate(series.colors)
            )
        return (
            f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
            f"<c:tx>{self._texts(series.name)}</c:tx>{_shape(series.colors[0])}"
            f'<c:invertIfNegative val="0"/>{points}{self._labels(series)}'
            f"<c:cat>{self._texts(series.categories)}</c:cat>"
            f"<c:val>{self._numbers(series.values)}</c:val></c:ser>"
        )

    def _labels(self, series: Series) -> str:
        if self._chart.label is None:
            return ""
        shown = {"LegendKey": 0, "Val": 1, "CatName": 0, "SerName": 0, "Percent": 0}
        shown["BubbleSize"] = 0
        inside = self._chart.stacked and is_dark(series.colors[0])
        return (
            f'<c:dLbls><c:numFmt formatCode="{attribute_text(self._chart.label)}" '
            'sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
            f"{_text('FFFFFF') if inside else ''}"
            f'<c:dLblPos val="{"ctr" if self._chart.stacked else "outEnd"}"/>'
            + "".join(f'<c:show{name} val="{value}"/>' for name, value in shown.items())
            + "</c:dLbls>"
        )

    def _formula(self, cells: Cells) -> str:
        formula = attribute_text(f"'{self._sheet}'!{cells.area.absolute}")
        return f"<c:f>{formula}</c:f>"

    def _texts(self, cells: Cells) -> str:
        points = _points(string_text(str(value)) for value in cells.values)
        return f"<c:strRef>{self._formula(cells)}<c:strCache>{points}</c:strCache></c:strRef>"

    def _numbers(self, cells: Cells) -> str:
        points = _points(repr(value).removesuffix(".0") for value in cells.values)
        return (
            f"<c:numRef>{self._formula(cells)}<c:numCache><c:formatCode>General</c:formatCode>"
            f"{points}</c:numCache></c:numRef>"
        )

    def axes(self) -> str:
        """Return the axes: the categories from top to bottom, and a scale that is not shown."""
        # Beside the longest bar its figure needs room.
        longest = max(max(map(float, s.values.values), default=0.0) for s in self._chart.series)
        most = (
            f'<c:max val="{longest * _ROOM:.6g}"/>' if longest and not self._chart.stacked else ""
        )
        return (
            f'<c:catAx><c:axId val="{_CATEGORIES}"/>'
            '<c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
            '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
            '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
            f"<c:spPr>{_line('BFBFBF')}</c:spPr>"
            f'<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
            '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
            f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/>'
            f'{most}<c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="t"/>'
            '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
            '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
            f'<c:crossAx val="{_CATEGORIES}"/><c:crosses val="autoZero"/>'
            '<c:crossBetween val="between"/></c:valAx>'
        )


def _points(values: Iterable[str]) -> str:
    texts = list(values)
    listed = (f'<c:pt idx="{i}"><c:v>{text}</c:v></c:pt>' for i, text in enumerate(texts))
    return "".join(chain([f'<c:ptCount val="{len(texts)}"/>'], listed))


def _text(color: str, font: str = "") -> str:
    """Return how text looks."""
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900">{_fill(color)}{font}'
        '</a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def _title(text: str) -> str:
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        '<a:defRPr sz="1050" b="1"/></a:pPr><a:r><a:rPr sz="1050" b="1"/>'
        f"<a:t>{attribute_text(text)}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )


_LEGEND = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'


def _shape(color: str) -> str:
    """Return a bar's look: the tier's colour with an edge."""
    return f"<c:spPr>{_fill(color)}{_line(darker(color))}</c:spPr>"


def _fill(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'


def _line(color: str) -> str:
    return f'<a:ln w="9525">{_fill(color)}</a:ln>'
