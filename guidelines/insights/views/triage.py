"""The deeds on one insight: assigned, sorted, merged, answered, declined, put into a requirement."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guidelines.frame.refusals import NotFound
from guidelines.insights import services
from guidelines.insights.insight_forms import AnswerInsightForm, AssignForm, DeclineInsightForm, MergeForm, SortForm
from guidelines.insights.insight_queries import alike
from guidelines.insights.insight_rights import WORKING, people_with, visible_insights, why_not_work
from guidelines.insights.models import Insight
from guidelines.insights.requirement_forms import AddToForm
from guidelines.insights.requirement_queries import joinable_requirements
from guidelines.insights.requirement_rights import visible_requirements
from guidelines.insights.views.deeds import done
from guidelines.insights.views.fetching import refuse_person
from guidelines.insights.views.insights import insight_for, shown
from guidelines.people.requests import actor


def _worked(request: HttpRequest, pk: str) -> Insight:
    """The insight, if this person may do something with it."""
    found = insight_for(request, pk)
    refuse_person(why_not_work(actor(request), found))
    return found


_done = partial(done, fetch=insight_for, page=shown)


@require_POST
@login_required
def assign_insight(request: HttpRequest, pk: str) -> HttpResponse:
    found, person = insight_for(request, pk), actor(request)
    if "me" in request.POST:
        services.assign_insight(found, to=person, by=person)
        messages.success(request, _("It is assigned to you."))
        return redirect(found)
    refuse_person(why_not_work(person, found))
    form = AssignForm(request.POST, people=people_with(WORKING, found.market_id, found.domain_id))

    def assign() -> None:
        services.assign_insight(found, to=form.cleaned_data["to"], by=person)

    return _done(request, found, "assign", form, assign, _("Assigned."))


@require_POST
@login_required
def sort_insight(request: HttpRequest, pk: str) -> HttpResponse:
    found, form = _worked(request, pk), SortForm(request.POST)

    def sort() -> None:
        severity = form.cleaned_data["severity"]
        services.sort_insight(found, topic=form.chosen_topic(), severity=severity, by=actor(request))

    return _done(request, found, "sort", form, sort, _("Kept."))


@require_POST
@login_required
def merge_insight(request: HttpRequest, pk: str) -> HttpResponse:
    found, person = _worked(request, pk), actor(request)
    form = MergeForm(request.POST, candidates=list(alike(person, found)))

    def merge() -> None:
        into = visible_insights(person).filter(pk=int(form.cleaned_data["into"])).first()
        if into is None:
            raise NotFound(_("There is no such insight that you can read."))
        services.merge_insight(found, into, by=person)

    return _done(request, found, "merge", form, merge, _("Merged. Whoever said it is counted there."))


@require_POST
@login_required
def answer_insight(request: HttpRequest, pk: str) -> HttpResponse:
    found, form = _worked(request, pk), AnswerInsightForm(request.POST)

    def answer() -> None:
        services.answer_insight(found, text=form.cleaned_data["text"], by=actor(request))

    return _done(request, found, "answer", form, answer, _("Answered. Everybody who said it is told."))


@require_POST
@login_required
def decline_insight(request: HttpRequest, pk: str) -> HttpResponse:
    found, form = _worked(request, pk), DeclineInsightForm(request.POST)

    def decline() -> None:
        services.decline_insight(found, reason=form.cleaned_data["reason"], by=actor(request))

    return _done(request, found, "decline", form, decline, _("Declined. Everybody who said it is told."))


@require_POST
@login_required
def add_to_requirement(request: HttpRequest, pk: str) -> HttpResponse:
    """Put it into a requirement that asks for the same."""
    found, person = _worked(request, pk), actor(request)
    form = AddToForm(request.POST, candidates=list(joinable_requirements(person, found)))

    def add() -> None:
        requirement = visible_requirements(person).filter(pk=int(form.cleaned_data["requirement"])).first()
        if requirement is None:
            raise NotFound(_("There is no such requirement that you can read."))
        services.add_to_requirement(requirement, found, by=person)

    return _done(request, found, "add", form, add, _("Added. Whoever said it is told what is delivered."))
