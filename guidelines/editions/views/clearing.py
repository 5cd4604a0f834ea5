"""Who may read a restricted guideline: the people it names, since when, by whom, and how often they opened it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines.editions import services
from guidelines.editions.clearances import is_named, nameable_guidelines, named_readers, why_not_name, why_not_widen
from guidelines.editions.forms.classing import NamingForm, OpeningForm
from guidelines.editions.models import Guideline
from guidelines.editions.reasons import refuse
from guidelines.editions.views.fetching import guideline_for, whole_number
from guidelines.frame.refusals import Invalid, NotFound, Refusal, WrongState
from guidelines.people.requests import actor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clearance(request: HttpRequest, policy_id: str) -> HttpResponse:
    """It shows no word of the guideline, not even its title: market administrators name people and do not read."""
    guideline = _guideline(request, policy_id)
    action = request.POST.get("action", "")
    if action == "end":
        return _end(request, guideline)
    naming = NamingForm(request.POST if action == "name" else None)
    opening = OpeningForm(request.POST if action == "open" else None)
    if action == "name" and naming.is_valid() and _named(request, guideline, naming):
        return redirect("clearance", guideline.policy_id)
    if action == "open" and opening.is_valid() and _opened(request, guideline, opening):
        return redirect("guideline", guideline.policy_id)
    context = {
        "guideline": guideline,
        "readers": named_readers(guideline),
        "reads": is_named(actor(request), guideline),
        "naming": naming,
        "opening": None if why_not_widen(actor(request), guideline) else opening,
        "failed": next((form for form in (naming, opening) if form.errors), None),
    }
    status = 422 if context["failed"] else 200
    return render(request, "editions/clearance.html", context, status=status)


def _guideline(request: HttpRequest, policy_id: str) -> Guideline:
    found = nameable_guidelines(actor(request)).filter(policy_id=policy_id.upper()).first()
    if found is not None:
        return found
    known = guideline_for(request, policy_id)
    if not known.is_restricted:
        raise NotFound(_("%(policy_id)s is not restricted: it names nobody.") % {"policy_id": known})
    refuse(why_not_name(actor(request), known))
    return known


def _named(request: HttpRequest, guideline: Guideline, form: forms.Form) -> bool:
    person, reason = form.cleaned_data["person"], form.cleaned_data["reason"]
    try:
        services.give_clearance(guideline, person=person, by=actor(request), reason=reason)
    except Refusal as refusal:
        form.add_error("person", refusal.sentence)
        return False
    messages.success(request, _("%(name)s may read it from now on.") % {"name": person.name})
    return True


def _opened(request: HttpRequest, guideline: Guideline, form: forms.Form) -> bool:
    audience, reason = form.cleaned_data["audience"], form.cleaned_data["why"]
    try:
        services.class_guideline(guideline, audience=audience, by=actor(request), reason=reason)
    except (Invalid, WrongState) as refusal:
        form.add_error("audience", refusal.sentence)
        return False
    messages.success(request, _("It is not restricted any more. Whoever reads there reads it."))
    return True


def _end(request: HttpRequest, guideline: Guideline) -> HttpResponse:
    row = guideline.clearances.select_related("person").filter(pk=whole_number(request.POST.get("one", ""))).first()
    if row is None:
        raise WrongState(_("There is no such name on this page."))
    services.end_clearance(row, by=actor(request))
    messages.success(request, _("%(name)s reads nothing of it any more.") % {"name": row.person.name})
    # Whoever took themself off the list may find nothing there.
    return redirect("home") if row.person_id == actor(request).pk else redirect("clearance", guideline.policy_id)
