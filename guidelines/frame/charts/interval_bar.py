"""A rate or a difference as a tick on its interval, all of a column on one scale: the lines of a forest plot.

It never speaks: the same numbers stand beside it in the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from guidelines.frame.charts.svg import Scale, tone_class

WIDTH = 180


@dataclass(frozen=True)
class Bar:
    """What one bar shows, in shares of 1."""

    low: float
    estimate: float
    high: float
    least: float = 0.0
    most: float = 0.2
    mark: float | None = None
    """Where the dashed line stands: a target, or zero between better and worse."""
    tone: str = "neutral"


def interval_bar(bar: Bar) -> SafeString:
    scale = Scale(bar.least, bar.most, 0, WIDTH)
    left, right = scale.at(bar.low), scale.at(bar.high)
    mark = format_html('<path class="target" d="M{} 1v18"/>', scale.at(bar.mark)) if bar.mark is not None else ""
    return format_html(
        '<svg class="ci {}" fill="none" viewBox="0 0 {} 20" width="{}" height="20" aria-hidden="true">'
        '<path class="axis" d="M0 10h{}"/>{}<rect class="range" x="{}" y="6" width="{}" height="8" rx="1"/>'
        '<path class="dot" d="M{} 3v14"/></svg>',
        tone_class(bar.tone),
        WIDTH,
        WIDTH,
        WIDTH,
        mark,
        left,
        round(max(right - left, 1), 1),
        scale.at(bar.estimate),
    )
