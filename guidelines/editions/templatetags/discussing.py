"""Threads at the blocks of a redline."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from guidelines.editions.discussion import Discussion, Thread
from guidelines.text.anchoring import anchor_at

register = template.Library()


@register.filter
def threads_at(discussion: Discussion | str, places: Iterable[int] | str) -> list[Thread]:
    """The threads about these pieces of the text; none where a page has no discussion."""
    return discussion.at(places) if isinstance(discussion, Discussion) and not isinstance(places, str) else []


@register.filter
def source_at(edition_source: str, place: int) -> str:
    """The source of one piece, to begin a suggestion with."""
    anchor = anchor_at(edition_source, place)
    return anchor.excerpt.strip("\n") if anchor else ""
