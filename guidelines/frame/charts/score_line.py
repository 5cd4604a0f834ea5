"""Scores at their checks, two lines of text high, on a scale that all lines of a page share."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

WIDTH, HEIGHT, EDGE = 94, 30, 3


def score_line(values: Sequence[int], *, most: int, tone: str, title: str, description: str) -> SafeString | str:
    """The scores, the oldest first, on a scale from 0 to `most`; nothing for a single one."""
    if len(values) < 2:
        return ""
    across = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [(round(EDGE + place * across, 1), _height(value, most)) for place, value in enumerate(values)]
    return format_html(
        '<svg class="spark tone-{}" fill="none" viewBox="0 0 {} {}" width="{}" height="{}" role="img">'
        '<title>{}</title><desc>{}</desc><path d="M{}"/><circle cx="{}" cy="{}" r="2.5"/></svg>',
        tone,
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        title,
        description,
        "L".join(f"{x} {y}" for x, y in points),
        *points[-1],
    )


def _height(value: int, most: int) -> float:
    return round(HEIGHT - EDGE - min(value, most) / most * (HEIGHT - 2 * EDGE), 1)
