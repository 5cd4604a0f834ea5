"""A rate over time, two lines of text high. Sparks of one page share a scale; a gap is time without checks."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guidelines.frame.charts.svg import Scale, path, tone_class

WIDTH, HEIGHT = 94, 30


def spark(values: Sequence[float | None], *, most: float, tone: str = "neutral") -> SafeString | str:
    """The shares of stretches of time, the oldest first; nothing where none has any."""
    across, up = Scale(0, max(len(values) - 1, 1), 2, 90), Scale(0, most, 27, 3)
    known = [(across.at(place), up.at(value)) for place, value in enumerate(values) if value is not None]
    if not known:
        return ""
    lines = format_html_join("", '<path d="{}"/>', ((path(part),) for part in _unbroken(values, across, up)))
    return format_html(
        '<svg class="spark {}" fill="none" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}'
        '<circle cx="{}" cy="{}" r="2.5"/></svg>',
        tone_class(tone),
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        lines,
        *known[-1],
    )


def _unbroken(values: Sequence[float | None], across: Scale, up: Scale) -> list[list[tuple[float, float]]]:
    """The stretches between gaps that have a line to draw."""
    parts: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            parts.append([])
        else:
            parts[-1].append((across.at(place), up.at(value)))
    return [part for part in parts if len(part) > 1]
