"""What people ask the reading room: an instant in the market's time, two editions, the filters of the library."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.frame.market_moment import MarketMomentField
from guidelines.frame.times import BadInstant, instant
from guidelines.reading.queries.library import Question


class AsOfForm(forms.Form):
    """The words in force at a moment of a zone; empty is now."""

    on = MarketMomentField(label=gettext_lazy("Show the words in force at"), required=False)

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].zone = zone  # type: ignore[attr-defined]


class CompareForm(forms.Form):
    """The numbers of two editions. Named as the address names them: from, to."""

    older = forms.IntegerField(min_value=1, max_value=999_999_999)
    newer = forms.IntegerField(min_value=1, max_value=999_999_999)

    def add_prefix(self, field_name: str) -> str:
        return {"older": "from", "newer": "to"}.get(field_name, field_name)


def instant_of(query: QueryDict) -> dt.datetime | None:
    """The instant of `?at=`; None for now. One that can't be right is refused with the form to write it in."""
    text = query.get("at", "")
    if not text:
        return None
    at = instant(text)
    if not 1970 <= at.year <= 2999:
        raise BadInstant(
            _("The year %(year)d can’t be right. Write a moment like 2026-03-01T10:00Z.") % {"year": at.year}
        )
    return at


def question_of(query: QueryDict) -> Question:
    """What the address asks of the library. Codes are taken as they come; an instant that can't be read is refused."""
    return Question(
        at=instant_of(query),
        markets=_codes(query, "market"),
        domains=_codes(query, "domain"),
        topics=_codes(query, "topic"),
        words=query.get("q", "").replace("\x00", " ")[:200],
        newest=query.get("order") == "newest",
    )


def _codes(query: QueryDict, name: str) -> tuple[str, ...]:
    """At most fifty values: nobody ticks more, and each is a parameter of the database."""
    return tuple(
        dict.fromkeys(code[:60].replace("\x00", "") for code in query.getlist(name)[:50] if code.strip("\x00 "))
    )
