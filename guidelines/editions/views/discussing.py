"""Speaking about an edition: what a person can do in its discussion, and the deeds themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guidelines.editions import services
from guidelines.editions.discussion import Discussion, discussion_of
from guidelines.editions.forms.discussing import AnswerForm, CommentForm, ConsultForm
from guidelines.editions.models import Comment, Consultation, Edition
from guidelines.editions.queries import who_may_be_named
from guidelines.editions.rights import (
    is_consulted,
    why_not,
    why_not_comment,
    why_not_consult,
    why_not_resolve,
)
from guidelines.editions.views.fetching import edition_for, work_page, works_on
from guidelines.editions.views.redline import redline_context
from guidelines.frame import clock
from guidelines.frame.refusals import Invalid, NotFound, Refused
from guidelines.frame.working_days import after_working_days
from guidelines.people.models import Person
from guidelines.people.requests import actor

DAYS_TO_ANSWER = 3
"""How many working days a question leaves, unless another moment is chosen."""


def discussion_context(edition: Edition, person: Person, consult: ConsultForm | None = None) -> dict[str, Any]:
    """What the panels of a discussion need, for one person."""
    found: Discussion = discussion_of(edition)
    zone = edition.guideline.market.time_zone
    later = after_working_days(clock.now(), DAYS_TO_ANSWER, zone)
    may_comment = why_not_comment(person, edition) is None
    may_consult = why_not_consult(person, edition) is None
    for thread in found.threads:
        thread.first.edition = edition
    return {
        "discussion": found,
        "may_comment": may_comment,
        "resolvable": {t.first.pk for t in found.threads if may_comment and why_not_resolve(person, t.first) is None},
        "why_not_accept": why_not(person, "save", edition),
        "may_consult": may_consult,
        "consult_form": consult or (ConsultForm(zone=zone, until=later) if may_consult else None),
        "named": who_may_be_named(edition) if may_comment else (),
        "asked": next((c for c in found.consultations if c.person_id == person.pk and c.is_open(clock.now())), None),
    }


def discussed_edition_for(request: HttpRequest, policy_id: str, number: int) -> Edition:
    """The edition, for those who work on it or were asked about it."""
    edition = edition_for(request, policy_id, number)
    person = actor(request)
    if not works_on(person, edition) and not is_consulted(person, edition):
        raise Refused(_("This page is for those who write, review or audit guidelines of this market and domain."))
    return edition


@login_required
@require_POST
def comments(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    edition = discussed_edition_for(request, policy_id, number)
    form = CommentForm(request.POST)
    if not form.is_valid():
        raise Invalid(" ".join(str(error) for errors in form.errors.values() for error in errors))
    made = services.comment(edition, by=actor(request), **form.words)
    messages.success(request, _("Your suggestion is kept.") if hasattr(made, "suggestion") else _("Comment kept."))
    return _back(request, edition, made)


@login_required
@require_POST
def thread(request: HttpRequest, policy_id: str, number: int, pk: int) -> HttpResponse:
    """A deed on one thread: reply, resolve, reopen, accept, decline."""
    edition = discussed_edition_for(request, policy_id, number)
    rows = edition.comments.select_related("person", "edition__guideline__market", "suggestion")
    first = rows.filter(pk=pk, thread=None).first()
    deed = _DEEDS.get(request.POST.get("action", ""))
    if first is None or deed is None:
        raise NotFound(_("There is no such comment."))
    messages.success(request, deed(first, actor(request), request))
    return _back(request, edition, first)


def _reply(first: Comment, by: Person, request: HttpRequest) -> str:
    services.reply(first, by=by, text=request.POST.get("text", ""))
    return _("Reply kept.")


def _resolve(first: Comment, by: Person, request: HttpRequest) -> str:
    services.resolve(first, by=by)
    return _("Resolved.")


def _reopen(first: Comment, by: Person, request: HttpRequest) -> str:
    services.reopen(first, by=by)
    return _("Open again.")


def _accept(first: Comment, by: Person, request: HttpRequest) -> str:
    services.accept_suggestion(_suggestion(first), by=by, seen=request.POST.get("seen", ""))
    return _("The suggested words are in the draft. %(name)s has written in it now.") % {"name": first.person.name}


def _decline(first: Comment, by: Person, request: HttpRequest) -> str:
    services.decline_suggestion(_suggestion(first), by=by)
    return _("Declined.")


def _suggestion(first: Comment) -> Any:
    found = getattr(first, "suggestion", None)
    if found is None:
        raise NotFound(_("This comment suggests no words."))
    return found


_DEEDS: dict[str, Callable[[Comment, Person, HttpRequest], str]] = {
    "reply": _reply,
    "resolve": _resolve,
    "reopen": _reopen,
    "accept": _accept,
    "decline": _decline,
}


@login_required
@require_POST
def consultations(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    edition = discussed_edition_for(request, policy_id, number)
    form = ConsultForm(request.POST, zone=edition.guideline.market.time_zone)
    if not form.is_valid():
        raise Invalid(" ".join(str(error) for errors in form.errors.values() for error in errors))
    data = form.cleaned_data
    services.consult(edition, by=actor(request), person=data["person"], until=data["until"], question=data["question"])
    messages.success(request, _("%(name)s is asked.") % {"name": data["person"].name})
    return redirect(_page_of(actor(request), edition))


@login_required
@require_POST
def consultation(request: HttpRequest, policy_id: str, number: int, pk: int) -> HttpResponse:
    """Answer a question, or take one back."""
    edition = discussed_edition_for(request, policy_id, number)
    asked = edition.consultations.select_related("edition__guideline__market", "person").filter(pk=pk).first()
    if asked is None:
        raise NotFound(_("There is no such question."))
    if request.POST.get("action") == "end":
        services.end_consultation(asked, by=actor(request))
        messages.success(request, _("The question to %(name)s is taken back.") % {"name": asked.person.name})
    else:
        _answer(request, asked)
    return redirect(_page_of(actor(request), edition))


def _answer(request: HttpRequest, asked: Consultation) -> None:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Invalid(" ".join(map(str, form.errors["answer"])))
    services.answer(asked, by=actor(request), text=form.cleaned_data["answer"])
    messages.success(request, _("Your answer is kept with the edition. Thank you."))


@login_required
@require_GET
def consulted(request: HttpRequest, policy_id: str, number: int) -> HttpResponse:
    """What somebody who was asked sees: what changes, the text, the discussion, and a place for their answer."""
    edition, person = discussed_edition_for(request, policy_id, number), actor(request)
    talk = discussion_context(edition, person)
    redline = redline_context(request, edition, talk["discussion"].open_places)
    context = {"answer_form": AnswerForm(), **redline, **talk}
    return work_page(request, "editions/consulted.html", edition, context)


def _page_of(person: Person, edition: Edition) -> str:
    name = "review" if works_on(person, edition) else "consulted"
    return reverse(name, args=[edition.guideline.policy_id, edition.number])


def _back(request: HttpRequest, edition: Edition, comment: Comment) -> HttpResponse:
    return redirect(f"{_page_of(actor(request), edition)}#c{comment.pk}")
