"""Home, the board of work under way, and what of it is overdue."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guidelines.desk import background as jobs
from guidelines.desk import queries
from guidelines.desk.floor import NEWS, floor_of
from guidelines.desk.mine import mine_of
from guidelines.desk.news import news_for
from guidelines.editions.restricting import opened
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import Refused
from guidelines.people.models import Person
from guidelines.people.requests import actor, reader
from guidelines.people.roles import Capability
from guidelines.people.scopes import holdings
from guidelines.people.sessions import Anyone, for_readers
from guidelines.reading.shared import Drawing, Own, answer, heard

DUE_SHOWN = 12
"""How many periodic reviews the board lists."""


@require_GET
@for_readers
def home(request: HttpRequest) -> HttpResponse:
    """Find the rule; what took force lately; what starts within seven days; and the way in by subject."""
    person, now = reader(request), clock.now()
    last = heard(person)
    language = (get_language() or "en")[:2]
    floor, mine = floor_of(person, last, now, language), mine_of(person, now, last.words)
    market = request.GET.get("market", "")

    def draw(request: HttpRequest, person: Anyone) -> Drawing:
        news = news_for(person, floor, mine.done, now, market=market[:8].upper(), language=language)
        context = {
            "news": news,
            "suspended": floor.suspended,
            "withdrawn": floor.withdrawn,
            "browse": floor.browse,
            "news_days": NEWS.days,
            "now": now,
            "market": market,
            "holds_nothing": not holdings(person).held,
        }
        turns = (turn for turn in news.turns if turn > now)
        return Drawing("desk/home.html", context, min([floor.fresh_until, *turns]))

    own = Own({"mine": mine}, mine.holes(request))
    return answer(request, person, draw, heard=last, now=now, state=mine.alike(floor), own=own)


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The editions under way, by state; mine first, or the whole scope."""
    person = _worker(request)
    does = holdings(person).may_somewhere
    has_own = does(Capability.WRITE) or does(Capability.REVIEW)
    mine = request.GET.get("who", "me" if has_own else "all") != "all"
    due, naming = queries.due_for_review(person), queries.naming(person)
    for comment in naming:
        opened(request, comment.edition.guideline)
    context = {
        "columns": queries.board(person, mine=mine),
        "whose": "me" if mine else "all",
        "mine": mine,
        "behind": queries.behind_their_source(person),
        "naming": naming,
        "due": due[:DUE_SHOWN],
        "due_hidden": len(due[DUE_SHOWN:]),
        "late": queries.late_in_review(person).count() + sum(one.late for one in due),
        "waiting": queries.waiting_count(person),
        "may_open": does(Capability.WRITE),
        "now": clock.now(),
    }
    return render(request, "desk/board.html", context)


@login_required
@require_GET
def overdue(request: HttpRequest) -> HttpResponse:
    """Every review past its day in the person's scope: of editions, and of guidelines in force."""
    person = _worker(request)
    page = paginate(request, queries.overdue(person))
    return render(request, "desk/overdue.html", {"page": page, "late": page.total, "whose": "late", "now": clock.now()})


@login_required
@require_GET
def background(request: HttpRequest) -> HttpResponse:
    """What the worker has to do, since when, and what failed."""
    person = actor(request)
    if not jobs.sees_background(person):
        raise Refused(_("This page is for those who keep the portal running, and for those who send from it."))
    context = jobs.background_now() | {
        "page": paginate(request, jobs.failures(person)),
        "may_repeat": jobs.may_repeat(person),
    }
    return render(request, "desk/background.html", context)


@login_required
@require_POST
def try_again(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A job that failed for good waits for the worker once more."""
    jobs.try_again(kind, pk, by=actor(request))
    messages.success(request, _("The worker will try it again within seconds."))
    return redirect("background")


def _worker(request: HttpRequest) -> Person:
    """Who asks, if the board is for them."""
    person = actor(request)
    if not queries.works_on_editions(person):
        raise Refused(_("The board is for those who write, review or audit guidelines."))
    return person
