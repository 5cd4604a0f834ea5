"""Requests for training: the list, a new one, and one with what can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidelines.editions.restricting import opened
from guidelines.frame.pagination import paginate
from guidelines.frame.refusals import NotFound, Refusal
from guidelines.learning import services
from guidelines.learning.asking_queries import RequestLine, request_lines, training_requests_of
from guidelines.learning.asking_rights import visible_training_requests, why_not_handle
from guidelines.learning.forms.requests import DeclineForm, TrainingRequestForm, TrainingRequestsForm
from guidelines.learning.models import TrainingRequest
from guidelines.learning.rights import teaches_somewhere
from guidelines.learning.views.fetching import reader
from guidelines.people.requests import actor
from guidelines.people.roles import Capability


@require_safe
@login_required
def training_requests(request: HttpRequest) -> HttpResponse:
    """Whoever teaches begins with those that wait, everybody else with their own."""
    person = reader(request)
    teaches = teaches_somewhere(person)
    form = TrainingRequestsForm(request.GET or {"who": "wait" if teaches else "me"})
    asked = form.cleaned_data if form.is_valid() else {}
    rows = training_requests_of(person, **asked) if form.is_valid() else TrainingRequest.objects.none()
    page = paginate(request, rows)
    shown = request_lines(person, page.items)
    for line in shown:
        _opened(request, line)
    context = {"form": form, "page": page, "lines": shown, "who": asked.get("who"), "is_narrowed": asked.get("state")}
    return render(request, "learning/requests.html", context, status=200 if form.is_valid() else 422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_training_request(request: HttpRequest) -> HttpResponse:
    """The form. A guideline that leads here is filled in."""
    person = reader(request)
    posted = request.method == "POST"
    data = request.POST if posted else None
    form = TrainingRequestForm(data, initial=_from_address(request), person=person, capability=Capability.READ)
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            made = services.ask_training(form.wish(), by=person)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, _("Sent. You are told what becomes of it."))
            return redirect(made)
    return render(request, "learning/new_request.html", {"form": form}, status=status)


def _from_address(request: HttpRequest) -> dict[str, str]:
    policy_id = request.GET.get("guideline", "")[:60]
    market, _dash, rest = policy_id.partition("-")
    return {"guideline": policy_id, "market": market, "domain": rest.partition("-")[0]} if rest else {}


@require_safe
@login_required
def training_request(request: HttpRequest, pk: str) -> HttpResponse:
    return _page(request, _for(request, pk))


@require_POST
@login_required
def take_training_request(request: HttpRequest, pk: str) -> HttpResponse:
    services.take_up(found := _for(request, pk), by=actor(request))
    messages.success(request, _("You have taken this request up."))
    return redirect(found)


@require_POST
@login_required
def decline_training_request(request: HttpRequest, pk: str) -> HttpResponse:
    found, form = _for(request, pk), DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, decline=form, wrong=form)
    try:
        services.decline(found, by=actor(request), reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, found, refusal.status, decline=form, wrong=form)
    messages.success(request, _("Declined. Whoever asked is told."))
    return redirect(found)


def _page(request: HttpRequest, found: TrainingRequest, status: int = 200, **forms: Any) -> HttpResponse:
    person = actor(request)
    (line,) = request_lines(person, [found])
    _opened(request, line)
    handles = "decline" in forms or why_not_handle(person, found) is None
    context = {"line": line, "asked": found, "handles": handles, "decline": DeclineForm()}
    return render(request, "learning/request.html", context | forms, status=status)


def _opened(request: HttpRequest, line: RequestLine) -> None:
    if line.request.guideline and line.shows_guideline:
        opened(request, line.request.guideline)


def _for(request: HttpRequest, pk: str) -> TrainingRequest:
    found = visible_training_requests(actor(request)).select_related("session__market").filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is no such request that you can see."))
    return found
