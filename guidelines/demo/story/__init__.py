"""The story of a year: every guideline's scenes, in the order in which they happened. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from guidelines.demo.book import Entry
from guidelines.demo.dates import MarketDays
from guidelines.demo.scenes import Scene
from guidelines.demo.story import us_creator, us_product, us_seller, viet_nam

PRECEDENCE = {
    "US-CC-0142": ("US-CC-0088", "US-CC-0117", "US-CC-0156"),
    "US-CC-0900": ("US-CC-0088", "US-CC-0117", "US-CC-0121", "US-CC-0142", "US-CC-0156", "US-CC-0203", "US-CC-0210"),
    "VN-CC-0061": ("VN-CC-0066", "VN-CC-0080"),
    "VN-CC-0074": ("VN-CC-0080",),
    "VN-SE-0012": ("VN-PR-0087",),
    "VN-SE-0027": ("VN-SE-0031",),
    "VN-PR-0087": ("VN-PR-0101",),
}
"""Which guideline decides before which; their texts say the same."""

CLASSES = {
    "US-SE-0019": "partner",
    "US-SE-0070": "partner",
    "VN-PR-0087": "partner",
    "US-PR-0140": "public",
    "US-PR-0175": "public",
}
"""Guidelines of which people outside may know, from their first day; all others are internal."""


@dataclass(frozen=True)
class Story:
    """Everything that happens, and the moment before it all begins."""

    begins: dt.datetime
    entries: dict[str, Entry]
    scenes: tuple[Scene, ...]


def story_until(now: dt.datetime) -> Story:
    """The year that ends at this moment."""
    us, vn = MarketDays("US", now), MarketDays("VN", now)
    books = [*us_creator.books(us), *us_seller.books(us), *us_product.books(us), *viet_nam.books(vn)]
    scenes = sorted((scene for book in books for scene in book.scenes), key=lambda scene: scene.at)
    first_day = scenes[0].at.astimezone(us.zone).date()
    begins = us.at(us.shift(first_day, -6), "09:00")
    return Story(begins, {book.entry.policy_id: book.entry for book in books}, tuple(scenes))
