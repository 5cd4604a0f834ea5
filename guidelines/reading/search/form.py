"""The question of the search page, as an address asks it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import QueryDict

from guidelines.frame.times import instant
from guidelines.reading.forms import question_of
from guidelines.reading.search.results import Filters


@dataclass(frozen=True)
class SearchQuestion:
    """What the address of the search page asks."""

    text: str
    at: dt.datetime | None
    filters: Filters
    order: str
    page: int
    exact: bool
    """Whether the typed words alone are wanted, without synonyms and without correcting them."""

    @property
    def is_fresh(self) -> bool:
        """Typed and sent, and not yet narrowed, ordered or leafed through."""
        return not self.filters and self.order == "match" and self.page == 1


def search_question(query: QueryDict) -> SearchQuestion:
    """Codes are taken as they come; an instant that cannot be read is refused."""
    filters = question_of(query)
    page = query.get("page", "")
    return SearchQuestion(
        text=question_text(query),
        at=_moment(query),
        filters=Filters(filters.markets, filters.domains, filters.topics),
        order="newest" if query.get("order") == "newest" else "match",
        exact=query.get("exact") == "1",
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def question_text(query: QueryDict) -> str:
    """What was typed."""
    return query.get("q", "").replace("\x00", " ").strip()


def _moment(query: QueryDict) -> dt.datetime | None:
    text = query.get("at")
    return instant(str(text)) if text else None
