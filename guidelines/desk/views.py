"""Home, and the board of work under way."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guidelines.desk import queries
from guidelines.desk.news import NEWS, news_for
from guidelines.frame import clock
from guidelines.frame.refusals import Refused
from guidelines.people.requests import actor, reader
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import for_readers
from guidelines.reading.queries.duties import acknowledged_since
from guidelines.reading.queries.path import is_new, path_of
from guidelines.reading.queries.reminders import asked_by_lead

DONE = dt.timedelta(days=30)


@require_GET
@for_readers
def home(request: HttpRequest) -> HttpResponse:
    """Find the rule; what took force lately; what starts within seven days; and the way in by subject."""
    person, now = reader(request), clock.now()
    language = (get_language() or "en")[:2]
    news = news_for(person, now, market=request.GET.get("market", "")[:8].upper(), language=language)
    context = {
        "news": news,
        "asked": queries.asked_of(person),
        "from_lead": asked_by_lead(person, now),
        "path": path_of(person, now) if is_new(person, now) else None,
        "suspended": news.floor.suspended,
        "withdrawn": news.floor.withdrawn,
        "done_lately": acknowledged_since(person, now - DONE),
        "browse": news.floor.browse,
        "news_days": NEWS.days,
        "done_days": DONE.days,
        "now": now,
        "market": request.GET.get("market", ""),
        "holds_nothing": not holdings(person).held,
    }
    return render(request, "desk/home.html", context)


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The editions under way, by state; mine first, or the whole scope."""
    person = actor(request)
    if not queries.works_on_editions(person):
        raise Refused(_("The board is for those who write, review or audit guidelines."))
    does = holdings(person).may_somewhere
    has_own = does(Capability.WRITE) or does(Capability.REVIEW)
    mine = request.GET.get("who", "me" if has_own else "all") != "all"
    context = {
        "columns": queries.board(person, mine=mine),
        "mine": mine,
        "behind": queries.behind_their_source(person),
        "naming": queries.naming(person),
        "due": queries.due_for_review(person),
        "waiting": queries.waiting_count(person),
        "may_open": holdings(person).may_somewhere(Capability.WRITE),
        "now": clock.now(),
    }
    return render(request, "desk/board.html", context)
