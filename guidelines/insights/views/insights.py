"""The queue of insights, a new note or incident, and one insight with its evidence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guidelines.editions.restricting import opened
from guidelines.frame import clock
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import NotFound, Refusal, Refused
from guidelines.insights import services
from guidelines.insights.insight_forms import (
    AnswerInsightForm,
    AssignForm,
    DeclineInsightForm,
    MergeForm,
    NoteForm,
    QueueOfInsightsForm,
    SortForm,
)
from guidelines.insights.insight_queries import (
    MOST_ALIKE,
    MOST_RAISINGS,
    InsightLine,
    alike,
    history_of,
    insight_lines,
    numbers,
    queue_of,
    raisings_of,
)
from guidelines.insights.insight_rights import (
    WORKING,
    people_with,
    says_somewhere,
    sees_all_of,
    sees_queue,
    visible_insights,
    why_not_work,
    works_queue,
)
from guidelines.insights.models import Insight, Source
from guidelines.insights.requirement_forms import AddToForm
from guidelines.insights.requirement_queries import joinable_requirements
from guidelines.insights.requirement_rights import visible_requirements
from guidelines.insights.views.fetching import reader
from guidelines.people.models import Person
from guidelines.people.requests import actor


@require_safe
@login_required
def insights(request: HttpRequest) -> HttpResponse:
    """Whoever sees the queue begins with what is open, everybody else with what they said."""
    person = reader(request)
    sees = sees_queue(person)
    form = QueueOfInsightsForm(request.GET or {"state": "open", "who": "" if sees else "said"}, person=person)
    rows = Insight.objects.none()
    if form.is_valid():
        data = form.cleaned_data
        given: dict[str, Any] = {name: data[name] for name in ("who", "state", "order")}
        rows = queue_of(person, **given, age=int(data["age"] or 0), narrowed=form.narrowed)
    page = paginate(request, rows)
    lines = insight_lines(person, page.items)
    for line in lines:
        _opened(request, line)
    context = {
        "form": form,
        "page": page,
        "lines": lines,
        "sees": sees,
        "works": works_queue(person),
        "says": says_somewhere(person),
        "numbers": numbers(person) if sees else None,
        "who": form["who"].value(),
    }
    return render(request, "insights/insights.html", context, status=200 if form.is_valid() else 422)


def _opened(request: HttpRequest, line: InsightLine) -> None:
    if line.insight.guideline and line.shows_guideline:
        opened(request, line.insight.guideline)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_insight(request: HttpRequest) -> HttpResponse:
    """A note or an incident. A guideline that leads here is filled in."""
    person = reader(request)
    if not says_somewhere(person):
        raise Refused(_("Notes are for those who write, review, lead, check, teach or steer. Make a request instead."))
    posted = request.method == "POST"
    form = NoteForm(request.POST if posted else None, initial=_from_address(request), person=person)
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            made = services.open_insight(form.signal(), by=person)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, _("It is in the queue. You are told what becomes of it."))
            return redirect(made)
    return render(request, "insights/new_insight.html", {"form": form}, status=status)


def _from_address(request: HttpRequest) -> dict[str, str]:
    policy_id = request.GET.get("guideline", "")[:60]
    market, _dash, rest = policy_id.partition("-")
    given = {"source": request.GET.get("source", "note")[:10]}
    if rest:
        given |= {"guideline": policy_id, "market": market, "domain": rest.partition("-")[0]}
        given["rule"] = request.GET.get("rule", "")[:10]
    return given


def insight_for(request: HttpRequest, pk: str) -> Insight:
    """The insight, if this person may know of it."""
    paths = ("answered_by", "declined_by", "merged_into", "answered_in__guideline", "requirement__guideline")
    found = visible_insights(actor(request)).select_related(*paths).filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is no such insight that you can read."))
    return found


@require_safe
@login_required
def insight_page(request: HttpRequest, pk: str) -> HttpResponse:
    return shown(request, insight_for(request, pk))


def shown(request: HttpRequest, found: Insight, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of one insight, with the forms in which something was wrong."""
    person = actor(request)
    (line,) = insight_lines(person, [found])
    _opened(request, line)
    sees = sees_all_of(person, found)
    works = why_not_work(person, found) is None
    raisings = list(raisings_of(found, person, all_of_it=sees)[: MOST_RAISINGS + 1])
    context = {
        "line": line,
        "found": found,
        "standing": line.standing,
        "sees": sees,
        "raisings": raisings[:MOST_RAISINGS],
        "newest": next((one for one in raisings if one.source == Source.AREA and one.words != found.text), None),
        "more_raisings": found.said - MOST_RAISINGS if len(raisings) > MOST_RAISINGS else 0,
        "history": history_of("insight", found.pk) if sees else (),
        "requirement": _requirement(person, found),
        "into": visible_insights(person).filter(pk=found.merged_into_id or 0).first(),
        # What was typed into a form stays there, also where the deed is possible no longer.
        "works": works or bool(forms),
        "is_mine": found.assigned_to_id == person.pk,
        "zone": found.market.time_zone,
        "now": clock.now(),
    }
    context |= _deeds(person, found) if context["works"] else {}
    return render(request, "insights/insight.html", context | forms, status=status)


def _requirement(person: Person, found: Insight) -> Any:
    return visible_requirements(person).filter(pk=found.requirement_id).first() if found.requirement_id else None


def _deeds(person: Person, found: Insight) -> dict[str, Any]:
    """The forms of everything that can be done with it."""
    candidates = list(alike(person, found)[:MOST_ALIKE])
    joinable = list(joinable_requirements(person, found)[:MOST_ALIKE])
    sorting = {"topic": found.topic.code if found.topic else "", "severity": found.severity}
    return {
        "assign": AssignForm(people=people_with(WORKING, found.market_id, found.domain_id)),
        "sort": SortForm(initial=sorting),
        "merge": MergeForm(candidates=candidates) if candidates else None,
        "answer": AnswerInsightForm(),
        "decline": DeclineInsightForm(),
        "add": AddToForm(candidates=joinable) if joinable else None,
    }
