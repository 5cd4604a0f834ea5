"""What the record says, as people write it."""

from __future__ import annotations

import datetime as dt

from django import template

from guidelines.frame.times import written_day

register = template.Library()


@register.filter
def recorded_day(text: str) -> str:
    """`2026-06-13`, as a deed has it, becomes `13 Jun 2026`; whatever else it says stays."""
    try:
        return written_day(dt.date.fromisoformat(text))
    except (TypeError, ValueError):
        return text
