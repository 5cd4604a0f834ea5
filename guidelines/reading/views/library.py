"""The library: what is in force, by market, domain and topic."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.people.requests import reader
from guidelines.people.sessions import Anyone, for_readers
from guidelines.reading.as_of import AsOf, as_of
from guidelines.reading.forms import question_of
from guidelines.reading.queries.library import choices_for, rows_for, starts_next
from guidelines.reading.shared import Drawing, answer, heard, next_turn_of_all
from guidelines.reading.shelf import entries_of


@require_safe
@for_readers
def library(request: HttpRequest) -> HttpResponse:
    """The guidelines in force now or at `?at=`, narrowed by the filters."""
    person, now = reader(request), clock.now()
    asked = as_of(request, person.time_zone)
    if asked.moved_to:
        return redirect(asked.moved_to)

    def draw(request: HttpRequest, person: Anyone) -> Drawing:
        return _drawn(request, person, asked, now)

    return answer(request, person, draw, heard=heard(person), now=now)


def _drawn(request: HttpRequest, person: Anyone, asked: AsOf, now: dt.datetime) -> Drawing:
    question = question_of(request.GET)
    language = (get_language() or "en")[:2]
    page = paginate(request, rows_for(person, question, now))
    choices = choices_for(person, question, now, language)
    unknown = choices.unknown(question.markets, question.domains, question.topics)
    coming = starts_next(person, list(page), now) if question.at is None else {}
    context = {
        "question": question,
        "page": page,
        "entries": entries_of(list(page), coming, person=person, now=now, at=question.at, language=language),
        "choices": choices,
        "unknown": unknown,
        "orders": _orders(request),
        "as_of": asked,
    }
    status = 422 if unknown and not asked.form else asked.status
    return Drawing("reading/library.html", context, next_turn_of_all(now), status)


def _orders(request: HttpRequest) -> dict[str, str]:
    """The two ways to order, as addresses that keep the rest of the question."""
    query = request.GET.copy()
    for name in ("order", "page", "on", "on_which"):
        query.pop(name, None)
    by_id = query.urlencode()
    query["order"] = "newest"
    return {"by_id": f"?{by_id}", "newest": f"?{query.urlencode()}"}
