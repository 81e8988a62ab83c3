"""The layout of the summary page: what stands in which cell, how wide and high, under which chart.

Column A is a margin; B holds labels, narrow columns behind it figures. A figure takes some of them,
so that every table is as wide as the page, which is an A4 page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise, zip_longest

from tierctl.model.address import Area, CellRef
from tierctl.workbook import page_look as look
from tierctl.workbook.cell_format import CellFormat, NumberFormat
from tierctl.workbook.chart import BarChart, Cells, Series
from tierctl.workbook.drawing import PlacedChart
from tierctl.workbook.page import Findings, RuleLine, SegmentTable, SummaryPage, TierTable
from tierctl.workbook.text_width import line_count, text_width

_PAGE_WIDTH, _PAGE_HEIGHT = 96.0, 755.0
_SQUEEZED = 1.4
"""How much longer than a page it may be to be shrunk onto one."""
_MARGIN = 1.7
_LABELS = (14.0, 30.0)
_NARROWEST, _FEWEST = 8.0, 12
"""How wide a figure must be, and the fewest columns to share out among figures."""
_LINE, _MORE_LINES, _TALLEST = 18.0, 14.0, 400.0
_GAP = 11.0
_BAR, _CHART_FRAME, _LEGEND = 19.0, 52.0, 16.0
_KEY, _LEGEND_WIDTH = 5, 50
"""What stands before a name in a legend, and the room for a line of one."""
_SMALLEST_CHART, _TALLEST_CHART = 150.0, 370.0
_FEW = 6
"""Up to so many tiers, a stack has room for figures, and its chart for a legend. The chart of the
tiers beside it names the colours of more.
"""

Value = str | int | float | None


class PageLayout:
    """Cells by position with their looks, heights by row, and what goes around them."""

    def __init__(self, page: SummaryPage) -> None:
        self.cells: dict[tuple[int, int], tuple[Value, CellFormat]] = {}
        self.heights: list[float] = []
        self.merges: list[Area] = []
        self.links: list[tuple[Area, CellRef]] = []
        self.charts: list[PlacedChart] = []
        segments = page.segments
        tables = [*([segments] if segments is not None else []), *page.crosses]
        figures = max((len(table.headers) - 1 for table in tables), default=1)
        span = math.ceil(_FEWEST / figures)
        self._count = figures * span
        widest = max(text_width(text) + 3.0 for text in _labels(page))
        label = min(max(_LABELS[0], widest), _LABELS[1])
        self._room = max(_NARROWEST / span, (_PAGE_WIDTH - label) / self._count)
        self.widths = [_MARGIN, label, *[self._room] * self._count]
        self._head(page)
        self._key_figures(page)
        by_tier = self._tiers(page.tiers)
        first, last = self._reserve(_chart_height(page))
        if segments is not None:
            self._place_charts([by_tier, self._segments(segments)], first, last)
        else:
            self._place_charts([by_tier], first, last)
        for table in page.beside:
            self._tiers(table)
        for cross in page.crosses:
            self._segments(cross)
        for watched in page.watched:
            self._findings(watched)
        self._rules(page)
        for findings in page.findings:
            self._findings(findings)

    @property
    def pages_high(self) -> int:
        """Return 1 where it is to be printed on one page, 0 where on as many as it takes."""
        scale = min(1.0, _PAGE_WIDTH / (sum(self.widths) - _MARGIN))
        return int(sum(self.heights) * scale <= _PAGE_HEIGHT * _SQUEEZED)

    def _row(self, height: float = _LINE) -> int:
        """Begin the next row, and return its index."""
        self.heights.append(min(height, _TALLEST))
        return len(self.heights) - 1

    def _put(self, row: int, col: int, value: Value, format: CellFormat, span: int = 1) -> None:
        self.cells[row, col] = (value, format)
        for covered in range(col + 1, col + span):
            self.cells[row, covered] = (None, format)
        if span > 1:
            self.merges.append(Area(row, col, row, col + span - 1))

    def _line(self, text: str, format: CellFormat, height: float = _LINE) -> None:
        """Write a text over all columns, as high as it needs."""
        lines = line_count(text, sum(self.widths[1:])) if format.wrap else 1
        row = self._row(height + (lines - 1) * _MORE_LINES)
        self._put(row, 1, text, format, self._count + 1)

    def _heading(self, text: str, format: CellFormat = look.HEADING) -> None:
        self._row(_GAP)
        self._line(text, format, 22.0)

    def _spans(self, weights: Sequence[int]) -> list[tuple[int, int]]:
        """Share the columns of figures out: the first column of each part, and how many it has."""
        ends = [0, *accumulate(weights)]
        edges = [2 + round(self._count * end / ends[-1]) for end in ends]
        return [(first, after - first) for first, after in pairwise(edges)]

    def _head(self, page: SummaryPage) -> None:
        # Its letters are that much larger than those that widths are counted in.
        lines = line_count(page.title, sum(self.widths[1:]) * 11 / look.TITLE.size)
        self._put(self._row(34.0 * lines), 1, page.title, look.TITLE, self._count + 1)
        for fact in page.facts:
            self._line(fact, look.FACT, 15.0)

    def _key_figures(self, page: SummaryPage) -> None:
        self._row(_GAP)
        labels, figures = self._row(20.0), self._row(30.0)
        # Counts are short, a sum is long.
        boxes = [(1, 1), *self._spans([1, 1, 2][: len(page.key_figures) - 1])]
        for (text, figure), (col, span) in zip(page.key_figures, boxes, strict=True):
            self._put(labels, col, text, look.KEY_LABEL, span)
            number = look.numbered(look.KEY_FIGURE, _number([figure]))
            self._put(figures, col, figure, number, span)
        self._line(page.rows, look.FACT, 20.0)

    def _tiers(self, table: TierTable) -> BarChart:
        """Write the tiers, and return their chart."""
        self._heading(table.heading)
        # A sum is the longest of the figures.
        places = self._spans([2, 2, 3, 2] if len(table.headers) > 3 else [1, 1, 1])
        places = places[: len(table.headers) - 1]
        header = self._row(self._header_height(table.headers, [span for _, span in places]))
        self._put(header, 1, table.headers[0], look.HEADER_LABEL)
        for text, (col, span) in zip(table.headers[1:], places, strict=True):
            self._put(header, col, text, look.HEADER_VALUE, span)
        amounts = _number(row.total for row in table.rows)
        formats = [NumberFormat.WHOLE, NumberFormat.SHARE, amounts, NumberFormat.SHARE]
        for row in [*table.rows, table.total]:
            at = self._row(self._label_height(row.label))
            label, value = look.LABEL, look.VALUE
            if row.color is None:
                label, value = look.total(label), look.total(value)
            self._put(at, 1, row.label, look.colored(label, row.color))
            values = [row.count, row.share, row.total, row.total_share]
            for number, format, (col, span) in zip(values, formats, places, strict=False):
                self._put(at, col, number, look.numbered(value, format), span)
        tiers = Area(header + 1, 1, header + len(table.rows), 1)
        series = Series(
            name=self._cells(Area(header, places[1][0], header, places[1][0])),
            categories=self._cells(tiers),
            values=self._cells(_moved(tiers, places[1][0])),
            colors=[row.color or "" for row in table.rows],
        )
        return BarChart(
            title=table.chart,
            series=[series],
            stacked=False,
            legend=False,
            label=NumberFormat.SHARE,
        )

    def _segments(self, table: SegmentTable) -> BarChart:
        """Write the segments, and return their chart."""
        self._heading(table.heading)
        places = self._spans([1] * (len(table.headers) - 1))
        cols = [col for col, _ in places]
        header = self._row(self._header_height(table.headers, [span for _, span in places]))
        self._put(header, 1, table.headers[0], look.HEADER_LABEL)
        colors = [*table.colors, look.HEADER_VALUE.fill]
        for text, color, (col, span) in zip(table.headers[1:], colors, places, strict=True):
            self._put(header, col, text, look.colored(look.HEADER_VALUE, color), span)
        others = [table.others] if table.others is not None else []
        for (label, counts), color in zip_longest([*table.rows, *others], table.row_colors):
            at = self._row(self._label_height(label))
            self._put(at, 1, label, look.colored(look.LABEL, color))
            for count, (col, span) in zip([*counts, sum(counts)], places, strict=True):
                self._put(at, col, count, look.VALUE, span)
        names = Area(header + 1, 1, header + len(table.rows), 1)
        series = [
            Series(
                name=self._cells(Area(header, col, header, col)),
                categories=self._cells(names),
                values=self._cells(_moved(names, col)),
                colors=[color],
            )
            for color, col in zip(table.colors, cols, strict=False)
        ]
        few = len(table.colors) <= _FEW
        labelled = "#,##0;;" if few else None
        return BarChart(title=table.chart, series=series, stacked=True, legend=few, label=labelled)

    def _cells(self, area: Area) -> Cells:
        """Return cells of one column for a chart."""
        rows = range(area.first_row, area.last_row + 1)
        values = [self.cells[row, area.first_col][0] for row in rows]
        return Cells(area, [value if value is not None else 0 for value in values])

    def _reserve(self, height: float) -> tuple[int, int]:
        """Leave room for charts, and return its first and last row."""
        self._row(_GAP)
        rows = [self._row() for _ in range(round(height / _LINE))]
        return rows[0], rows[-1]

    def _place_charts(self, charts: Sequence[BarChart], first: int, last: int) -> None:
        """Put the charts side by side: where columns end, about the half of the page."""
        half = sum(self.widths[1:]) / 2
        ends = list(accumulate(self.widths[1:]))
        middle = 1 + min(range(len(ends)), key=lambda i: abs(ends[i] - half))
        edges = [1, middle + 1, self._count + 2] if len(charts) > 1 else [1, self._count + 2]
        for chart, (left, right) in zip(charts, pairwise(edges), strict=True):
            self.charts.append(PlacedChart(chart, Area(first, left, last, right - 1)))

    def _rules(self, page: SummaryPage) -> None:
        self._heading(page.rules_heading)
        for rule in page.rules:
            self._rule(rule)
        for source in page.sources:
            self._line(source, look.NOTE, 20.0)

    def _rule(self, rule: RuleLine) -> None:
        if rule.text is None:
            self._line(rule.label, look.STEP)
            return
        lines = line_count(rule.text, self._room * self._count - 1)
        height = _LINE + (lines - 1) * _MORE_LINES
        row = self._row(max(height, self._label_height(rule.label)))
        self._put(row, 1, rule.label, look.colored(look.LABEL, rule.color))
        self._put(row, 2, rule.text, look.TEXT, self._count)

    def _findings(self, findings: Findings) -> None:
        severity = findings.severity
        heading = look.HEADING if severity is None else look.FINDINGS[severity]
        self._heading(findings.heading, heading)
        for finding in findings.lines:
            lines = line_count(finding.text, self._room * self._count - 1)
            row = self._row(_LINE + (lines - 1) * _MORE_LINES)
            self._put(row, 2, finding.text, look.TEXT, self._count)
            linked = finding.target is not None
            self._put(row, 1, finding.place or None, look.LINK if linked else look.LABEL)
            if finding.target is not None:
                self.links.append((Area(row, 1, row, 1), finding.target))

    def _label_height(self, text: str) -> float:
        return _LINE + (line_count(text, self.widths[1] - 2) - 1) * _MORE_LINES

    def _header_height(self, headers: Sequence[str], spans: Sequence[int]) -> float:
        rooms = [self.widths[1] - 2, *(self._room * span - 1 for span in spans)]
        lines = max(line_count(t, room) for t, room in zip(headers, rooms, strict=False))
        return 20.0 + (lines - 1) * _MORE_LINES


def _labels(page: SummaryPage) -> Iterable[str]:
    for tiers in (page.tiers, *page.beside):
        yield from (row.label for row in [*tiers.rows, tiers.total])
    yield from (rule.label for rule in page.rules if rule.text is not None)
    for table in (page.segments, *page.crosses):
        if table is not None:
            yield table.headers[0]
            yield from (name for name, _ in table.rows)


def _moved(area: Area, col: int) -> Area:
    return Area(area.first_row, col, area.last_row, col)


def _number(values: Iterable[float | None]) -> NumberFormat:
    """Return the format of amounts: with cents where one has any."""
    whole = all(value is None or value == int(value) for value in values)
    return NumberFormat.WHOLE if whole else NumberFormat.CENTS


def _chart_height(page: SummaryPage) -> float:
    bars, height = len(page.tiers.rows), _CHART_FRAME
    if page.segments is not None:
        bars = max(bars, len(page.segments.rows))
        names = page.segments.headers[1:-1]
        if len(names) <= _FEW:
            in_line = max(1, _LEGEND_WIDTH // (max(map(text_width, names)) + _KEY))
            height += _LEGEND + math.ceil(len(names) / in_line) * _MORE_LINES
    return min(max(height + bars * _BAR, _SMALLEST_CHART), _TALLEST_CHART)
