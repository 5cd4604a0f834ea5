"""The question of the search page, as an address asks it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guidelines.frame.market_moment import MarketMomentField
from guidelines.frame.times import instant
from guidelines.people.models import Person
from guidelines.reading.addressing import address_of
from guidelines.reading.forms import question_of
from guidelines.reading.search.results import Filters


class AsOfForm(forms.Form):
    """“As of”: a moment in the person's own time. Empty is now."""

    on = MarketMomentField(label=_("Show the words in force at"), required=False)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].zone = person.time_zone  # type: ignore[attr-defined]


@dataclass(frozen=True)
class SearchQuestion:
    """What the address of the search page asks."""

    text: str
    at: dt.datetime | None
    filters: Filters
    order: str
    page: int

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
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def question_text(query: QueryDict) -> str:
    """What was typed."""
    return query.get("q", "").replace("\x00", " ").strip()


def with_moment(query: QueryDict, chosen: dt.datetime | None) -> QueryDict:
    """The same question at the moment chosen in the form. The box shows minutes: one left as it was changes nothing."""
    asked = query.copy()
    for name in ("on", "on_which", "page"):
        asked.pop(name, None)
    before = _moment(query)
    if chosen is None:
        asked.pop("at", None)
    elif before is None or before.replace(second=0, microsecond=0) != chosen:
        asked["at"] = address_of(chosen)
    return asked


def _moment(query: QueryDict) -> dt.datetime | None:
    text = query.get("at")
    return instant(str(text)) if text else None
