"""Stakeholder requests: the list, a new one, and one with its history and what can be done with it."""

from __future__ import annotations

from functools import partial
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
from guidelines.insights import services
from guidelines.insights.models import StakeholderRequest
from guidelines.insights.request_forms import AnswerInForm, DeclineForm, RemarkForm, RequestForm, RequestsForm
from guidelines.insights.request_queries import Line, candidates, history, lines, requests_of
from guidelines.insights.request_rights import handles_requests, visible_requests, why_not_handle, why_not_speak
from guidelines.insights.views.deeds import done
from guidelines.insights.views.fetching import reader
from guidelines.people.requests import actor


@require_safe
@login_required
def requests(request: HttpRequest) -> HttpResponse:
    """Whoever handles requests begins with those that wait, everybody else with their own."""
    person = reader(request)
    handles = handles_requests(person)
    form = RequestsForm(request.GET or {"who": "wait" if handles else "me"}, person=person)
    asked = form.cleaned_data if form.is_valid() else {}
    given = {name: asked.get(name, "") for name in ("who", "state", "order")}
    rows = (
        requests_of(person, **given, narrowed=form.narrowed) if form.is_valid() else StakeholderRequest.objects.none()
    )
    page = paginate(request, rows)
    shown = lines(person, page.items)
    for line in shown:
        _opened(request, line)
    context = {
        "form": form,
        "page": page,
        "lines": shown,
        "handles": handles,
        "who": form["who"].value(),
        "is_narrowed": any(form[name].value() for name in ("state", "market", "domain")),
    }
    return render(request, "insights/requests.html", context, status=200 if form.is_valid() else 422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_request(request: HttpRequest) -> HttpResponse:
    """The form. A guideline that leads here is filled in."""
    person = reader(request)
    posted = request.method == "POST"
    form = RequestForm(request.POST if posted else None, initial=_from_address(request), person=person)
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            made = services.request_change(form.wish(), by=person)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, _("Sent. You are told what becomes of it."))
            return redirect(made)
    return render(request, "insights/new_request.html", {"form": form}, status=status)


def _from_address(request: HttpRequest) -> dict[str, str]:
    policy_id = request.GET.get("guideline", "")[:60]
    market, _dash, rest = policy_id.partition("-")
    given = {"guideline": policy_id, "market": market, "domain": rest.partition("-")[0]}
    return {**given, "rule": request.GET.get("rule", "")[:10]} if rest else {}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def request_page(request: HttpRequest, pk: str) -> HttpResponse:
    """One request; posted to, a comment."""
    found = _for(request, pk)
    if request.method != "POST":
        return _page(request, found)
    form = RemarkForm(request.POST)

    def say() -> None:
        services.remark(found, by=actor(request), text=form.cleaned_data["text"])

    return _done(request, found, "remark", form, say, _("Sent."))


@require_POST
@login_required
def take_request(request: HttpRequest, pk: str) -> HttpResponse:
    services.take_up(found := _for(request, pk), by=actor(request))
    messages.success(request, _("You have taken this request up."))
    return redirect(found)


@require_POST
@login_required
def decline_request(request: HttpRequest, pk: str) -> HttpResponse:
    found, form = _for(request, pk), DeclineForm(request.POST)

    def decline() -> None:
        services.decline(found, by=actor(request), reason=form.cleaned_data["reason"])

    return _done(request, found, "decline", form, decline, _("Declined. Whoever asked is told."))


@require_POST
@login_required
def answer_request(request: HttpRequest, pk: str) -> HttpResponse:
    """Name the edition that answers it."""
    found = _for(request, pk)
    form = AnswerInForm(request.POST, person=actor(request))

    def name() -> None:
        assert form.edition is not None, "a valid form has found it"
        services.answer_in(found, form.edition, by=actor(request))

    return _done(request, found, "answer", form, name, _("Kept. Whoever asked is told when it is in force."))


def _page(request: HttpRequest, found: StakeholderRequest, status: int = 200, **forms: Any) -> HttpResponse:
    person = actor(request)
    (line,) = lines(person, [found])
    _opened(request, line)
    handles = why_not_handle(person, found) is None
    policy_id = found.guideline.policy_id if found.guideline and line.shows_guideline else ""
    context = {
        "line": line,
        "asked": found,
        "standing": line.standing,
        "history": history(found, shows_edition=line.shows_edition),
        # What was typed into a form stays there, also where the deed is possible no longer.
        "handles": handles or bool({"decline", "answer"} & set(forms)),
        "may_speak": "remark" in forms or why_not_speak(person, found) is None,
        "candidates": candidates(person, found) if handles else (),
        "remark": RemarkForm(),
        "decline": DeclineForm(),
        "answer": AnswerInForm(person=person, initial={"policy_id": policy_id}),
        "zone": found.market.time_zone,
    }
    return render(request, "insights/request.html", context | forms, status=status)


def _opened(request: HttpRequest, line: Line) -> None:
    """Whoever may read the guideline opens something of it. Whoever asked and is not named reads their own words."""
    if line.request.guideline and line.shows_guideline:
        opened(request, line.request.guideline)


def _for(request: HttpRequest, pk: str) -> StakeholderRequest:
    rows = visible_requests(actor(request)).select_related("declined_by", "linked_by")
    found = rows.filter(pk=int(pk)).first()
    if found is None:
        raise NotFound(_("There is no such request that you can read."))
    return found


_done = partial(done, fetch=_for, page=_page)
