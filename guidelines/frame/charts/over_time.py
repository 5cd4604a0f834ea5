"""A rate from week to week with its interval as a band; cut in two where an edition came into force.

Before and after differ by shape and place, and the control by its dashes and diamonds: nothing hangs on colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guidelines.frame.charts.svg import Scale, path, round_most, ticks
from guidelines.frame.shares import percent

WIDTH, HEIGHT = 900, 292
LEFT, TOP, BOTTOM, INSET = 44, 34, 258, 24
MOST_LABELS = 8


@dataclass(frozen=True)
class Point:
    """The rate of one stretch of time, in shares of 1."""

    place: int
    """Which stretch it is, from 0; one without checks has no point."""
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Stretch:
    """Points that are drawn as one line. `mean` is the rate of all its checks together."""

    points: Sequence[Point]
    label: str = ""
    mean: float | None = None


@dataclass(frozen=True)
class OverTime:
    """What the chart shows. Labels are those of the stretches of time, the oldest first."""

    key: str
    """Names the chart on its page: no two have the same."""
    title: str
    description: str
    labels: Sequence[str]
    before: Stretch
    after: Stretch | None = None
    control: Stretch | None = None
    """The rate of what did not change, over the whole time."""
    cut: int | None = None
    """The stretch of time that begins with the edition."""
    target: float | None = None
    most: float = field(default=0.0)


def over_time(chart: OverTime) -> SafeString:
    """The chart. The same numbers belong in a table beside it."""
    drawing = _Drawing(chart)
    return format_html(
        '<svg class="chart" fill="none" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        WIDTH,
        HEIGHT,
        chart.key,
        chart.key,
        chart.key,
        chart.title,
        chart.key,
        chart.description,
        format_html_join("", "{}", ((part,) for part in drawing.parts())),
    )


class _Drawing:
    """The places of one chart."""

    def __init__(self, chart: OverTime) -> None:
        self.chart = chart
        self.stretches = [(chart.before, "b"), *([(chart.after, "a")] if chart.after else [])]
        highs = [point.high for stretch, _kind in self.stretches for point in stretch.points]
        highs += [point.estimate for point in chart.control.points] if chart.control else []
        self.most = chart.most or round_most([*highs, chart.target or 0])
        self.across = Scale(0, max(len(chart.labels) - 1, 1), LEFT + INSET, WIDTH - INSET)
        self.up = Scale(0, self.most, BOTTOM, TOP)

    def parts(self) -> Iterable[SafeString]:
        yield self.grid()
        if self.chart.cut is not None:
            yield format_html(
                '<rect class="after" x="{}" y="{}" width="{}" height="{}"/>',
                self.cut_at(),
                TOP,
                round(WIDTH - self.cut_at(), 1),
                BOTTOM - TOP,
            )
        for draw in (self.band, self.mean, self.line, self.points):
            yield from (draw(stretch, kind) for stretch, kind in self.stretches)
        yield from self.beside()
        yield from self.heads()
        yield self.feet()

    def grid(self) -> SafeString:
        rows = ((LEFT, self.up.at(y), WIDTH, LEFT - 8, self.up.at(y) + 4, percent(y, 0)) for y in ticks(self.most))
        shape = '<path class="grid" d="M{} {}H{}"/><text x="{}" y="{}" text-anchor="end">{}</text>'
        return format_html_join("", shape, rows)

    def cut_at(self) -> float:
        """Between the last stretch of time before and the first one after."""
        return round(self.across.at((self.chart.cut or 0) - 0.5), 1)

    def place(self, point: Point, value: float) -> tuple[float, float]:
        return self.across.at(point.place), self.up.at(value)

    def band(self, stretch: Stretch, kind: str) -> SafeString:
        upper = [self.place(point, point.high) for point in stretch.points]
        lower = [self.place(point, point.low) for point in reversed(stretch.points)]
        return format_html('<path class="band {}" d="{}Z"/>', kind, path([*upper, *lower])) if upper else _NOTHING

    def mean(self, stretch: Stretch, kind: str) -> SafeString:
        if stretch.mean is None or not stretch.points:
            return _NOTHING
        first, last = (self.across.at(stretch.points[end].place) for end in (0, -1))
        return format_html('<path class="mean" d="M{} {}H{}"/>', first, self.up.at(stretch.mean), last)

    def line(self, stretch: Stretch, kind: str) -> SafeString:
        if not stretch.points:
            return _NOTHING
        return format_html(
            '<path class="ln {}" d="{}"/>', kind, path(self.place(p, p.estimate) for p in stretch.points)
        )

    def points(self, stretch: Stretch, kind: str) -> SafeString:
        """Circles before, squares after, diamonds for the control."""
        shape, moved = _SHAPES[kind]
        rows = ((x + moved, y + moved) for x, y in (self.place(p, p.estimate) for p in stretch.points))
        return format_html_join("", shape, ((round(x, 1), round(y, 1)) for x, y in rows))

    def beside(self) -> Iterable[SafeString]:
        if self.chart.control:
            yield self.line(self.chart.control, "c")
            yield self.points(self.chart.control, "c")
        if self.chart.target is not None:
            yield format_html('<path class="target" d="M{} {}H{}"/>', LEFT, self.up.at(self.chart.target), WIDTH)

    def heads(self) -> Iterable[SafeString]:
        shape = '<text class="lab" x="{}" y="20">{}</text>'
        yield format_html(shape, LEFT, self.chart.before.label)
        if self.chart.cut is not None:
            yield format_html('<path class="cut" d="M{} 8V{}"/>', self.cut_at(), BOTTOM)
            yield format_html(shape, self.cut_at() + 8, self.chart.after.label if self.chart.after else "")

    def feet(self) -> SafeString:
        every = -(-len(self.chart.labels) // MOST_LABELS)
        rows = ((self.across.at(place), BOTTOM + 20, label) for place, label in enumerate(self.chart.labels))
        shown = (row for place, row in enumerate(rows) if place % every == 0)
        return format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', shown)


_NOTHING = format_html("{}", "")
_SHAPES = {
    "b": ('<circle class="pt b" cx="{}" cy="{}" r="3.5"/>', 0.0),
    "a": ('<rect class="pt a" x="{}" y="{}" width="7" height="7"/>', -3.5),
    "c": ('<path class="pt c" d="M{} {}m0 -4l4 4l-4 4l-4 -4z"/>', 0.0),
}
